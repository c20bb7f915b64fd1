"""One scale of colours for all maps whose quantities can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.colour_state import ColourChoice, ColourKind, Quantity
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.quantity_text import absence_text, scale_title, waiting_text

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap
    from vae_explorer.ui.map.look import ValueScale


def shared_scales(maps: tuple[MapState, ...], choice: ColourChoice) -> tuple[ValueScale | None, ...]:
    """Return the scale of each map's quantity; equal units share one from the lowest to the highest limit.

    Reconstruction errors are comparable where the likelihood is the same, densities where the latent
    dimension is. A map that is still waiting for its quantity says so; None where colours mean classes.
    """
    from vae_explorer.ui.map.look import ValueScale

    measured = [shown for shown in maps if shown.quantity is not None and shown.quantity.values is not None]
    scales: list[ValueScale | None] = []
    for shown in maps:
        quantity = shown.quantity
        if quantity is None or shown.model is None:
            is_awaited = choice.kind is not ColourKind.LABEL and shown.codes is not None
            waiting = ValueScale(0.0, 0.0, waiting_text(choice), is_absent=True)
            scales.append(waiting if is_awaited else None)
        elif quantity.absence is not None:
            name = absence_text(quantity.absence, quantity.choice)
            scales.append(ValueScale(0.0, 0.0, name, is_absent=True))
        else:
            like = [other.quantity for other in measured if other.quantity and _unit(other) == _unit(shown)]
            name = scale_title(quantity.choice, shown.model.latent_dim)
            low, high = min(each.low for each in like), max(each.high for each in like)
            scales.append(ValueScale(low, high, name, quantity.is_logarithmic))
    return tuple(scales)


def show_quantity(plane: LatentMap, quantity: Quantity, scale: ValueScale, count: int) -> None:
    """Colour a map's points, or grey them out where they have no such quantity."""
    values = quantity.values
    if values is not None and len(values) != count:
        return
    plane.set_values(np.full(count, np.nan) if values is None else values, scale)


def _unit(shown: MapState) -> tuple[object, ...]:
    if shown.quantity is None or shown.model is None:
        return ()
    kind = shown.quantity.choice.kind
    if kind is ColourKind.DENSITY:
        return (kind, shown.model.latent_dim)
    if kind is ColourKind.RECONSTRUCTION:
        return (kind, shown.model.likelihood)
    return (kind,)
