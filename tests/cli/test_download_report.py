from __future__ import annotations

import io
import sys

import pytest

from vae_explorer.cli.download_report import DownloadReport
from vae_explorer.data import DownloadProgress


class Terminal(io.StringIO):
    """Says that a person is looking."""

    def isatty(self) -> bool:
        return True


def test_that_a_terminal_shows_a_bar_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with DownloadReport() as report:
        for file in ("images.gz", "labels.gz"):
            for done in (0, 1_000_000, 2_000_000):
                report.note(DownloadProgress(file, done, 2_000_000))
    shown = terminal.getvalue()
    assert "images.gz" in shown
    assert "labels.gz" in shown
    assert "2.0/2.0 MB" in shown


def test_that_nothing_is_shown_where_nothing_is_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    with DownloadReport():
        pass
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
