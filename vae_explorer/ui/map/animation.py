"""Short smooth moves from one view to another."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal, Slot

from vae_explorer.ui.map.view import View

_DURATION_MS = 160
# What nobody leads by hand is calm at twenty pictures a second; each costs as much as all the points.
_CALM_STEP_MS = 45


class ViewAnimation(QObject):
    """Leads from the present view to a wished one; a new wish starts from wherever the last one got.

    Parameters
    ----------
    parent : QObject
    """

    stepped = Signal(object)  # View
    led = Signal(object)  # View: a step that nobody waits for, so that it may be shown a little later

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_motion_reduced = False
        self._from: View | None = None
        self._to: View | None = None
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(_DURATION_MS)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.valueChanged.connect(self._step)
        self._is_calm = False
        self._stepped_at = 0

    @property
    def target(self) -> View | None:
        """Where the present move ends, or None at rest."""
        return self._to

    def start(self, present: View, wished: View, *, is_calm: bool = False) -> None:
        """Move from ``present`` to ``wished``: at once where motion is reduced, in few steps where calm."""
        self._clock.stop()
        if self.is_motion_reduced or (present.width, present.height) != (wished.width, wished.height):
            self._to = None
            self.stepped.emit(wished)
            return
        self._from, self._to = present, wished
        self._is_calm, self._stepped_at = is_calm, 0
        self._clock.start()

    def finish(self) -> None:
        """Cut the move short: be at its end now."""
        target = self._to
        self.stop()
        if target is not None:
            self.stepped.emit(target)

    def stop(self) -> None:
        """Stay where the move has got to."""
        self._clock.stop()
        self._from = self._to = None

    @Slot("QVariant")
    def _step(self, progress: float) -> None:
        if self._from is None or self._to is None:
            return
        elapsed = self._clock.currentTime()
        if self._is_calm and progress < 1 and elapsed - self._stepped_at < _CALM_STEP_MS:
            return
        self._stepped_at = elapsed
        view = self._from.between(self._to, progress)
        if progress >= 1:
            self._from = self._to = None
        (self.led if self._is_calm else self.stepped).emit(view)
