"""The picture on the canvas: encoded in every map while it is drawn, kept as a pinned image."""

from __future__ import annotations

import itertools
from functools import partial

from PySide6.QtCore import QObject, Slot

from vae_explorer.state import sketch_event as events
from vae_explorer.state.map_state import MapState, MapStatus
from vae_explorer.state.sketch_state import KeptMark, Sketch
from vae_explorer.state.sketch_wish import (
    DrawWish,
    KeepMarkWish,
    MarkWish,
    PictureFileWish,
    SketchOptionsWish,
)
from vae_explorer.state.tool import Tool
from vae_explorer.workers.analysis_letter import AnalysisReply
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.map_coordinator import MapCoordinator
from vae_explorer.workers.sketch_analysis import (
    PictureRead,
    PictureRequest,
    SketchRequest,
    make_sketch,
    read_picture,
)
from vae_explorer.workers.store import StateStore


class SketchCoordinator(QObject):
    """Has every new picture encoded; the newest counts.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    maps : MapCoordinator
        Pins what is kept.
    """

    def __init__(
        self, store: StateStore, crew: Crew, maps: MapCoordinator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._maps = maps
        self._numbers = itertools.count(1)
        self._asked: dict[int, tuple[object, ...]] = {}
        self._picture: object = None
        store.state_changed.connect(self._follow)
        crew.analyst.answered.connect(self._note_answer)

    @Slot(object)
    def draw(self, wish: DrawWish) -> None:
        """Encode what is on the canvas now."""
        self._store.apply(events.PictureDrawn(wish.picture))

    @Slot(object)
    def choose_options(self, wish: SketchOptionsWish) -> None:
        """Bring the picture to the data in another way."""
        self._store.apply(events.SketchOptionsChosen(wish.options))

    @Slot(object)
    def open_picture(self, wish: PictureFileWish) -> None:
        """Read a picture from a file, in the analysis thread."""
        shown = next((each for each in self._store.state.maps if each.status is MapStatus.READY), None)
        if shown is None:
            return
        request = PictureRequest(wish.path, wish.height, wish.width)
        self._crew.ask("picture file", shown, request, partial(read_picture, request))

    @Slot(object)
    def keep(self, _wish: KeepMarkWish) -> None:
        """Keep the picture and pin its code in every map."""
        sketch = self._store.state.sketch
        if sketch.picture is None or not sketch.sketches:
            return
        codes = tuple((each.map_id, each.run_id, each.z) for each in sketch.sketches)
        mark = KeptMark(next(self._numbers), sketch.picture, sketch.options, sketch.sketches[0].image, codes)
        with self._store.batch():
            self._store.apply(events.MarkKept(mark))
            self._pin(mark)

    @Slot(object)
    def choose_mark(self, wish: MarkWish) -> None:
        """Put a kept picture back onto the canvas and pin its codes, or let it go."""
        mark = next((each for each in self._store.state.sketch.kept if each.number == wish.number), None)
        if mark is None:
            return
        if wish.is_forgotten:
            self._store.apply(events.MarkForgotten(wish.number))
            return
        with self._store.batch():
            self._store.apply(events.SketchOptionsChosen(mark.options))
            self._store.apply(events.PictureDrawn(mark.picture, is_brought=True))
            self._pin(mark)

    def _pin(self, mark: KeptMark) -> None:
        for shown in self._store.state.maps:
            z = mark.code_in(shown.map_id, shown.run_id)
            if z is not None:
                self._maps.pin_code(shown.map_id, z)

    @Slot()
    def _follow(self) -> None:
        state = self._store.state
        picture, options = state.sketch.picture, state.sketch.options
        if picture is not self._picture:
            self._picture = picture
            self._asked.clear()
        if state.tool is not Tool.DRAW or picture is None:
            return
        for shown in state.maps:
            wanted = (options, shown.run_id, shown.version, state.dataset.fingerprint)
            if not _is_usable(shown) or self._asked.get(shown.map_id) == wanted:
                continue
            self._asked[shown.map_id] = wanted
            request = SketchRequest(picture, options)
            self._crew.ask(("sketch", shown.map_id), shown, request, partial(make_sketch, request))

    @Slot(object)
    def _note_answer(self, reply: AnalysisReply) -> None:
        if isinstance(reply.result, Sketch):
            self._store.apply(events.SketchMade(reply.result))
        elif isinstance(reply.result, PictureRead):
            self._store.apply(events.PictureDrawn(reply.result.picture, is_brought=True))
        elif reply.error is not None and isinstance(reply.request, SketchRequest | PictureRequest):
            self._store.say_error(reply.error)


def _is_usable(shown: MapState) -> bool:
    return shown.model is not None and shown.codes is not None
