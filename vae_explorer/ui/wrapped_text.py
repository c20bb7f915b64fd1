"""Words that can be selected, and that break anywhere rather than run out of their place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget


class WrappedText(QTextEdit):
    """Plain text as high as it needs to be for its width: long paths are broken, never cut.

    Parameters
    ----------
    name : str
        Object name.
    role : str
        How the style sheet writes it.
    """

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_text(self, text: str) -> None:
        """Show this, never taken for markup."""
        self.setPlainText(text)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        copy = self.document().clone()
        copy.setTextWidth(width)
        height = copy.size().height()
        copy.deleteLater()
        return int(height + 1)

    def sizeHint(self) -> QSize:
        """Ask for one line at least."""
        return QSize(200, self.heightForWidth(max(self.width(), 50)))

    def minimumSizeHint(self) -> QSize:
        """Be content with one line."""
        return QSize(50, self.fontMetrics().lineSpacing())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the writing changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
