"""What a model and its training are made of, as strict, frozen records.

The same records are the command line's result, the settings panel's result and the metadata of a checkpoint,
so a model file always says exactly how it came about.
"""

from __future__ import annotations

import itertools
from typing import Literal

import msgspec

from vae_explorer.decodable import decodable
from vae_explorer.errors import UsageError

ModelKind = Literal["pca", "ae", "map", "vae"]
NetworkKind = Literal["mlp", "conv"]
LikelihoodKind = Literal["bernoulli", "gaussian"]
PrecisionKind = Literal["auto", "float32", "bfloat16"]
CompilationKind = Literal["auto", "on", "off"]

MAX_LATENT_DIM = 64
MAX_HIDDEN_LAYERS = 12
MAX_WIDTH = 16_384
MAX_PIXELS = 1024 * 1024
MAX_PARAMETERS = 400_000_000

DEFAULT_HIDDEN: dict[NetworkKind, tuple[int, ...]] = {"mlp": (512, 256, 128), "conv": (32, 64, 128)}


@decodable
class ModelSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The architecture and the objective of one autoencoder.

    Attributes
    ----------
    kind : {"pca", "ae", "map", "vae"}
        Linear autoencoder in closed form; maximum likelihood; maximum a posteriori (RAE-L2, Ghosh et al.
        2020, arXiv:1903.12436); variational (Kingma & Welling 2014, arXiv:1312.6114).
    image_shape : tuple of int
        Height, width and channels (1 or 3) of an image.
    network : {"mlp", "conv"}
        Fully connected, or stride-2 convolutions. PCA has none and ignores it.
    hidden : tuple of int
        Widths of the encoder's hidden layers (``mlp``) or channels of its stride-2 levels (``conv``); the
        decoder mirrors them.
    latent_dim : int
        Dimension of the code, 1 … 64.
    likelihood : {"bernoulli", "gaussian"}
        What −log p(x∣z) is. PCA is always Gaussian (least squares).
    c : float or "auto"
        The balance between reconstruction and regulariser; a larger ``c`` weighs the regulariser more. For
        the Gaussian likelihood it is the observation variance, ‖x − f(z)‖²/2c + D/2 log 2πc, and ``"auto"``
        learns it (σ-VAE, Rybkin et al. 2021, arXiv:2006.13202). For the Bernoulli likelihood it multiplies
        the regulariser (β of a β-VAE, Higgins et al. 2017).
    """

    kind: ModelKind
    image_shape: tuple[int, int, int]
    network: NetworkKind = "mlp"
    hidden: tuple[int, ...] = DEFAULT_HIDDEN["mlp"]
    latent_dim: int = 2
    likelihood: LikelihoodKind = "bernoulli"
    c: float | Literal["auto"] = 1.0

    @property
    def pixel_count(self) -> int:
        """Number of values in one image, height × width × channels."""
        height, width, channels = self.image_shape
        return height * width * channels

    @property
    def has_posterior(self) -> bool:
        """Whether an image is encoded as a distribution rather than a point."""
        return self.kind == "vae"

    @property
    def has_learned_c(self) -> bool:
        """Whether ``c`` is a parameter of the model."""
        return self.c == "auto"

    @property
    def has_adjustable_c(self) -> bool:
        """Whether another ``c`` would make training go another way: there is one, and it is not learned."""
        has_c = self.kind in ("map", "vae") or (self.kind == "ae" and self.likelihood == "gaussian")
        return has_c and not self.has_learned_c

    @property
    def regulariser_weight(self) -> float:
        """What multiplies the KL or the prior penalty in the objective: ``c`` for Bernoulli, else 1."""
        return 1.0 if self.likelihood == "gaussian" or self.c == "auto" else float(self.c)

    def check(self) -> ModelSpec:
        """Return the specification itself when it can be built.

        Raises
        ------
        UsageError
            Names the first parameter that cannot be used and what it may be.
        """
        _check_shape(self)
        _check_layers(self)
        _check_objective(self)
        return self


@decodable
class TrainingSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a model is trained.

    Attributes
    ----------
    epochs : int
        Passes over the training split.
    batch_size : int
        Images per optimiser step. What suits some data, :mod:`vae_explorer.training.recipe` knows.
    learning_rate : float
        Peak of the one-cycle schedule (Smith & Topin 2019, arXiv:1708.07120).
    weight_decay : float
        Decoupled weight decay of AdamW (Loshchilov & Hutter 2019, arXiv:1711.05101).
    seed : int
        Seeds initial weights, order of the batches and the noise.
    model_seed : int or None
        Seeds initial weights and noise in place of ``seed`` where models that learn from the same batches
        are to differ by chance alone.
    image_limit : int or None
        How many images of the training split are learnt from; None for all.
    precision : {"auto", "float32", "bfloat16"}
        The number format in which the networks compute while they learn; ``auto`` takes the faster one.
    compilation : {"auto", "on", "off"}
        Whether training steps are compiled: into machine code on a CPU, into one graph on a CUDA device.
        ``auto`` does so where the run is long enough to repay it.
    compiled_after : int
        With ``"on"``: the first so many epochs are computed without. So a run in which compiled code took
        over on the way can be carried out again.
    """

    epochs: int = 30
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 1e-4
    seed: int = 0
    model_seed: int | None = None
    image_limit: int | None = None
    precision: PrecisionKind = "auto"
    compilation: CompilationKind = "auto"
    compiled_after: int = 0

    @property
    def initial_seed(self) -> int:
        """What seeds initial weights and noise."""
        return self.seed if self.model_seed is None else self.model_seed

    def check(self) -> TrainingSpec:
        """Return the specification itself when it can be run.

        Raises
        ------
        UsageError
            Names the first parameter that cannot be used and what it may be.
        """
        _check_range("epochs", self.epochs, 1, 100_000)
        _check_range("batch size", self.batch_size, 1, 1_000_000)
        _check_range("learning rate", self.learning_rate, 1e-9, 10.0)
        _check_range("weight decay", self.weight_decay, 0.0, 10.0)
        _check_range("seed", self.seed, 0, 2**63 - 1)
        _check_range("seed", self.initial_seed, 0, 2**63 - 1)
        if self.image_limit is not None:
            _check_range("number of images", self.image_limit, 1, 2**63 - 1)
        _check_range("epochs before compiled code", self.compiled_after, 0, 100_000)
        return self


def _check_range(name: str, value: float, lowest: float, highest: float) -> None:
    # Not a number fails both comparisons; to convert a huge whole number for isfinite() would overflow.
    if not lowest <= value <= highest:
        raise UsageError(
            "{value} is not possible",
            where=name,
            remedy="choose a number from {lowest:g} to {highest:g}",
            value=value,
            lowest=lowest,
            highest=highest,
        )


def _check_shape(spec: ModelSpec) -> None:
    height, width, channels = spec.image_shape
    if channels not in (1, 3):
        raise UsageError(
            "{channels} channels are not possible",
            where="image shape",
            remedy="use grey (1) or RGB (3) images",
            channels=channels,
        )
    _check_range("image height", height, 1, MAX_PIXELS)
    _check_range("image width", width, 1, MAX_PIXELS)
    _check_range("pixels of an image", height * width, 1, MAX_PIXELS)


def _check_layers(spec: ModelSpec) -> None:
    _check_range("latent dimension", spec.latent_dim, 1, MAX_LATENT_DIM)
    if spec.kind == "pca":
        _check_range("latent dimension of a PCA", spec.latent_dim, 1, spec.pixel_count)
        return
    _check_range(
        "number of hidden layers", len(spec.hidden), 0 if spec.network == "mlp" else 1, MAX_HIDDEN_LAYERS
    )
    for width in spec.hidden:
        _check_range("hidden layer width", width, 1, MAX_WIDTH)
    _check_range("number of weights", _parameter_estimate(spec), 1, MAX_PARAMETERS)


def _parameter_estimate(spec: ModelSpec) -> int:
    """Return about how many weights the networks have: a huge one is refused before memory is taken."""
    if spec.network == "mlp":
        widths = (spec.pixel_count, *spec.hidden, spec.latent_dim)
        return 2 * sum(a * b for a, b in itertools.pairwise(widths))
    height, width, channels = spec.image_shape
    convolutions = 0
    for out in spec.hidden:
        convolutions += 9 * channels * out
        height, width, channels = (height + 1) // 2, (width + 1) // 2, out
    return 2 * (convolutions + height * width * channels * (2 * spec.latent_dim))


def _check_objective(spec: ModelSpec) -> None:
    if spec.kind == "pca" and spec.likelihood != "gaussian":
        raise UsageError(
            "PCA is least squares and knows no Bernoulli likelihood",
            where="likelihood",
            remedy="choose the Gaussian likelihood for PCA",
        )
    if spec.c == "auto":
        if spec.likelihood != "gaussian":
            raise UsageError(
                "only the Gaussian likelihood has a variance that can be learned",
                where="c",
                remedy="choose a number, or the Gaussian likelihood",
            )
        return
    _check_range("c", float(spec.c), 1e-6, 1e6)
