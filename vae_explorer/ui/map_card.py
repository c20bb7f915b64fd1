"""One latent map in its frame: header above, the plane below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from vae_explorer.state.inference_state import InferenceState
from vae_explorer.state.inference_wish import ImageWish
from vae_explorer.state.map_state import TRUST_KINDS, Codes, MapState, MapStatus, UnderlayKind, UnderlayTile
from vae_explorer.state.path_state import PathState
from vae_explorer.state.path_wish import WaypointWish
from vae_explorer.state.plane import Plane
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.selection_wish import SelectWish
from vae_explorer.state.sketch_state import SketchState
from vae_explorer.state.tool import Tool
from vae_explorer.state.view_state import ViewOptions
from vae_explorer.state.wish import DatasetWish, DecodeWish, LeaveWish, ModelWish, ViewWish
from vae_explorer.ui.figure_menu import FigureWish
from vae_explorer.ui.file_dialog import is_model_file
from vae_explorer.ui.map.message import MapFile, MapLeft, MapPoint, MapSelection, MapView
from vae_explorer.ui.map.message import Tool as PlaneTool
from vae_explorer.ui.map_header import MapHeader
from vae_explorer.ui.mark_shown import MarkShown
from vae_explorer.ui.model_text import kind_title
from vae_explorer.ui.plane_bar import PlaneBar
from vae_explorer.ui.plane_text import axis_names
from vae_explorer.ui.quantity_scale import show_quantity
from vae_explorer.ui.theme import Theme

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap
    from vae_explorer.ui.map.look import ValueScale
    from vae_explorer.ui.map.style import LabelStyle
    from vae_explorer.ui.map.underlay import UnderlayTile as MapTile
    from vae_explorer.ui.map_overlay import MapOverlay

PRIOR_RADII = (1.0, 2.0, 3.0)
_SCALE_SAMPLE = 10_000
# Every other tool points at places, as decoding does; what comes of it is decided elsewhere.
_PLANE_TOOLS: dict[Tool, PlaneTool] = {Tool.LASSO: "lasso", Tool.RECTANGLE: "rectangle"}
# So many of the nearest codes can be visited one after the other.
_VISITED = 64
# A click this near to a point means its image.
_SNAP_PX = 7.0
_EMPTY_PLANE = np.empty((0, 2), dtype=np.float32)


class MapCard(QFrame):
    """Shows one map's state, and turns what the pointer does there into wishes.

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
        self._shown: MapState | None = None
        self._plane: LatentMap | None = None
        self._tiles: dict[int, tuple[UnderlayTile, MapTile]] = {}
        self._tool = Tool.DECODE
        self._opacity = 1.0
        self._is_painted = False
        self._was_pressed = False
        self._has_circles = False
        self._options = ViewOptions()
        self._selection = SelectionState()
        self._marks = MarkShown()
        self._scale: ValueScale | None = None
        self._style: LabelStyle | None = None
        self._overlay: MapOverlay | None = None
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
        if self._shown is None:
            return False
        if self._shown.status is MapStatus.EMPTY:
            return self._plane is not None
        if self._shown.codes is None:
            return False
        return self._is_painted and not self.is_moving and self._shown.pin_decoded is not None

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
        plane.press_requested.connect(self._press)
        plane.hover_requested.connect(self._hover)
        plane.hover_left.connect(self._leave)
        plane.view_changed.connect(self._tell_view)
        plane.file_dropped.connect(self._take_file)
        plane.selection_changed.connect(self._select)
        plane.installEventFilter(self)
        self._overlay = MapOverlay(plane)
        self._layout.replaceWidget(self._waiting, plane)
        self._waiting.hide()
        self._write_plane_texts()
        self.set_theme(self._theme)
        self.set_tool(self._tool)
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
        before = self._shown
        if before is None or before.codes is state.codes or not _is_same_cloud(before, state):
            return False
        return before.version != state.version or state.replay is not None

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
        self._scale = scale
        self._show_values()

    def _show_values(self) -> None:
        state, plane = self._shown, self._plane
        if plane is None or state is None or state.codes is None:
            return
        if self._scale is None or state.quantity is None:
            plane.set_values(None, self._scale)
        else:
            show_quantity(plane, state.quantity, self._scale, len(state.codes.mu))

    def show_view_options(self, options: ViewOptions) -> None:
        """Look at the map in this way."""
        self._options = options
        self._marks.has_pictures = options.has_pictures
        if self._plane is not None and self._shown is not None:
            self._show_circles(self._shown)
            self._show_scale_bar(self._shown)
            self._marks.show(self._plane, self._shown, self._selection)

    def _show_circles(self, state: MapState) -> None:
        has_prior = state.kind in ("map", "vae") and state.codes is not None
        has_circles = has_prior and self._options.has_circles
        if self._plane is not None and has_circles != self._has_circles:
            self._has_circles = has_circles
            self._plane.set_prior_circles(has_circles, PRIOR_RADII)

    def _show_scale_bar(self, state: MapState) -> None:
        """Tell the map how long a standard deviation of the codes is: the verdicts count in the same."""
        if self._plane is None:
            return
        has_bar = state.codes is not None and self._options.has_scale_bar
        sigma = 0.0
        if has_bar and state.codes is not None:
            # Of some thousand codes: the bar is some pixels long, and codes may glide sixty times a second.
            sample = state.codes.mu[:: max(1, len(state.codes.mu) // _SCALE_SAMPLE)]
            # Axis by axis: numpy takes ten times as long over rows of two.
            variances = [np.ascontiguousarray(axis, np.float64).var() for axis in sample.T]
            sigma = float(np.sqrt(np.mean(variances)))
        self._plane.set_scale_bar("σ" if sigma > 0 else "", sigma or 1.0)

    def show_selection(self, selection: SelectionState) -> None:
        """Show which points are selected, and the picture of the image that is lit."""
        self._selection = selection
        if self._plane is not None and self._shown is not None:
            self._marks.show(self._plane, self._shown, selection)

    def show_sketch(self, sketch: SketchState) -> None:
        """Show the code of a picture of one's own while the pen is in the hand, and those that were kept."""
        if self._overlay is not None and self._shown is not None:
            self._overlay.show_sketch(sketch, self._shown, self._tool)

    def show_path(self, path: PathState) -> None:
        """Show a path while it is in the hand."""
        if self._overlay is not None and self._shown is not None:
            self._overlay.show_path(path, self._shown, self._tool, self._theme)

    def show_inference(self, inference: InferenceState) -> None:
        """Show an image's posterior and darts while the darts are in the hand."""
        if self._overlay is not None and self._shown is not None:
            self._overlay.show_inference(inference, self._shown, self._tool)

    def set_label_style(self, style: LabelStyle) -> None:
        """Colour and mark the classes like this."""
        self._style = style
        if self._plane is not None:
            self._plane.set_label_style(style)

    def set_tool(self, tool: Tool) -> None:
        """Let the left button do this."""
        self._tool = tool
        if self._plane is not None:
            self._plane.set_tool(_PLANE_TOOLS.get(tool, "decode"))

    def set_underlay_opacity(self, opacity: float) -> None:
        """Draw the underlay this strongly, 0 … 1."""
        self._opacity = opacity
        if self._plane is not None and self._shown is not None:
            self._show_underlay(self._shown.underlay)

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
            self._is_painted = True
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
        plane, before = self._plane, self._shown
        assert plane is not None
        self._shown = state
        if before is None or (before.status, before.kind) != (state.status, state.kind):
            self._write_plane_texts()
        self._show_circles(state)
        is_turned = before is None or not before.plane.is_parallel(state.plane)
        if before is None or before.codes is not state.codes or is_turned:
            self._show_codes(state, before)
        if before is None or before.underlay is not state.underlay:
            self._show_underlay(state.underlay)
        if before is None or before.pin != state.pin or is_turned:
            self._show_pin(state.pin, state.plane)
        if before is None or before.linked_index != state.linked_index:
            plane.set_highlight(state.linked_index)
        if before is None or before.replay is not state.replay:
            self._show_moment(state)
        self._marks.show(plane, state, self._selection)

    def _show_codes(self, state: MapState, before: MapState | None) -> None:
        assert self._plane is not None
        self._is_painted = False
        if state.codes is None:
            self._plane.set_points(_EMPTY_PLANE, None)
            self._marks.forget()
            return
        self._show_scale_bar(state)
        shown, places = state.plane, state.plane.to_plane(state.codes.mu)
        plane = self._plane
        plane.set_axis_names(*axis_names(shown))
        # A map that shows all of the space tells by itself which codes are near.
        plane.set_neighbour_ranking(None if shown.latent_dim == 2 else self._rank_neighbours)
        if before is not None and _is_same_cloud(before, state):
            plane.move_points(places, is_refitted=before.plane.choice != shown.choice)
        else:
            plane.set_strip(shown.is_strip)
            plane.set_points(places, known_labels(state.codes))
            self._marks.forget()
            if state.quantity is not None:
                self._show_values()

    def _rank_neighbours(self) -> list[int]:
        """Return the codes nearest to the pin in the whole latent space, nearest first."""
        state = self._shown
        if state is None or state.codes is None or state.pin is None:
            return []
        away = np.square(state.codes.mu - np.asarray(state.pin, np.float32)).sum(axis=1)
        closest = np.argpartition(away, min(_VISITED, len(away) - 1))[:_VISITED]
        return [int(index) for index in closest[np.lexsort((closest, away[closest]))]]

    def _show_underlay(self, underlay: tuple[UnderlayTile, ...]) -> None:
        from vae_explorer.ui.map.underlay import Underlay

        assert self._plane is not None
        # A tile that stays is handed on as the same object, so that its picture need not be made again.
        self._tiles = {id(tile): self._tiles.get(id(tile)) or (tile, _map_tile(tile)) for tile in underlay}
        tiles = tuple(tile for _, tile in self._tiles.values())
        self._plane.set_underlay(Underlay(tiles, self._opacity) if tiles else None)

    def _show_pin(self, pin: tuple[float, ...] | None, plane: Plane) -> None:
        assert self._plane is not None
        if pin is None:
            self._plane.clear_pin()
        else:
            self._plane.set_pin(*plane.place_of(pin))

    def _show_moment(self, state: MapState) -> None:
        """Let the image that is followed be ringed while time is gone through, with what it decodes to."""
        assert self._plane is not None
        moment = state.replay
        if moment is None or moment.chosen_index is None or state.codes is None:
            self._plane.set_highlight(state.linked_index)
            self._plane.set_thumbnail(None)
            return
        if state.linked_index is None:
            self._plane.set_highlight(moment.chosen_index)
        x, y = state.plane.to_plane(state.codes.mu[moment.chosen_index : moment.chosen_index + 1])[0]
        image = moment.chosen_image
        if image is not None and image.shape[2] == 1:
            image = image[..., 0]
        self._plane.set_thumbnail(image, float(x), float(y))

    @Slot()
    def _reset_view(self) -> None:
        if self._plane is not None:
            self._plane.reset_view()

    @Slot(object)
    def _press(self, point: MapPoint) -> None:
        if self._tool is Tool.DARTS:
            if point.index is not None:
                self.image_requested.emit(ImageWish(self._map_id, point.index))
            return
        if self._tool is Tool.PATH:
            if not point.is_drag:
                is_image = point.distance_px is not None and point.distance_px <= _SNAP_PX
                self.waypoint_requested.emit(
                    WaypointWish(self._map_id, point.x, point.y, point.index, is_image)
                )
            return
        self.decode_requested.emit(
            DecodeWish(self._map_id, point.x, point.y, point.index, is_pinned=True, is_code=point.is_code)
        )

    @Slot(object)
    def _hover(self, point: MapPoint) -> None:
        self.decode_requested.emit(DecodeWish(self._map_id, point.x, point.y, point.index, is_pinned=False))

    @Slot(object)
    def _leave(self, _left: MapLeft) -> None:
        self.leave_requested.emit(LeaveWish(self._map_id))

    @Slot(object)
    def _tell_view(self, view: MapView) -> None:
        self.view_requested.emit(
            ViewWish(
                self._map_id,
                view.x_min,
                view.x_max,
                view.y_min,
                view.y_max,
                view.width_px,
                view.height_px,
                view.pixel_ratio,
                view.is_led,
            )
        )

    @Slot(object)
    def _select(self, enclosed: MapSelection) -> None:
        self.selection_requested.emit(SelectWish(self._map_id, enclosed.indices, enclosed.mode))

    @Slot(object)
    def _order_figure(self, wish: FigureWish) -> None:
        """Take down what is seen at this moment; painting it finely is left to another thread."""
        if self._plane is None or self._shown is None:
            return
        from vae_explorer.ui.map.figure import FigureKind
        from vae_explorer.ui.map.figure_legend import FigureLegend

        is_by_class = self._shown.quantity is None and self._style is not None
        legend = FigureLegend(self._style, self._theme.text) if is_by_class and self._style else None
        order = self._plane.figure(
            Path(wish.path),
            FigureKind(wish.suffix),
            wish.scale,
            self._theme.card,
            legend if wish.has_legend else None,
        )
        self.figure_ordered.emit(order)

    @Slot(object)
    def _take_file(self, file: MapFile) -> None:
        path = str(file.path)
        if is_model_file(path):
            self.model_requested.emit(ModelWish(self._map_id, path=path))
        else:
            self.dataset_requested.emit(DatasetWish(path))


def known_labels(codes: Codes) -> np.ndarray | None:
    """Return the labels, (n,) int64, or None where no image has one."""
    return codes.labels if codes.labels.size and int(codes.labels.max()) >= 0 else None


def _header_parts(state: MapState) -> tuple[object, ...]:
    return (
        state.kind,
        state.title,
        # Whole epochs while time is gone through: to write a header takes a millisecond of sixteen.
        round(state.shown_epoch, 1 if state.replay is None else 0),
        state.status,
        state.model,
        state.dataset,
        len(state.history),
        id(state.history),
        id(state.figures),
        state.codes is None,
    )


def _is_same_cloud(before: MapState, state: MapState) -> bool:
    """Return whether the codes are those of the same images, moved by training."""
    if before.codes is None or state.codes is None or before.run_id != state.run_id:
        return False
    old, new = before.codes, state.codes
    return old.labels is new.labels or np.array_equal(old.labels, new.labels)


def _map_tile(tile: UnderlayTile) -> MapTile:
    from vae_explorer.ui.map.underlay import UnderlayTile as MapTile
    from vae_explorer.ui.map.view import PlaneRect

    rect = PlaneRect(tile.x_min, tile.x_max, tile.y_min, tile.y_max)
    return MapTile(
        tile.image,
        rect,
        is_density=tile.kind is UnderlayKind.DENSITY,
        is_trust=tile.kind in TRUST_KINDS,
    )
