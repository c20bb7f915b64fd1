"""The page that goes with a model file: how it was made, from what, how good it is, its use and limits."""

from __future__ import annotations

import platform
import shlex
from pathlib import Path

from vae_explorer import __version__
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.cli.training_run import RunResult
from vae_explorer.training.dataset_record import catalogued

_TITLES = {
    "pca": "principal component analysis",
    "ae": "plain autoencoder",
    "map": "autoencoder with a Gaussian prior (MAP)",
    "vae": "variational autoencoder",
}
_OBJECTIVES = {
    "pca": "The linear autoencoder, in closed form: the least squared error of any linear reconstruction.",
    "ae": "A deterministic autoencoder, trained by maximum likelihood: it minimises −log p(x∣z).",
    "map": """A deterministic autoencoder with a Gaussian prior on its codes, trained by maximum a posteriori:
it minimises −log p(x∣z) + ‖z‖²/2 (RAE-L2; Ghosh et al. 2020, arXiv:1903.12436).""",
    "vae": """A variational autoencoder: it minimises −E log p(x∣z) + KL(q(z∣x)‖N(0, I))
(Kingma & Welling 2014, arXiv:1312.6114).""",
}
_USE = """To be looked at: for teaching and exploring what a latent space is, in VAE Explorer or any reader
of safetensors files. It opens and decodes without its data."""


def model_card(result: RunResult, checkpoint: Checkpoint, file: Path) -> str:
    """Return the card of a saved model as Markdown.

    Parameters
    ----------
    result : RunResult
        The run that made it.
    checkpoint : Checkpoint
        What `file` holds.
    file : Path
        The model file, for its name and size.
    """
    spec, dataset = checkpoint.model, checkpoint.dataset
    sections = {
        "How it was made": f"```sh\n{command_of(checkpoint, file.name)}\n```\n\n{_run(result, checkpoint)}",
        "Data": _data(spec, dataset),
        "Figures": _figures(checkpoint),
        "Architecture": _architecture(checkpoint, file),
        "Intended use": _USE,
        "Limits": _limits(spec),
    }
    head = f"# {dataset.title}: {_TITLES[spec.kind]}, latent dimension {spec.latent_dim}"
    body = [f"## {title}\n\n{text}" for title, text in sections.items()]
    return "\n\n".join([head, _OBJECTIVES[spec.kind], *body]) + "\n"


def command_of(checkpoint: Checkpoint, out: str) -> str:
    """Return the command that makes this model again, with every parameter that had a part in it."""
    spec, training = checkpoint.model, checkpoint.training
    options: dict[str, object] = {
        "--kind": spec.kind,
        "--dataset": checkpoint.dataset.name,
        "--out": out,
        "--latent-dim": spec.latent_dim,
    }
    if spec.kind != "pca":
        options |= {
            "--likelihood": spec.likelihood,
            "--c": spec.c,
            "--network": spec.network,
            "--hidden": ",".join(map(str, spec.hidden)) or "none",
            "--epochs": training.epochs,
            "--batch-size": training.batch_size,
            "--learning-rate": training.learning_rate,
            "--weight-decay": training.weight_decay,
            "--seed": training.seed,
            "--precision": training.precision,
            "--compile": training.compilation,
        }
        if training.compiled_after:
            options["--compile-after"] = training.compiled_after
    words = [str(word) for option in options.items() for word in option]
    return shlex.join(["vae-explorer", "train", *words])


def _run(result: RunResult, checkpoint: Checkpoint) -> str:
    import torch

    made_with = (
        f"with VAE Explorer {__version__}, torch {torch.__version__} and Python {platform.python_version()} "
        f"on `{checkpoint.device}`"
    )
    if checkpoint.model.kind == "pca":
        return f"Fitted in {result.seconds:.2f} s {made_with}."
    wanted = f" of {checkpoint.training.epochs}: it was stopped" if result.is_interrupted else ""
    return (
        f"Epochs: {checkpoint.epoch:.4g}{wanted}. Training took {result.seconds:.1f} s, "
        f"{result.images_per_second:.0f} images/s, {made_with}."
    )


def _data(spec: ModelSpec, dataset: DatasetRecord) -> str:
    height, width, channels = spec.image_shape
    entry = catalogued(dataset.name, dataset.train_count + dataset.test_count, spec.image_shape)
    licence = "not known to the program" if entry is None else f"{entry.licence}, <{entry.source_url}>"
    classes = ", ".join(dataset.label_names) or "none"
    lines = [
        f"{dataset.title}: {dataset.train_count} training and {dataset.test_count} test images",
        f"each {height} × {width} × {channels}, bytes divided by 255",
        f"classes: {classes} (training does not look at them)",
        f"SHA-256 of pixels and labels: `{dataset.fingerprint}`",
        f"licence: {licence}",
    ]
    return _list(lines)


def _figures(checkpoint: Checkpoint) -> str:
    if not checkpoint.history:
        return "None: training was stopped before the first epoch was measured."
    kind, record = checkpoint.model.kind, checkpoint.history[-1]
    test = record.test
    rows = [("reconstruction, −log p(x∣z)", f"{test.reconstruction_nats:.2f} nats")]
    if kind == "vae":
        rows += [("KL(q(z∣x)‖N(0, I))", f"{test.kl_nats:.2f} nats")]
    if kind == "map":
        rows += [("prior, ‖z‖²/2", f"{test.prior_nats:.2f} nats")]
    if kind in ("vae", "map"):
        rows += [("total", f"{test.total_nats:.2f} nats")]
    if test.squared_error is not None:
        rows += [("squared error, pixels in 0 … 1", f"{test.squared_error:.2f}")]
    lines = [f"| {name} | {value} |" for name, value in rows]
    table = ["| mean over the test images | |", "|---|---|", *lines]
    return "\n".join([*table, "", _likelihood(checkpoint.model, test.c)])


def _likelihood(spec: ModelSpec, c: float) -> str:
    if spec.likelihood == "gaussian":
        return f"The likelihood is Gaussian with observation variance c = {c:.4g}."
    return (
        "The likelihood is Bernoulli on grey values: these nats bound no true likelihood, and compare only\n"
        f"with those of the same likelihood. The weight of the regulariser is c = {c:g}."
    )


def _architecture(checkpoint: Checkpoint, file: Path) -> str:
    spec = checkpoint.model
    weights = sum(weight.numel() for weight in checkpoint.weights.values())
    layers = "-".join(map(str, (*spec.hidden, spec.latent_dim)))
    network = {
        "mlp": f"fully connected, widths {layers}, SiLU; the decoder mirrors them",
        "conv": f"stride-2 convolutions, channels and code {layers}, SiLU; the decoder mirrors them",
    }[spec.network]
    if spec.kind == "pca":
        network = f"projection on {spec.latent_dim} orthonormal components, and its transpose"
    points = f"the codes of {len(checkpoint.preview.mu)} training images"
    if checkpoint.frames is not None:
        points += f" at {len(checkpoint.frames)} moments of training"
    return _list(
        [
            network,
            f"{weights} numbers in single precision",
            f"`{file.name}`: {file.stat().st_size / 1e6:.2f} MB, with {points}",
        ]
    )


def _limits(spec: ModelSpec) -> str:
    lines = [
        "It knows nothing but pictures of the kind it was trained on.",
        "What it decodes far from the codes of its data is an extrapolation, however plausible it looks.",
    ]
    if spec.latent_dim <= 3:
        lines.append("So few latent dimensions are there to be seen, not for quality: pictures are blurred.")
    if spec.kind == "ae":
        lines.append("Nothing regularises its codes: between them lie gaps that decode to nothing.")
    return _list(lines)


def _list(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
