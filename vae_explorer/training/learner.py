"""One model while it learns, by whichever way takes its steps the quickest."""

from __future__ import annotations

import contextlib
import math

import msgspec
import torch
from torch import Tensor, nn

from vae_explorer.autoencoders.model import Autoencoder, build_autoencoder
from vae_explorer.autoencoders.record import Terms
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import NonFiniteLossError, TrainingError
from vae_explorer.training.compiled_gradient import CompiledGradient
from vae_explorer.training.departure import LearnerState
from vae_explorer.training.loss_account import LossAccount
from vae_explorer.training.memory import is_out_of_memory, memory_of, too_little_memory
from vae_explorer.training.objective import draw_noise, objective, terms_of
from vae_explorer.training.optimiser import build_optimiser
from vae_explorer.training.precision import Precision
from vae_explorer.training.rate_schedule import RateSchedule
from vae_explorer.training.share import Share
from vae_explorer.training.shared_objective import SharedObjective
from vae_explorer.training.step_graph import CudaRecording, Recording, StepGraph
from vae_explorer.training.team import Team


class Learner:
    """The training state of one network; takes one optimiser step per batch.

    Parameters
    ----------
    spec : ModelSpec
        Of kind ``ae``, ``map`` or ``vae``.
    training : TrainingSpec
        The recipe; a precision that is left to be chosen is float32 here.
    steps : int
        Optimiser steps of the whole run, for the one-cycle schedule.
    device : torch.device
        Where to compute.
    state : LearnerState, optional
        Go on from here instead of from fresh weights.
    team : Team, optional
        The processes that learn the same model together.
    """

    def __init__(
        self,
        spec: ModelSpec,
        training: TrainingSpec,
        steps: int,
        device: torch.device,
        state: LearnerState | None = None,
        team: Team | None = None,
    ) -> None:
        self._team = team
        self.model: Autoencoder = build_autoencoder(spec, training.initial_seed).to(device)
        has_graph = is_recorded(training, device, team)
        self._optimiser = build_optimiser(self.model, training, has_graph=has_graph)
        # A generator of its own: a model learns the same alone and beside others.
        self._generator = torch.Generator(device).manual_seed(training.initial_seed)
        self._step = 0
        if state is not None:
            self._restore(state)
        self._schedule = RateSchedule(self._optimiser, steps, self._step)
        self._batch_size = self._micro_batch = training.batch_size
        self._precision: Precision = "bfloat16" if training.precision == "bfloat16" else "float32"
        self._shared: nn.Module | None = None
        if team is not None:
            self._shared = team.wrap(SharedObjective(self.model, self._generator, self._precision))
        self._compiled: CompiledGradient | None = None
        self._c = torch.tensor(self.model.c_value)
        self._no_noise = torch.zeros(1, spec.latent_dim)
        self._graph = self._new_graph(CudaRecording(device)) if has_graph else None
        self._refusal: TrainingError | None = None
        self._losses = LossAccount() if state is None else LossAccount(state.sums, state.images)
        if state is not None:
            self._micro_batch = min(state.part_size or self._micro_batch, self._micro_batch)

    def step(self, images: Tensor, share: Share | None = None, *, is_watched: bool = False) -> int | None:
        """Take one optimiser step on ``images : (n, h·w·c) float32``, this process's share of a batch.

        Whole batches take the quickest way there is, but for a step that is watched the gradients are left
        where a person can be told of them.

        Returns
        -------
        int or None
            The new size of the parts that a batch is computed in, where the device's memory has just been
            found too small for larger ones; gradients of the parts add up to that of the batch.

        Raises
        ------
        TrainingError
            If the memory is too small even for single images, or for the optimiser's averages.
        """
        is_whole = share is None and len(images) == self._batch_size == self._micro_batch
        graph = self._graph if is_whole and not is_watched else None
        if graph is not None and graph.is_warm and self._replay(graph, images):
            return None
        with contextlib.nullcontext() if graph is None or graph.is_warm else graph.aside():
            return self._take_step(images, share)

    def _take_step(self, images: Tensor, share: Share | None) -> int | None:
        reduced = None
        while True:
            try:
                terms = self._accumulate(images) if share is None else self._accumulate_share(images, share)
                break
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                if share is not None:
                    # The other processes already wait for the gradients of the whole share.
                    raise too_little_memory(self.model.device) from error
                reduced = self._halve(min(self._micro_batch, len(images)), error)
        with memory_of(self.model.device):
            self._optimiser.step()
        self._step += 1
        self._schedule.step()
        self._losses.note(self._step, terms, len(images) if share is None else share.total)
        return reduced

    def _replay(self, graph: StepGraph, images: Tensor) -> bool:
        """Take a step by the graph, and return whether that was possible."""
        noise = self._generator.get_state() if not graph.is_recorded else None
        try:
            graph.step(images)
        except RuntimeError as error:
            if noise is None:
                raise
            # A generator stays taken by a recording that broke off.
            self._generator = torch.Generator(self._generator.device)
            self._generator.set_state(noise)
            self._graph = None
            self._refusal = _not_recorded(error)
            return False
        self._step += 1
        self._schedule.step()
        self._losses.note_recorded(self._step)
        return True

    def _new_graph(self, recording: Recording) -> StepGraph:
        return StepGraph(
            self.model, self._optimiser, self._generator, self._precision, self._batch_size, recording
        )

    def use(self, compiled: CompiledGradient) -> None:
        """Compute whole batches by compiled code from here on."""
        self._compiled = compiled

    def try_plainly(self, images: Tensor) -> None:
        """Compute a gradient without compiled code, and leave everything as it was."""
        self._optimiser.zero_grad(set_to_none=True)
        objective(self.model, images, self.copy_of_noise(), self._precision).loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.zero_grad(set_to_none=True)

    def try_compiled(self, compiled: CompiledGradient, images: Tensor) -> None:
        """Compute the same by compiled code, and leave everything as it was."""
        compiled(self._inputs(images, self.copy_of_noise()))

    def _inputs(self, images: Tensor, generator: torch.Generator) -> list[Tensor]:
        noise = self._no_noise
        if self.model.spec.has_posterior:
            noise = draw_noise(self.model, len(images), generator)
        return [images, noise, self._c, *(each.detach() for each in self.model.parameters())]

    def take_refusal(self) -> TrainingError | None:
        """Return, once, why steps are not taken the quick way that was meant for them."""
        refusal, self._refusal = self._refusal, None
        return refusal

    def close(self) -> None:
        """Free what compiled code holds."""
        if self._compiled is not None:
            self._compiled.close()
            self._compiled = None

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return self._schedule.rate

    def change_c(self, c: float) -> bool:
        """Weigh the batches from here on with another c; return whether the model has one to change."""
        if not self.model.spec.has_adjustable_c:
            return False
        self.model.spec = msgspec.structs.replace(self.model.spec, c=c)
        self._c.fill_(c)
        if self._graph is not None:
            self._graph.change_c(c)
        return True

    def copy_of_noise(self) -> torch.Generator:
        """Return a generator that draws what the next step will draw."""
        copy = torch.Generator(self._generator.device)
        copy.set_state(self._generator.get_state())
        return copy

    def state(self) -> LearnerState:
        """Return all that decides how the model goes on learning, copied to the CPU."""
        averages = {
            number: {name: _copied(value) for name, value in each.items()}
            for number, each in self._optimiser.state_dict()["state"].items()
        }
        weights = {name: _copied(weight) for name, weight in self.model.state_dict().items()}
        reconstruction, regulariser = self._losses.sums.tolist()
        return LearnerState(
            weights,
            averages,
            self._generator.get_state().cpu(),
            self._step,
            (reconstruction, regulariser),
            self._losses.images,
            self._micro_batch,
        )

    def look_at_losses(self) -> None:
        """Add the losses since the last look to the epoch's sums; this waits for the device.

        Raises
        ------
        NonFiniteLossError
            Names the first step whose loss was infinite or not a number.
        """
        broken = self._losses.look(self._graph, self._batch_size)
        if broken is not None:
            raise _non_finite(self.model.spec, broken)

    def finish_epoch(self) -> Terms:
        """Return the mean terms over the epoch's images so far, each as its batch saw it.

        Raises
        ------
        NonFiniteLossError
            As :meth:`look_at_losses`.
        """
        self.look_at_losses()
        sums = self._losses.sums if self._team is None else self._team.mean(self._losses.sums)
        reconstruction, regulariser = (sums / max(self._losses.images, 1)).tolist()
        is_vae = self.model.spec.has_posterior
        return Terms(
            reconstruction_nats=reconstruction,
            kl_nats=regulariser if is_vae else 0.0,
            prior_nats=0.0 if is_vae else regulariser,
            c=self.model.c_value,
        )

    def start_epoch(self) -> None:
        """Count the losses anew."""
        self._losses.start_epoch()

    def _restore(self, state: LearnerState) -> None:
        self.model.load_state_dict(dict(state.weights))
        self._step = state.step
        if state.noise is not None:
            self._generator.set_state(state.noise)
        if state.averages is not None:
            groups = self._optimiser.state_dict()["param_groups"]
            averages = {number: dict(each) for number, each in state.averages.items()}
            self._optimiser.load_state_dict({"state": averages, "param_groups": groups})

    def _accumulate(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Leave the gradient of the batch's objective in the parameters, and return its two terms."""
        self._optimiser.zero_grad(set_to_none=True)
        if self._compiled is not None and len(images) == self._batch_size == self._micro_batch:
            return self._accumulate_compiled(self._compiled, images)
        if len(images) <= self._micro_batch:
            terms = objective(self.model, images, self._generator, self._precision)
            terms.loss.backward()  # type: ignore[no-untyped-call]
            return terms.reconstruction.detach(), terms.regulariser.detach()
        reconstruction, regulariser = images.new_zeros(()), images.new_zeros(())
        for part in torch.split(images, self._micro_batch):
            terms = objective(self.model, part, self._generator, self._precision)
            share = len(part) / len(images)
            (terms.loss * share).backward()  # type: ignore[no-untyped-call]
            reconstruction.add_(terms.reconstruction.detach(), alpha=share)
            regulariser.add_(terms.regulariser.detach(), alpha=share)
        return reconstruction, regulariser

    def _accumulate_compiled(self, compiled: CompiledGradient, images: Tensor) -> tuple[Tensor, Tensor]:
        """Do the same by compiled code, on the same noise."""
        inputs = self._inputs(images, self._generator)
        try:
            reconstruction, regulariser, *gradients = compiled(inputs)
        except RuntimeError as error:
            self.close()
            self._refusal = _not_run(error)
            terms = terms_of(self.model, images, inputs[1], self._precision)
            terms.loss.backward()  # type: ignore[no-untyped-call]
            return terms.reconstruction.detach(), terms.regulariser.detach()
        for parameter, gradient in zip(self.model.parameters(), gradients, strict=True):
            parameter.grad = gradient
        return reconstruction, regulariser

    def _accumulate_share(self, images: Tensor, share: Share) -> tuple[Tensor, Tensor]:
        """Do the same where other processes have the rest of the batch; gradients are averaged on the way."""
        assert self._shared is not None
        self._optimiser.zero_grad(set_to_none=True)
        loss, reconstruction, regulariser = self._shared(images, share)
        (loss * share.weight).backward()
        return reconstruction.detach() * share.weight, regulariser.detach() * share.weight

    def _halve(self, size: int, error: Exception) -> int:
        if size == 1:
            raise too_little_memory(self.model.device) from error
        self._micro_batch = size // 2
        return self._micro_batch


def steps_per_epoch(images: int, batch_size: int) -> int:
    """Return how many batches an epoch has; the last may be smaller."""
    return math.ceil(images / batch_size)


def is_recorded(training: TrainingSpec, device: torch.device, team: Team | None) -> bool:
    """Tell whether the steps of a run are recorded as a CUDA graph."""
    return device.type == "cuda" and team is None and training.compilation != "off"


def _copied(value: Tensor) -> Tensor:
    return value.detach().to("cpu", copy=True)


def _not_recorded(error: RuntimeError) -> TrainingError:
    return TrainingError(
        "the training step cannot be recorded as a CUDA graph ({reason}); training goes on without it",
        where="training",
        reason=" ".join(str(error).split())[:200],
    )


def _not_run(error: RuntimeError) -> TrainingError:
    return TrainingError(
        "the compiled training step cannot be used ({reason}); training goes on without it",
        where="training",
        reason=" ".join(str(error).split())[:200],
    )


def _non_finite(spec: ModelSpec, step: int) -> NonFiniteLossError:
    return NonFiniteLossError(
        "the loss of the {kind} is not a finite number at step {step}",
        where="training",
        remedy="lower the learning rate or raise c; the last good snapshot is kept",
        kind=spec.kind.upper(),
        step=step,
    )
