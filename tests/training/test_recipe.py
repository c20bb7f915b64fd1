from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.training.recipe import batch_and_rate, usual_batch_size, usual_learning_rate

COUNTS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("images", "recipe"),
    [
        (200, (32, 2e-3)),
        (1617, (32, 2e-3)),
        (10_000, (128, 4e-3)),
        (60_000, (512, 4e-3)),
        (10**8, (512, 4e-3)),
    ],
)
def test_that_few_images_and_many_get_what_was_found_good_for_them(images, recipe):
    assert batch_and_rate(images) == recipe


@given(COUNTS, COUNTS)
def test_that_more_images_never_get_a_smaller_batch(one, other):
    fewer, more = sorted((one, other))
    assert usual_batch_size(fewer) <= usual_batch_size(more)


@given(COUNTS)
def test_that_whatever_the_data_the_recipe_can_be_carried_out(images):
    size, rate = batch_and_rate(images)
    assert TrainingSpec(batch_size=size, learning_rate=rate).check()
    assert size.bit_count() == 1


def test_that_a_smaller_batch_never_takes_longer_steps():
    rates = [usual_learning_rate(size) for size in range(1, 2000)]
    assert all(smaller <= larger for smaller, larger in pairwise(rates))


def test_that_what_somebody_chose_stays_and_the_rest_follows_it():
    assert batch_and_rate(60_000, batch_size=16) == (16, usual_learning_rate(16))
    assert batch_and_rate(60_000, learning_rate=0.5) == (512, 0.5)
    assert batch_and_rate(60_000, 7, 0.5) == (7, 0.5)
