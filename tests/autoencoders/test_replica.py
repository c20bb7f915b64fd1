from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.autoencoders.sample import build, spec
from vae_explorer.autoencoders.replica import Replica


@pytest.mark.parametrize("model", [spec(), spec("ae", "conv", image_shape=(5, 7, 3)), spec("pca")])
def test_that_a_replica_decodes_like_its_model(model, random):
    original = build(model)
    replica = Replica(original.spec, original.state_dict())
    z = random.standard_normal((2500, 2)).astype(np.float32)
    z.flags.writeable = False
    decoded = replica.decode(z)
    assert decoded.shape == (2500, *model.image_shape)
    assert decoded.dtype == np.float32
    expected = original.decode(torch.tensor(z)).detach().numpy().reshape(decoded.shape)
    np.testing.assert_allclose(decoded, expected, atol=1e-6)
    bytes_ = replica.decode_uint8(z)
    assert bytes_.dtype == np.uint8
    assert np.abs(bytes_ / 255 - decoded).max() <= 0.5 / 255 + 1e-6


def test_that_one_code_alone_decodes_as_among_others(random):
    original = build(spec())
    replica = Replica(original.spec, original.state_dict())
    z = random.standard_normal((9, 2))
    np.testing.assert_allclose(replica.decode(z[4:5])[0], replica.decode(z)[4], atol=1e-6)


def test_that_a_replica_is_not_moved_by_training(random):
    original = build(spec())
    replica = Replica(original.spec, original.state_dict())
    z = random.standard_normal((3, 2))
    before = replica.decode(z)
    with torch.no_grad():
        for parameter in original.parameters():
            parameter.add_(1.0)
    np.testing.assert_array_equal(replica.decode(z), before)


@pytest.mark.parametrize("model", [spec(), spec("vae", "conv", image_shape=(5, 7, 3)), spec("pca")])
def test_that_a_renewed_replica_is_what_a_new_one_would_be(model, random):
    first, second = build(model), build(model)
    with torch.no_grad():
        for weight in second.state_dict().values():
            weight.add_(0.25)
    spare = Replica(model, first.state_dict())
    renewed = Replica.renewed(spare, model, second.state_dict())
    z = random.standard_normal((4, 2))
    assert renewed is spare
    np.testing.assert_array_equal(renewed.decode(z), Replica(model, second.state_dict()).decode(z))
    images = random.random((3, *model.image_shape)).astype(np.float32)
    np.testing.assert_array_equal(
        renewed.encode(images)[0], Replica(model, second.state_dict()).encode(images)[0]
    )


def test_that_a_spare_replica_of_another_model_is_left_alone(random):
    small, large = spec(hidden=(8,)), spec(hidden=(16,))
    spare = Replica(small, build(small).state_dict())
    z = random.standard_normal((4, 2))
    before = spare.decode(z)
    assert Replica.renewed(spare, large, build(large).state_dict()).spec == large
    np.testing.assert_array_equal(spare.decode(z), before)
