"""The guide's chapters as a row of small buttons: where one is, and what was done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

_HEIGHT = 22


class ChapterRow(QWidget):
    """One button a chapter, of which the open one is down."""

    chapter_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tour_chapters")
        self._buttons: list[QPushButton] = []
        self._titles: tuple[str, ...] = ()
        self._chapter = 0
        self._done: frozenset[int] = frozenset()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)

    def set_titles(self, titles: tuple[str, ...]) -> None:
        """Name the chapters."""
        self._titles = titles
        while len(self._buttons) < len(titles):
            button = QPushButton(self)
            button.setObjectName(f"tour_chapter_{len(self._buttons) + 1}")
            button.setProperty("role", "chapter")
            button.setCheckable(True)
            button.setFixedHeight(_HEIGHT)
            button.setMinimumWidth(8)
            button.clicked.connect(self._choose)
            self._buttons.append(button)
            self._layout.addWidget(button, 1)
        self._write()

    def show_progress(self, chapter: int, done: frozenset[int]) -> None:
        """Show which chapter is open, and whose tasks were done."""
        self._chapter, self._done = chapter, done
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        for number, (button, title) in enumerate(zip(self._buttons, self._titles, strict=True), start=1):
            is_done = number in self._done
            button.setChecked(number == self._chapter)
            button.setText("✓" if is_done else str(number))
            name = self.tr("Chapter {number}: {title}").format(number=number, title=title)
            button.setToolTip(self.tr("{chapter} (done)").format(chapter=name) if is_done else name)
            button.setAccessibleName(button.toolTip())

    @Slot()
    def _choose(self) -> None:
        number = next(number for number, each in enumerate(self._buttons, 1) if each is self.sender())
        # What is down is what the state says.
        self._write()
        self.chapter_chosen.emit(number)
