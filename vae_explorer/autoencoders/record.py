"""What is measured of a model and remembered with it: loss terms, epochs, and the data it saw."""

from __future__ import annotations

import msgspec

from vae_explorer.decodable import decodable


@decodable
class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The terms of the objective, in nats per image: sums over pixels, means over images.

    Attributes
    ----------
    reconstruction_nats : float
        Mean −log p(x∣z).
    kl_nats : float
        Mean KL(q(z∣x)‖N(0, I)) of a VAE; 0 for the others.
    prior_nats : float
        Mean ‖z‖²/2 of a MAP-AE; 0 for the others.
    squared_error : float or None
        Mean over images of Σ (x − f)² with pixels in 0 … 1: the one figure that compares models across
        likelihoods. None in running means, where it would cost a pass over every batch.
    c : float
        The balance in force when the terms were measured.
    """

    reconstruction_nats: float
    kl_nats: float = 0.0
    prior_nats: float = 0.0
    squared_error: float | None = None
    c: float = 1.0

    @property
    def total_nats(self) -> float:
        """Reconstruction plus the regulariser as it stands, unweighted: for a VAE the negative ELBO."""
        return self.reconstruction_nats + self.kl_nats + self.prior_nats


@decodable
class EpochRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one epoch came to.

    Attributes
    ----------
    epoch : int
        Epochs finished, from 1.
    train : Terms
        Running means over the epoch's batches, while the weights moved.
    test : Terms
        On the whole test split with the weights at the epoch's end.
    seconds : float
        Training time so far, pauses and measuring left out.
    """

    epoch: int
    train: Terms
    test: Terms
    seconds: float


@decodable
class DatasetRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which data a model was trained on.

    Attributes
    ----------
    name : str
        A known name (``mnist``) or the last part of a path.
    title : str
        What a person reads.
    fingerprint : str
        SHA-256 over pixels and labels: tells whether the data at hand are those.
    label_names : tuple of str
        One name per class; empty where the data are unlabelled.
    train_count, test_count : int
        Images per split.
    """

    name: str
    title: str
    fingerprint: str
    label_names: tuple[str, ...]
    train_count: int
    test_count: int
