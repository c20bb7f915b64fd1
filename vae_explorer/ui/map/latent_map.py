"""The latent map: one plane of codes that is looked at, pointed at, and decoded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QCloseEvent, QFont
from PySide6.QtWidgets import QWidget

from vae_explorer.ui.map.cloud import Cloud
from vae_explorer.ui.map.extra import MapExtra
from vae_explorer.ui.map.figure import FigureKind, FigureOrder
from vae_explorer.ui.map.figure_legend import FigureLegend
from vae_explorer.ui.map.geometry import geometry_of
from vae_explorer.ui.map.look import PointLook, ValueScale
from vae_explorer.ui.map.message import Tool
from vae_explorer.ui.map.moving_map import MovingMap
from vae_explorer.ui.map.strip import heights, lifted
from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import DARK, MapTheme
from vae_explorer.ui.map.underlay import picture_of
from vae_explorer.ui.map.view import PlaneRect, RelativeView, View, bounds_of


class LatentMap(MovingMap):
    """One latent plane: points, an underlay, the prior's circles and a pinned place.

    It takes arrays and tells wishes; it knows neither models nor who listens. Closing it ends its work in the
    background; a map that is dropped without being closed needs ``close_background`` first.

    Parameters
    ----------
    map_id : int
        Named in every message, so that one listener serves several maps.
    parent : QWidget, optional
    """

    def __init__(self, map_id: int, parent: QWidget | None = None) -> None:
        super().__init__(map_id, parent)
        self._theme = DARK
        self._selected = np.zeros(0, dtype=np.int64)
        self._highlight: int | None = None
        self._marked: PointLook | None = None
        self._line: tuple[np.ndarray, np.ndarray] | None = None
        self._lifted_for: tuple[int, float] | None = None
        self._camera.moved.connect(self._lift)
        self._store.cloud_changed.connect(self._show_cloud)
        self.setObjectName(f"latent_map_{map_id}")
        self.setAccessibleName(self.tr("Latent map {number}").format(number=map_id + 1))

    def set_points(self, codes: np.ndarray, labels: np.ndarray | None = None) -> None:
        """Show another cloud, and all of it.

        Parameters
        ----------
        codes : (n, 2) float32
            Plane coordinates; points that are not finite are not shown.
        labels : (n,) int64 or None

        Raises
        ------
        ValueError
            The shapes do not fit each other.
        """
        self._forget_moves()
        self.set_selection(np.zeros(0, dtype=np.int64))
        self.set_highlight(None)
        self._scene.value_scale = None
        self._store.set_points(self._laid(codes), labels)
        self._camera.set_content(self._content())

    def set_strip(self, is_strip: bool) -> None:
        """Choose, before the points are given, whether they lie on a line: their y then means nothing."""
        self._camera.is_strip = self._scene.is_strip = is_strip

    def set_axis_names(self, across: str, up: str) -> None:
        """Say what points to the right and what points up; empty for what needs no name."""
        if self._scene.axis_names != (across, up):
            self._scene.axis_names = across, up
            self.update()

    def set_neighbour_ranking(self, rank: Callable[[], list[int]] | None) -> None:
        """Let someone else say which points are nearest to the pin: the map shows not all of the space."""
        self._wishes.rank_neighbours = rank

    def set_label_style(self, style: LabelStyle) -> None:
        """Take the look of the classes, as the legend tells it to every map."""
        self._settle()
        self._store.set_style(style)
        self._draw_selection()

    def set_values(self, values: np.ndarray | None, scale: ValueScale | None = None) -> None:
        """Colour the points by a quantity instead of their class, or by class again.

        Parameters
        ----------
        values : (n,) floating or None
            Not a number where a point has none.
        scale : ValueScale, optional
            How it becomes a colour; by default from the 1st to the 99th percentile. An absent one without
            values says why there are none.

        Raises
        ------
        ValueError
            There are more or fewer values than points.
        """
        self._settle()
        if values is not None and scale is None:
            scale = ValueScale.of_values(values)
        self._store.set_values(values, scale)
        self._scene.value_scale = scale
        self._draw_selection()
        self.update()

    def set_prior_circles(self, is_visible: bool, radii: tuple[float, ...] = (1.0, 2.0, 3.0)) -> None:
        """Show circles around the origin, with radii in plane units, or none."""
        before = self._scene.circle_radii
        self._scene.circle_radii = radii if is_visible else ()
        if self._scene.circle_radii != before and self._store.count:
            self._camera.follow(self._content())
        self.update()

    def set_scale_bar(self, unit: str, length: float = 1.0) -> None:
        """Show how long a round number of units is; an empty name hides it.

        Parameters
        ----------
        unit : str
            What the unit is called.
        length : float
            How long it is, in plane units.
        """
        if (self._scene.scale_unit, self._scene.scale_length) != (unit, length):
            self._scene.scale_unit, self._scene.scale_length = unit, length
            if not self.is_moving:
                # Else it is painted with the points that are on their way.
                self.update()

    def set_pin(self, x: float, y: float) -> None:
        """Mark the place that is decoded."""
        if self._scene.pin != (x, y):
            self._scene.pin = (x, y)
            self._wishes.forget_neighbours(x, y)
            text = self.tr("Pinned at {x}, {y}").format(x=f"{x:.4g}", y=f"{y:.4g}")
            self.setAccessibleDescription(text)
            self._marking.start()

    def clear_pin(self) -> None:
        """Mark no place."""
        self._scene.pin = None
        self.setAccessibleDescription("")
        self.update()

    def set_highlight(self, index: int | None, xy: tuple[float, float] | None = None) -> None:
        """Ring one point, or a place where the point is not part of this cloud, or nothing."""
        self._highlight = index if xy is None else None
        if index is None or xy is not None:
            self._scene.highlight = xy
        self._place_highlight()
        self._mark_soon()

    def set_thumbnail(self, image: np.ndarray | None, x: float = 0.0, y: float = 0.0) -> None:
        """Show a small picture beside a place: (h, w) or (h, w, 3) uint8, or None for no picture."""
        if image is None:
            self._scene.thumbnail = None
        else:
            grey = np.repeat(image[..., None], 3, axis=2) if image.ndim == 2 else image
            self._scene.thumbnail = (picture_of(grey, self._theme.ink), x, y)
        self._mark_soon()

    def _mark_soon(self) -> None:
        """Have what is marked painted, together with the points where they are on their way."""
        if not self.is_moving:
            self._marking.start()

    def set_selection(self, indices: np.ndarray) -> None:
        """Show which points are selected: (k,) integer; the others fade while there are any."""
        self._settle()
        self._selected = np.asarray(indices, dtype=np.int64)
        self._draw_selection()

    def set_theme(self, theme: MapTheme) -> None:
        """Take the colours of the window."""
        self._theme = theme
        self._scene.set_theme(theme)
        self._mark()
        self.update()

    def set_empty_text(self, text: str) -> None:
        """Say what to do while there are no points."""
        self._scene.hint = text
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does: decode, or enclose points."""
        self._pointer.set_tool(tool)

    def set_reduced_motion(self, is_reduced: bool) -> None:
        """Choose whether the view jumps where it would glide."""
        self._camera.animation.is_motion_reduced = is_reduced

    @property
    def is_motion_reduced(self) -> bool:
        """Whether things jump where they would glide."""
        return self._camera.animation.is_motion_reduced

    def set_extra(self, name: str, extra: MapExtra | None) -> None:
        """Draw what a tool has to show, under a name of its own, or nothing more of it."""
        if extra is not None:
            self._scene.extras[name] = extra
        elif self._scene.extras.pop(name, None) is None:
            return
        self.update()

    def figure(
        self, path: Path, kind: FigureKind, scale: int, ground: str, legend: FigureLegend | None = None
    ) -> FigureOrder:
        """Return what is seen now as an order for a figure.

        Parameters
        ----------
        path : Path
        kind : FigureKind
        scale : int
            Of a PNG: pixels for each device-independent one.
        ground : str
            The colour around the plane.
        legend : FigureLegend, optional
        """
        self._settle()
        return FigureOrder(
            path,
            kind,
            scale,
            self._scene.copied(),
            self._camera.view,
            self.width(),
            self.height(),
            self.devicePixelRatioF(),
            QFont(self.font()),
            ground,
            legend,
        )

    def reset_view(self) -> None:
        """Show all points; from here on the view follows them."""
        self._camera.reset()

    def set_view(self, rect: PlaneRect, *, is_animated: bool = False) -> None:
        """Show all of a rectangle of the plane."""
        self._camera.show(rect, is_animated=is_animated)

    def relative_view(self) -> RelativeView:
        """Return how the view differs from the one that shows all."""
        return self._camera.view.relative_to(self._camera.home)

    def set_relative_view(self, relative: RelativeView) -> None:
        """Show what differs from all as told, as another map does."""
        self._camera.show_relative(relative)

    def zoom_at(self, x: float, y: float, factor: float, *, is_animated: bool = True) -> None:
        """Come closer by ``factor``, holding one plane point still."""
        self._camera.zoom(factor, *self._camera.view.to_pixel(x, y), is_animated=is_animated)

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where in the widget a plane point is drawn."""
        return geometry_of(self).place_of(self._camera.view, x, y)

    def nearest(self, x: float, y: float, radius_px: float | None = None) -> int | None:
        """Return the visible point nearest to a place.

        Parameters
        ----------
        x, y : float
            Place in plane units.
        radius_px : float or None
            If given, points farther away on the screen do not count; device-independent pixels.

        Returns
        -------
        int or None
            None where there is no such point.
        """
        found = self._store.nearest(x, y)
        if found is None or (radius_px is not None and self._wishes.distance_px(found[1]) > radius_px):
            return None
        return found[0]

    def close_background(self) -> None:
        """End all work in the background; a later cloud begins anew."""
        self._report.stop()
        self._repaint.stop()
        self._camera.animation.stop()
        self._mover.close()
        self._store.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all work in the background."""
        self.close_background()
        super().closeEvent(event)

    def _content(self) -> PlaneRect | None:
        bounds = self._store.bounds()
        if self._line is not None:
            bounds = bounds_of(np.column_stack([self._line[0], np.zeros(len(self._line[0]))]))
        radii = self._scene.circle_radii
        if bounds is None or not radii:
            return bounds
        widest = max(radii)
        height = 0.0 if self._line is not None else widest
        return bounds.united(PlaneRect(-widest, widest, -height, height))

    def _laid(self, codes: np.ndarray) -> np.ndarray:
        """Return where points are drawn: as they lie, or above the line that they lie on."""
        if not self._scene.is_strip:
            self._line = None
            return codes
        x = np.ascontiguousarray(codes[:, 0])
        self._line = x, heights(x)
        return self._lifted(self._camera.view)

    def _lifted(self, view: View) -> np.ndarray:
        assert self._line is not None
        self._lifted_for = view.height, view.scale
        return lifted(*self._line, view.height, view.scale, self.devicePixelRatioF())

    @Slot(object)
    def _lift(self, view: View) -> None:
        """Keep points on a line at the same height on the screen while the view zooms."""
        if self._line is not None and self._lifted_for != (view.height, view.scale):
            self._store.move(self._lifted(view))
            self._place_highlight()

    def _place_highlight(self) -> None:
        if self._highlight is not None and 0 <= self._highlight < self._store.count:
            self._scene.highlight = self._store.place_of(self._highlight)

    def _draw_selection(self) -> None:
        selected = self._selected
        if len(selected) or self._scene.has_selection:
            subset = self._store.subset(selected) if len(selected) else None
            self._scene.set_selected(subset, self._store.cloud)
            self.update()

    def _mark(self) -> None:
        """Give the classes their look on this ground."""
        self._marked = self._store.look
        self._scene.set_marks(self._marked.slot_marks(self._theme))

    @Slot(object)
    def _show_cloud(self, cloud: Cloud | None) -> None:
        self._scene.has_points = cloud is not None
        if len(self._selected):
            self._draw_selection()
        if self._store.look is not self._marked:
            self._mark()
        self._scene.points.set_cloud(cloud)
        # In a turn of its own: to move the points was enough for this one.
        self._repaint.start()
