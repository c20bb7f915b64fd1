"""Selecting images, lighting one up, and saving what is selected."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from vae_explorer.analysis.selection_table import MapCodes, SelectionTable
from vae_explorer.state import selection_event as events
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.selection_state import SelectionState, selected
from vae_explorer.state.selection_wish import (
    ClearSelectionWish,
    LightWish,
    SelectionExportWish,
    SelectionFile,
    SelectionWish,
    SelectWish,
    SheetWish,
)
from vae_explorer.state.wish import LeaveWish
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.map_coordinator import MapCoordinator
from vae_explorer.workers.picture_letter import ExportedLetter, ExportLetter, LitLetter, SheetLetter
from vae_explorer.workers.store import StateStore

_SUFFIXES = {SelectionFile.TABLE: ".csv", SelectionFile.SHEET: ".png"}


class SelectionCoordinator(QObject):
    """Turns wishes about the selection into events and letters, and the answers into events.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    maps : MapCoordinator
        Lets images light up.
    """

    def __init__(
        self, store: StateStore, crew: Crew, maps: MapCoordinator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._maps = maps
        self._exports = itertools.count(1)
        self._lit: LitLetter | None = None
        store.state_changed.connect(self._follow)
        crew.pictures.sheet_pictured.connect(self._note_sheet)
        crew.pictures.lit_pictured.connect(self._note_lit)
        crew.pictures.selection_exported.connect(self._note_export)

    @Slot(object)
    def answer(self, wish: SelectionWish) -> None:
        """Do what one of the wishes about the selection asks for."""
        if isinstance(wish, SelectWish):
            self.select(wish)
        elif isinstance(wish, ClearSelectionWish):
            self.clear()
        elif isinstance(wish, LightWish):
            self.light(wish)
        elif isinstance(wish, SheetWish):
            self.show_sheet(wish)
        else:
            self.export(wish)

    def select(self, wish: SelectWish) -> None:
        """Select what was enclosed in a map, or add it, or take it away."""
        shown = self._store.state.find_map(wish.map_id)
        if shown is None:
            return
        indices, preview = selected(self._store.state.selection, shown, wish.indices, wish.mode)
        self._store.apply(events.SelectionChanged(indices, preview, wish.map_id))

    def clear(self) -> None:
        """Select nothing."""
        if self._store.state.selection.count:
            self._store.apply(events.SelectionChanged(SelectionState().indices, None, 0))

    def light(self, wish: LightWish) -> None:
        """Let an image light up in every map whose points it is one of."""
        source = self._source()
        if wish.index is not None and source is not None:
            self._maps.light(source.map_id, wish.index)
        elif wish.index is None:
            self._maps.leave(LeaveWish(self._store.state.selection.map_id))

    def show_sheet(self, wish: SheetWish) -> None:
        """Picture some of the selected images."""
        source = self._source()
        if source is not None:
            letter = SheetLetter(source.map_id, source.run_id, wish.indices)
            self._crew.pictures.mailbox.put("sheet", letter)

    def export(self, wish: SelectionExportWish) -> None:
        """Save the selection."""
        source, selection = self._source(), self._store.state.selection
        if source is None or source.codes is None:
            self._store.say(
                NoticeLevel.WARNING,
                "nothing is selected",
                remedy="draw around points with the lasso first",
            )
            return
        path = Path(wish.path)
        if path.suffix.lower() != _SUFFIXES[wish.kind]:
            path = path.with_name(path.name + _SUFFIXES[wish.kind])
        letter = ExportLetter(
            source.map_id,
            source.run_id,
            selection.indices,
            _table(self._store.state),
            path,
            wish.kind is SelectionFile.SHEET,
        )
        self._crew.pictures.mailbox.put(("export", next(self._exports)), letter)

    def _source(self) -> MapState | None:
        """Return the map in which the selection was made, or another of the same images."""
        selection = self._store.state.selection
        maps = [shown for shown in self._store.state.maps if len(selection.of(shown))]
        return next((shown for shown in maps if shown.map_id == selection.map_id), maps[0] if maps else None)

    @Slot(object)
    def _follow(self, state: ExplorerState) -> None:
        """Forget a selection of images that no map shows any more; picture the image that is lit."""
        if state.selection.count and self._source() is None:
            self.clear()
        index = next((shown.linked_index for shown in state.maps if shown.linked_index is not None), None)
        if index is None:
            self._lit = None
            return
        letter = LitLetter(index, tuple((shown.map_id, shown.run_id) for shown in state.maps))
        if letter != self._lit:
            self._lit = letter
            self._crew.pictures.mailbox.put("lit", letter)

    @Slot(object)
    def _note_sheet(self, fact: events.SheetPictured) -> None:
        self._store.apply(fact)

    @Slot(object)
    def _note_lit(self, fact: events.LitPictured) -> None:
        self._store.apply(fact)

    @Slot(object)
    def _note_export(self, letter: ExportedLetter) -> None:
        if letter.error is not None:
            self._store.say_error(letter.error)
            return
        self._store.say_saved("the selection was saved", letter.path)


def _table(state: ExplorerState) -> SelectionTable:
    """Return the selection as a table: labels of the first map that knows them, codes of all."""
    selection = state.selection
    maps = [shown for shown in state.maps if len(selection.of(shown))]
    first = maps[0]
    assert first.codes is not None
    assert first.dataset is not None
    counts = Counter(shown.kind for shown in maps)
    codes = [
        MapCodes(
            shown.kind if counts[shown.kind] == 1 else f"{shown.kind}_{shown.map_id + 1}",
            shown.codes.mu[selection.indices],
        )
        for shown in maps
        if shown.codes is not None
    ]
    return SelectionTable(
        indices=first.codes.indices[selection.indices],
        labels=np.asarray(first.codes.labels[selection.indices]),
        label_names=first.dataset.label_names,
        maps=tuple(codes),
    )
