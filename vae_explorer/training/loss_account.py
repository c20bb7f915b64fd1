"""The losses of an epoch, added up without waiting for the device at every step."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from vae_explorer.training.step_graph import StepGraph


class LossAccount:
    """Keeps the losses of steps until somebody looks, and then adds them up.

    Parameters
    ----------
    sums : pair of float
        What was added up of the epoch before.
    images : int
        Over how many images.

    Attributes
    ----------
    sums : (2,) float64 tensor
        Reconstruction and regulariser over the images looked at so far in the epoch, in nats.
    images : int
        How many images those are.
    """

    def __init__(self, sums: tuple[float, float] = (0.0, 0.0), images: int = 0) -> None:
        self.sums = torch.tensor(sums, dtype=torch.float64)
        self.images = images
        self._unseen: list[_Unseen] = []
        # Steps of the graph that nobody has looked at.
        self._unseen_steps: list[int] = []

    def note(self, step: int, terms: tuple[Tensor, Tensor], images: int) -> None:
        """Keep the losses of a step, means over so many images, on any device."""
        self._unseen.append(_Unseen(step, terms, images))

    def note_recorded(self, step: int) -> None:
        """Remember a step of a graph, which adds up its losses itself."""
        self._unseen_steps.append(step)

    def look(self, graph: StepGraph | None, batch_size: int) -> int | None:
        """Add what was noted since the last look to the sums; this waits for the device.

        Parameters
        ----------
        graph : StepGraph or None
            Which carried out the recorded steps.
        batch_size : int
            Images of each of those.

        Returns
        -------
        int or None
            The first step whose loss was infinite or not a number.
        """
        broken = [*self._look_at_recorded(graph, batch_size), *self._look_at_unseen()]
        return min(broken, default=None)

    def start_epoch(self) -> None:
        """Count anew."""
        self.sums.zero_()
        self.images = 0

    def _look_at_recorded(self, graph: StepGraph | None, batch_size: int) -> list[int]:
        if graph is None or not self._unseen_steps:
            return []
        losses, steps = graph.take_losses(), self._unseen_steps
        self._unseen_steps = []
        if losses.broken is not None:
            return [steps[losses.broken - 1]]
        self.sums += torch.tensor(losses.sums, dtype=torch.float64)
        self.images += len(steps) * batch_size
        return []

    def _look_at_unseen(self) -> list[int]:
        if not self._unseen:
            return []
        unseen, self._unseen = self._unseen, []
        # To the CPU first: MPS has no double precision.
        losses = torch.stack([torch.stack(each.terms) for each in unseen]).cpu().double()
        counts = torch.tensor([each.images for each in unseen], dtype=torch.float64)
        broken = (~torch.isfinite(losses)).any(dim=1).nonzero()
        if len(broken):
            return [unseen[int(broken[0])].step]
        self.sums += counts @ losses
        self.images += int(counts.sum())
        return []


class _Unseen(NamedTuple):
    """The losses of a step that nobody has looked at, so that the device need not be waited for."""

    step: int
    terms: tuple[Tensor, Tensor]
    images: int
