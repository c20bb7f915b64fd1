"""What one latent map shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from vae_explorer.analysis.figure import GapFigures
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.colour_state import Quantity
from vae_explorer.state.plane import FLAT, Plane
from vae_explorer.state.replay_state import MapReplay


class MapSource(Enum):
    """Where a map's model comes from."""

    EMPTY = "empty"
    BUNDLED = "bundled"
    FILE = "file"
    TRAINING = "training"


class MapStatus(Enum):
    """Whether a map can be used."""

    EMPTY = "empty"  # nothing to show: no model of this kind for this data yet
    LOADING = "loading"
    READY = "ready"


class UnderlayKind(Enum):
    """What lies under the points."""

    NONE = "none"
    DENSITY = "density"
    ATLAS = "atlas"
    TRUST = "trust"
    TRUST_DENSITY = "trust_density"
    TRUST_ROUND_TRIP = "trust_round_trip"
    TRUST_IMAGE = "trust_image"
    TRUST_DECODERS = "trust_decoders"


TRUST_KINDS = {
    UnderlayKind.TRUST: "",
    UnderlayKind.TRUST_DENSITY: "density",
    UnderlayKind.TRUST_ROUND_TRIP: "round_trip",
    UnderlayKind.TRUST_IMAGE: "image",
    UnderlayKind.TRUST_DECODERS: "decoders",
}
"""The kinds that say how far decoding is backed by data, and the part that each shows; none is all in one."""


class Place(Enum):
    """The plain verdict on a place in the plane."""

    IN_DATA = "in_data"
    AT_EDGE = "at_edge"
    IN_GAP = "in_gap"


@dataclass(frozen=True)
class Verdict:
    """How far a place in the latent space is backed by data.

    Attributes
    ----------
    place : Place
        The reading in one word.
    nearest_sigma : float
        Distance to the nearest code, in standard deviations of the codes.
    density_percentile : float
        Share of codes, in percent, that lie in a thinner neighbourhood than this place.
    round_trip_sigma : float or None
        How far encoding what the place decodes to lands from it, in the same unit; None where not measured.
    """

    place: Place
    nearest_sigma: float
    density_percentile: float
    round_trip_sigma: float | None = None


@dataclass(frozen=True, eq=False)
class DecodedPoint:
    """What a place decodes to, and the images encoded next to it.

    Attributes
    ----------
    z : tuple of float
        The place, all latent dimensions.
    image : (h, w, c) uint8, read-only
        The decoder's pixel means.
    neighbours : tuple of int
        Positions in the preview set of the nearest codes, nearest first.
    neighbour_images : (k, h, w, c) uint8, read-only
        Their real images, or the reconstructions of their codes.
    has_real_images : bool
        Which of the two.
    neighbour_labels : tuple of int
        Their classes, −1 where unlabelled.
    neighbour_sigmas : tuple of float
        Distances of their codes from the place, in standard deviations of the codes.
    verdict : Verdict
        How far the place is backed by data.
    decode_ms : float
        How long decoding took in its thread.
    """

    z: tuple[float, ...]
    image: np.ndarray
    neighbours: tuple[int, ...]
    neighbour_images: np.ndarray
    has_real_images: bool
    neighbour_labels: tuple[int, ...]
    verdict: Verdict
    decode_ms: float
    neighbour_sigmas: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Codes:
    """The encoded preview set.

    Attributes
    ----------
    mu : (n, d) float32, read-only
    logvar : (n, d) float32, read-only, or None
    labels : (n,) int64, read-only
        −1 where unlabelled.
    indices : (n,) int64, read-only
        Positions in the training split.
    """

    mu: np.ndarray
    logvar: np.ndarray | None
    labels: np.ndarray
    indices: np.ndarray


@dataclass(frozen=True, eq=False)
class UnderlayTile:
    """A picture that lies in the plane.

    Attributes
    ----------
    image : (rows, columns) or (rows, columns, 3) uint8, read-only
        First row at the top (largest second coordinate). One channel is the strength of ink (atlas of grey
        images) or of density, 0 … 255, which the window paints in its theme's colours; three are RGB.
    x_min, x_max, y_min, y_max : float
        Where it lies.
    kind : UnderlayKind
        What it is.
    """

    image: np.ndarray
    x_min: float
    x_max: float
    y_min: float
    y_max: float
    kind: UnderlayKind = UnderlayKind.ATLAS


@dataclass(frozen=True, eq=False)
class MapState:
    """One map: its model at one moment, the places looked at, and what was found there.

    Attributes
    ----------
    map_id : int
        Position among the maps, from 0.
    kind : ModelKind
        The kind of model that stands here.
    source : MapSource
        Where it comes from.
    status : MapStatus
        Whether it can be used.
    title : str
        File name for a file; empty otherwise.
    path : str
        The model file, where there is one.
    model : ModelSpec or None
        None while empty or loading for the first time.
    dataset : DatasetRecord or None
        What the model was trained on.
    run_id, version : int
        Identify the weights: replies that carry others are dropped.
    epoch : float
        Epochs trained.
    codes : Codes or None
        What the points are.
    history : tuple of EpochRecord
        For the curves and the chips.
    pin : tuple of float or None
        The pinned place, all latent dimensions.
    pin_decoded, hover_decoded : DecodedPoint or None
        What was found at the pin, and under the pointer or at the linked image.
    is_hovered : bool
        Whether the pointer is over this map.
    linked_index : int or None
        The image that lights up here: a position in the preview set.
    pin_floor, hover_floor : int
        Replies to requests up to these numbers come too late and are dropped.
    quantity : Quantity or None
        What the points are coloured by, where that is not their label.
    underlay : tuple of UnderlayTile
        Coarse first, sharp last.
    plane : Plane
        What the map shows of the latent space.
    replay : MapReplay or None
        The past moment whose codes are shown; None while the newest is.
    figures : GapFigures
        How full of gaps its latent space is, as far as it is measured.
    """

    map_id: int
    kind: ModelKind
    source: MapSource = MapSource.EMPTY
    status: MapStatus = MapStatus.EMPTY
    title: str = ""
    path: str = ""
    model: ModelSpec | None = None
    dataset: DatasetRecord | None = None
    run_id: int = 0
    version: int = 0
    epoch: float = 0.0
    codes: Codes | None = None
    history: tuple[EpochRecord, ...] = ()
    pin: tuple[float, ...] | None = None
    pin_decoded: DecodedPoint | None = None
    hover_decoded: DecodedPoint | None = None
    is_hovered: bool = False
    linked_index: int | None = None
    pin_floor: int = 0
    hover_floor: int = 0
    quantity: Quantity | None = None
    underlay: tuple[UnderlayTile, ...] = field(default=())
    plane: Plane = FLAT
    replay: MapReplay | None = None
    figures: GapFigures = field(default_factory=GapFigures)

    @property
    def shown(self) -> DecodedPoint | None:
        """What the inspector shows: the place under the pointer while there is one, else the pin."""
        return self.hover_decoded or self.pin_decoded

    @property
    def terms(self) -> Terms | None:
        """The figures on the test split at the moment shown; None before the first finished epoch."""
        if self.replay is None or len(self.history) < 2:
            return self.history[-1].test if self.history else None
        reached = [record for record in self.history if record.epoch <= self.replay.epoch + 1e-6]
        return reached[-1].test if reached else None

    @property
    def shown_epoch(self) -> float:
        """Epochs trained at the moment shown."""
        return self.epoch if self.replay is None else self.replay.epoch

    @property
    def whole_epochs(self) -> int:
        """Epochs completed at the moment shown."""
        return int(self.shown_epoch + 1e-6)


def is_comparable(first: MapState, second: MapState) -> bool:
    """Whether the same position in both preview sets is the same image."""
    if first.dataset is None or second.dataset is None or first.codes is None or second.codes is None:
        return False
    if first.dataset.fingerprint != second.dataset.fingerprint:
        return False
    if first.codes.indices is second.codes.indices:
        return True
    return np.array_equal(first.codes.indices, second.codes.indices)
