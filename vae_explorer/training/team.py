"""Several processes that carry out one run together, by PyTorch's distributed data parallelism.

Every process draws the same batches and the same noise, and computes its share of each batch; the gradients
are averaged, so that all of them take the step that one process would take. The first one alone measures,
takes snapshots and writes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import torch
import torch.distributed as distributed
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from vae_explorer.errors import TrainingError
from vae_explorer.training.share import Share

# What the libraries say, in words only, when another process is gone.
_SIGNS = ("gloo", "nccl", "connection", "broken pipe", "timed out", "timeout", "peer", "socket")
# Batches between two moments at which all processes agree whether to stop.
LOOK_BATCHES = 16


class Team:
    """The processes of a run, as one of them sees them.

    Parameters
    ----------
    device : torch.device
        Where this one computes.
    """

    def __init__(self, device: torch.device) -> None:
        self.rank = distributed.get_rank()
        self.size = distributed.get_world_size()
        self._device = device
        # Agreeing is done on the CPU: a GPU would have to be waited for.
        self._talk = distributed.new_group(backend="gloo")

    @property
    def is_first(self) -> bool:
        """Whether this process measures and writes."""
        return self.rank == 0

    def share(self, count: int) -> Share:
        """Return this process's part of a batch of ``count`` images; of a tiny batch everybody has all."""
        if count < self.size:
            return Share(slice(0, count), count, 1.0)
        first, last = count * self.rank // self.size, count * (self.rank + 1) // self.size
        return Share(slice(first, last), count, self.size * (last - first) / count)

    def agree(self, *, is_wanted: bool) -> bool:
        """Return whether any process wants something; all must ask at the same place."""
        flag = torch.tensor([int(is_wanted)])
        distributed.all_reduce(flag, distributed.ReduceOp.MAX, group=self._talk)
        return bool(flag.item())

    def mean(self, values: Tensor) -> Tensor:
        """Return the mean over all processes of some numbers on the CPU."""
        values = values.clone()
        distributed.all_reduce(values, group=self._talk)
        return values / self.size

    def wrap(self, module: nn.Module) -> nn.Module:
        """Return a module whose gradients are averaged over all processes in every backward pass."""
        devices = [self._device] if self._device.type == "cuda" else None
        return DistributedDataParallel(module, device_ids=devices)


def world_size() -> int:
    """Return how many processes ``torchrun`` has started for this run; 1 without it."""
    words = os.environ.get("WORLD_SIZE", "1")
    return int(words) if words.isdigit() and "RANK" in os.environ else 1


def local_device(name: str) -> str:
    """Return which device of its computer this process takes: each its own GPU where there are some."""
    if name not in ("auto", "cuda") or not torch.cuda.is_available():
        return name
    return f"cuda:{int(os.environ.get('LOCAL_RANK', '0')) % torch.cuda.device_count()}"


@contextlib.contextmanager
def joined_team(device: torch.device) -> Iterator[Team]:
    """Join the processes that ``torchrun`` has started, and leave them at the end.

    Raises
    ------
    TrainingError
        If they cannot be reached.
    """
    try:
        if device.type == "cuda":
            torch.cuda.set_device(device)
        distributed.init_process_group("nccl" if device.type == "cuda" else "gloo")
        team = Team(device)
    except (RuntimeError, ValueError) as error:
        raise TrainingError(
            "the processes of this job cannot reach one another: {reason}",
            where="torchrun",
            remedy="check the rendezvous address and the network between the computers",
            reason=" ".join(str(error).split())[:200],
        ) from error
    try:
        yield team
    finally:
        # Where another process is gone there is nobody left to take leave of.
        with contextlib.suppress(RuntimeError):
            distributed.destroy_process_group()


def lost_process(error: RuntimeError) -> TrainingError | None:
    """Return what is to be said where an error means that another process is gone, else None."""
    text = str(error).lower()
    if not isinstance(error, distributed.DistError) and not any(sign in text for sign in _SIGNS):
        return None
    return TrainingError(
        "a process of this job was lost",
        where="torchrun",
        remedy="nothing since the last save is kept; resume the run from its folder with train --resume",
    )
