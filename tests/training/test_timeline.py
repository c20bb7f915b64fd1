from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.autoencoders.sample import checkpoint
from tests.training.run import digit_spec
from vae_explorer.training.archive import RunArchive, ThinnedList
from vae_explorer.training.departure import Departure, LearnerState
from vae_explorer.training.event import DepartureReached, Snapshot, SnapshotTaken
from vae_explorer.training.timeline import Keyframe, Timeline, timeline_of


def keyframe(epoch: float) -> Keyframe:
    return Keyframe(epoch, np.random.default_rng(int(epoch * 10)).normal(size=(5, 2)).astype(np.float32))


def frame(epoch: float, version: int) -> SnapshotTaken:
    weights = {"w": torch.full((10,), float(epoch))}
    mu = np.full((3, 2), epoch, np.float32)
    return SnapshotTaken((Snapshot(version, epoch, digit_spec("vae"), weights, mu, None, is_frame=True),))


def leave(epoch: int) -> DepartureReached:
    averages = {0: {"exp_avg": torch.zeros(20)}}
    state = LearnerState({"w": torch.full((10,), float(epoch))}, averages, torch.zeros(1), 7 * epoch)
    return DepartureReached(Departure(epoch, 7 * epoch, torch.zeros(1), (state,)))


def test_that_recorded_moments_are_shown_exactly_and_codes_go_straight_between_them() -> None:
    first, second, third = keyframe(0.0), keyframe(1.0), keyframe(3.0)
    timeline = Timeline((first, second, third))
    for each in (first, second, third):
        assert np.array_equal(timeline.codes_at(each.epoch), each.mu)
    expected = 0.75 * second.mu.astype(float) + 0.25 * third.mu.astype(float)
    assert timeline.codes_at(1.5) == pytest.approx(expected, abs=1e-6)
    assert np.array_equal(timeline.codes_at(-1.0), first.mu)
    assert np.array_equal(timeline.codes_at(9.0), third.mu)


def test_that_the_moment_nearest_in_time_lends_its_weights() -> None:
    timeline = Timeline((keyframe(0.0), keyframe(1.0), keyframe(3.0)))
    assert timeline.nearest(1.9).epoch == 1.0
    assert timeline.nearest(2.1).epoch == 3.0
    assert timeline.nearest(2.1, has_weights=True) is None


def test_that_a_model_file_tells_its_past_codes_and_only_the_weights_of_its_end() -> None:
    content = checkpoint(count=30)
    timeline = timeline_of(content)
    assert content.frames is not None
    assert timeline.epochs[-1] == content.epoch
    assert np.array_equal(timeline.keyframes[-1].mu, content.preview.mu)
    assert [each.has_weights for each in timeline.keyframes] == [False] * (len(timeline.epochs) - 1) + [True]
    assert np.array_equal(timeline.keyframes[0].mu, content.frames.codes(0))


@given(st.integers(1, 200), st.integers(2, 20))
def test_that_thinning_keeps_the_first_and_the_newest_evenly_within_the_budget(count, room) -> None:
    kept = ThinnedList(room, lambda _item: 1)
    for item in range(count):
        kept.append(item)
    items = kept.items
    assert (items[0], items[-1], kept.taken) == (0, count - 1, count)
    assert len(items) <= room
    gaps = set(np.diff(items[:-1]).tolist())
    assert len(gaps) <= 1
    if count <= room:
        assert len(items) == count


def test_that_an_archive_says_how_much_it_keeps_and_gives_up_the_averages_first() -> None:
    archive = RunArchive(codes_bytes=10_000, weights_bytes=10_000, averages_bytes=80 * 4)
    for epoch in range(9):
        archive.note(frame(epoch, epoch + 1))
        archive.note(leave(epoch))
    keeping = archive.keeping()
    assert (keeping.moments, keeping.codes, keeping.weights) == (9, 9, 9)
    assert keeping.departures == 3
    assert keeping.kept_bytes == 9 * 24 + 9 * 40 + 3 * 80
    assert archive.exact_epochs == {0.0, 4.0, 8.0}
    exact, rough = archive.departure(4), archive.departure(5)
    assert exact.learners[0].averages is not None
    assert (rough.step, rough.learners[0].averages) == (35, None)
    assert torch.equal(rough.learners[0].weights["w"], torch.full((10,), 5.0))
    assert archive.departure(5.5) is None


def test_that_a_branch_inherits_the_past_up_to_where_it_was_left() -> None:
    parent = RunArchive()
    for epoch in range(5):
        parent.note(frame(epoch, epoch + 1))
        parent.note(leave(epoch))
    branch = RunArchive(parent, 2)
    branch.note(frame(2.0, 1))
    branch.note(leave(2))
    branch.note(frame(3.0, 2))
    (timeline,) = branch.timelines()
    assert timeline.epochs == (0.0, 1.0, 2.0, 3.0)
    assert branch.exact_epochs == {0.0, 1.0, 2.0}
