from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import digit_images


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    """Tiny matrices are quickest on one core, and other processes may need the rest."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def random() -> np.random.Generator:
    """Return a source of the same random numbers in every run."""
    return np.random.default_rng(2014)


@pytest.fixture(scope="session")
def digits() -> np.ndarray:
    """Return real images, (1797, 8, 8, 1) uint8, read-only."""
    return digit_images()
