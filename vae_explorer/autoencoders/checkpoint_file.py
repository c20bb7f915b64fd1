"""One checkpoint, one ``.safetensors`` file: written atomically, and distrusted when read.

The library's own reader accepts duplicate keys, hostile names, absurd ranks and weights that are not numbers,
so every claim of the header is checked here before memory is taken or a model is built.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from torch import Tensor

from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.checkpoint import Checkpoint, Frames, Preview
from vae_explorer.autoencoders.checkpoint_metadata import METADATA_KEY, decode_metadata, encode_metadata
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.safetensors_header import (
    OTHER_FILE,
    TensorClaim,
    open_model_file,
    printable,
    read_header,
)
from vae_explorer.autoencoders.safetensors_writer import write_tensors
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.errors import CheckpointError, WriteError

_MAX_PREVIEW = 10_000
_FLOAT_TYPES = ("F16", "F32", "F64")
_FLOAT32_MAX = float(np.finfo(np.float32).max)


def save_checkpoint(checkpoint: Checkpoint, path: str | os.PathLike[str]) -> None:
    """Write one model file atomically.

    Raises
    ------
    WriteError
        If the file cannot be written, or could not be read again; what stood there before is untouched.
    """
    content = _serialised(checkpoint)
    try:
        _read(io.BytesIO(content), Path(path))
    except CheckpointError as error:
        raise WriteError(
            "the model was not saved, since its file could not be read again: {reason}",
            where=path,
            remedy="train the model again",
            reason=error.what.format(**error.values),
        ) from error
    write_atomically(path, content)


def load_checkpoint(path: str | os.PathLike[str]) -> Checkpoint:
    """Read and check one model file.

    Raises
    ------
    CheckpointError
        If the file cannot be read, is not a model of this program, was written by a newer version, is
        damaged, or claims anything that does not fit its own specification.
    """
    file = Path(path)
    with open_model_file(file) as stream:
        return _read(stream, file)


def read_dataset_record(path: str | os.PathLike[str]) -> DatasetRecord:
    """Return which data a model file was trained on, from its header alone.

    Raises
    ------
    CheckpointError
        If the header cannot be read or is not one of this program's.
    """
    file = Path(path)
    with open_model_file(file) as stream:
        return decode_metadata(read_header(stream, file).metadata, file).dataset


def _read(stream: BinaryIO, file: Path) -> Checkpoint:
    header = read_header(stream, file)
    metadata = decode_metadata(header.metadata, file)
    expected_weights = _expected_weights(metadata.model, file)
    _check_claims(header.tensors, expected_weights, metadata.model, file)
    arrays = header.read_arrays(stream, file)
    weights = {name: _single_precision(arrays.pop(f"weight/{name}")) for name in expected_weights}
    _check_finite({**weights, **arrays}, file)
    return Checkpoint(
        model=metadata.model,
        training=metadata.training,
        dataset=metadata.dataset,
        weights={name: torch.from_numpy(weight) for name, weight in weights.items()},
        preview=_preview(arrays, metadata.dataset, file),
        frames=_frames(arrays, file),
        history=metadata.history,
        epoch=metadata.epoch,
        device=metadata.device,
        normalisation=metadata.normalisation,
    )


def _serialised(checkpoint: Checkpoint) -> bytes:
    tensors = {f"weight/{name}": _as_array(weight) for name, weight in checkpoint.weights.items()}
    tensors["preview/indices"] = checkpoint.preview.indices.astype(np.int64)
    tensors["preview/labels"] = checkpoint.preview.labels.astype(np.int64)
    tensors["preview/mu"] = checkpoint.preview.mu.astype(np.float32)
    if checkpoint.preview.logvar is not None:
        tensors["preview/logvar"] = checkpoint.preview.logvar.astype(np.float32)
    if checkpoint.frames is not None and len(checkpoint.frames):
        tensors["frame/epochs"] = checkpoint.frames.epochs.astype(np.float32)
        tensors["frame/scale"] = checkpoint.frames.scale.astype(np.float32)
        tensors["frame/mu"] = checkpoint.frames.mu
    # Not ascontiguousarray(): it would make a row of the single number that a learned c is.
    contiguous = {name: np.asarray(tensor, order="C") for name, tensor in tensors.items()}
    content = io.BytesIO()
    write_tensors(content, contiguous, {METADATA_KEY: encode_metadata(checkpoint)})
    return content.getvalue()


def _as_array(weight: Tensor) -> np.ndarray:
    array: np.ndarray = weight.detach().to("cpu", torch.float32).numpy()
    return array


def _single_precision(weight: np.ndarray) -> np.ndarray:
    """Return a copy as float32; what is too large for it becomes infinite and is found out as such."""
    with np.errstate(over="ignore"):
        return weight.astype(np.float32)


def _expected_weights(spec: ModelSpec, file: Path) -> dict[str, tuple[int, ...]]:
    # On the meta device the model has shapes but no memory, so a header's claim costs nothing.
    try:
        with torch.device("meta"):
            return {name: tuple(weight.shape) for name, weight in Autoencoder(spec).state_dict().items()}
    except RuntimeError as error:
        raise CheckpointError(
            "the model file is damaged: its network cannot be built", where=file, remedy=OTHER_FILE
        ) from error


def _check_claims(
    claims: Mapping[str, TensorClaim], weights: Mapping[str, tuple[int, ...]], spec: ModelSpec, file: Path
) -> None:
    expected = {f"weight/{name}" for name in weights} | {"preview/indices", "preview/labels", "preview/mu"}
    if spec.has_posterior:
        expected.add("preview/logvar")
    if any(name.startswith("frame/") for name in claims):
        expected |= {"frame/epochs", "frame/scale", "frame/mu"}
    for name in sorted(expected ^ set(claims)):
        raise CheckpointError(
            "the model file is damaged: {name} is missing or does not belong there",
            where=file,
            remedy=OTHER_FILE,
            name=printable(name),
        )
    for name, shape in weights.items():
        _check_claim(claims[f"weight/{name}"], shape, _FLOAT_TYPES, file)
    _check_preview_claims(claims, spec.latent_dim, file)


def _check_preview_claims(claims: Mapping[str, TensorClaim], latent_dim: int, file: Path) -> None:
    count = _length(claims["preview/indices"])
    if not 1 <= count <= _MAX_PREVIEW:
        raise CheckpointError(
            "the model file is damaged: it holds {count} preview codes",
            where=file,
            remedy=OTHER_FILE,
            count=count,
        )
    _check_claim(claims["preview/indices"], (count,), ("I64",), file)
    _check_claim(claims["preview/labels"], (count,), ("I64",), file)
    for name in {"preview/mu", "preview/logvar"} & set(claims):
        _check_claim(claims[name], (count, latent_dim), ("F32",), file)
    if "frame/mu" in claims:
        moments = max(_length(claims["frame/epochs"]), 1)
        _check_claim(claims["frame/epochs"], (moments,), ("F32",), file)
        _check_claim(claims["frame/scale"], (moments,), ("F32",), file)
        _check_claim(claims["frame/mu"], (moments, count, latent_dim), ("F16", "F32"), file)


def _length(claim: TensorClaim) -> int:
    return claim.shape[0] if claim.shape else 0


def _check_claim(claim: TensorClaim, shape: tuple[int, ...], dtypes: tuple[str, ...], file: Path) -> None:
    if claim.shape != shape or claim.dtype not in dtypes:
        raise CheckpointError(
            "the model file is damaged: {name} is {dtype} {found}, where {expected} was expected",
            where=file,
            remedy=OTHER_FILE,
            name=claim.name,
            dtype=claim.dtype,
            found=list(claim.shape),
            expected=f"{' or '.join(dtypes)} {list(shape)}",
        )


def _check_finite(arrays: Mapping[str, np.ndarray], file: Path) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise CheckpointError(
                "the model file is damaged: {name} holds values that are not finite numbers",
                where=file,
                remedy=OTHER_FILE,
                name=name,
            )


def _preview(arrays: Mapping[str, np.ndarray], data: DatasetRecord, file: Path) -> Preview:
    indices, labels = arrays["preview/indices"], arrays["preview/labels"]
    if indices.min() < 0 or indices.max() >= data.train_count:
        raise CheckpointError(
            "the model file is damaged: a preview image lies outside its data set",
            where=file,
            remedy=OTHER_FILE,
        )
    if labels.min() < -1 or labels.max() >= len(data.label_names):
        raise CheckpointError(
            "the model file is damaged: a preview label has no name", where=file, remedy=OTHER_FILE
        )
    return Preview(indices, labels, arrays["preview/mu"], arrays.get("preview/logvar"))


def _frames(arrays: Mapping[str, np.ndarray], file: Path) -> Frames | None:
    if "frame/mu" not in arrays:
        return None
    frames = Frames(arrays["frame/epochs"], arrays["frame/mu"], arrays["frame/scale"])
    extents = np.abs(frames.mu).max(axis=(1, 2)).astype(np.float64) * frames.scale
    is_sound = (frames.scale > 0).all() and (extents <= _FLOAT32_MAX).all()
    if not is_sound or (np.diff(frames.epochs) <= 0).any():
        raise CheckpointError(
            "the model file is damaged: its past codes have impossible epochs or scales",
            where=file,
            remedy=OTHER_FILE,
        )
    return frames
