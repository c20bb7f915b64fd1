"""The words beside the training curves, with the values at the epoch pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vae_explorer.ui.control import text_label
from vae_explorer.ui.curve import Curve, CurveRole, comparable
from vae_explorer.ui.curve_style import curve_pen
from vae_explorer.ui.number_text import nats_text
from vae_explorer.ui.theme import Theme

_ROWS_LIMIT = 6
_ROW_GAP = 3


class LineSample(QWidget):
    """A short piece of a curve's line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pen = QPen()
        self.setFixedSize(QSize(22, 10))

    def set_pen(self, pen: QPen) -> None:
        """Draw it like this."""
        self._pen = pen
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(self._pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))


class _Row(NamedTuple):
    """What stands beside one another for one curve."""

    line: LineSample
    name: QLabel
    value: QLabel
    trained: QLabel


class CurveLegend(QWidget):
    """One row per curve: its line, its name in words, its value.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_legend")
        self._theme = theme
        self._curves: list[Curve] = []
        self._rows: list[_Row] = []
        self._trained: dict[tuple[int, CurveRole], Curve] = {}
        self._keys: tuple[tuple[object, ...], ...] = ()
        self._epoch: float | None = None
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(10, 0, 4, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(_ROW_GAP)

    def sizeHint(self) -> QSize:
        """Ask for room for all rows, whether they are seen or not."""
        rows = min(len(self._curves), _ROWS_LIMIT)
        return QSize(super().sizeHint().width(), max(rows * self._row_height() - _ROW_GAP, 0))

    def minimumSizeHint(self) -> QSize:
        """Be content with one row."""
        return QSize(super().minimumSizeHint().width(), self._row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many rows as have room."""
        super().resizeEvent(event)
        self._fit()

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Name these curves."""
        self._trained = {
            (curve.map_id, curve.role): curve
            for curve in curves
            if curve.role in _TRAINING and not curve.is_past
        }
        ordered = [curve for curve in curves if curve.role not in _TRAINING and not curve.is_past]
        ordered.sort(key=_reading_order)
        training = [curve for curve in curves if curve.role in _TRAINING]
        drawn = [curve for curve in training if curve in comparable(curves)]
        self._curves = ordered + (drawn or training)[:1]
        keys = tuple(
            (curve.map_id, curve.kind, curve.title, curve.role, self._is_drawn(curve))
            for curve in self._curves
        )
        if keys != self._keys:
            self._keys = keys
            self._rebuild()
        self._write_values()

    @Slot(object)
    def show_epoch(self, epoch: float | None) -> None:
        """Show the values at this epoch; None for the newest."""
        self._epoch = epoch
        self._write_values()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for curve, row in zip(self._curves, self._rows, strict=True):
            row.line.set_pen(self._pen(curve))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._rebuild()

    def _rebuild(self) -> None:
        """Write the rows anew; their widgets stay, since to make and place them takes longest."""
        while len(self._rows) > len(self._curves):
            for widget in self._rows.pop():
                self._layout.removeWidget(widget)
                widget.setParent(None)
                widget.deleteLater()
        while len(self._rows) < len(self._curves):
            self._add_row()
        for curve, row in zip(self._curves, self._rows, strict=True):
            row.line.set_pen(self._pen(curve))
            _write(row.name, self._name(curve))
            _write(row.value, "")
            _write(row.trained, "")
            row.trained.setToolTip(self.tr("while training"))
        self._write_values()
        self.updateGeometry()
        self._fit()

    def _add_row(self) -> None:
        position = len(self._rows)
        place, column = position % _ROWS_LIMIT, position // _ROWS_LIMIT * 4
        value = text_label(f"curve_value_{position}", "chip", self)
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000.0"))
        trained = text_label(f"curve_train_value_{position}", "chip", self)
        trained.setProperty("role", "caption")
        trained.setAlignment(value.alignment())
        row = _Row(LineSample(self), text_label(f"curve_name_{position}", "chip", self), value, trained)
        for step, widget in enumerate(row):
            self._layout.addWidget(widget, place, column + step)
        self._layout.setRowStretch(_ROWS_LIMIT, 1)
        self._rows.append(row)

    def _row_height(self) -> int:
        return self._rows[0].value.sizeHint().height() + _ROW_GAP if self._rows else 0

    def _fit(self) -> None:
        """Leave out the last rows rather than write them over one another."""
        room = max((self.height() + _ROW_GAP) // max(self._row_height(), 1), 1)
        for position, (curve, row) in enumerate(zip(self._curves, self._rows, strict=False)):
            is_seen = position % _ROWS_LIMIT < room
            row.line.setVisible(is_seen and self._is_drawn(curve))
            for label in row[1:]:
                label.setVisible(is_seen)

    def _pen(self, curve: Curve) -> QPen:
        same = [other.map_id for other in self._curves if other.kind == curve.kind]
        return curve_pen(self._theme, curve.kind, curve.role, is_second=curve.map_id != min(same))

    def _name(self, curve: Curve) -> str:
        if curve.role in _TRAINING:
            return self.tr("dotted: while training")
        if not self._is_drawn(curve):
            return self.tr("{model} reconstruction (other likelihood)").format(model=curve.title)
        if curve.role is CurveRole.TEST:
            return self.tr("{model} reconstruction (test)").format(model=curve.title)
        if curve.kind == "vae":
            names = self.tr("{model} KL (test)"), self.tr("{model} reconstruction + KL (test)")
        else:
            names = self.tr("{model} prior (test)"), self.tr("{model} reconstruction + prior (test)")
        return names[0 if curve.role is CurveRole.PENALTY else 1].format(model=curve.title)

    def _is_drawn(self, curve: Curve) -> bool:
        return curve in comparable(self._curves)

    def _write_values(self) -> None:
        for curve, row in zip(self._curves, self._rows, strict=True):
            if curve.role in _TRAINING or not curve.epochs.size:
                continue
            _write(row.value, self._read(curve))
            beside = self._trained.get((curve.map_id, curve.role.while_training or curve.role))
            _write(row.trained, "" if beside is None or curve.kind == "pca" else self._read(beside))

    def _read(self, curve: Curve) -> str:
        """Return a curve's value at the epoch pointed at, or its newest."""
        is_level = curve.kind == "pca"
        newest = float(curve.epochs[-1])
        value = curve.at(newest if self._epoch is None or is_level else self._epoch)
        return "–" if value is None else nats_text(value)


def _write(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)


_TRAINING = (CurveRole.TRAIN, CurveRole.TRAIN_TOTAL, CurveRole.TRAIN_PENALTY)
_ORDER = (CurveRole.TEST, CurveRole.PENALTY, CurveRole.TOTAL)


def _reading_order(curve: Curve) -> tuple[int, int]:
    return curve.map_id, _ORDER.index(curve.role)
