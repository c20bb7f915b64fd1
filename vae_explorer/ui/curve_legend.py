"""The words beside the training curves, with the values at the epoch pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from vae_explorer.ui.curve import Curve, CurveRole, comparable
from vae_explorer.ui.curve_style import curve_pen
from vae_explorer.ui.number_text import nats_text
from vae_explorer.ui.theme import Theme

_ROWS_LIMIT = 6
_ROW_GAP = 3


class LineSample(QWidget):
    """A short piece of a curve's line."""

    def __init__(self, pen: QPen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pen = pen
        self.setFixedSize(QSize(22, 10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(self._pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))


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
        self._values: list[QLabel] = []
        self._trained: dict[tuple[int, CurveRole], Curve] = {}
        self._train_values: list[QLabel] = []
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
        self._curves = ordered + [curve for curve in curves if curve.role in _TRAINING][:1]
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
        self._rebuild()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._values = []
        self._train_values = []
        for position, curve in enumerate(self._curves):
            row, column = position % _ROWS_LIMIT, position // _ROWS_LIMIT * 4
            if self._is_drawn(curve):
                self._layout.addWidget(LineSample(self._pen(curve), self), row, column)
            self._layout.addWidget(self._label(f"curve_name_{position}", self._name(curve)), row, column + 1)
            value = self._label(f"curve_value_{position}", "")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000.0"))
            self._layout.addWidget(value, row, column + 2)
            self._values.append(value)
            trained = self._label(f"curve_train_value_{position}", "")
            trained.setProperty("role", "caption")
            trained.setAlignment(value.alignment())
            self._layout.addWidget(trained, row, column + 3)
            self._train_values.append(trained)
        self._layout.setRowStretch(_ROWS_LIMIT, 1)
        self._write_values()
        self.updateGeometry()
        self._fit()

    def _row_height(self) -> int:
        return self._values[0].sizeHint().height() + _ROW_GAP if self._values else 0

    def _fit(self) -> None:
        """Leave out the last rows rather than write them over one another."""
        room = (self.height() + _ROW_GAP) // max(self._row_height(), 1)
        for position in range(self._layout.count()):
            row, *_ = cast(tuple[int, int, int, int], self._layout.getItemPosition(position))
            item = self._layout.itemAt(position)
            widget = None if item is None else item.widget()
            if widget is not None:
                widget.setVisible(row < max(room, 1))

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setObjectName(name)
        label.setProperty("role", "chip")
        return label

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
        for curve, label, trained in zip(self._curves, self._values, self._train_values, strict=True):
            if curve.role in _TRAINING or not curve.epochs.size:
                continue
            _write(label, self._read(curve))
            beside = self._trained.get((curve.map_id, curve.role.while_training or curve.role))
            _write(trained, "" if beside is None or curve.kind == "pca" else self._read(beside))
            trained.setToolTip(self.tr("while training"))

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
