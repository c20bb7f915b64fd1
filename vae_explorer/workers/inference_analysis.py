"""What the analysis thread does for one image: its posterior, its accounts, its darts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.state.inference_state import Belief, DartBoard, Ellipse, HeatTile

if TYPE_CHECKING:
    from vae_explorer.analysis.decode_grid import DecodeGrid
    from vae_explorer.analysis.gaussian_fit import Gaussian
    from vae_explorer.analysis.generative_model import GenerativeModel
    from vae_explorer.workers.analysis_context import AnalysisContext


@dataclass(frozen=True)
class BeliefRequest:
    """Ask what a model says of one image of the preview set."""

    index: int


@dataclass(frozen=True)
class ThrowRequest:
    """Ask for draws from q(z∣x) of one image of the preview set."""

    index: int
    count: int
    seed: int


def find_belief(request: BeliefRequest, context: AnalysisContext) -> Iterator[Belief | None]:
    """Yield what a model says of an image: at once what the encoder says, then the exact posterior."""
    model = generative_model(context)
    image, is_real = pixels_of(request.index, context)
    flat = image.reshape(-1) / 255.0
    mu, logvar = model.encode(flat[None])
    sigma = None if logvar is None else np.exp(0.5 * logvar[0])
    belief = Belief(
        map_id=context.map_id,
        run_id=context.run_id,
        version=context.version,
        index=request.index,
        image=image,
        is_real=is_real,
        mean=tuple(mu[0].tolist()),
        sigma=None if sigma is None else tuple(sigma.tolist()),
        has_prior=model.has_prior,
        ellipse=None if sigma is None else _plane_ellipse(mu[0], sigma),
        is_complete=context.spec.latent_dim != 2 and not context.spec.has_posterior,
    )
    yield belief
    if context.spec.latent_dim == 2:
        yield from _integrated(belief, model, flat, context)
    elif logvar is not None:
        from vae_explorer.analysis.importance import weighted_account

        account = weighted_account(model, flat, mu[0], logvar[0])
        yield replace(belief, account=account, is_complete=True)


def throw_darts(request: ThrowRequest, context: AnalysisContext) -> Iterator[DartBoard]:
    """Yield draws from q(z∣x); where a code is a point, all of them are that point."""
    model = generative_model(context)
    image, _ = pixels_of(request.index, context)
    mu, logvar = model.encode(image.reshape(1, -1) / 255.0)
    z = np.repeat(mu, request.count, axis=0)
    if logvar is not None:
        noise = np.random.default_rng(request.seed).standard_normal(z.shape)
        z = z + noise * np.exp(0.5 * logvar)
    yield DartBoard(
        map_id=context.map_id,
        run_id=context.run_id,
        version=context.version,
        index=request.index,
        places=_frozen(z),
        images=_frozen(context.replica.decode_uint8(z.astype(np.float32))),
        fresh=request.count,
    )


def generative_model(context: AnalysisContext) -> GenerativeModel:
    """Return the densities of the model in a context, made once."""
    from vae_explorer.analysis.generative_model import GenerativeModel

    return context.remember("generative_model", lambda: GenerativeModel(context.replica.model))


def pixels_of(index: int, context: AnalysisContext) -> tuple[np.ndarray, bool]:
    """Return an image of the preview set ``(h, w, c) uint8``, and whether it is the data's own.

    Where the data are not at hand, the picture decoded from its code stands in.
    """
    dataset, codes = context.dataset, context.codes
    if dataset is not None:
        return dataset.train_images[codes.indices[index]], True
    return _frozen(context.replica.decode_uint8(codes.mu[index][None])[0]), False


def _integrated(
    belief: Belief, model: GenerativeModel, flat: np.ndarray, context: AnalysisContext
) -> Iterator[Belief | None]:
    from vae_explorer.analysis.decode_grid import DecodeGrid
    from vae_explorer.analysis.exact_inference import exact_account, split_gap
    from vae_explorer.analysis.gaussian_fit import Gaussian

    codes = context.codes
    # A grid that was left half full for a newer question is gone on with, not begun again.
    grid: DecodeGrid = context.remember(
        "decode_grid", lambda: DecodeGrid.around(model, codes.mu, codes.logvar)
    )
    for _ in grid.fill():
        yield None
    q: Gaussian | None = None
    if belief.sigma is not None:
        q = Gaussian(np.array(belief.mean), np.diag(belief.sigma))
    account, lattice = exact_account(grid, flat, q)
    picture, extent = lattice.picture()
    belief = replace(belief, heat=HeatTile(_frozen(picture), *extent), is_complete=q is None)
    if model.has_prior:
        belief = replace(belief, account=account)
    yield belief
    if q is not None:
        account, fits = split_gap(grid, flat, q, account, lattice)
        yield replace(
            belief,
            account=account,
            straight=_ellipse(fits.straight),
            tilted=_ellipse(fits.tilted),
            is_complete=True,
        )


def _ellipse(gaussian: Gaussian | None) -> Ellipse | None:
    return None if gaussian is None else Ellipse(gaussian.mean, gaussian.root)


def _plane_ellipse(mean: np.ndarray, sigma: np.ndarray) -> Ellipse:
    shown = np.zeros((2, 2))
    count = min(len(mean), 2)
    shown[:, :count] = np.stack([mean, sigma])[:, :count]
    return Ellipse(shown[0], np.diag(shown[1]))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
