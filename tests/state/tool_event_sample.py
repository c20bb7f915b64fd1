"""One event of every kind that the tools know, and a state in which they have been used."""

from __future__ import annotations

from typing import Any

import numpy as np

from vae_explorer.state import inference_event, path_event, sketch_event
from vae_explorer.state.inference_state import Belief, DartBoard
from vae_explorer.state.map_state import Place, Verdict
from vae_explorer.state.path_state import Film, PathKind, Waypoint
from vae_explorer.state.sketch_state import KeptMark, Sketch, SketchOptions


def belief(**changes: Any) -> Belief:
    contents: dict[str, Any] = {
        "map_id": 0,
        "run_id": 7,
        "version": 3,
        "index": 2,
        "image": np.zeros((2, 2, 1), np.uint8),
        "is_real": True,
        "mean": (0.0, 0.0),
        "sigma": (1.0, 1.0),
        "has_prior": True,
    }
    return Belief(**{**contents, **changes})


def board(count: int, **changes: Any) -> DartBoard:
    contents: dict[str, Any] = {"map_id": 0, "run_id": 7, "version": 3, "index": 2, "fresh": count}
    places = np.arange(2.0 * count).reshape(count, 2)
    images = np.zeros((count, 2, 2, 1), np.uint8)
    return DartBoard(**{**contents, "places": places, "images": images, **changes})


WAYPOINTS = (Waypoint(0, 7, (0.0, 1.0), 2, False), Waypoint(0, 7, (1.0, 0.0), 1, True))


def film(**changes: Any) -> Film:
    line = np.linspace((0.0, 1.0), (1.0, 0.0), 4)
    contents: dict[str, Any] = {
        "map_id": 0,
        "run_id": 7,
        "version": 3,
        "kind": PathKind.STRAIGHT,
        "points": line,
        "is_gap": np.array([False, True, True, False]),
        "frames": line,
        "images": np.zeros((4, 2, 2, 1), np.uint8),
        "places": (Place.IN_DATA, Place.IN_GAP, Place.IN_GAP, Place.IN_DATA),
        "nearest_sigma": (0.0, 0.5, 0.5, 0.0),
        "energy": 2.0,
        "length": 1.4,
    }
    return Film(**{**contents, **changes})


PICTURE = np.zeros((8, 8, 1), np.uint8)


def sketch(**changes: Any) -> Sketch:
    pixels = np.zeros((2, 2, 1), np.uint8)
    contents: dict[str, Any] = {
        "map_id": 0,
        "run_id": 7,
        "version": 3,
        "image": pixels,
        "is_inverted": False,
        "is_empty": False,
        "z": (0.5, 0.5),
        "sigma": None,
        "decoded": pixels,
        "error": pixels,
        "nats": 3.0,
        "verdict": Verdict(Place.IN_DATA, 0.1, 50.0),
    }
    return Sketch(**{**contents, **changes})


def mark(number: int = 1) -> KeptMark:
    return KeptMark(number, PICTURE, SketchOptions(), PICTURE, ((0, 7, (0.5, 0.5)),))


USED = (
    inference_event.ImageChosen(2, 0),
    inference_event.DartsLanded(board(1)),
    path_event.WaypointsChanged(WAYPOINTS),
    sketch_event.PictureDrawn(PICTURE),
    sketch_event.MarkKept(mark()),
)
"""What happened in a state in which the tools have been used."""

TOOL_EVENTS = (
    inference_event.ImageChosen(3, 1),
    inference_event.BeliefFound(belief()),
    inference_event.DartsLanded(board(2)),
    inference_event.DartsCleared(2),
    inference_event.TilingShown(True),
    inference_event.PosteriorShown(False),
    path_event.WaypointsChanged(WAYPOINTS[:1]),
    path_event.PathKindChosen(PathKind.GEODESIC),
    path_event.FilmMade(film(), WAYPOINTS),
    path_event.FrameShown(3),
    sketch_event.PictureDrawn(PICTURE + 1, is_brought=True),
    sketch_event.SketchOptionsChosen(SketchOptions(is_inverted=True)),
    sketch_event.SketchMade(sketch()),
    sketch_event.MarkKept(mark(2)),
    sketch_event.MarkForgotten(1),
)
