from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from vae_explorer.ui.sketch_canvas import SketchCanvas
from vae_explorer.ui.theme import DARK

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot) -> SketchCanvas:
    made = SketchCanvas("canvas")
    qtbot.addWidget(made)
    made.set_theme(DARK)
    made.set_image_shape((28, 28, 1))
    made.set_side(140)
    made.show()
    return made


def draw(canvas: SketchCanvas, start: tuple[int, int], end: tuple[int, int]) -> None:
    QTest.mousePress(canvas, LEFT, pos=QPoint(*start))
    QTest.mouseMove(canvas, QPoint(*end))
    QTest.mouseRelease(canvas, LEFT, pos=QPoint(*end))


def test_that_a_stroke_is_told_as_pixels_where_it_was_drawn(canvas, qtbot) -> None:
    with qtbot.waitSignal(canvas.drawn) as told:
        draw(canvas, (70, 30), (70, 110))
    assert told.args[0].shape == (280, 280, 1)
    pixels = canvas.pixels()
    assert pixels is not None
    assert not pixels.flags.writeable
    assert pixels[140, 140, 0] == 255
    assert pixels[140, 30, 0] == 0


def test_that_a_step_is_taken_back_and_a_bare_canvas_is_nothing(canvas) -> None:
    assert canvas.pixels() is None
    draw(canvas, (70, 30), (70, 110))
    first = canvas.pixels()
    draw(canvas, (30, 70), (110, 70))
    canvas.undo()
    assert np.array_equal(canvas.pixels(), first)
    canvas.clear()
    assert canvas.pixels() is None
    canvas.undo()
    assert np.array_equal(canvas.pixels(), first)


def test_that_the_eraser_wipes_and_the_thickness_counts(canvas) -> None:
    canvas.thickness = 10.0
    draw(canvas, (70, 30), (70, 110))
    thin = int((canvas.pixels() > 127).sum())
    canvas.thickness = 40.0
    draw(canvas, (70, 30), (70, 110))
    assert int((canvas.pixels() > 127).sum()) > 2 * thin
    canvas.is_erasing = True
    canvas.thickness = 60.0
    draw(canvas, (70, 20), (70, 120))
    assert canvas.pixels() is None


def test_that_the_keys_draw_with_shift_and_only_move_without(canvas, qtbot) -> None:
    canvas.setFocus()
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.pixels() is None
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    pixels = canvas.pixels()
    assert pixels is not None
    assert pixels[136, 164, 0] == 255


def test_that_a_picture_is_pasted_with_its_proportions_and_its_own_ground(canvas) -> None:
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(40, 60):
        for y in range(15, 35):
            image.setPixelColor(x, y, QColor("black"))
    data = QMimeData()
    data.setImageData(image)
    assert canvas.take(data)
    pixels = canvas.pixels()
    assert pixels[10, 10, 0] == 255
    assert pixels[140, 140, 0] == 0
    assert canvas.can_undo


def test_that_a_dropped_file_is_told_and_anything_else_is_refused(canvas, qtbot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    with qtbot.waitSignal(canvas.file_dropped) as told:
        assert canvas.take(data)
    assert told.args == [str(tmp_path / "a.png")]
    text = QMimeData()
    text.setText("hello")
    assert not canvas.take(text)


def test_that_data_of_another_shape_get_a_canvas_of_their_proportions(canvas) -> None:
    draw(canvas, (70, 30), (70, 110))
    canvas.set_image_shape((20, 40, 3))
    assert canvas.picture_size == (140, 280)
    assert canvas.pixels() is None
    canvas.colour = QColor(255, 0, 0)
    draw(canvas, (20, 30), (60, 30))
    pixels = canvas.pixels()
    assert pixels.shape == (140, 280, 3)
    assert pixels.max(axis=(0, 1)).tolist() == [255, 0, 0]
