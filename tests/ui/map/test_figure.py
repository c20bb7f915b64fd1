"""Figures: what is written is what is seen, as pixels and as shapes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from vae_explorer.errors import WriteError
from vae_explorer.ui.map import vector
from vae_explorer.ui.map.figure import FigureKind, figure_bytes
from vae_explorer.ui.map.figure_legend import FigureLegend
from vae_explorer.ui.map.figure_writer import FigureWriter
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.outline import outline_of
from vae_explorer.ui.map.sprite import _OUTLINES
from vae_explorer.ui.map.style import SHAPES, LabelStyle
from vae_explorer.ui.map.theme import LIGHT
from vae_explorer.ui.map.underlay import Underlay, UnderlayTile
from vae_explorer.ui.map.view import PlaneRect

SVG = "{http://www.w3.org/2000/svg}"
GROUND = "#ffffff"
STYLE = LabelStyle.for_classes(range(7), [f"class {name}" for name in "abcdefg"])
COUNT = 300


@pytest.fixture
def plane(qtbot):
    """Return a map with an underlay, points of seven shapes, circles, a pin and a scale bar."""
    widget = LatentMap(0)
    qtbot.addWidget(widget)
    widget.set_reduced_motion(True)
    widget.resize(360, 300)
    widget.set_theme(LIGHT)
    chance = np.random.default_rng(0)
    labels = np.arange(COUNT) % 7
    widget.set_label_style(STYLE)
    widget.set_points(chance.normal(size=(COUNT, 2)).astype(np.float32), labels)
    tile = UnderlayTile(chance.integers(0, 90, (20, 20), dtype=np.uint8), PlaneRect(-4, 4, -4, 4))
    widget.set_underlay(Underlay((tile,), 0.7))
    widget.set_prior_circles(True)
    widget.set_scale_bar("σ", 1.0)
    widget.set_pin(0.4, -0.7)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return data[:, : image.width(), :3].astype(int)


def figure(plane: LatentMap, kind: FigureKind, scale: int = 1, legend: FigureLegend | None = None) -> bytes:
    return figure_bytes(plane.figure(Path("a"), kind, scale, GROUND, legend))


def seen(plane: LatentMap) -> np.ndarray:
    """Return what the screen shows, on the figure's ground."""
    image = QImage(plane.size(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    plane.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    return pixels(image)


def rendered(svg: bytes, size: QSize) -> np.ndarray:
    renderer = QSvgRenderer(svg)
    assert renderer.isValid()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return pixels(image)


@pytest.mark.parametrize("has_selection", [False, True])
def test_that_a_png_of_the_screens_size_is_what_the_screen_shows(plane, has_selection):
    if has_selection:
        plane.set_selection(np.arange(40))
    written = pixels(QImage.fromData(figure(plane, FigureKind.PNG)))
    assert np.array_equal(written, seen(plane))


def test_that_what_only_the_pointer_brings_is_left_out(plane):
    before = figure(plane, FigureKind.PNG)
    plane.set_highlight(3)
    plane.set_thumbnail(np.full((8, 8), 200, np.uint8), 0.0, 0.0)
    assert figure(plane, FigureKind.PNG) == before
    plane.set_pin(0.0, 0.0)
    assert figure(plane, FigureKind.PNG) != before


@pytest.mark.parametrize("scale", [2, 4])
def test_that_a_sharper_png_is_the_same_picture(plane, scale):
    image = QImage.fromData(figure(plane, FigureKind.PNG, scale))
    assert (image.width(), image.height()) == (360 * scale, 300 * scale)
    assert round(image.dotsPerMeterX() * 0.0254) == 96 * scale
    large = pixels(image).reshape(300, scale, 360, scale, 3).mean(axis=(1, 3))
    assert np.abs(large - seen(plane)).mean() < 5


def test_that_a_figure_shows_the_moment_at_which_it_was_ordered(plane):
    wanted = figure(plane, FigureKind.PNG)
    order = plane.figure(Path("a"), FigureKind.PNG, 1, GROUND)
    plane.move_points(np.zeros((COUNT, 2), np.float32))
    plane.set_label_style(STYLE.with_isolated(2))
    plane.set_underlay(None)
    assert figure_bytes(order) == wanted


def test_that_an_svg_has_every_point_in_sight_as_a_shape_of_its_colour_and_looks_the_same(plane):
    svg = figure(plane, FigureKind.SVG)
    root = ET.fromstring(svg)
    uses = root.findall(f".//{SVG}use")
    view, codes = plane.current_view(), plane._store.codes
    inside = (codes > (view.x_min, view.y_min)) & (codes < (view.x_max, view.y_max))
    assert inside.all(axis=1).sum() <= len(uses) <= COUNT
    names = {use.get("{http://www.w3.org/1999/xlink}href").lstrip("#") for use in uses}
    symbols = {element.get("id"): element for element in root.find(f"{SVG}defs") if element.get("id")}
    assert names <= set(symbols)
    fills = {symbols[name].get("fill") for name in names}
    marks = plane._store.look.slot_marks(plane._theme)[1:]
    assert fills == {"#{:02x}{:02x}{:02x}".format(*mark.colour) for mark in marks}
    assert "-70000" not in svg.decode()
    assert np.abs(rendered(svg, plane.size()) - seen(plane)).mean() < 4


def test_that_a_place_of_a_point_in_an_svg_is_its_place_on_the_screen(plane):
    plane.set_points(np.array([[0.5, -0.25], [-1, 1]], np.float32), np.array([0, 1]))
    uses = ET.fromstring(figure(plane, FigureKind.SVG)).findall(f".//{SVG}use")
    found = sorted((float(use.get("x")), float(use.get("y"))) for use in uses)
    wanted = sorted((place.x(), place.y()) for place in (plane.place_of(0.5, -0.25), plane.place_of(-1, 1)))
    assert np.array(found) == pytest.approx(np.array(wanted), abs=2e-3)


def test_that_a_faint_layer_of_an_svg_is_faint_as_a_whole(plane):
    plane.set_selection(np.arange(40))
    root = ET.fromstring(figure(plane, FigureKind.SVG))
    layers = [group for group in root.iter(f"{SVG}g") if group.findall(f"{SVG}use")]
    assert [group.get("opacity") for group in layers] == ["0.3", "1"]
    assert len(layers[1].findall(f"{SVG}use")) <= 40


def test_that_more_points_than_can_be_shapes_become_a_picture(plane, monkeypatch):
    before = figure(plane, FigureKind.SVG).count(b"<image")
    monkeypatch.setattr("vae_explorer.ui.map.point_cloud.MOST_VECTORS", COUNT // 2)
    svg = figure(plane, FigureKind.SVG)
    assert svg.count(b"<use") == 0
    assert svg.count(b"<image") == before + 1
    assert np.abs(rendered(svg, plane.size()) - seen(plane)).mean() < 4
    assert vector.MOST_VECTORS == 20_000


def test_that_a_pdf_is_one_page_of_the_maps_size(plane):
    pdf = figure(plane, FigureKind.PDF)
    assert pdf.startswith(b"%PDF-1.")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1
    assert [float(side) for side in boxes[0]] == pytest.approx([360 * 0.75, 300 * 0.75], abs=1)
    # With points as shapes it is another file than with a selection, whose faint layer is a picture.
    plane.set_selection(np.arange(3))
    assert figure(plane, FigureKind.PDF).count(b"/Subtype /Image") > pdf.count(b"/Subtype /Image")


@pytest.mark.parametrize("kind", list(FigureKind))
def test_that_the_legend_stands_below_with_the_classes_that_are_shown(plane, kind):
    legend = FigureLegend(STYLE.with_hidden({1}), "#112233")
    written = figure(plane, kind, legend=legend)
    if kind is FigureKind.PNG:
        image = pixels(QImage.fromData(written))
        assert np.array_equal(image[:300], seen(plane))
        assert len(image) == 300 + legend.height(360, plane.font())
        assert (image[300:] != 255).any()
    elif kind is FigureKind.SVG:
        text = " ".join("".join(element.itertext()) for element in ET.fromstring(written).iter(f"{SVG}text"))
        assert "class a" in text
        assert "class b" not in text
    assert figure(plane, kind) != written


def test_that_a_narrow_legend_takes_more_rows(plane):
    legend = FigureLegend(STYLE, "#112233")
    assert legend.height(2000, plane.font()) < legend.height(200, plane.font())
    assert FigureLegend(LabelStyle(), "#112233").height(200, plane.font()) == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_that_the_outline_of_every_marker_encloses_what_its_picture_covers(shape):
    corners = outline_of(shape)
    places = np.linspace(-2.2, 2.2, 441)
    x, y = np.meshgrid(places, places)
    wanted = _OUTLINES[shape][0](x, y)
    if corners is None:
        assert shape == "disc"
        return
    odd = np.zeros(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        passes = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            odd ^= passes & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    assert (odd != wanted).mean() < 0.002


def test_that_figures_are_written_off_the_windows_thread_and_errors_are_told(qtbot, plane, tmp_path):
    writer = FigureWriter(plane)
    order = plane.figure(tmp_path / "a.png", FigureKind.PNG, 1, GROUND)
    with qtbot.waitSignal(writer.written, timeout=20_000) as written:
        writer.order(order)
    assert written.args[0].error is None
    assert (tmp_path / "a.png").read_bytes() == figure(plane, FigureKind.PNG)
    bad = plane.figure(tmp_path / "none" / "a.png", FigureKind.PNG, 1, GROUND)
    with qtbot.waitSignal(writer.written, timeout=20_000) as written:
        writer.order(bad)
    assert isinstance(written.args[0].error, WriteError)
    writer.close()
