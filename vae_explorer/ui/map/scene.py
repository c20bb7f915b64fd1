"""The picture of a map, layer by layer: ground, underlay, grid, points, overlay, axes."""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from vae_explorer.ui.map.axis import paint_axes, paint_axis_names, paint_grid
from vae_explorer.ui.map.cloud import Cloud
from vae_explorer.ui.map.extra import MapExtra
from vae_explorer.ui.map.geometry import Geometry
from vae_explorer.ui.map.look import ValueScale
from vae_explorer.ui.map.overlay import (
    Brush,
    paint_circles,
    paint_colour_bar,
    paint_distances,
    paint_highlight,
    paint_hint,
    paint_outline,
    paint_pin,
    paint_scale_bar,
    paint_thumbnail,
)
from vae_explorer.ui.map.point_cloud import PointCloudLayer
from vae_explorer.ui.map.still_picture import StillPicture
from vae_explorer.ui.map.style import Mark
from vae_explorer.ui.map.theme import MapTheme
from vae_explorer.ui.map.underlay import UnderlayLayer
from vae_explorer.ui.map.vector import VectorTarget
from vae_explorer.ui.map.view import View

_POINTS_OPACITY = 0.92
_UNSELECTED_OPACITY = 0.3


class MapScene:
    """Everything that is drawn, and how it is drawn.

    Parameters
    ----------
    theme : MapTheme
    marks : tuple of Mark
        Look of the points by slot.
    """

    def __init__(self, theme: MapTheme, marks: tuple[Mark, ...]) -> None:
        self.theme = theme
        self._marks = marks
        self.points = PointCloudLayer(marks)
        self.selected = PointCloudLayer(marks)
        self.underlay = UnderlayLayer(theme)
        self.circle_radii: tuple[float, ...] = ()
        self.pin: tuple[float, float] | None = None
        self.highlight: tuple[float, float] | None = None
        self.thumbnail: tuple[QImage, float, float] | None = None
        self.outline: list[QPointF] = []
        self.hint = ""
        self.scale_unit = ""
        self.scale_length = 1.0
        self.value_scale: ValueScale | None = None
        self.has_points = False
        self.has_selection = False
        self.is_focus_shown = False
        self.is_strip = False
        self.axis_names = ("", "")
        self.extras: dict[str, MapExtra] = {}
        self.vectors: VectorTarget | None = None
        self._frame = StillPicture(is_opaque=False)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Look of the points by slot."""
        return self._marks

    def copied(self) -> MapScene:
        """Return the scene as it is now, for a figure: without what only the pointer brings."""
        other = copy(self)
        other.points, other.selected = self.points.copied(), self.selected.copied()
        other.underlay = self.underlay.copied()
        other.extras = {name: copy(extra) for name, extra in self.extras.items()}
        other.highlight = other.thumbnail = None
        other.outline = []
        other._frame = StillPicture(is_opaque=False)
        other.is_focus_shown = False
        return other

    def set_theme(self, theme: MapTheme) -> None:
        """Take other colours."""
        self.theme = theme
        self.underlay.set_theme(theme)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Take another look of the points by slot."""
        if marks == self._marks:
            return
        self._marks = marks
        self.points.set_marks(marks)
        self.selected.set_marks(marks)

    def set_selected(self, cloud: Cloud | None, sized_like: Cloud | None) -> None:
        """Take the selected points, with markers as large as all have; None where all look alike."""
        self.has_selection = cloud is not None
        self.selected.set_cloud(cloud, sized_like)

    def paint(self, painter: QPainter, geometry: Geometry, view: View, font: QFont) -> None:
        """Draw the whole map, but not what lies around the plane.

        Parameters
        ----------
        painter : QPainter
            In widget coordinates.
        geometry : Geometry
        view : View
        font : QFont
        """
        self.paint_still(painter, geometry, view, font)
        self.paint_marks(painter, geometry, view, font)

    def look(self, view: View) -> Hashable | None:
        """Return all of the scene that decides how its still part looks; None where that can't be told."""
        ground = self.ground_look()
        layers = self.underlay.opacity, self.underlay.version, self.points.version, self.selected.version
        return None if ground is None else (view, ground, layers, self.has_selection)

    def ground_look(self) -> Hashable | None:
        """Return what of that has to do with neither view nor underlay nor points."""
        if self.extras or self.vectors is not None:
            return None
        return (
            *(self.theme, self._marks, self.is_strip, self.circle_radii, self.axis_names),
            *(bool(self.scale_unit), self.has_points),
        )

    def twin(self, points: PointCloudLayer, underlay: UnderlayLayer, frame: StillPicture) -> MapScene:
        """Return a scene that shows the same, so that another thread can paint it.

        Parameters
        ----------
        points, underlay : PointCloudLayer, UnderlayLayer
            The twin's own.
        frame : StillPicture
            Its own picture of all that lies over the points; from one twin to the next it seldom changes.
        """
        other = copy(self)
        other.points, other.underlay = points, underlay
        other.extras = {}
        other._frame = frame
        return other

    def paint_ground(
        self, painter: QPainter, rect: QRect, geometry: Geometry, view: View, font: QFont
    ) -> None:
        """Draw the still part and all around it, so that no pixel of a rectangle stays bare."""
        # Beyond the edge, so that with a fractional pixel ratio no pixel there stays as it was.
        painter.fillRect(rect.adjusted(0, 0, 1, 1), QColor(self.theme.card))
        self.paint_still(painter, geometry, view, font)

    def paint_still(self, painter: QPainter, geometry: Geometry, view: View, font: QFont) -> None:
        """Draw what neither pin nor pointer changes: ground, pictures, points, circles, axes."""
        painter.save()
        painter.setClipRect(geometry.plot)
        painter.fillRect(geometry.plot, QColor(self.theme.background))
        self._paint_pictures(painter, geometry, view)
        painter.restore()
        self._paint_frame(painter, geometry, view, font)

    def paint_marks(self, painter: QPainter, geometry: Geometry, view: View, font: QFont) -> None:
        """Draw what lies above that: tools, pin, rings, scales, the line that encloses points."""
        plot = geometry.plot
        painter.save()
        painter.setClipRect(plot)
        self._paint_marks(Brush(painter, geometry, view, self.theme), font)
        painter.restore()
        if self.is_focus_shown:
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRect(plot.adjusted(1, 1, -1, -1))

    def _paint_frame(self, painter: QPainter, geometry: Geometry, view: View, font: QFont) -> None:
        """Draw what lies over the points and stays where it is while they move: circles, numbers, names.

        Dashes and numbers take as long as ten thousand points.
        """
        has_bar = bool(self.scale_unit)

        def draw(on: QPainter) -> None:
            brush = Brush(on, geometry, view, self.theme)
            on.save()
            on.setClipRect(geometry.plot)
            if self.is_strip:
                paint_distances(brush, self.circle_radii)
            elif self.circle_radii:
                paint_circles(brush, self.circle_radii)
            on.restore()
            paint_axes(on, geometry, view, self.theme, font, is_strip=self.is_strip)
            paint_axis_names(on, geometry, self.theme, font, self.axis_names, has_scale_bar=has_bar)

        look = None
        if self.vectors is None:
            look = (
                *(geometry, view, self.theme, font.key()),
                *(self.is_strip, self.circle_radii, self.axis_names, has_bar),
            )
        self._frame.paint(painter, geometry.whole, look, draw)

    def _paint_pictures(self, painter: QPainter, geometry: Geometry, view: View) -> None:
        if self.underlay.opacity > 0:
            self._blit(painter, geometry, self.underlay.image(view), self.underlay.opacity)
        paint_grid(painter, geometry, view, self.theme, is_strip=self.is_strip)
        for extra in self.extras.values():
            extra.paint_beneath(Brush(painter, geometry, view, self.theme))
        if self.has_points:
            opacity = _UNSELECTED_OPACITY if self.has_selection else _POINTS_OPACITY
            self._paint_points(painter, geometry, view, self.points, opacity)
        if self.has_selection:
            self._paint_points(painter, geometry, view, self.selected, 1.0)

    def _paint_points(
        self, painter: QPainter, geometry: Geometry, view: View, layer: PointCloudLayer, opacity: float
    ) -> None:
        ratio = geometry.pixel_ratio
        shapes = layer.vectors(view, ratio) if self.vectors is not None else None
        if (
            self.vectors is None
            or shapes is None
            or not self.vectors.draw(painter, geometry, shapes, opacity)
        ):
            self._blit(painter, geometry, layer.image(view, ratio), opacity)

    @staticmethod
    def _blit(painter: QPainter, geometry: Geometry, image: QImage, opacity: float) -> None:
        # The picture is in device pixels: undoing the painter's own scale leaves a plain copy of it.
        painter.save()
        painter.setOpacity(opacity)
        painter.translate(geometry.plot.topLeft())
        painter.scale(1 / geometry.pixel_ratio, 1 / geometry.pixel_ratio)
        painter.drawImage(0, 0, image)
        painter.restore()

    def _paint_marks(self, brush: Brush, font: QFont) -> None:
        if not self.has_points and self.hint:
            paint_hint(brush, self.hint, font)
        for extra in self.extras.values():
            extra.paint_above(brush, font)
        if self.highlight is not None:
            paint_highlight(brush, *self.highlight)
        if self.pin is not None:
            paint_pin(brush, *self.pin, is_strip=self.is_strip)
        if self.scale_unit:
            paint_scale_bar(brush, self.scale_unit, self.scale_length, font)
        if self.value_scale is not None and self.has_points:
            paint_colour_bar(brush, self.value_scale, self._marks, font)
        paint_outline(brush, self.outline)
        if self.thumbnail is not None:
            picture, x, y = self.thumbnail
            paint_thumbnail(brush, picture, x, y)
