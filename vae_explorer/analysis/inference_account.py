"""What inference costs for one image: log p(x), the ELBO, and where the nats between them go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InferenceAccount:
    """The accounts of one image, in nats.

    Attributes
    ----------
    log_evidence : float
        log p(x) = log ∫ p(x∣z) p(z) dz.
    error_nats : float
        How far `log_evidence` may be off: resolution and truncation of the grid, or one standard error of an
        importance-weighted estimate.
    is_exact : bool
        Whether the integral was taken on a grid (two latent dimensions), else by importance weighting.
    elbo : float or None
        E_q log p(x, z) − E_q log q(z∣x); None where the encoder says a point.
    amortisation_nats : float or None
        What the best Gaussian of q's own family, axes along the coordinates, would win.
    approximation_nats : float or None
        What no such Gaussian wins.
    tilt_nats : float or None
        How much of that a Gaussian with a turned ellipse (full covariance) would win.
    """

    log_evidence: float
    error_nats: float
    is_exact: bool
    elbo: float | None = None
    amortisation_nats: float | None = None
    approximation_nats: float | None = None
    tilt_nats: float | None = None

    @property
    def gap_nats(self) -> float | None:
        """Log p(x) − ELBO = KL(q(z∣x)‖p(z∣x))."""
        return None if self.elbo is None else self.log_evidence - self.elbo
