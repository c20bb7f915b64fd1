"""Which data the window works with, and whether they are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vae_explorer.data.note import DatasetNote


class DatasetStatus(Enum):
    """How far the images are from being usable."""

    ABSENT = "absent"  # known by name, not on this computer
    FETCHING = "fetching"
    OPENING = "opening"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class DatasetState:
    """The chosen data set.

    Attributes
    ----------
    name : str
        A known name or a path, as :func:`vae_explorer.data.source.open_dataset` takes it.
    title : str
        What a person reads.
    status : DatasetStatus
        Whether its images are at hand.
    image_shape : tuple of int or None
        Height, width, channels, once known.
    train_count, test_count : int
        Images per split, once known.
    label_names : tuple of str
        One per class.
    fingerprint : str
        Tells whether a model was trained on these data; empty until opened.
    done_bytes, total_bytes : int, int or None
        Progress while fetching.
    column_names : tuple of str
        Numbers that came with each image, which points can be coloured by.
    notes : tuple of DatasetNote
        Plain facts about how the images were read.
    """

    name: str
    title: str
    status: DatasetStatus = DatasetStatus.ABSENT
    image_shape: tuple[int, int, int] | None = None
    train_count: int = 0
    test_count: int = 0
    label_names: tuple[str, ...] = ()
    fingerprint: str = ""
    done_bytes: int = 0
    total_bytes: int | None = None
    column_names: tuple[str, ...] = ()
    notes: tuple[DatasetNote, ...] = ()
