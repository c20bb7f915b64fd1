"""One map's decoder, codes and decoded tiles, and how its underlay is drawn step by step."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import UnderlayKind, UnderlayTile
from vae_explorer.state.plane import Plane, frozen
from vae_explorer.state.wish import ViewWish
from vae_explorer.workers.letter import ModelLetter, UnderlayLetter

if TYPE_CHECKING:
    from vae_explorer.analysis.atlas import AtlasGrid
    from vae_explorer.autoencoders.replica import Replica

# About a thumb's width on the screen: between this by √½ and by √2, and larger in a single row.
_TILE_PX = 30.0
_STRIP_TILE_PX = 52.0
# Share of a tile that stays empty on each side.
_MARGIN = 0.06
_DENSITY_CELL_PX = 3
_DECADES = 3.0
# Decoded tiles kept per model, by bytes.
_CACHE_BYTES = 64_000_000
# Between two blocks a newer wish is noticed. Pixels are those of whole images, as the decoder makes them.
_BLOCK_S = 0.012
_BLOCK_PIXELS = 2_000_000
_MOST_TILES_IN_BLOCK = 256
# Where the sharp picture would take longer, a coarse one comes within this time.
_COARSE_S = 0.035
_STRIDES = (2, 4, 8, 16)

Steps = Iterator[UnderlayDrawn | None]


class UnderlaySlot:
    """Draws what lies under the points of one map, with the weights of one moment.

    Parameters
    ----------
    letter : ModelLetter
        The model.
    former : UnderlaySlot, optional
        The slot of an earlier snapshot, which knows how long decoding takes.
    """

    def __init__(self, letter: ModelLetter, former: UnderlaySlot | None = None) -> None:
        self.letter = letter
        self._replica: Replica | None = None
        self._plane: Plane | None = None
        self._side = 0
        self._tiles: OrderedDict[tuple[float, int, int], np.ndarray] = OrderedDict()
        is_alike = former is not None and former.letter.model == letter.model
        self._seconds: float | None = former._seconds if former is not None and is_alike else None
        # There is one picture at a time: when this slot draws, the one before has drawn its last.
        self._spare: Replica | None = former._replica or former._spare if former is not None else None

    def draw(self, wish: UnderlayLetter) -> Steps:
        """Draw, a little at every step; a step that has finished a picture yields it."""
        if wish.plane.latent_dim != self.letter.model.latent_dim:
            return
        if wish.kind is UnderlayKind.DENSITY:
            yield self._drawn(wish, self._density(wish.view, wish.plane))
        elif wish.kind is UnderlayKind.ATLAS:
            yield from self._atlas(wish)

    def _drawn(self, wish: UnderlayLetter, tile: UnderlayTile, *, is_sharp: bool = True) -> UnderlayDrawn:
        model = self.letter
        return UnderlayDrawn(
            model.map_id,
            model.run_id,
            model.version,
            wish.kind,
            (tile,),
            plane=wish.plane,
            view=wish.view,
            is_sharp=is_sharp,
        )

    def _density(self, view: ViewWish, plane: Plane) -> UnderlayTile:
        from vae_explorer.analysis.density import line_sums, picture_sums

        cell_px = _DENSITY_CELL_PX * view.pixel_ratio
        columns = max(round(view.width_px / cell_px), 1)
        rows = max(round(view.height_px / cell_px), 1)
        rectangle = (view.x_min, view.x_max, view.y_min, view.y_max)
        places = plane.to_plane(self.letter.codes.mu)
        if plane.is_strip:
            sums = line_sums(places[:, 0], view.x_min, view.x_max, columns)[None]
            half = _STRIP_TILE_PX / 2 * view.pixel_ratio * (view.x_max - view.x_min) / max(view.width_px, 1)
            rectangle = (view.x_min, view.x_max, -half, half)
        else:
            sums = picture_sums(places, rectangle, columns, rows)
        # Logarithmic over three decades below the peak: the thin parts are what the picture is about.
        peak = float(sums.max()) or 1.0
        strength = 1 + np.log10(np.maximum(sums / peak, 10**-_DECADES)) / _DECADES
        return UnderlayTile(frozen((255 * strength).astype(np.uint8)), *rectangle, UnderlayKind.DENSITY)

    def _atlas(self, wish: UnderlayLetter) -> Steps:
        grid = _grid(wish.view, wish.plane)
        self._keep_tiles_of(wish.plane, wish.view.pixel_ratio)
        keys = grid.keys()
        for key in keys:
            if key in self._tiles:
                self._tiles.move_to_end(key)
        if not wish.is_refresh:
            yield from self._coarse(wish, grid, keys)
        yield from self._decode_missing(grid, keys, range(len(keys)))
        yield self._drawn(wish, self._sheet(grid, [self._tiles[key] for key in keys]))
        self._forget_oldest(len(keys))

    def _coarse(self, wish: UnderlayLetter, grid: AtlasGrid, keys: list[tuple[float, int, int]]) -> Steps:
        """Draw with few tiles that stand for their neighbours too, then with more of them."""
        missing = sum(key not in self._tiles for key in keys)
        if missing and self._seconds is None:
            yield from self._decode_missing(grid, keys, [len(keys) // 2])
        for stride in _strides(missing * (self._seconds or 0.0)):
            stand_ins = grid.stand_ins(stride)
            yield from self._decode_missing(grid, keys, np.unique(stand_ins).tolist())
            tiles = [self._tiles.get(key, self._tiles[keys[stand_ins[i]]]) for i, key in enumerate(keys)]
            yield self._drawn(wish, self._sheet(grid, tiles), is_sharp=False)

    def _sheet(self, grid: AtlasGrid, tiles: list[np.ndarray]) -> UnderlayTile:
        from vae_explorer.analysis.atlas import assemble

        sheet = assemble(np.stack(tiles), grid.columns, grid.rows)
        picture = sheet[..., 0] if sheet.shape[2] == 1 else sheet
        return UnderlayTile(frozen(picture), *grid.extent, UnderlayKind.ATLAS)

    def _decode_missing(
        self, grid: AtlasGrid, keys: list[tuple[float, int, int]], positions: range | list[int]
    ) -> Iterator[None]:
        from vae_explorer.analysis.atlas import squared

        centres = grid.centres()
        missing = [position for position in positions if keys[position] not in self._tiles]
        start = 0
        while start < len(missing):
            if start:
                yield None
            block = missing[start : start + self._block_size()]
            started = time.perf_counter()
            for position, image in zip(block, squared(self._decode(centres[block]), _MARGIN), strict=True):
                self._tiles[keys[position]] = image
            took = (time.perf_counter() - started) / len(block)
            # Small blocks cost more for each tile than large ones: the least is the nearest to the truth.
            self._seconds = took if self._seconds is None else min(took, 0.7 * self._seconds + 0.3 * took)
            start += len(block)

    def _block_size(self) -> int:
        by_memory = _BLOCK_PIXELS // self.letter.model.pixel_count
        by_time = _MOST_TILES_IN_BLOCK if self._seconds is None else int(_BLOCK_S / max(self._seconds, 1e-6))
        return max(1, min(_MOST_TILES_IN_BLOCK, by_memory, by_time))

    def _decode(self, centres: np.ndarray) -> np.ndarray:
        from vae_explorer.analysis.atlas import shrunk
        from vae_explorer.autoencoders.replica import Replica

        assert self._plane is not None
        if self._replica is None:
            self._replica = Replica.renewed(self._spare, self.letter.model, self.letter.weights)
            self._spare = None
        images = shrunk(self._replica.decode(self._plane.to_latent(centres)), self._side)
        # Far out a decoder may overflow: what is not a number has no ink.
        return np.asarray((np.nan_to_num(images, nan=0.0) * 255 + 0.5).astype(np.uint8))

    def _keep_tiles_of(self, plane: Plane, pixel_ratio: float) -> None:
        """Forget tiles that show other places, or that were shrunk for another screen."""
        tile_px = _STRIP_TILE_PX if plane.is_strip else _TILE_PX
        side = int(np.ceil(tile_px * pixel_ratio * 2**0.5))
        if self._plane is None or side != self._side or not plane.is_same(self._plane):
            self._tiles.clear()
        self._plane, self._side = plane, side

    def _forget_oldest(self, needed: int) -> None:
        nbytes = next(iter(self._tiles.values())).nbytes
        limit = max(_CACHE_BYTES // nbytes, needed)
        while len(self._tiles) > limit:
            self._tiles.popitem(last=False)


def _strides(sharp_s: float) -> list[int]:
    """Return of how many tiles one is decoded for each coarse picture that comes before the sharp one.

    The first comes at once; others between are worth drawing only where they are long in coming.
    """
    if sharp_s <= _COARSE_S:
        return []
    first = next((stride for stride in _STRIDES if sharp_s / stride**2 <= _COARSE_S), _STRIDES[-1])
    return [
        stride
        for stride in reversed(_STRIDES)
        if stride == first or (stride < first and sharp_s / stride**2 >= 2 * _COARSE_S)
    ]


def _grid(view: ViewWish, plane: Plane) -> AtlasGrid:
    from vae_explorer.analysis.atlas import AtlasGrid, tile_step

    units_per_pixel = (view.x_max - view.x_min) / max(view.width_px, 1)
    if plane.is_strip:
        step = tile_step(units_per_pixel, _STRIP_TILE_PX * view.pixel_ratio)
        return AtlasGrid.along(view.x_min, view.x_max, step)
    step = tile_step(units_per_pixel, _TILE_PX * view.pixel_ratio)
    return AtlasGrid.covering((view.x_min, view.x_max, view.y_min, view.y_max), step)
