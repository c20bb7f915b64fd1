"""Small states of the window, made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import Codes, DecodedPoint, MapSource, MapState, MapStatus, Place, Verdict
from vae_explorer.state.training_state import TrainingState, TrainingStatus

POINTS = 40
SHAPE = (8, 6, 1)
NAMES = ("nought", "one", "two")
RECORD = DatasetRecord(
    name="mnist", title="MNIST", fingerprint="f", label_names=NAMES, train_count=60_000, test_count=10_000
)
DATASET = DatasetState(
    name="mnist",
    title="MNIST",
    status=DatasetStatus.READY,
    image_shape=SHAPE,
    train_count=60_000,
    test_count=10_000,
    label_names=NAMES,
    fingerprint="f",
)
GAP = Verdict(Place.IN_GAP, nearest_sigma=0.9, density_percentile=3.0)
RUNNING = TrainingState(
    status=TrainingStatus.RUNNING,
    epoch=12.0,
    epochs=30,
    images_per_second=38_123.0,
    seconds_left=11.4,
    device="cpu",
)


def pictures(count: int, seed: int = 0, shape: tuple[int, int, int] = SHAPE) -> np.ndarray:
    """Return (count, h, w, c) uint8."""
    return np.random.default_rng(seed).integers(0, 256, (count, *shape)).astype(np.uint8)


def codes(seed: int = 0, count: int = POINTS, dimension: int = 2) -> Codes:
    """Return a cloud with three classes."""
    mu = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    indices = np.arange(count, dtype=np.int64)
    return Codes(mu=mu, logvar=None, labels=indices % 3, indices=indices)


def history(
    kind: ModelKind, epochs: int, start: float = 200.0, end: float = 130.0
) -> tuple[EpochRecord, ...]:
    """Return a falling error."""
    records = []
    for epoch in range(1, epochs + 1):
        error = end + (start - end) / epoch
        regulariser = {"vae": {"kl_nats": 6.5}, "map": {"prior_nats": 1.5}}.get(kind, {})
        test = Terms(reconstruction_nats=error, **regulariser)
        train = Terms(reconstruction_nats=error - 1.0, **regulariser)
        records.append(EpochRecord(epoch=epoch, train=train, test=test, seconds=float(epoch)))
    return tuple(records)


def decoded(
    seed: int = 0,
    z: tuple[float, ...] = (-1.2, 7.4),
    verdict: Verdict = GAP,
    has_real_images: bool = True,
    shape: tuple[int, int, int] = SHAPE,
) -> DecodedPoint:
    """Return what a place decodes to."""
    images = pictures(7, seed, shape)
    return DecodedPoint(
        z=z,
        image=images[0],
        neighbours=tuple(range(6)),
        neighbour_images=images[1:],
        has_real_images=has_real_images,
        neighbour_labels=(2, 0, 1, 2, 0, 1),
        verdict=verdict,
        decode_ms=0.234,
    )


def map_state(map_id: int, kind: ModelKind, **changes: object) -> MapState:
    """Return a map that shows a trained model with a pin."""
    likelihood = "gaussian" if kind == "pca" else "bernoulli"
    point = decoded(seed=map_id)
    state = MapState(
        map_id=map_id,
        kind=kind,
        source=MapSource.BUNDLED,
        status=MapStatus.READY,
        model=ModelSpec(kind=kind, image_shape=SHAPE, likelihood=likelihood),
        dataset=RECORD,
        run_id=map_id + 1,
        version=1,
        epoch=20.0,
        codes=codes(map_id),
        history=history(kind, 20),
        pin=point.z,
        pin_decoded=point,
    )
    return replace(state, **changes)


def explorer_state(*kinds: ModelKind, **changes: object) -> ExplorerState:
    """Return a state with one map per kind: AE and VAE by default."""
    maps = tuple(map_state(map_id, kind) for map_id, kind in enumerate(kinds or ("ae", "vae")))
    state = ExplorerState(dataset=DATASET, maps=maps, devices=("auto", "cpu"), is_torch_ready=True)
    return replace(state, **changes)


def with_map(state: ExplorerState, map_id: int, **changes: object) -> ExplorerState:
    """Return the state with one map changed."""
    maps = tuple(replace(shown, **changes) if shown.map_id == map_id else shown for shown in state.maps)
    return replace(state, maps=maps)
