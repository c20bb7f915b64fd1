from __future__ import annotations

import math

import msgspec
import pytest

from tests.autoencoders.sample import build, spec
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import UsageError

CONVOLUTIONAL = spec("vae", "conv", hidden=(3, 4))


@pytest.mark.parametrize("network", ["mlp", "conv"])
def test_that_the_defaults_work(network):
    model = ModelSpec(kind="vae", image_shape=(28, 28, 1), network=network)
    assert model.check() is model
    assert TrainingSpec().check() == TrainingSpec()


REFUSED = {
    "image shape": {"image_shape": (28, 28, 2)},
    "image height": {"image_shape": (0, 28, 1)},
    "image width": {"image_shape": (28, -1, 1)},
    "pixels of an image": {"image_shape": (2000, 2000, 1)},
    "latent dimension": {"latent_dim": 0},
    "number of hidden layers": {"hidden": (4,) * 13},
    "hidden layer width": {"hidden": (4, 0)},
    "number of weights": {"hidden": (16384,) * 3},
    "c": {"c": math.nan},
}


@pytest.mark.parametrize(("name", "changes"), REFUSED.items(), ids=REFUSED)
def test_that_what_cannot_be_built_is_named(name, changes):
    with pytest.raises(UsageError) as caught:
        msgspec.structs.replace(spec(), **changes).check()
    assert caught.value.where == name
    assert caught.value.remedy


@pytest.mark.parametrize("c", [0.0, -1.0, math.inf, -math.inf, 1e-7, 1e7])
def test_that_a_c_out_of_range_is_refused(c):
    with pytest.raises(UsageError, match="1e-06 to 1e\\+06"):
        spec(likelihood="gaussian", c=c).check()


def test_that_only_a_variance_can_be_learned():
    with pytest.raises(UsageError, match="Gaussian"):
        spec(c="auto").check()
    assert spec(likelihood="gaussian", c="auto").check().has_learned_c


def test_that_a_pca_is_gaussian_and_no_wider_than_its_images():
    with pytest.raises(UsageError, match="least squares"):
        msgspec.structs.replace(spec("pca"), likelihood="bernoulli").check()
    with pytest.raises(UsageError, match="latent dimension of a PCA"):
        spec("pca", image_shape=(1, 3, 1), latent_dim=4).check()


def test_that_convolutions_need_a_level_and_layers_do_not():
    with pytest.raises(UsageError, match="hidden layers"):
        spec("ae", "conv", hidden=()).check()
    spec("ae", "mlp", hidden=()).check()


def test_that_a_huge_convolutional_code_is_refused():
    with pytest.raises(UsageError, match="number of weights"):
        spec("ae", "conv", hidden=(4000,), image_shape=(1024, 1024, 1), latent_dim=64).check()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("epochs", 0), ("epochs", 10**6), ("batch_size", 0), ("batch_size", 2 * 10**6), ("seed", -1)),
        *(("seed", 2**63), ("learning_rate", 0.0), ("learning_rate", math.nan), ("learning_rate", math.inf)),
        *(("weight_decay", -0.1), ("weight_decay", math.nan), ("seed", 10**400)),
    ],
)
def test_that_a_recipe_that_cannot_be_followed_is_named(field, value):
    with pytest.raises(UsageError) as caught:
        TrainingSpec(**{field: value}).check()
    assert caught.value.where == field.replace("_", " ")


def test_that_c_weighs_the_regulariser_only_where_it_is_no_variance():
    assert spec(c=4.0).regulariser_weight == 4.0
    assert spec(likelihood="gaussian", c=4.0).regulariser_weight == 1.0
    assert spec(likelihood="gaussian", c="auto").regulariser_weight == 1.0


@pytest.mark.parametrize("model", [spec(), CONVOLUTIONAL, spec("ae", hidden=()), spec("pca", c="auto")])
def test_that_a_specification_survives_json(model):
    assert msgspec.json.decode(msgspec.json.encode(model), type=ModelSpec) == model


@pytest.mark.parametrize("model", [spec("ae"), CONVOLUTIONAL, spec("map", "conv", image_shape=(30, 21, 3))])
def test_that_the_number_of_weights_was_estimated_well(model):
    """A limit that is off by a factor of two still protects; one that is off by a thousand does not."""
    from vae_explorer.autoencoders.specification import _parameter_estimate

    weights = sum(parameter.numel() for parameter in build(model).parameters())
    assert 0.5 < _parameter_estimate(model) / weights < 2
