"""What the map shows: any cloud, any theme, underlays, circles, the pin."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.still_picture import StillPicture
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import DARK, LIGHT, MapTheme
from vae_explorer.ui.map.underlay import Underlay, UnderlayTile
from vae_explorer.ui.map.view import PlaneRect

PLAIN = dataclasses.replace(DARK, grid="#00000000")
RNG = np.random.default_rng(11)


def shown_map(qtbot: QtBot, codes: np.ndarray | None = None, labels: np.ndarray | None = None) -> LatentMap:
    widget = LatentMap(0)
    widget.set_reduced_motion(True)
    qtbot.addWidget(widget)
    widget.resize(420, 400)
    widget.set_theme(PLAIN)
    if codes is not None:
        widget.set_points(codes, labels)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def picture(widget: LatentMap) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colour_at(widget: LatentMap, x: float, y: float) -> QColor:
    return picture(widget).pixelColor(widget.place_of(x, y).toPoint())


def bare_share(image: QImage) -> float:
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return float((pixels & 0xFFFFFF == QColor(DARK.background).rgb() & 0xFFFFFF).mean())


def differing(first: QImage, second: QImage) -> int:
    shape = (first.height(), first.width(), 4)
    one = np.frombuffer(first.constBits(), dtype=np.uint8).reshape(shape)
    other = np.frombuffer(second.constBits(), dtype=np.uint8).reshape(shape)
    return int((one != other).any(axis=2).sum())


EXTREMES = {
    "empty": np.zeros((0, 2)),
    "one point": np.array([[3.0, -2.0]]),
    "all equal": np.full((500, 2), -7.25),
    "tiny extent": RNG.normal(0, 1e-30, (500, 2)),
    "huge extent": RNG.normal(0, 1e30, (500, 2)),
    "a line": np.stack([np.linspace(0, 5, 500), np.zeros(500)], axis=1),
    "some not finite": np.concatenate([RNG.normal(size=(300, 2)), np.full((200, 2), np.nan)]),
    "none finite": np.full((5, 2), np.inf),
}


@pytest.mark.parametrize("name", EXTREMES)
@pytest.mark.parametrize("label_kind", ["unlabelled", "one class", "two classes"])
def test_that_any_cloud_is_drawn_and_picked_without_a_warning(
    qtbot: QtBot, name: str, label_kind: str
) -> None:
    codes = EXTREMES[name].astype(np.float32)
    labels = {
        "unlabelled": None,
        "one class": np.zeros(len(codes), dtype=np.int64),
        "two classes": np.arange(len(codes)) % 2,
    }[label_kind]
    widget = shown_map(qtbot, codes, labels)
    bare = shown_map(qtbot)
    usable = np.flatnonzero(np.isfinite(codes).all(axis=1))
    if not len(usable):
        assert widget.nearest(0, 0) is None
        return
    assert differing(picture(widget), picture(bare)) > 5
    x, y = codes[usable[0]].astype(float)
    found = widget.nearest(x, y)
    assert found is not None
    assert (codes[found] == codes[usable[0]]).all()
    view = widget.current_view()
    assert view.x_min < x < view.x_max
    assert view.y_min < y < view.y_max
    widget.zoom_at(x, y, 1e6)
    widget.set_prior_circles(True)
    widget.set_pin(x, y)
    widget.set_scale_bar("σ")
    picture(widget)
    widget.zoom_at(x, y, 1e-12)
    picture(widget)
    widget.move_points(codes[::-1].copy())
    picture(widget)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_a_lone_point_has_the_colour_of_its_class(qtbot: QtBot, theme: MapTheme) -> None:
    widget = shown_map(qtbot, np.array([[0, 0], [4, 4]], dtype=np.float32), np.array([5, 9]))
    widget.set_theme(theme)
    style = LabelStyle.for_classes([5, 9])
    widget.set_label_style(style)
    for (x, y), mark in zip(((0.0, 0.0), (4.0, 4.0)), style.marks, strict=True):
        wanted = QColor(*mark.on(theme).colour)
        found = colour_at(widget, x, y)
        ground = QColor(theme.background)
        for channel in ("red", "green", "blue"):
            # Points let a little of the ground through.
            lowest, highest = sorted((getattr(wanted, channel)(), getattr(ground, channel)()))
            value = getattr(found, channel)()
            assert lowest - 1 <= value <= highest + 1
            assert abs(value - getattr(wanted, channel)()) <= 0.1 * (highest - lowest) + 2


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_the_scale_bar_can_be_read_over_full_ink(qtbot: QtBot, theme: MapTheme) -> None:
    widget = shown_map(qtbot)
    widget.set_theme(theme)
    bare = picture(widget)
    ink = np.full((4, 4), 255, dtype=np.uint8)
    widget.set_underlay(Underlay((UnderlayTile(ink, PlaneRect(-99, 99, -99, 99), is_smooth=False),)))
    inked = picture(widget)
    widget.set_scale_bar("σ")
    barred = picture(widget)
    ground = QColor(theme.background).lightness()
    changed = [
        (abs(barred.pixelColor(x, y).lightness() - ground), abs(inked.pixelColor(x, y).lightness() - ground))
        for x in range(bare.width())
        for y in range(bare.height())
        if barred.pixelColor(x, y) != inked.pixelColor(x, y)
    ]
    # Between bar and letters it is the ground that shines through, not what lies beneath.
    calm = sum(now < before / 4 for now, before in changed)
    assert calm > len(changed) / 2


def test_that_hidden_points_are_not_drawn(qtbot: QtBot) -> None:
    widget = shown_map(qtbot, np.array([[0, 0], [4, 4]], dtype=np.float32), np.array([0, 1]))
    before = picture(widget)
    widget.set_label_style(LabelStyle.for_classes([0, 1]).toggled(1))
    assert colour_at(widget, 4, 4) == QColor(DARK.background)
    widget.set_label_style(LabelStyle.for_classes([0, 1]))
    assert differing(picture(widget), before) == 0


def test_that_an_underlay_lies_where_its_rectangle_is_with_its_first_row_on_top(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    image = np.zeros((2, 2, 4), dtype=np.uint8)
    image[0, 0] = (255, 0, 0, 255)
    image[1, 1] = (0, 0, 255, 255)
    tile = UnderlayTile(image, PlaneRect(-2, 2, -1, 1), is_smooth=False)
    widget.set_underlay(Underlay((tile,)))
    ground = QColor(DARK.background)
    assert colour_at(widget, -1, 0.5) == QColor(255, 0, 0)
    assert colour_at(widget, 1, -0.5) == QColor(0, 0, 255)
    assert colour_at(widget, 1, 0.5) == ground
    assert colour_at(widget, -2.5, 0.5) == ground
    widget.zoom_at(-1, 0.5, 1000)
    assert colour_at(widget, -1, 0.5) == QColor(255, 0, 0)
    widget.set_underlay(None)
    assert colour_at(widget, -1, 0.5) == ground


def test_that_the_newest_tile_covers_older_ones_and_opacity_counts_once(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    coarse = UnderlayTile(np.full((4, 4), 255, dtype=np.uint8), PlaneRect(-2, 2, -2, 2))
    sharp = UnderlayTile(np.zeros((4, 4), dtype=np.uint8), PlaneRect(-1, 1, -1, 1))
    widget.set_underlay(Underlay((coarse, sharp), 0.5))
    assert colour_at(widget, 0.1, 0.1) == QColor(DARK.background)
    ink, ground, found = QColor(DARK.ink), QColor(DARK.background), colour_at(widget, 1.6, 1.6)
    assert found.red() == pytest.approx((ink.red() + ground.red()) / 2, abs=2)
    widget.set_theme(LIGHT)
    ink, ground, found = QColor(LIGHT.ink), QColor(LIGHT.background), colour_at(widget, 1.6, 1.6)
    assert found.red() == pytest.approx((ink.red() + ground.red()) / 2, abs=2)


def test_that_what_lies_beside_a_picture_of_trust_is_distrusted_and_not_bare(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    trusted = np.zeros((40, 40), dtype=np.uint8)
    trusted[0, 10:20] = 255  # the edge of the data
    widget.set_underlay(Underlay((UnderlayTile(trusted, PlaneRect(-1, 1, -1, 1), is_trust=True),)))
    ground = QColor(DARK.background)
    assert colour_at(widget, 0.3, 0.3) == ground
    near, far = colour_at(widget, 1.12, 0), colour_at(widget, 2.5, 0)
    assert ground.red() < near.red() < far.red(), "passes over softly"
    assert colour_at(widget, 2.5, 1.8) == colour_at(widget, -2.5, 0) == far
    row = UnderlayTile(np.zeros((1, 40), dtype=np.uint8), PlaneRect(-1, 1, -0.2, 0.2), is_trust=True)
    widget.set_underlay(Underlay((row,)))
    assert colour_at(widget, 0.3, 1) == colour_at(widget, 2.5, 1) == ground, "a strip has no above"
    assert colour_at(widget, 2.5, 0.1) == far


def test_that_circles_are_round_and_lie_at_their_radii(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    bare = picture(widget)
    widget.set_prior_circles(True, (2.0,))
    drawn = picture(widget)
    changed = [
        (column, row)
        for row in range(drawn.height())
        for column in range(drawn.width())
        if drawn.pixel(column, row) != bare.pixel(column, row)
    ]
    middle, edge = widget.place_of(0, 0), widget.place_of(2, 0)
    radius = edge.x() - middle.x()
    distances = np.hypot(*(np.array(changed) + 0.5 - (middle.x(), middle.y())).T)
    assert distances == pytest.approx(np.full(len(changed), radius), abs=1.6)
    # Six parts in ten of a circle of dashes are drawn, all around.
    assert 0.35 < len(changed) / (2 * np.pi * radius) < 0.85
    widget.set_prior_circles(False)
    assert differing(picture(widget), bare) == 0


def test_that_a_circle_far_larger_than_the_view_is_still_drawn_where_it_passes(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    widget.set_prior_circles(True, (2.0,))
    widget.set_view(PlaneRect(2 - 1e-5, 2 + 1e-5, -1e-5, 1e-5))
    drawn = picture(widget)
    widget.set_prior_circles(False)
    assert differing(picture(widget), drawn) > 50


def test_that_the_pin_and_the_highlight_are_drawn_where_they_are(qtbot: QtBot) -> None:
    codes = np.array([[0, 0], [3, 1], [-3, -1]], dtype=np.float32)
    widget = shown_map(qtbot, codes)
    bare = picture(widget)
    widget.set_highlight(1)
    ringed = picture(widget)
    box = widget.place_of(3, 1)
    rows, columns = np.nonzero(changed_pixels(bare, ringed))
    assert (columns.mean(), rows.mean()) == pytest.approx((box.x() - 0.5, box.y() - 0.5), abs=0.6)
    assert np.ptp(columns) < 22
    widget.move_points(codes[[0, 2, 1]])
    box = widget.place_of(-3, -1)
    widget.set_highlight(None)
    unringed = picture(widget)
    widget.set_highlight(1)
    rows, columns = np.nonzero(changed_pixels(unringed, picture(widget)))
    assert (columns.mean(), rows.mean()) == pytest.approx((box.x() - 0.5, box.y() - 0.5), abs=0.6)
    widget.set_highlight(None)
    widget.set_pin(1.0, 0.5)
    place = widget.place_of(1.0, 0.5)
    changed = changed_pixels(unringed, picture(widget))
    assert np.flatnonzero(changed.mean(axis=0) > 0.8) == pytest.approx([place.x() - 0.5], abs=1)
    assert np.flatnonzero(changed.mean(axis=1) > 0.8) == pytest.approx([place.y() - 0.5], abs=1)
    assert "1, 0.5" in widget.accessibleDescription()
    widget.clear_pin()
    assert differing(picture(widget), unringed) == 0


def changed_pixels(first: QImage, second: QImage) -> np.ndarray:
    shape = (first.height(), first.width())
    one = np.frombuffer(first.constBits(), dtype=np.uint32).reshape(shape)
    other = np.frombuffer(second.constBits(), dtype=np.uint32).reshape(shape)
    return one != other


def test_that_an_empty_map_says_what_to_do_and_stops_saying_it_with_points(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    bare = picture(widget)
    widget.set_empty_text("Open a model")
    assert differing(picture(widget), bare) > 30
    codes = np.array([[-9, -9], [9, 9]], dtype=np.float32)
    widget.set_points(codes)
    with_hint = picture(widget)
    widget.set_empty_text("")
    assert differing(picture(widget), with_hint) == 0


def test_that_selected_points_stand_out_and_the_rest_fades(qtbot: QtBot) -> None:
    codes = np.array([[-3, 0], [3, 0]], dtype=np.float32)
    widget = shown_map(qtbot, codes, np.array([0, 0]))
    strong = colour_at(widget, -3, 0)
    widget.set_selection(np.array([1]))
    assert colour_at(widget, -3, 0).lightness() < strong.lightness()
    assert colour_at(widget, 3, 0).lightness() >= strong.lightness()
    large = shown_map(qtbot, RNG.normal(size=(3000, 2)).astype(np.float32))
    everything = picture(large)
    large.set_selection(np.arange(3000))
    # Markers keep their size when they are selected: only the ground no longer shines through.
    assert np.abs(bare_share(picture(large)) - bare_share(everything)) < 0.005
    widget.set_selection(np.zeros(0, dtype=np.int64))
    assert colour_at(widget, -3, 0) == strong


def test_that_a_thumbnail_is_drawn_beside_its_place_and_inside_the_plane(qtbot: QtBot) -> None:
    widget = shown_map(qtbot)
    bare = picture(widget)
    plot = widget._wishes.plot_rect()
    view = widget.current_view()
    for x, y in ((0.0, 0.0), (view.x_max, view.y_max), (view.x_min, view.y_min)):
        widget.set_thumbnail(np.full((28, 28), 255, dtype=np.uint8), x, y)
        rows, columns = np.nonzero(changed_pixels(bare, picture(widget)))
        assert len(rows) > 56 * 56
        assert columns.min() >= plot.left()
        assert columns.max() <= plot.right()
        assert rows.min() >= plot.top()
        assert rows.max() <= plot.bottom()
    widget.set_thumbnail(None)
    assert differing(picture(widget), bare) == 0


@pytest.mark.parametrize("pixel_ratio", [1.0, 1.25, 2.0])
def test_that_a_map_that_is_painted_again_looks_as_it_did(qtbot: QtBot, pixel_ratio: float) -> None:
    widget = shown_map(qtbot, RNG.normal(size=(400, 2)).astype(np.float32), np.arange(400) % 3)
    widget.set_prior_circles(True)
    widget.set_axis_names("z₁", "z₂")

    def painted(x: float) -> QImage:
        widget.set_pin(x, -0.5)
        image = QImage(widget.size() * pixel_ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(pixel_ratio)
        widget.render(image)
        return image

    first = painted(0.0)
    # The second and the third time, what stays the same comes from a picture that was kept.
    assert differing(painted(1.0), first) > 0
    assert differing(painted(0.0), first) == 0
    widget.set_prior_circles(False)
    assert differing(painted(0.0), first) > 0


def test_that_a_kept_picture_leaves_no_pixel_bare_where_the_scale_is_a_fraction(qapp) -> None:
    place, still = QRect(0, 0, 397, 11), StillPicture(is_opaque=True)
    canvas = QImage(math.ceil(397 * 1.25), math.ceil(11 * 1.25), QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(1.25)
    for _ in range(2):
        canvas.fill(Qt.GlobalColor.red)
        painter = QPainter(canvas)
        still.paint(painter, place, "alike", lambda p: p.fillRect(place.adjusted(0, 0, 1, 1), "#204060"))
        painter.end()
    pixels = np.frombuffer(canvas.bits(), np.uint32).reshape(canvas.height(), -1)
    assert np.unique(pixels).tolist() == [0xFF204060]
