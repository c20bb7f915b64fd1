"""The shortest way between two codes as the decoder measures it, beside the straight line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import minimize

from vae_explorer.autoencoders.model import Autoencoder

_POINTS = 33
_MAX_STEPS = 150


@dataclass(frozen=True, eq=False)
class Curve:
    """A way through the latent space.

    Attributes
    ----------
    points : (n, d) float64
        From the first place to the last.
    energy : float
        Discrete curve energy, see :func:`geodesic`.
    length : float
        What the decoded image changes along the way: Σ ‖f(zᵢ₊₁) − f(zᵢ)‖, pixels in 0 … 1.
    """

    points: np.ndarray
    energy: float
    length: float


def straight_line(model: Autoencoder, start: np.ndarray, end: np.ndarray, points: int = _POINTS) -> Curve:
    """Return the straight line between two codes ``(d,)``, in even steps."""
    shares = np.linspace(0, 1, points)[:, None]
    line = (1 - shares) * np.asarray(start, np.float64) + shares * np.asarray(end, np.float64)
    return _measured(model, line)


def geodesic(model: Autoencoder, start: np.ndarray, end: np.ndarray, points: int = _POINTS) -> Curve:
    """Return the shortest curve between two codes in the metric that the decoder f pulls back to the plane.

    In the metric G(z) = J(z)ᵀJ(z), J the decoder's Jacobian, a step is as long as the change of the decoded
    image (Arvanitidis, Hansen & Hauberg 2018; Shao, Kumar & Fletcher 2018). Among all curves the geodesic has
    the least energy ∫ ẋᵀGẋ dt; discretised

        E(z₀ … z_N) = N Σ ‖f(zᵢ₊₁) − f(zᵢ)‖²,

    which is minimised over the inner points by L-BFGS, the gradient 2N J(zᵢ)ᵀ(2f(zᵢ) − f(zᵢ₋₁) − f(zᵢ₊₁))
    by automatic differentiation. It begins with the straight line, whose energy it so never exceeds; where f
    is linear, that line is the answer. What is found is a local minimum: a way around, not always the best.

    Parameters
    ----------
    model : Autoencoder
        A replica that the calling thread has for itself.
    start, end : (d,) float
        The codes.
    points : int
        Of the curve, both ends included.
    """
    line = straight_line(model, start, end, points)
    span = float(np.linalg.norm(line.points[-1] - line.points[0]))
    if points < 3 or span == 0:
        return line
    ends = torch.tensor(line.points[[0, -1]], dtype=torch.float32)
    inner = line.points[1:-1]
    scale = max(line.energy, 1e-12)

    def energy_of(flat: np.ndarray) -> tuple[float, np.ndarray]:
        moved = torch.tensor(inner + span * flat.reshape(inner.shape), dtype=torch.float32)
        moved.requires_grad_(True)
        images = _decoded(model, torch.cat([ends[:1], moved, ends[1:]]))
        energy = images.diff(dim=0).square().sum(dtype=torch.float64) * (points - 1) / scale
        (gradient,) = torch.autograd.grad(energy, moved)
        return float(energy.detach()), span * gradient.double().numpy().reshape(-1)

    found = minimize(
        energy_of, np.zeros(inner.size), jac=True, method="L-BFGS-B", options={"maxiter": _MAX_STEPS}
    )
    curve = line.points.copy()
    curve[1:-1] += span * np.asarray(found.x).reshape(inner.shape)
    if not np.isfinite(curve).all():
        return line
    bent = _measured(model, curve)
    return bent if bent.energy < line.energy else line


def walk(points: np.ndarray, count: int) -> np.ndarray:
    """Return ``count`` places in even steps of the curve's own parameter, ``(count, d) float64``."""
    own = np.arange(len(points), dtype=np.float64)
    wanted = np.linspace(0, len(points) - 1, count)
    return np.stack([np.interp(wanted, own, points[:, axis]) for axis in range(points.shape[1])], axis=1)


def _decoded(model: Autoencoder, z: torch.Tensor) -> torch.Tensor:
    output = model.decode_output(z)
    # PCA's pixels are not cut off here: at the cut the metric would have no derivative.
    return output if model.spec.kind == "pca" else torch.sigmoid(output)


def _measured(model: Autoencoder, points: np.ndarray) -> Curve:
    with torch.inference_mode():
        steps = _decoded(model, torch.tensor(points, dtype=torch.float32)).diff(dim=0)
        squares = steps.square().sum(dim=1, dtype=torch.float64).numpy()
    return Curve(points, float(squares.sum() * (len(points) - 1)), float(np.sqrt(squares).sum()))
