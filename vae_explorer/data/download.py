"""Fetching a data set once: mirrors in turn, check sums, and a cache that is never half written."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.catalogue import CatalogueEntry, RemoteFile, is_intact
from vae_explorer.data.patience import NetworkPatience
from vae_explorer.data.progress import DownloadProgress
from vae_explorer.data.transfer import MirrorError, ResumingDownloader
from vae_explorer.errors import DownloadError, Reason, system_reason

POLL_S = 0.1


class DatasetFetcher:
    """Brings the files of a named data set onto this computer.

    Parameters
    ----------
    entry : CatalogueEntry
        What to fetch and from where.
    folder : Path
        Where the files belong; made when needed.
    progress : callable or None
        Called with a DownloadProgress after each piece, in the calling thread.
    cancel : threading.Event or None
        Ends the fetching within a tenth of a second, whatever the server does.
    patience : NetworkPatience
    """

    def __init__(
        self,
        entry: CatalogueEntry,
        folder: Path,
        *,
        progress: Callable[[DownloadProgress], None] | None = None,
        cancel: threading.Event | None = None,
        patience: NetworkPatience | None = None,
    ) -> None:
        self._entry = entry
        self._folder = folder
        self._progress = progress
        self._cancel = cancel
        self._patience = NetworkPatience() if patience is None else patience
        self._mirrors = list(entry.mirrors)

    def fetch(self) -> None:
        """Make sure that every file is there and is the right one.

        Files that are there already are checked, not fetched. A second program that fetches the same data
        set waits for the first.

        Raises
        ------
        DownloadError
            When no mirror gives a file, or the folder cannot be written.
        OpeningCancelledError
            When it was cancelled; what came so far is kept, and continued the next time.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._locked():
                for remains in self._folder.glob("tmp*"):  # of a program that was killed
                    remains.unlink()
                for file in self._entry.files:
                    if not is_intact(self._folder / file.name, file):
                        self._fetch_file(file)
        except OSError as error:
            raise DownloadError(
                "the folder for downloads cannot be written ({reason})",
                where=self._folder,
                remedy="make room or give yourself the right to write there",
                reason=system_reason(error),
            ) from error

    def _fetch_file(self, file: RemoteFile) -> None:
        reasons: list[Reason] = []
        for mirror in list(self._mirrors):
            check_cancelled(self._cancel, self._entry.name)
            try:
                self._fetch_from(mirror, file)
            except MirrorError as error:
                reasons.append(Reason(error.reason, urlsplit(mirror).netloc))
                # A mirror that fails once is asked last for the files that follow.
                self._mirrors.append(self._mirrors.pop(self._mirrors.index(mirror)))
            else:
                return
        raise DownloadError(
            "{file} could not be fetched ({reasons})",
            where=self._entry.name,
            remedy="check the connection and try again: what came so far is kept",
            file=file.name,
            reasons=tuple(reasons) or Reason("no mirror is known"),
        )

    def _fetch_from(self, mirror: str, file: RemoteFile) -> None:
        downloader = ResumingDownloader(
            file,
            self._folder / f"{file.name}.part",
            patience=self._patience,
            progress=self._progress,
            cancel=self._cancel,
        )
        if not self._retrieve(mirror, file, downloader) and downloader.has_continued:
            # What was there before may have been the wrong half.
            self._retrieve(mirror, file, downloader)
        if not (self._folder / file.name).exists():
            raise MirrorError("another file than expected came, its check sum is wrong")

    def _retrieve(self, mirror: str, file: RemoteFile, downloader: ResumingDownloader) -> bool:
        """Fetch a file through pooch, and return whether its check sum was right."""
        import pooch  # type: ignore[import-untyped]

        pooch.get_logger().setLevel(logging.ERROR)
        try:
            pooch.retrieve(
                mirror.rstrip("/") + "/" + file.name,
                known_hash=f"sha256:{file.sha256}",
                fname=file.name,
                path=self._folder,
                downloader=downloader,
            )
        except ValueError:
            return False
        return True

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other programs from fetching into the same folder; where locks are unknown, go without."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._folder / ".lock", timeout=0)
        with contextlib.ExitStack() as stack:
            while True:
                check_cancelled(self._cancel, self._entry.name)
                try:
                    stack.enter_context(lock)
                except Timeout:
                    time.sleep(POLL_S)
                except NotImplementedError:
                    break
                else:
                    break
            yield
