from __future__ import annotations

import msgspec
import pytest

from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus


@pytest.mark.parametrize("kind", ["pca", "ae", "map", "vae"])
@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
@pytest.mark.parametrize("is_c_learned", [False, True])
@pytest.mark.parametrize("network", ["mlp", "conv"])
def test_that_whatever_the_panel_offers_is_a_model_that_can_be_built(kind, likelihood, is_c_learned, network):
    settings = TrainingSettings(
        network=network, hidden=(8, 4), likelihood=likelihood, c=2.0, is_c_learned=is_c_learned
    )
    spec = settings.model_spec(kind, (8, 8, 1)).check()
    assert spec.kind == kind
    if kind == "pca":
        assert (spec.likelihood, spec.c) == ("gaussian", "auto")
    else:
        assert (spec.network, spec.hidden, spec.likelihood) == (network, (8, 4), likelihood)
        assert spec.c == ("auto" if is_c_learned and likelihood == "gaussian" else 2.0)


def test_that_the_recipe_is_the_one_of_the_panel():
    settings = TrainingSettings(epochs=7, batch_size=33, learning_rate=0.5, weight_decay=0.25, seed=9)
    recipe = settings.training_spec().check()
    assert (recipe.epochs, recipe.batch_size, recipe.learning_rate) == (7, 33, 0.5)
    assert (recipe.weight_decay, recipe.seed) == (0.25, 9)


def test_that_the_defaults_can_be_trained():
    assert TrainingSettings().training_spec().check()
    assert TrainingSettings().model_spec("vae", (28, 28, 1)).check()


def test_that_settings_survive_being_kept():
    settings = TrainingSettings(hidden=(5,), is_c_learned=True, epochs=2)
    assert msgspec.convert(msgspec.to_builtins(settings), TrainingSettings) == settings


@pytest.mark.parametrize("status", TrainingStatus)
def test_that_a_run_exists_unless_it_is_idle(status):
    assert TrainingState(status=status).is_active is (status is not TrainingStatus.IDLE)
