"""How the maps of a window share the time of its thread."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.sample import codes, map_state
from vae_explorer.ui.map_area import MapArea
from vae_explorer.ui.theme import DARK


def test_that_no_map_is_left_behind_where_time_moves_all_of_them_fast(qtbot):
    area = MapArea(DARK)
    qtbot.addWidget(area)
    maps = tuple(map_state(number, "vae") for number in range(4))
    area.show_maps(maps)
    area.build()
    moved = set()
    for version in range(100, 104):
        maps = tuple(replace(shown, codes=codes(version), version=version) for shown in maps)
        area.show_maps(maps)
        # Only one of four gets its turn before the next state comes.
        before = [card.has_moved(shown) for card, shown in zip(area.cards, maps, strict=True)]
        area._move_next()
        after = [card.has_moved(shown) for card, shown in zip(area.cards, maps, strict=True)]
        moved |= {
            card for card, (was, still) in enumerate(zip(before, after, strict=True)) if was and not still
        }
    area.close_planes()
    assert moved == {0, 1, 2, 3}
