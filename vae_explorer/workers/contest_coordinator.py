"""Draws samples from every model while somebody looks at them, and keeps them as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot

from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.state.contest_event import ContestChosen, ContestWish, SheetDrawn, SheetSaveWish
from vae_explorer.state.contest_state import ContestState, DrawnSheet
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.training_state import TrainingStatus
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.analysis_letter import AnalysisReply
from vae_explorer.workers.crew import Crew
from vae_explorer.workers.store import StateStore

if TYPE_CHECKING:
    from vae_explorer.analysis.sample_sheet import SampleSheet

_GAP_PX = 16


@dataclass(frozen=True)
class SheetRequest:
    """Draw samples of a model at a version."""

    sampler: SamplerKind
    count: int
    seed: int
    version: int


@dataclass(frozen=True)
class SheetSaveRequest:
    """Write samples as a picture."""

    path: Path


class ContestCoordinator(QObject):
    """Asks the analysis thread for samples.

    Parameters
    ----------
    store : StateStore
        The state.
    crew : Crew
        The workers.
    """

    def __init__(self, store: StateStore, crew: Crew, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._crew = crew
        self._asked: dict[int, tuple[int, SheetRequest]] = {}
        store.state_changed.connect(self._look)
        crew.analyst.answered.connect(self._note)

    @Slot(object)
    def choose(self, wish: ContestWish) -> None:
        """Draw something else, or draw anew."""
        self._store.apply(ContestChosen(wish.sampler, wish.count, wish.seed, wish.is_watched))

    @Slot(object)
    def save(self, wish: SheetSaveWish) -> None:
        """Keep the samples on screen as a PNG file, the maps from left to right."""
        state = self._store.state
        sheets = [
            sheet
            for shown in state.maps
            if (sheet := state.contest.sheet(shown.map_id, shown.run_id)) is not None
        ]
        if not sheets:
            self._store.say(NoticeLevel.WARNING, "there are no samples to save yet")
            return
        path = Path(wish.path)
        if path.suffix.lower() != ".png":
            path = path.with_name(path.name + ".png")
        shown = state.maps[0]
        compute = partial(write_sheets, path=path, sheets=tuple(sheets))
        self._crew.ask(("save samples", path), shown, SheetSaveRequest(path), compute)

    @Slot()
    def _look(self) -> None:
        state = self._store.state
        if not state.contest.is_watched or not state.is_torch_ready:
            return
        # While models learn, samples of every snapshot would take time from training; they come at its end.
        is_learning = state.training.status is TrainingStatus.RUNNING
        for shown in state.maps:
            if shown.status is not MapStatus.READY or shown.codes is None:
                continue
            request = _request(state.contest, shown.version)
            asked_run, asked = self._asked.get(shown.map_id, (0, None))
            if asked_run == shown.run_id and (
                asked == request or (is_learning and _is_alike(asked, request))
            ):
                continue
            self._asked[shown.map_id] = (shown.run_id, request)
            key = ("samples", shown.map_id)
            self._crew.ask(key, shown, request, partial(draw_samples, request=request))

    @Slot(object)
    def _note(self, reply: AnalysisReply) -> None:
        request = reply.request
        if isinstance(request, SheetRequest) and reply.result is not None:
            sheet: SampleSheet = reply.result  # type: ignore[assignment]
            drawn = DrawnSheet(reply.map_id, reply.run_id, reply.version, sheet)
            self._store.apply(SheetDrawn(request.sampler, request.seed, drawn))
        elif isinstance(request, SheetSaveRequest):
            if reply.error is not None:
                self._store.say_error(reply.error)
            elif reply.result is not None:
                self._store.say_saved("the samples were saved", request.path)


def _request(contest: ContestState, version: int) -> SheetRequest:
    return SheetRequest(contest.sampler, contest.count, contest.seed, version)


def _is_alike(asked: SheetRequest | None, request: SheetRequest) -> bool:
    """Whether two requests differ only in the weights."""
    return asked is not None and (asked.sampler, asked.count, asked.seed) == (
        request.sampler,
        request.count,
        request.seed,
    )


def draw_samples(context: AnalysisContext, *, request: SheetRequest) -> Iterator[object]:
    """Answer a :class:`SheetRequest` in the analysis thread with one ``SampleSheet``."""
    from vae_explorer.analysis.sample_sheet import draw_sheet

    codes = context.codes
    sheet = yield from draw_sheet(
        request.sampler, codes.mu, codes.logvar, context.replica, request.count, request.seed
    )
    yield sheet


def write_sheets(
    _context: AnalysisContext, *, path: Path, sheets: tuple[SampleSheet, ...]
) -> Iterator[object]:
    """Write samples side by side as one picture, in the analysis thread; an answer says that it is done."""
    import io

    from PIL import Image

    from vae_explorer.analysis.report_picture import sheet_picture
    from vae_explorer.atomic_file import write_atomically

    pictures = [sheet_picture(sheet, columns=8) for sheet in sheets]
    yield None
    height = max(picture.shape[0] for picture in pictures)
    padded = [
        np.pad(picture, ((0, height - len(picture)), (0, _GAP_PX), (0, 0)), constant_values=255)
        for picture in pictures
    ]
    content = io.BytesIO()
    Image.fromarray(np.concatenate(padded, axis=1)[:, :-_GAP_PX]).save(content, "PNG")
    write_atomically(path, content.getvalue())
    yield True
