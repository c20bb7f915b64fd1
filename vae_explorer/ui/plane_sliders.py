"""Sliders that move a plane along the directions that it does not show."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.state.plane import Plane
from vae_explorer.state.wish import DepthWish, PlaneGoal, PlaneGoalWish
from vae_explorer.ui.control import push_button, scroll_area
from vae_explorer.ui.number_text import MINUS
from vae_explorer.ui.plane_text import direction_title, share_text

_REACH = 4.0  # in standard deviations to each side of the mean
_STEPS = 100  # for each standard deviation
_ROWS_IN_SIGHT = 4
_ROW_HEIGHT = 22
_ROW_GAP = 2
# A direction along which codes hardly differ is measured by what the others do.
_LEAST_SHARE = 1e-3


class PlaneSliders(QWidget):
    """One slider for each direction across the plane, the one along which codes vary most first.

    Parameters
    ----------
    map_id : int
        Which map.
    """

    depth_requested = Signal(object)  # DepthWish
    plane_goal_requested = Signal(object)  # PlaneGoalWish

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"plane_sliders_{map_id}")
        self._map_id = map_id
        self._plane: Plane | None = None
        self._units = np.ones(0)
        self._rows: list[tuple[QLabel, QSlider, QLabel]] = []
        self._mean = push_button(f"plane_mean_button_{map_id}", "", self)
        self._image = push_button(f"plane_image_button_{map_id}", "", self)
        self._mean.clicked.connect(self._go_to_mean)
        self._image.clicked.connect(self._go_to_image)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._grid.setVerticalSpacing(_ROW_GAP)
        self._grid.setColumnStretch(1, 1)
        page = QWidget(self)
        page.setProperty("role", "page")
        page.setLayout(self._grid)
        self._scroll = scroll_area(f"plane_scroll_{map_id}", page, self)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self._mean)
        buttons.addWidget(self._image)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(buttons)
        layout.addWidget(self._scroll)
        self._retranslate()

    def show_plane(self, plane: Plane, *, has_prior: bool) -> None:
        """Show where a plane lies; with a prior, a slider reaches at least as far as that."""
        before, self._plane = self._plane, plane
        self._units = _units(plane, has_prior=has_prior)
        if len(self._rows) != len(plane.depths):
            self._make_rows(len(plane.depths))
        if before is None or not before.is_parallel(plane):
            self._write_names()
        for position, (_, slider, figure) in enumerate(self._rows):
            offset = (plane.depths[position] - plane.means[position + 2]) / self._units[position]
            with QSignalBlocker(slider):
                slider.setValue(round(min(max(offset, -_REACH), _REACH) * _STEPS))
            figure.setText(f"{plane.depths[position]:+.2f}".replace("-", MINUS))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._mean.setText(self.tr("To the mean"))
        self._mean.setToolTip(self.tr("Let the plane go through the mean of the codes"))
        self._image.setText(self.tr("To the nearest image"))
        self._image.setToolTip(
            self.tr("Let the plane go through the code of the image nearest to the pin, and pin that")
        )
        self._write_names()

    def _make_rows(self, count: int) -> None:
        while len(self._rows) > count:
            for widget in self._rows.pop():
                widget.hide()
                widget.deleteLater()
        while len(self._rows) < count:
            self._rows.append(self._row(len(self._rows)))
        for first, second in pairwise([self._image, *(slider for _, slider, _ in self._rows)]):
            QWidget.setTabOrder(first, second)
        self._scroll.setFixedHeight(min(count, _ROWS_IN_SIGHT) * (_ROW_HEIGHT + _ROW_GAP) - _ROW_GAP)

    def _row(self, position: int) -> tuple[QLabel, QSlider, QLabel]:
        name, figure = QLabel(self), QLabel(self)
        name.setProperty("role", "caption")
        figure.setProperty("role", "caption")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        figure.setMinimumWidth(figure.fontMetrics().horizontalAdvance("+00.00") + 4)
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(f"depth_slider_{self._map_id}_{position}")
        slider.setRange(round(-_REACH * _STEPS), round(_REACH * _STEPS))
        slider.setSingleStep(_STEPS // 10)
        slider.setPageStep(_STEPS)
        slider.setFixedHeight(_ROW_HEIGHT)
        slider.valueChanged.connect(self._request)
        for column, widget in enumerate((name, slider, figure)):
            self._grid.addWidget(widget, position, column)
        return name, slider, figure

    def _write_names(self) -> None:
        plane = self._plane
        if plane is None:
            return
        for position, (name, slider, _) in enumerate(self._rows):
            title = direction_title(plane, position + 2)
            name.setText(title)
            name.setToolTip(share_text(plane, position + 2))
            slider.setAccessibleName(self.tr("Position along {direction}").format(direction=title))
            slider.setToolTip(share_text(plane, position + 2))

    @Slot(int)
    def _request(self, value: int) -> None:
        plane, sender = self._plane, self.sender()
        position = next((i for i, (_, slider, _) in enumerate(self._rows) if slider is sender), None)
        if plane is None or position is None:
            return
        depths = list(plane.depths)
        depths[position] = float(plane.means[position + 2] + value / _STEPS * self._units[position])
        self.depth_requested.emit(DepthWish(self._map_id, tuple(depths)))

    @Slot()
    def _go_to_mean(self) -> None:
        self.plane_goal_requested.emit(PlaneGoalWish(self._map_id, PlaneGoal.MEAN))

    @Slot()
    def _go_to_image(self) -> None:
        self.plane_goal_requested.emit(PlaneGoalWish(self._map_id, PlaneGoal.IMAGE))


def _units(plane: Plane, *, has_prior: bool) -> np.ndarray:
    """Return what one standard deviation is along each direction across the plane."""
    widest = float(plane.deviations.max()) or 1.0
    units = np.where(plane.deviations > _LEAST_SHARE * widest, plane.deviations, widest)
    return np.asarray(np.maximum(units, 1.0) if has_prior else units)[2:]
