from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.autoencoders.sample import build, spec
from vae_explorer.state.inference_state import Belief
from vae_explorer.state.map_state import Codes
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.inference_analysis import BeliefRequest, ThrowRequest, find_belief, throw_darts
from vae_explorer.workers.letter import ModelLetter


def context(kind: str = "vae", **changes: Any) -> AnalysisContext:
    """Return a tiny model with a few encoded images."""
    network = build(spec(kind, **changes)).eval()
    images = np.random.default_rng(0).integers(0, 256, (9, *network.spec.image_shape), np.uint8)
    letter = ModelLetter(0, 5, 7, network.spec, network.state_dict(), None, "f")  # type: ignore[arg-type]
    mu, logvar = AnalysisContext(letter).replica.encode(images)
    codes = Codes(mu, logvar, np.full(9, -1), np.arange(9))
    return AnalysisContext(ModelLetter(0, 5, 7, network.spec, network.state_dict(), codes, "f"))


def beliefs(found: AnalysisContext) -> list[Belief]:
    return [belief for belief in find_belief(BeliefRequest(4), found) if belief is not None]


def test_that_a_vae_says_its_ellipse_first_and_then_where_the_nats_go() -> None:
    first, *_, last = beliefs(context())
    assert first.ellipse is not None
    assert first.account is None
    assert not first.is_complete
    assert last.is_complete
    assert (last.run_id, last.version, last.index) == (5, 7, 4)
    account = last.account
    assert account is not None
    assert account.is_exact
    assert account.gap_nats == pytest.approx(account.amortisation_nats + account.approximation_nats)
    assert last.heat is not None
    assert last.heat.image.max() == 255


@pytest.mark.parametrize("kind", ["ae", "pca"])
def test_that_a_model_without_a_prior_has_a_likelihood_and_no_evidence(kind: str) -> None:
    last = beliefs(context(kind))[-1]
    assert last.is_complete
    assert last.sigma is None
    assert last.account is None
    assert last.heat is not None
    assert not last.has_prior


def test_that_a_map_autoencoder_has_an_evidence_and_no_elbo() -> None:
    last = beliefs(context("map"))[-1]
    assert last.account is not None
    assert last.account.elbo is None


def test_that_more_than_two_dimensions_are_estimated_and_said_to_be() -> None:
    last = beliefs(context(latent_dim=3))[-1]
    assert last.account is not None
    assert not last.account.is_exact
    assert last.heat is None
    assert last.is_complete


def test_that_a_grid_left_half_full_is_gone_on_with() -> None:
    found = context()
    left = find_belief(BeliefRequest(1), found)
    next(left)
    next(left)
    left.close()
    grid = found.recall("decode_grid")
    assert beliefs(found)[-1].is_complete
    assert found.recall("decode_grid") is grid


def test_that_darts_are_drawn_from_what_the_encoder_says() -> None:
    found = context()
    (board,) = throw_darts(ThrowRequest(4, 4000, 1), found)
    belief = beliefs(found)[0]
    assert belief.sigma is not None
    sigma = np.array(belief.sigma)
    assert np.allclose(board.places.mean(axis=0), belief.mean, atol=5 * sigma.max() / np.sqrt(4000))
    assert np.allclose(board.places.std(axis=0), sigma, rtol=0.06)
    assert board.images.shape == (4000, 4, 5, 1)


def test_that_every_dart_of_a_plain_autoencoder_lands_on_the_code() -> None:
    found = context("ae")
    (board,) = throw_darts(ThrowRequest(4, 6, 1), found)
    assert np.ptp(board.places, axis=0).max() == 0
    assert np.allclose(board.places[0], beliefs(found)[0].mean)
