"""The window: shows one state, sends out wishes, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.network_wish import WatchWish
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.selection_wish import ClearSelectionWish
from vae_explorer.state.tool import Tool
from vae_explorer.state.tour_wish import ChapterWish, LeaveTourWish
from vae_explorer.state.view_state import ViewOptionsWish
from vae_explorer.state.wish import DatasetWish, ModelWish, OpacityWish, UnderlayWish
from vae_explorer.ui.appearance import Appearance
from vae_explorer.ui.file_dialog import is_dataset_path, is_model_file
from vae_explorer.ui.inspector import Inspector
from vae_explorer.ui.lower_panel import LowerPanel
from vae_explorer.ui.lull import Lull
from vae_explorer.ui.map_area import MapArea
from vae_explorer.ui.side_column import SideColumn
from vae_explorer.ui.status_line import StatusLine
from vae_explorer.ui.theme import Theme, palette, style_sheet
from vae_explorer.ui.tool_column import ToolColumn
from vae_explorer.ui.toolbar import Toolbar
from vae_explorer.ui.welcome_strip import WelcomeStrip
from vae_explorer.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from vae_explorer.ui.window_pages import WindowPages

_GAP = 9
_PATIENCE_MS = 3000
_LEAST_SIZE = (900, 600)
_GUIDED_WIDTH = 1180
_COLUMN_WIDTH = 262
_CURVES_SHARE = 0.25
_TOOLS = (Tool.DECODE, Tool.DRAW, Tool.PATH, Tool.DARTS, Tool.LASSO, Tool.RECTANGLE)


class MainWindow(QMainWindow):
    """The program's one window.

    What is not seen in the first picture is made after it: first the maps, then, once these show their models
    or nothing is on its way to them, the pages, and last the plots, since pyqtgraph takes longest to import.
    Where the models are long in coming, the pages do not wait for them.

    Parameters
    ----------
    theme : Theme
        What is shown first.
    settings : QSettings
        Where the window's place, size and look are remembered.
    """

    decode_requested = Signal(object)
    leave_requested = Signal(object)
    model_requested = Signal(object)
    save_requested = Signal(object)
    dataset_requested = Signal(object)
    train_requested = Signal(object)
    pause_requested = Signal(object)
    stop_requested = Signal(object)
    settings_requested = Signal(object)
    tool_requested = Signal(object)
    underlay_requested = Signal(object)
    view_requested = Signal(object)
    opacity_requested = Signal(object)
    plane_requested = Signal(object)
    depth_requested = Signal(object)
    plane_goal_requested = Signal(object)
    notice_requested = Signal(object)
    selection_requested = Signal(object)
    colour_requested = Signal(object)
    view_options_requested = Signal(object)
    figure_written = Signal(object)
    language_requested = Signal(str)
    replay_requested = Signal(object)
    play_requested = Signal(object)
    balance_requested = Signal(object)
    branch_requested = Signal(object)
    show_branch_requested = Signal(object)
    chapter_requested = Signal(object)
    tour_leave_requested = Signal(object)
    answer_requested = Signal(object)
    watch_requested = Signal(object)
    layer_requested = Signal(object)
    noise_requested = Signal(object)
    run_requested = Signal(object)

    seen = Signal()
    """The window has been painted for the first time; the rest of it is made now."""

    opened = Signal()
    """The maps stand and can show models; from here on wishes may come."""

    built = Signal()
    """Pages and plots stand too."""

    rested = Signal()
    """All that the newest state of a training asked for has been painted."""

    closed = Signal()
    """The window was closed; its geometry is saved."""

    def __init__(self, theme: Theme, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self._memory = WindowMemory(settings)
        self._appearance = Appearance(theme, settings, self)
        self._settings = settings
        self._state: ExplorerState | None = None
        self._is_built = False
        self._is_building = False
        self._is_open = False
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._make_some)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._rest.start)
        self._unfinished: WindowPages | None = None
        self._is_space_down = False
        self._pages: WindowPages | None = None
        self._make_parts(theme)
        self._lay_out()
        self._connect()
        self._connect_maps()
        self._add_shortcuts()
        self.setAcceptDrops(True)
        self._use_theme(theme)
        self._retranslate()
        self._memory.restore_geometry(self)

    def _make_parts(self, theme: Theme) -> None:
        self._ground = QWidget(self)
        self._ground.setObjectName("window")
        self._toolbar = Toolbar(theme, self._ground)
        self._maps = MapArea(theme, self._ground)
        self._lull = Lull(self._maps, self)
        self._lull.come.connect(self.rested)
        self._inspector = Inspector(theme, self._ground)
        self._status = StatusLine(self._ground)
        self._tools = ToolColumn(_TOOLS, theme, self._ground)
        self._lower = LowerPanel(theme, self._ground)
        self._welcome = WelcomeStrip(theme, self._settings, self._ground)
        self._column = SideColumn(self._inspector, self._ground)
        self._column.setMinimumWidth(_COLUMN_WIDTH)
        self._column.setMaximumWidth(2 * _COLUMN_WIDTH)

    def _lay_out(self) -> None:
        workplace = QWidget(self._ground)
        beside = QHBoxLayout(workplace)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(_GAP)
        beside.addWidget(self._tools)
        beside.addWidget(self._maps, 1)
        self._upper = self._splitter("column_splitter", Qt.Orientation.Horizontal)
        self._upper.addWidget(workplace)
        self._upper.addWidget(self._column)
        self._upper.setStretchFactor(0, 1)
        self._upper.setStretchFactor(1, 0)
        self._upper.setSizes([10_000, _COLUMN_WIDTH])
        self._whole = self._splitter("curve_splitter", Qt.Orientation.Vertical)
        self._whole.addWidget(self._upper)
        self._whole.addWidget(self._lower)
        self._whole.setStretchFactor(0, 4)
        self._whole.setStretchFactor(1, 1)
        self._whole.setSizes([round(1000 * (1 - _CURVES_SHARE)), round(1000 * _CURVES_SHARE)])
        layout = QVBoxLayout(self._ground)
        layout.setContentsMargins(12, 10, 12, 7)
        layout.setSpacing(_GAP)
        layout.addWidget(self._toolbar)
        layout.addWidget(self._welcome)
        self._guided = QHBoxLayout()
        self._guided.setSpacing(_GAP)
        self._guided.addWidget(self._whole, 1)
        layout.addLayout(self._guided, 1)
        layout.addWidget(self._status)
        self._rows = layout
        self.setCentralWidget(self._ground)
        self.setMinimumSize(*_LEAST_SIZE)

    def _splitter(self, name: str, orientation: Qt.Orientation) -> QSplitter:
        splitter = QSplitter(orientation, self._ground)
        splitter.setObjectName(name)
        splitter.setHandleWidth(_GAP)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _connect(self) -> None:
        toolbar = self._toolbar
        toolbar.dataset_requested.connect(self.dataset_requested)
        toolbar.model_requested.connect(self.model_requested)
        toolbar.train_requested.connect(self.train_requested)
        toolbar.pause_requested.connect(self.pause_requested)
        toolbar.stop_requested.connect(self.stop_requested)
        toolbar.settings_requested.connect(self.settings_requested)
        toolbar.colour_requested.connect(self.colour_requested)
        toolbar.view_options_requested.connect(self._choose_view)
        toolbar.underlay_requested.connect(self._choose_underlay)
        toolbar.opacity_requested.connect(self._choose_opacity)
        toolbar.language_requested.connect(self._choose_language)
        toolbar.theme_requested.connect(self._appearance.toggle)
        toolbar.settings_toggled.connect(self._show_settings_panel)
        toolbar.guide_toggled.connect(self._toggle_guide)
        toolbar.help_requested.connect(self._show_help)
        self._welcome.guide_requested.connect(self._press_guide)
        self._appearance.motion_changed.connect(self._maps.set_reduced_motion)
        self._lower.page_turned.connect(self._note_page)
        self._tools.tool_requested.connect(self.tool_requested)
        self._inspector.dataset_requested.connect(self.dataset_requested)
        self._inspector.decode_requested.connect(self.decode_requested)
        self._appearance.theme_changed.connect(self._use_theme)

    def _connect_maps(self) -> None:
        maps = self._maps
        maps.decode_requested.connect(self.decode_requested)
        maps.leave_requested.connect(self.leave_requested)
        maps.view_requested.connect(self.view_requested)
        maps.plane_requested.connect(self.plane_requested)
        maps.depth_requested.connect(self.depth_requested)
        maps.plane_goal_requested.connect(self.plane_goal_requested)
        maps.model_requested.connect(self.model_requested)
        maps.save_requested.connect(self.save_requested)
        maps.dataset_requested.connect(self.dataset_requested)
        maps.figure_written.connect(self.figure_written)
        maps.selection_requested.connect(self.selection_requested)

    def _connect_pages(self, pages: WindowPages) -> None:
        pages.settings_panel.settings_requested.connect(self.settings_requested)
        pages.settings_panel.close_requested.connect(self._close_settings_panel)
        pages.selection.selection_requested.connect(self.selection_requested)
        pages.notices.notice_requested.connect(self.notice_requested)
        pages.runs.run_requested.connect(self.run_requested)
        pages.follow.run_requested.connect(self.run_requested)
        pages.networks.layer_requested.connect(self.layer_requested)
        pages.networks.noise_requested.connect(self.noise_requested)
        pages.tour.chapter_requested.connect(self.chapter_requested)
        pages.tour.leave_requested.connect(self.tour_leave_requested)
        pages.tour.answer_requested.connect(self.answer_requested)
        pages.help.look.theme_chosen.connect(self._appearance.choose)
        pages.help.look.motion_chosen.connect(self._appearance.reduce_motion)
        pages.help.look.language_chosen.connect(self._choose_language)
        self._connect_studio(pages)

    def _connect_studio(self, pages: WindowPages) -> None:
        studio, curves = pages.studio, pages.curves
        self._toolbar.experiment_requested.connect(studio.experiment_requested)
        self._toolbar.arrange_requested.connect(studio.arrange_requested)
        curves.replay_requested.connect(self.replay_requested)
        curves.play_requested.connect(self.play_requested)
        curves.balance_requested.connect(self.balance_requested)
        curves.branch_requested.connect(self.branch_requested)
        curves.show_branch_requested.connect(self.show_branch_requested)
        curves.experiment_requested.connect(studio.experiment_requested)

    def _add_shortcuts(self) -> None:
        keys = QKeySequence.StandardKey
        for key, slot in (
            (QKeySequence(keys.Open), self._open_model),
            (QKeySequence(keys.Save), self._save_model),
            (QKeySequence("Ctrl+T"), self._toolbar.request_training),
            (QKeySequence("Ctrl+Q"), self.close),
            (QKeySequence(keys.HelpContents), self._press_guide),
        ):
            QShortcut(key, self).activated.connect(slot)

    @Slot(object)
    def show_state(self, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        before, self._state = self._state, state
        if self._pages is not None:
            self._pages.prepare(state)
        if (
            before is None
            or before.dataset != state.dataset
            or before.recent_datasets != state.recent_datasets
        ):
            self._toolbar.show_dataset(state.dataset, state.recent_datasets)
        if before is None or before.training != state.training:
            self._toolbar.show_training(state.training)
        if before is None or before.settings != state.settings or before.devices != state.devices:
            self._toolbar.show_settings(state.settings, state.devices)
        self._show_underlay(before, state)
        if before is None or before.is_torch_ready != state.is_torch_ready:
            self._toolbar.show_readiness(state.is_torch_ready)
        if before is None or before.maps != state.maps or before.dataset is not state.dataset:
            self._toolbar.show_maps(state.maps)
            self._maps.show_maps(state.maps)
            self._inspector.show_maps(state.maps, state.dataset)
            self._status.show_decode_ms(_newest_decode_ms(before, state))
        self._show_view(before, state)
        self._show_hand(before, state)
        if self._pages is not None:
            self._pages.show_state(before, state)
        self._status.show_state(state)
        if state.training.is_active or state.replay.is_playing:
            self._lull.await_it()
        self._make_rest_when_quiet()

    def _show_hand(self, before: ExplorerState | None, state: ExplorerState) -> None:
        """Show what is in the hand and what it has taken, and whether the guide is open."""
        if before is None or before.tool is not state.tool:
            self._tools.show_tool(state.tool)
            self._maps.set_tool(state.tool)
            self._column.show_tool(state.tool)
        if before is None or before.selection is not state.selection:
            self._maps.show_selection(state.selection)
        if before is None or before.tour is not state.tour:
            self._toolbar.set_guide_open(state.tour.is_open)
            # Beside the guide's column both maps must still be whole.
            self.setMinimumWidth(_GUIDED_WIDTH if state.tour.is_open else _LEAST_SIZE[0])

    def _show_view(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.colour != state.colour or before.dataset != state.dataset:
            self._toolbar.show_colour(state.colour, state.dataset.column_names)
            self._maps.show_colour(state.colour, state.maps)
        if before is None or before.view != state.view:
            self._toolbar.show_view_options(state.view)
            self._maps.show_view_options(state.view)

    def _show_underlay(self, before: ExplorerState | None, state: ExplorerState) -> None:
        if before is None or before.underlay != state.underlay:
            self._toolbar.show_underlay(state.underlay)
        if before is None or before.underlay_opacity != state.underlay_opacity:
            self._toolbar.show_underlay_opacity(state.underlay_opacity)
            self._maps.set_underlay_opacity(state.underlay_opacity)

    @property
    def pages(self) -> WindowPages:
        """What is made after the first picture, at once where it is not there yet."""
        while self._pages is None:
            self._make_more_pages()
        return self._pages

    def hide_welcome(self) -> None:
        """Show no card of a first start, this time."""
        self._welcome.hide()

    def is_drawn(self) -> bool:
        """Return whether all maps have been painted and all pins' decodes are shown, with their words."""
        return self._is_built and self._maps.is_drawn and self._inspector.is_written

    def paintEvent(self, event: QPaintEvent) -> None:
        """Make the maps once the window has been seen."""
        super().paintEvent(event)
        if not self._is_building:
            self._is_building = True
            QTimer.singleShot(0, self._build)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Help, select nothing with Escape, note the space bar: where nothing else has a use for the key."""
        if event.text() == "?":
            self._show_help()
        elif event.key() == Qt.Key.Key_Escape:
            self.selection_requested.emit(ClearSelectionWish())
        elif event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._is_space_down = True
            self._maps.forget_pan()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Pause and go on with Space, unless a map was panned with it meanwhile."""
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif self._is_space_down and not event.isAutoRepeat():
            self._is_space_down = False
            if not self._maps.forget_pan():
                self._toolbar.request_pause()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome models, folders and files of arrays."""
        if _dropped_path(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped: a model in the map under the pointer, images for the whole window."""
        path = _dropped_path(event)
        if path is None:
            return
        event.acceptProposedAction()
        if is_model_file(path):
            place = self.mapToGlobal(event.position().toPoint())
            card = self._maps.card_at(place) or self._maps.focused_card()
            map_id = self._maps.cards.index(card) if card is not None else 0
            self.model_requested.emit(ModelWish(map_id, path=path))
        else:
            self.dataset_requested.emit(DatasetWish(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window stood, and say that it is closed."""
        self._memory.save_geometry(self)
        if self._pages is not None:
            self._pages.forget_stage()
        for splitter in (self._upper, self._whole, *self._maps.splitters):
            self._memory.save_splitter(splitter)
        self._rest.stop()
        self._patience.stop()
        self._lull.stop()
        self._maps.close_planes()
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("VAE Explorer"))

    @Slot()
    def _build(self) -> None:
        self.seen.emit()
        self._maps.build()
        self._maps.set_reduced_motion(self._appearance.is_motion_reduced)
        for splitter in (self._upper, self._whole, *self._maps.splitters):
            self._memory.restore_splitter(splitter)
        first = self._maps.focused_card()
        if first is not None and first.plane is not None and self._column.currentWidget() is self._inspector:
            first.plane.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_open = True
        self.opened.emit()
        self._wish_for_what_was_chosen()
        self._patience.start()
        self._make_rest_when_quiet()

    def _make_rest_when_quiet(self) -> None:
        """Make the pages as soon as the first models are shown, or something asks for a page before."""
        if self._is_open and not self._is_built and self._state is not None and not _is_awaited(self._state):
            self._rest.start()

    @Slot()
    def _make_some(self) -> None:
        """Do one of the steps to what the first picture does without."""
        if self._pages is None:
            self._make_more_pages()
            return
        self._rest.stop()
        self._patience.stop()
        self._pages.build_plots()
        self._is_built = True
        self.built.emit()

    def _make_more_pages(self) -> None:
        if self._unfinished is None:
            from vae_explorer.ui.window_pages import WindowPages

            theme = self._appearance.theme
            self._unfinished = WindowPages(
                theme, self._ground, self._maps, self._lower, self._column, self._whole
            )
        elif self._unfinished.make_some():
            self._place_pages(self._unfinished)

    def _place_pages(self, pages: WindowPages) -> None:
        self._pages = pages
        self._rows.insertWidget(self._rows.indexOf(self._guided), pages.follow)
        self._guided.insertWidget(0, pages.tour)
        self._connect_pages(pages)
        if pages.first_theme is not self._appearance.theme:
            # It was chosen while they were made.
            pages.set_theme(self._appearance.theme)
        if self._state is not None:
            pages.prepare(self._state)
            pages.show_state(None, self._state)
        pages.tools.build()

    def _wish_for_what_was_chosen(self) -> None:
        remembered = self._memory.underlay
        if remembered is not None and self._state is not None and remembered != self._state.underlay:
            self.underlay_requested.emit(UnderlayWish(remembered))
        if self._memory.underlay_opacity is not None:
            self.opacity_requested.emit(OpacityWish(self._memory.underlay_opacity))
        view = self._memory.view
        if view is not None and self._state is not None and view != self._state.view:
            self.view_options_requested.emit(ViewOptionsWish(view))

    @Slot(object)
    def _use_theme(self, theme: Theme) -> None:
        # Last, since a sheet puts back the palette it found; to take the old sheet away before would style
        # every part twice.
        self.setStyleSheet(style_sheet(theme, QApplication.font().pointSizeF()))
        self.setPalette(palette(theme))
        for part in (self._toolbar, self._tools, self._maps, self._inspector, self._lower, self._welcome):
            part.set_theme(theme)
        if self._pages is not None:
            self._pages.set_theme(theme)

    @Slot(bool)
    def _show_settings_panel(self, is_open: bool) -> None:
        if is_open:
            self._column.open_page(self.pages.settings_panel)
            self.pages.settings_panel.focus_first()
        else:
            self._column.close_page()

    @Slot()
    def _close_settings_panel(self) -> None:
        self._toolbar.set_panel_open(False)

    @Slot(object)
    def _choose_underlay(self, wish: UnderlayWish) -> None:
        if self._state is None or not self._state.tour.is_open:
            self._memory.save_underlay(wish.kind)
        self.underlay_requested.emit(wish)

    @Slot(object)
    def _choose_opacity(self, wish: OpacityWish) -> None:
        self._memory.save_underlay_opacity(wish.opacity)
        self.opacity_requested.emit(wish)

    @Slot()
    def _show_help(self) -> None:
        appearance = self._appearance
        sheet = self.pages.help
        sheet.look.show_choices(appearance.choice, self._memory.language, appearance.is_motion_reduced)
        sheet.toggle()

    @Slot()
    def _press_guide(self) -> None:
        self._toggle_guide(self._state is None or not self._state.tour.is_open)

    @Slot(bool)
    def _toggle_guide(self, is_wanted: bool) -> None:
        # What is down is what the state says.
        self._toolbar.set_guide_open(self._state is not None and self._state.tour.is_open)
        if is_wanted:
            self._welcome.dismiss()
            self.chapter_requested.emit(ChapterWish())
        else:
            self.tour_leave_requested.emit(LeaveTourWish())

    @Slot(str)
    def _note_page(self, name: str) -> None:
        self.watch_requested.emit(WatchWish(name in ("network", "accounts"), name == "accounts"))

    @Slot(object)
    def _choose_view(self, wish: ViewOptionsWish) -> None:
        self._memory.save_view(wish.options)
        self.view_options_requested.emit(wish)

    @Slot(str)
    def _choose_language(self, language: str) -> None:
        self._memory.save_language(language)
        self.language_requested.emit(language)

    @Slot()
    def _open_model(self) -> None:
        card = self._maps.focused_card()
        if card is not None:
            card.header.model_button.ask_for_file()

    @Slot()
    def _save_model(self) -> None:
        card = self._maps.focused_card()
        if card is not None:
            card.header.menu_button.ask_where_to_save()


def _is_awaited(state: ExplorerState) -> bool:
    """Whether maps wait for their first models, and nothing has to be shown on a page before."""
    is_warned = any(notice.level in (NoticeLevel.WARNING, NoticeLevel.ERROR) for notice in state.notices)
    if is_warned or state.tour.is_open or state.tool is not Tool.DECODE:
        return False
    return state.dataset.status is DatasetStatus.OPENING or any(
        shown.status is MapStatus.LOADING or (shown.model is not None and shown.shown is None)
        for shown in state.maps
    )


def _newest_decode_ms(before: ExplorerState | None, state: ExplorerState) -> float | None:
    """Return how long the decode took that has just arrived, else the first that is shown."""
    known = {id(map_state.shown) for map_state in before.maps} if before is not None else set()
    points = [map_state.shown for map_state in state.maps if map_state.shown is not None]
    newest = next((point for point in points if id(point) not in known), points[0] if points else None)
    return newest.decode_ms if newest is not None else None


def _dropped_path(event: QDropEvent) -> str | None:
    """Return the first dropped file that can be opened."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path and (is_model_file(path) or is_dataset_path(path)):
            return path
    return None
