"""What the tools draw on one map: an image's posterior and darts, a path, a mark of one's own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Slot

from vae_explorer.state.inference_state import Belief, DartBoard, InferenceState
from vae_explorer.state.map_state import MapState
from vae_explorer.state.path_state import PathKind, PathState
from vae_explorer.state.plane import Plane
from vae_explorer.state.sketch_state import SketchState
from vae_explorer.state.tool import Tool
from vae_explorer.ui.map.belief_extra import BeliefExtra
from vae_explorer.ui.map.ellipse_tiling import EllipseTiling
from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.path_extra import PathExtra
from vae_explorer.ui.map.sketch_extra import SketchExtra
from vae_explorer.ui.theme import Theme

_LANDING_MS = 320
_OTHER_KIND = {PathKind.STRAIGHT: PathKind.GEODESIC, PathKind.GEODESIC: PathKind.STRAIGHT}


class MapOverlay(QObject):
    """Draws the tools' states on one map.

    Parameters
    ----------
    plane : LatentMap
        The map; also the owner.
    """

    def __init__(self, plane: LatentMap) -> None:
        super().__init__(plane)
        self._plane = plane
        self._belief = BeliefExtra()
        self._path = PathExtra()
        self._sketch = SketchExtra()
        self._board: DartBoard | None = None
        self._tiled: tuple[object, object] | None = None
        self._clock = QVariantAnimation(self)
        self._clock.setDuration(_LANDING_MS)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setEasingCurve(QEasingCurve.Type.InQuad)
        self._clock.valueChanged.connect(self._land)

    def stop(self) -> None:
        """End what moves."""
        self._clock.stop()

    def show_inference(self, inference: InferenceState, shown: MapState, tool: Tool) -> None:
        """Show an image's posterior and darts while the darts are in the hand."""
        if tool is not Tool.DARTS or shown.codes is None:
            self._clock.stop()
            self._board = None
            self._plane.set_extra("belief", None)
            return
        plane = shown.plane
        belief = inference.belief(shown.map_id, shown.run_id)
        self._show_belief(belief, plane, is_heat=inference.is_posterior_shown)
        self._show_tiling(inference.is_tiled, shown)
        self._show_board(inference.board(shown.map_id, shown.run_id), plane)
        self._plane.set_extra("belief", self._belief)

    def show_sketch(self, sketch: SketchState, shown: MapState, tool: Tool) -> None:
        """Show a picture of one's own while the pen is in the hand, and always those that were kept."""
        plane, extra = shown.plane, self._sketch
        made = sketch.sketch(shown.map_id) if tool is Tool.DRAW else None
        extra.mean = extra.root = None
        if made is not None and made.run_id == shown.run_id and len(made.z) == plane.latent_dim:
            extra.mean = np.array(plane.place_of(made.z))
            extra.root = None if made.sigma is None else _root(plane, np.array(made.sigma))
        kept = ((mark.number, mark.code_in(shown.map_id, shown.run_id)) for mark in sketch.kept)
        extra.kept = [
            (number, plane.place_of(z)) for number, z in kept if z is not None and len(z) == plane.latent_dim
        ]
        is_anything_shown = extra.mean is not None or bool(extra.kept)
        self._plane.set_extra("sketch", extra if is_anything_shown else None)

    def show_path(self, path: PathState, shown: MapState, tool: Tool, theme: Theme) -> None:
        """Show a path while it is in the hand."""
        if tool is not Tool.PATH or shown.codes is None:
            self._plane.set_extra("path", None)
            return
        plane, extra = shown.plane, self._path
        film = path.film(shown.map_id, run_id=shown.run_id)
        other = path.film(shown.map_id, _OTHER_KIND[path.kind], shown.run_id)
        places = [waypoint.place_in(shown) for waypoint in path.waypoints]
        codes = [place for place in places if place is not None and len(place) == plane.latent_dim]
        extra.places = _drawn(plane, np.array(codes))
        extra.way = _drawn(plane, None if film is None else film.points)
        extra.is_gap = np.empty(0, bool) if film is None else film.is_gap
        extra.other = _drawn(plane, None if other is None else other.points)
        extra.here = None
        if film is not None and film.frames.shape[1] == plane.latent_dim:
            extra.here = plane.place_of(film.frames[min(path.frame, len(film.frames) - 1)].tolist())
        extra.warning = theme.warning
        self._plane.set_extra("path", extra)

    def _show_belief(self, belief: Belief | None, plane: Plane, *, is_heat: bool) -> None:
        extra = self._belief
        extra.mean = extra.root = None
        heat = None
        if belief is not None and len(belief.mean) == plane.latent_dim:
            extra.mean = np.array(plane.place_of(belief.mean))
            if belief.sigma is not None:
                extra.root = _root(plane, np.array(belief.sigma))
            heat = belief.heat if is_heat and plane.latent_dim == 2 else None
        if plane.latent_dim == 2:
            extra.directions = plane.directions
        extra.set_heat(
            None if heat is None else (heat.image, (heat.x_min, heat.x_max, heat.y_min, heat.y_max))
        )

    def _show_tiling(self, is_tiled: bool, shown: MapState) -> None:
        codes, plane = shown.codes, shown.plane
        if not is_tiled or codes is None:
            self._belief.tiling = self._tiled = None
        elif self._tiled is None or self._tiled[0] is not codes or self._tiled[1] is not plane.directions:
            self._tiled = codes, plane.directions
            directions = plane.directions[: min(plane.latent_dim, 2)]
            sigmas = np.zeros((len(codes.mu), 2))
            if codes.logvar is not None:
                # Of a diagonal covariance seen along other axes, the deviations along these.
                variances = np.exp(codes.logvar.astype(np.float64)) @ np.square(directions).T
                sigmas[:, : len(directions)] = np.sqrt(variances)
            self._belief.tiling = EllipseTiling(plane.to_plane(codes.mu), sigmas)

    def _show_board(self, board: DartBoard | None, plane: Plane) -> None:
        extra = self._belief
        places = np.empty((0, 2)) if board is None else plane.to_plane(board.places)
        extra.darts = places.astype(np.float64)
        if board is self._board:
            return
        self._board = board
        extra.fresh = 0 if board is None else board.fresh
        self._clock.stop()
        if board is None or self._plane.is_motion_reduced:
            extra.landing = 1.0
        else:
            extra.landing = 0.0
            self._clock.start()

    @Slot("QVariant")
    def _land(self, progress: float) -> None:
        self._belief.landing = float(progress)
        self._plane.update()


def _drawn(plane: Plane, codes: np.ndarray | None) -> np.ndarray:
    """Return where codes ``(n, d)`` lie on the map, ``(n, 2) float64``; none for None."""
    if codes is None or not len(codes) or codes.shape[1] != plane.latent_dim:
        return np.empty((0, 2))
    return plane.to_plane(codes).astype(np.float64)


def _root(plane: Plane, sigma: np.ndarray) -> np.ndarray:
    """Return R ``(2, 2)`` with R Rᵀ the covariance of a diagonal Gaussian as the plane shows it."""
    shown = plane.directions[: min(plane.latent_dim, 2)] * sigma
    covariance = np.zeros((2, 2))
    covariance[: len(shown), : len(shown)] = shown @ shown.T
    root: np.ndarray = np.linalg.cholesky(covariance + 1e-18 * np.eye(2))
    return root
