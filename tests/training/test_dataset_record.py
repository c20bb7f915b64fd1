from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vae_explorer.data.dataset import ImageDataset
from vae_explorer.data.source import open_dataset
from vae_explorer.training.dataset_record import catalogued, record_of


def blank(name: str, train: int, test: int, shape: tuple[int, int, int] = (28, 28, 1)) -> ImageDataset:
    return ImageDataset.from_arrays(
        name,
        "a folder",
        train_images=np.zeros((train, *shape), np.uint8),
        train_labels=np.zeros(train, np.int64),
        test_images=np.zeros((test, *shape), np.uint8),
        test_labels=np.zeros(test, np.int64),
        label_names=("x",),
    )


def test_that_a_record_says_which_data_they_were_and_how_many():
    dataset = open_dataset("digits")
    record = record_of(dataset)
    assert (record.name, record.title) == ("digits", dataset.title)
    assert record.fingerprint == dataset.fingerprint
    assert record.train_count + record.test_count == 1797
    assert record.label_names == tuple("0123456789")


@pytest.mark.parametrize("path", ["/somewhere/data/mnist", "data/mnist/", "mnist"])
def test_that_a_folder_of_mnist_is_called_mnist(path):
    record = record_of(blank(path, 60_000, 10_000))
    assert (record.name, record.title) == ("mnist", "MNIST")


@pytest.mark.parametrize(
    ("name", "train", "test", "shape"),
    [
        ("/a/pets", 60, 10, (28, 28, 1)),
        ("/a/mnist", 60, 10, (28, 28, 1)),
        ("/a/mnist", 60_000, 10_000, (4, 4, 1)),
    ],
)
def test_that_other_data_keep_their_title_and_nothing_of_the_path_but_its_end(name, train, test, shape):
    record = record_of(blank(name, train, test, shape))
    assert (record.name, record.title) == (Path(name).name, "a folder")


def test_that_only_the_name_and_the_size_together_make_data_well_known():
    assert catalogued("mnist", 70_000, (28, 28, 1)).title == "MNIST"
    assert catalogued("mnist", 69_999, (28, 28, 1)) is None
    assert catalogued("mnist", 70_000, (28, 28, 3)) is None
    assert catalogued("other", 70_000, (28, 28, 1)) is None
