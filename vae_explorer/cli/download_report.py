"""How far a download is, on standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from vae_explorer.cli.exit_status import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from vae_explorer.data.progress import DownloadProgress


class DownloadReport:
    """A bar per file on a terminal, one line per file elsewhere, and nothing where nothing is fetched."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._named: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def note(self, progress: DownloadProgress) -> None:
        """Show what has come so far."""
        if sys.stderr.isatty():
            self._draw(progress)
        elif progress.file not in self._named:
            self._named.add(progress.file)
            if progress.total_bytes is None:
                say("fetching {file}", file=progress.file)
            else:
                say("fetching {file} ({size:.1f} MB)", file=progress.file, size=progress.total_bytes / 1e6)

    def _draw(self, progress: DownloadProgress) -> None:
        if self._bars is None:
            self._bars = _new_bars()
            self._bars.start()
        if progress.file not in self._tasks:
            self._tasks[progress.file] = self._bars.add_task(progress.file, total=None)
        self._bars.update(
            self._tasks[progress.file], completed=progress.done_bytes, total=progress.total_bytes
        )


def _new_bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
