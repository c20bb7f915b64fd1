"""A data set of images, in memory or in a file: bytes that nobody can change, with a fingerprint of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from vae_explorer.data.mapping import is_mapped, rows_of
from vae_explorer.data.note import DatasetNote

LARGEST_SIDE = 4096
"""Pixels; images with a longer side are refused by every reader."""

Pixels = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.int64]
Column = tuple[str, npt.NDArray[np.float64]]
_FINGERPRINT_ROWS = 4096
_T = TypeVar("_T", bound=np.generic)


@dataclass(frozen=True, eq=False)
class ImageDataset:
    """Images of one size with a training and a test part.

    Attributes
    ----------
    name : str
        ``"digits"``, ``"mnist"``, … or the path as it was given.
    title : str
        What a person reads: ``"MNIST"``, a folder's name.
    train_images : (n, h, w, c) uint8
        C-contiguous and read-only; c is 1 (grey) or 3 (red, green, blue).
    train_labels : (n,) int64
        Indices into `label_names`, read-only; -1 is an image without a label.
    test_images : (m, h, w, c) uint8
        As `train_images`.
    test_labels : (m,) int64
        As `train_labels`.
    label_names : tuple of str
        The classes; empty when nothing is labelled.
    fingerprint : str
        SHA-256 over shapes, pixels and labels: content only, whatever file it came from.
    train_columns : tuple of (str, (n,) float64)
        Numbers that came with each training image, by name, read-only; not a number where one has none.
    notes : tuple of DatasetNote
        What was done to the pictures that a person should know.
    """

    name: str
    title: str
    train_images: Pixels
    train_labels: Labels
    test_images: Pixels
    test_labels: Labels
    label_names: tuple[str, ...]
    fingerprint: str
    notes: tuple[DatasetNote, ...] = ()
    train_columns: tuple[Column, ...] = ()

    def __post_init__(self) -> None:
        _check_part(self.train_images, self.train_labels, len(self.label_names))
        _check_part(self.test_images, self.test_labels, len(self.label_names))
        if self.train_images.shape[1:] != self.test_images.shape[1:]:
            raise ValueError("training and test images differ in shape")
        for name, values in self.train_columns:
            if (
                values.shape != self.train_labels.shape
                or values.dtype != np.float64
                or values.flags.writeable
            ):
                raise ValueError(f"column {name} must be read-only float64, one number per training image")

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of every image."""
        _, height, width, channels = self.train_images.shape
        return height, width, channels

    @property
    def has_labels(self) -> bool:
        """Whether the images have classes."""
        return bool(self.label_names)

    @property
    def class_count(self) -> int:
        """The number of classes; 0 when nothing is labelled."""
        return len(self.label_names)

    @classmethod
    def from_arrays(
        cls,
        name: str,
        title: str,
        *,
        train_images: Pixels,
        train_labels: Labels,
        test_images: Pixels,
        test_labels: Labels,
        label_names: Sequence[str] = (),
        notes: Sequence[DatasetNote] = (),
        train_columns: Sequence[Column] = (),
    ) -> ImageDataset:
        """Make a data set from arrays: contiguous, read-only, fingerprinted.

        Arrays that are contiguous already are not copied, and the caller must leave them unchanged from
        then on.
        """
        train, train_classes = frozen_pixels(train_images), frozen_labels(train_labels)
        test, test_classes = frozen_pixels(test_images), frozen_labels(test_labels)
        return cls(
            name=name,
            title=title,
            train_images=train,
            train_labels=train_classes,
            test_images=test,
            test_labels=test_classes,
            label_names=tuple(label_names),
            fingerprint=fingerprint(train, train_classes, test, test_classes),
            notes=tuple(notes),
            train_columns=tuple(
                (name, _frozen(np.ascontiguousarray(column))) for name, column in train_columns
            ),
        )


def frozen_pixels(images: Pixels) -> Pixels:
    """Return a contiguous, read-only view (or copy) of `images`."""
    return _frozen(np.ascontiguousarray(images, dtype=np.uint8))


def frozen_labels(labels: Labels) -> Labels:
    """Return a contiguous, read-only view (or copy) of `labels`; one number for all images stays one."""
    if labels.strides == (0,) and labels.dtype == np.int64:
        return _frozen(labels)
    return _frozen(np.ascontiguousarray(labels, dtype=np.int64))


def _frozen(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    view = array.view()
    view.flags.writeable = False
    return view


def fingerprint(train_images: Pixels, train_labels: Labels, test_images: Pixels, test_labels: Labels) -> str:
    """Return the SHA-256 of the content in hexadecimal: shapes, types, pixels and labels of both parts.

    The same images with the same labels have the same fingerprint on every machine, whichever file or
    download they were read from. Of images that are mapped, 4 096 evenly spread ones of each part stand for
    all, so that opening them does not read the whole file.
    """
    import hashlib

    digest = hashlib.sha256()
    if is_mapped(train_images):
        digest.update(f"of {train_images.shape} and {test_images.shape}\n".encode())
        train_images, train_labels = _spread_rows(train_images, train_labels)
        test_images, test_labels = _spread_rows(test_images, test_labels)
    for role, array in (
        ("train images", train_images),
        ("train labels", train_labels.astype("<i8", copy=False)),
        ("test images", test_images),
        ("test labels", test_labels.astype("<i8", copy=False)),
    ):
        digest.update(f"{role} {array.dtype.str} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return digest.hexdigest()


def _spread_rows(images: Pixels, labels: Labels) -> tuple[Pixels, Labels]:
    rows = np.linspace(0, len(images) - 1, min(len(images), _FINGERPRINT_ROWS)).round().astype(np.int64)
    return rows_of(images, rows).astype(np.uint8, copy=False), labels[rows]


def _check_part(images: Pixels, labels: Labels, class_count: int) -> None:
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] not in (1, 3) or images.size == 0:
        raise ValueError(f"images must be (n, h, w, 1 or 3) uint8, not {images.shape} {images.dtype}")
    if labels.dtype != np.int64 or labels.shape != images.shape[:1]:
        raise ValueError(f"labels must be ({len(images)},) int64, not {labels.shape} {labels.dtype}")
    if images.flags.writeable or labels.flags.writeable or not images.flags.c_contiguous:
        raise ValueError("images and labels must be read-only and the images contiguous")
    if labels.min() < -1 or labels.max() >= class_count:
        raise ValueError(f"labels must lie between -1 and {class_count - 1}")
