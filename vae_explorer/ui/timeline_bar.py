"""The row under the curves: which moment of training is shown, and how recorded time runs."""

from __future__ import annotations

import bisect

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.replay_state import ReplayState
from vae_explorer.state.studio_state import Branch, StudioState
from vae_explorer.state.studio_wish import BranchWish, PlayWish, ReplayWish, ShowBranchWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.control import push_button
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.number_text import epoch_text, size_text
from vae_explorer.ui.theme import Theme

SPEEDS = ((0.5, "½×"), (1.0, "1×"), (4.0, "4×"))
_UNITS_PER_EPOCH = 200


class MomentSlider(QSlider):
    """A slider over epochs whose arrow keys go from one recorded moment to the next."""

    moment_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("moment_slider")
        self._epochs: tuple[float, ...] = ()
        self.valueChanged.connect(self._tell)

    @property
    def epoch(self) -> float:
        """The moment it stands at."""
        return self.value() / _UNITS_PER_EPOCH

    def show_moments(self, epochs: tuple[float, ...], epoch: float | None) -> None:
        """Offer these moments, and stand at one; None for the newest."""
        self._epochs = epochs
        self.blockSignals(True)
        if epochs:
            self.setRange(round(epochs[0] * _UNITS_PER_EPOCH), round(epochs[-1] * _UNITS_PER_EPOCH))
            self.setPageStep(max((self.maximum() - self.minimum()) // 10, 1))
            if not self.isSliderDown():
                self.setValue(self.maximum() if epoch is None else round(epoch * _UNITS_PER_EPOCH))
        else:
            self.setRange(0, 0)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the recorded moment before or after."""
        key, epochs, now = event.key(), self._epochs, self.epoch
        tolerance = 1 / _UNITS_PER_EPOCH
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Down) and epochs:
            position = bisect.bisect_left(epochs, now - tolerance) - 1
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up) and epochs:
            position = bisect.bisect_right(epochs, now + tolerance)
        else:
            super().keyPressEvent(event)
            return
        target = epochs[min(max(position, 0), len(epochs) - 1)]
        self.setValue(round(target * _UNITS_PER_EPOCH))

    @Slot()
    def _tell(self) -> None:
        # The recorded moment itself where the slider stands on it: there the codes are exact.
        near = min(self._epochs, key=lambda epoch: abs(epoch - self.epoch), default=self.epoch)
        self.moment_chosen.emit(near if abs(near - self.epoch) <= 0.75 / _UNITS_PER_EPOCH else self.epoch)


class TimelineBar(QWidget):
    """Replay button, speed, slider, and what is kept.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    replay_requested = Signal(object)
    play_requested = Signal(object)
    branch_requested = Signal(object)
    show_branch_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline_bar")
        self._theme = theme
        self._replay = ReplayState()
        self._studio = StudioState()
        self._maps: tuple[MapState, ...] = ()
        self._play = push_button("replay_button", "", self)
        self._play.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._play.clicked.connect(self._request_play)
        self._speed = ChoiceButton("replay_speed_button", self)
        self._speed.chosen.connect(self._choose_speed)
        self._slider = MomentSlider(self)
        self._slider.moment_chosen.connect(self._request_moment)
        self._text = FittingLabel("moment_text", "muted", self)
        self._newest = push_button("newest_button", "", self)
        self._newest.clicked.connect(self._request_newest)
        self._branch = push_button("branch_button", "", self)
        self._branch.clicked.connect(self._request_branch)
        self._branches = ChoiceButton("branches_button", self)
        self._branches.chosen.connect(self._show_branch)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._play)
        layout.addWidget(self._speed)
        layout.addWidget(self._slider, 3)
        layout.addWidget(self._text, 2)
        for widget in (self._newest, self._branch, self._branches):
            layout.addWidget(widget)
        self.set_theme(theme)
        self._retranslate()

    def show_replay(self, replay: ReplayState, studio: StudioState, maps: tuple[MapState, ...]) -> None:
        """Show which moment is seen, and what can be gone back to."""
        before = self._replay
        self._replay, self._studio, self._maps = replay, studio, maps
        self._slider.show_moments(replay.epochs, replay.epoch)
        self.setVisible(replay.can_replay or bool(studio.branches))
        if before.is_playing != replay.is_playing or before.speed != replay.speed:
            self._write_play()
        self._write_moment()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        self._theme = theme
        self._write_play()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._slider.setAccessibleName(self.tr("Moment of training"))
        self._slider.setToolTip(self.tr("Drag to see any moment; the arrow keys go from one to the next"))
        self._speed.setAccessibleName(self.tr("Speed of the replay"))
        self._newest.setText(self.tr("Newest"))
        self._newest.setToolTip(self.tr("Show the models as they are now"))
        self._branches.setText(self.tr("Branches"))
        self._branches.setToolTip(self.tr("Show a model of a run that was left in one of the maps"))
        self._write_play()
        self._write_moment()

    def _write_play(self) -> None:
        is_playing = self._replay.is_playing
        self._play.setIcon(themed_icon("pause" if is_playing else "play", self._theme))
        self._play.setText(self.tr("pause") if is_playing else self.tr("replay"))
        self._play.setToolTip(self.tr("Watch training again, from the moment shown"))
        self._speed.set_choices(list(SPEEDS), self._replay.speed)
        self._speed.setText(dict(SPEEDS).get(self._replay.speed, "1×"))

    def _write_moment(self) -> None:
        replay = self._replay
        for widget in (self._play, self._speed, self._slider):
            widget.setEnabled(replay.can_replay)
        self._newest.setEnabled(replay.epoch is not None)
        epoch = self._branch_epoch()
        self._branch.setEnabled(epoch is not None)
        self._branch.setText(
            self.tr("Branch from here")
            if epoch is None
            else self.tr("Branch from epoch {epoch}").format(epoch=epoch_text(epoch))
        )
        self._branch.setToolTip(self._branch_hint(epoch))
        self._branch.setVisible(bool(replay.branch_epochs))
        self._branches.setVisible(bool(self._studio.branches))
        if self._studio.branches:
            self._branches.set_choices(self._branch_choices(), None)
        wordings = self._wordings()
        self._text.set_wordings(wordings)
        # Its value counts places on the slider, not epochs.
        self._slider.setAccessibleDescription(wordings[0])

    def _branch_epoch(self) -> float | None:
        """Return the epoch that training would go on from: the one nearest to the moment shown."""
        replay = self._replay
        if replay.epoch is None or not replay.branch_epochs:
            return None
        moment = replay.epoch
        return min(replay.branch_epochs, key=lambda epoch: abs(epoch - moment))

    def _branch_hint(self, epoch: float | None) -> str:
        if epoch is None:
            return self.tr("Go back to a moment first; from there training can go on with other settings")
        if epoch in self._replay.exact_epochs:
            return self.tr(
                "Train on from here with the settings as they are now; "
                "with the same ones the run repeats itself"
            )
        return self.tr(
            "Train on from these weights with the settings as they are now; the optimiser starts afresh"
        )

    def _branch_choices(self) -> list[tuple[object, str]]:
        choices: list[tuple[object, str]] = []
        for branch in self._studio.branches:
            for position, kind in enumerate(branch.kinds):
                for shown in self._maps:
                    wish = ShowBranchWish(branch.branch_id, position, shown.map_id)
                    choices.append((wish, self._branch_text(branch, SHORT_NAMES[kind], shown.map_id)))
        return choices

    def _branch_text(self, branch: Branch, kind: str, map_id: int) -> str:
        return self.tr("{branch} {model}, left at epoch {epoch}: into map {number}").format(
            branch=branch.name, model=kind, epoch=epoch_text(branch.left_at), number=map_id + 1
        )

    def _wordings(self) -> list[str]:
        replay = self._replay
        if not replay.can_replay:
            return [""]
        kept = self._kept_text()
        if replay.epoch is None:
            return [SEPARATOR.join([self.tr("newest"), kept]), kept, ""] if kept else [self.tr("newest"), ""]
        moment = self.tr("epoch {epoch}").format(epoch=f"{replay.epoch:.1f}")
        full, short = self._weights_texts()
        return [
            SEPARATOR.join(part for part in parts if part)
            for parts in ((moment, full, kept), (moment, short, kept), (moment, short), (short or moment,))
        ]

    def _weights_texts(self) -> tuple[str, str]:
        """Say whose weights decode, plainly also where they are not those of the moment."""
        replayed = [shown.replay for shown in self._maps if shown.replay is not None]
        if any(moment.weights_epoch is None for moment in replayed):
            text = self.tr("past weights not kept: places decode with the final ones")
            return text, self.tr("decoded with final weights")
        epochs = sorted({epoch_text(moment.weights_epoch or 0.0) for moment in replayed}, key=float)
        text = self.tr("weights of epoch {epoch}").format(epoch=", ".join(epochs)) if epochs else ""
        return text, text

    def _kept_text(self) -> str:
        keeping = self._replay.keeping
        if not keeping.moments:
            return ""
        return self.tr("{kept} of {moments} moments kept, {size} of {budget}").format(
            kept=keeping.weights,
            moments=keeping.moments,
            size=size_text(keeping.kept_bytes),
            budget=size_text(keeping.budget_bytes),
        )

    @Slot()
    def _request_play(self) -> None:
        self.play_requested.emit(PlayWish(is_playing=not self._replay.is_playing))

    @Slot(object)
    def _choose_speed(self, speed: float) -> None:
        self.play_requested.emit(PlayWish(is_playing=self._replay.is_playing, speed=speed))

    @Slot(float)
    def _request_moment(self, epoch: float) -> None:
        self.replay_requested.emit(ReplayWish(epoch))

    @Slot()
    def _request_newest(self) -> None:
        self.replay_requested.emit(ReplayWish(None))

    @Slot()
    def _request_branch(self) -> None:
        epoch = self._branch_epoch()
        if epoch is not None:
            self.branch_requested.emit(BranchWish(epoch))

    @Slot(object)
    def _show_branch(self, wish: ShowBranchWish) -> None:
        self.show_branch_requested.emit(wish)
