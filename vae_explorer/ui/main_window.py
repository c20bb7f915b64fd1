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
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.network_wish import WatchWish
from vae_explorer.state.selection_wish import ClearSelectionWish
from vae_explorer.state.tour_wish import ChapterWish, LeaveTourWish
from vae_explorer.state.wish import DatasetWish, ModelWish
from vae_explorer.ui.appearance import Appearance
from vae_explorer.ui.file_dialog import is_dataset_path, is_model_file
from vae_explorer.ui.lull import Lull
from vae_explorer.ui.page_maker import PageMaker
from vae_explorer.ui.theme import Theme, palette, style_sheet
from vae_explorer.ui.window_choice import WindowChoice
from vae_explorer.ui.window_frame import WindowFrame
from vae_explorer.ui.window_memory import WindowMemory

if TYPE_CHECKING:
    from vae_explorer.ui.window_pages import WindowPages

_LEAST_SIZE = (900, 600)
_GUIDED_WIDTH = 1180


class MainWindow(QMainWindow):
    """The program's one window.

    Its frame stands in the first picture. What is not seen there is made after it: first the maps, then, by
    the page maker, the pages and the plots.

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
        self._choice = WindowChoice(self._memory, self)
        self._state: ExplorerState | None = None
        self._is_building = False
        self._is_space_down = False
        self._frame = WindowFrame(theme, settings, self)
        self._maker = PageMaker(self._begin_pages, self)
        self._lull = Lull(self._frame.maps, self)
        self.setCentralWidget(self._frame)
        self.setMinimumSize(*_LEAST_SIZE)
        self._connect()
        self._connect_maps()
        self._add_shortcuts()
        self.setAcceptDrops(True)
        self._use_theme(theme)
        self._retranslate()
        self._memory.restore_geometry(self)

    def _connect(self) -> None:
        frame, toolbar, choice = self._frame, self._frame.toolbar, self._choice
        toolbar.dataset_requested.connect(self.dataset_requested)
        toolbar.model_requested.connect(self.model_requested)
        toolbar.train_requested.connect(self.train_requested)
        toolbar.pause_requested.connect(self.pause_requested)
        toolbar.stop_requested.connect(self.stop_requested)
        toolbar.settings_requested.connect(self.settings_requested)
        toolbar.colour_requested.connect(self.colour_requested)
        toolbar.view_options_requested.connect(choice.choose_view)
        toolbar.underlay_requested.connect(choice.choose_underlay)
        toolbar.opacity_requested.connect(choice.choose_opacity)
        toolbar.language_requested.connect(choice.choose_language)
        toolbar.theme_requested.connect(self._appearance.toggle)
        toolbar.settings_toggled.connect(self._show_settings_panel)
        toolbar.guide_toggled.connect(self._toggle_guide)
        toolbar.help_requested.connect(self._show_help)
        choice.underlay_requested.connect(self.underlay_requested)
        choice.opacity_requested.connect(self.opacity_requested)
        choice.view_options_requested.connect(self.view_options_requested)
        choice.language_requested.connect(self.language_requested)
        frame.welcome.guide_requested.connect(self._press_guide)
        frame.lower_panel.page_turned.connect(self._note_page)
        frame.tools.tool_requested.connect(self.tool_requested)
        frame.inspector.dataset_requested.connect(self.dataset_requested)
        frame.inspector.decode_requested.connect(self.decode_requested)
        self._appearance.motion_changed.connect(frame.maps.set_reduced_motion)
        self._appearance.theme_changed.connect(self._use_theme)
        self._maker.pages_made.connect(self._add_pages)
        self._maker.built.connect(self.built)
        self._lull.come.connect(self.rested)

    def _connect_maps(self) -> None:
        maps = self._frame.maps
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
        pages.help.look.language_chosen.connect(self._choice.choose_language)
        self._connect_studio(pages)

    def _connect_studio(self, pages: WindowPages) -> None:
        studio, curves = pages.studio, pages.curves
        self._frame.toolbar.experiment_requested.connect(studio.experiment_requested)
        self._frame.toolbar.arrange_requested.connect(studio.arrange_requested)
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
            (QKeySequence("Ctrl+T"), self._frame.toolbar.request_training),
            (QKeySequence("Ctrl+Q"), self.close),
            (QKeySequence(keys.HelpContents), self._press_guide),
        ):
            QShortcut(key, self).activated.connect(slot)

    @Slot(object)
    def show_state(self, state: ExplorerState) -> None:
        """Show this state; only what differs from the one before is touched."""
        before, self._state = self._state, state
        self._choice.show_state(state)
        pages = self._maker.made
        if pages is not None:
            pages.prepare(state)
        self._frame.show_state(before, state)
        if before is None or before.tour is not state.tour:
            # Beside the guide's column both maps must still be whole.
            self.setMinimumWidth(_GUIDED_WIDTH if state.tour.is_open else _LEAST_SIZE[0])
        if pages is not None:
            pages.show_state(before, state)
        if state.training.is_active or state.replay.is_playing:
            self._lull.await_it()
        self._maker.follow(state)

    @property
    def pages(self) -> WindowPages:
        """What is made after the first picture, at once where it is not there yet."""
        return self._maker.make_now()

    def hide_welcome(self) -> None:
        """Show no card of a first start, this time."""
        self._frame.welcome.hide()

    def is_drawn(self) -> bool:
        """Return whether all maps have been painted and all pins' decodes are shown, with their words."""
        return self._maker.is_built and self._frame.maps.is_drawn and self._frame.inspector.is_written

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
            self._frame.maps.forget_pan()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Pause and go on with Space, unless a map was panned with it meanwhile."""
        if event.key() != Qt.Key.Key_Space:
            super().keyReleaseEvent(event)
        elif self._is_space_down and not event.isAutoRepeat():
            self._is_space_down = False
            if not self._frame.maps.forget_pan():
                self._frame.toolbar.request_pause()

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
            card = self._frame.maps.card_at(place) or self._frame.maps.focused_card()
            map_id = self._frame.maps.cards.index(card) if card is not None else 0
            self.model_requested.emit(ModelWish(map_id, path=path))
        else:
            self.dataset_requested.emit(DatasetWish(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window stood, and say that it is closed."""
        self._memory.save_geometry(self)
        if self._maker.made is not None:
            self._maker.made.forget_stage()
        for splitter in self._frame.splitters:
            self._memory.save_splitter(splitter)
        self._maker.stop()
        self._lull.stop()
        self._frame.maps.close_planes()
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
        self._frame.maps.build()
        self._frame.maps.set_reduced_motion(self._appearance.is_motion_reduced)
        for splitter in self._frame.splitters:
            self._memory.restore_splitter(splitter)
        self._frame.focus_first_map()
        self._maker.start()
        self.opened.emit()
        self._choice.wish_again()
        if self._state is not None:
            self._maker.follow(self._state)

    def _begin_pages(self) -> WindowPages:
        from vae_explorer.ui.window_pages import WindowPages

        frame = self._frame
        return WindowPages(
            self._appearance.theme, frame, frame.maps, frame.lower_panel, frame.column, frame.whole
        )

    @Slot(object)
    def _add_pages(self, pages: WindowPages) -> None:
        self._frame.place(pages)
        self._connect_pages(pages)
        if pages.first_theme is not self._appearance.theme:
            # It was chosen while they were made.
            pages.set_theme(self._appearance.theme)
        if self._state is not None:
            pages.prepare(self._state)
            pages.show_state(None, self._state)
        pages.tools.build()

    @Slot(object)
    def _use_theme(self, theme: Theme) -> None:
        # Last, since a sheet puts back the palette it found; to take the old sheet away before would style
        # every part twice.
        self.setStyleSheet(style_sheet(theme, QApplication.font().pointSizeF()))
        self.setPalette(palette(theme))
        self._frame.set_theme(theme)
        if self._maker.made is not None:
            self._maker.made.set_theme(theme)

    @Slot(bool)
    def _show_settings_panel(self, is_open: bool) -> None:
        if is_open:
            self._frame.column.open_page(self.pages.settings_panel)
            self.pages.settings_panel.focus_first()
        else:
            self._frame.column.close_page()

    @Slot()
    def _close_settings_panel(self) -> None:
        self._frame.toolbar.set_panel_open(False)

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
        self._frame.toolbar.set_guide_open(self._state is not None and self._state.tour.is_open)
        if is_wanted:
            self._frame.welcome.dismiss()
            self.chapter_requested.emit(ChapterWish())
        else:
            self.tour_leave_requested.emit(LeaveTourWish())

    @Slot(str)
    def _note_page(self, name: str) -> None:
        self.watch_requested.emit(WatchWish(name in ("network", "accounts"), name == "accounts"))

    @Slot()
    def _open_model(self) -> None:
        card = self._frame.maps.focused_card()
        if card is not None:
            card.header.model_button.ask_for_file()

    @Slot()
    def _save_model(self) -> None:
        card = self._frame.maps.focused_card()
        if card is not None:
            card.header.menu_button.ask_where_to_save()


def _dropped_path(event: QDropEvent) -> str | None:
    """Return the first dropped file that can be opened."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path and (is_model_file(path) or is_dataset_path(path)):
            return path
    return None
