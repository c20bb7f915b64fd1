"""A button with as many lines of words as it needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from vae_explorer.ui.control import restyle

_MARGINS = (10, 6, 10, 6)


class ChoiceCard(QPushButton):
    """One of several answers; whether it is right is said by a mark as well as by colour.

    Parameters
    ----------
    name : str
        Object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "answer")
        self._mark = QLabel(self)
        self._mark.setObjectName(f"{name}_mark")
        self._mark.setProperty("role", "strong")
        self._words = QLabel(self)
        self._words.setObjectName(f"{name}_words")
        self._words.setWordWrap(True)
        for label in (self._mark, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(8)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str, mark: str, verdict: str) -> None:
        """Show these words behind a mark.

        Parameters
        ----------
        words, mark : str
            ``mark`` is one sign.
        verdict : str
            ``right``, ``wrong``, or empty while nothing is told; the style sheet's word for the colour.
        """
        self._words.setText(words)
        self._mark.setText(mark)
        self.setAccessibleName(f"{mark} {words}" if verdict else words)
        for widget in (self, self._mark):
            restyle(widget, "verdict", verdict)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Whether narrower words need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._layout.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Ask for room for the words."""
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Be content with a narrow column."""
        return QSize(80, self.heightForWidth(max(self.width(), 80)))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the writing changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
