"""Which places of the maps are looked at, and the asking for what they decode to."""

from __future__ import annotations

import itertools

from vae_explorer.workers.crew import Crew
from vae_explorer.workers.letter import DecodeLetter
from vae_explorer.workers.store import StateStore


class PlaceDecoder:
    """Asks for the decodes of pins and of what the pointer looks at, and again when the weights are others.

    Parameters
    ----------
    store : StateStore
        The state: which run stands in which map, and where it is pinned.
    crew : Crew
        Its decoder answers.
    """

    def __init__(self, store: StateStore, crew: Crew) -> None:
        self._store = store
        self._crew = crew
        self._requests = itertools.count(1)
        self._last_request = 0
        self._awaited_request = 0
        self._looked_at: dict[int, tuple[float, ...]] = {}

    @property
    def last_request(self) -> int:
        """The number of the newest request: what is answered under it or a lower one was asked before."""
        return self._last_request

    @property
    def is_answer_awaited(self) -> bool:
        """Whether what the pointer asked for is still being decoded."""
        return self._awaited_request > 0

    def decode_pin(self, map_id: int, z: tuple[float, ...], *, is_awaited: bool = False) -> None:
        """Decode the pin of a map."""
        self._ask(map_id, z, is_pinned=True, is_awaited=is_awaited)

    def look_at(self, map_id: int, z: tuple[float, ...], *, is_awaited: bool = False) -> None:
        """Decode a code of a map without a pin, from now on also with every later model."""
        self._looked_at[map_id] = z
        self._ask(map_id, z, is_pinned=False, is_awaited=is_awaited)

    def look_again(self, map_id: int) -> None:
        """Decode pin and pointer anew: with other weights, or beside other images."""
        shown = self._store.state.find_map(map_id)
        if shown is None or shown.model is None:
            return
        if shown.pin is not None:
            self._ask(map_id, shown.pin, is_pinned=True)
        if map_id in self._looked_at:
            self._ask(map_id, self._looked_at[map_id], is_pinned=False)

    def look_away(self, map_id: int | None = None) -> None:
        """Look at nothing besides the pin any more: in one map, or in all."""
        if map_id is None:
            self._looked_at.clear()
        else:
            self._looked_at.pop(map_id, None)

    def note_answer(self, request_id: int) -> None:
        """Learn that a request was answered."""
        if request_id >= self._awaited_request:
            self._awaited_request = 0

    def _ask(self, map_id: int, z: tuple[float, ...], *, is_pinned: bool, is_awaited: bool = False) -> None:
        shown = self._store.state.find_map(map_id)
        if shown is None:
            return
        self._last_request = next(self._requests)
        if is_awaited:
            self._awaited_request = self._last_request
        letter = DecodeLetter(map_id, shown.run_id, self._last_request, z, is_pinned, is_awaited)
        self._crew.decoder.mailbox.put((map_id, is_pinned), letter)
