"""One model while it learns: weights, optimiser, schedule, noise, and the losses not looked at yet."""

from __future__ import annotations

import math

import msgspec
import torch
from torch import Tensor, nn

from vae_explorer.autoencoders.model import Autoencoder, build_autoencoder
from vae_explorer.autoencoders.record import Terms
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.departure import LearnerState
from vae_explorer.training.memory import is_out_of_memory, memory_of, too_little_memory
from vae_explorer.training.objective import objective
from vae_explorer.training.precision import Precision
from vae_explorer.training.share import Share
from vae_explorer.training.team import Team

# A learned log c has to travel from its start to that of the data within a few epochs; weights need not.
_LEARNED_C_RATE = 10.0


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
        self._optimiser = _build_optimiser(self.model, training)
        # A generator of its own: a model learns the same alone and beside others.
        self._generator = torch.Generator(device).manual_seed(training.initial_seed)
        self._step = 0
        if state is not None:
            self._restore(state)
        self._schedule = _build_schedule(self._optimiser, steps, self._step)
        self._micro_batch = training.batch_size
        self._precision: Precision = "bfloat16" if training.precision == "bfloat16" else "float32"
        self._shared: nn.Module | None = None
        if team is not None:
            self._shared = team.wrap(SharedObjective(self.model, self._generator, self._precision))
        self._unseen: list[tuple[Tensor, Tensor]] = []
        self._unseen_images: list[int] = []
        self._sums = torch.zeros(2, dtype=torch.float64)
        self._images = 0
        if state is not None:
            self._sums += torch.tensor(state.sums, dtype=torch.float64)
            self._images = state.images
            self._micro_batch = min(state.part_size or self._micro_batch, self._micro_batch)

    def step(self, images: Tensor, share: Share | None = None) -> int | None:
        """Take one optimiser step on ``images : (n, h·w·c) float32``, this process's share of a batch.

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
        self._schedule.step()
        self._unseen.append(terms)
        self._unseen_images.append(len(images) if share is None else share.total)
        self._step += 1
        return reduced

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return float(self._optimiser.param_groups[0]["lr"])

    def change_c(self, c: float) -> bool:
        """Weigh the batches from here on with another c; return whether the model has one to change."""
        if not self.model.spec.has_adjustable_c:
            return False
        self.model.spec = msgspec.structs.replace(self.model.spec, c=c)
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
        reconstruction, regulariser = self._sums.tolist()
        return LearnerState(
            weights,
            averages,
            self._generator.get_state().cpu(),
            self._step,
            (reconstruction, regulariser),
            self._images,
            self._micro_batch,
        )

    def look_at_losses(self) -> None:
        """Add the losses since the last look to the epoch's sums; this waits for the device.

        Raises
        ------
        NonFiniteLossError
            Names the first step whose loss was infinite or not a number.
        """
        if not self._unseen:
            return
        # To the CPU first: MPS has no double precision.
        losses = torch.stack([torch.stack(terms) for terms in self._unseen]).cpu().double()
        counts = torch.tensor(self._unseen_images, dtype=torch.float64)
        first = self._step - len(self._unseen) + 1
        self._unseen.clear()
        self._unseen_images.clear()
        broken = (~torch.isfinite(losses)).any(dim=1).nonzero()
        if len(broken):
            raise _non_finite(self.model.spec, first + int(broken[0]))
        self._sums += counts @ losses
        self._images += int(counts.sum())

    def finish_epoch(self) -> Terms:
        """Return the mean terms over the epoch's images so far, each as its batch saw it.

        Raises
        ------
        NonFiniteLossError
            As :meth:`look_at_losses`.
        """
        self.look_at_losses()
        sums = self._sums if self._team is None else self._team.mean(self._sums)
        reconstruction, regulariser = (sums / max(self._images, 1)).tolist()
        is_vae = self.model.spec.has_posterior
        return Terms(
            reconstruction_nats=reconstruction,
            kl_nats=regulariser if is_vae else 0.0,
            prior_nats=0.0 if is_vae else regulariser,
            c=self.model.c_value,
        )

    def start_epoch(self) -> None:
        """Count the losses anew."""
        self._sums.zero_()
        self._images = 0

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


class SharedObjective(nn.Module):
    """The objective as a module, which is what PyTorch averages gradients around.

    Parameters
    ----------
    model : Autoencoder
        What learns.
    generator : torch.Generator
        Source of the noise, in the same state in all processes.
    precision : {"float32", "bfloat16"}
        In which the networks compute.
    """

    def __init__(self, model: Autoencoder, generator: torch.Generator, precision: Precision) -> None:
        super().__init__()
        self.model = model
        self._generator = generator
        self._precision: Precision = precision

    def forward(self, images: Tensor, share: Share) -> tuple[Tensor, Tensor, Tensor]:
        """Return loss, reconstruction and regulariser of a share of a batch, means over its images."""
        terms = objective(self.model, images, self._generator, self._precision, share)
        return terms.loss, terms.reconstruction, terms.regulariser


def steps_per_epoch(images: int, batch_size: int) -> int:
    """Return how many batches an epoch has; the last may be smaller."""
    return math.ceil(images / batch_size)


def _build_optimiser(model: Autoencoder, training: TrainingSpec) -> torch.optim.Optimizer:
    weights = [weight for name, weight in model.named_parameters() if name != "log_c"]
    groups: list[dict[str, object]] = [
        {"params": weights, "lr": training.learning_rate, "weight_decay": training.weight_decay}
    ]
    if model.spec.has_learned_c:
        rate = training.learning_rate * _LEARNED_C_RATE
        groups.append({"params": [model.log_c], "lr": rate, "weight_decay": 0.0})
    # The fused kernel exists for CPU, CUDA and MPS, and saves a third of a small network's step.
    return torch.optim.AdamW(groups, fused=True)


def _build_schedule(
    optimiser: torch.optim.Optimizer, steps: int, steps_done: int
) -> torch.optim.lr_scheduler.OneCycleLR:
    """Return the one-cycle schedule of a run of ``steps`` steps, as it stands after some of them."""
    rates = [group["lr"] for group in optimiser.param_groups]
    if steps_done:
        # What the schedule itself writes there at the start of a run: a 25th of the peak, and its 10 000th.
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group.update(initial_lr=rate / 25, max_lr=rate, min_lr=rate / 25 / 1e4)
    return torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        max_lr=rates,
        total_steps=max(steps, steps_done + 1, 2),
        cycle_momentum=False,
        last_epoch=steps_done - 1,
    )


def _copied(value: Tensor) -> Tensor:
    return value.detach().to("cpu", copy=True)


def _non_finite(spec: ModelSpec, step: int) -> NonFiniteLossError:
    return NonFiniteLossError(
        "the loss of the {kind} is not a finite number at step {step}",
        where="training",
        remedy="lower the learning rate or raise c; the last good snapshot is kept",
        kind=spec.kind.upper(),
        step=step,
    )
