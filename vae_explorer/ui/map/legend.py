"""The legend: what every colour and shape means, and which classes are shown."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from vae_explorer.ui.map.legend_model import IS_SHOWN_ROLE, LABEL_ROLE, MARK_ROLE, LegendModel
from vae_explorer.ui.map.stamp import mark_image
from vae_explorer.ui.map.style import LabelStyle, Mark
from vae_explorer.ui.map.theme import DARK, MapTheme, rgb

_SEARCH_FROM = 20
_MOST_ROWS = 3
_MARK_PX = 9.0
_MARK_WIDTH = 20
_PADDING = 8
_ROW_HEIGHT = 24

_Index = QModelIndex | QPersistentModelIndex


class _EntryDelegate(QStyledItemDelegate):
    """Draws a class: its marker, its name; paler and struck through while it is hidden."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._pictures: dict[tuple[Mark, float], QImage] = {}
        self.is_coloured = True

    def set_theme(self, theme: MapTheme) -> None:
        self._theme = theme
        self._pictures = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = option.fontMetrics.horizontalAdvance(str(index.data(Qt.ItemDataRole.DisplayRole)))
        return QSize(width + _MARK_WIDTH + 2 * _PADDING, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        box: QRect = option.rect
        self._paint_ground(painter, option, box)
        is_shown = bool(index.data(IS_SHOWN_ROLE))
        painter.setOpacity(1.0 if is_shown else 0.35)
        self._paint_mark(painter, index.data(MARK_ROLE), box)
        font = QFont(option.font)
        font.setStrikeOut(not is_shown)
        painter.setFont(font)
        painter.setOpacity(1.0)
        shown_colour = option.palette.color(QPalette.ColorRole.WindowText)
        painter.setPen(shown_colour if is_shown else QColor(self._theme.muted_text))
        text_box = box.adjusted(_PADDING + _MARK_WIDTH, 0, -_PADDING // 2, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.drawText(text_box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box.adjusted(1, 1, -1, -1), QColor(self._theme.grid))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self._theme.accent))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_mark(self, painter: QPainter, mark: Mark, box: QRect) -> None:
        if not self.is_coloured:
            # The points are discs in the colours of a quantity: those of the classes would mislead.
            mark = Mark(rgb(self._theme.muted_text))
        ratio = painter.device().devicePixelRatioF()
        picture = self._pictures.get((mark, ratio))
        if picture is None:
            picture = mark_image(mark.on(self._theme), _MARK_PX, ratio)
            self._pictures[mark, ratio] = picture
        size = picture.deviceIndependentSize()
        left = box.left() + _PADDING + (_MARK_WIDTH - 6 - size.width()) / 2
        painter.drawImage(QPointF(left, box.top() + (box.height() - size.height()) / 2), picture)


class _EntryView(QListView):
    """The entries in rows that wrap; Space hides the current one, Enter isolates it."""

    toggle_requested = Signal(QModelIndex)
    isolate_requested = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.currentIndex().isValid() and event.key() == Qt.Key.Key_Space:
            self.toggle_requested.emit(self.currentIndex())
        elif self.currentIndex().isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.isolate_requested.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def rows_height(self) -> int:
        """Return how high all entries are at the present width."""
        return self.contentsSize().height()


class Legend(QWidget):
    """Label colours, shapes and names. A click hides a class, a double click isolates it.

    Parameters
    ----------
    parent : QWidget, optional
    """

    label_style_changed = Signal(object)  # LabelStyle

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self._style = LabelStyle()
        self._before_click = LabelStyle()
        self._model = LegendModel(self)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._delegate = _EntryDelegate(self)
        self._search = QLineEdit(self)
        self._view = _EntryView(self)
        self._show_all = QToolButton(self)
        self._set_up_parts()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._search, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._show_all, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._retranslate()
        self._refresh()

    def _set_up_parts(self) -> None:
        self._search.setObjectName("legend_search")
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(150)
        self._search.textChanged.connect(self._find)
        view = self._view
        view.setObjectName("legend_entries")
        view.setModel(self._found)
        view.setItemDelegate(self._delegate)
        view.setFlow(QListView.Flow.LeftToRight)
        view.setWrapping(True)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setMouseTracking(True)
        view.viewport().setAutoFillBackground(False)
        view.clicked.connect(self._click)
        view.doubleClicked.connect(self._double_click)
        view.toggle_requested.connect(self._click)
        view.isolate_requested.connect(self._isolate)
        self._show_all.setObjectName("legend_show_all")
        self._show_all.setAutoRaise(True)
        self._show_all.clicked.connect(self._show_every_class)

    def set_label_style(self, style: LabelStyle) -> None:
        """Show another style; nobody is told."""
        self._style = self._before_click = style
        self._refresh()

    def label_style(self) -> LabelStyle:
        """Return the style as it stands."""
        return self._style

    def set_coloured(self, is_coloured: bool) -> None:
        """Show the colours and shapes of the classes, or only which classes are shown."""
        if self._delegate.is_coloured != is_coloured:
            self._delegate.is_coloured = is_coloured
            self._view.viewport().update()

    def set_theme(self, theme: MapTheme) -> None:
        """Take the colours of the maps."""
        self._delegate.set_theme(theme)
        self._view.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the entries need."""
        super().resizeEvent(event)
        self._fit_height()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Legend"))
        self._search.setPlaceholderText(self.tr("Find a class"))
        self._search.setAccessibleName(self.tr("Find a class"))
        self._view.setAccessibleName(self.tr("Classes: space hides one, enter shows it alone"))
        self._show_all.setText(self.tr("Show all"))
        self._show_all.setAccessibleName(self.tr("Show all classes"))

    def _refresh(self) -> None:
        self._model.set_label_style(self._style)
        is_long = len(self._style.classes) > _SEARCH_FROM
        if not is_long:
            self._search.clear()
        self._search.setVisible(is_long)
        self._show_all.setVisible(bool(self._style.hidden) or self._style.isolated is not None)
        self._fit_height()

    def _fit_height(self) -> None:
        self._view.doItemsLayout()
        wanted = min(max(self._view.rows_height(), _ROW_HEIGHT), _MOST_ROWS * _ROW_HEIGHT)
        if self._view.height() != wanted:
            self._view.setFixedHeight(wanted)

    def _change(self, style: LabelStyle) -> None:
        self._style = style
        self._refresh()
        self.label_style_changed.emit(style)

    @Slot(str)
    def _find(self, text: str) -> None:
        self._found.setFilterFixedString(text)
        self._fit_height()

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        self._before_click = self._style
        self._change(self._style.toggled(index.data(LABEL_ROLE)))

    @Slot(QModelIndex)
    def _double_click(self, index: QModelIndex) -> None:
        # The first click of the two has already hidden the class: what counts is what was shown before.
        self._change(self._before_click.with_isolated(index.data(LABEL_ROLE)))

    @Slot(QModelIndex)
    def _isolate(self, index: QModelIndex) -> None:
        self._change(self._style.with_isolated(index.data(LABEL_ROLE)))

    @Slot()
    def _show_every_class(self) -> None:
        self._change(self._style.with_isolated(None))
