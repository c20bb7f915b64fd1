"""The description inside a model file: how the model came about, as JSON that is read strictly."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import msgspec

from vae_explorer.autoencoders.checkpoint import FORMAT_VERSION, Checkpoint
from vae_explorer.autoencoders.record import DatasetRecord, EpochRecord
from vae_explorer.autoencoders.safetensors_header import OTHER_FILE, parse_strictly, printable
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.decodable import decodable
from vae_explorer.errors import CheckpointError, UsageError

METADATA_KEY = "vae_explorer"

_NORMALISATION = "uint8/255"
_MAX_METADATA_BYTES = 800_000
_MAX_EPOCH = 2**31
_REASON_CHARACTERS = 200


@decodable
class Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a model file says of its model beside the tensors."""

    format_version: int
    model: ModelSpec
    training: TrainingSpec
    dataset: DatasetRecord
    history: tuple[EpochRecord, ...]
    epoch: float
    device: str
    normalisation: str


@decodable
class _Version(msgspec.Struct):
    format_version: int


def encode_metadata(checkpoint: Checkpoint) -> str:
    """Return the description as JSON, its history thinned evenly where it would not fit into the header."""
    history = checkpoint.history
    while True:
        metadata = Metadata(
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


def decode_metadata(claims: Mapping[str, str], file: Path) -> Metadata:
    """Return the description among a header's metadata.

    Raises
    ------
    CheckpointError
        If there is none, it is of a newer version, has fields or types of its own, or cannot be true.
    """
    text = claims.get(METADATA_KEY)
    if text is None:
        raise CheckpointError(
            "the file is no model of this program",
            where=file,
            remedy="open a file that was saved here or written by the train command",
        )
    try:
        _check_version(msgspec.json.decode(text, type=_Version).format_version, file)
        parse_strictly(text)
        metadata = msgspec.json.decode(text, type=Metadata)
        metadata.model.check()
        metadata.training.check()
    except UsageError as error:
        raise CheckpointError(
            "the model file is damaged: its description is not possible ({reason})",
            where=file,
            remedy=OTHER_FILE,
            reason=printable(error.one_line(), _REASON_CHARACTERS),
        ) from error
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CheckpointError(
            "the model file is damaged: its description is not valid ({reason})",
            where=file,
            remedy=OTHER_FILE,
            reason=printable(str(error), _REASON_CHARACTERS),
        ) from error
    _check_sense(metadata, file)
    return metadata


def _check_version(version: int, file: Path) -> None:
    if version > FORMAT_VERSION:
        raise CheckpointError(
            "the file has format {version}, and this program reads up to {known}",
            where=file,
            remedy="open it with a newer version of the program",
            version=version,
            known=FORMAT_VERSION,
        )
    if version < 1:
        raise CheckpointError(
            "the model file is damaged: its format version {version} never existed",
            where=file,
            remedy=OTHER_FILE,
            version=version,
        )


def _check_sense(metadata: Metadata, file: Path) -> None:
    data = metadata.dataset
    epochs = [0, *(record.epoch for record in metadata.history)]
    broken = {
        "normalisation": metadata.normalisation != _NORMALISATION,
        "epoch": metadata.epoch < 0,
        "history": epochs[-1] > _MAX_EPOCH or any(a >= b for a, b in itertools.pairwise(epochs)),
        "dataset": data.train_count < 1 or data.test_count < 0,
    }
    for field, is_broken in broken.items():
        if is_broken:
            raise CheckpointError(
                "the model file is damaged: its description has an impossible {field}",
                where=file,
                remedy=OTHER_FILE,
                field=field,
            )
