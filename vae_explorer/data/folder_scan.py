"""Finding the pictures of a folder and the labels that its subfolders give them."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.label import natural_key
from vae_explorer.data.picture import SUFFIXES
from vae_explorer.data.regular_file import unreadable
from vae_explorer.errors import DatasetError

MOST_ENTRIES = 2_000_000
DEEPEST_LEVEL = 32
TRAIN_FOLDERS = frozenset({"train", "training"})
TEST_FOLDERS = frozenset({"test", "testing"})
VALIDATION_FOLDERS = frozenset({"val", "valid", "validation"})


@dataclass
class FolderScan:
    """What a folder holds.

    Attributes
    ----------
    train, test : list of (Path, str)
        Picture files with their labels, in a fixed order; "" is no label. `test` stays empty unless the
        folder has the subfolders train and test (or val).
    hidden_count, other_count : int
        Hidden entries, and files that are no pictures: both were passed over.
    unused_folders : list of str
        Validation folders that were left out because there is a test folder as well.
    """

    train: list[tuple[Path, str]] = field(default_factory=list)
    test: list[tuple[Path, str]] = field(default_factory=list)
    hidden_count: int = 0
    other_count: int = 0
    unused_folders: list[str] = field(default_factory=list)


class FolderScanner:
    """Walks through a folder: every directory once, whatever links lead to it.

    Parameters
    ----------
    cancel : threading.Event or None
        Read at every directory.
    """

    def __init__(self, cancel: threading.Event | None = None) -> None:
        self._cancel = cancel
        self._visited: set[tuple[int, int]] = set()
        self._entry_count = 0
        self._scan = FolderScan()

    def scan(self, folder: Path) -> FolderScan:
        """Find all pictures at and below `folder`.

        The label of a picture is the name of the subfolder that it lies in, at whatever depth below.
        Pictures beside the subfolders have no label.

        Raises
        ------
        DatasetError
            When a folder cannot be listed, or holds more than two million entries.
        """
        parts = self._split_folders(folder)
        if parts is None:
            self._scan.train = self._labelled_pictures(folder)
        else:
            found = [self._labelled_pictures(part) for part in parts]
            self._scan.train, self._scan.test = found if found[0] else found[::-1]
        return self._scan

    def _split_folders(self, folder: Path) -> tuple[Path, Path] | None:
        """Return the folders for training and testing where the folder consists of such."""
        listing = [(name, entry) for name, entry in self._listing(folder) if not is_hidden_name(name)]
        by_name = {name.lower(): Path(entry.path) for name, entry in listing if _is_folder(entry)}
        has_files = any(is_picture_name(name) for name, _ in listing)
        train = by_name.keys() & TRAIN_FOLDERS
        test = by_name.keys() & TEST_FOLDERS
        validation = by_name.keys() & VALIDATION_FOLDERS
        is_split = len(train) == 1 and (test or validation) and not has_files
        if not is_split or by_name.keys() - train - test - validation:
            return None
        chosen = min(test or validation)
        self._scan.unused_folders = sorted((test | validation) - {chosen})
        return by_name[min(train)], by_name[chosen]

    def _labelled_pictures(self, folder: Path) -> list[tuple[Path, str]]:
        beside = []
        below = []
        is_new = self._enter(folder)
        for name, entry in self._sorted_entries(folder) if is_new else []:
            path = Path(entry.path)
            if _is_folder(entry):
                label = os.fsencode(name).decode("utf-8", errors="replace")
                below += [(picture, label) for picture in self._pictures(path, depth=1)]
            elif self._is_picture(name, entry):
                beside.append((path, ""))
        return beside + below

    def _pictures(self, folder: Path, depth: int) -> Iterator[Path]:
        if depth > DEEPEST_LEVEL or not self._enter(folder):
            return
        for name, entry in self._sorted_entries(folder):
            if _is_folder(entry):
                yield from self._pictures(Path(entry.path), depth + 1)
            elif self._is_picture(name, entry):
                yield Path(entry.path)

    def _enter(self, folder: Path) -> bool:
        """Return whether `folder` is entered for the first time; a link may lead back to it."""
        check_cancelled(self._cancel, os.fspath(folder))
        try:
            status = folder.stat()
        except OSError as error:
            raise unreadable(folder, error) from error
        identity = (status.st_dev, status.st_ino)
        is_new = identity not in self._visited and stat.S_ISDIR(status.st_mode)
        self._visited.add(identity)
        return is_new

    def _sorted_entries(self, folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
        for name, entry in self._listing(folder):
            self._entry_count += 1
            if self._entry_count > MOST_ENTRIES:
                raise DatasetError(
                    "the folder holds more than {limit} files",
                    where=os.fspath(folder),
                    remedy="choose the folder that holds the pictures, not one far above it",
                    limit=MOST_ENTRIES,
                )
            if is_hidden_name(name):
                self._scan.hidden_count += 1
            else:
                yield name, entry

    def _listing(self, folder: Path) -> list[tuple[str, os.DirEntry[str]]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(
                    ((entry.name, entry) for entry in entries), key=lambda pair: natural_key(pair[0])
                )
        except OSError as error:
            raise unreadable(folder, error) from error

    def _is_picture(self, name: str, entry: os.DirEntry[str]) -> bool:
        is_picture = is_picture_name(name) and _is_file(entry)
        self._scan.other_count += not is_picture
        return is_picture


def is_picture_name(name: str) -> bool:
    """Return whether a visible file of this name should be a picture."""
    return not is_hidden_name(name) and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122


def is_hidden_name(name: str) -> bool:
    """Return whether a file is hidden, or kept by a system for itself."""
    return name.startswith(".") or name.lower() in {"thumbs.db", "desktop.ini", "__macosx"}


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
