"""Whether what a chapter asks for was really done: read off two states that follow one another."""

from __future__ import annotations

from collections.abc import Callable

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapSource, MapState, Place
from vae_explorer.state.tour_script import Task, TaskKind

STRONG_C = 10.0
"""From here on the regulariser counts so much that everybody sees it."""

OVERFIT_SHARE = 0.06
"""By so much of itself the test error lies above the training error once a model overfits; with all digits to
learn from it is 0.03."""

Counts = tuple[int, ...]
Tasks = tuple[Task, ...]


def counted(tasks: Tasks, counts: Counts, before: ExplorerState, after: ExplorerState) -> Counts:
    """Return what was done so far, after one more change of the state.

    Parameters
    ----------
    tasks : tuple of Task
        What is asked for.
    counts : tuple of int
        What was done until then, of one task after the other; empty for nothing.
    before, after : ExplorerState
        The change.
    """
    news = [number for task in tasks for number in _news(task, before, after)]
    return tuple(old + new for old, new in zip(_done(tasks, counts), news, strict=True))


def is_fulfilled(tasks: Tasks, counts: Counts) -> bool:
    """Whether enough was done."""
    return all(number >= needed for number, needed in zip(_done(tasks, counts), _needed(tasks), strict=True))


def fulfilment(tasks: Tasks, counts: Counts) -> tuple[int, int]:
    """Return how much was done, and of how much."""
    needed = _needed(tasks)
    return sum(min(pair) for pair in zip(_done(tasks, counts), needed, strict=True)), sum(needed)


def has_training(tasks: Tasks) -> bool:
    """Whether something is to be trained."""
    return any(task.kind in (TaskKind.STRONG_C, TaskKind.OVERFIT) for task in tasks)


def _needed(tasks: Tasks) -> Counts:
    return tuple(number for task in tasks for number in task.needed)


def _done(tasks: Tasks, counts: Counts) -> Counts:
    return counts or (0,) * len(_needed(tasks))


def _news(task: Task, before: ExplorerState, after: ExplorerState) -> Counts:
    news = _COUNTERS[task.kind](before, after)
    return (*news, *(0 for _ in task.needed))[: len(task.needed)]


def _per_map(
    before: ExplorerState, after: ExplorerState, happened: Callable[[MapState, MapState], bool]
) -> Counts:
    if len(before.maps) != len(after.maps):
        return ()
    pairs = zip(before.maps, after.maps, strict=True)
    # What a new model brings with it is nobody's doing.
    return tuple(int(old.run_id == new.run_id and happened(old, new)) for old, new in pairs)


def _pins(before: ExplorerState, after: ExplorerState) -> Counts:
    return _per_map(before, after, lambda old, new: new.pin != old.pin)


def _gaps(before: ExplorerState, after: ExplorerState) -> Counts:
    def is_gap_found(old: MapState, new: MapState) -> bool:
        found = new.pin_decoded
        former = old.pin_decoded
        # A pin that is decoded again because the model has learnt meanwhile was not put there now.
        is_new = found is not None and former is not None and former.z != found.z
        return is_new and found is not None and found.verdict.place is Place.IN_GAP

    return _per_map(before, after, is_gap_found)


def _images(before: ExplorerState, after: ExplorerState) -> Counts:
    news = _per_map(
        before,
        after,
        lambda old, new: new.linked_index is not None and new.linked_index != old.linked_index,
    )
    return (max(news, default=0),)


def _layers(before: ExplorerState, after: ExplorerState) -> Counts:
    old, new = before.network.layer, after.network.layer
    return (int(new is not None and new != old),)


def _noises(before: ExplorerState, after: ExplorerState) -> Counts:
    return (max(0, after.network.draw - before.network.draw),)


def _strong_c(before: ExplorerState, after: ExplorerState) -> Counts:
    # It counts when an epoch has passed with it: the codes have moved by then.
    old, new = before.training, after.training
    has_moved = new.is_active and int(new.epoch) > (int(old.epoch) if old.is_active else 0)
    return (int(has_moved and after.settings.c >= STRONG_C),)


def _overfit(before: ExplorerState, after: ExplorerState) -> Counts:
    if after.settings.image_limit is None:
        return (0,)
    return (int(any(map(_has_parted, after.maps)) and not any(map(_has_parted, before.maps))),)


def _has_parted(shown: MapState) -> bool:
    """Whether a model that is trained here is much better on the images it learns from than on others."""
    if shown.source is not MapSource.TRAINING or not shown.history:
        return False
    newest = shown.history[-1]
    test, train = newest.test.reconstruction_nats, newest.train.reconstruction_nats
    return test - train >= OVERFIT_SHARE * abs(test)


def _own_data(before: ExplorerState, after: ExplorerState) -> Counts:
    return (int(before.dataset.name != after.dataset.name),)


def _darts(before: ExplorerState, after: ExplorerState) -> Counts:
    thrown = max(0, _dart_count(after) - _dart_count(before))
    # A new ε is a dart as well, thrown by hand.
    return (thrown + sum(_noises(before, after)),)


def _dart_count(state: ExplorerState) -> int:
    return max((len(board.places) for board in state.inference.boards), default=0)


def _waypoints(before: ExplorerState, after: ExplorerState) -> Counts:
    return (max(0, len(after.path.waypoints) - len(before.path.waypoints)),)


_COUNTERS: dict[TaskKind, Callable[[ExplorerState, ExplorerState], Counts]] = {
    TaskKind.PIN: _pins,
    TaskKind.GAP: _gaps,
    TaskKind.IMAGE: _images,
    TaskKind.LAYER: _layers,
    TaskKind.NOISE: _noises,
    TaskKind.DARTS: _darts,
    TaskKind.PATH: _waypoints,
    TaskKind.STRONG_C: _strong_c,
    TaskKind.OVERFIT: _overfit,
    TaskKind.OWN_DATA: _own_data,
}
