"""Has the trust underlay drawn in the analysis thread: coarse at once, then sharper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import TRUST_KINDS, UnderlayTile
from vae_explorer.state.plane import frozen
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, ForgetLetter
from vae_explorer.workers.analysis_worker import AnalysisWorker
from vae_explorer.workers.letter import UnderlayLetter

if TYPE_CHECKING:
    from vae_explorer.analysis.decoder_ensemble import DecoderEnsemble
    from vae_explorer.analysis.trust import TrustGauge, TrustPart

# While a model learns its trust is drawn again after a rest of some times as long as drawing took.
_LEAST_REST_MS, _LONGEST_REST_MS = 500, 4_000
_REST_SHARE = 3
# What asks for one picture often asks for another at once, and all that is new besides is being painted.
_SOON_MS = 60
_CELLS_PX = (24, 10, 4)
_PICTURE_PX = 1
_STRIP_PX = 26
_BLOCK = 250


class TrustPainter(QObject):
    """Asks the analysis thread for pictures of trust, and passes on what comes.

    Parameters
    ----------
    analyst : AnalysisWorker
        Draws.
    """

    underlay_drawn = Signal(object)  # UnderlayDrawn

    def __init__(self, analyst: AnalysisWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analyst = analyst
        self._postponed: dict[int, AnalysisLetter] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._rest_ms = _LEAST_REST_MS
        self._drawn_for = QElapsedTimer()
        self._awaited: set[int] = set()
        self._timer.timeout.connect(self._send_postponed)
        self._due: dict[int, AnalysisLetter] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._send_due)
        analyst.answered.connect(self._note)

    def ask(self, run_id: int, wish: UnderlayLetter) -> None:
        """Draw this; a wish that only follows newer weights waits for others of its kind."""
        map_id = wish.view.map_id
        letter = AnalysisLetter(("trust", map_id), map_id, run_id, wish, partial(draw_trust, wish=wish))
        if wish.is_refresh:
            self._postponed[map_id] = letter
            if not self._timer.isActive():
                self._timer.start(self._rest_ms)
            return
        self._postponed.pop(map_id, None)
        self._due[map_id] = letter
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _send_due(self) -> None:
        letters, self._due = self._due, {}
        for letter in letters.values():
            self._analyst.mailbox.put(letter.key, letter)

    def forget(self, map_id: int) -> None:
        """Draw no more for a map."""
        self._postponed.pop(map_id, None)
        self._due.pop(map_id, None)
        self._analyst.mailbox.put(("trust", map_id), ForgetLetter(("trust", map_id)))

    def cancel(self) -> None:
        """Ask for nothing more; called before the threads end."""
        self._timer.stop()
        self._soon.stop()
        self._postponed.clear()
        self._due.clear()

    @Slot()
    def _send_postponed(self) -> None:
        if self._awaited and self._rest_ms < _LONGEST_REST_MS:
            # A newer wish would end what is still being drawn, and nothing would ever be finished.
            self._rest_ms = min(2 * self._rest_ms, _LONGEST_REST_MS)
            self._timer.start(self._rest_ms)
            return
        self._awaited = set(self._postponed)
        self._drawn_for.start()
        letters, self._postponed = self._postponed, {}
        for letter in letters.values():
            self._analyst.mailbox.put(letter.key, letter)

    @Slot(object)
    def _note(self, reply: AnalysisReply) -> None:
        if not isinstance(reply.result, UnderlayDrawn):
            return
        if reply.result.is_sharp and reply.map_id in self._awaited:
            self._awaited.remove(reply.map_id)
            if not self._awaited:
                took = _REST_SHARE * self._drawn_for.elapsed()
                self._rest_ms = max(_LEAST_REST_MS, min(took, _LONGEST_REST_MS))
        self.underlay_drawn.emit(reply.result)


def draw_trust(context: AnalysisContext, *, wish: UnderlayLetter) -> Iterator[object]:
    """Draw the trust in what a view shows, in the analysis thread; each picture is an ``UnderlayDrawn``."""
    from vae_explorer.analysis.decoder_ensemble import trained_ensemble
    from vae_explorer.analysis.trust import TrustPart

    if wish.plane.latent_dim != context.spec.latent_dim:
        return
    wanted = TRUST_KINDS[wish.kind]
    # One that only follows newer weights replaces a sharp picture: a coarse one between them would flicker.
    cells_px = _CELLS_PX[-1:] if wish.is_refresh else _CELLS_PX
    if wanted in ("", TrustPart.DENSITY.value) and not wish.is_refresh:
        yield from _drawn(context, wish, _gauge(context, None), (TrustPart.DENSITY,), _CELLS_PX[0])
    ensemble = cast("DecoderEnsemble | None", context.recall("ensemble"))
    if wanted == TrustPart.DECODERS.value and ensemble is None and context.dataset is not None:
        codes, images = context.codes, context.dataset.train_images[context.codes.indices]
        trained = yield from trained_ensemble(context.spec, codes.mu, codes.logvar, images)
        ensemble = context.remember("ensemble", lambda: trained)
    gauge = _gauge(context, ensemble)
    parts = tuple(part for part in gauge.parts if wanted in ("", part.value))
    for cell_px in cells_px if parts else ():
        yield from _drawn(context, wish, gauge, parts, cell_px)


def _gauge(context: AnalysisContext, ensemble: DecoderEnsemble | None) -> TrustGauge:
    from vae_explorer.analysis.trust import TrustGauge

    codes, dataset = context.codes, context.dataset

    def build() -> TrustGauge:
        images = None if dataset is None else dataset.train_images[codes.indices]
        return TrustGauge(codes.mu, context.replica, images, ensemble)

    return context.remember(("trust", dataset is None, ensemble is None), build)


def _drawn(
    context: AnalysisContext,
    wish: UnderlayLetter,
    gauge: TrustGauge,
    parts: tuple[TrustPart, ...],
    cell_px: int,
) -> Iterator[object]:
    from vae_explorer.analysis.trust import one_reading, trust_picture

    yield from gauge.calibrate(parts)
    view = wish.view
    columns = max(round(view.width_px / (cell_px * view.pixel_ratio)), 2)
    rows = max(round(view.height_px / (cell_px * view.pixel_ratio)), 2)
    y_min, y_max = view.y_min, view.y_max
    if wish.plane.is_strip:
        rows, half = 1, _STRIP_PX * view.pixel_ratio * (view.x_max - view.x_min) / max(view.width_px, 1)
        y_min, y_max = -half, half
    x = view.x_min + (np.arange(columns) + 0.5) / columns * (view.x_max - view.x_min)
    y = y_max - (np.arange(rows) + 0.5) / rows * (y_max - y_min)
    z = wish.plane.to_latent(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
    trust = []
    for start in range(0, len(z), _BLOCK):
        trust.append(one_reading(gauge.measure(z[start : start + _BLOCK], parts)))
        yield None
    picture = trust_picture(np.concatenate(trust).reshape(rows, columns), max(cell_px // _PICTURE_PX, 1))
    yield UnderlayDrawn(
        context.map_id,
        context.run_id,
        context.version,
        wish.kind,
        (UnderlayTile(frozen(picture), view.x_min, view.x_max, y_min, y_max, wish.kind),),
        plane=wish.plane,
        view=view,
        is_sharp=cell_px == _CELLS_PX[-1],
    )
