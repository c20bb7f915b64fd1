"""The fact that the maps are looked at in another way, and the transition that answers it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.view_state import ViewOptions


@dataclass(frozen=True)
class ViewOptionsChosen:
    """The maps are looked at in another way."""

    options: ViewOptions


def choose_view(event: ViewOptionsChosen, state: ExplorerState) -> ExplorerState:
    """Look at the maps in another way."""
    return state if event.options == state.view else replace(state, view=event.options)
