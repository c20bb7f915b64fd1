"""A whole training step that a CUDA device carries out by itself, recorded once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.training.objective import draw_noise, terms_of
from vae_explorer.training.precision import Precision

# Steps before the recording, as torch asks for: libraries set themselves up in the first ones.
WARM_UP_STEPS = 3


class Recording(Protocol):
    """What is done once under observation, and then again and again."""

    def aside(self) -> contextlib.AbstractContextManager[None]:
        """Let what is computed inside run where it will be recorded."""

    def record(self, work: Callable[[], None], generator: torch.Generator) -> None:
        """Observe ``work``, which draws from ``generator``, without anything being computed."""

    def replay(self) -> None:
        """Carry out what was recorded, with new numbers of the generator."""


class CudaRecording:
    """A CUDA graph.

    Parameters
    ----------
    device : torch.device
        A CUDA device.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._graph: torch.cuda.CUDAGraph | None = None

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Compute on the stream of the recording; what others compute before and after stays in order."""
        self._stream.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(self._stream):
            yield
        torch.cuda.current_stream(self._device).wait_stream(self._stream)

    def record(self, work: Callable[[], None], generator: torch.Generator) -> None:
        """Capture ``work``; other threads may use the device meanwhile."""
        graph = torch.cuda.CUDAGraph()
        graph.register_generator_state(generator)
        with (
            torch.cuda.device(self._device),
            torch.cuda.graph(graph, stream=self._stream, capture_error_mode="thread_local"),
        ):
            work()
        self._graph = graph

    def replay(self) -> None:
        """Start the graph; nothing is waited for."""
        assert self._graph is not None
        self._graph.replay()


@dataclass(frozen=True)
class GraphLosses:
    """Sums of both loss terms, each times its number of images, and which step was the first broken one."""

    sums: tuple[float, float]
    broken: int | None


class StepGraph:
    """Gradient, noise, optimiser and the sums of the losses in one recording.

    Everything that changes from step to step lies in tensors of fixed place: the images, the balance c, and
    the learning rate that the optimiser was given as a tensor.

    Parameters
    ----------
    model : Autoencoder
        What learns.
    optimiser : torch.optim.Optimizer
        Capturable, its learning rates tensors on the device.
    generator : torch.Generator
        Source of the noise.
    precision : {"float32", "bfloat16"}
        In which the networks compute.
    batch_size : int
        Images of a step.
    recording : Recording
        Does the recording.
    """

    def __init__(
        self,
        model: Autoencoder,
        optimiser: torch.optim.Optimizer,
        generator: torch.Generator,
        precision: Precision,
        batch_size: int,
        recording: Recording,
    ) -> None:
        self._model = model
        self._optimiser = optimiser
        self._generator = generator
        self._precision: Precision = precision
        self._recording = recording
        device = model.device
        self._images = torch.zeros(batch_size, model.spec.pixel_count, device=device)
        self._c = torch.tensor(model.c_value, device=device) if model.spec.has_adjustable_c else None
        self._sums = torch.zeros(2, dtype=torch.float64, device=device)
        self._steps = torch.zeros((), dtype=torch.float64, device=device)
        self._broken = torch.zeros((), dtype=torch.float64, device=device)
        self._warm_ups_left = WARM_UP_STEPS
        self._is_recorded = False

    @property
    def is_recorded(self) -> bool:
        """Whether a step was recorded."""
        return self._is_recorded

    @property
    def is_warm(self) -> bool:
        """Whether enough steps were taken :meth:`aside`."""
        return self._warm_ups_left == 0

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Take an ordinary step where the recorded ones will run."""
        with self._recording.aside():
            yield
        self._warm_ups_left -= 1

    def step(self, images: Tensor) -> None:
        """Take one step, of which nothing is waited for; the first one is recorded before.

        Raises
        ------
        RuntimeError
            If it cannot be recorded; nothing has changed then but the generator's own readiness.
        """
        if not self._is_recorded:
            self._optimiser.zero_grad(set_to_none=True)
            self._recording.record(self._work, self._generator)
            self._is_recorded = True
        self._images.copy_(images)
        self._recording.replay()

    def change_c(self, c: float) -> None:
        """Weigh the next steps with another c."""
        if self._c is not None:
            self._c.fill_(c)

    def take_losses(self) -> GraphLosses:
        """Return the losses since the last call, and begin anew; this waits for the device."""
        reconstruction, regulariser, broken = torch.cat([self._sums, self._broken.view(1)]).tolist()
        self._sums.zero_()
        self._steps.zero_()
        self._broken.zero_()
        return GraphLosses((reconstruction, regulariser), int(broken) or None)

    def _work(self) -> None:
        images = self._images
        # In the recording the gradients get places of their own, where each replay writes them anew.
        self._optimiser.zero_grad(set_to_none=True)
        noise = None
        if self._model.spec.has_posterior:
            noise = draw_noise(self._model, len(images), self._generator)
        terms = terms_of(self._model, images, noise, self._precision, self._c)
        terms.loss.backward()  # type: ignore[no-untyped-call]
        self._optimiser.step()
        self._steps += 1
        both = torch.stack([terms.reconstruction.detach(), terms.regulariser.detach()]).double()
        is_first_broken = ~torch.isfinite(both).all() & (self._broken == 0)
        self._broken.copy_(torch.where(is_first_broken, self._steps, self._broken))
        self._sums += both * len(images)
