"""What the points look like: against rasterisers that go through every pixel and every point."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from vae_explorer.ui.map.cloud import SmallCloud
from vae_explorer.ui.map.marker_size import marker_size, smallest_marker
from vae_explorer.ui.map.point_cloud import PointCloudLayer
from vae_explorer.ui.map.raster import (
    DensityShader,
    counted,
    density_opacity,
    grown,
    keys_of,
    pixel_indices,
    rank_of,
    rings_of,
    scattered,
)
from vae_explorer.ui.map.sprite import coverage, footprint
from vae_explorer.ui.map.style import SHAPES, Mark
from vae_explorer.ui.map.view import PlaneRect, View

MARKS = tuple(Mark(colour) for colour in ((200, 40, 10), (20, 220, 90), (60, 90, 250)))


def pixels_of(image: QImage) -> np.ndarray:
    """Return (h, w, 4) uint8: blue, green, red, opacity; premultiplied."""
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(
        image.height(), image.bytesPerLine() // 4, 4
    )
    return rows[:, : image.width()].copy()


def area_share(column: int, row: int, centre: tuple[float, float], radius: float) -> float:
    """Return how much of a pixel a disc covers, by counting 64 × 64 samples."""
    places = (np.arange(64) + 0.5) / 64
    x, y = column + places[None, :] - centre[0], row + places[:, None] - centre[1]
    return float((x * x + y * y <= radius * radius).mean())


def painted_plainly(
    places: np.ndarray, slots: np.ndarray, diameter: float, width: int, height: int
) -> np.ndarray:
    """Lay discs over each other one by one and pixel by pixel, in floating point."""
    picture = np.zeros((height, width, 4))
    for (x, y), slot in zip(places, slots, strict=True):
        # Markers stand at the middle of the eighth of a pixel that holds them.
        centre = (math.floor(x * 8) / 8 + 1 / 16, math.floor(y * 8) / 8 + 1 / 16)
        red, green, blue = MARKS[slot].colour
        colour = np.array([blue, green, red, 255.0])
        reach = math.ceil(diameter / 2) + 1
        for row in range(max(0, math.floor(y) - reach), min(height, math.floor(y) + reach + 1)):
            for column in range(max(0, math.floor(x) - reach), min(width, math.floor(x) + reach + 1)):
                share = area_share(column, row, centre, diameter / 2)
                picture[row, column] = colour * share + picture[row, column] * (1 - share)
    return picture


@pytest.mark.parametrize("seed", range(6))
def test_that_small_clouds_look_as_a_plain_rasteriser_paints_them(qtbot: QtBot, seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 60))
    codes = rng.normal(0, 1.0, (count, 2)).astype(np.float32)
    slots = rng.integers(0, 3, count).astype(np.uint8)
    view = View.fitted(PlaneRect(-2, 2, -2, 2), 64, 48)
    cloud = SmallCloud(codes, slots)
    layer = PointCloudLayer(MARKS)
    layer.set_cloud(cloud)
    found = pixels_of(layer.image(view, 1.0))
    size = marker_size(cloud.density / view.scale**2, smallest_marker(count))
    diameter = round(size.diameter_px * 8) / 8
    points = cloud.points_in(view.rect)
    places = np.stack([view.columns(points.x), view.rows(points.y)], axis=1)
    wanted = painted_plainly(places, points.slots, diameter, view.width, view.height)
    assert found[..., 3].max() == 255
    # Eight bits round at every layer, and areas are counted on grids of 32 and of 64 samples.
    assert np.abs(found - wanted).max() <= 5


def test_that_crowded_clouds_show_in_each_pixel_the_disc_that_covers_it_most() -> None:
    rng = np.random.default_rng(5)
    width, height, margin = 40, 30, 4
    for diameter in (1.3, 2.4, 3.5, 5.2):
        rings = rings_of(diameter)
        level = {offset: 7 - place for place, ring in enumerate(rings) for offset in ring.offsets}
        count = 60
        columns, rows = rng.integers(0, width + 8, count), rng.integers(0, height + 8, count)
        ranks, slots = np.arange(1, count + 1, dtype=np.uint32), rng.integers(0, 3, count).astype(np.uint8)
        plane = scattered(rows * (width + 8) + columns, keys_of(ranks, slots), width + 8, height + 8)
        found = grown(plane, rings, margin)
        for row in range(height):
            for column in range(width):
                best = 0
                for x, y, rank, slot in zip(columns, rows, ranks, slots, strict=True):
                    offset = (column + margin - x, row + margin - y)
                    if offset in level and not any(
                        (x, y) == (columns[later], rows[later]) for later in range(rank, count)
                    ):
                        best = max(best, level[offset] << 29 | int(rank) << 8 | int(slot))
                assert found[row, column] == best


def test_that_the_rings_of_a_disc_have_its_area() -> None:
    for diameter in np.arange(1.3, 6.5, 0.1):
        area = sum(len(ring.offsets) * ring.coverage for ring in rings_of(diameter))
        assert area == pytest.approx(math.pi * diameter**2 / 4, rel=0.08)


@pytest.mark.parametrize("shape", SHAPES)
def test_that_all_shapes_weigh_as_much_as_the_disc_wherever_they_lie(shape: str) -> None:
    for diameter in (3.0, 4.4, 7.0):
        size = footprint(diameter, frozenset({shape}))
        sprites = coverage(shape, diameter, 8, size)
        assert sprites.min() >= 0
        assert sprites.max() <= 1
        areas = sprites.sum(axis=(2, 3))
        assert np.ptp(areas) < 1e-9
        assert areas[0, 0] == pytest.approx(math.pi * diameter**2 / 4, rel=0.03)


@pytest.mark.parametrize("shape", SHAPES)
def test_that_a_shape_moves_with_its_place_in_the_pixel(shape: str) -> None:
    size = footprint(5.0, frozenset({shape}))
    sprites = coverage(shape, 5.0, 8, size)
    places = np.arange(size) - size // 2 + 0.5
    middles = (sprites * places).sum(axis=(2, 3)) / sprites.sum(axis=(2, 3))
    # The middle of what pixels show strays a little from the true middle, the more so with thin arms.
    wanted = np.broadcast_to((np.arange(8) + 0.5) / 8, (8, 8))
    assert middles == pytest.approx(wanted, abs=0.04)


def test_that_every_point_inside_is_counted_once() -> None:
    rng = np.random.default_rng(2)
    columns, rows = rng.uniform(-5, 35, 5000), rng.uniform(-5, 25, 5000)
    pixels, inside = pixel_indices(columns, rows, 30, 20)
    wanted = (columns >= 0) & (columns < 30) & (rows >= 0) & (rows < 20)
    assert inside.tolist() == np.flatnonzero(wanted).tolist()
    counts = counted(pixels, 30, 20)
    assert counts.sum() == wanted.sum()
    for pixel in ((0, 0), (7, 13), (19, 29)):
        row, column = pixel
        assert counts[pixel] == ((np.floor(columns) == column) & (np.floor(rows) == row)).sum()


def test_that_neighbours_in_order_are_strangers_in_rank() -> None:
    ranks = rank_of(np.arange(100_000)).astype(np.float64)
    assert ranks.min() >= 1
    assert ranks.max() < 1 << 21
    assert abs(np.corrcoef(ranks[:-1], ranks[1:])[0, 1]) < 0.02
    assert len(np.unique(ranks)) > 95_000


def test_that_opacity_grows_with_density_from_one_point_to_full() -> None:
    opacities = density_opacity(np.array([1, 2, 8, 64, 1000]), 0.3, 64)
    assert opacities[0] == pytest.approx(0.3)
    assert opacities[3:] == pytest.approx([1, 1])
    assert (np.diff(opacities[:4]) > 0).all()


def test_that_a_dense_picture_is_bare_where_no_point_is() -> None:
    keys = keys_of(np.array([5, 9], dtype=np.uint32), np.array([0, 2], dtype=np.uint8))
    plane = np.array([[keys[0], 0, keys[1]]], dtype=np.uint32)
    picture = DensityShader(np.array([mark.colour for mark in MARKS], dtype=np.uint8), 0.5, 10.0).shaded(
        plane, np.array([[1, 0, 10]], dtype=np.float32)
    )
    assert [hex(pixel) for pixel in picture[0]][1:] == ["0x0", "0xff3c5afa"]
    assert picture[0, 0] >> 24 == pytest.approx(127.5, abs=4)


def test_that_marker_size_changes_steadily_with_density() -> None:
    densities = np.geomspace(1e-4, 1e3, 4000)
    sizes = [marker_size(float(density)) for density in densities]
    diameters = np.array([size.diameter_px for size in sizes])
    opacities = np.array([size.opacity for size in sizes])
    assert (np.diff(diameters) <= 0).all()
    assert (np.diff(opacities) <= 0).all()
    assert np.abs(np.diff(diameters)).max() < 0.02
    assert np.abs(np.diff(opacities)).max() < 0.02


@pytest.mark.parametrize("count", [300, 40_000])
def test_that_a_pan_by_strips_leaves_the_same_picture_as_a_fresh_one(qtbot: QtBot, count: int) -> None:
    rng = np.random.default_rng(count)
    codes = rng.normal(0, 1.0, (count, 2)).astype(np.float32)
    slots = rng.integers(0, 3, count).astype(np.uint8)
    cloud = SmallCloud(codes, slots)
    view = View.fitted(PlaneRect(-2, 2, -2, 2), 90, 70)
    panned, fresh = PointCloudLayer(MARKS), PointCloudLayer(MARKS)
    panned.set_cloud(cloud)
    fresh.set_cloud(cloud)
    for step in ((9, 0), (0, -7), (-13, 5), (3, 11), (-80, 2), (1, 1)):
        panned.image(view, 1.0)
        view = view.panned(*step)
        moved = pixels_of(panned.image(view, 1.0))
        fresh.refresh()
        assert np.array_equal(moved, pixels_of(fresh.image(view, 1.0)))
    assert moved.any()
