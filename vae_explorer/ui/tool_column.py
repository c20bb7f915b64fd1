"""The column at the left: what the left button does on the maps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from vae_explorer.state.tool import Tool
from vae_explorer.state.wish import ToolWish
from vae_explorer.ui.icon import themed_icon
from vae_explorer.ui.theme import Theme

_ICON_SIZE = 20
_WIDTH = 62


class ToolColumn(QFrame):
    """One button per tool, of which exactly one is down.

    Parameters
    ----------
    tools : tuple of Tool
        From top to bottom.
    theme : Theme
        The colours.
    """

    tool_requested = Signal(object)

    def __init__(self, tools: tuple[Tool, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool_column")
        self.setProperty("role", "card")
        self.setFixedWidth(_WIDTH)
        self._tool = Tool.DECODE
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 6)
        layout.setSpacing(3)
        self._buttons = {tool: self._button(tool) for tool in tools}
        for button in self._buttons.values():
            layout.addWidget(button)
        layout.addStretch(1)
        self.set_theme(theme)
        self._retranslate()

    def _button(self, tool: Tool) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"tool_{tool.value}")
        button.setProperty("role", "tool")
        button.setCheckable(True)
        button.setIconSize(QSize(_ICON_SIZE, _ICON_SIZE))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        # A click leaves the keyboard with the map that has it.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedWidth(_WIDTH - 10)
        button.clicked.connect(self._request)
        return button

    def show_tool(self, tool: Tool) -> None:
        """Show which tool is in the hand."""
        self._tool = tool
        for each, button in self._buttons.items():
            button.setChecked(each is tool)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in these colours."""
        for tool, button in self._buttons.items():
            button.setIcon(themed_icon(f"tool-{tool.value}", theme))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Tools"))
        texts = {
            Tool.DECODE: (self.tr("Decode"), self.tr("Press and drag anywhere to decode that place")),
            Tool.DRAW: (self.tr("Draw"), self.tr("Draw an image of your own and see where it is encoded")),
            Tool.PATH: (self.tr("Path"), self.tr("Click places and walk the line between them")),
            Tool.DARTS: (
                self.tr("Darts"),
                self.tr("Throw darts: sample the distribution that one image is encoded to"),
            ),
            Tool.LASSO: (self.tr("Lasso"), self.tr("Select points by drawing around them")),
            Tool.RECTANGLE: (self.tr("Frame"), self.tr("Select points by dragging a rectangle")),
        }
        for tool, button in self._buttons.items():
            name, explanation = texts[tool]
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(explanation)

    @Slot()
    def _request(self) -> None:
        # No QButtonGroup: in one, Tab passes over all buttons but the one that is down.
        pressed = self.sender()
        tool = next(tool for tool, button in self._buttons.items() if button is pressed)
        # What is down is what the state says.
        self.show_tool(self._tool)
        self.tool_requested.emit(ToolWish(tool))
