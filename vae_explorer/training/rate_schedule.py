"""The learning rate of every step of a run."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


class RateSchedule:
    """The one-cycle schedule of a run.

    Where the optimiser's rates are tensors they are written where they lie, by numbers that are computed on
    the CPU: to compute with them there would make the CPU wait for the device.

    Parameters
    ----------
    optimiser : torch.optim.Optimizer
        Whose rates follow the schedule.
    steps : int
        Of the whole run.
    steps_done : int
        How many are done.
    """

    def __init__(self, optimiser: torch.optim.Optimizer, steps: int, steps_done: int) -> None:
        self._places = [group["lr"] for group in optimiser.param_groups]
        self._has_places = isinstance(self._places[0], Tensor)
        self._timed = _stand_in(self._places) if self._has_places else optimiser
        self._schedule = _one_cycle(self._timed, steps, steps_done)
        self._write()

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return float(self._timed.param_groups[0]["lr"])

    def step(self) -> None:
        """Go on by a step of the optimiser."""
        if self._has_places:
            self._timed.step()
        self._schedule.step()
        self._write()

    def _write(self) -> None:
        if self._has_places:
            for place, group in zip(self._places, self._timed.param_groups, strict=True):
                place.fill_(group["lr"])


def _stand_in(rates: Sequence[Tensor]) -> torch.optim.Optimizer:
    """Return an optimiser of nothing with the same rates as plain numbers."""
    groups = [{"params": [torch.zeros(0)], "lr": float(rate)} for rate in rates]
    return torch.optim.SGD(groups)


def _one_cycle(
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
