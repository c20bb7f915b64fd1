"""The card below the maps: pages with a tab each, and the page's own words beside the tabs."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.info_button import InfoButton
from vae_explorer.ui.theme import Theme

_TAB_GAP = 2
_SIDE = 12
_TOP_GAP = 8


class LowerPage(Protocol):
    """What a page of the lower panel offers besides being a widget."""

    @property
    def header(self) -> QWidget:
        """What stands beside the tabs while the page is shown."""

    def page_title(self) -> str:
        """Return what its tab says, in the language of the moment."""


class LowerPanel(QFrame):
    """Pages of which one is seen; with a single page its tab is only a title.

    Where tabs and a page's own controls do not fit beside one another, the last tabs go into a menu. The
    widest controls of any page decide, so that no tab moves when a page is turned.
    """

    page_turned = Signal(str)
    """The name of the page that is seen now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lower_panel")
        self.setProperty("role", "card")
        self._pages: list[LowerPage] = []
        self._names: list[str] = []
        self._buttons: list[QPushButton] = []
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(_TAB_GAP)
        self._more = ChoiceButton("pages_button", self, role="more")
        self._more.opening.connect(self._offer_more)
        self._more.chosen.connect(self._turn_to)
        self._more.hide()
        self._fitted: tuple[int, ...] = ()
        self._headers = QStackedWidget(self)
        self._bodies = QStackedWidget(self)
        top = QHBoxLayout()
        top.setSpacing(_TOP_GAP)
        top.addLayout(self._tabs)
        top.addWidget(self._more)
        self._info = InfoButton("lower_info", "", theme, self)
        # The page's own words give way to the tabs, not the other way round.
        self._headers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top.addWidget(self._info)
        top.addWidget(self._headers, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE, 8, _SIDE, 8)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self._bodies, 1)
        self.setMinimumHeight(118)

    def add_page(self, name: str, page: LowerPage) -> None:
        """Add a page; its tab is called ``{name}_tab``.

        Raises
        ------
        TypeError
            The page is no widget.
        """
        if not isinstance(page, QWidget):
            raise TypeError(f"{name} is no widget")
        tab = QPushButton(self)
        tab.setObjectName(f"{name}_tab")
        tab.setProperty("role", "tab")
        tab.setCheckable(True)
        tab.setChecked(not self._pages)
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.clicked.connect(self._turn)
        self._buttons.append(tab)
        self._tabs.addWidget(tab)
        self._names.append(name)
        self._pages.append(page)
        self._headers.addWidget(page.header)
        self._bodies.addWidget(page)
        self._retranslate()
        self._info.set_panel(self.page_name)

    def show_page(self, page: LowerPage) -> None:
        """Turn to a page."""
        self._turn_to(self._pages.index(page))

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._info.set_theme(theme)

    @property
    def page_name(self) -> str:
        """The name of the page that is seen."""
        return self._names[self._bodies.currentIndex()]

    def show_named(self, name: str) -> None:
        """Turn to a page by its name."""
        self._turn_to(self._names.index(name))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._retranslate()

    def event(self, event: QEvent) -> bool:
        """Share out the room again when a control takes another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tabs as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._pages:
            return
        controls = max(page.header.minimumSizeHint().width() for page in self._pages)
        widths = [tab.minimumWidth() + _TAB_GAP for tab in self._buttons]
        current = self._bodies.currentIndex()
        fitted = (self.width(), controls, current, *widths)
        if fitted == self._fitted:
            return
        self._fitted = fitted
        room = self.contentsRect().width() - 2 * _SIDE
        room -= controls + self._info.sizeHint().width() + 2 * _TOP_GAP
        spare = sum(widths) - room
        shown = [True] * len(widths)
        if spare > 0:
            spare += self._more.sizeHint().width() + _TOP_GAP
            for number in reversed(range(len(widths))):
                if spare > 0 and number != current:
                    shown[number] = False
                    spare -= widths[number]
        for tab, is_shown in zip(self._buttons, shown, strict=True):
            tab.setVisible(is_shown)
        self._more.setVisible(not all(shown))

    @Slot()
    def _offer_more(self) -> None:
        hidden = [(number, tab.text()) for number, tab in enumerate(self._buttons) if tab.isHidden()]
        self._more.set_choices(hidden, None)

    @Slot()
    def write_titles(self) -> None:
        """Write on the tabs what their pages are called now."""
        self._retranslate()

    def _retranslate(self) -> None:
        self._more.setText(self.tr("More", "the rest of the pages"))
        self._more.setAccessibleName(self.tr("More pages"))
        self._more.setToolTip(self.tr("The pages that there is no room for"))
        for tab, page in zip(self._buttons, self._pages, strict=False):
            tab.setText(page.page_title())
            tab.setAccessibleName(page.page_title())
            tab.setMinimumWidth(tab.sizeHint().width())
        self._fit()

    @Slot()
    def _turn(self) -> None:
        # No QButtonGroup: in one, Tab passes over all buttons but the one that is down.
        self._turn_to(next(number for number, tab in enumerate(self._buttons) if tab is self.sender()))

    @Slot(object)
    def _turn_to(self, number: int) -> None:
        for each, tab in enumerate(self._buttons):
            tab.setChecked(each == number)
        self._headers.setCurrentIndex(number)
        self._bodies.setCurrentIndex(number)
        self._info.set_panel(self._names[number])
        self._fit()
        self.page_turned.emit(self._names[number])
