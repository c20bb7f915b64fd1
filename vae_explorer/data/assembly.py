"""From what a reader hands over to a finished data set: one size, a test part, a fingerprint."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np

from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.dataset import ImageDataset, Pixels
from vae_explorer.data.mapping import is_mapped
from vae_explorer.data.memory import check_fits
from vae_explorer.data.note import DatasetNote
from vae_explorer.data.reading import LabelledImages, Reading
from vae_explorer.data.stratum import split_off_test
from vae_explorer.errors import DatasetError

_MOST_TEST_IMAGES = 10_000


def assemble(name: str, title: str, reading: Reading) -> ImageDataset:
    """Make the data set, and set a tenth aside for testing where the source has no test images.

    Raises
    ------
    DatasetError
        When there is only one image.
    """
    train, test, notes, columns = reading.train, reading.test, reading.notes, reading.train_columns
    if test is None:
        count = len(train.images)
        if count < 2:
            raise DatasetError(
                "there is one image only, and a data set needs at least two",
                where=name,
                remedy="add images",
            )
        if is_mapped(train.images):
            # Any other choice would have to copy all the rest.
            first = count - min(max(count // 10, 1), _MOST_TEST_IMAGES)
            test = LabelledImages(train.images[first:], train.labels[first:])
            train = LabelledImages(train.images[:first], train.labels[:first])
            columns = tuple((name, values[:first]) for name, values in columns)
            notes += (
                DatasetNote(
                    "the last {test} of {count} images were set aside for testing",
                    test=count - first,
                    count=count,
                ),
            )
        else:
            kept, set_aside = split_off_test(train.labels)
            test = LabelledImages(train.images[set_aside], train.labels[set_aside])
            train = LabelledImages(train.images[kept], train.labels[kept])
            columns = tuple((name, values[kept]) for name, values in columns)
            notes += (
                DatasetNote(
                    "{test} of {count} images were set aside for testing", test=len(set_aside), count=count
                ),
            )
    return ImageDataset.from_arrays(
        name,
        title,
        train_images=train.images,
        train_labels=train.labels,
        test_images=test.images,
        test_labels=test.labels,
        label_names=reading.label_names,
        notes=notes,
        train_columns=columns,
    )


def resize(
    reading: Reading, size: tuple[int, int] | None, cancel: threading.Event | None, where: str
) -> Reading:
    """Bring all images to a height and width, as pictures of a folder are; None leaves them as they are."""
    height, width = reading.train.images.shape[1:3]
    if size is None or size == (height, width):
        return reading
    parts = [reading.train] if reading.test is None else [reading.train, reading.test]
    count = sum(len(part.images) for part in parts)
    check_fits(count * size[0] * size[1] * reading.train.images.shape[3], where)
    train, *test = [LabelledImages(_fitted(part.images, size, cancel, where), part.labels) for part in parts]
    note = DatasetNote(
        "{count} images of {height} × {width} were brought to {new_height} × {new_width}",
        count=count,
        height=height,
        width=width,
        new_height=size[0],
        new_width=size[1],
    )
    return replace(reading, train=train, test=test[0] if test else None, notes=(*reading.notes, note))


def _fitted(images: Pixels, size: tuple[int, int], cancel: threading.Event | None, where: str) -> Pixels:
    from PIL import Image

    from vae_explorer.data.picture import fit

    result = np.empty((len(images), *size, images.shape[3]), dtype=np.uint8)
    for index, image in enumerate(images):
        check_cancelled(cancel, where)
        result[index] = fit(Image.fromarray(image[..., 0] if image.shape[2] == 1 else image), size)
    return result
