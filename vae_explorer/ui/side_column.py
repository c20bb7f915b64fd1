"""The column at the right: the page that belongs to the tool in the hand, or one opened over it."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from vae_explorer.state.tool import Tool


class SideColumn(QStackedWidget):
    """Pages of which one is seen.

    A tool without a page of its own shows the first page, the inspector. A page that was opened by hand, such
    as the settings, stays until it is closed or another tool is taken.

    Parameters
    ----------
    inspector : QWidget
        The page for every tool that has none.
    """

    def __init__(self, inspector: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_column")
        self._inspector = inspector
        self._tool = Tool.DECODE
        self._tool_pages: dict[Tool, QWidget] = {}
        self.addWidget(inspector)

    def add_page(self, page: QWidget, *tools: Tool) -> None:
        """Add a page that is shown while one of these tools is in the hand, or only when it is opened."""
        self.addWidget(page)
        for tool in tools:
            self._tool_pages[tool] = page

    def show_tool(self, tool: Tool) -> None:
        """Show the page of another tool."""
        if tool is not self._tool:
            self._tool = tool
            self.close_page()

    def open_page(self, page: QWidget) -> None:
        """Show a page over that of the tool."""
        self.setCurrentWidget(page)

    def close_page(self) -> None:
        """Show the page of the tool again."""
        self.setCurrentWidget(self._tool_pages.get(self._tool, self._inspector))
