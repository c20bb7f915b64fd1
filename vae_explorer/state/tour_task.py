"""Whether what a chapter asks for was really done: read off two states that follow one another."""

from __future__ import annotations

from collections.abc import Callable

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState, Place
from vae_explorer.state.tour_script import Task, TaskKind

STRONG_C = 10.0
"""From here on the regulariser counts so much that everybody sees it."""

Counts = tuple[int, ...]


def counted(task: Task, counts: Counts, before: ExplorerState, after: ExplorerState) -> Counts:
    """Return what was done so far, after one more change of the state.

    Parameters
    ----------
    task : Task
        What is asked for.
    counts : tuple of int
        What was done until then; empty for nothing.
    before, after : ExplorerState
        The change.
    """
    former = counts or (0,) * len(task.needed)
    news = _COUNTERS[task.kind](before, after)
    padded = (*news, *(0 for _ in former))[: len(former)]
    return tuple(old + new for old, new in zip(former, padded, strict=True))


def is_fulfilled(task: Task, counts: Counts) -> bool:
    """Whether enough was done."""
    done = counts or (0,) * len(task.needed)
    return all(number >= needed for number, needed in zip(done, task.needed, strict=True))


def fulfilment(task: Task, counts: Counts) -> tuple[int, int]:
    """Return how much was done, and of how much."""
    done = counts or (0,) * len(task.needed)
    return sum(min(pair) for pair in zip(done, task.needed, strict=True)), sum(task.needed)


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
        is_new = found is not None and old.pin_decoded is not found and old.pin_decoded is not None
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
    TaskKind.OWN_DATA: _own_data,
}
