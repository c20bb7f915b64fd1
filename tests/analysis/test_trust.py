from __future__ import annotations

import numpy as np
import pytest

from tests.autoencoders.sample import build, spec
from vae_explorer.analysis.decoder_ensemble import trained_ensemble
from vae_explorer.analysis.trust import EDGE, TrustGauge, TrustPart, one_reading, trust_picture
from vae_explorer.analysis.work import finished
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.data.source import open_dataset


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return open_dataset("digits").train_images[:600]


@pytest.fixture(scope="module")
def replica() -> Replica:
    model = spec("vae", image_shape=(8, 8, 1), hidden=(16,))
    return Replica(model, build(model).state_dict())


@pytest.fixture(scope="module")
def codes(images: np.ndarray, replica: Replica) -> np.ndarray:
    return 5 * replica.encode(images)[0]


def gauge(codes: np.ndarray, replica: Replica, images: np.ndarray | None = None) -> TrustGauge:
    made = TrustGauge(codes, replica, images)
    finished(made.calibrate(made.parts))
    return made


def test_that_without_images_only_what_the_model_says_is_measured(codes, replica, images):
    assert gauge(codes, replica).parts == (TrustPart.DENSITY, TrustPart.ROUND_TRIP)


@pytest.mark.parametrize("part", [TrustPart.ROUND_TRIP, TrustPart.DENSITY])
def test_that_among_the_codes_every_trust_is_as_frequent_as_any_other(codes, replica, part):
    # Other codes of the same kind as those that the gauge knows.
    half = gauge(codes[::2], replica)
    values = np.sort(half.measure(codes[1::2], (part,))[part])
    np.testing.assert_allclose(values, np.linspace(0, 1, len(values)), atol=0.12)


def test_that_the_density_is_that_of_the_tenth_nearest_code(codes, replica):
    measured = gauge(codes, replica)
    z = np.random.default_rng(0).normal(0, 3, (40, 2)).astype(np.float32)
    every = np.sort(np.linalg.norm(codes[:, None] - codes, axis=2), axis=1)[:, 10]
    own = np.sort(np.linalg.norm(z[:, None] - codes, axis=2), axis=1)[:, 9]
    expected = ((every >= own[:, None]).sum(axis=1) + 1) / (len(codes) + 1)
    trust = measured.measure(z, (TrustPart.DENSITY,))[TrustPart.DENSITY]
    np.testing.assert_allclose(trust, expected, atol=2 / len(codes))


def test_that_far_from_all_codes_nothing_is_trusted(codes, replica):
    far = np.full((3, 2), 1e4, np.float32)
    trust = gauge(codes, replica).measure(far, (TrustPart.DENSITY,))
    assert (one_reading(trust) < EDGE).all()


def test_that_a_picture_like_a_real_image_is_trusted_and_the_reading_is_the_least_part(images, replica):
    # Codes in pixel space: a PCA of full rank decodes a code to the very image.
    model = spec("pca", image_shape=(8, 8, 1), latent_dim=64)
    from vae_explorer.autoencoders.pca import fit_pca

    pca = Replica(model, fit_pca(model, images).state_dict())
    codes, _ = pca.encode(images)
    measured = TrustGauge(np.repeat(codes, 4, axis=0), pca, np.repeat(images, 4, axis=0))
    finished(measured.calibrate(measured.parts))
    noise = np.random.default_rng(0).normal(0, 3, (50, 64)).astype(np.float32)
    like = measured.measure(codes[:50], measured.parts)
    unlike = measured.measure(noise, measured.parts)
    assert like[TrustPart.IMAGE].mean() > 0.5 > 0.05 > unlike[TrustPart.IMAGE].mean()
    np.testing.assert_array_equal(one_reading(like), np.minimum.reduce(list(like.values())))


def test_that_decoders_that_learned_the_codes_agree_near_them_and_differ_far_away(replica, images):
    codes = np.random.default_rng(1).normal(size=(600, 2)).astype(np.float32)
    ensemble = finished(trained_ensemble(replica.spec, codes, None, images, epochs=4))
    near, far = ensemble.disagreement(codes[:50]), ensemble.disagreement(codes[:50] * 40)
    assert np.median(near) < 0.5 * np.median(far)
    measured = TrustGauge(codes, replica, images, ensemble)
    assert measured.parts[-1] is TrustPart.DECODERS
    finished(measured.calibrate((TrustPart.DECODERS,)))
    trust = measured.measure(codes * 40, (TrustPart.DECODERS,))[TrustPart.DECODERS]
    assert np.median(trust) < 0.05


def test_that_the_picture_veils_what_is_not_trusted_and_lines_the_edge():
    trust = np.ones((8, 9))
    trust[:, 4:] = 1e-6
    picture = trust_picture(trust)
    assert (picture[:, :3] == 0).all()
    assert (picture[:, 3:5] == 255).all()
    assert (picture[:, 5:] == 254).all()


@pytest.mark.parametrize("shape", [(1, 5), (6, 2), (7, 9)])
def test_that_an_enlarged_picture_is_interpolated_between_centres(shape):
    trust = 10 ** np.random.default_rng(0).uniform(-1.5, 0, shape)
    large = trust_picture(trust, 5)
    assert large.shape == (5 * shape[0], 5 * shape[1])
    np.testing.assert_array_equal(large[2::5, 2::5], trust_picture(trust))
    assert (trust_picture(np.ones(shape), 4) == 0).all()
