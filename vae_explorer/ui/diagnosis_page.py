"""The page below the maps that says what is wrong with the models, if anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.state.studio_state import MapFinding
from vae_explorer.state.studio_wish import RemedyWish
from vae_explorer.ui.diagnosis_text import finding_sentence, illness_title, remedy_text
from vae_explorer.ui.evidence_view import EvidenceView
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.icon import icon_pixmap
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.theme import Theme


class DiagnosisPage(QScrollArea):
    """A row per finding: what, the figure that proves it, and a button that makes one change.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    remedy_requested = Signal(object)
    title_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diagnosis_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._findings: tuple[MapFinding, ...] = ()
        self._applied: set[MapFinding] = set()
        self._buttons: list[QPushButton] = []
        self._header = QWidget(self)
        self._text = FittingLabel("diagnosis_text", "muted", self._header)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._text, 1)
        self._body = QWidget(self)
        self._body.setProperty("role", "page")
        self._rows = QVBoxLayout(self._body)
        self._rows.setContentsMargins(0, 4, 6, 4)
        self._rows.setSpacing(6)
        self.setWidget(self._body)
        self._fill()

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        if not self._findings:
            return self.tr("Diagnosis")
        return self.tr("Diagnosis ({count})").format(count=len(self._findings))

    def show_findings(self, findings: tuple[MapFinding, ...]) -> None:
        """Show what was found."""
        if findings != self._findings:
            self._findings = findings
            self._applied &= set(findings)
            self._fill()
            self.title_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()

    def _fill(self) -> None:
        self.setAccessibleName(self.page_title())
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._buttons = []
        for number, each in enumerate(self._findings):
            self._rows.addWidget(self._row(number, each))
        if self._findings:
            self._text.set_wordings([self.tr("each with one change to try in the next run"), ""])
        else:
            self._text.set_wordings([self.tr("nothing is wrong with the models shown"), ""])
            text = self.tr(
                "Looked for posterior collapse, a c that is too small, overfitting, exploding codes and a "
                "learning rate that is too high. A model is judged from its third epoch on."
            )
            label = self._label(text, "muted")
            label.setObjectName("diagnosis_healthy")
            self._rows.addWidget(label)
        self._rows.addStretch(1)

    def _row(self, number: int, found: MapFinding) -> QWidget:
        row = QWidget(self._body)
        row.setObjectName(f"finding_{number}")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        icon = QLabel(row)
        icon.setPixmap(icon_pixmap("warning", self._theme.warning, scale=self.devicePixelRatioF()))
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = found.title or SHORT_NAMES[found.kind]
        title = SEPARATOR.join([name, illness_title(found.finding.illness)])
        words.addWidget(self._label(title, "strong"))
        sentence = self._label(finding_sentence(found.finding), "caption")
        sentence.setObjectName(f"finding_text_{number}")
        words.addWidget(sentence)
        layout.addLayout(words, 1)
        layout.addWidget(EvidenceView(found.finding.evidence, self._theme, row))
        layout.addWidget(self._button(number, found))
        return row

    def _button(self, number: int, found: MapFinding) -> QPushButton:
        is_applied = found in self._applied
        button = QPushButton(self._body)
        button.setObjectName(f"remedy_button_{number}")
        button.setText(self.tr("done: press Train") if is_applied else remedy_text(found.finding.remedy))
        button.setEnabled(not is_applied)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._request)
        self._buttons.append(button)
        return button

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self._body)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label

    @Slot()
    def _request(self) -> None:
        number = next(place for place, button in enumerate(self._buttons) if button is self.sender())
        found = self._findings[number]
        self._applied.add(found)
        self._fill()
        self.remedy_requested.emit(RemedyWish(found.map_id, found.finding.remedy))
