"""What is known of one image's inference: where its code lies, how sure that is, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.analysis.inference_account import InferenceAccount

MAX_DARTS = 600


@dataclass(frozen=True, eq=False)
class Ellipse:
    """A normal distribution over the plane: its mean ``(2,)``, and ``(2, 2)`` R with R Rᵀ the covariance."""

    mean: np.ndarray
    root: np.ndarray


@dataclass(frozen=True, eq=False)
class HeatTile:
    """A density as a picture: ``(rows, columns) uint8``, read-only, first row at the top; where it lies."""

    image: np.ndarray
    x_min: float
    x_max: float
    y_min: float
    y_max: float


@dataclass(frozen=True, eq=False)
class Belief:
    """What one model says of one image.

    Attributes
    ----------
    map_id, run_id, version : int
        The model.
    index : int
        The image: a position in the preview set.
    image : (h, w, c) uint8, read-only
        Its pixels.
    is_real : bool
        Whether they are the data's; else the picture decoded from its code stands in.
    mean : tuple of float
        The code, or the mean of q(z∣x).
    sigma : tuple of float or None
        Standard deviations of q(z∣x); None where a code is a point.
    ellipse : Ellipse or None
        q(z∣x) along the first two coordinates.
    account : InferenceAccount or None
        Where the nats go; None until integrated, and where there is no prior.
    straight, tilted : Ellipse or None
        The best Gaussians with axes along the coordinates and of all.
    heat : HeatTile or None
        The exact p(z∣x); with two latent dimensions only.
    has_prior : bool
        Whether the model knows a prior; without one `heat` is p(x∣z) brought to the mass 1.
    is_complete : bool
        Whether nothing more is on its way.
    """

    map_id: int
    run_id: int
    version: int
    index: int
    image: np.ndarray
    is_real: bool
    mean: tuple[float, ...]
    sigma: tuple[float, ...] | None
    has_prior: bool
    ellipse: Ellipse | None = None
    account: InferenceAccount | None = None
    straight: Ellipse | None = None
    tilted: Ellipse | None = None
    heat: HeatTile | None = None
    is_complete: bool = False


@dataclass(frozen=True, eq=False)
class DartBoard:
    """The darts thrown at one image's q(z∣x) in one map, the oldest first.

    Attributes
    ----------
    map_id, run_id, version, index : int
        The model and the image.
    places : (n, d) float64, read-only
        Where they stuck: the codes.
    images : (n, h, w, c) uint8, read-only
        What each decodes to.
    fresh : int
        How many of the last came with the last throw.
    """

    map_id: int
    run_id: int
    version: int
    index: int
    places: np.ndarray
    images: np.ndarray
    fresh: int


@dataclass(frozen=True, eq=False)
class InferenceState:
    """The image whose inference is looked at, in every map that knows it.

    Attributes
    ----------
    chosen : int or None
        The image that was clicked: a position in the preview set.
    chosen_map : int
        The map in which it was.
    beliefs : tuple of Belief
        At most one per map: of the image under the pointer while there is one, else of the chosen one.
    boards : tuple of DartBoard
        At most one per map, always of the chosen image.
    is_tiled : bool
        Whether the ellipses of all images are shown.
    is_posterior_shown : bool
        Whether the exact posterior is shown.
    """

    chosen: int | None = None
    chosen_map: int = 0
    beliefs: tuple[Belief, ...] = ()
    boards: tuple[DartBoard, ...] = ()
    is_tiled: bool = False
    is_posterior_shown: bool = True

    def belief(self, map_id: int, run_id: int | None = None) -> Belief | None:
        """Return what is known for a map, of the model of one run if that is given."""
        found = next((belief for belief in self.beliefs if belief.map_id == map_id), None)
        return found if found is None or run_id in (None, found.run_id) else None

    def board(self, map_id: int, run_id: int | None = None) -> DartBoard | None:
        """Return the darts in a map, thrown at the model of one run if that is given."""
        found = next((board for board in self.boards if board.map_id == map_id), None)
        return found if found is None or run_id in (None, found.run_id) else None
