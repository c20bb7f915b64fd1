"""Composes the window: makes the objects, connects them, runs the event loop."""

from __future__ import annotations

import gc
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSettings, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from vae_explorer.assets import (
    cache_folder,
    config_folder,
    model_path,
    model_paths,
    runs_folder,
)
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.errors import WindowError, WriteError
from vae_explorer.settings import SettingsFile, UserSettings
from vae_explorer.state.dataset_state import DatasetState
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.tour_wish import ChapterWish
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.ui.appearance import named_theme
from vae_explorer.ui.interpreter import Interpreter
from vae_explorer.ui.interruption import TerminationNotifier, UnexpectedErrorNotifier
from vae_explorer.ui.main_window import MainWindow
from vae_explorer.ui.screenshot import USUAL_SIZE, ScreenshotTaker
from vae_explorer.ui.tour_memory import TourMemory
from vae_explorer.ui.window_memory import remembered_language
from vae_explorer.workers.thread import favour_this_thread

if TYPE_CHECKING:
    from vae_explorer.ui.map.figure_writer import FigureWritten
    from vae_explorer.workers.controller import Controller

_log = logging.getLogger(__name__)
_FIRST_DATASET = DatasetState(name="mnist", title="MNIST")
_FIRST_KINDS: tuple[ModelKind, ...] = ("ae", "vae")


def run_window(
    *,
    dataset: str | None = None,
    models: tuple[str, ...] = (),
    device: str = "auto",
    language: str | None = None,
    screenshot: str | None = None,
    theme: str | None = None,
    size: tuple[int, int] | None = None,
    tour: int | None = None,
) -> int:
    """Open the window, or photograph it, and return the exit status.

    Parameters
    ----------
    dataset : str, optional
        Name or path of the data to open.
    models : tuple of str
        Model files for the maps.
    device : str
        Where to train.
    language : str, optional
        ``en`` or ``zh_CN``; otherwise the one chosen before, or the system's.
    screenshot : str, optional
        Write a picture of the drawn window here and end.
    theme : str, optional
        ``dark`` or ``light``; otherwise the one chosen before, or the system's.
    size : tuple of int, optional
        Width and height of the window.
    tour : int, optional
        The chapter of the guide to open.

    Raises
    ------
    WindowError
        If there is no display to open the window on, or the picture cannot be made.
    WriteError
        If the picture cannot be written.
    """
    _import_torch_first_on_windows()
    _choose_platform(is_screenshot=screenshot is not None)
    application = _application()
    explorer = Explorer(application, device=device, language=language, theme=theme, is_alone=True)
    if screenshot is None and dataset is None and not models:
        dataset = explorer.remembered_dataset
    if size is not None:
        explorer.window.resize(*size)
    explorer.open(dataset, models, tour)
    if screenshot is None:
        status = application.exec()
        return status if explorer.close() else 1
    explorer.window.hide_welcome()
    taker = ScreenshotTaker(
        explorer.window, Path(screenshot), lambda: explorer.is_measured, size or USUAL_SIZE
    )
    application.exec()
    explorer.window.close()
    explorer.close()
    taker.check()
    return 0


class Explorer(QObject):
    """The running program: one window, one controller, and what the user chose before.

    Parameters
    ----------
    application : QApplication
        Gets the translators.
    device : str
        Where to train, unless ``auto``, which leaves it to the user's settings.
    language : str or None
        Overrides the user's.
    theme : str or None
        The same.
    is_alone : bool
        Whether the process runs nothing else, so that what it has loaded is there to stay.
    """

    def __init__(
        self,
        application: QApplication,
        *,
        device: str = "auto",
        language: str | None = None,
        theme: str | None = None,
        is_alone: bool = False,
    ) -> None:
        super().__init__()
        favour_this_thread()
        self._is_alone = is_alone
        self._interpreter = Interpreter(application, self)
        self._settings_file = SettingsFile()
        self._first = self._settings_file.load()
        self._models: tuple[str, ...] = ()
        self._dataset: str | None = None
        self._chapter: int | None = None
        self._is_closed = False
        self._is_started = False
        store = QSettings(str(config_folder() / "window.ini"), QSettings.Format.IniFormat)
        self._tour_memory = TourMemory(store)
        self._interpreter.speak(language or remembered_language(store) or "")
        self.window = MainWindow(named_theme(theme, store), store)
        self._first_state = replace(_first_state(self._first, device), tour=self._tour_memory.read())
        self._controller: Controller | None = None
        self.window.seen.connect(self._load)
        self.window.opened.connect(self._start)
        self.window.built.connect(self._connect_pages)
        self._unexpected = UnexpectedErrorNotifier(self)
        self._unexpected.happened.connect(self._report)
        self._termination = TerminationNotifier(self)
        self._termination.asked.connect(self.window.close)

    @property
    def controller(self) -> Controller:
        """What the window talks to; made when first needed, after the window's first picture."""
        if self._controller is None:
            from vae_explorer.workers.controller import Controller

            self._controller = Controller(
                self._first_state, runs_folder(), cache_folder(), model_path, model_paths(), _is_available
            )
        return self._controller

    @property
    def remembered_dataset(self) -> str | None:
        """The data last worked with, where they are still on this computer."""
        name = self._first.dataset
        if name is None or name == _FIRST_DATASET.name:
            return None
        return name if Path(name).exists() or _is_known_and_available(name) else None

    @property
    def is_settled(self) -> bool:
        """Whether everything asked for at the start has been shown."""
        is_ready = self._is_started and self._chapter is None and self.window.is_drawn()
        return is_ready and self.controller.is_settled

    @property
    def is_measured(self) -> bool:
        """Whether, besides, all figures that stand over the maps have been measured."""
        return self.is_settled and self.controller.figures.is_settled

    def open(
        self, dataset: str | None = None, models: tuple[str, ...] = (), chapter: int | None = None
    ) -> None:
        """Show the window; once it is painted, the threads start and bring models and data."""
        self._dataset, self._models, self._chapter = dataset, models, chapter
        self.window.show_state(self._first_state)
        self.window.show()

    def close(self) -> bool:
        """Remember the user's choices, save the last snapshot, end the threads; return whether all ended."""
        if self._is_closed:
            return True
        self._is_closed = True
        self._unexpected.end()
        self._termination.end()
        if self._controller is None:
            return True
        self._controller.tour.leave()
        self._remember()
        return self._controller.close()

    def _connect(self) -> None:
        window, controller = self.window, self.controller
        controller.state_changed.connect(window.show_state)
        controller.file_shown.connect(self._show_file)
        window.decode_requested.connect(controller.maps.decode)
        window.leave_requested.connect(controller.maps.leave)
        window.view_requested.connect(controller.underlays.show_view)
        window.underlay_requested.connect(controller.underlays.choose)
        window.opacity_requested.connect(controller.underlays.fade)
        window.plane_requested.connect(controller.planes.choose)
        window.depth_requested.connect(controller.planes.move)
        window.plane_goal_requested.connect(controller.planes.send_back)
        window.model_requested.connect(controller.library.choose_model)
        window.save_requested.connect(controller.library.save_model)
        window.dataset_requested.connect(controller.library.choose_dataset)
        window.train_requested.connect(controller.runs.train)
        window.pause_requested.connect(controller.runs.pause)
        window.stop_requested.connect(controller.runs.stop)
        window.settings_requested.connect(controller.runs.change_settings)
        window.tool_requested.connect(controller.choose_tool)
        window.notice_requested.connect(controller.answer_notice)
        window.figure_written.connect(self._tell_figure)
        window.view_options_requested.connect(controller.choose_view)
        window.colour_requested.connect(controller.colour.choose)
        window.run_requested.connect(controller.run_library.answer)
        window.selection_requested.connect(controller.selection.answer)
        window.language_requested.connect(self._speak)
        window.replay_requested.connect(controller.replays.show)
        window.play_requested.connect(controller.replays.play)
        window.balance_requested.connect(controller.studio.change_balance)
        window.branch_requested.connect(controller.studio.branch)
        window.show_branch_requested.connect(controller.studio.show_branch)
        window.model_requested.connect(controller.studio.forget_variants)
        window.chapter_requested.connect(controller.tour.open_chapter)
        window.tour_leave_requested.connect(controller.tour.leave)
        window.answer_requested.connect(controller.tour.answer)
        window.watch_requested.connect(controller.network.watch)
        window.layer_requested.connect(controller.network.choose_layer)
        window.noise_requested.connect(controller.network.draw_noise)
        window.rested.connect(controller.note_rest)
        controller.state_changed.connect(self._follow)
        controller.warmed_up.connect(self._spare_collector)

    @Slot()
    def _connect_pages(self) -> None:
        self._spare_collector()
        gc.enable()
        pages, controller = self.window.pages, self.controller
        pages.contest.contest_requested.connect(controller.contest.choose)
        pages.contest.sheet_save_requested.connect(controller.contest.save)
        pages.studio.step_requested.connect(controller.studio.step)
        pages.studio.remedy_requested.connect(controller.studio.apply_remedy)
        pages.studio.experiment_requested.connect(controller.studio.run_experiment)
        pages.studio.arrange_requested.connect(controller.studio.arrange)
        tools = pages.tools
        tools.image_requested.connect(controller.inference.choose)
        tools.waypoint_requested.connect(controller.paths.add)
        tools.path_kind_requested.connect(controller.paths.choose_kind)
        tools.frame_requested.connect(controller.paths.show_frame)
        tools.take_back_requested.connect(controller.paths.take_back)
        tools.export_requested.connect(controller.paths.export)
        tools.draw_requested.connect(controller.sketches.draw)
        tools.sketch_options_requested.connect(controller.sketches.choose_options)
        tools.picture_requested.connect(controller.sketches.open_picture)
        tools.keep_mark_requested.connect(controller.sketches.keep)
        tools.mark_requested.connect(controller.sketches.choose_mark)
        tools.throw_requested.connect(controller.inference.throw)
        tools.clear_darts_requested.connect(controller.inference.clear)
        tools.tiling_requested.connect(controller.inference.show_tiling)
        tools.posterior_requested.connect(controller.inference.show_posterior)
        self._follow(controller.state)

    @Slot()
    def _load(self) -> None:
        self.controller.load()

    @Slot()
    def _start(self) -> None:
        self._connect()
        self._is_started = True
        self._check_font()
        self.controller.start(self._dataset, self._models)

    @Slot()
    def _spare_collector(self) -> None:
        """Take what is loaded out of the garbage collector's sight.

        To look through its million objects takes a quarter of a second, in which no thread can do anything.
        """
        if self._is_alone:
            gc.freeze()

    @Slot(object)
    def _follow(self, state: ExplorerState) -> None:
        self._tour_memory.write(state.tour)
        if self._chapter is not None and self.window.is_drawn():
            chapter, self._chapter = self._chapter, None
            self.controller.tour.open_chapter(ChapterWish(chapter))

    @Slot(str)
    def _speak(self, chosen: str) -> None:
        self._interpreter.speak(chosen)
        self._check_font()

    def _check_font(self) -> None:
        """Say so where Chinese would be shown as boxes; at the start only once the window stands."""
        if self._is_started and not self._interpreter.is_readable:
            self.controller.report_missing_font()

    @Slot(object)
    def _show_file(self, path: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))

    @Slot(object)
    def _tell_figure(self, written: FigureWritten) -> None:
        self.controller.tell_figure(written.path, written.error)

    @Slot(str)
    def _report(self, text: str) -> None:
        self.controller.report(text.strip().rsplit("\n", 1)[-1])

    def _remember(self) -> None:
        state = self.controller.state
        settings = UserSettings(
            dataset=state.dataset.name,
            recent_datasets=state.recent_datasets,
            training=msgspec.to_builtins(state.settings),
        )
        try:
            self._settings_file.save(settings)
        except WriteError as error:
            _log.warning("the settings could not be kept: %s", error)


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication([sys.argv[0]])
    application.setApplicationName("VAE Explorer")
    application.setOrganizationName("VAE Explorer")
    application.setStyle("Fusion")
    # Closing the window ends the loop; what is still at work is ended after it, in order.
    application.setQuitOnLastWindowClosed(True)
    return application


def _first_state(settings: UserSettings, device: str) -> ExplorerState:
    training = _training_settings(settings)
    if device != "auto":
        training = msgspec.structs.replace(training, device=device)
    return ExplorerState(
        dataset=_FIRST_DATASET,
        maps=tuple(MapState(map_id=map_id, kind=kind) for map_id, kind in enumerate(_FIRST_KINDS)),
        settings=training,
        recent_datasets=settings.recent_datasets,
    )


def _training_settings(settings: UserSettings) -> TrainingSettings:
    """Return what the next run will do as it was left; the defaults where that cannot be used any more."""
    try:
        return msgspec.convert(settings.training, TrainingSettings)
    except msgspec.ValidationError:
        return TrainingSettings()


def _is_available(name: str) -> bool:
    from vae_explorer.data.source import is_available

    return is_available(name, cache_folder())


def _is_known_and_available(name: str) -> bool:
    from vae_explorer.data.catalogue import CATALOGUE

    return name in CATALOGUE and _is_available(name)


def _import_torch_first_on_windows() -> None:
    # There, torch's libraries cannot be loaded once Qt's are (WinError 1114); elsewhere the window is first.
    if sys.platform == "win32":
        import torch  # noqa: F401


def _choose_platform(*, is_screenshot: bool) -> None:
    """Draw offscreen where a picture is wanted and there is no display; refuse a window there."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    if not is_screenshot:
        raise WindowError(
            "there is no display to open a window on",
            remedy="start it from a desktop, or write a picture of the window with --screenshot FILE.png",
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
