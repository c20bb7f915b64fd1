"""What a reader hands over: images with their labels, and a test part where the source has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vae_explorer.data.dataset import Column, Labels, Pixels
from vae_explorer.data.label import check_label_count, encode_labels
from vae_explorer.data.mapping import unlabelled
from vae_explorer.data.note import DatasetNote
from vae_explorer.errors import DatasetError

AnyArray = npt.NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class LabelledImages:
    """Some images and their labels.

    Attributes
    ----------
    images : (n, h, w, c) uint8
    labels : (n,) int64
        Indices into the names of the classes; -1 is an image without a label.
    """

    images: Pixels
    labels: Labels


@dataclass(frozen=True, eq=False)
class Reading:
    """All that was read from one source.

    Attributes
    ----------
    train, test : LabelledImages
        `test` is None where the source has no test images of its own.
    label_names : tuple of str
        The classes; empty when nothing is labelled.
    notes : tuple of DatasetNote
        What a person should know about how the images were read.
    train_columns : tuple of (str, (n,) float64)
        Numbers that came with each training image, by name.
    """

    train: LabelledImages
    test: LabelledImages | None
    label_names: tuple[str, ...]
    notes: tuple[DatasetNote, ...] = ()
    train_columns: tuple[Column, ...] = ()


def combine(
    images: Sequence[Pixels], label_rows: Sequence[AnyArray], where: str, notes: tuple[DatasetNote, ...] = ()
) -> Reading:
    """Put images and labels together: one part for training and at most one for testing.

    Parameters
    ----------
    images : sequence of one or two (n_i, h, w, c) uint8
    label_rows : sequence of arrays
        One for each part, or none at all.
    where : str
        The file or folder to name in an error.
    notes : tuple of DatasetNote
        What the reader has to tell already.

    Raises
    ------
    DatasetError
        When the parts differ in shape, or the labels do not fit the images.
    """
    if len({part.shape[1:] for part in images}) > 1:
        raise DatasetError(
            "the training images are {train} and the test images {test}",
            where=where,
            remedy="both must have the same height, width and channels",
            train=" × ".join(map(str, images[0].shape[1:])),
            test=" × ".join(map(str, images[1].shape[1:])),
        )
    if label_rows and len(label_rows) != len(images):
        raise DatasetError(
            "only one of the two parts, training and test, has labels",
            where=where,
            remedy="give labels for both, or for none",
        )
    names: tuple[str, ...] = ()
    labels = [unlabelled(part) for part in images]
    if label_rows:
        pairs = zip(label_rows, images, strict=True)
        rows = [check_label_count(row, len(part), where) for row, part in pairs]
        labels, names, label_notes = encode_labels(rows, where)
        notes += label_notes
    train, *test = [LabelledImages(*pair) for pair in zip(images, labels, strict=True)]
    return Reading(train, test[0] if test else None, names, notes)
