"""The menu of how the maps are looked at; it also holds what the toolbar has no room for."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from vae_explorer.state.view_state import ViewOptions, ViewOptionsWish
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.theme import Theme


class ViewButton(QPushButton):
    """One checkable entry per option, all of which hold for every map.

    Parameters
    ----------
    theme : Theme
        The colours.
    colours : QMenu
        What points may be coloured by: a part of this menu while the toolbar has no room for its button.
    """

    view_options_requested = Signal(object)

    def __init__(self, theme: Theme, colours: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_button")
        self.setProperty("role", "icon")
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._options = ViewOptions()
        self._menu = QMenu(self)
        self._menu.setObjectName("view_button_menu")
        self._colours = self._menu.addMenu(colours)
        self._line = self._menu.addSeparator()
        self._actions = {field.name: self._action(field.name) for field in fields(ViewOptions)}
        self._window_line = self._menu.addSeparator()
        self._window_actions: tuple[QAction, ...] = ()
        self.clicked.connect(self._open_menu)
        self._menu.triggered.connect(self._choose)
        self.set_colours_visible(False)
        self.set_theme(theme)
        self._retranslate()

    def _action(self, name: str) -> QAction:
        action = self._menu.addAction("")
        action.setObjectName(f"view_{name}")
        action.setCheckable(True)
        action.setData(name)
        return action

    def show_options(self, options: ViewOptions) -> None:
        """Show which are chosen."""
        self._options = options
        for name, action in self._actions.items():
            action.setChecked(bool(getattr(options, name)))

    def set_colours_visible(self, is_visible: bool) -> None:
        """Offer the colours here, or leave that to a button of their own."""
        self._colours.setVisible(is_visible)
        self._line.setVisible(is_visible)

    def add_window_actions(self, *actions: QAction) -> None:
        """Offer what concerns the whole window too, as far as it is visible."""
        self._window_actions = actions
        self._menu.addActions(actions)
        for action in actions:
            action.changed.connect(self._show_window_line)
        self._show_window_line()

    @Slot()
    def _show_window_line(self) -> None:
        self._window_line.setVisible(any(action.isVisible() for action in self._window_actions))

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in these colours."""
        self.setIcon(themed_icon("eye", theme))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("View of the maps"))
        self.setToolTip(self.tr("How the maps are looked at: linked zoom, circles, scale"))
        self._colours.setText(self.tr("Colour of the points"))
        texts = {
            "is_linked": self.tr("Zoom and pan all maps together"),
            "has_circles": self.tr("Circles of the prior at 1, 2, 3 σ"),
            "has_scale_bar": self.tr("Scale bar in σ of the codes"),
            "has_pictures": self.tr("Picture beside the lit point"),
        }
        for name, action in self._actions.items():
            action.setText(texts[name])

    @Slot()
    def _open_menu(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 3)))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action in self._actions.values():
            options = replace(self._options, **{str(action.data()): action.isChecked()})
            # What is checked is what the state says.
            self.show_options(self._options)
            self.view_options_requested.emit(ViewOptionsWish(options))
