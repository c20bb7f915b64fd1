"""What the analysis thread does for a picture of one's own: fit, encode, decode, judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.map_state import Place, Verdict
from vae_explorer.state.sketch_state import Sketch, SketchOptions
from vae_explorer.workers.inference_analysis import generative_model

if TYPE_CHECKING:
    from vae_explorer.analysis.neighbourhood import NeighbourIndex
    from vae_explorer.workers.analysis_context import AnalysisContext

_GROUND_SAMPLE = 200


@dataclass(frozen=True, eq=False)
class SketchRequest:
    """Ask what a model makes of a picture ``(H, W, c) uint8``."""

    picture: np.ndarray
    options: SketchOptions


@dataclass(frozen=True)
class PictureRequest:
    """Ask for a picture from a file, as large as the canvas."""

    path: str
    height: int
    width: int


@dataclass(frozen=True, eq=False)
class PictureRead:
    """A picture ``(H, W, c) uint8`` as large as the canvas."""

    picture: np.ndarray


def make_sketch(request: SketchRequest, context: AnalysisContext) -> Iterator[Sketch]:
    """Yield what the model of a map makes of a picture."""
    from vae_explorer.data.own_picture import fit_picture

    fitted = fit_picture(
        request.picture,
        context.spec.image_shape,
        ground=context.remember("ground", lambda: _ground(context)),
        is_inverted=request.options.is_inverted,
        is_centred=request.options.is_centred,
    )
    mu, logvar = context.replica.encode(fitted.image[None])
    decoded = context.replica.decode_uint8(mu)[0]
    model = generative_model(context)
    likelihood = model.log_likelihood(mu, fitted.image.reshape(-1) / 255.0)
    yield Sketch(
        map_id=context.map_id,
        run_id=context.run_id,
        version=context.version,
        image=fitted.image,
        is_inverted=fitted.is_inverted,
        is_empty=fitted.is_empty,
        z=tuple(mu[0].tolist()),
        sigma=None if logvar is None else tuple(np.exp(0.5 * logvar[0]).tolist()),
        decoded=_frozen(decoded),
        error=_frozen(_error(fitted.image, decoded)),
        nats=-float(likelihood[0]),
        verdict=_verdict(mu[0], context),
    )


def read_picture(request: PictureRequest, context: AnalysisContext) -> Iterator[PictureRead]:
    """Yield a picture from a file."""
    from vae_explorer.data.picture import decode_picture, read_picture_header

    path = Path(request.path)
    header = read_picture_header(path)
    is_grey = context.spec.image_shape[2] == 1
    picture = decode_picture(path, header, (request.height, request.width), is_grey=is_grey)
    yield PictureRead(_frozen(np.array(picture)))


def _ground(context: AnalysisContext) -> float:
    """Return how light the ground of the data is, from the images or from what their codes decode to."""
    from vae_explorer.data.own_picture import ground_level

    if context.dataset is not None:
        return ground_level(context.dataset.train_images[:_GROUND_SAMPLE])
    return ground_level(context.replica.decode_uint8(context.codes.mu[:_GROUND_SAMPLE]))


def _error(image: np.ndarray, decoded: np.ndarray) -> np.ndarray:
    apart: np.ndarray = np.abs(image.astype(np.int16) - decoded).max(axis=2, keepdims=True).astype(np.uint8)
    return apart


def _verdict(z: np.ndarray, context: AnalysisContext) -> Verdict:
    from vae_explorer.analysis.neighbourhood import NeighbourIndex

    index: NeighbourIndex = context.remember("path_neighbours", lambda: NeighbourIndex(context.codes.mu))
    found = index.probe(z)
    place = Place.AT_EDGE if found.is_edge else Place.IN_DATA
    return Verdict(
        Place.IN_GAP if found.is_gap else place, found.distances_sigma[0], found.density_percentile
    )


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
