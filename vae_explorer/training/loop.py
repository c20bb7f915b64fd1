"""Training as a generator of events: every model learns in lockstep from the same batches.

The generator knows nothing of threads or windows. Between two batches it looks at a :class:`TrainingControl`;
the caller decides what to do with each event and may stop asking for more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.autoencoders.record import EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import NonFiniteLossError, TrainingError
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.device import resolve_device
from vae_explorer.training.evaluation import EvaluationCancelledError, encode_images, evaluate, to_float
from vae_explorer.training.event import (
    BatchSizeReduced,
    EpochFinished,
    ProgressMade,
    Snapshot,
    SnapshotTaken,
    TrainingEvent,
    TrainingFinished,
    TrainingStarted,
)
from vae_explorer.training.learner import Learner, steps_per_epoch

_PROGRESS_INTERVAL_S = 0.25
_MAX_FRAMES = 60
# A cancelled run takes a last snapshot only if the newest one is older than this: to stop must feel instant.
_FRESH_S = 1.0


@dataclass(frozen=True, eq=False)
class TrainingData:
    """The images that training reads; all ``(…, h, w, c) uint8``.

    Attributes
    ----------
    train, test : ndarray
        The two splits.
    preview_indices : (k,) int64
        The fixed preview set, as positions in ``train``.
    """

    train: np.ndarray
    test: np.ndarray
    preview_indices: np.ndarray


def train(
    models: Sequence[ModelSpec],
    data: TrainingData,
    training: TrainingSpec,
    *,
    device: str = "auto",
    control: TrainingControl | None = None,
    snapshot_interval_s: float | None = None,
) -> Iterator[TrainingEvent]:
    """Train models in lockstep and yield what happens.

    Parameters
    ----------
    models : sequence of ModelSpec
        At least one; PCA is fitted in closed form before the first epoch.
    data : TrainingData
        Images of the shape that all models expect.
    training : TrainingSpec
        The recipe, the same for all.
    device : str
        ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
    control : TrainingControl, optional
        Read between batches.
    snapshot_interval_s : float, optional
        Take snapshots at least this often. Without it they are taken before the first step, at up to 60
        evenly spaced epoch ends, and at the end.

    Yields
    ------
    TrainingEvent
        First TrainingStarted and a snapshot of the untrained models, last TrainingFinished.

    Raises
    ------
    UsageError, DeviceError, TrainingError
        Before the first event where training cannot start; NonFiniteLossError later, naming the step.
    """
    run = _Run(
        tuple(models),
        data,
        training,
        resolve_device(device),
        control or TrainingControl(),
        snapshot_interval_s,
    )
    return run.events()


class _Run:
    """The state of one run; its methods are the chapters of the generator."""

    def __init__(
        self,
        specs: tuple[ModelSpec, ...],
        data: TrainingData,
        training: TrainingSpec,
        device: torch.device,
        control: TrainingControl,
        snapshot_interval_s: float | None,
    ) -> None:
        _check(specs, data, training)
        self._training = training
        self._device = device
        self._control = control
        self._interval_s = snapshot_interval_s
        self._images = _place(data.train, device)
        self._test = _place(data.test, device)
        self._preview = self._images[torch.from_numpy(data.preview_indices).to(self._images.device)]
        self._batches = steps_per_epoch(len(data.train), training.batch_size)
        self._learners: list[Learner] = []
        self._models = [self._build(spec, data.train) for spec in specs]
        self._order_generator = torch.Generator().manual_seed(training.seed)
        self._frame_epochs = _frame_epochs(training.epochs)
        self._version = 0
        self._epoch = 0.0
        self._seconds = 0.0
        self._images_seen = 0
        self._snapshot_at = 0.0

    def events(self) -> Iterator[TrainingEvent]:
        yield TrainingStarted(
            tuple(model.spec for model in self._models), self._training, str(self._device), len(self._images)
        )
        try:
            yield self._take_snapshot(is_frame=True)
            if self._learners:
                for epoch in range(1, self._training.epochs + 1):
                    yield from self._train_epoch(epoch)
                    yield from self._close_epoch(epoch)
            else:
                yield from self._close_closed_form()
        except EvaluationCancelledError:
            pass
        if self._control.is_cancelled and time.monotonic() - self._snapshot_at > _FRESH_S:
            yield self._take_snapshot(is_frame=False, is_final=True)
        speed = self._images_seen / self._seconds if self._seconds else 0.0
        yield TrainingFinished(self._epoch, self._seconds, speed, self._control.is_cancelled)

    def _build(self, spec: ModelSpec, images: np.ndarray) -> Autoencoder:
        if spec.kind == "pca":
            return fit_pca(spec, images).to(self._device)
        learner = Learner(spec, self._training, self._batches * self._training.epochs, self._device)
        self._learners.append(learner)
        return learner.model

    def _train_epoch(self, epoch: int) -> Iterator[TrainingEvent]:
        order = torch.randperm(len(self._images), generator=self._order_generator).to(self._images.device)
        started = ticked = time.perf_counter()
        seen = 0
        for position, indices in enumerate(torch.split(order, self._training.batch_size)):
            self._look_at_control()
            now = time.perf_counter()
            if now - ticked > _PROGRESS_INTERVAL_S:
                for learner in self._learners:
                    learner.look_at_losses()
                now = time.perf_counter()
                self._seconds += now - started
                yield self._progress(seen / (now - ticked))
                seen = 0
                if self._is_snapshot_due():
                    yield self._take_snapshot(is_frame=False)
                # Whatever the caller did with the events, a pause included, is no training time.
                started = ticked = time.perf_counter()
            yield from self._step(indices)
            self._epoch = epoch - 1 + (position + 1) / self._batches
            self._images_seen += len(indices)
            seen += len(indices)
        for learner in self._learners:
            learner.look_at_losses()
        self._seconds += time.perf_counter() - started

    def _look_at_control(self) -> None:
        if self._control.is_paused:
            self._control.wait_while_paused()
        if self._control.is_cancelled:
            raise EvaluationCancelledError

    def _step(self, indices: Tensor) -> Iterator[TrainingEvent]:
        images = to_float(self._images.index_select(0, indices).to(self._device, non_blocking=True))
        for learner in self._learners:
            reduced = learner.step(images)
            if reduced is not None:
                yield BatchSizeReduced(len(indices), reduced)

    def _close_epoch(self, epoch: int) -> Iterator[TrainingEvent]:
        learners = iter(self._learners)
        train_terms = [
            None if model.spec.kind == "pca" else next(learners).finish_epoch() for model in self._models
        ]
        is_frame = epoch in self._frame_epochs
        if is_frame or self._is_snapshot_due():
            yield self._take_snapshot(is_frame=is_frame)
        yield EpochFinished(
            tuple(
                self._record(epoch, model, terms)
                for model, terms in zip(self._models, train_terms, strict=True)
            )
        )

    def _close_closed_form(self) -> Iterator[TrainingEvent]:
        """PCA alone has no epochs: one record stands for the fit."""
        self._epoch = 1.0
        yield self._take_snapshot(is_frame=True)
        yield EpochFinished(tuple(self._record(1, model, None) for model in self._models))

    def _record(self, epoch: int, model: Autoencoder, train_terms: Terms | None) -> EpochRecord:
        if train_terms is None:
            train_terms = self._evaluate(model, self._images)
        return EpochRecord(
            epoch=epoch, train=train_terms, test=self._evaluate(model, self._test), seconds=self._seconds
        )

    def _evaluate(self, model: Autoencoder, images: Tensor) -> Terms:
        return evaluate(model, images, is_cancelled=lambda: self._control.is_cancelled)

    def _progress(self, images_per_second: float) -> ProgressMade:
        images_left = (self._training.epochs - self._epoch) * len(self._images)
        return ProgressMade(self._epoch, images_per_second, images_left / max(images_per_second, 1e-9))

    def _is_snapshot_due(self) -> bool:
        return self._interval_s is not None and time.monotonic() - self._snapshot_at >= self._interval_s

    def _take_snapshot(self, *, is_frame: bool, is_final: bool = False) -> SnapshotTaken:
        self._version += 1
        is_cancelled = None if is_final else (lambda: self._control.is_cancelled)
        snapshots = []
        for model in self._models:
            mu, logvar = encode_images(model, self._preview, is_cancelled=is_cancelled)
            if not np.isfinite(mu).all():
                raise NonFiniteLossError(
                    "the codes of the {kind} are not finite numbers in epoch {epoch:.2f}",
                    where="training",
                    remedy="lower the learning rate or raise c; the last good snapshot is kept",
                    kind=model.spec.kind.upper(),
                    epoch=self._epoch,
                )
            snapshots.append(
                Snapshot(
                    self._version, self._epoch, model.spec, _detached_weights(model), mu, logvar, is_frame
                )
            )
        self._snapshot_at = time.monotonic()
        return SnapshotTaken(tuple(snapshots))


def _check(specs: tuple[ModelSpec, ...], data: TrainingData, training: TrainingSpec) -> None:
    training.check()
    for spec in specs:
        spec.check()
        if tuple(data.train.shape[1:]) != tuple(spec.image_shape):
            raise TrainingError(
                "the images are {found} and the model expects {expected}",
                where=spec.kind,
                remedy="choose the data the model was made for",
                found=list(data.train.shape[1:]),
                expected=list(spec.image_shape),
            )
    if not specs or not len(data.train) or not len(data.test):
        raise TrainingError(
            "there is nothing to train",
            where="training",
            remedy="choose at least one model, and data with images to train and to test on",
        )


def _place(images: np.ndarray, device: torch.device) -> Tensor:
    """Return the images as ``(n, h·w·c) uint8`` on the device, or in main memory where they do not fit."""
    flat = torch.from_numpy(np.array(images).reshape(len(images), -1))
    try:
        return flat.to(device)
    except torch.OutOfMemoryError:
        return flat.pin_memory()


def _frame_epochs(epochs: int) -> frozenset[int]:
    return frozenset(np.linspace(1, epochs, min(epochs, _MAX_FRAMES)).round().astype(int).tolist())


def _detached_weights(model: Autoencoder) -> dict[str, Tensor]:
    # Clone always: on the CPU a mere detach would go on sharing memory with the weights that move.
    return {name: weight.detach().to("cpu", copy=True) for name, weight in model.state_dict().items()}
