from __future__ import annotations

import msgspec
import pytest

from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.state.experiment import EXPERIMENTS
from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus
from vae_explorer.training.recipe import batch_and_rate


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
    recipe = settings.training_spec(1000).check()
    assert (recipe.epochs, recipe.batch_size, recipe.learning_rate) == (7, 33, 0.5)
    assert (recipe.weight_decay, recipe.seed) == (0.25, 9)


def test_that_the_defaults_can_be_trained():
    assert TrainingSettings().training_spec(1000).check()
    assert TrainingSettings().model_spec("vae", (28, 28, 1)).check()


def test_that_settings_survive_being_kept():
    settings = TrainingSettings(hidden=(5,), is_c_learned=True, epochs=2)
    assert msgspec.convert(msgspec.to_builtins(settings), TrainingSettings) == settings


def test_that_automatic_settings_follow_the_images_that_are_learnt_from():
    automatic = TrainingSettings()
    few, many = automatic.training_spec(200), automatic.training_spec(60_000)
    assert (few.batch_size, few.learning_rate) == batch_and_rate(200)
    assert (many.batch_size, many.learning_rate) == batch_and_rate(60_000)
    limited = TrainingSettings(image_limit=200)
    assert limited.training_spec(60_000) == msgspec.structs.replace(few, image_limit=200)
    assert limited.training_spec(50).batch_size == automatic.training_spec(50).batch_size


def test_that_the_automatic_rate_is_that_of_the_chosen_batch():
    assert TrainingSettings(batch_size=16).training_spec(60_000).learning_rate == batch_and_rate(0, 16)[1]


def test_that_settings_of_before_there_was_anything_automatic_mean_what_they_meant():
    kept = {"batch_size": 256, "learning_rate": 0.002, "epochs": 30}
    recipe = msgspec.convert(kept, TrainingSettings).training_spec(60_000)
    assert (recipe.batch_size, recipe.learning_rate) == (256, 0.002)


FORMER = TrainingSpec(batch_size=300, learning_rate=1e-3)


@pytest.mark.parametrize(
    ("chosen", "taken"),
    [
        ({}, (300, 1e-3)),
        ({"learning_rate": 0.5}, (300, 0.5)),
        ({"batch_size": 300}, (300, 1e-3)),
        ({"batch_size": 16}, batch_and_rate(0, 16)),
        ({"batch_size": 16, "learning_rate": 0.5}, (16, 0.5)),
    ],
)
def test_that_what_is_automatic_stays_as_it_was_in_the_run_that_is_gone_on_with(chosen, taken):
    recipe = TrainingSettings(**chosen, epochs=4).after(FORMER).training_spec(60_000)
    assert (recipe.batch_size, recipe.learning_rate, recipe.epochs) == (*taken, 4)


def test_that_an_experiment_leaves_a_batch_automatic_but_where_it_wants_few_images():
    for experiment in EXPERIMENTS:
        settings = experiment.settings(TrainingSettings())
        assert settings.batch_size == (20 if settings.image_limit else None)
        assert experiment.settings(TrainingSettings(batch_size=8)).batch_size == 8


@pytest.mark.parametrize("status", TrainingStatus)
def test_that_a_run_exists_unless_it_is_idle(status):
    assert TrainingState(status=status).is_active is (status is not TrainingStatus.IDLE)
