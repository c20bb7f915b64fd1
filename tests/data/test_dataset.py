from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.data import ImageDataset


def dataset(images: np.ndarray, labels: np.ndarray, names: tuple[str, ...] = ("a", "b", "c")) -> ImageDataset:
    return ImageDataset.from_arrays(
        "name",
        "Title",
        train_images=images[2:],
        train_labels=labels[2:],
        test_images=images[:2],
        test_labels=labels[:2],
        label_names=names,
    )


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (12, 6, 5, 3), dtype=np.uint8)


@pytest.fixture
def labels() -> np.ndarray:
    return np.arange(12) % 3


def test_that_nothing_in_a_data_set_can_be_written(images: np.ndarray, labels: np.ndarray) -> None:
    made = dataset(images, labels)
    for array in (made.train_images, made.train_labels, made.test_images, made.test_labels):
        assert array.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    assert images.flags.writeable


def test_that_the_shape_and_classes_are_told(images: np.ndarray, labels: np.ndarray) -> None:
    made = dataset(images, labels)
    assert made.image_shape == (6, 5, 3)
    assert made.class_count == 3
    assert made.has_labels
    unlabelled = dataset(images, np.full(12, -1), ())
    assert unlabelled.class_count == 0
    assert not unlabelled.has_labels


def test_that_the_fingerprint_depends_on_content_alone(images: np.ndarray, labels: np.ndarray) -> None:
    made = dataset(images, labels)
    assert len(made.fingerprint) == 64
    assert dataset(np.asfortranarray(images), labels.astype(np.int16)).fingerprint == made.fingerprint
    assert dataset(images, labels, ("x", "y", "z")).fingerprint == made.fingerprint


@pytest.mark.parametrize("change", ["pixel", "label", "order", "shape", "split"])
def test_that_the_fingerprint_sees_every_change(images: np.ndarray, labels: np.ndarray, change: str) -> None:
    before = dataset(images, labels).fingerprint
    if change == "pixel":
        images[11, 5, 4, 2] ^= 1
    elif change == "label":
        labels[0] = 2
    elif change == "order":
        images[[3, 4]] = images[[4, 3]]
    elif change == "shape":
        images = images.reshape(12, 5, 6, 3)
    after = dataset(images, labels).fingerprint
    if change == "split":
        after = ImageDataset.from_arrays(
            "name",
            "Title",
            train_images=images[:10],
            train_labels=labels[:10],
            test_images=images[10:],
            test_labels=labels[10:],
            label_names=("a", "b", "c"),
        ).fingerprint
    assert after != before


@pytest.mark.parametrize(
    ("shape", "count", "highest"),
    [((12, 6, 5, 2), 12, 2), ((12, 6, 5), 12, 2), ((12, 6, 5, 3), 11, 2), ((12, 6, 5, 3), 12, 3)],
)
def test_that_arrays_that_do_not_fit_are_a_programming_error(
    shape: tuple[int, ...], count: int, highest: int
) -> None:
    with pytest.raises(ValueError, match="must"):
        dataset(np.zeros(shape, dtype=np.uint8), np.full(count, highest))
