"""A folder with the four IDX files of a data set laid out like MNIST."""

from __future__ import annotations

import os
import re
from pathlib import Path

from vae_explorer.data.idx import read_idx
from vae_explorer.data.pixel import to_images
from vae_explorer.data.reading import Reading, combine
from vae_explorer.errors import DatasetError

FILE_NAME = re.compile(
    r"(?P<part>train|t10k|test)[-_.](?P<role>images|labels)[-_.]idx[1-4]-\w+(?P<packed>\.gz)?", re.IGNORECASE
)


def find_idx_files(folder: Path) -> dict[tuple[str, str], Path]:
    """Find the IDX files in a folder by name.

    Returns
    -------
    dict
        From ("train" or "test", "images" or "labels") to the file; a plain file comes before a compressed
        one. Empty when the folder holds no IDX files.
    """
    found: dict[tuple[str, str], Path] = {}
    for entry in sorted(folder.iterdir(), key=lambda path: (path.name.lower().endswith(".gz"), path.name)):
        match = FILE_NAME.fullmatch(entry.name)
        if match is not None:
            part = "train" if match["part"].lower() == "train" else "test"
            found.setdefault((part, match["role"].lower()), entry)
    return found


def read_idx_folder(folder: Path) -> Reading:
    """Read the IDX files of a folder: training images, and labels and test images where they are there.

    Raises
    ------
    DatasetError
        When a file is missing, damaged, or does not fit the others.
    """
    files = find_idx_files(folder)
    if ("train", "images") not in files:
        raise DatasetError(
            "the file train-images-idx3-ubyte is missing",
            where=os.fspath(folder),
            remedy="put all four files of the data set into this folder",
        )
    parts = ["train", "test"] if ("test", "images") in files else ["train"]
    images = [to_images(read_idx(files[part, "images"]), os.fspath(files[part, "images"])) for part in parts]
    rows = [read_idx(files[part, "labels"]) for part in parts if (part, "labels") in files]
    return combine(images, rows, os.fspath(folder))
