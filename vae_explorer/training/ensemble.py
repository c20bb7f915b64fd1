"""The models of a run, each with what it learns by, doing everything in lockstep."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import torch
from torch import Tensor

from vae_explorer.autoencoders.initialisation import start_at_mean
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.autoencoders.record import Terms
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import TrainingError
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.departure import LearnerState
from vae_explorer.training.evaluation import to_float
from vae_explorer.training.image_source import ImageSource
from vae_explorer.training.learner import Learner
from vae_explorer.training.lockstep import Lockstep
from vae_explorer.training.memory import memory_of
from vae_explorer.training.observation import watched_step
from vae_explorer.training.step_report import StepReport
from vae_explorer.training.team import Team


class Ensemble:
    """Several models that learn from the same batches.

    Parameters
    ----------
    specs : sequence of ModelSpec
        Of any kind; those in closed form are fitted here, and learn no more.
    seeds : sequence of int or None
        One per model where they differ in their seeds.
    training : TrainingSpec
        The recipe.
    images : (n, h, w, c) uint8
        What a model in closed form is fitted to.
    source : ImageSource
        What the others learn from.
    steps : int
        Optimiser steps of the whole run.
    device : torch.device
        Where to compute.
    states : sequence of LearnerState or None
        One per model, to go on from.
    team : Team or None
        The processes that learn the same models together.
    control : TrainingControl
        Where it is cancelled, nobody waits for a step to end.
    """

    def __init__(
        self,
        specs: Sequence[ModelSpec],
        seeds: Sequence[int | None],
        training: TrainingSpec,
        images: np.ndarray,
        source: ImageSource,
        steps: int,
        device: torch.device,
        states: Sequence[LearnerState | None],
        team: Team | None,
        control: TrainingControl,
    ) -> None:
        self._device = device
        self._team = team
        self._reductions: list[tuple[int, int]] = []
        self.learners: list[Learner] = []
        self.models: list[Autoencoder] = []
        for spec, seed, state in zip(specs, seeds, states, strict=True):
            if spec.kind == "pca":
                self.models.append(fit_pca(spec, images).to(device))
                continue
            recipe = training if seed is None else msgspec.structs.replace(training, model_seed=seed)
            self.learners.append(Learner(spec, recipe, steps, device, state, team))
            self.models.append(self.learners[-1].model)
        fresh = [model for model, state in zip(self.models, states, strict=True) if state is None]
        _start_at_mean([model for model in fresh if model.spec.kind != "pca"], source)
        by_model = {learner.model: learner for learner in self.learners}
        self._rows = [by_model.get(model) for model in self.models]
        is_alone = team is not None or len(self.learners) < 2
        self.lockstep = Lockstep(1 if is_alone else len(self.models), device, control)

    @property
    def specs(self) -> tuple[ModelSpec, ...]:
        """What the models are, with a fitted or changed c as it is now."""
        return tuple(model.spec for model in self.models)

    def learn(self, batch: Tensor, wait_for_right_of_way: Callable[[], None]) -> None:
        """Let each take one optimiser step more on ``batch : (n, h·w·c) uint8``.

        On the CPU this returns when the last steps are still under way; whatever looks at the models settles
        that first.

        Parameters
        ----------
        batch : (n, h·w·c) uint8
            Of all processes together.
        wait_for_right_of_way : callable
            Called before each step, in the thread that takes it.
        """
        share = None if self._team is None else self._team.share(len(batch))
        own = batch if share is None else batch[share.rows]
        rest = () if share is None else (share,)

        def step(learner: Learner | None) -> None:
            if learner is None:
                return
            images = self._placed(own)
            wait_for_right_of_way()
            self._note_reduction(len(batch), learner.step(images, *rest))

        self.lockstep.begin(step, self._rows)

    def learn_watched(self, batch: Tensor) -> tuple[StepReport | None, ...]:
        """Take the step and report on it; nothing is to be told of a model in closed form."""
        self.settle()
        images = self._placed(batch)
        pairs = self.lockstep.each(lambda learner: watched_step(learner, images), self.learners)
        for _, reduced in pairs:
            self._note_reduction(len(batch), reduced)
        reports = {learner.model: report for learner, (report, _) in zip(self.learners, pairs, strict=True)}
        return tuple(reports.get(model) for model in self.models)

    @property
    def is_learning(self) -> bool:
        """Whether steps are still under way."""
        return self.lockstep.is_busy

    def settle(self) -> None:
        """Wait for the steps that are under way."""
        self.lockstep.settle()

    def withdraw(self) -> int:
        """Take back steps that no model has begun; return how many, with those given up after an error."""
        return self.lockstep.withdraw()

    def take_reductions(self) -> list[tuple[int, int]]:
        """Return, once, for which batches the device's memory was too small, and their parts' new sizes."""
        reductions, self._reductions = self._reductions, []
        return reductions

    def take_refusals(self) -> list[TrainingError]:
        """Return, once, why steps are not taken the quick way that was meant for them."""
        refusals = [learner.take_refusal() for learner in self.learners]
        return [refusal for refusal in refusals if refusal is not None]

    def look_at_losses(self) -> None:
        """Wait for all steps, and raise NonFiniteLossError where a loss is no finite number."""
        self.settle()
        for learner in self.learners:
            learner.look_at_losses()

    def begin_to_look_at_losses(self) -> None:
        """Do the same without waiting, before any model takes its next step."""
        self.lockstep.begin(_look_at_losses, self._rows, then=lambda _: None)

    def finish_epoch(self) -> dict[Autoencoder, Terms]:
        """Return what the epoch's images cost the models that learned from them."""
        self.settle()
        return {learner.model: learner.finish_epoch() for learner in self.learners}

    def start_epoch(self) -> None:
        """Count the losses anew."""
        for learner in self.learners:
            learner.start_epoch()

    def change_c(self, c: float) -> bool:
        """Weigh the batches from here on with another c; return whether any model has one to change."""
        self.settle()
        changed = [learner.change_c(c) for learner in self.learners]
        return any(changed)

    def states(self) -> tuple[LearnerState | None, ...]:
        """Return all that decides how the models go on learning, copied to the CPU."""
        self.settle()
        states = {learner.model: learner.state() for learner in self.learners}
        return tuple(states.get(model) for model in self.models)

    def close(self) -> None:
        """End the threads, and free what compiled code holds."""
        for learner in self.learners:
            learner.close()
        self.lockstep.close()

    def _note_reduction(self, images: int, size: int | None) -> None:
        if size is not None:
            self._reductions.append((images, size))

    def _placed(self, batch: Tensor) -> Tensor:
        with memory_of(self._device):
            return to_float(batch.to(self._device))


def _look_at_losses(learner: Learner | None) -> None:
    if learner is not None:
        learner.look_at_losses()


def _start_at_mean(models: Sequence[Autoencoder], source: ImageSource) -> None:
    if not models:
        return
    sample = source.sample()
    # Of bytes numpy adds up columns several times as fast; whole numbers give the same bits anywhere.
    sums = torch.from_numpy(sample.cpu().numpy().sum(axis=0, dtype=np.uint32).astype(np.float64) / 255)
    for model in models:
        start_at_mean(model.decoder, sums, len(sample), is_gaussian=model.spec.likelihood == "gaussian")
