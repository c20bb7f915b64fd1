"""A veil that no longer fits the codes is drawn anew at once; with real threads."""

from __future__ import annotations

import numpy as np

from tests.workers.person import Opener
from tests.workers.sample import here
from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import UnderlayKind, UnderlayTile
from vae_explorer.state.plane import frozen
from vae_explorer.state.wish import UnderlayWish, ViewWish

VEIL = UnderlayTile(frozen(np.full((8, 8), 254, np.uint8)), -3, 3, -3, 3, UnderlayKind.TRUST)


def test_that_a_veil_over_all_the_data_is_soon_replaced_while_a_model_learns(open_controller: Opener) -> None:
    person = open_controller(epochs=20_000)
    underlays = person.controller.underlays
    underlays.choose(UnderlayWish(UnderlayKind.TRUST))
    underlays.show_view(ViewWish(0, -3, 3, -3, 3, 96, 96))
    person.train()
    person.wait(lambda state: state.maps[0].version > 1 and bool(state.maps[0].underlay))
    drawn: list[UnderlayDrawn] = []
    here(underlays._trust.underlay_drawn, drawn.append)

    def is_coarse_one_there(state: ExplorerState) -> bool:
        shown = state.maps[0]
        if VEIL not in shown.underlay:
            kind = UnderlayKind.TRUST
            planted = UnderlayDrawn(0, shown.run_id, shown.version, kind, (VEIL,), shown.plane)
            person.controller._store.apply(planted)
        # Newer weights alone bring sharp ones, after a rest.
        return any(not fact.is_sharp for fact in drawn)

    person.wait(is_coarse_one_there)
