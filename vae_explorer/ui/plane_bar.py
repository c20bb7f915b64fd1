"""Which plane of a latent space with many dimensions a map shows: what spans it, and where it lies."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.plane import Plane, PlaneChoice, PlaneKind
from vae_explorer.state.wish import PlaneWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.plane_sliders import PlaneSliders
from vae_explorer.ui.plane_text import axis_title


class PlaneBar(QWidget):
    """A row of choices and, when opened, the sliders; there only where there is something to choose.

    Parameters
    ----------
    map_id : int
        Which map.
    """

    plane_requested = Signal(object)  # PlaneWish
    depth_requested = Signal(object)  # DepthWish
    plane_goal_requested = Signal(object)  # PlaneGoalWish

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"plane_bar_{map_id}")
        self._map_id = map_id
        self._plane: Plane | None = None
        self._kind = ChoiceButton(f"plane_kind_button_{map_id}", self)
        self._across = ChoiceButton(f"plane_across_button_{map_id}", self)
        self._up = ChoiceButton(f"plane_up_button_{map_id}", self)
        self._position = QPushButton(self)
        self._position.setObjectName(f"plane_position_button_{map_id}")
        self._position.setCheckable(True)
        self._position.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._sliders = PlaneSliders(map_id, self)
        self._sliders.hide()
        self._kind.chosen.connect(self._choose_kind)
        self._across.chosen.connect(self._choose_across)
        self._up.chosen.connect(self._choose_up)
        self._position.toggled.connect(self._sliders.setVisible)
        self._sliders.depth_requested.connect(self.depth_requested)
        self._sliders.plane_goal_requested.connect(self.plane_goal_requested)
        self._lay_out()
        self.hide()
        self._retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self._kind, self._across, self._up):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._position)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._sliders)

    def show_map(self, state: MapState) -> None:
        """Show which plane a map shows."""
        has_depth = state.codes is not None and state.plane.has_depth
        if self.isHidden() == has_depth:
            self.setVisible(has_depth)
        if not has_depth:
            self._plane = None
            return
        before, self._plane = self._plane, state.plane
        if (
            before is None
            or before.choice != state.plane.choice
            or before.latent_dim != state.plane.latent_dim
        ):
            self._write_choices()
        if before is not state.plane:
            self._sliders.show_plane(state.plane, has_prior=state.kind in ("map", "vae"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._kind.setAccessibleName(self.tr("What spans the plane"))
        self._kind.setToolTip(
            self.tr("This latent space has more than two dimensions: choose the plane that the map shows")
        )
        self._across.setAccessibleName(self.tr("Axis to the right"))
        self._across.setToolTip(self.tr("The axis that points to the right"))
        self._up.setAccessibleName(self.tr("Axis upwards"))
        self._up.setToolTip(self.tr("The axis that points up"))
        self._position.setText(self.tr("Position"))
        self._position.setToolTip(self.tr("Where the plane lies along the directions that it does not show"))
        self._write_choices()

    def _write_choices(self) -> None:
        plane = self._plane
        if plane is None:
            return
        names = {
            PlaneKind.COMPONENTS: self.tr("Principal components"),
            PlaneKind.AXES: self.tr("Axes"),
        }
        self._kind.set_choices(list(names.items()), plane.choice.kind)
        self._kind.setText(names[plane.choice.kind])
        is_axes = plane.choice.kind is PlaneKind.AXES
        for button, axis, arrow in zip((self._across, self._up), plane.choice.axes, "→↑", strict=True):
            button.setVisible(is_axes)
            if is_axes:
                button.set_choices([(i, axis_title(i)) for i in range(plane.latent_dim)], axis)
                button.setText(f"{arrow} {axis_title(axis)}")

    def _request(self, choice: PlaneChoice) -> None:
        if self._plane is not None and choice != self._plane.choice:
            self.plane_requested.emit(PlaneWish(self._map_id, choice))

    @Slot(object)
    def _choose_kind(self, kind: PlaneKind) -> None:
        if self._plane is None or kind is self._plane.choice.kind:
            return
        if kind is PlaneKind.COMPONENTS:
            self._request(PlaneChoice(kind))
        else:
            self._request(PlaneChoice(kind, _widest_axes(self._plane)))

    @Slot(object)
    def _choose_across(self, axis: int) -> None:
        if self._plane is not None:
            across, up = self._plane.choice.axes
            # An axis cannot point both ways: they change places.
            self._request(PlaneChoice(PlaneKind.AXES, (axis, across if axis == up else up)))

    @Slot(object)
    def _choose_up(self, axis: int) -> None:
        if self._plane is not None:
            across, up = self._plane.choice.axes
            self._request(PlaneChoice(PlaneKind.AXES, (up if axis == across else across, axis)))


def _widest_axes(plane: Plane) -> tuple[int, int]:
    """Return the two axes along which the codes vary most, as the plane's directions tell."""
    variances = np.square(plane.deviations) @ np.square(plane.directions)
    first, second = np.argsort(-variances, kind="stable")[:2].tolist()
    return (first, second) if first < second else (second, first)
