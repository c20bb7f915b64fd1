"""Reading the values of options that are more than a word or a number."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import Literal

from vae_explorer.autoencoders.specification import DEFAULT_HIDDEN, LikelihoodKind, ModelKind, NetworkKind
from vae_explorer.errors import UsageError

_OPTIONS = {
    "latent dimension": "--latent-dim",
    "latent dimension of a PCA": "--latent-dim",
    "number of hidden layers": "--hidden",
    "hidden layer width": "--hidden",
    "number of weights": "--hidden",
    "batch size": "--batch-size",
    "learning rate": "--learning-rate",
    "weight decay": "--weight-decay",
    "epochs": "--epochs",
    "seed": "--seed",
    "likelihood": "--likelihood",
    "c": "--c",
}


@contextlib.contextmanager
def blaming_options() -> Iterator[None]:
    """Let an error about a parameter name the option that set it."""
    try:
        yield
    except UsageError as error:
        error.where = _OPTIONS.get(error.where or "", error.where)
        raise


def likelihood_of(kind: ModelKind, chosen: LikelihoodKind | None) -> LikelihoodKind:
    """Return the chosen likelihood, or the usual one of a kind: PCA knows only the Gaussian."""
    return chosen or ("gaussian" if kind == "pca" else "bernoulli")


def balance_of(kind: ModelKind, text: str | None) -> float | Literal["auto"]:
    """Return the value of ``--c``; without one PCA fits it and the others take 1.

    Raises
    ------
    UsageError
        If it is neither a number nor ``auto``.
    """
    if text is None:
        return "auto" if kind == "pca" else 1.0
    if text.strip().lower() == "auto":
        return "auto"
    return _number(text, "--c", "give a number, or auto to learn it")


def hidden_of(network: NetworkKind, text: str | None) -> tuple[int, ...]:
    """Return the widths of the hidden layers from ``512,256,128`` or ``none``; the usual ones from None.

    Raises
    ------
    UsageError
        If a width is no whole number.
    """
    if text is None:
        return DEFAULT_HIDDEN[network]
    if text.strip().lower() == "none":
        return ()
    try:
        return tuple(int(width) for width in text.split(","))
    except ValueError:
        raise UsageError(
            "{text!r} is no list of whole numbers",
            where="--hidden",
            remedy="write the widths with commas, as in 512,256,128, or none",
            text=text,
        ) from None


def code_of(text: str, latent_dim: int) -> tuple[float, ...]:
    """Return the code that ``0.5,-1.0`` stands for.

    Raises
    ------
    UsageError
        If a coordinate is no finite number, or there are more or fewer than the model has.
    """
    remedy = "give {latent_dim} numbers with commas between them"
    code = tuple(_number(part, "--z", remedy, latent_dim=latent_dim) for part in text.split(","))
    if len(code) != latent_dim:
        raise UsageError(
            "{text!r} has {found} coordinates, and the model's codes have {latent_dim}",
            where="--z",
            remedy=remedy,
            text=text,
            found=len(code),
            latent_dim=latent_dim,
        )
    return code


def _number(text: str, option: str, remedy: str, **values: object) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise UsageError("{text!r} is no finite number", where=option, remedy=remedy, text=text, **values)
    return number
