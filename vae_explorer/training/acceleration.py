"""Whether and when compiled code takes over the steps of a run on the CPU."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import torch

from vae_explorer.autoencoders.specification import CompilationKind, ModelSpec, TrainingSpec
from vae_explorer.errors import TrainingError
from vae_explorer.training.compilation import Compilation, find_compiler, is_worth_compiling
from vae_explorer.training.compiled_gradient import CompiledGradient
from vae_explorer.training.evaluation import to_float
from vae_explorer.training.image_source import ImageSource
from vae_explorer.training.learner import Learner, is_recorded
from vae_explorer.training.lockstep import Lockstep
from vae_explorer.training.team import Team

_Result = TypeVar("_Result")

# How often a run that is to wait for compiled code looks whether it was cancelled.
_LOOK_S = 0.02
_TRIALS = 7
# Where compiled code is not at least so much faster on this very computer, a run is left as it is.
_LEAST_GAIN = 1.03


def resolve_compilation(
    training: TrainingSpec, models: Sequence[ModelSpec], images: int, device: torch.device, team: Team | None
) -> CompilationKind:
    """Return what can be said of compiled steps before a run begins: ``auto`` where that is left to it.

    Parameters
    ----------
    training : TrainingSpec
        The recipe.
    models : sequence of ModelSpec
        What is to be trained.
    images : int
        How many there are to learn from.
    device : torch.device
        Where.
    team : Team or None
        Several processes compute without.
    """
    learns = any(spec.kind != "pca" for spec in models)
    if team is not None or not learns or images < training.batch_size:
        return "off"
    if device.type == "cuda":
        return "on" if is_recorded(training, device, team) else "off"
    if device.type != "cpu":
        return "off"
    if training.compilation == "auto" and find_compiler() is None:
        return "off"
    return training.compilation


class Acceleration:
    """Brings compiled code into a run between two epochs.

    ``on`` waits for it before the first epoch that is to be compiled. ``auto`` lets a long run have it
    compiled meanwhile, and takes it where it then proves faster.

    Parameters
    ----------
    training : TrainingSpec
        The recipe, resolved.
    learners : sequence of Learner
        What learns by gradients. One that a CUDA graph is recorded of needs no compiled code.
    lockstep : Lockstep
        In which they take their steps.
    source : ImageSource
        Whose images both ways are tried on.
    """

    def __init__(
        self, training: TrainingSpec, learners: Sequence[Learner], lockstep: Lockstep, source: ImageSource
    ) -> None:
        self._training = training
        self._learners = tuple(learners)
        self._lockstep = lockstep
        self._source = source
        self._compilation: Compilation | None = None
        is_on_cpu = bool(learners) and learners[0].model.device.type == "cpu"
        self._is_over = training.compilation == "off" or not is_on_cpu

    def look(self) -> None:
        """Let the compiler, where it is at work, begin with the next model.

        Raises
        ------
        TrainingError
            If the compiler fails.
        """
        if self._compilation is not None:
            self._advance(self._compilation)

    def hand_over(
        self, epochs_done: int, seconds_left: float | None, is_cancelled: Callable[[], bool]
    ) -> bool:
        """Let compiled code take over where it is time for that; called before the first batch of an epoch.

        Parameters
        ----------
        epochs_done : int
            Of the run.
        seconds_left : float or None
            At the speed that was measured; None before the first epoch.
        is_cancelled : callable
            Asked while it must be waited for; nothing is handed over then.

        Returns
        -------
        bool
            Whether whole batches are learnt from by compiled code from here on, and were not before; a run
            that went on after that moment is not told again.

        Raises
        ------
        TrainingError
            If the compiler fails; the run is to go on without.
        """
        gradients = self._prepare(epochs_done, seconds_left, is_cancelled)
        is_left_to_run = self._training.compilation == "auto"
        if not gradients or (is_left_to_run and not self._prove_faster(gradients)):
            return False
        for learner, gradient in zip(self._learners, gradients, strict=True):
            learner.use(gradient)
        return is_left_to_run or epochs_done == self._training.compiled_after

    def close(self) -> None:
        """End the compiler where it is still at work."""
        self._is_over = True
        if self._compilation is not None:
            self._compilation.close()

    def _prepare(
        self, epochs_done: int, seconds_left: float | None, is_cancelled: Callable[[], bool]
    ) -> list[CompiledGradient]:
        """Return compiled code for every model where it is to take over now, else nothing."""
        is_due = self._training.compilation == "on"
        if not is_due and self._compilation is None:
            is_due = seconds_left is not None and is_worth_compiling(seconds_left, len(self._learners))
        if self._is_over or not (is_due or self._compilation is not None):
            return []
        compilation = self._begun()
        is_ready = self._advance(compilation)
        if self._training.compilation == "on" and epochs_done >= self._training.compiled_after:
            while not is_ready and not is_cancelled():
                time.sleep(_LOOK_S)
                is_ready = self._advance(compilation)
        is_early = self._training.compilation == "on" and epochs_done < self._training.compiled_after
        if not is_ready or is_early:
            return []
        self._is_over = True
        return self._guarded(compilation.gradients)

    def _prove_faster(self, gradients: list[CompiledGradient]) -> bool:
        images = to_float(self._source.rows(np.arange(self._training.batch_size)))
        pairs = list(zip(self._learners, gradients, strict=True))
        is_faster = proves_faster(
            lambda: self._lockstep.each(lambda pair: pair[0].try_plainly(images), pairs),
            lambda: self._lockstep.each(lambda pair: pair[0].try_compiled(pair[1], images), pairs),
        )
        if not is_faster:
            for gradient in gradients:
                gradient.close()
        return is_faster

    def _begun(self) -> Compilation:
        if self._compilation is None:
            training = self._training
            self._compilation = self._guarded(
                lambda: Compilation(
                    [learner.model.spec for learner in self._learners],
                    training.precision,
                    training.batch_size,
                    self._lockstep.cores_for(len(self._learners)),
                    is_urgent=training.compilation == "on" and training.compiled_after == 0,
                )
            )
        return self._compilation

    def _advance(self, compilation: Compilation) -> bool:
        return self._guarded(compilation.advance)

    def _guarded(self, work: Callable[[], _Result]) -> _Result:
        try:
            return work()
        except TrainingError:
            self.close()
            raise


def proves_faster(plain: Callable[[], object], compiled: Callable[[], object]) -> bool:
    """Tell whether one way to do a thing is faster than another, by doing it both ways in turn."""
    plain(), compiled()
    pairs = [(_timed(plain), _timed(compiled)) for _ in range(_TRIALS)]
    return statistics.median(one / other for one, other in pairs) >= _LEAST_GAIN


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
