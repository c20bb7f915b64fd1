"""How far what a place decodes to is backed by data: measured against how the codes themselves fare."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.nearest import NearestCodes, squared_distances
from vae_explorer.analysis.round_trip import round_trips
from vae_explorer.analysis.work import Steps

if TYPE_CHECKING:
    from vae_explorer.analysis.decoder_ensemble import DecoderEnsemble
    from vae_explorer.autoencoders.replica import Replica

EDGE = 0.01
"""Where the data end: at most one code in a hundred fares as badly as what lies outside."""

NEIGHBOURS = 10
_CODES = 1_000
_IMAGES = 2_000
_BLOCK = 250


class TrustPart(Enum):
    """One reason to trust a picture or not."""

    DENSITY = "density"  # are there codes nearby?
    ROUND_TRIP = "round_trip"  # is the picture encoded to where it came from?
    IMAGE = "image"  # is there a real image like the picture?
    DECODERS = "decoders"  # do decoders that learned the same codes apart make the same picture?


class TrustGauge:
    """Compares places with the codes of the model.

    Every part is a distance that grows where decoding is less backed by data:

    - density: to the 10th nearest code;
    - round trip: ‖encode(decode(z)) − z‖;
    - image: Euclidean, from decode(z) to the nearest of up to 2 000 real images;
    - decoders: root mean square over the pixels of the deviation among several decoders' pictures.

    The trust in a place is, part by part, the share of up to 1 000 codes whose own distance is at least as
    large: a conformal p-value (Vovk, Gammerman & Shafer 2005, *Algorithmic Learning in a Random World*,
    chapter 2), so that all parts have one scale without any constant to choose. Chance level: among the
    codes themselves every value from 0 to 1 is as frequent as any other. The one reading is the smallest of
    the parts; the data end where it falls to 0.01.

    Parameters
    ----------
    codes : (n, d) float32
        Codes, or the means of their distributions.
    replica : Replica
        The model.
    images : (n, h, w, c) uint8, optional
        The images of the codes, in their order, where they are at hand.
    ensemble : DecoderEnsemble, optional
        Decoders that learned the same codes.
    """

    def __init__(
        self,
        codes: np.ndarray,
        replica: Replica,
        images: np.ndarray | None = None,
        ensemble: DecoderEnsemble | None = None,
    ) -> None:
        self._index = NearestCodes(codes)
        self._replica = replica
        self._ensemble = ensemble
        judged = np.unique(np.linspace(0, len(codes) - 1, min(_CODES, len(codes))).astype(np.int64))
        self._judged = np.ascontiguousarray(codes[judged], np.float32)
        self._real: np.ndarray | None = None
        if images is not None and len(images) > len(judged):
            # A code is not compared with its own image, nor is a place between codes.
            others = np.setdiff1d(np.arange(len(images)), judged)
            others = others[np.linspace(0, len(others) - 1, min(_IMAGES, len(others))).astype(np.int64)]
            self._real = images[others].reshape(len(others), -1).astype(np.float32) / 255
        self._own: dict[TrustPart, np.ndarray] = {}

    @property
    def parts(self) -> tuple[TrustPart, ...]:
        """The parts that can be measured with what is at hand."""
        has = {TrustPart.IMAGE: self._real is not None, TrustPart.DECODERS: self._ensemble is not None}
        return tuple(part for part in TrustPart if has.get(part, True))

    def calibrate(self, parts: tuple[TrustPart, ...]) -> Steps[None]:
        """Measure how the codes themselves fare in these parts, unless that is known already."""
        missing = tuple(part for part in parts if part not in self._own)
        if not missing:
            return
        distances: dict[TrustPart, list[np.ndarray]] = {part: [] for part in missing}
        for start in range(0, len(self._judged), _BLOCK):
            block = self._judged[start : start + _BLOCK]
            for part, values in self._distances(block, missing, is_code=True).items():
                distances[part].append(values)
            yield
        for part, blocks in distances.items():
            self._own[part] = np.sort(np.concatenate(blocks))

    def measure(self, z: np.ndarray, parts: tuple[TrustPart, ...]) -> dict[TrustPart, np.ndarray]:
        """Return the trust in places ``(m, d) float32``, ``(m,)`` from 0 to 1, in each calibrated part."""
        trust: dict[TrustPart, np.ndarray] = {}
        for part, distances in self._distances(z, parts, is_code=False).items():
            own = self._own[part]
            as_bad = len(own) - np.searchsorted(own, distances, side="left")
            trust[part] = (as_bad + 1) / (len(own) + 1)
        return trust

    def _distances(
        self, z: np.ndarray, parts: tuple[TrustPart, ...], *, is_code: bool
    ) -> dict[TrustPart, np.ndarray]:
        found: dict[TrustPart, np.ndarray] = {}
        if TrustPart.DENSITY in parts:
            # A code is not its own neighbour.
            found[TrustPart.DENSITY] = self._index.find(z, NEIGHBOURS + int(is_code))[0][:, -1]
        if set(parts) & {TrustPart.ROUND_TRIP, TrustPart.IMAGE}:
            pictures = self._replica.decode(z)
            if TrustPart.ROUND_TRIP in parts:
                found[TrustPart.ROUND_TRIP] = round_trips(self._replica, z, pictures)
            if TrustPart.IMAGE in parts and self._real is not None:
                squared = squared_distances(pictures.reshape(len(z), -1), self._real)
                found[TrustPart.IMAGE] = np.sqrt(squared.min(axis=1))
        if TrustPart.DECODERS in parts and self._ensemble is not None:
            found[TrustPart.DECODERS] = self._ensemble.disagreement(z)
        return found


def one_reading(trust: Mapping[TrustPart, np.ndarray]) -> np.ndarray:
    """Return the smallest of the parts, place by place."""
    return np.asarray(np.min(np.stack(list(trust.values())), axis=0))


def trust_picture(trust: np.ndarray, enlargement: int = 1) -> np.ndarray:
    """Return a picture of trust on a grid ``(rows, columns)``.

    Parameters
    ----------
    trust : (rows, columns) float
        From 0 to 1.
    enlargement : int
        So many pixels a cell, interpolated between the cells' centres.

    Returns
    -------
    (rows · enlargement, columns · enlargement) uint8
        0 where half of the codes fare no better, 254 where none fares as badly, logarithmic between; 255 on
        the edge of the data.
    """
    logarithm = np.log10(np.maximum(trust, 1e-3))
    if enlargement > 1:
        logarithm = _enlarged(logarithm, enlargement)
    half = np.log10(0.5)
    distrust = np.clip((half - logarithm) / (half + 3), 0, 1)
    picture: np.ndarray = np.rint(254 * distrust).astype(np.uint8)
    picture[_edge(logarithm <= np.log10(EDGE))] = 255
    return picture


def _enlarged(values: np.ndarray, factor: int) -> np.ndarray:
    """Return a grid with ``factor`` times as many cells along each side, bilinear between the centres."""
    for axis in range(2):
        count = values.shape[axis]
        places = (np.arange(count * factor) + 0.5) / factor - 0.5
        low = np.clip(np.floor(places).astype(np.int64), 0, max(count - 2, 0))
        share = np.clip(places - low, 0, 1)
        share = share[:, None] if axis == 0 else share
        high = np.minimum(low + 1, count - 1)
        values = np.asarray(values.take(low, axis) * (1 - share) + values.take(high, axis) * share)
    return values


def _edge(is_outside: np.ndarray) -> np.ndarray:
    """Return the cells that have a neighbour on the other side."""
    edge = np.zeros(is_outside.shape, bool)
    across = is_outside[1:] != is_outside[:-1]
    edge[1:] |= across
    edge[:-1] |= across
    beside = is_outside[:, 1:] != is_outside[:, :-1]
    edge[:, 1:] |= beside
    edge[:, :-1] |= beside
    return edge
