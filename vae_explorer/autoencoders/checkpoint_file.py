"""One checkpoint, one ``.safetensors`` file: written atomically, and distrusted when read.

The library's own reader accepts duplicate keys, hostile names, absurd ranks and weights that are not numbers,
so every claim of the header is checked here before memory is taken or a model is built.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import torch
from safetensors.numpy import save as serialise
from torch import Tensor

from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.checkpoint import FORMAT_VERSION, Checkpoint, Frames, Preview
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.safetensors_header import TensorClaim, read_header
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.errors import CheckpointError, UsageError

_METADATA_KEY = "vae_explorer"
_NORMALISATION = "uint8/255"
_MAX_METADATA_BYTES = 800_000
_MAX_PREVIEW = 10_000
_FLOAT_TYPES = {"F16": np.float16, "F32": np.float32, "F64": np.float64}


class _Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format_version: int
    model: ModelSpec
    training: TrainingSpec
    dataset: DatasetRecord
    history: tuple[EpochRecord, ...]
    epoch: float
    device: str
    normalisation: str


class _Version(msgspec.Struct):
    format_version: int


def save_checkpoint(checkpoint: Checkpoint, path: str | os.PathLike[str]) -> None:
    """Write one model file atomically.

    Raises
    ------
    WriteError
        If the file cannot be written; what stood there before is untouched.
    """
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
    contiguous = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    write_atomically(path, serialise(contiguous, {_METADATA_KEY: _encode_metadata(checkpoint)}))


def load_checkpoint(path: str | os.PathLike[str]) -> Checkpoint:
    """Read and check one model file.

    Raises
    ------
    CheckpointError
        If the file cannot be read, is not a model of this program, was written by a newer version, is
        damaged, or claims anything that does not fit its own specification.
    """
    file = Path(path)
    header = read_header(file)
    metadata = _decode_metadata(header.metadata, file)
    expected_weights = _expected_weights(metadata.model, file)
    _check_names(header.tensors, expected_weights, metadata, file)
    arrays = header.read_arrays(file)
    weights = {name: arrays[f"weight/{name}"] for name in expected_weights}
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise _damaged(file, "{tensor} holds values that are not finite numbers", tensor=name)
    return Checkpoint(
        model=metadata.model,
        training=metadata.training,
        dataset=metadata.dataset,
        weights={name: torch.from_numpy(weight.astype(np.float32)) for name, weight in weights.items()},
        preview=_preview(arrays, metadata, file),
        frames=_frames(arrays),
        history=metadata.history,
        epoch=metadata.epoch,
        device=metadata.device,
        normalisation=metadata.normalisation,
    )


def _as_array(weight: Tensor) -> np.ndarray:
    array: np.ndarray = weight.detach().cpu().numpy()
    return array


def _encode_metadata(checkpoint: Checkpoint) -> str:
    history = checkpoint.history
    while True:
        metadata = _Metadata(
            format_version=FORMAT_VERSION,
            model=checkpoint.model,
            training=checkpoint.training,
            dataset=checkpoint.dataset,
            history=history,
            epoch=checkpoint.epoch,
            device=checkpoint.device,
            normalisation=checkpoint.normalisation,
        )
        encoded = msgspec.json.encode(metadata)
        if len(encoded) <= _MAX_METADATA_BYTES or len(history) <= 2:
            return encoded.decode()
        # Every second record, the newest kept: the curve stays whole and the header below its limit.
        history = history[::-1][::2][::-1]


def _decode_metadata(claims: Mapping[str, str], file: Path) -> _Metadata:
    text = claims.get(_METADATA_KEY)
    if text is None:
        raise CheckpointError(
            "the file is no model of this program",
            where=file,
            remedy="open a file that was saved here or written by the train command",
        )
    try:
        version = msgspec.json.decode(text, type=_Version).format_version
        if version > FORMAT_VERSION:
            raise CheckpointError(
                "the file has format {version}, and this program reads up to {known}",
                where=file,
                remedy="open it with a newer version of the program",
                version=version,
                known=FORMAT_VERSION,
            )
        metadata = msgspec.json.decode(text, type=_Metadata)
        if metadata.format_version < 1:
            raise _damaged(file, "its format version {version} never existed", version=version)
        if metadata.normalisation != _NORMALISATION:
            raise _damaged(file, "its normalisation {name!r} is unknown", name=metadata.normalisation)
        metadata.model.check()
        metadata.training.check()
    except msgspec.MsgspecError as error:
        raise _damaged(file, "its description is not valid ({reason})", reason=error) from error
    except UsageError as error:
        raise _damaged(file, "its description is not possible ({reason})", reason=error.one_line()) from error
    if not math.isfinite(metadata.epoch):
        raise _damaged(file, "its description is not valid ({reason})", reason="epoch")
    return metadata


def _expected_weights(spec: ModelSpec, file: Path) -> dict[str, tuple[int, ...]]:
    # On the meta device the model has shapes but no memory, so a header's claim costs nothing.
    try:
        with torch.device("meta"):
            return {name: tuple(weight.shape) for name, weight in Autoencoder(spec).state_dict().items()}
    except RuntimeError as error:
        raise _damaged(file, "its network cannot be built") from error


def _check_names(
    claims: Mapping[str, TensorClaim], weights: Mapping[str, tuple[int, ...]], metadata: _Metadata, file: Path
) -> None:
    expected = {f"weight/{name}" for name in weights} | {"preview/indices", "preview/labels", "preview/mu"}
    if metadata.model.has_posterior:
        expected.add("preview/logvar")
    if any(name.startswith("frame/") for name in claims):
        expected |= {"frame/epochs", "frame/scale", "frame/mu"}
    if set(claims) != expected:
        missing, surplus = sorted(expected - set(claims)), sorted(set(claims) - expected)
        raise _damaged(
            file, "its tensors are not those of its network: {names}", names=(missing + surplus)[0]
        )
    for name, shape in weights.items():
        _check_claim(claims[f"weight/{name}"], shape, tuple(_FLOAT_TYPES), file)
    _check_preview_claims(claims, metadata, file)


def _check_preview_claims(claims: Mapping[str, TensorClaim], metadata: _Metadata, file: Path) -> None:
    shape = claims["preview/mu"].shape
    count = shape[0] if shape else 0
    latent_dim = metadata.model.latent_dim
    if not 1 <= count <= _MAX_PREVIEW:
        raise _damaged(file, "it holds {count} preview codes", count=count)
    _check_claim(claims["preview/mu"], (count, latent_dim), ("F32",), file)
    _check_claim(claims["preview/indices"], (count,), ("I64",), file)
    _check_claim(claims["preview/labels"], (count,), ("I64",), file)
    if "preview/logvar" in claims:
        _check_claim(claims["preview/logvar"], (count, latent_dim), ("F32",), file)
    if "frame/mu" in claims:
        frames = claims["frame/epochs"].shape
        moments = frames[0] if frames else 0
        _check_claim(claims["frame/epochs"], (moments,), ("F32",), file)
        _check_claim(claims["frame/scale"], (moments,), ("F32",), file)
        _check_claim(claims["frame/mu"], (moments, count, latent_dim), ("F16", "F32"), file)


def _check_claim(claim: TensorClaim, shape: tuple[int, ...], dtypes: tuple[str, ...], file: Path) -> None:
    if claim.shape != shape or claim.dtype not in dtypes:
        raise _damaged(
            file,
            "{tensor} is {dtype} {found}, where {expected} was expected",
            tensor=claim.name,
            dtype=claim.dtype,
            found=list(claim.shape),
            expected=f"{' or '.join(dtypes)} {list(shape)}",
        )


def _preview(arrays: Mapping[str, np.ndarray], metadata: _Metadata, file: Path) -> Preview:
    indices, labels = arrays["preview/indices"], arrays["preview/labels"]
    names = len(metadata.dataset.label_names)
    if indices.min() < 0 or indices.max() >= max(metadata.dataset.train_count, 1):
        raise _damaged(file, "a preview index lies outside its data set")
    if labels.min() < -1 or labels.max() >= max(names, 1):
        raise _damaged(file, "a preview label has no name")
    return Preview(indices, labels, arrays["preview/mu"], arrays.get("preview/logvar"))


def _frames(arrays: Mapping[str, np.ndarray]) -> Frames | None:
    if "frame/mu" not in arrays:
        return None
    return Frames(arrays["frame/epochs"], arrays["frame/mu"], arrays["frame/scale"])


def _damaged(file: Path, what: str, **values: object) -> CheckpointError:
    return CheckpointError(
        "the model file is damaged: " + what,
        where=file,
        remedy="open another file, or train the model again",
        **values,
    )
