"""One question to predict the answer of, before it is told."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vae_explorer.ui.choice_card import ChoiceCard
from vae_explorer.ui.control import text_label
from vae_explorer.ui.tour_text import ChapterText

_CHOICES = 3


class TourQuestion(QWidget):
    """A question with its choices; once one is made, the answer appears and stays."""

    choice_made = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tour_question")
        self._question = text_label("tour_question_text", "strong", self, is_wrapped=True)
        self._cards = [ChoiceCard(f"tour_choice_{number}", self) for number in range(_CHOICES)]
        self._reveal = text_label("tour_reveal", "story", self, is_wrapped=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._question)
        for card in self._cards:
            card.clicked.connect(self._choose)
            layout.addWidget(card)
        layout.addWidget(self._reveal)

    def show_question(self, text: ChapterText, right: int, chosen: int | None) -> None:
        """Show a question, and its answer if a choice was made."""
        self._question.setText(text.question)
        self._reveal.setText(text.reveal)
        self._reveal.setVisible(chosen is not None)
        for number, (card, words) in enumerate(zip(self._cards, text.choices, strict=True)):
            mark, verdict = "○", ""
            if chosen is not None and number == right:
                mark, verdict = "✓", "right"
            elif chosen == number:
                mark, verdict = "✗", "wrong"
            card.set_words(words, mark, verdict)
            card.setEnabled(chosen is None)

    @Slot()
    def _choose(self) -> None:
        self.choice_made.emit(
            next(number for number, card in enumerate(self._cards) if card is self.sender())
        )
