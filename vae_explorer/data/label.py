"""Labels of any kind become indices into a list of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from vae_explorer.data.dataset import Labels
from vae_explorer.data.note import DatasetNote
from vae_explorer.errors import DatasetError

LARGEST_CLASS_COUNT = 1000

AnyArray = npt.NDArray[np.generic]


def check_label_count(labels: AnyArray, image_count: int, where: str) -> AnyArray:
    """Return the labels as one row, one for each image.

    Raises
    ------
    DatasetError
        When there are more or fewer labels than images, or several numbers for an image.
    """
    row = labels.reshape(-1) if labels.ndim == 2 and labels.shape[1] == 1 else labels
    if row.ndim != 1:
        raise DatasetError(
            "the labels have the shape {shape}, which is not one label for each image",
            where=where,
            remedy="give one number or name for each image",
            shape=labels.shape,
        )
    if len(row) != image_count:
        raise DatasetError(
            "there are {labels} labels for {images} images",
            where=where,
            remedy="give one label for each image, or none at all",
            labels=len(row),
            images=image_count,
        )
    return row


def encode_labels(
    parts: Sequence[AnyArray], where: str
) -> tuple[list[Labels], tuple[str, ...], tuple[DatasetNote, ...]]:
    """Turn the labels of all parts into indices into one list of names.

    The names are the distinct labels in ascending order, numbers by value and texts by alphabet (numbers
    in them by value: 2 before 10). The number -1 and the empty text mean that an image has no label.

    Parameters
    ----------
    parts : sequence of (n_i,) arrays
        Whole numbers, truth values, floats with whole values, or texts.
    where : str
        The file to name in an error.

    Returns
    -------
    indices : list of (n_i,) int64
        -1 where there is no label.
    names : tuple of str
        Empty when nothing is labelled, also when there are more than 1 000 distinct labels.
    notes : tuple of DatasetNote

    Raises
    ------
    DatasetError
        When the labels are neither numbers nor texts, or a number is not whole.
    """
    parts = [_comparable(part, where) for part in parts]
    if len({part.dtype.kind == "U" for part in parts}) > 1:
        raise DatasetError(
            "the labels are numbers in one part and texts in the other",
            where=where,
            remedy="use one kind of label throughout",
        )
    everything = np.concatenate(parts)
    is_missing = everything == ("" if everything.dtype.kind == "U" else -1)
    distinct, inverse = np.unique(everything[~is_missing], return_inverse=True)
    if distinct.dtype.kind == "U":
        order = sorted(range(len(distinct)), key=lambda index: natural_key(str(distinct[index])))
        distinct, inverse = distinct[order], np.argsort(order)[inverse]
    indices = np.full(len(everything), -1, dtype=np.int64)
    notes: tuple[DatasetNote, ...] = ()
    names: tuple[str, ...] = ()
    if len(distinct) > LARGEST_CLASS_COUNT:
        notes = (too_many_classes(len(distinct)),)
    else:
        indices[~is_missing] = inverse
        names = tuple(str(value) for value in distinct.tolist())
    ends = np.cumsum([len(part) for part in parts])[:-1]
    return np.split(indices, ends), names, notes


def too_many_classes(count: int) -> DatasetNote:
    """Return the note that labels were left out."""
    return DatasetNote(
        "the labels have {count} different values, more than {most}, and were left out",
        count=count,
        most=LARGEST_CLASS_COUNT,
    )


def natural_key(text: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return a key that sorts texts with numbers in them by value: 2 before 10."""
    pieces = re.findall(r"[0-9]{1,18}|[^0-9]+", text)
    return [(0, int(piece), "") if piece[0] in "0123456789" else (1, 0, piece) for piece in pieces], text


def _comparable(part: AnyArray, where: str) -> AnyArray:
    kind = part.dtype.kind
    if kind == "U":
        return part
    if kind == "S":
        return np.array([value.decode("utf-8", errors="replace") for value in part.tolist()], dtype=np.str_)
    if kind in "bui" and part.dtype != np.uint64:
        return part.astype(np.int64)
    if kind in "fu":
        return _whole_numbers(part, where)
    raise DatasetError(
        "the labels are of the kind {kind}, and neither numbers nor texts",
        where=where,
        remedy="store the labels as whole numbers or as texts",
        kind=part.dtype.name,
    )


def _whole_numbers(part: AnyArray, where: str) -> AnyArray:
    values = part.astype(np.float64)
    is_whole = np.isfinite(values) & (values == np.rint(values)) & (np.abs(values) < 2**53)
    if not is_whole.all():
        raise DatasetError(
            "the label of image {index} is {value}, which is not a whole number",
            where=where,
            remedy="number the classes 0, 1, 2, …",
            index=int(np.argmin(is_whole)),
            value=values[np.argmin(is_whole)],
        )
    return values.astype(np.int64)
