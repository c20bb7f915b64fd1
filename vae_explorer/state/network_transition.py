"""How the events of the networks' pages change the state."""

from __future__ import annotations

from dataclasses import replace

from vae_explorer.state import network_event as events
from vae_explorer.state.explorer_state import ExplorerState


def watch(event: events.NetworkWatched, state: ExplorerState) -> ExplorerState:
    """Note whether a page is in sight."""
    network = replace(state.network, is_watched=event.is_watched, is_evidence_wanted=event.is_evidence_wanted)
    return replace(state, network=network)


def ask(event: events.NetworkAsked, state: ExplorerState) -> ExplorerState:
    """Note what was sent; what came before stays in sight until the answer is there."""
    return replace(state, network=replace(state.network, index=event.index, draw=event.draw))


def trace(event: events.ImageTraced, state: ExplorerState) -> ExplorerState:
    """Take an answer, unless the map has another model meanwhile."""
    shown = state.find_map(event.map_id)
    if shown is None or shown.run_id != event.run_id:
        return state
    others = [found for found in state.network.traces if found[0] != event.map_id]
    traces = (*others, (event.map_id, event.run_id, event.trace))
    return replace(state, network=replace(state.network, traces=traces))


def choose_layer(event: events.LayerChosen, state: ExplorerState) -> ExplorerState:
    """Look at a layer closely."""
    return replace(state, network=replace(state.network, layer=(event.map_id, event.name)))


TRANSITIONS = (watch, ask, trace, choose_layer)
