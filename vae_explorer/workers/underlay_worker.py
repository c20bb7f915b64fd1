"""Draws what lies under the points: the density of the codes, or the plane tiled with what it decodes to."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import UnderlayKind, UnderlayTile
from vae_explorer.state.plane import to_latent, to_plane
from vae_explorer.state.wish import ViewWish
from vae_explorer.workers.letter import ModelLetter, UnderlayLetter
from vae_explorer.workers.mailbox import Mailbox

if TYPE_CHECKING:
    from vae_explorer.analysis.atlas import AtlasGrid
    from vae_explorer.autoencoders.replica import Replica

_TILE_PX = 30.0
_BLOCK = 256
# Share of a tile that stays empty on each side.
_MARGIN = 0.06
_DENSITY_CELL_PX = 3
# Decoded tiles kept per model, by bytes.
_CACHE_BYTES = 64_000_000


class UnderlayWorker(QObject):
    """Owns a replica of every map's decoder and the tiles it decoded with these weights.

    Letters arrive through ``mailbox``; a newer request for the same map makes it give up the older one
    between two blocks of tiles, keeping the tiles that are done.
    """

    underlay_drawn = Signal(object)  # UnderlayDrawn
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[object, ModelLetter | UnderlayLetter] = Mailbox(self._woken.emit)
        self._woken.connect(self._read_mail)
        self._slots: dict[int, _AtlasSlot] = {}

    @Slot()
    def start(self) -> None:
        """Load torch in this thread's name and keep to one core."""
        import torch

        torch.set_num_threads(1)

    @Slot()
    def _read_mail(self) -> None:
        letters = self.mailbox.take()
        for letter in letters.values():
            if isinstance(letter, ModelLetter):
                self._slots[letter.map_id] = _AtlasSlot(letter)
        for key, letter in letters.items():
            if isinstance(letter, UnderlayLetter):
                self._draw(key, letter)

    def _draw(self, key: object, letter: UnderlayLetter) -> None:
        slot = self._slots.get(letter.view.map_id)
        if slot is None or letter.kind is UnderlayKind.NONE:
            return
        if letter.kind is UnderlayKind.DENSITY:
            tiles: tuple[UnderlayTile, ...] | None = (slot.density(letter.view),)
        else:
            tiles = slot.atlas(letter.view, lambda: self.mailbox.has(key))
        if tiles is not None:
            model = slot.letter
            self.underlay_drawn.emit(
                UnderlayDrawn(model.map_id, model.run_id, model.version, letter.kind, tiles)
            )


class _AtlasSlot:
    """One map's decoder, codes and decoded tiles."""

    def __init__(self, letter: ModelLetter) -> None:
        self.letter = letter
        self._replica: Replica | None = None
        self._tiles: OrderedDict[tuple[float, int, int], np.ndarray] = OrderedDict()

    def density(self, view: ViewWish) -> UnderlayTile:
        from vae_explorer.analysis.density import density_grid

        columns = max(view.width_px // _DENSITY_CELL_PX, 1)
        rows = max(view.height_px // _DENSITY_CELL_PX, 1)
        rectangle = (view.x_min, view.x_max, view.y_min, view.y_max)
        density = density_grid(to_plane(self.letter.codes.mu), rectangle, columns, rows)
        # Logarithmic over three decades below the peak: the thin parts are what the picture is about.
        peak = float(density.max()) or 1.0
        strength = 1 + np.log10(np.maximum(density / peak, 1e-3)) / 3
        picture = (255 * strength).astype(np.uint8)
        picture.flags.writeable = False
        return UnderlayTile(picture, *rectangle, UnderlayKind.DENSITY)

    def atlas(self, view: ViewWish, is_superseded: Callable[[], bool]) -> tuple[UnderlayTile, ...] | None:
        """Return the atlas of a view, or None when a newer request came meanwhile."""
        from vae_explorer.analysis.atlas import AtlasGrid, assemble, tile_step

        units_per_pixel = (view.x_max - view.x_min) / max(view.width_px, 1)
        rectangle = (view.x_min, view.x_max, view.y_min, view.y_max)
        grid = AtlasGrid.covering(rectangle, tile_step(units_per_pixel, _TILE_PX))
        if not self._decode_missing(grid, is_superseded):
            return None
        images = np.stack([self._tiles[key] for key in _keys(grid)])
        sheet = assemble(images, grid.columns, grid.rows)
        picture = sheet[..., 0] if sheet.shape[2] == 1 else sheet
        picture.flags.writeable = False
        return (UnderlayTile(picture, *grid.extent, UnderlayKind.ATLAS),)

    def _decode_missing(self, grid: AtlasGrid, is_superseded: Callable[[], bool]) -> bool:
        keys, centres = _keys(grid), grid.centres()
        for key in keys:
            if key in self._tiles:
                self._tiles.move_to_end(key)
        missing = [position for position, key in enumerate(keys) if key not in self._tiles]
        for start in range(0, len(missing), _BLOCK):
            if start and is_superseded():
                return False
            block = missing[start : start + _BLOCK]
            images = _inset(self._decode(centres[block]))
            for position, image in zip(block, images, strict=True):
                self._tiles[keys[position]] = image
        self._forget_oldest(len(keys))
        return True

    def _decode(self, centres: np.ndarray) -> np.ndarray:
        if self._replica is None:
            from vae_explorer.autoencoders.replica import Replica

            self._replica = Replica(self.letter.model, self.letter.weights)
        return self._replica.decode_uint8(to_latent(centres, self.letter.model.latent_dim))

    def _forget_oldest(self, needed: int) -> None:
        limit = max(_CACHE_BYTES // self.letter.model.pixel_count, needed)
        while len(self._tiles) > limit:
            self._tiles.popitem(last=False)


def _inset(images: np.ndarray) -> np.ndarray:
    """Return tiles with a narrow empty frame, so that pictures that fill theirs stay apart on the map."""
    height, width = images.shape[1:3]
    margin = max(1, round(_MARGIN * max(height, width)))
    return np.pad(images, ((0, 0), (margin, margin), (margin, margin), (0, 0)))


def _keys(grid: AtlasGrid) -> list[tuple[float, int, int]]:
    columns = range(grid.first_column, grid.first_column + grid.columns)
    rows = range(grid.first_row + grid.rows - 1, grid.first_row - 1, -1)
    return [(grid.step, column, row) for row in rows for column in columns]
