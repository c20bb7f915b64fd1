"""Fetching one file from one mirror, and going on after a cut where it stopped."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from vae_explorer.data.byte_stream import AnswerHead, ByteStream, StreamError
from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.catalogue import RemoteFile
from vae_explorer.data.patience import NetworkPatience
from vae_explorer.data.progress import DownloadProgress

TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class MirrorError(Exception):
    """A mirror cannot give the file; another may.

    Attributes
    ----------
    reason : str
        In a few words, for a person.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ResumingDownloader:
    """Downloads a file into a part file that outlives cuts, cancelling and the program itself.

    An object of this class serves pooch as its `downloader`: it is called with an address and the file to
    write.

    Parameters
    ----------
    file : RemoteFile
    part_path : Path
        Where the bytes gather; an existing file is continued.
    patience : NetworkPatience
    progress : callable or None
        Called with a DownloadProgress after each piece, in the thread that downloads.
    cancel : threading.Event or None
        Once set, the download ends with OpeningCancelledError and leaves the part file.
    """

    def __init__(
        self,
        file: RemoteFile,
        part_path: Path,
        *,
        patience: NetworkPatience,
        progress: Callable[[DownloadProgress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self._file = file
        self._part_path = part_path
        self._patience = patience
        self._progress = progress
        self._cancel = cancel
        self.has_continued = False
        """Whether the last file contains bytes from before its call."""

    def __call__(self, url: str, output_file: str | os.PathLike[str], _pooch: object = None) -> None:
        """Fetch `url` and move it to `output_file`.

        Raises
        ------
        MirrorError
            When this mirror does not give the file.
        OpeningCancelledError
            When it was cancelled.
        OSError
            When the file cannot be written here.
        """
        self.has_continued = self._part_size() > 0
        failures = 0
        while self._part_size() != self._file.size_bytes:
            size_before = self._part_size()
            try:
                self._attempt(url)
            except StreamError as error:
                failures = 1 if self._part_size() > size_before else failures + 1
                if not error.is_worth_retrying or failures > self._patience.retries:
                    raise MirrorError(error.reason) from error
                self._pause(self._patience.pause_s * 2 ** (failures - 1))
        self._report(self._file.size_bytes)
        Path(output_file).unlink(missing_ok=True)
        self._part_path.replace(output_file)

    def _attempt(self, url: str) -> None:
        """Ask for what is missing, and append what comes."""
        offset = self._part_size()
        if offset > self._file.size_bytes:
            self._part_path.unlink()
            offset = 0
        self._report(offset)
        # The file is to come as it lies on the server, and not compressed once more on the way.
        headers = {"Accept-Encoding": "identity"}
        if offset:
            headers["Range"] = f"bytes={offset}-"
        with ByteStream(url, headers, self._patience, self._cancel) as stream:
            start = self._start_of(stream.head(), offset)
            with self._part_path.open("ab") as part:
                part.truncate(start)
                self._append(stream, part.write, start)
                part.flush()
                os.fsync(part.fileno())
        if self._part_size() < self._file.size_bytes:
            raise StreamError("the connection was cut", is_worth_retrying=True)

    def _start_of(self, head: AnswerHead, offset: int) -> int:
        """Return where in the file the answer begins, having made sure that it is the file."""
        if head.status == 206:
            match = CONTENT_RANGE.fullmatch(head.headers.get("content-range", ""))
            if match is None or int(match[1]) != offset:
                raise MirrorError("the server answers with another part of the file than asked for")
            self._check_size(match[2])
            return offset
        if head.status == 200:
            self._check_size(head.headers.get("content-length", "*"))
            return 0
        if head.status in TRANSIENT_STATUSES:
            raise StreamError(f"HTTP status {head.status}", is_worth_retrying=True)
        if head.status == 416:
            self._part_path.unlink(missing_ok=True)
        raise MirrorError(f"HTTP status {head.status}")

    def _check_size(self, announced: str) -> None:
        if announced.isdigit() and int(announced) != self._file.size_bytes:
            raise MirrorError(f"it offers {announced} bytes instead of {self._file.size_bytes}")

    def _append(self, stream: ByteStream, write: Callable[[bytes], int], done: int) -> None:
        for chunk in stream.chunks():
            done += len(chunk)
            if done > self._file.size_bytes:
                raise MirrorError(f"it sends more than {self._file.size_bytes} bytes")
            write(chunk)
            self._report(done)

    def _part_size(self) -> int:
        try:
            return self._part_path.stat().st_size
        except FileNotFoundError:
            return 0

    def _report(self, done: int) -> None:
        if self._progress is not None:
            self._progress(DownloadProgress(self._file.name, done, self._file.size_bytes))

    def _pause(self, seconds: float) -> None:
        if self._cancel is None:
            time.sleep(seconds)
        else:
            self._cancel.wait(seconds)
        check_cancelled(self._cancel, self._file.name)
