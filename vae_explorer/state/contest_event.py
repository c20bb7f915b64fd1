"""The facts and wishes of the sampling contest, and how they change the state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.state.contest_state import FEWEST, MOST, ContestState, DrawnSheet


@dataclass(frozen=True)
class ContestWish:
    """Draw so many samples from every model, or stop looking at them."""

    sampler: SamplerKind
    count: int
    seed: int
    is_watched: bool


@dataclass(frozen=True)
class SheetSaveWish:
    """Keep the samples on screen as a picture."""

    path: str


@dataclass(frozen=True)
class ContestChosen:
    """Something else is drawn from now on."""

    sampler: SamplerKind
    count: int
    seed: int
    is_watched: bool


@dataclass(frozen=True, eq=False)
class SheetDrawn:
    """Samples of the model in a map were drawn."""

    sampler: SamplerKind
    seed: int
    drawn: DrawnSheet


ContestEvent = ContestChosen | SheetDrawn


def contest_transition(event: ContestEvent, contest: ContestState) -> ContestState:
    """Return the contest after an event."""
    if isinstance(event, ContestChosen):
        return replace(
            contest,
            sampler=event.sampler,
            count=min(max(event.count, FEWEST), MOST),
            seed=event.seed,
            is_watched=event.is_watched,
        )
    if (event.sampler, event.seed) != (contest.sampler, contest.seed):
        return contest
    others = tuple(drawn for drawn in contest.sheets if drawn.map_id != event.drawn.map_id)
    return replace(contest, sheets=(*others, event.drawn))
