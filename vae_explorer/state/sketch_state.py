"""A picture of one's own, and what the models make of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.state.map_state import Verdict

MAX_KEPT = 12


@dataclass(frozen=True)
class SketchOptions:
    """How a picture is brought to the data.

    Attributes
    ----------
    is_inverted : bool or None
        Whether light and dark are exchanged; None for where the data's ground asks for it.
    is_centred : bool
        Whether it is cut out, fitted and centred by its mass.
    """

    is_inverted: bool | None = None
    is_centred: bool = True


@dataclass(frozen=True, eq=False)
class Sketch:
    """What one model makes of the picture.

    Attributes
    ----------
    map_id, run_id, version : int
        The model.
    image : (h, w, c) uint8, read-only
        The picture as the model sees it.
    is_inverted : bool
        Whether light and dark were exchanged for that.
    is_empty : bool
        Whether there is nothing in it.
    z : tuple of float
        The code, or the mean of q(z∣x).
    sigma : tuple of float or None
        Standard deviations of q(z∣x); None where a code is a point.
    decoded : (h, w, c) uint8, read-only
        What the code decodes to.
    error : (h, w, 1) uint8, read-only
        How far the two are apart, pixel by pixel.
    nats : float
        −log p(x∣z) at the code.
    verdict : Verdict
        How far the code is backed by data.
    """

    map_id: int
    run_id: int
    version: int
    image: np.ndarray
    is_inverted: bool
    is_empty: bool
    z: tuple[float, ...]
    sigma: tuple[float, ...] | None
    decoded: np.ndarray
    error: np.ndarray
    nats: float
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class KeptMark:
    """A picture that was kept.

    Attributes
    ----------
    number : int
        Unique within a session, from 1.
    picture : (H, W, c) uint8, read-only
        As it was drawn.
    options : SketchOptions
        How it was brought to the data.
    image : (h, w, c) uint8, read-only
        As the models see it.
    codes : tuple of (int, int, tuple of float)
        Map, run and code in every map.
    """

    number: int
    picture: np.ndarray
    options: SketchOptions
    image: np.ndarray
    codes: tuple[tuple[int, int, tuple[float, ...]], ...]

    def code_in(self, map_id: int, run_id: int) -> tuple[float, ...] | None:
        """Return its code in a map, where the model is still the same."""
        return next((z for of_map, run, z in self.codes if (of_map, run) == (map_id, run_id)), None)


@dataclass(frozen=True, eq=False)
class SketchState:
    """The picture on the canvas.

    Attributes
    ----------
    picture : (H, W, c) uint8, read-only, or None
        What is drawn, as large as the canvas.
    version : int
        Rises whenever the picture does not come from the canvas: it has to be shown there.
    options : SketchOptions
        How it is brought to the data.
    sketches : tuple of Sketch
        At most one per map.
    kept : tuple of KeptMark
        Oldest first.
    """

    picture: np.ndarray | None = None
    version: int = 0
    options: SketchOptions = SketchOptions()
    sketches: tuple[Sketch, ...] = ()
    kept: tuple[KeptMark, ...] = ()

    def sketch(self, map_id: int) -> Sketch | None:
        """Return what the model of a map makes of the picture."""
        return next((sketch for sketch in self.sketches if sketch.map_id == map_id), None)
