"""A map as a figure: the picture that is seen, sharper, or in lines that can be enlarged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from vae_explorer.errors import WriteError
from vae_explorer.ui.map.figure_legend import FigureLegend
from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.scene import MapScene
from vae_explorer.ui.map.vector import PainterVectors, SvgVectors
from vae_explorer.ui.map.view import View

_DOTS_PER_INCH = 96
_POINTS_PER_INCH = 72
# Pictures within a figure of lines: underlays, and points that are too many.
_EMBEDDED_SCALE = 4.0


class FigureKind(Enum):
    """The formats of a figure."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, eq=False)
class FigureOrder:
    """A map at one moment, and how it is to be written.

    Parameters
    ----------
    path : Path
        Where to.
    kind : FigureKind
        As what.
    scale : int
        Of a PNG: pixels for each device-independent pixel of the screen.
    scene : MapScene
        A copy that nobody changes.
    view : View
        What the map shows, on the screen's own pixels.
    width, height : int
        Size of the map in device-independent pixels.
    pixel_ratio : float
        The screen's own pixels in a device-independent one.
    font : QFont
        The map's.
    ground : str
        The colour around the plane, ``#rrggbb``.
    legend : FigureLegend or None
        What to write below, if anything.
    """

    path: Path
    kind: FigureKind
    scale: int
    scene: MapScene
    view: View
    width: int
    height: int
    pixel_ratio: float
    font: QFont
    ground: str
    legend: FigureLegend | None = None


def figure_bytes(order: FigureOrder) -> bytes:
    """Return the content of the figure's file; may be called in any thread.

    Raises
    ------
    WriteError
        If there is not enough memory for so many pixels.
    """
    if order.kind is FigureKind.PNG:
        return _png(order)
    return _svg(order) if order.kind is FigureKind.SVG else _pdf(order)


def _height(order: FigureOrder) -> int:
    """Return the height of map and legend."""
    return order.height + (order.legend.height(order.width, order.font) if order.legend is not None else 0)


def _png(order: FigureOrder) -> bytes:
    scale, size = order.scale, QSize(order.width, _height(order)) * order.scale
    image = QImage(size, QImage.Format.Format_RGB32)
    if image.isNull():
        raise WriteError(
            "there is not enough memory for a figure of {width} × {height} pixels",
            where=order.path,
            remedy="choose a smaller scale, or SVG",
            width=size.width(),
            height=size.height(),
        )
    image.setDevicePixelRatio(scale)
    image.setDotsPerMeterX(round(scale * _DOTS_PER_INCH / 0.0254))
    image.setDotsPerMeterY(round(scale * _DOTS_PER_INCH / 0.0254))
    _paint_on(image, order, float(scale))
    buffer = _buffer()
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def _svg(order: FigureOrder) -> bytes:
    buffer, vectors = _buffer(), SvgVectors()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setSize(QSize(order.width, _height(order)))
    generator.setViewBox(QRectF(0, 0, order.width, _height(order)))
    generator.setTitle(order.path.stem)
    generator.setDescription("")
    order.scene.vectors = vectors
    _paint_on(generator, order, _EMBEDDED_SCALE)
    return vectors.completed(bytes(buffer.data().data()).decode()).encode()


def _pdf(order: FigureOrder) -> bytes:
    buffer = _buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    size = QSizeF(order.width, _height(order)) * (_POINTS_PER_INCH / _DOTS_PER_INCH)
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(order.path.stem)
    order.scene.vectors = PainterVectors()
    _paint_on(writer, order, _EMBEDDED_SCALE)
    return bytes(buffer.data().data())


def _paint_on(device: QPaintDevice, order: FigureOrder, pixel_ratio: float) -> None:
    painter = QPainter(device)
    try:
        _paint(painter, order, pixel_ratio)
    finally:
        # A device must not go while it is being painted on.
        painter.end()


def _paint(painter: QPainter, order: FigureOrder, pixel_ratio: float) -> None:
    """Paint map and legend in device-independent pixels; pictures get ``pixel_ratio`` pixels for each."""
    geometry = Geometry.of_widget(order.width, order.height, pixel_ratio)
    zoom = pixel_ratio / order.pixel_ratio
    view = replace(
        order.view,
        scale=order.view.scale * zoom,
        left=order.view.left * zoom,
        top=order.view.top * zoom,
        width=geometry.width,
        height=geometry.height,
    )
    painter.fillRect(QRectF(0, 0, order.width, _height(order)), QColor(order.ground))
    order.scene.paint(painter, geometry, view, order.font)
    if order.legend is not None:
        order.legend.paint(painter, order.width, order.height, order.scene.theme, order.font)


def _buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    return buffer
