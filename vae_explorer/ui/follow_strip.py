"""Says that the window shows a run that another process writes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from vae_explorer.state.run_library_state import FollowedRun, UnfollowWish
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.number_text import epoch_text


class FollowStrip(QFrame):
    """A line that is there only while a run is followed."""

    run_requested = Signal(object)  # UnfollowWish

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("follow_strip")
        self.setProperty("role", "card")
        self._run: FollowedRun | None = None
        self._text = FittingLabel("follow_text", "strong", self)
        self._end = QPushButton(self)
        self._end.setObjectName("follow_end")
        self._end.clicked.connect(self._request_end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._end)
        self.setVisible(False)
        self._retranslate()

    def show_run(self, run: FollowedRun | None) -> None:
        """Show which run is followed, and how far it has come; None takes the line away."""
        self._run = run
        self._write()
        self.setVisible(run is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._end.setText(self.tr("Follow no more"))
        self._end.setAccessibleName(self.tr("Follow no more"))
        self._write()

    def _write(self) -> None:
        if self._run is None:
            return
        values = {"name": self._run.name, "epoch": epoch_text(self._run.epoch), "epochs": self._run.epochs}
        self._text.set_wordings(
            [
                self.tr(
                    "Following {name}: epoch {epoch} of {epochs}. Another process writes it; here it is only "
                    "looked at."
                ).format(**values),
                self.tr("Following {name}: epoch {epoch} of {epochs}").format(**values),
                self.tr("Following: {epoch} / {epochs}").format(**values),
            ]
        )

    @Slot()
    def _request_end(self) -> None:
        self.run_requested.emit(UnfollowWish())
