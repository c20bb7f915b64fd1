from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.outcome import Command
from vae_explorer.data import DATASET_NAMES, DownloadProgress, ImageDataset, open_dataset, source


@pytest.mark.parametrize("arguments", [(), ("list",)])
def test_that_every_name_is_listed_with_its_size_and_where_it_is(
    command: Command, arguments: tuple[str, ...]
) -> None:
    result = command("datasets", *arguments)
    assert (result.status, result.err) == (0, "")
    heading, *rows = [line.split() for line in result.out.splitlines()]
    assert heading == ["name", "images", "size", "classes", "here", "licence"]
    assert [row[0] for row in rows] == list(DATASET_NAMES)
    assert rows[0][:5] == ["digits", "1797", "8×8×1", "10", "yes"]
    assert rows[1][:7] == ["mnist", "70000", "28×28×1", "10", "no", "(12", "MB)"]


def test_that_what_comes_with_the_program_needs_no_fetching(command: Command) -> None:
    result = command("datasets", "fetch", "digits")
    assert result.status == 0
    assert "digits: 1797 images, they come with the program" in result.err


def test_that_an_unknown_name_is_answered_with_the_known_ones(command: Command) -> None:
    result = command("datasets", "fetch", "imagenet")
    assert result.status == 2
    assert result.err.startswith("vae-explorer: imagenet: ")
    assert all(name in result.err for name in DATASET_NAMES)
    assert result.err.count("\n") == 1


def test_that_without_a_network_fetching_ends_with_what_to_do(
    process: Command, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        environment[name] = "http://127.0.0.1:9"
    for name in ("NO_PROXY", "no_proxy"):
        environment.pop(name, None)
    result = process("datasets", "fetch", "kmnist")
    assert (result.status, result.out) == (2, "")
    line = result.err.splitlines()[-1]
    assert line.startswith("vae-explorer: kmnist: ")
    assert "check the connection and try again" in line
    assert "Traceback" not in result.err


class PlayedDownload:
    """Stands in for the network: tells of two files, then gives the digits or is interrupted."""

    def __init__(self, *, is_interrupted: bool = False) -> None:
        self.digits = open_dataset("digits")
        self.is_interrupted = is_interrupted

    def open(self, spec: str, *, progress: object) -> ImageDataset:
        assert spec == "mnist"
        assert callable(progress)
        for done in (0, 1_000_000, 2_500_000):
            progress(DownloadProgress("images.gz", done, 2_500_000))
        if self.is_interrupted:
            raise KeyboardInterrupt
        progress(DownloadProgress("labels.gz", 0, None))
        return self.digits


def test_that_each_file_is_announced_once_and_the_folder_is_told(
    command: Command, monkeypatch: pytest.MonkeyPatch, own_folders: Path
) -> None:
    monkeypatch.setattr(source, "open_dataset", PlayedDownload().open)
    result = command("datasets", "fetch", "mnist")
    assert result.status == 0
    lines = result.err.splitlines()
    assert lines[0] == "vae-explorer: fetching images.gz (2.5 MB)"
    assert lines[1] == "vae-explorer: fetching labels.gz"
    assert lines[-1] == f"vae-explorer: mnist: 1797 images in {own_folders / 'cache' / 'datasets' / 'mnist'}"


def test_that_an_interrupted_download_says_that_it_can_go_on(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "open_dataset", PlayedDownload(is_interrupted=True).open)
    result = command("datasets", "fetch", "mnist")
    assert result.status == 130
    assert "the same command goes on from there" in result.err
