"""The row at the top: which data, which models, training, and how the window looks."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vae_explorer.state.colour_state import ColourChoice
from vae_explorer.state.dataset_state import DatasetState, DatasetStatus
from vae_explorer.state.map_state import MapState, UnderlayKind
from vae_explorer.state.training_state import TrainingSettings, TrainingState, TrainingStatus
from vae_explorer.state.view_state import ViewOptions
from vae_explorer.state.wish import PauseWish, SettingsWish, StopWish, TrainWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.colour_button import ColourButton
from vae_explorer.ui.compare_button import CompareButton
from vae_explorer.ui.control import push_button
from vae_explorer.ui.dataset_button import DatasetButton
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.model_text import device_title
from vae_explorer.ui.number_box import NumberBox
from vae_explorer.ui.progress_line import ProgressLine
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.underlay_button import UnderlayButton
from vae_explorer.ui.view_button import ViewButton

MAX_EPOCHS = 100_000
_EPOCHS_PADDING = 38
_PROGRESS_ROOM = 170
_LEAST_PROGRESS_ROOM = 118
_GAP = 8


class Toolbar(QWidget):
    """Everything that concerns the whole window."""

    dataset_requested = Signal(object)
    model_requested = Signal(object)
    experiment_requested = Signal(object)
    arrange_requested = Signal(object)
    train_requested = Signal(object)
    pause_requested = Signal(object)
    stop_requested = Signal(object)
    settings_requested = Signal(object)
    underlay_requested = Signal(object)
    colour_requested = Signal(object)
    view_options_requested = Signal(object)
    opacity_requested = Signal(object)
    language_requested = Signal(str)
    theme_requested = Signal()
    settings_toggled = Signal(bool)
    guide_toggled = Signal(bool)
    help_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self._theme = theme
        self._devices: tuple[str, ...] = ("auto",)
        self._settings = TrainingSettings()
        self._training = TrainingState()
        self._is_torch_ready = False
        self._is_opening = False
        self._is_short = False
        self._make_controls()
        self._lay_out()
        self._connect()
        self._retranslate()
        self.set_theme(theme)

    def _make_controls(self) -> None:
        self._dataset = DatasetButton(self._theme, self)
        self._compare = CompareButton(self)
        self._train = self._button("train_button", "primary")
        self._pause = self._button("pause_button", "")
        self._stop = self._button("stop_button", "")
        self._progress = ProgressLine(self)
        self._underlay = UnderlayButton(self)
        self._colour = ColourButton(self)
        self._view = ViewButton(self._theme, self._colour.choice_menu, self)
        self._device = ChoiceButton("device_button", self)
        self._epochs = NumberBox("epochs_field", 1, MAX_EPOCHS, self)
        self._panel = self._button("settings_button", "icon")
        self._panel.setCheckable(True)
        self._guide = self._button("guide_button", "")
        self._guide.setCheckable(True)
        self._help = self._button("help_button", "icon")
        self._language = self._button("language_button", "icon")
        self._appearance = self._button("theme_button", "icon")
        # In the menu of the view, each while the button has no room.
        self._language_action = self._action("language_action")
        self._appearance_action = self._action("theme_action")
        self._view.add_window_actions(self._language_action, self._appearance_action)

    def _button(self, name: str, role: str) -> QPushButton:
        button = push_button(name, role, self)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        return button

    def _action(self, name: str) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setVisible(False)
        return action

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        left = (self._dataset, self._compare, self._train, self._pause, self._stop)
        right = (
            self._underlay,
            self._colour,
            self._view,
            self._device,
            self._epochs,
            self._panel,
            self._guide,
            self._help,
            self._language,
        )
        self._widgets: tuple[QWidget, ...] = (*left, self._progress, *right, self._appearance)
        for widget in self._widgets:
            layout.addWidget(widget, 1 if widget is self._progress else 0)

    def _connect(self) -> None:
        self._dataset.dataset_requested.connect(self.dataset_requested)
        self._compare.model_requested.connect(self.model_requested)
        self._compare.arrange_requested.connect(self.arrange_requested)
        self._compare.experiment_requested.connect(self.experiment_requested)
        self._train.clicked.connect(self.request_training)
        self._pause.clicked.connect(self.request_pause)
        self._stop.clicked.connect(self._request_stop)
        self._underlay.underlay_requested.connect(self.underlay_requested)
        self._underlay.opacity_requested.connect(self.opacity_requested)
        self._colour.colour_requested.connect(self.colour_requested)
        self._view.view_options_requested.connect(self.view_options_requested)
        self._device.chosen.connect(self._choose_device)
        self._epochs.valueChanged.connect(self._choose_epochs)
        self._panel.toggled.connect(self.settings_toggled)
        self._guide.clicked.connect(self.guide_toggled)
        self._help.clicked.connect(self.help_requested)
        self._language.clicked.connect(self._request_language)
        self._appearance.clicked.connect(self.theme_requested)
        self._language_action.triggered.connect(self._request_language)
        self._appearance_action.triggered.connect(self.theme_requested)

    def show_dataset(self, state: DatasetState, recent: tuple[str, ...]) -> None:
        """Show which images are worked with."""
        self._dataset.show_dataset(state, recent)
        self._progress.show_dataset(state)
        self._is_opening = state.status in (DatasetStatus.OPENING, DatasetStatus.FETCHING)
        self._enable()

    def show_maps(self, maps: tuple[MapState, ...]) -> None:
        """Show which kinds of model are compared."""
        self._compare.show_kinds(tuple(state.kind for state in maps))

    def show_training(self, state: TrainingState) -> None:
        """Show where the run stands, and offer what can be done to it."""
        self._training = state
        self._progress.show_training(state)
        self._write_pause()
        self._enable()

    def show_settings(self, settings: TrainingSettings, devices: tuple[str, ...]) -> None:
        """Show where and how long the next run will be."""
        self._settings, self._devices = settings, devices
        self._epochs.show_value(settings.epochs)
        self._write_device()

    def show_underlay(self, kind: UnderlayKind) -> None:
        """Show what lies under the points."""
        self._underlay.show_underlay(kind)

    def show_underlay_opacity(self, opacity: float) -> None:
        """Show how strongly the underlay is drawn."""
        self._underlay.show_opacity(opacity)

    def show_colour(self, choice: ColourChoice, columns: tuple[str, ...]) -> None:
        """Show what the colour of a point means, and which columns the data have."""
        self._colour.show_colour(choice, columns)

    def show_view_options(self, options: ViewOptions) -> None:
        """Show how the maps are looked at."""
        self._view.show_options(options)

    def show_readiness(self, is_torch_ready: bool) -> None:
        """Offer training only once it can start."""
        self._is_torch_ready = is_torch_ready
        self._progress.show_readiness(is_torch_ready)
        self._enable()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        self._theme = theme
        self._dataset.set_theme(theme)
        self._view.set_theme(theme)
        self._device.setIcon(themed_icon("processor", theme))
        self._panel.setIcon(themed_icon("settings", theme))
        self._appearance.setIcon(themed_icon("sun" if theme.is_dark else "moon", theme))

    def set_guide_open(self, is_open: bool) -> None:
        """Show whether the guide is open."""
        self._guide.setChecked(is_open)

    def set_panel_open(self, is_open: bool) -> None:
        """Show whether the settings are open."""
        self._panel.setChecked(is_open)

    @Slot()
    def request_training(self) -> None:
        """Ask for a run, if one can start now."""
        if self._train.isEnabled():
            self.train_requested.emit(TrainWish())

    @Slot()
    def request_pause(self) -> None:
        """Ask the run to wait, or to go on if it waits."""
        if self._pause.isEnabled():
            self.pause_requested.emit(PauseWish(is_paused=self._training.status is TrainingStatus.RUNNING))

    def event(self, event: QEvent) -> bool:
        """Share out the room again when a control takes another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is found elsewhere too when there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide what is found elsewhere too, and write the rest shorter, until all is whole.

        The settings hold the device and the epochs, the view menu the colours, the light and the language.
        """
        needed = (self._language, self._appearance, self._epochs)
        welcome = (self._colour, self._device)
        shrinking = (self._compare, self._underlay)
        saving = sum(each.saving for each in shrinking)
        fixed = [each for each in self._widgets if each not in (*needed, *welcome, self._progress)]
        left_over = self.width() - _LEAST_PROGRESS_ROOM - sum(map(_room, fixed))
        left_over -= saving if self._is_short else 0
        is_short = left_over < sum(map(_room, needed))
        if is_short != self._is_short:
            self._is_short = is_short
            for each in shrinking:
                each.set_short(is_short)
        left_over += saving if is_short else 0
        for widget in needed:
            left_over = self._show_if_there_is_room(widget, left_over)
        left_over -= _PROGRESS_ROOM - _LEAST_PROGRESS_ROOM
        for widget in welcome:
            left_over = self._show_if_there_is_room(widget, left_over)
        self._view.set_colours_visible(self._colour.isHidden())
        self._language_action.setVisible(self._language.isHidden())
        self._appearance_action.setVisible(self._appearance.isHidden())

    def _show_if_there_is_room(self, widget: QWidget, room: int) -> int:
        left_over = room - _room(widget)
        if widget.isHidden() == (left_over >= 0):
            widget.setVisible(left_over >= 0)
        return left_over

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _enable(self) -> None:
        status = self._training.status
        is_idle = status is TrainingStatus.IDLE
        self._train.setEnabled(is_idle and self._is_torch_ready and not self._is_opening)
        self._pause.setEnabled(status in (TrainingStatus.RUNNING, TrainingStatus.PAUSED))
        self._stop.setEnabled(not is_idle and status is not TrainingStatus.STOPPING)
        self._dataset.setEnabled(is_idle)
        self._device.setEnabled(is_idle)
        self._epochs.setEnabled(is_idle)

    def _retranslate(self) -> None:
        self._train.setText(self.tr("Train"))
        self._train.setToolTip(self.tr("Train the models of all maps on the chosen images (Ctrl+T)"))
        self._stop.setText(self.tr("Stop"))
        self._stop.setToolTip(self.tr("End the run and keep what it has learned"))
        self._device.setToolTip(self.tr("Where training runs; auto takes the fastest there is"))
        self._epochs.setPrefix(self.tr("Epochs") + " ")
        widest = self._epochs.fontMetrics().horizontalAdvance(f"{self._epochs.prefix()}0000")
        self._epochs.setFixedWidth(widest + _EPOCHS_PADDING)
        self._epochs.setAccessibleName(self.tr("Epochs"))
        self._epochs.setToolTip(self.tr("How often training goes through all images"))
        self._panel.setAccessibleName(self.tr("Training settings"))
        self._panel.setToolTip(self.tr("Every setting of the next run"))
        self._guide.setText(self.tr("Guide"))
        self._guide.setToolTip(self.tr("The whole story in eleven short chapters, told in this window"))
        self._help.setText("?")
        self._help.setAccessibleName(self.tr("Help"))
        self._help.setToolTip(self.tr("Keys, glossary, look and language (?)"))
        self._language.setText(self.tr("文", "shown on the button that switches to the other language"))
        self._language.setAccessibleName(
            self.tr("切换到中文", "switch to the other language, said in that language")
        )
        self._language.setToolTip(
            self.tr("切换到中文", "switch to the other language, said in that language")
        )
        self._appearance.setAccessibleName(self.tr("Light or dark"))
        self._appearance.setToolTip(self.tr("Switch between light and dark"))
        self._language_action.setText(self._language.accessibleName())
        self._appearance_action.setText(self._appearance.toolTip())
        self._write_pause()
        self._write_device()

    def _write_pause(self) -> None:
        is_paused = self._training.status is TrainingStatus.PAUSED
        self._pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self._pause.setToolTip(self.tr("Go on (Space)") if is_paused else self.tr("Let the run wait (Space)"))

    def _write_device(self) -> None:
        self._device.set_choices(
            [(name, device_title(name)) for name in self._devices], self._settings.device
        )
        title = device_title(self._settings.device)
        self._device.setText(title)
        self._device.setAccessibleName(self.tr("Device: {device}").format(device=title))

    @Slot()
    def _request_stop(self) -> None:
        self.stop_requested.emit(StopWish())

    @Slot(object)
    def _choose_device(self, device: str) -> None:
        self.settings_requested.emit(SettingsWish(msgspec.structs.replace(self._settings, device=device)))

    @Slot(int)
    def _choose_epochs(self, epochs: int) -> None:
        self.settings_requested.emit(SettingsWish(msgspec.structs.replace(self._settings, epochs=epochs)))

    @Slot()
    def _request_language(self) -> None:
        self.language_requested.emit(self.tr("zh_CN", "code of the other language: en in the translation"))


def _room(widget: QWidget) -> int:
    return min(widget.sizeHint().width(), widget.maximumWidth()) + _GAP
