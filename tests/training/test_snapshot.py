from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.training.run import digit_spec
from vae_explorer.autoencoders.model import build_autoencoder
from vae_explorer.training import album, progress_gauge
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.evaluation import encode_images
from vae_explorer.training.event import EpochFinished, Snapshot, SnapshotTaken, TrainingLeft
from vae_explorer.training.images import place_images
from vae_explorer.training.lockstep import Lockstep
from vae_explorer.training.loop import TrainingSpec, train
from vae_explorer.training.snapshot import SnapshotTaker

CPU = torch.device("cpu")
NO_TIME = 1e-12
SPECS = (digit_spec("ae"), digit_spec("vae"))


class Studio:
    """Two models whose weights can be moved, and the taker of their snapshots."""

    def __init__(self, images: np.ndarray) -> None:
        self.models = [build_autoencoder(spec) for spec in SPECS]
        self.preview = place_images(images, CPU)
        self.taker = SnapshotTaker(self.models, self.preview, Lockstep(1, CPU))

    def move(self) -> None:
        with torch.no_grad():
            for model in self.models:
                for weight in model.parameters():
                    weight.add_(0.01)

    def exact(self, position: int) -> tuple[np.ndarray, np.ndarray | None]:
        return encode_images(self.models[position], self.preview)

    def take(self) -> tuple[Snapshot, ...]:
        return self.taker.take(epoch=1.0, step=1, is_frame=False, is_cancelled=None).snapshots

    def glance(self, budget_s: float = NO_TIME) -> tuple[Snapshot, ...]:
        taken: list[SnapshotTaken] = []
        self.taker.glance(epoch=1.0, step=1, budget_s=budget_s, is_cancelled=None, then=taken.append)
        (event,) = taken
        return event.snapshots


@pytest.fixture
def studio(digits) -> Studio:
    return Studio(digits.train[:60])


def rows_of(codes: np.ndarray, others: np.ndarray) -> int:
    return int(np.isclose(codes, others, atol=1e-5).all(axis=1).sum())


def test_that_a_glance_renews_a_part_of_the_codes_and_all_weights(studio):
    before = studio.take()
    studio.move()
    for position, snapshot in enumerate(studio.glance()):
        exact, _ = studio.exact(position)
        assert snapshot.is_glance
        assert 0 < rows_of(snapshot.mu, exact) < len(exact) / 4
        assert rows_of(snapshot.mu, before[position].mu) == len(exact) - rows_of(snapshot.mu, exact)
        weights = studio.models[position].state_dict()
        assert all(torch.equal(weights[name], weight) for name, weight in snapshot.weights.items())


def test_that_a_few_glances_renew_every_code_and_its_variance(studio):
    studio.take()
    studio.move()
    for _ in range(8):
        newest = studio.glance()
    for position, snapshot in enumerate(newest):
        mu, logvar = studio.exact(position)
        np.testing.assert_allclose(snapshot.mu, mu, atol=1e-5)
        if logvar is not None:
            np.testing.assert_allclose(snapshot.logvar, logvar, atol=1e-5)


def test_that_a_glance_with_time_enough_is_a_whole_snapshot(studio):
    studio.take()
    studio.move()
    (snapshot, _) = studio.glance(budget_s=100.0)
    assert not snapshot.is_glance
    np.testing.assert_array_equal(snapshot.mu, studio.exact(0)[0])


def test_that_snapshots_and_glances_share_one_count(studio):
    versions = [studio.take()[0].version, studio.glance()[0].version, studio.take()[0].version]
    assert versions == [1, 2, 3]


def glancing(monkeypatch, few, control: TrainingControl, epochs: int = 3):
    """Return a run that takes glances as often as it can, and has no time for them."""
    monkeypatch.setattr(progress_gauge, "_INTERVAL_S", 0.0)
    monkeypatch.setattr(album, "_GLANCE_SHARE", NO_TIME)
    recipe = TrainingSpec(epochs=epochs, batch_size=8)
    return train(SPECS, few, recipe, device="cpu", control=control, snapshot_interval_s=1e-9)


def test_that_what_a_stopped_run_keeps_is_exact(monkeypatch, few):
    control, events = TrainingControl(), []
    for event in glancing(monkeypatch, few, control):
        events.append(event)
        if isinstance(event, SnapshotTaken) and event.snapshots[0].is_glance:
            control.cancel()
    assert isinstance(events[-3], TrainingLeft)
    assert isinstance(events[-2], SnapshotTaken)
    assert not events[-2].snapshots[0].is_glance


def test_that_a_paused_run_shows_exact_codes(monkeypatch, few):
    events, shown = [], []

    class Pausing(TrainingControl):
        def wait_while_paused(self) -> None:
            snapshots = [event.snapshots[0] for event in events if isinstance(event, SnapshotTaken)]
            shown.append(snapshots[-1].is_glance)
            self.resume()

    control = Pausing()
    for event in glancing(monkeypatch, few, control, epochs=1):
        events.append(event)
        if isinstance(event, SnapshotTaken) and event.snapshots[0].is_glance:
            control.pause()
    assert len(shown) > 3
    assert not any(shown)
    assert any(isinstance(event, EpochFinished) for event in events)
