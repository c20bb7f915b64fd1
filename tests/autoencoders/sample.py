"""Small model files, sound ones and ones put together by hand to be wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from vae_explorer.autoencoders.checkpoint import Checkpoint, Frames, Preview
from vae_explorer.autoencoders.checkpoint_file import save_checkpoint
from vae_explorer.autoencoders.model import Autoencoder, build_autoencoder
from vae_explorer.autoencoders.pca import fit_pca
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord, Terms
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec

SHAPE = (4, 5, 1)

# Keyed by what the header says; the order is that of the bytes.
Tensors = dict[str, tuple[str, tuple[int, ...], bytes]]


def spec(kind: str = "vae", network: str = "mlp", likelihood: str = "bernoulli", **changes: Any) -> ModelSpec:
    """Return the specification of a tiny network."""
    return ModelSpec(
        kind=kind,
        image_shape=changes.pop("image_shape", SHAPE),
        network=network,
        hidden=changes.pop("hidden", (6, 5) if network == "mlp" else (3, 4)),
        likelihood="gaussian" if kind == "pca" else likelihood,
        **changes,
    )


def build(model: ModelSpec, seed: int = 0) -> Autoencoder:
    """Return a model of any kind with weights that are not zero."""
    if model.kind != "pca":
        return build_autoencoder(model, seed)
    images = np.random.default_rng(seed).integers(0, 256, (40, *model.image_shape), np.uint8)
    return fit_pca(model, images)


def terms(value: float = 1.5) -> Terms:
    """Return figures that differ from one another."""
    return Terms(reconstruction_nats=value, kl_nats=value / 2, squared_error=value / 3, c=1.0)


def records(count: int) -> tuple[EpochRecord, ...]:
    """Return a history of so many epochs."""
    return tuple(
        EpochRecord(epoch=epoch, train=terms(epoch), test=terms(epoch / 7), seconds=epoch / 10)
        for epoch in range(1, count + 1)
    )


def checkpoint(
    model: ModelSpec | None = None, *, count: int = 7, frames: int = 3, **changes: Any
) -> Checkpoint:
    """Return a small, sound checkpoint with everything in it that its kind has."""
    model = model or spec()
    random = np.random.default_rng(3)
    built = build(model)
    d = model.latent_dim
    past = random.standard_normal((frames, count, d)).astype(np.float16)
    contents: dict[str, Any] = {
        "model": built.spec,
        "training": TrainingSpec(epochs=4, batch_size=8),
        "dataset": DatasetRecord(
            name="squares",
            title="Squares □",
            fingerprint="ab" * 32,
            label_names=("a", "b", "c"),
            train_count=50,
            test_count=5,
        ),
        "weights": {name: weight.detach().clone() for name, weight in built.state_dict().items()},
        "preview": Preview(
            indices=random.permutation(50)[:count],
            labels=random.integers(-1, 3, count),
            mu=random.standard_normal((count, d)).astype(np.float32),
            logvar=random.standard_normal((count, d)).astype(np.float32) if model.has_posterior else None,
        ),
        "frames": Frames(
            epochs=np.arange(frames, dtype=np.float32),
            mu=past,
            scale=np.linspace(1, 2, frames, dtype=np.float32),
        ),
        "history": records(4),
        "epoch": 4.0,
        "device": "cpu",
    }
    return Checkpoint(**{**contents, **changes})


def saved(folder: Path, content: Checkpoint | None = None) -> Path:
    """Return the file of a checkpoint."""
    path = folder / "model.safetensors"
    save_checkpoint(content or checkpoint(), path)
    return path


def dismantled(path: Path) -> tuple[Tensors, dict[str, Any]]:
    """Return the tensors and the description of a model file, read with nothing but the standard library."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    description = json.loads(header.pop("__metadata__")["vae_explorer"])
    data = content[8 + length :]
    ordered = sorted(header.items(), key=lambda item: item[1]["data_offsets"])
    tensors: Tensors = {}
    for name, claim in ordered:
        begin, end = claim["data_offsets"]
        tensors[name] = (claim["dtype"], tuple(claim["shape"]), data[begin:end])
    return tensors, description


def header_of(tensors: Tensors, description: Mapping[str, Any] | str | None) -> dict[str, Any]:
    """Return the header that fits the tensors."""
    header: dict[str, Any] = {}
    if description is not None:
        text = description if isinstance(description, str) else json.dumps(description)
        header["__metadata__"] = {"vae_explorer": text}
    position = 0
    for name, (dtype, shape, content) in tensors.items():
        offsets = [position, position + len(content)]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": offsets}
        position = offsets[1]
    return header


def assemble(path: Path, header: dict[str, Any] | str | bytes, tensors: Tensors, tail: bytes = b"") -> Path:
    """Write a file from a header, which may lie, and the tensors' bytes."""
    text = json.dumps(header) if isinstance(header, dict) else header
    encoded = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    data = b"".join(content for _, _, content in tensors.values())
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + data + tail)
    return path


def floats(
    shape: tuple[int, ...], value: float = 0.5, dtype: str = "F32"
) -> tuple[str, tuple[int, ...], bytes]:
    """Return a tensor of equal values."""
    kinds = {"F16": np.float16, "F32": np.float32, "F64": np.float64, "I64": np.int64}
    return dtype, shape, np.full(shape, value, kinds[dtype]).tobytes()


def digit_images() -> np.ndarray:
    """Return real images, (1797, 8, 8, 1) uint8, read-only."""
    from sklearn.datasets import load_digits

    images = np.rint(load_digits().images * (255 / 16)).astype(np.uint8)[..., None]
    images.flags.writeable = False
    return images


def same_weights(one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]) -> bool:
    """Tell whether two models have the same names and the same bits."""
    return set(one) == set(other) and all(torch.equal(one[name], other[name]) for name in one)
