"""The painter: coarse pictures at once, sharp ones as they come, each tile decoded once, training first."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import here, model_letter, underlay_letter, view
from vae_explorer.analysis.density import density_grid
from vae_explorer.autoencoders import replica as replica_module
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import UnderlayKind, UnderlayTile
from vae_explorer.state.plane import FLAT, Plane
from vae_explorer.workers import underlay_slot, underlay_worker
from vae_explorer.workers.letter import UnderlayLetter
from vae_explorer.workers.plane_fit import FIRST_CHOICE, fitted_plane
from vae_explorer.workers.underlay_worker import UnderlayWorker

LARGE = underlay_letter(width_px=1200)


class Painter:
    """An underlay worker that is called directly, unless it is given a thread; counts what it decodes."""

    def __init__(self) -> None:
        self.worker = UnderlayWorker()
        self.drawn: list[UnderlayDrawn] = []
        self.decoded: list[int] = []
        self.slowness_s = 0.0
        self.is_held = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        here(self.worker.underlay_drawn, self.drawn.append)

    @property
    def sharp(self) -> list[UnderlayDrawn]:
        return [drawn for drawn in self.drawn if drawn.is_sharp]

    @property
    def tile(self) -> UnderlayTile:
        """The last picture."""
        (tile,) = self.drawn[-1].tiles
        assert self.drawn[-1].is_sharp
        return tile

    def leave(self, letter: object) -> None:
        key = letter.view.map_id if isinstance(letter, UnderlayLetter) else ("model", letter.map_id)
        self.worker.mailbox.put(key, letter)

    def note(self, count: int) -> None:
        self.decoded.append(count)
        self.is_held.set()
        assert self.gate.wait(20)
        time.sleep(self.slowness_s * count)


@pytest.fixture
def painter(qapp, monkeypatch: pytest.MonkeyPatch) -> Painter:
    painter = Painter()

    class CountingReplica(Replica):
        def decode(self, z: np.ndarray) -> np.ndarray:
            painter.note(len(z))
            return super().decode(z)

    monkeypatch.setattr(replica_module, "Replica", CountingReplica)
    return painter


@pytest.fixture
def painter_at_work(painter, in_thread) -> Painter:
    """Return a painter in a real thread, held up in its first block of tiles of a large view."""
    in_thread(painter.worker)
    painter.gate.clear()
    painter.leave(model_letter())
    painter.leave(model_letter(map_id=1))
    painter.leave(LARGE)
    assert painter.is_held.wait(20)
    return painter


def cells(tile: UnderlayTile, step: float) -> np.ndarray:
    """Return the tiles of a grey atlas: (rows, columns, side, side)."""
    columns, rows = round((tile.x_max - tile.x_min) / step), round((tile.y_max - tile.y_min) / step)
    side = tile.image.shape[0] // rows
    assert tile.image.shape == (rows * side, columns * side)
    return tile.image.reshape(rows, side, columns, side).swapaxes(1, 2)


def centre_of(tile: UnderlayTile, step: float, row: int, column: int) -> tuple[float, float]:
    return tile.x_min + (column + 0.5) * step, tile.y_max - (row + 0.5) * step


@pytest.mark.parametrize("kind", ["axes", "other axes", "components"])
def test_that_every_tile_shows_what_its_centre_decodes_to(painter, kind):
    content = checkpoint(spec(latent_dim=4), count=30)
    plane = {
        "axes": Plane.of_axes(4),
        "other axes": Plane.of_axes(4, (3, 1)).at((0.4, -0.7)),
        "components": fitted_plane(content.preview.mu, FIRST_CHOICE),
    }[kind]
    painter.leave(model_letter(content))
    painter.leave(underlay_letter(plane=plane))
    drawn, tile = painter.drawn[-1], painter.tile
    assert (drawn.map_id, drawn.run_id, drawn.version, drawn.kind) == (0, 5, 2, UnderlayKind.ATLAS)
    assert (drawn.plane, drawn.view) == (plane, view())
    assert not tile.image.flags.writeable
    # 300 pixels show 6 units: a tile of about 30 pixels is a half unit wide.
    found = cells(tile, 0.5)
    replica = Replica(content.model, content.weights)
    for row, column in ((0, 0), (2, 5), (found.shape[0] - 1, found.shape[1] - 1)):
        z = [plane.code_at(*centre_of(tile, 0.5, row, column))]
        expected = replica.decode_uint8(np.array(z))[0, ..., 0]
        side, (height, width) = found.shape[2], expected.shape
        top, left = (side - height) // 2, (side - width) // 2
        inner = found[row, column, top : top + height, left : left + width]
        np.testing.assert_allclose(inner.astype(int), expected.astype(int), atol=1)
        assert found[row, column].sum(dtype=int) == inner.sum(dtype=int)


def test_that_a_line_has_a_strip_of_tiles_around_its_zero(painter):
    content = checkpoint(spec(latent_dim=1), count=30)
    painter.leave(model_letter(content))
    painter.leave(underlay_letter(plane=Plane.of_axes(1)))
    tile = painter.tile
    step = tile.y_max - tile.y_min
    assert (tile.y_min, tile.y_max) == (-step / 2, step / 2)
    assert tile.x_min <= -3
    assert tile.x_max >= 3
    replica = Replica(content.model, content.weights)
    (row,) = cells(tile, step)
    for column in (0, len(row) // 2):
        x, _ = centre_of(tile, step, 0, column)
        ink = replica.decode_uint8(np.array([[x]])).sum(dtype=int)
        assert row[column].sum(dtype=int) == pytest.approx(ink, abs=20)


def test_that_an_atlas_covers_the_whole_view(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter(half=2.3, centre=7.1))
    tile = painter.tile
    assert tile.x_min <= 4.8
    assert tile.x_max >= 9.4
    assert tile.y_min <= -2.3
    assert tile.y_max >= 2.3


def test_that_tiles_keep_their_size_on_a_finer_screen(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    fine = view(width_px=600)
    painter.leave(UnderlayLetter(type(fine)(*vars(fine).values()), UnderlayKind.ATLAS, FLAT))
    coarse_screen, same_screen = (cells(drawn.tiles[0], 0.5).shape[0] for drawn in painter.sharp[:1] * 2)
    assert coarse_screen == same_screen
    doubled = type(fine)(**{**vars(fine), "pixel_ratio": 2.0})
    painter.leave(UnderlayLetter(doubled, UnderlayKind.ATLAS, FLAT))
    assert cells(painter.tile, 0.5).shape[:2] == cells(painter.sharp[0].tiles[0], 0.5).shape[:2]


def test_that_colour_stays_colour(painter):
    painter.leave(model_letter(checkpoint(spec(image_shape=(3, 3, 3)))))
    painter.leave(underlay_letter())
    assert painter.tile.image.shape[2:] == (3,)


def test_that_large_images_are_decoded_few_at_a_time_and_kept_no_larger_than_they_are_seen(
    painter, monkeypatch
):
    monkeypatch.setattr(underlay_slot, "_BLOCK_PIXELS", 30_000)
    painter.leave(model_letter(checkpoint(spec(image_shape=(120, 60, 1), hidden=(4,)))))
    painter.leave(underlay_letter(half=1.0, width_px=100))
    assert max(painter.decoded) == 30_000 // (120 * 60)
    # 30 pixels times √2, and the frame.
    assert cells(painter.tile, 0.5).shape[2:] == (49, 49)


def test_that_the_same_view_again_decodes_nothing(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    before = list(painter.decoded)
    painter.leave(underlay_letter())
    assert painter.decoded == before
    first, second = (drawn.tiles[0] for drawn in painter.sharp)
    np.testing.assert_array_equal(first.image, second.image)


def test_that_panning_decodes_only_what_comes_into_view(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    whole = sum(painter.decoded)
    painter.leave(underlay_letter(centre=0.5))
    assert 0 < sum(painter.decoded) - whole <= whole / 10


def test_that_another_depth_of_the_plane_decodes_anew(painter):
    painter.leave(model_letter(checkpoint(spec(latent_dim=3), count=30)))
    plane = Plane.of_axes(3)
    painter.leave(underlay_letter(plane=plane))
    whole = sum(painter.decoded)
    painter.leave(underlay_letter(plane=plane.at((0.0,))))
    assert sum(painter.decoded) == whole
    painter.leave(underlay_letter(plane=plane.at((1.5,))))
    assert sum(painter.decoded) == 2 * whole


def test_that_a_plane_of_another_model_draws_nothing(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter(plane=Plane.of_axes(5)))
    assert painter.drawn == []


def test_that_where_decoding_is_slow_coarse_pictures_come_first(painter):
    painter.slowness_s = 0.0004
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    *coarse, sharp = painter.drawn
    assert coarse
    assert not any(drawn.is_sharp for drawn in coarse)
    assert sharp.is_sharp
    last, first = cells(sharp.tiles[0], 0.5), cells(coarse[0].tiles[0], 0.5)
    assert first.shape == last.shape
    same = (first == last).all(axis=(2, 3))
    # Some are what they will be, and every other shows one of these.
    assert 0 < same.mean() < 0.6
    known = {last[place].tobytes() for place in zip(*np.nonzero(same), strict=True)}
    assert all(first[place].tobytes() in known for place in zip(*np.nonzero(~same), strict=True))
    # Coarse pictures cost nothing: each tile is decoded once.
    assert sum(painter.decoded) == last.shape[0] * last.shape[1]


def test_that_new_weights_decode_anew(painter, monkeypatch):
    monkeypatch.setattr(underlay_worker, "_REST", 0.0)
    painter.leave(model_letter(version=2))
    painter.leave(underlay_letter())
    whole = sum(painter.decoded)
    painter.leave(model_letter(version=3))
    painter.leave(underlay_letter(is_refresh=True))
    assert sum(painter.decoded) == 2 * whole
    assert [drawn.version for drawn in painter.sharp] == [2, 3]


def test_that_a_refresh_waits_until_the_thread_has_rested_and_shows_the_newest_weights(
    qtbot, painter, monkeypatch
):
    painter.leave(model_letter(version=2))
    painter.leave(underlay_letter())
    whole = sum(painter.decoded)
    for version in (3, 4, 5):
        painter.leave(model_letter(version=version))
        painter.leave(underlay_letter(is_refresh=True))
    assert sum(painter.decoded) == whole
    with qtbot.waitSignal(painter.worker.underlay_drawn, timeout=20_000):
        pass
    assert sum(painter.decoded) == 2 * whole
    assert painter.drawn[-1].version == 5
    # No coarse picture takes the place of a sharp one of a moment ago.
    assert painter.drawn[-1].is_sharp


def test_that_a_wish_of_a_person_does_not_wait_for_the_rest(painter):
    painter.leave(model_letter(version=2))
    painter.leave(underlay_letter())
    painter.leave(model_letter(version=3))
    painter.leave(underlay_letter(is_refresh=True))
    painter.leave(underlay_letter(half=2.0))
    assert [drawn.version for drawn in painter.sharp] == [2, 3]


def test_that_a_newer_view_of_the_same_map_makes_it_give_up_the_older(qtbot, painter_at_work):
    newer = underlay_letter(half=0.5, width_px=60)
    painter_at_work.leave(newer)
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: bool(painter_at_work.sharp), timeout=20_000)
    (drawn,) = painter_at_work.sharp
    assert drawn.view == newer.view
    assert drawn.tiles[0].x_max < 1.5
    assert sum(painter_at_work.decoded) < 300


def test_that_tiles_done_before_giving_up_are_kept(qtbot, painter_at_work):
    painter_at_work.leave(LARGE)
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: bool(painter_at_work.sharp), timeout=20_000)
    (drawn,) = painter_at_work.sharp
    tile, step = drawn.tiles[0], 0.125
    tiles = round((tile.x_max - tile.x_min) / step) * round((tile.y_max - tile.y_min) / step)
    assert sum(painter_at_work.decoded) == tiles


def test_that_a_view_of_another_map_is_drawn_beside(qtbot, painter_at_work):
    painter_at_work.leave(underlay_letter(map_id=1))
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: len(painter_at_work.sharp) == 2, timeout=20_000)
    # The smaller picture does not wait for the larger one.
    assert [drawn.map_id for drawn in painter_at_work.sharp] == [1, 0]


def test_that_the_density_is_logarithmic_over_three_decades_below_its_peak(painter):
    content = checkpoint(count=200)
    painter.leave(model_letter(content))
    painter.leave(underlay_letter(UnderlayKind.DENSITY, half=4.0))
    tile = painter.tile
    assert (tile.x_min, tile.x_max, tile.y_min, tile.y_max) == (-4, 4, -4, 4)
    assert (tile.image.shape, tile.image.dtype) == ((100, 100), np.uint8)
    density = density_grid(content.preview.mu, (-4, 4, -4, 4), 100, 100).astype(np.float64)
    decades = np.log10(np.maximum(density, 1e-300) / density.max())
    np.testing.assert_allclose(tile.image, np.clip(255 * (1 + decades / 3), 0, 255), atol=1.01)
    assert tile.image.max() == 255
    assert tile.image.min() == 0
    assert painter.decoded == []


@pytest.mark.parametrize("kind", [UnderlayKind.ATLAS, UnderlayKind.DENSITY])
@pytest.mark.parametrize("dimension", [1, 5])
def test_that_codes_of_any_dimension_have_an_underlay(painter, kind, dimension):
    painter.leave(model_letter(checkpoint(spec(latent_dim=dimension), count=30)))
    painter.leave(underlay_letter(kind, plane=Plane.of_axes(dimension)))
    assert painter.tile.image.max() > 0


@pytest.mark.parametrize("kind", [UnderlayKind.ATLAS, UnderlayKind.DENSITY])
@pytest.mark.parametrize("half", [1e-42, 1e-30, 1e30, 1e42])
@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_that_there_is_an_underlay_however_far_one_zooms(painter, kind, half, dimension):
    painter.leave(model_letter(checkpoint(spec(latent_dim=dimension), count=30)))
    painter.leave(underlay_letter(kind, plane=Plane.of_axes(dimension), half=half))
    tile = painter.tile
    assert tile.x_min <= -0.99 * half
    assert tile.x_max >= 0.99 * half
    assert np.isfinite([tile.x_min, tile.x_max, tile.y_min, tile.y_max]).all()


def test_that_nothing_is_drawn_without_a_model_or_where_nothing_is_wanted(painter):
    painter.leave(underlay_letter())
    painter.leave(model_letter())
    painter.leave(UnderlayLetter(view(), UnderlayKind.NONE, FLAT))
    assert painter.drawn == []
