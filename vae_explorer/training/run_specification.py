"""What a run is, in full: the TOML file of its folder, from which it can be carried out again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from vae_explorer.autoencoders.record import DatasetRecord
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.decodable import decodable
from vae_explorer.errors import RunError, UsageError, system_reason

FORMAT_VERSION = 1

_MAX_BYTES = 1_000_000
_REASON_CHARACTERS = 200


@decodable
class RunSpecification(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that decides how a run goes; the same specification gives the same figures on one device.

    Attributes
    ----------
    name : str
        The folder's first name.
    created : str
        When it was first started, ISO 8601 in UTC.
    data : str
        The data as they were opened: a known name or an absolute path.
    dataset : DatasetRecord
        What they held.
    device : str
        As it was asked for.
    training : TrainingSpec
        The recipe, the same for all models.
    models : tuple of ModelSpec
        In the order of their maps.
    model_seeds : tuple of int
        One per model where they differ in their seeds, else empty.
    out : str
        The model file that is written at the end; empty for none.
    format_version : int
        Of the folder as a whole.
    """

    name: str
    created: str
    data: str
    dataset: DatasetRecord
    device: str
    training: TrainingSpec
    models: tuple[ModelSpec, ...]
    model_seeds: tuple[int, ...] = ()
    out: str = ""
    format_version: int = FORMAT_VERSION

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its models."""
        return tuple(model.kind for model in self.models)

    @property
    def epochs(self) -> int:
        """How many epochs it is to have: one for what is fitted in closed form."""
        return 1 if set(self.kinds) == {"pca"} else self.training.epochs


def encode_specification(specification: RunSpecification) -> bytes:
    """Return a specification as TOML; what is None is left out, for TOML has no such value."""
    import tomli_w

    return tomli_w.dumps(_without_none(msgspec.to_builtins(specification))).encode()


def read_specification(file: Path) -> RunSpecification:
    """Read and check the specification of a run.

    Raises
    ------
    RunError
        If it cannot be read, is of a newer version, has fields or types of its own, or is not possible.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ValueError("it is too large")
        content = file.read_bytes()
        _check_version(msgspec.toml.decode(content, type=_Version).format_version, file)
        specification = msgspec.toml.decode(content, type=RunSpecification)
        specification.training.check()
        for model in specification.models:
            model.check()
        _check_sense(specification)
    except OSError as error:
        raise RunError(
            "this is no run: its specification cannot be read ({reason})",
            where=file.parent,
            remedy="open a folder that holds run.toml",
            reason=system_reason(error),
        ) from error
    except (msgspec.MsgspecError, ValueError, RecursionError, UsageError) as error:
        raise RunError(
            "the specification of the run is not valid ({reason})",
            where=file,
            remedy="open another run",
            reason=" ".join(str(error).split())[:_REASON_CHARACTERS],
        ) from error
    return specification


def now_text() -> str:
    """Return the moment as a run writes it down."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@decodable
class _Version(msgspec.Struct):
    format_version: int


def _check_version(version: int, file: Path) -> None:
    if version > FORMAT_VERSION:
        raise RunError(
            "the run has format {version}, and this program reads up to {known}",
            where=file,
            remedy="open it with a newer version of the program",
            version=version,
            known=FORMAT_VERSION,
        )


def _check_sense(specification: RunSpecification) -> None:
    if not specification.models:
        raise ValueError("it has no models")
    if specification.model_seeds and len(specification.model_seeds) != len(specification.models):
        raise ValueError("it has more or fewer seeds than models")
    if len({model.image_shape for model in specification.models}) > 1:
        raise ValueError("its models expect images of different sizes")
    dt.datetime.fromisoformat(specification.created)


def _without_none(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_none(each) for key, each in part.items() if each is not None}
    return [_without_none(each) for each in part] if isinstance(part, list | tuple) else part
