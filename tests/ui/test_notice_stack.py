from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit, QWidget

from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel
from vae_explorer.state.wish import NoticeWish
from vae_explorer.ui.notice_card import NoticeCard
from vae_explorer.ui.notice_stack import NoticeStack
from vae_explorer.ui.notice_text import notice_paragraphs
from vae_explorer.ui.theme import DARK, LIGHT

BROKEN = Notice(
    1,
    NoticeLevel.ERROR,
    "the file ends after {found} of {expected} bytes",
    "copy it again",
    "/a/b/model.safetensors",
    (("found", 10), ("expected", 20)),
)
SAVED = Notice(2, NoticeLevel.SUCCESS, "the model was saved")
OFFER = Notice(3, NoticeLevel.INFORMATION, "a run was kept", action=NoticeAction.RESUME_RUN)


@pytest.fixture
def ground(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def stack(ground) -> NoticeStack:
    return NoticeStack(DARK, ground, passing_ms=30)


@pytest.fixture
def wishes(stack) -> list[NoticeWish]:
    found: list[NoticeWish] = []
    stack.notice_requested.connect(found.append)
    return found


def words(stack, notice_id: int) -> str:
    names = (f"notice_what_{notice_id}", f"notice_more_{notice_id}")
    return "\n".join(stack.findChild(QTextEdit, name).toPlainText() for name in names)


def test_that_an_error_says_what_where_and_what_to_do(stack):
    stack.show_notices((BROKEN,))
    assert words(stack, 1) == "The file ends after 10 of 20 bytes.\n/a/b/model.safetensors\nCopy it again."
    card = stack.findChild(NoticeCard)
    assert card.accessibleName() == "Error: The file ends after 10 of 20 bytes."
    assert "Copy it again." in card.accessibleDescription()


def test_that_the_level_is_said_in_words_and_drawn(stack):
    stack.show_notices((BROKEN,))
    level = stack.findChild(QLabel, "notice_level_1")
    assert level.accessibleName() == "Error"
    assert not level.pixmap().isNull()


def test_that_what_a_file_says_is_never_taken_for_markup(stack):
    stack.show_notices((Notice(1, NoticeLevel.ERROR, "{name} is odd", values=(("name", "<b>x</b>"),)),))
    assert "<b>x</b>" in words(stack, 1)


def test_that_a_template_with_a_missing_value_is_shown_as_it_is():
    assert notice_paragraphs(Notice(1, NoticeLevel.ERROR, "{lost} of {found}")) == ("{lost} of {found}.",)


def test_that_dismissing_and_accepting_are_told_apart(qtbot, stack, wishes):
    stack.show_notices((BROKEN, OFFER))
    qtbot.mouseClick(stack.findChild(QPushButton, "notice_close_1"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(stack.findChild(QPushButton, "notice_accept_3"), Qt.MouseButton.LeftButton)
    assert wishes == [NoticeWish(1), NoticeWish(3, is_accepted=True)]
    assert not stack.findChild(QPushButton, "notice_accept_1").isVisible()


def test_that_messages_pass_and_errors_and_offers_stay(qtbot, stack, wishes):
    stack.show_notices((BROKEN, SAVED, OFFER))
    qtbot.waitUntil(lambda: bool(wishes))
    stack.show_notices((BROKEN, OFFER))
    assert set(wishes) == {NoticeWish(2)}
    assert {card.notice for card in stack.findChildren(NoticeCard) if card.isVisible()} == {BROKEN, OFFER}


def test_that_several_stand_one_above_the_other_inside_the_window(ground, stack):
    many = tuple(
        Notice(number, NoticeLevel.ERROR, "broken " * 30, where=f"/{'x' * 300}/{number}")
        for number in range(3)
    )
    stack.show_notices(many)
    places = sorted((card.geometry() for card in stack.findChildren(NoticeCard)), key=lambda place: place.y())
    assert all(upper.bottom() < lower.top() for upper, lower in pairwise(places))
    assert ground.rect().contains(stack.geometry())
    ground.resize(500, 640)
    assert ground.rect().contains(stack.geometry())


def test_that_a_long_path_is_broken_and_wholly_seen(ground, stack):
    stack.show_notices((Notice(1, NoticeLevel.ERROR, "broken", where="/" + "y" * 400),))
    more = stack.findChild(QTextEdit, "notice_more_1")
    assert more.document().size().height() <= more.height() + 1
    assert more.document().idealWidth() <= more.width()


def test_that_more_than_four_wait_and_are_counted(stack):
    many = tuple(Notice(number, NoticeLevel.ERROR, "broken") for number in range(7))
    stack.show_notices(many)
    shown = [card.notice for card in stack.findChildren(NoticeCard) if card.isVisible()]
    assert sorted(notice.notice_id for notice in shown) == [3, 4, 5, 6]
    assert "3" in stack.findChild(QLabel, "earlier_notices").text()


def test_that_without_messages_nothing_covers_the_window(stack):
    stack.show_notices((BROKEN,))
    stack.show_notices(())
    assert not stack.isVisible()


def test_that_the_theme_changes_cards_that_stand(stack):
    stack.show_notices((BROKEN,))
    before = stack.findChild(QLabel, "notice_level_1").pixmap().toImage()
    stack.set_theme(LIGHT)
    assert stack.findChild(QLabel, "notice_level_1").pixmap().toImage() != before
