from __future__ import annotations

import gc
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import digit_images
from vae_explorer.training.images import TrainingData


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Tiny matrices are quickest on one core, and other processes may need the rest."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Keep the garbage collector from removing what nobody but itself holds any more."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def digits() -> TrainingData:
    """Return real images, 1600 to train on and 197 to test on."""
    images = digit_images()
    preview = np.arange(0, 1600, 16)
    preview.flags.writeable = False
    return TrainingData(images[:1600], images[1600:], preview)


@pytest.fixture(scope="session")
def few(digits) -> TrainingData:
    """Return 200 images for what needs steps rather than learning."""
    return TrainingData(digits.train[:200], digits.test[:50], np.arange(20))
