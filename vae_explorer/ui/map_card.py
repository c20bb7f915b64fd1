"""One latent map in its frame: header above, the plane below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from vae_explorer.state.inference_state import InferenceState
from vae_explorer.state.map_state import MapState, MapStatus
from vae_explorer.state.path_state import PathState
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.sketch_state import SketchState
from vae_explorer.state.tool import Tool
from vae_explorer.state.view_state import ViewOptions
from vae_explorer.ui.figure_menu import FigureWish
from vae_explorer.ui.map_header import MapHeader
from vae_explorer.ui.map_pointer import MapPointer
from vae_explorer.ui.map_presenter import MapPresenter
from vae_explorer.ui.model_text import kind_title
from vae_explorer.ui.plane_bar import PlaneBar
from vae_explorer.ui.theme import Theme

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap
    from vae_explorer.ui.map.look import ValueScale
    from vae_explorer.ui.map.style import LabelStyle
    from vae_explorer.ui.map_overlay import MapOverlay


class MapCard(QFrame):
    """Shows one map's state, and passes on what is wished for there.

    The plane itself is made by :meth:`build_plane`, after the window's first picture.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    decode_requested = Signal(object)
    leave_requested = Signal(object)
    view_requested = Signal(object)
    plane_requested = Signal(object)
    depth_requested = Signal(object)
    plane_goal_requested = Signal(object)
    model_requested = Signal(object)
    save_requested = Signal(object)
    dataset_requested = Signal(object)
    selection_requested = Signal(object)
    figure_ordered = Signal(object)  # FigureOrder
    image_requested = Signal(object)
    waypoint_requested = Signal(object)

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"map_card_{map_id}")
        self.setProperty("role", "card")
        self._map_id = map_id
        self._theme = theme
        self._state: MapState | None = None
        self._plane: LatentMap | None = None
        self._overlay: MapOverlay | None = None
        self._style: LabelStyle | None = None
        self._was_pressed = False
        self._presenter = MapPresenter()
        self._pointer = MapPointer(map_id, self)
        self._connect_pointer()
        self._header = MapHeader(map_id, theme, self)
        self._header.model_requested.connect(self.model_requested)
        self._header.save_requested.connect(self.save_requested)
        self._header.figure_requested.connect(self._order_figure)
        self._header.reset_requested.connect(self._reset_view)
        self._plane_bar = PlaneBar(map_id, self)
        self._plane_bar.plane_requested.connect(self.plane_requested)
        self._plane_bar.depth_requested.connect(self.depth_requested)
        self._plane_bar.plane_goal_requested.connect(self.plane_goal_requested)
        self._waiting = QLabel(self)
        self._waiting.setObjectName(f"map_waiting_{map_id}")
        self._waiting.setProperty("role", "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(9, 8, 9, 9)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._header)
        self._layout.addWidget(self._plane_bar)
        self._layout.addWidget(self._waiting, 1)
        self.setMinimumWidth(200)
        self._retranslate()

    def _connect_pointer(self) -> None:
        pointer = self._pointer
        pointer.decode_requested.connect(self.decode_requested)
        pointer.leave_requested.connect(self.leave_requested)
        pointer.view_requested.connect(self.view_requested)
        pointer.model_requested.connect(self.model_requested)
        pointer.dataset_requested.connect(self.dataset_requested)
        pointer.selection_requested.connect(self.selection_requested)
        pointer.image_requested.connect(self.image_requested)
        pointer.waypoint_requested.connect(self.waypoint_requested)

    @property
    def header(self) -> MapHeader:
        """What stands over the plane."""
        return self._header

    @property
    def plane(self) -> LatentMap | None:
        """The map itself, once it is built."""
        return self._plane

    def controls(self) -> list[QWidget]:
        """Return what Tab reaches over the plane, in its order."""
        # Not along nextInFocusChain: the binding takes what that returns for a child of the asked widget.
        return [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget is not self._plane
        ]

    @property
    def is_drawn(self) -> bool:
        """Whether the newest codes have been painted, and the pin's decode is there to be shown."""
        shown = self._presenter.shown
        if shown is None:
            return False
        if shown.status is MapStatus.EMPTY:
            return self._plane is not None
        if shown.codes is None:
            return False
        return self._presenter.is_painted and not self.is_moving and shown.pin_decoded is not None

    @property
    def is_moving(self) -> bool:
        """Whether points are on their way to the places of the newest codes."""
        return self._plane is not None and self._plane.is_moving

    def build_plane(self) -> None:
        """Make the map itself and show there what is known so far."""
        from vae_explorer.ui.map.latent_map import LatentMap
        from vae_explorer.ui.map_overlay import MapOverlay

        plane = LatentMap(self._map_id, self)
        self._plane = plane
        self._presenter.attach(plane)
        self._pointer.attach(plane)
        plane.installEventFilter(self)
        self._overlay = MapOverlay(plane)
        self._layout.replaceWidget(self._waiting, plane)
        self._waiting.hide()
        self._write_plane_texts()
        self.set_theme(self._theme)
        if self._state is not None:
            self._show_plane(self._state)

    def close_plane(self) -> None:
        """End what the map does in the background."""
        if self._plane is not None:
            self._plane.close_background()
        if self._overlay is not None:
            self._overlay.stop()

    def has_moved(self, state: MapState) -> bool:
        """Whether time has moved the points of this state, by training or replay."""
        return self._presenter.has_moved(state)

    def show_map(self, state: MapState) -> None:
        """Show this state; what has not changed is left alone."""
        before, self._state = self._state, state
        if before is None or _header_parts(before) != _header_parts(state):
            self._header.show_map(state)
        if before is None or before.plane is not state.plane or before.codes is not state.codes:
            self._plane_bar.show_map(state)
        if self._plane is not None:
            self._show_plane(state)

    def show_scale(self, scale: ValueScale | None) -> None:
        """Colour the points by the map's quantity on this scale, or by class where there is none."""
        self._presenter.show_scale(scale)

    def show_view_options(self, options: ViewOptions) -> None:
        """Look at the map in this way."""
        self._presenter.show_view_options(options)

    def show_selection(self, selection: SelectionState) -> None:
        """Show which points are selected, and the picture of the image that is lit."""
        self._presenter.show_selection(selection)

    def show_sketch(self, sketch: SketchState) -> None:
        """Show the code of a picture of one's own while the pen is in the hand, and those that were kept."""
        shown = self._presenter.shown
        if self._overlay is not None and shown is not None:
            self._overlay.show_sketch(sketch, shown, self._pointer.tool)

    def show_path(self, path: PathState) -> None:
        """Show a path while it is in the hand."""
        shown = self._presenter.shown
        if self._overlay is not None and shown is not None:
            self._overlay.show_path(path, shown, self._pointer.tool, self._theme)

    def show_inference(self, inference: InferenceState) -> None:
        """Show an image's posterior and darts while the darts are in the hand."""
        shown = self._presenter.shown
        if self._overlay is not None and shown is not None:
            self._overlay.show_inference(inference, shown, self._pointer.tool)

    def set_label_style(self, style: LabelStyle) -> None:
        """Colour and mark the classes like this."""
        self._style = style
        if self._plane is not None:
            self._plane.set_label_style(style)

    def set_tool(self, tool: Tool) -> None:
        """Let the left button do this."""
        self._pointer.set_tool(tool)

    def set_underlay_opacity(self, opacity: float) -> None:
        """Draw the underlay this strongly, 0 … 1."""
        self._presenter.set_underlay_opacity(opacity)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._header.set_theme(theme)
        if self._plane is not None:
            from vae_explorer.ui.map_theme import map_theme

            self._plane.set_theme(map_theme(theme))

    def forget_pan(self) -> bool:
        """Return whether a button was pressed on the plane since the last call."""
        was_pressed, self._was_pressed = self._was_pressed, False
        return was_pressed

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice when the plane has been painted or pressed."""
        if event.type() == QEvent.Type.Paint:
            self._presenter.note_paint()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._was_pressed = True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._waiting.setText(self.tr("Preparing the map …"))
        self._write_plane_texts()

    def _write_plane_texts(self) -> None:
        if self._plane is None:
            return
        self._plane.setObjectName(f"latent_map_{self._map_id}")
        title = kind_title(self._state.kind) if self._state is not None else ""
        self._plane.setAccessibleName(self.tr("Latent map: {title}").format(title=title))
        if self._state is not None:
            self._plane.set_empty_text(self._empty_text(self._state))

    def _empty_text(self, state: MapState) -> str:
        if state.status is MapStatus.LOADING:
            return self.tr("Opening the model …")
        return self.tr(
            "No model of this kind for these images yet.\nPress Train to make one, or open a model file."
        )

    def _show_plane(self, state: MapState) -> None:
        before = self._presenter.shown
        if before is None or (before.status, before.kind) != (state.status, state.kind):
            self._write_plane_texts()
        self._presenter.show(state)

    @Slot()
    def _reset_view(self) -> None:
        if self._plane is not None:
            self._plane.reset_view()

    @Slot(object)
    def _order_figure(self, wish: FigureWish) -> None:
        """Take down what is seen at this moment; painting it finely is left to another thread."""
        shown = self._presenter.shown
        if self._plane is None or shown is None:
            return
        from vae_explorer.ui.map.figure import FigureKind
        from vae_explorer.ui.map.figure_legend import FigureLegend

        is_by_class = shown.quantity is None and self._style is not None
        legend = FigureLegend(self._style, self._theme.text) if is_by_class and self._style else None
        order = self._plane.figure(
            Path(wish.path),
            FigureKind(wish.suffix),
            wish.scale,
            self._theme.card,
            legend if wish.has_legend else None,
        )
        self.figure_ordered.emit(order)


def _header_parts(state: MapState) -> tuple[object, ...]:
    return (
        state.kind,
        state.title,
        # Whole epochs while time is gone through: to write a header takes a millisecond of sixteen. The
        # weights change half way between two, so that not all comes at once.
        round(state.shown_epoch, 1) if state.replay is None else state.whole_epochs,
        state.status,
        state.model,
        state.dataset,
        len(state.history),
        id(state.history),
        id(state.figures),
        state.codes is None,
    )
