from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import here, model_letter, underlay_letter, view
from vae_explorer.analysis.density import density_grid
from vae_explorer.autoencoders import replica as replica_module
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.state.plane import to_latent
from vae_explorer.workers.letter import UnderlayLetter
from vae_explorer.workers.underlay_worker import UnderlayWorker

LARGE = underlay_letter(width_px=1200)


class Painter:
    """An underlay worker that is called directly, unless it is given a thread; counts what it decodes."""

    def __init__(self) -> None:
        self.worker = UnderlayWorker()
        self.drawn: list[UnderlayDrawn] = []
        self.decoded: list[int] = []
        self.is_held = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        here(self.worker.underlay_drawn, self.drawn.append)

    def leave(self, letter: object) -> None:
        key = letter.view.map_id if isinstance(letter, UnderlayLetter) else ("model", letter.map_id)
        self.worker.mailbox.put(key, letter)

    def note(self, count: int) -> None:
        self.decoded.append(count)
        self.is_held.set()
        assert self.gate.wait(20)


@pytest.fixture
def painter(qapp, monkeypatch: pytest.MonkeyPatch) -> Painter:
    painter = Painter()

    class CountingReplica(Replica):
        def decode_uint8(self, z: np.ndarray) -> np.ndarray:
            painter.note(len(z))
            return super().decode_uint8(z)

    monkeypatch.setattr(replica_module, "Replica", CountingReplica)
    return painter


@pytest.fixture
def painter_at_work(painter, in_thread) -> Painter:
    """Return a painter in a real thread, held up after its first block of tiles of a large view."""
    in_thread(painter.worker)
    painter.gate.clear()
    painter.leave(model_letter())
    painter.leave(model_letter(map_id=1))
    painter.leave(LARGE)
    assert painter.is_held.wait(20)
    return painter


def test_that_every_tile_shows_what_its_centre_decodes_to(painter):
    content = checkpoint(spec(latent_dim=3), count=30)
    painter.leave(model_letter(content))
    painter.leave(underlay_letter())
    (drawn,) = painter.drawn
    (tile,) = drawn.tiles
    assert (drawn.map_id, drawn.run_id, drawn.version, drawn.kind) == (0, 5, 2, UnderlayKind.ATLAS)
    assert tile.image.ndim == 2
    assert not tile.image.flags.writeable
    # 300 pixels show 6 units: a tile of about 30 pixels is a half unit wide.
    columns, rows = round((tile.x_max - tile.x_min) / 0.5), round((tile.y_max - tile.y_min) / 0.5)
    height, width = tile.image.shape[0] // rows, tile.image.shape[1] // columns
    replica = Replica(content.model, content.weights)
    for row, column in ((0, 0), (2, 5), (rows - 1, columns - 1)):
        centre = [[tile.x_min + (column + 0.5) * 0.5, tile.y_max - (row + 0.5) * 0.5]]
        expected = replica.decode_uint8(to_latent(np.array(centre), 3))[0, ..., 0]
        cell = tile.image[row * height : (row + 1) * height, column * width : (column + 1) * width]
        frame_y, frame_x = (height - 4) // 2, (width - 5) // 2
        inner = cell[frame_y : frame_y + 4, frame_x : frame_x + 5]
        np.testing.assert_allclose(inner.astype(int), expected.astype(int), atol=1)


def test_that_an_atlas_covers_the_whole_view(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter(half=2.3, centre=7.1))
    tile = painter.drawn[0].tiles[0]
    assert tile.x_min <= 4.8
    assert tile.x_max >= 9.4
    assert tile.y_min <= -2.3
    assert tile.y_max >= 2.3


def test_that_colour_stays_colour(painter):
    painter.leave(model_letter(checkpoint(spec(image_shape=(3, 3, 3)))))
    painter.leave(underlay_letter())
    assert painter.drawn[0].tiles[0].image.shape[2:] == (3,)


def test_that_the_same_view_again_decodes_nothing(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    before = list(painter.decoded)
    painter.leave(underlay_letter())
    assert painter.decoded == before
    first, second = (drawn.tiles[0] for drawn in painter.drawn)
    np.testing.assert_array_equal(first.image, second.image)


def test_that_panning_decodes_only_what_comes_into_view(painter):
    painter.leave(model_letter())
    painter.leave(underlay_letter())
    whole = sum(painter.decoded)
    painter.leave(underlay_letter(centre=0.5))
    assert 0 < sum(painter.decoded) - whole <= whole / 10


def test_that_new_weights_decode_anew(painter):
    painter.leave(model_letter(version=2))
    painter.leave(underlay_letter())
    whole = sum(painter.decoded)
    painter.leave(model_letter(version=3))
    painter.leave(underlay_letter())
    assert sum(painter.decoded) == 2 * whole
    assert [drawn.version for drawn in painter.drawn] == [2, 3]


def test_that_a_newer_view_of_the_same_map_makes_it_give_up_the_older(qtbot, painter_at_work):
    painter_at_work.leave(underlay_letter(half=0.5, width_px=60))
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: bool(painter_at_work.drawn), timeout=20_000)
    assert painter_at_work.decoded[0] == 256
    assert sum(painter_at_work.decoded) < 300
    (drawn,) = painter_at_work.drawn
    assert drawn.tiles[0].x_max < 1.5


def test_that_tiles_done_before_giving_up_are_kept(qtbot, painter_at_work):
    painter_at_work.leave(LARGE)
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: bool(painter_at_work.drawn), timeout=20_000)
    (drawn,) = painter_at_work.drawn
    tile, step = drawn.tiles[0], 0.125
    tiles = round((tile.x_max - tile.x_min) / step) * round((tile.y_max - tile.y_min) / step)
    assert sum(painter_at_work.decoded) == tiles


def test_that_a_view_of_another_map_does_not_make_it_give_up(qtbot, painter_at_work):
    painter_at_work.leave(underlay_letter(map_id=1))
    painter_at_work.gate.set()
    qtbot.waitUntil(lambda: len(painter_at_work.drawn) == 2, timeout=20_000)
    assert [drawn.map_id for drawn in painter_at_work.drawn] == [0, 1]


def test_that_the_density_is_logarithmic_over_three_decades_below_its_peak(painter):
    content = checkpoint(count=200)
    painter.leave(model_letter(content))
    painter.leave(underlay_letter(UnderlayKind.DENSITY, half=4.0))
    (tile,) = painter.drawn[0].tiles
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
    painter.leave(underlay_letter(kind))
    assert painter.drawn[0].tiles[0].image.max() > 0


def test_that_nothing_is_drawn_without_a_model_or_where_nothing_is_wanted(painter):
    painter.leave(underlay_letter())
    painter.leave(model_letter())
    painter.leave(UnderlayLetter(view(), UnderlayKind.NONE))
    assert painter.drawn == []
