"""A small sign beside a title that says what one is looking at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import QToolButton, QToolTip, QWidget

from vae_explorer.ui.icon import themed_icon
from vae_explorer.ui.panel_text import panel_text
from vae_explorer.ui.theme import Theme

_SIDE = 18
_SHOWN_MS = 30_000


class InfoButton(QToolButton):
    """Explains a panel when pointed at, clicked, or pressed by keyboard.

    Parameters
    ----------
    name : str
        Object name.
    panel : str
        Which panel, as :func:`vae_explorer.ui.panel_text.panel_text` knows it.
    theme : Theme
        The colours.
    """

    def __init__(self, name: str, panel: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "info")
        self.setFixedSize(_SIDE, _SIDE)
        self.setIconSize(QSize(_SIDE - 5, _SIDE - 5))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._panel = panel
        self.clicked.connect(self._explain)
        self.set_theme(theme)
        self._retranslate()

    def set_panel(self, panel: str) -> None:
        """Explain another panel."""
        self._panel = panel
        self._retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self.setIcon(themed_icon("information", theme, theme.text_muted))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        text = panel_text(self._panel)
        self.setVisible(bool(text))
        # Markup lets a long tool tip break into lines.
        self.setToolTip(f"<p>{text}</p>" if text else "")
        self.setAccessibleName(self.tr("What am I looking at?"))
        self.setAccessibleDescription(text)

    @Slot()
    def _explain(self) -> None:
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        QToolTip.showText(place, self.toolTip(), self, self.rect(), _SHOWN_MS)
