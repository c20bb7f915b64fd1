"""The maps side by side, and the legend they share."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from vae_explorer.state.colour_state import ColourChoice
from vae_explorer.state.inference_state import InferenceState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.path_state import PathState
from vae_explorer.state.selection_state import SelectionState
from vae_explorer.state.sketch_state import SketchState
from vae_explorer.state.tool import Tool
from vae_explorer.state.view_state import ViewOptions
from vae_explorer.ui.control import pane_splitter
from vae_explorer.ui.map_card import MapCard
from vae_explorer.ui.quantity_scale import shared_scales
from vae_explorer.ui.theme import Theme

if TYPE_CHECKING:
    from vae_explorer.ui.map.figure import FigureOrder
    from vae_explorer.ui.map.figure_writer import FigureWriter
    from vae_explorer.ui.map.legend import Legend
    from vae_explorer.ui.map.link import MapLink
    from vae_explorer.ui.map.style import LabelStyle

_TWO_ROWS_FROM = 4
_BREATH_MS = 1


class MapArea(QWidget):
    """One card per map, one to four, with one legend for all.

    Parameters
    ----------
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
    figure_written = Signal(object)  # FigureWritten
    image_requested = Signal(object)
    waypoint_requested = Signal(object)
    settled = Signal()  # every map's points are where its state has them

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("map_area")
        self._theme = theme
        self._cards: list[MapCard] = []
        self._legend: Legend | None = None
        self._names: tuple[str, ...] | None = None
        self._style: LabelStyle | None = None
        self._tool = Tool.DECODE
        self._opacity = 1.0
        self._colour = ColourChoice()
        self._coloured: tuple[object, ...] = ()
        self._options = ViewOptions()
        self._link: MapLink | None = None
        self._figures: FigureWriter | None = None
        self._moving: list[tuple[MapCard, MapState]] = []
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._move_next)
        self._is_built = False
        self._is_motion_reduced = False
        self.splitters = (
            pane_splitter("map_rows_splitter", Qt.Orientation.Vertical, self),
            pane_splitter("map_splitter", Qt.Orientation.Horizontal, self),
            pane_splitter("lower_map_splitter", Qt.Orientation.Horizontal, self),
        )
        rows, *each = self.splitters
        for row in each:
            rows.addWidget(row)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._layout.addWidget(rows, 1)

    @property
    def cards(self) -> tuple[MapCard, ...]:
        """The cards from left to right."""
        return tuple(self._cards)

    @property
    def is_drawn(self) -> bool:
        """Whether every map has been painted with its pin's decode at hand."""
        return self._is_built and bool(self._cards) and all(card.is_drawn for card in self._cards)

    @property
    def is_moving(self) -> bool:
        """Whether a map still waits for its turn to show where its points have gone, or for its picture."""
        return bool(self._moving) or any(card.is_moving for card in self._cards)

    def build(self) -> None:
        """Make the planes and the legend, after the window's first picture."""
        from vae_explorer.ui.map.legend import Legend
        from vae_explorer.ui.map.link import MapLink

        self._is_built = True
        self._link = MapLink(self)
        for card in self._cards:
            self._build_plane(card)
        self._link.set_enabled(self._options.is_linked)
        self._legend = Legend(self)
        self._legend.setObjectName("legend")
        self._legend.label_style_changed.connect(self._use_style)
        self._layout.addWidget(self._legend)
        self._order_tabs()
        self.set_theme(self._theme)
        self._show_names(self._names or ())

    def _build_plane(self, card: MapCard) -> None:
        card.build_plane()
        if card.plane is not None:
            card.plane.settled.connect(self._tell_settled)
        if card.plane is not None and self._link is not None:
            self._link.add(card.plane)

    def close_planes(self) -> None:
        """End what the maps do in the background."""
        self._next_turn.stop()
        for card in self._cards:
            card.close_plane()
        if self._figures is not None:
            self._figures.close()

    def show_maps(self, maps: tuple[MapState, ...]) -> None:
        """Show these maps."""
        if len(maps) != len(self._cards):
            self._set_card_count(len(maps))
        names = _label_names(maps)
        if names != self._names:
            self._names = names
            self._show_names(names)
        self._show_cards(maps)
        self._show_quantities(maps)

    def _show_cards(self, maps: tuple[MapState, ...]) -> None:
        """Show each map; where points move, one map after the other, with time for other events between.

        To move and to paint ten thousand points takes some milliseconds each, and nobody's pointer may wait
        for the points of all maps together.
        """
        waiting = [card for card, _ in self._moving]
        moving = []
        for card, state in zip(self._cards, maps, strict=True):
            if card.has_moved(state):
                moving.append((card, state))
            else:
                card.show_map(state)
        # Who waits already keeps its place: no map is left behind where states follow one another fast.
        places = {card: place for place, card in enumerate(waiting)}
        self._moving = sorted(moving, key=lambda each: places.get(each[0], len(places)))
        if self._next_turn.isActive():
            return
        if len(self._moving) > 1:
            self._next_turn.start(0)
        else:
            self._move_next()

    @Slot()
    def _move_next(self) -> None:
        if self._moving:
            card, state = self._moving.pop(0)
            card.show_map(state)
        if self._moving:
            self._next_turn.start(_BREATH_MS)
        else:
            self._tell_settled()

    @Slot()
    def _tell_settled(self) -> None:
        if not self.is_moving:
            self.settled.emit()

    def _show_quantities(self, maps: tuple[MapState, ...]) -> None:
        """Colour by what was measured; the scale spans all maps, so news of one concern every one."""
        quantities = [state.quantity for state in maps]
        seen = (self._colour, quantities, [state.codes is None for state in maps])
        if seen == self._coloured:
            return
        self._coloured = seen
        if self._is_built:
            for card, scale in zip(self._cards, shared_scales(maps, self._colour), strict=True):
                card.show_scale(scale)
            if self._legend is not None:
                self._legend.set_coloured(all(quantity is None for quantity in quantities))

    def show_colour(self, choice: ColourChoice, maps: tuple[MapState, ...]) -> None:
        """Colour the points by this, as soon as it is measured."""
        self._colour = choice
        self._show_quantities(maps)

    def show_selection(self, selection: SelectionState) -> None:
        """Show in every map which images are selected, and which one is lit."""
        for card in self._cards:
            card.show_selection(selection)

    def show_sketch(self, sketch: SketchState) -> None:
        """Show a picture of one's own, and those that were kept, in every map."""
        for card in self._cards:
            card.show_sketch(sketch)

    def show_path(self, path: PathState) -> None:
        """Show a path in every map while it is in the hand."""
        for card in self._cards:
            card.show_path(path)

    def show_inference(self, inference: InferenceState) -> None:
        """Show an image's posterior and darts in every map while the darts are in the hand."""
        for card in self._cards:
            card.show_inference(inference)

    @Slot(bool)
    def set_reduced_motion(self, is_reduced: bool) -> None:
        """Let views jump where they would glide, or glide again."""
        self._is_motion_reduced = is_reduced
        for card in self._cards:
            if card.plane is not None:
                card.plane.set_reduced_motion(is_reduced)

    def show_view_options(self, options: ViewOptions) -> None:
        """Look at every map in this way."""
        self._options = options
        for card in self._cards:
            card.show_view_options(options)
        if self._link is not None:
            self._link.set_enabled(options.is_linked)
            leader = self.focused_card()
            if leader is not None and leader.plane is not None:
                self._link.align(leader.plane)

    def set_tool(self, tool: Tool) -> None:
        """Let the left button do this in every map."""
        self._tool = tool
        for card in self._cards:
            card.set_tool(tool)

    def set_underlay_opacity(self, opacity: float) -> None:
        """Draw the underlay of every map this strongly, 0 … 1."""
        self._opacity = opacity
        for card in self._cards:
            card.set_underlay_opacity(opacity)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for card in self._cards:
            card.set_theme(theme)
        if self._legend is not None:
            from vae_explorer.ui.map_theme import map_theme

            self._legend.set_theme(map_theme(theme))

    def card_at(self, place: QPoint) -> MapCard | None:
        """Return the card that lies under a place, in global coordinates."""
        return next((card for card in self._cards if card.rect().contains(card.mapFromGlobal(place))), None)

    def focused_card(self) -> MapCard | None:
        """Return the card that has the keyboard, or the first one."""
        widget = QApplication.focusWidget()
        holding = (card for card in self._cards if widget is not None and card.isAncestorOf(widget))
        return next(holding, self._cards[0] if self._cards else None)

    def forget_pan(self) -> bool:
        """Return whether any map was panned since the space bar went down, and begin anew."""
        pans = [card.forget_pan() for card in self._cards]
        return any(pans)

    def _set_card_count(self, count: int) -> None:
        while len(self._cards) > count:
            card = self._cards.pop()
            if card.plane is not None and self._link is not None:
                self._link.remove(card.plane)
            card.close_plane()
            card.setParent(None)
            card.deleteLater()
        while len(self._cards) < count:
            self._add_card()
        # Planes are as high as they are wide: four stand in two rows.
        rows, upper, lower = self.splitters
        first_row = count if count < _TWO_ROWS_FROM else (count + 1) // 2
        for position, card in enumerate(self._cards):
            row, column = (upper, position) if position < first_row else (lower, position - first_row)
            if row.indexOf(card) != column:
                row.insertWidget(column, card)
        lower.setVisible(count > first_row)
        for splitter in (rows, upper, lower):
            splitter.setSizes([1000] * splitter.count())
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go from map to map, and to what stands over them before."""
        planes = [card.plane for card in self._cards if card.plane is not None]
        above = [widget for card in self._cards for widget in card.controls()]
        for first, second in pairwise([*above, *planes]):
            QWidget.setTabOrder(first, second)

    def _add_card(self) -> None:
        card = MapCard(len(self._cards), self._theme, self)
        card.decode_requested.connect(self.decode_requested)
        card.leave_requested.connect(self.leave_requested)
        card.view_requested.connect(self.view_requested)
        card.model_requested.connect(self.model_requested)
        card.save_requested.connect(self.save_requested)
        card.dataset_requested.connect(self.dataset_requested)
        card.figure_ordered.connect(self._write_figure)
        card.selection_requested.connect(self.selection_requested)
        card.image_requested.connect(self.image_requested)
        card.waypoint_requested.connect(self.waypoint_requested)
        card.plane_requested.connect(self.plane_requested)
        card.depth_requested.connect(self.depth_requested)
        card.plane_goal_requested.connect(self.plane_goal_requested)
        card.set_tool(self._tool)
        card.show_view_options(self._options)
        card.set_underlay_opacity(self._opacity)
        self._cards.append(card)
        if self._is_built:
            self._build_plane(card)
            self.set_reduced_motion(self._is_motion_reduced)
            if self._style is not None:
                card.set_label_style(self._style)

    def _show_names(self, names: tuple[str, ...]) -> None:
        if self._legend is None:
            return
        from vae_explorer.ui.map.style import LabelStyle

        style = LabelStyle.for_classes(range(len(names)), names)
        self._legend.set_label_style(style)
        self._legend.setVisible(bool(names))
        self._use_style(style)

    @Slot(object)
    def _write_figure(self, order: FigureOrder) -> None:
        if self._figures is None:
            from vae_explorer.ui.map.figure_writer import FigureWriter

            self._figures = FigureWriter(self)
            self._figures.written.connect(self.figure_written)
        self._figures.order(order)

    @Slot(object)
    def _use_style(self, style: LabelStyle) -> None:
        self._style = style
        for card in self._cards:
            card.set_label_style(style)


def _label_names(maps: tuple[MapState, ...]) -> tuple[str, ...]:
    """Return the names of the classes: those of the map that has most."""
    names = [state.dataset.label_names for state in maps if state.dataset is not None]
    return max(names, key=len, default=())
