"""Picking and counting by place agree with looking at every point."""

from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.ui.map.cloud import SmallCloud
from vae_explorer.ui.map.index import BuildCancelledError, PointIndex
from vae_explorer.ui.map.large_cloud import LargeCloud
from vae_explorer.ui.map.look import PointLook
from vae_explorer.ui.map.pyramid import DensityPyramid
from vae_explorer.ui.map.raster import pixel_indices
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.view import PlaneRect, View, bounds_of


def clouds() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(7)
    blobs = rng.normal(0, 3, (8, 2))[rng.integers(0, 8, 6000)] + rng.normal(0, 0.3, (6000, 2))
    doubles = np.repeat(rng.normal(size=(300, 2)), 20, axis=0)
    with_gaps = blobs.copy()
    with_gaps[::7, 0] = np.nan
    with_gaps[3::11, 1] = np.inf
    return {
        "blobs": blobs,
        "doubles": doubles,
        "grid": np.stack(np.meshgrid(np.arange(60), np.arange(50)), axis=-1).reshape(-1, 2),
        "line across": np.stack([np.linspace(-1, 1, 4000), np.zeros(4000)], axis=1),
        "line up": np.stack([np.zeros(4000), np.linspace(-1, 1, 4000)], axis=1),
        "heavy tails": rng.standard_cauchy((5000, 2)),
        "far from zero": 1000 + rng.normal(0, 0.01, (3000, 2)),
        "not finite": with_gaps,
        "tiny": rng.normal(0, 1e-30, (3000, 2)),
        "huge": rng.normal(0, 1e30, (3000, 2)),
        "one": np.array([[2.0, -3.0]]),
        "two": np.array([[2.0, -3.0], [2.5, -3.0]]),
        "all equal": np.full((3000, 2), 0.25),
    }


@pytest.mark.parametrize("name", clouds())
@pytest.mark.parametrize("kind", ["small", "large"])
def test_that_picking_finds_as_near_a_point_as_looking_at_all(name: str, kind: str) -> None:
    codes = clouds()[name].astype(np.float32)
    cloud: SmallCloud | PointIndex
    if kind == "small":
        cloud = SmallCloud(codes, np.zeros(len(codes), dtype=np.uint8))
    else:
        cloud = PointIndex.build(codes)
    exact = codes.astype(np.float64)
    finite = exact[np.isfinite(exact).all(axis=1)]
    low, high = np.quantile(finite, [0.05, 0.95], axis=0)
    span = (high - low).max() or 1.0
    rng = np.random.default_rng(len(codes))
    queries = [*rng.uniform(low - span, high + span, (60, 2)), *finite[:: max(1, len(finite) // 20)]]
    for x, y in queries:
        found = cloud.nearest(float(x), float(y))
        assert found is not None
        index, distance = found
        assert distance == pytest.approx(np.hypot(*(exact[index] - (x, y))), rel=1e-9)
        assert distance == pytest.approx(np.hypot(*(finite - (x, y)).T).min(), rel=1e-9)


def test_that_an_empty_cloud_has_no_nearest_point() -> None:
    nothing = np.zeros((0, 2), dtype=np.float32)
    assert PointIndex.build(nothing).nearest(0, 0) is None
    assert SmallCloud(nothing, np.zeros(0, dtype=np.uint8)).nearest(0, 0) is None
    assert SmallCloud(nothing, np.zeros(0, dtype=np.uint8)).neighbours(0, 0, 5) == []
    assert PointIndex.build(np.full((4, 2), np.nan, dtype=np.float32)).nearest(0, 0) is None


def test_that_a_hundred_thousand_equal_points_are_picked_among_others() -> None:
    codes = np.concatenate([np.full((120_000, 2), 1.0), [[1.5, 1.0], [0.2, 0.9]]]).astype(np.float32)
    index = PointIndex.build(codes)
    assert index.nearest(1.4, 1.0)[0] == 120_000
    assert index.nearest(0.2, 1.0)[0] == 120_001
    assert index.nearest(1.1, 1.1)[0] < 120_000


def test_that_a_rectangle_holds_all_its_points() -> None:
    codes = clouds()["blobs"].astype(np.float32)
    index = PointIndex.build(codes)
    rng = np.random.default_rng(3)
    for _ in range(40):
        x, y = np.sort(rng.uniform(-5, 5, (2, 2)), axis=1)
        runs = index.slices_in(x[0], x[1], y[0], y[1])
        found = np.concatenate([index.order[start:end] for start, end in runs] or [np.zeros(0, dtype=int)])
        inside = (codes[:, 0] >= x[0]) & (codes[:, 0] <= x[1]) & (codes[:, 1] >= y[0]) & (codes[:, 1] <= y[1])
        assert set(np.flatnonzero(inside)) <= set(found.tolist())
        assert len(found) == len(set(found.tolist()))


@pytest.mark.parametrize("kind", ["small", "large"])
def test_that_neighbours_come_nearest_first(kind: str) -> None:
    codes = clouds()["blobs"].astype(np.float32)
    labels = np.arange(len(codes)) % 3
    style = LabelStyle.for_classes([0, 1, 2]).toggled(1)
    if kind == "small":
        cloud = SmallCloud(codes, style.slots_of(labels), style.shown_mask(labels))
    else:
        cloud = LargeCloud.build(codes, PointLook(labels, style))
    shown = np.flatnonzero(labels != 1)
    for x, y in ((0.0, 0.0), (30.0, -4.0), (1.5, 2.5)):
        distance = np.hypot(*(codes[shown].astype(np.float64) - (x, y)).T)
        wanted = np.sort(distance)[:25]
        found = cloud.neighbours(x, y, 25)
        assert len(set(found)) == 25
        assert np.hypot(*(codes[found].astype(np.float64) - (x, y)).T) == pytest.approx(wanted)


@pytest.mark.parametrize("name", clouds())
def test_that_a_pyramid_counts_every_finite_point_once_at_every_level(name: str) -> None:
    codes = clouds()[name].astype(np.float32)
    index = PointIndex.build(codes)
    slots = np.zeros(len(index), dtype=np.uint8)
    pyramid = DensityPyramid.build(index.x, index.y, slots, index.order, 256)
    assert pyramid.total == np.isfinite(codes).all(axis=1).sum()
    sums = {int(level.counts.sum()) for level in pyramid.levels}
    assert sums == {pyramid.total - len(pyramid.strays.x)}
    for level in pyramid.levels:
        assert ((level.counts > 0) == (level.keys > 0)).all()


def test_that_a_frame_counts_every_point_in_sight_once_at_any_zoom() -> None:
    rng = np.random.default_rng(0)
    codes = (rng.normal(0, 1, (200_000, 2)) * (1.5, 0.7)).astype(np.float32)
    index = PointIndex.build(codes)
    slots = np.zeros(len(index), dtype=np.uint8)
    pyramid = DensityPyramid.build(index.x, index.y, slots, index.order, 1024)
    whole = View.fitted(bounds_of(codes).grown(0.5), 200, 160)
    for factor in (0.01, 0.2, 0.7, 1.0, 1.31, 1.9):
        view = whole.zoomed(factor, 90, 60)
        assert pyramid.is_fine_enough(view)
        frame = pyramid.frame(view)
        assert ((frame.counts > 0) == (frame.keys > 0)).all()
        x, y = codes[:, 0].astype(np.float64), codes[:, 1].astype(np.float64)
        exact = np.zeros(view.width * view.height, dtype=np.int64)
        pixels, _ = pixel_indices(view.columns(x), view.rows(y), view.width, view.height)
        np.add.at(exact, pixels, 1)
        # A point moves by at most half a bin, which is half a pixel: only those at the rim may come or go.
        rim = 0.005 * len(codes) if factor > 1 else 0
        assert abs(int(frame.counts.sum()) - int(exact.sum())) <= rim
        near = exact.reshape(view.height, view.width)
        blocks = near.reshape(16, 10, 20, 10).sum(axis=(1, 3))
        found = frame.counts.reshape(16, 10, 20, 10).sum(axis=(1, 3))
        if factor >= 0.7:
            assert np.abs(found.astype(np.int64) - blocks).sum() <= 0.06 * blocks.sum()


def test_that_densities_have_no_beat_between_bins_and_pixels() -> None:
    rng = np.random.default_rng(1)
    codes = rng.uniform(-1, 1, (400_000, 2)).astype(np.float32)
    index = PointIndex.build(codes)
    pyramid = DensityPyramid.build(index.x, index.y, np.zeros(len(index), dtype=np.uint8), index.order, 128)
    view = View.fitted(PlaneRect(-0.9, 0.9, -0.9, 0.9), 83, 83)
    frame = pyramid.frame(view)
    expected = len(codes) / (2 * view.scale) ** 2
    assert frame.densities.mean() == pytest.approx(expected, rel=0.02)
    assert frame.densities.std() < 0.2 * expected
    assert frame.counts.std() > 0.3 * expected


def test_that_a_large_cloud_leaves_hidden_classes_out_everywhere() -> None:
    rng = np.random.default_rng(4)
    codes = rng.normal(size=(30_000, 2)).astype(np.float32)
    labels = rng.integers(0, 4, len(codes))
    cloud = LargeCloud.build(codes, PointLook(labels, LabelStyle.for_classes(range(4))))
    fewer = LargeCloud.build(
        codes, PointLook(labels, LabelStyle.for_classes(range(4)).toggled(2)), cloud.complete
    )
    assert cloud.pyramid.total == len(codes)
    assert fewer.pyramid.total == (labels != 2).sum()
    assert set(labels[fewer.points_in(PlaneRect(-9, 9, -9, 9)).indices]) == {0, 1, 3}
    for x, y in rng.normal(size=(30, 2)):
        assert labels[fewer.nearest(x, y)[0]] != 2


def test_that_a_sample_of_a_large_cloud_is_the_same_wherever_one_looks() -> None:
    rng = np.random.default_rng(6)
    codes = rng.normal(size=(50_000, 2)).astype(np.float32)
    cloud = LargeCloud.build(codes, PointLook())
    everywhere = set(cloud.points_in(PlaneRect(-9, 9, -9, 9), 8).indices.tolist())
    part = cloud.points_in(PlaneRect(-0.5, 1, -0.2, 0.4), 8).indices.tolist()
    assert part
    assert set(part) <= everywhere
    assert len(everywhere) == pytest.approx(50_000 / 8, rel=0.01)


def test_that_a_build_ends_when_it_is_no_longer_wanted() -> None:
    codes = np.random.default_rng(0).normal(size=(300_000, 2)).astype(np.float32)
    asked = iter([False, False, False])

    def is_cancelled() -> bool:
        return next(asked, True)

    with pytest.raises(BuildCancelledError):
        LargeCloud.build(codes, PointLook(), is_cancelled=is_cancelled)
