"""The guide beside the maps: what a chapter tells, what to try, what to predict."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.tour_script import Chapter, read_script
from vae_explorer.state.tour_state import TourState
from vae_explorer.state.tour_task import fulfilment, has_training
from vae_explorer.state.tour_wish import AnswerWish, ChapterWish, LeaveTourWish
from vae_explorer.ui.chapter_row import ChapterRow
from vae_explorer.ui.control import push_button, scroll_area, text_label
from vae_explorer.ui.formula_drawing import FormulaFont
from vae_explorer.ui.formula_value import formula_values
from vae_explorer.ui.formula_view import FormulaView
from vae_explorer.ui.icon import ICON_SIZE, themed_icon
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.tour_question import TourQuestion
from vae_explorer.ui.tour_text import ChapterText, TourText, read_text

WIDTH = 296
# Between two pieces of formulas that are set ahead; to set one takes some milliseconds.
_BREATH_MS = 40


class TourColumn(QFrame):
    """One chapter at a time, with the way to the next.

    Parameters
    ----------
    theme : Theme
        The colours.
    font : FormulaFont
        What sets the formulas.
    """

    chapter_requested = Signal(object)
    leave_requested = Signal(object)
    answer_requested = Signal(object)

    def __init__(self, theme: Theme, font: FormulaFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tour_column")
        self.setProperty("role", "card")
        self.setFixedWidth(WIDTH)
        self._theme = theme
        self._state: ExplorerState | None = None
        self._script: tuple[Chapter, ...] = ()
        self._text: TourText | None = None
        self._shown_chapter = 0
        self._unset: list[str] = []
        self._setter = QTimer(self)
        self._setter.setInterval(_BREATH_MS)
        self._setter.timeout.connect(self._set_ahead)
        self._heading = text_label("tour_heading", "muted", self, is_wrapped=True)
        self._close = push_button("tour_close", "quiet", self)
        self._close.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._chapters = ChapterRow(self)
        self._title = text_label("tour_title", "title", self, is_wrapped=True)
        self._story = text_label("tour_story", "story", self, is_wrapped=True)
        self._formula = FormulaView("tour_formula", font, 1.35, self)
        self._task_heading = text_label("tour_task_heading", "strong", self, is_wrapped=True)
        self._task = text_label("tour_task", "story", self, is_wrapped=True)
        self._progress = text_label("tour_progress", "caption", self, is_wrapped=True)
        self._waiting = text_label("tour_waiting", "caption", self, is_wrapped=True)
        self._done = text_label("tour_done", "good", self, is_wrapped=True)
        self._question_heading = text_label("tour_question_heading", "muted", self, is_wrapped=True)
        self._question = TourQuestion(self)
        self._back = push_button("tour_back", "", self)
        self._next = push_button("tour_next", "primary", self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(self._heading, 1)
        header.addWidget(self._close)
        page = QWidget(self)
        page.setObjectName("tour_page")
        page.setProperty("role", "page")
        body = QVBoxLayout(page)
        body.setContentsMargins(0, 0, 4, 0)
        body.setSpacing(7)
        for widget in (self._title, self._story, self._formula):
            body.addWidget(widget)
        body.addWidget(self._block())
        body.addWidget(self._question_heading)
        body.addWidget(self._question)
        body.addStretch(1)
        self._scroll = scroll_area("tour_scroll", page, self)
        footer = QHBoxLayout()
        footer.addWidget(self._back)
        footer.addStretch(1)
        footer.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 10)
        layout.setSpacing(7)
        layout.addLayout(header)
        layout.addWidget(self._chapters)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(footer)

    def _block(self) -> QFrame:
        """Return the frame with what is to be tried."""
        block = QFrame(self)
        block.setObjectName("tour_task_block")
        block.setProperty("role", "block")
        layout = QVBoxLayout(block)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(self._task_heading, 1)
        head.addWidget(self._progress)
        self._progress.setWordWrap(False)
        layout.addLayout(head)
        layout.addWidget(self._task)
        layout.addWidget(self._waiting)
        layout.addWidget(self._done)
        return block

    def _connect(self) -> None:
        self._close.clicked.connect(self._leave)
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_on)
        self._chapters.chapter_chosen.connect(self._go_to)
        self._question.choice_made.connect(self._answer)

    def show_state(self, state: ExplorerState) -> None:
        """Show how far the guide is, and the values of the formula's symbols."""
        before, self._state = self._state, state
        is_open = state.tour.is_open
        if is_open and (before is None or before.tour != state.tour):
            self._read()
            self._write(state.tour)
        if is_open:
            self._formula.set_values(formula_values(state))
            tasks = self._script[state.tour.chapter - 1].tasks
            self._waiting.setVisible(state.is_own_run_waiting and has_training(tasks))
        self.setVisible(is_open)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._close.setIcon(themed_icon("close", theme, theme.text_muted))
        self._formula.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._text is not None:
            self._text = None
            self._read()
            assert self._state is not None
            self._write(self._state.tour)

    def _read(self) -> None:
        if self._text is None:
            self._script = self._script or read_script()
            language = self.tr("en", "code of this language, zh_CN in the translation")
            self._text = read_text(language)
            self._chapters.set_titles(tuple(chapter.title for chapter in self._text.chapter))
            self._formula.set_texts(self._text.symbols)
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Guide"))
        self._close.setAccessibleName(self.tr("Leave the guide"))
        self._close.setToolTip(self.tr("Leave the guide; your own work and your place in it are kept (Esc)"))
        self._question_heading.setText(self.tr("Predict, then see"))
        self._back.setText(self.tr("Back"))
        self._waiting.setText(
            self.tr(
                "Your own run waits while the guide is open. To train here, press Stop: what it has learnt "
                "is kept."
            )
        )

    def _write(self, tour: TourState) -> None:
        assert self._text is not None
        plan, text = self._script[tour.chapter - 1], self._text.chapter[tour.chapter - 1]
        count = len(self._script)
        self._heading.setText(
            self.tr("Guide · chapter {number} of {count}").format(number=tour.chapter, count=count)
        )
        self._chapters.show_progress(tour.chapter, tour.done)
        self._title.setText(text.title)
        self._story.setText(text.story)
        self._formula.setVisible(bool(plan.formula))
        self._formula.set_formula(plan.formula)
        self._write_task(plan, text, tour)
        self._question.show_question(text, plan.answer, tour.answer)
        self._back.setEnabled(tour.chapter > 1)
        self._next.setText(self.tr("Next") if tour.chapter < count else self.tr("Finish"))
        if self._shown_chapter != tour.chapter:
            self._shown_chapter = tour.chapter
            self._set_formulas_from(tour.chapter)
            self._scroll.verticalScrollBar().setValue(0)

    def _set_formulas_from(self, chapter: int) -> None:
        """Set the formulas of the other chapters piece by piece, the next one's first."""
        following = (*self._script[chapter:], *self._script[: chapter - 1])
        self._unset = list(dict.fromkeys(latex for plan in following for latex, _ in plan.formula))
        self._setter.start()

    @Slot()
    def _set_ahead(self) -> None:
        if self._unset and self.isVisible():
            self._formula.prepare(self._unset.pop(0))
        else:
            self._setter.stop()

    def _write_task(self, plan: Chapter, text: ChapterText, tour: TourState) -> None:
        done, needed = fulfilment(plan.tasks, tour.counts)
        self._task_heading.setText(self.tr("✓ Tried") if tour.is_done else self.tr("○ Try"))
        self._task.setText(text.task)
        has_progress = needed > 1 and 0 < done < needed
        self._progress.setText(
            self.tr("{done} of {needed}").format(done=done, needed=needed) if has_progress else ""
        )
        self._done.setText(text.done)
        self._done.setVisible(tour.is_done)

    @Slot()
    def _leave(self) -> None:
        self.leave_requested.emit(LeaveTourWish())

    @Slot()
    def _go_back(self) -> None:
        self._go_to(self._chapter() - 1)

    @Slot()
    def _go_on(self) -> None:
        if self._chapter() < len(self._script):
            self._go_to(self._chapter() + 1)
        else:
            self._leave()

    @Slot(int)
    def _go_to(self, chapter: int) -> None:
        self.chapter_requested.emit(ChapterWish(chapter))

    @Slot(int)
    def _answer(self, choice: int) -> None:
        self.answer_requested.emit(AnswerWish(self._chapter(), choice))
        # Once the words have their room.
        QTimer.singleShot(0, self._bring_answer_into_sight)

    @Slot()
    def _bring_answer_into_sight(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _chapter(self) -> int:
        return 1 if self._state is None else self._state.tour.chapter
