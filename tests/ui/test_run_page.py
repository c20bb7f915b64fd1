from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from tests.ui.sample import explorer_state
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.run_library_state import (
    FollowedRun,
    RunDeleteWish,
    RunFolderWish,
    RunLibraryState,
    RunListWish,
    RunNotesWish,
    RunOpenWish,
    RunRepeatWish,
    RunResumeWish,
    UnfollowWish,
)
from vae_explorer.training.run_specification import RunSpecification
from vae_explorer.training.run_summary import RunStatus, RunSummary
from vae_explorer.ui.follow_strip import FollowStrip
from vae_explorer.ui.main_window import MainWindow
from vae_explorer.ui.run_table_model import NOTES_COLUMN

DATA = DatasetRecord(
    name="mnist", title="MNIST", fingerprint="f", label_names=("0", "1"), train_count=9, test_count=3
)


def run(name: str, status: RunStatus = RunStatus.FINISHED, **changes: Any) -> RunSummary:
    kinds = changes.pop("kinds", ("vae",))
    specification = RunSpecification(
        name=name,
        created=changes.pop("created", "2026-01-01T00:00:00Z"),
        data="mnist",
        dataset=DATA,
        device="cpu",
        training=TrainingSpec(epochs=30),
        models=tuple(ModelSpec(kind=kind, image_shape=(28, 28, 1)) for kind in kinds),
    )
    contents = {"epoch": 30.0, "totals": (140.0,), "seconds": 61.0}
    recipe = specification.training
    return RunSummary(f"/runs/{name}", specification, recipe, status, **{**contents, **changes})


RUNS = (
    run("c", RunStatus.RUNNING, epoch=3.0, created="2026-03-01T00:00:00Z"),
    run("b", RunStatus.KILLED, epoch=12.0, totals=(150.5,), created="2026-02-01T00:00:00Z"),
    run("a", kinds=("ae", "vae"), totals=(129.0, 137.5), notes="the good one"),
)


def with_runs(**changes: Any) -> ExplorerState:
    return replace(explorer_state(), library=RunLibraryState(**{"runs": RUNS, "is_read": True, **changes}))


@pytest.fixture
def page(open_window, qtbot) -> MainWindow:
    """Return the window with its page of runs before it."""
    window = open_window(with_runs())
    qtbot.mouseClick(window.findChild(QPushButton, "runs_tab"), Qt.MouseButton.LeftButton)
    return window


@pytest.fixture
def wishes(page) -> list[object]:
    wishes: list[object] = []
    page.run_requested.connect(wishes.append)
    return wishes


def table(window: QWidget) -> QTableView:
    found = window.findChild(QTableView, "run_table")
    assert isinstance(found, QTableView)
    return found


def texts(window: QWidget, column: int = 6) -> list[str]:
    model = table(window).model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def choose(qtbot: Any, window: QWidget, *rows: int) -> None:
    view = table(window)
    for number, row in enumerate(rows):
        place = view.visualRect(view.model().index(row, 1)).center()
        key = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, key, place)


def enabled(window: QWidget) -> set[str]:
    names = ("open", "compare", "resume", "repeat", "folder", "delete")
    return {name for name in names if window.findChild(QPushButton, f"run_{name}").isEnabled()}


def push(qtbot: Any, window: QWidget, name: str) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, f"run_{name}"), Qt.MouseButton.LeftButton)


def test_that_the_list_is_wanted_only_while_it_is_looked_at(open_window, qtbot):
    window = open_window(with_runs(runs=(), is_read=False))
    wishes: list[object] = []
    window.run_requested.connect(wishes.append)
    qtbot.mouseClick(window.findChild(QPushButton, "runs_tab"), Qt.MouseButton.LeftButton)
    assert wishes == [RunListWish(True)]
    qtbot.mouseClick(window.findChild(QPushButton, "training_tab"), Qt.MouseButton.LeftButton)
    assert wishes == [RunListWish(True), RunListWish(False)]
    label = window.findChild(QLabel, "run_empty")
    assert label.text() == ""
    window.show_state(with_runs(runs=()))
    assert "press train" in label.text().lower()


def test_that_runs_show_what_they_are_and_how_far_they_came(page):
    assert texts(page) == ["training elsewhere", "cut off", "finished"]
    assert texts(page, 3) == ["3 / 30", "12 / 30", "30 / 30"]
    assert texts(page, 2)[2] == "AE | VAE"
    assert texts(page, 4)[2] == "129.0 | 137.5"
    page.show_state(with_runs(own="/runs/c"))
    assert texts(page)[0] == "training here"


def test_that_a_click_over_a_column_sorts_by_its_figures(page, qtbot):
    header = table(page).horizontalHeader()
    assert isinstance(header, QHeaderView)
    place = QPoint(header.sectionViewportPosition(4) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert texts(page, 4) == ["129.0 | 137.5", "140.0", "150.5"]
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert texts(page, 4) == ["150.5", "140.0", "129.0 | 137.5"]


@pytest.mark.parametrize(("words", "found"), [("GOOD", 1), ("mnist", 3), ("cut", 1), ("zebra", 0)])
def test_that_searching_leaves_what_matches(page, qtbot, words, found):
    field = page.findChild(QLineEdit, "run_search")
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field, words)
    assert len(texts(page)) == found


def test_that_only_what_makes_sense_can_be_done(page, qtbot):
    assert enabled(page) == set()
    choose(qtbot, page, 0)
    assert enabled(page) == {"open", "repeat", "folder"}
    choose(qtbot, page, 1)
    assert enabled(page) == {"open", "resume", "repeat", "folder", "delete"}
    choose(qtbot, page, 2)
    assert enabled(page) == {"open", "repeat", "folder", "delete"}
    choose(qtbot, page, 1, 2)
    assert enabled(page) == {"compare", "delete"}


def test_that_buttons_ask_for_the_chosen_runs(page, qtbot, wishes):
    choose(qtbot, page, 1)
    for name in ("open", "resume", "repeat", "folder"):
        push(qtbot, page, name)
    choose(qtbot, page, 1, 2)
    push(qtbot, page, "compare")
    push(qtbot, page, "delete")
    both = ("/runs/b", "/runs/a")
    assert wishes == [
        RunOpenWish(("/runs/b",)),
        RunResumeWish("/runs/b"),
        RunRepeatWish("/runs/b"),
        RunFolderWish("/runs/b"),
        RunOpenWish(both),
        RunDeleteWish(both),
    ]


def test_that_the_keyboard_opens_and_deletes(page, qtbot, wishes):
    choose(qtbot, page, 2)
    qtbot.keyClick(table(page), Qt.Key.Key_Return)
    qtbot.keyClick(table(page), Qt.Key.Key_Delete)
    assert wishes == [RunOpenWish(("/runs/a",)), RunDeleteWish(("/runs/a",))]


def test_that_notes_are_written_where_they_stand_except_of_somebody_elses_run(page, qtbot, wishes):
    view = table(page)

    def write(row: int, words: str) -> bool:
        view.setCurrentIndex(view.model().index(row, NOTES_COLUMN))
        qtbot.keyClick(view, Qt.Key.Key_F2)
        field = view.viewport().findChild(QLineEdit)
        if field is None:
            return False
        field.selectAll()
        qtbot.keyClicks(field, words)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        return True

    assert not write(0, "not mine")
    assert write(2, "better still")
    # The table takes what was written once the key has been dealt with.
    qtbot.waitUntil(lambda: wishes == [RunNotesWish("/runs/a", "better still")])


def test_that_what_is_chosen_stays_so_while_a_run_goes_on(page, qtbot):
    choose(qtbot, page, 1)
    moved = (replace(RUNS[0], epoch=4.0), *RUNS[1:])
    page.show_state(with_runs(runs=moved))
    assert texts(page, 3)[0] == "4 / 30"
    assert "resume" in enabled(page)
    page.show_state(with_runs(runs=(run("d"), *moved)))
    assert "resume" in enabled(page)


def test_that_a_followed_run_is_named_over_the_maps_until_it_is_followed_no_more(page, qtbot, wishes):
    strip = page.findChild(FollowStrip, "follow_strip")
    assert not strip.isVisible()
    page.show_state(with_runs(followed=FollowedRun("/runs/c", "c", 3.0, 30)))
    assert strip.isVisible()
    assert "epoch 3 of 30" in strip.findChild(QLabel, "follow_text").text()
    qtbot.mouseClick(strip.findChild(QPushButton, "follow_end"), Qt.MouseButton.LeftButton)
    assert wishes[-1] == UnfollowWish()
    page.show_state(with_runs())
    assert not strip.isVisible()
