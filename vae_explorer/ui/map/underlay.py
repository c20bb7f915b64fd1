"""Pictures beneath the points: an atlas, a density, anything that covers rectangles of the plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vae_explorer.ui.map.palette import ramp
from vae_explorer.ui.map.scroll_cache import Canvas, ScrollCache
from vae_explorer.ui.map.theme import MapTheme
from vae_explorer.ui.map.view import PlaneRect, View

_DENSITY_OPACITY = 0.85
_FADE_BELOW = 80  # of 255
_VEIL = 110  # of 255
_EDGE = 190  # of 255
_FULL_DISTRUST, _EDGE_VALUE = 254, 255
# Of a tile's size: how far its border reaches on while nothing is known beside it.
_BESIDE_SHARE = 8


@dataclass(frozen=True, slots=True, eq=False)
class UnderlayTile:
    """One picture and where it lies.

    Parameters
    ----------
    image : (h, w) uint8 or (h, w, 3) uint8 or (h, w, 4) uint8
        The first row lies at the top (``rect.y_max``). One channel is ink: 0 is bare ground, 255 the theme's
        full ink. Four channels are red, green, blue and opacity, not premultiplied.
    rect : PlaneRect
        The outer edges of the picture in plane units.
    is_smooth : bool
        Whether it may be interpolated; else its pixels stay squares.
    is_density : bool
        Whether one channel is a density, drawn in the colours of a quantity instead of ink.
    is_trust : bool
        Whether one channel is distrust, 0 … 254, drawn as a veil; 255 is the edge of the data, a line.
    """

    image: np.ndarray
    rect: PlaneRect
    is_smooth: bool = True
    is_density: bool = False
    is_trust: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Underlay:
    """Tiles in the order in which they are laid, the newest and sharpest last.

    Parameters
    ----------
    tiles : tuple of UnderlayTile
        Each covers what lies beneath it.
    opacity : float
        Of all tiles together, 0 … 1.
    """

    tiles: tuple[UnderlayTile, ...]
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class DressedUnderlay:
    """An underlay whose tiles have been turned into pictures in the colours of a theme."""

    theme: MapTheme
    underlay: Underlay | None
    pictures: tuple[tuple[UnderlayTile, QImage], ...]


class UnderlayLayer:
    """Draws an underlay."""

    def __init__(self, theme: MapTheme) -> None:
        self._underlay: Underlay | None = None
        self._theme = theme
        self._pictures: list[tuple[UnderlayTile, QImage]] = []
        self._cache = ScrollCache()
        self._version = 0

    @property
    def version(self) -> int:
        """Another whenever the layer would look different in the same view."""
        return self._version

    def copied(self) -> UnderlayLayer:
        """Return a layer with the same tiles as they are now."""
        other = UnderlayLayer(self._theme)
        other._underlay, other._pictures = self._underlay, list(self._pictures)
        return other

    @property
    def opacity(self) -> float:
        """How strongly the layer is to be drawn, 0 … 1; 0 where there is none."""
        return self._underlay.opacity if self._underlay is not None else 0.0

    def set_underlay(self, underlay: Underlay | None) -> None:
        """Take the tiles to draw; those that were there before keep their pictures."""
        known = {id(tile): picture for tile, picture in self._pictures}
        tiles = underlay.tiles if underlay is not None else ()
        changed = [id(tile) for tile in tiles] != [id(tile) for tile, _ in self._pictures]
        self._pictures = [(tile, known.get(id(tile)) or self._picture(tile)) for tile in tiles]
        self._underlay = underlay
        self._version += changed

    def dressed(self) -> DressedUnderlay:
        """Return the tiles with their pictures, for a layer in another thread to adopt."""
        return DressedUnderlay(self._theme, self._underlay, tuple(self._pictures))

    def adopt(self, dressed: DressedUnderlay) -> None:
        """Take tiles whose pictures another layer has made, unless they are those that are drawn."""
        if dressed.theme != self._theme:
            self.set_underlay(dressed.underlay)
        elif dressed.underlay is not self._underlay:
            changed = [id(tile) for tile, _ in dressed.pictures] != [id(tile) for tile, _ in self._pictures]
            self._underlay, self._pictures = dressed.underlay, list(dressed.pictures)
            self._version += changed

    def set_theme(self, theme: MapTheme) -> None:
        """Take the colours of one-channel tiles."""
        if theme == self._theme:
            return
        self._theme = theme
        self._pictures = [(tile, self._picture(tile)) for tile, _ in self._pictures]
        self._version += 1

    def _picture(self, tile: UnderlayTile) -> QImage:
        ramp = density_ramp(self._theme) if tile.is_density else None
        if tile.is_trust:
            ramp = trust_ramp(self._theme)
        return picture_of(tile.image, self._theme.ink, ramp)

    def image(self, view: View) -> QImage:
        """Return the picture of the tiles at full opacity."""
        return self._cache.image(self, view, self._version)

    def draw(self, canvas: Canvas, view: View, region: QRect) -> None:
        """Draw the tiles of one region of a view."""
        painter = QPainter(canvas.image)
        painter.setClipRect(region)
        # A sharp tile replaces a coarse one beneath it, also where the sharp one is transparent.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for tile, picture in self._pictures:
            _draw_tile(painter, picture, tile, view, region)
            if tile.is_trust:
                # Bare ground beside it would read as trust, while a view glides ahead of its picture.
                _draw_beside(painter, tile, trust_ramp(self._theme), view, region)
        painter.end()


def picture_of(image: np.ndarray, ink: str, ramp: np.ndarray | None = None) -> QImage:
    """Return an array as a picture: one channel as ink or as steps of a ramp, three or four as they are.

    Parameters
    ----------
    image : (h, w) uint8 or (h, w, 3) uint8 or (h, w, 4) uint8
    ink : str
        The colour of one channel: 0 is bare ground, 255 full ink.
    ramp : (256, 4) uint8, optional
        Red, green, blue and opacity of each value of one channel, instead of ink.
    """
    height, width = image.shape[:2]
    if image.ndim == 2:
        # One look-up for each pixel: a large picture must not hold up the window.
        pixels = _premultiplied(ink_ramp(ink) if ramp is None else ramp).take(image)
        premultiplied = QImage(
            pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        return premultiplied.copy()
    straight_pixels = np.empty((height, width, 4), dtype=np.uint8)
    straight_pixels[..., 3] = 255
    straight_pixels[..., : image.shape[2]] = image
    straight = QImage(straight_pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def ink_ramp(ink: str) -> np.ndarray:
    """Return the ramp from bare ground to full ink: (256, 4) uint8."""
    colour = QColor(ink)
    table = np.empty((256, 4), dtype=np.uint8)
    table[:, :3] = (colour.red(), colour.green(), colour.blue())
    table[:, 3] = np.arange(256)
    return table


def density_ramp(theme: MapTheme) -> np.ndarray:
    """Return the colours of a density from nothing to its peak: (256, 4) uint8.

    Equal steps look equally large; dark ground brightens, bright ground darkens. The lowest values fade into
    the ground.
    """
    table = np.empty((256, 4), dtype=np.uint8)
    colours = ramp(256)
    table[:, :3] = colours if theme.is_dark else colours[::-1]
    table[:, 3] = np.rint(255 * _DENSITY_OPACITY * np.minimum(np.arange(256) / _FADE_BELOW, 1.0))
    return table


def trust_ramp(theme: MapTheme) -> np.ndarray:
    """Return the colours of distrust, from none to all, and of the edge of the data: (256, 4) uint8.

    What can be trusted is bare ground, so that nothing lies over it; the rest is veiled.
    """
    table = ink_ramp(theme.warning)
    table[:, 3] = np.rint(_VEIL * np.arange(256) / _FULL_DISTRUST)
    edge = QColor(theme.pin)
    table[_EDGE_VALUE] = (edge.red(), edge.green(), edge.blue(), _EDGE)
    return table


def _premultiplied(table: np.ndarray) -> np.ndarray:
    opacity = table[:, 3:].astype(np.float64) / 255
    scaled = np.rint(table[:, :3] * opacity).astype(np.uint32)
    packed = table[:, 3].astype(np.uint32) << 24 | scaled[:, 0] << 16 | scaled[:, 1] << 8 | scaled[:, 2]
    return np.asarray(packed.astype(np.uint32))


def _draw_tile(painter: QPainter, picture: QImage, tile: UnderlayTile, view: View, region: QRect) -> None:
    left, top = view.to_pixel(tile.rect.x_min, tile.rect.y_max)
    right, bottom = view.to_pixel(tile.rect.x_max, tile.rect.y_min)
    across, down = (right - left) / picture.width(), (bottom - top) / picture.height()
    if not (across > 0 and down > 0):
        return
    # Only the pixels in sight are handed to the painter: far in, the tile would be millions of pixels wide.
    first_column = max(0, math.floor((region.left() - left) / across) - 1)
    last_column = min(picture.width(), math.ceil((region.left() + region.width() - left) / across) + 1)
    first_row = max(0, math.floor((region.top() - top) / down) - 1)
    last_row = min(picture.height(), math.ceil((region.top() + region.height() - top) / down) + 1)
    if first_column >= last_column or first_row >= last_row:
        return
    source = QRectF(first_column, first_row, last_column - first_column, last_row - first_row)
    target = QRectF(
        left + first_column * across, top + first_row * down, source.width() * across, source.height() * down
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, tile.is_smooth)
    painter.drawImage(target, picture, source)


def _draw_beside(painter: QPainter, tile: UnderlayTile, ramp: np.ndarray, view: View, region: QRect) -> None:
    """Let the values at the border of a tile pass over to distrust, and that go on as far as one can see."""
    left, top = view.to_pixel(tile.rect.x_min, tile.rect.y_max)
    right, bottom = view.to_pixel(tile.rect.x_max, tile.rect.y_min)
    inner, whole = QRectF(left, top, right - left, bottom - top), QRectF(region)
    height, width = tile.image.shape
    ring = max(height, width) // _BESIDE_SHARE + 1
    # A single row is the strip of a latent space of one dimension: there is nothing above or below it.
    above = ring if height > 1 else 0
    whole = whole if above else QRectF(whole.left(), top, whole.width(), inner.height())
    if inner.contains(whole) or inner.isEmpty():
        return
    padding = ((above, above), (ring, ring))
    passing = np.pad(_without_line(tile.image), padding, "linear_ramp", end_values=_FULL_DISTRUST)
    picture = picture_of(passing, "", ramp)
    across, down = inner.width() / width, inner.height() / height
    outer = inner.adjusted(-ring * across, -above * down, ring * across, above * down)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, tile.is_smooth)
    for part in _around(inner, outer):
        source = QRectF(
            (part.left() - outer.left()) / across,
            (part.top() - outer.top()) / down,
            part.width() / across,
            part.height() / down,
        )
        painter.drawImage(part, picture, source)
    for part in _around(outer, whole.united(outer)):
        painter.fillRect(part, QColor(*ramp[_FULL_DISTRUST].tolist()))


def _around(inner: QRectF, outer: QRectF) -> list[QRectF]:
    """Return what lies in one rectangle around another: above, below, at the left, at the right."""
    parts = (
        QRectF(outer.topLeft(), QPointF(outer.right(), inner.top())),
        QRectF(QPointF(outer.left(), inner.bottom()), outer.bottomRight()),
        QRectF(QPointF(outer.left(), inner.top()), inner.bottomLeft()),
        QRectF(inner.topRight(), QPointF(outer.right(), inner.bottom())),
    )
    return [part for part in parts if part.width() > 0 and part.height() > 0]


def _without_line(image: np.ndarray) -> np.ndarray:
    """Return distrust without the line at the edge of the data at its border."""
    cleaned = image.copy()
    for border in (cleaned[0], cleaned[-1], cleaned[:, 0], cleaned[:, -1]):
        is_line = border == _EDGE_VALUE
        places = np.arange(len(border))
        if is_line.all():
            border[:] = _FULL_DISTRUST
        else:
            border[is_line] = np.interp(places[is_line], places[~is_line], border[~is_line])
    return cleaned
