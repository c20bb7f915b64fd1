"""The window's icons: one family of small drawings, coloured by the theme."""

from __future__ import annotations

import functools
import math

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vae_explorer import assets
from vae_explorer.ui.theme import Theme

ICON_SIZE = 16


def icon_pixmap(name: str, colour: str, size: int = ICON_SIZE, scale: float = 1.0) -> QPixmap:
    """Return a drawing of ``resources/icons`` in one colour.

    Parameters
    ----------
    name : str
        File name without its ending.
    colour : str
        What ``currentColor`` stands for.
    size : int
        Width and height in device-independent pixels.
    scale : float
        Device pixels per device-independent pixel.
    """
    return _painted(_renderer(name, colour), size, scale)


def themed_icon(name: str, theme: Theme, colour: str | None = None) -> QIcon:
    """Return a drawing as an icon for buttons and menus, with its pale form for disabled ones."""
    icon = QIcon()
    # For the finest screen there is, which all the others make do with.
    finest = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
    for shade, mode in (
        (colour or theme.text, QIcon.Mode.Normal),
        (theme.text_disabled, QIcon.Mode.Disabled),
    ):
        renderer = _renderer(name, shade)
        for scale in sorted({1, math.ceil(finest)}):
            icon.addPixmap(_painted(renderer, ICON_SIZE, scale), mode)
    return icon


@functools.cache
def _drawing(name: str) -> str:
    """Return a drawing; it is read once, however often the colours change."""
    return assets.resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


def _painted(renderer: QSvgRenderer, size: int, scale: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
