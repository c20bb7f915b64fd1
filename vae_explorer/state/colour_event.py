"""Facts about colours, and the transitions that answer them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vae_explorer.state.colour_state import ColourChoice, ColourKind, Quantity
from vae_explorer.state.explorer_state import ExplorerState


@dataclass(frozen=True)
class ColourChosen:
    """The points are to be coloured by something else."""

    choice: ColourChoice


@dataclass(frozen=True, eq=False)
class QuantityMeasured:
    """A quantity of each image was measured with the weights of a run."""

    map_id: int
    run_id: int
    quantity: Quantity


def choose_colour(event: ColourChosen, state: ExplorerState) -> ExplorerState:
    """Colour by something else; what was measured before stays in sight until its successor is there."""
    if event.choice == state.colour:
        return state
    if event.choice.kind is not ColourKind.LABEL:
        return replace(state, colour=event.choice)
    maps = tuple(shown if shown.quantity is None else replace(shown, quantity=None) for shown in state.maps)
    return replace(state, colour=event.choice, maps=maps)


def show_quantity(event: QuantityMeasured, state: ExplorerState) -> ExplorerState:
    """Show a quantity, unless another is wanted meanwhile or the map shows another run's model."""
    if event.quantity.choice != state.colour:
        return state
    maps = tuple(
        replace(shown, quantity=event.quantity)
        if (shown.map_id, shown.run_id) == (event.map_id, event.run_id) and shown.codes is not None
        else shown
        for shown in state.maps
    )
    return replace(state, maps=maps)
