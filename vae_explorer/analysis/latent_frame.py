"""Directions in a latent space, and how far the codes spread along them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class LatentFrame:
    """Orthonormal directions and the codes' place along them.

    Attributes
    ----------
    directions : (d, d) float64
        Rows.
    means, deviations : (d,) float64
        Of the codes along each.
    """

    directions: np.ndarray
    means: np.ndarray
    deviations: np.ndarray


def principal_frame(codes: np.ndarray) -> LatentFrame:
    """Return the principal components of codes ``(n, d)``, the one with the largest variance first.

    A component's sign is arbitrary: its largest part is positive here, so that a model has one picture.
    """
    means = codes.mean(axis=0, dtype=np.float64)
    # Scaled, so that neither tiny nor huge codes leave the numbers' range when they are squared.
    scale = float(np.abs(codes).max()) or 1.0
    centred = (codes.astype(np.float64) - means) / scale
    values, vectors = np.linalg.eigh(centred.T @ centred / len(codes))
    directions = vectors[:, ::-1].T
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1)
    directions = directions * np.where(largest < 0, -1.0, 1.0)
    deviations = scale * np.sqrt(np.maximum(values[::-1], 0.0))
    return LatentFrame(np.ascontiguousarray(directions), directions @ means, deviations)


def axis_frame(codes: np.ndarray, across: int, up: int) -> LatentFrame:
    """Return the axes of codes ``(n, d)``: two chosen ones first, the others by falling deviation."""
    scale = float(np.abs(codes).max()) or 1.0
    means = codes.mean(axis=0, dtype=np.float64)
    deviations = scale * (codes / np.float64(scale)).std(axis=0)
    others = [axis for axis in np.argsort(-deviations, kind="stable").tolist() if axis not in (across, up)]
    order = [across, up, *others]
    return LatentFrame(np.eye(codes.shape[1])[order], means[order], deviations[order])


def aligned(frame: LatentFrame, former: np.ndarray) -> LatentFrame:
    """Return the frame with each direction turned to the side that ``former``'s, (d, d), points to.

    While a model learns, its components turn slowly; their signs must not jump.
    """
    along = np.einsum("ij,ij->i", frame.directions, former)
    signs = np.where(along < 0, -1.0, 1.0)
    return LatentFrame(frame.directions * signs[:, None], frame.means * signs, frame.deviations)
