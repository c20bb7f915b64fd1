"""Where the parts of a run lie in its folder, and reading them.

======================  =====================================================================================
``run.toml``            the full specification, written once
``events.jsonl``        what happened, a line each; see :mod:`vae_explorer.training.run_log`
``models/V-P.safetensors``  the model at position P as version V has it; the two newest versions are kept
``state.safetensors``   all that going on needs, with the version of the model files that belong to it
``notes.txt``           what its user wrote about it
``lock``                held by the process that writes the run
======================  =====================================================================================

Every file but the events is replaced in one step, and one file alone decides where a run goes on, so that a
process may be killed at any moment: it leaves a whole run, as it was at the last save.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from vae_explorer.atomic_file import write_atomically
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import WriteError, system_reason
from vae_explorer.training.run_log import (
    CompilationRefused,
    Ending,
    LogLine,
    LogPart,
    ModelsSaved,
    RunEnded,
    RunStarted,
    StepsCompiled,
    read_log,
)
from vae_explorer.training.run_specification import (
    RunSpecification,
    encode_specification,
    read_specification,
)

_MODEL_FILE = re.compile(r"(\d{8,18})-(\d{1,3})\.safetensors")
_LONGEST_NOTES = 20_000


class RunFolder:
    """One run on the disk.

    Parameters
    ----------
    path : Path
        Its folder; whether there is a run in it, reading will tell.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def specification_file(self) -> Path:
        """The TOML file."""
        return self.path / "run.toml"

    @property
    def events_file(self) -> Path:
        """The JSONL file."""
        return self.path / "events.jsonl"

    @property
    def state_file(self) -> Path:
        """What going on needs."""
        return self.path / "state.safetensors"

    @property
    def models_folder(self) -> Path:
        """Where the models lie."""
        return self.path / "models"

    @property
    def notes_file(self) -> Path:
        """What its user wrote."""
        return self.path / "notes.txt"

    def model_file(self, version: int, position: int) -> Path:
        """Return where the model of a map lies, as a version of the run has it."""
        return self.models_folder / f"{version:08d}-{position}.safetensors"

    def model_versions(self) -> dict[int, list[Path]]:
        """Return the model files that are there, by their version."""
        versions: dict[int, list[Path]] = {}
        for file in self.models_folder.glob("*.safetensors"):
            match = _MODEL_FILE.fullmatch(file.name)
            if match is not None:
                versions.setdefault(int(match[1]), []).append(file)
        return versions

    def specification(self) -> RunSpecification:
        """Read what the run is.

        Raises
        ------
        RunError
            If this is no run, or its specification cannot be used.
        """
        return read_specification(self.specification_file)

    def events(self, start: int = 0) -> LogPart:
        """Read what happened since byte ``start``.

        Raises
        ------
        RunError
            If the events cannot be read.
        """
        return read_log(self.events_file, start)

    def checkpoints(self, version: int, models: int) -> tuple[Checkpoint, ...]:
        """Load the models of a version.

        Raises
        ------
        CheckpointError
            If a file is missing, as of an old version, or damaged.
        """
        from vae_explorer.autoencoders.checkpoint_file import load_checkpoint

        return tuple(load_checkpoint(self.model_file(version, position)) for position in range(models))

    def notes(self) -> str:
        """Return what its user wrote; nothing where that cannot be read."""
        try:
            with self.notes_file.open(encoding="utf-8", errors="replace") as file:
                return file.read(_LONGEST_NOTES)
        except OSError:
            return ""

    def write_notes(self, text: str) -> None:
        """Keep what its user wrote.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        write_atomically(self.notes_file, text[:_LONGEST_NOTES].encode())

    def write_specification(self, specification: RunSpecification) -> None:
        """Write down what the run is.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        write_atomically(self.specification_file, encode_specification(specification))


def newest_version(lines: tuple[LogLine, ...]) -> int | None:
    """Return the newest version of model files that the events tell of."""
    return next((line.version for line in reversed(lines) if isinstance(line, ModelsSaved)), None)


def exact_recipe(specification: RunSpecification, lines: tuple[LogLine, ...]) -> TrainingSpec:
    """Return a run's recipe with what was left to be chosen as it was chosen when the run began."""
    started = next((line for line in lines if isinstance(line, RunStarted)), None)
    recipe = specification.training
    if started is not None and started.precision in ("float32", "bfloat16"):
        recipe = msgspec.structs.replace(recipe, precision=started.precision)
    compiled = next((line for line in lines if isinstance(line, StepsCompiled)), None)
    if compiled is not None:
        return msgspec.structs.replace(recipe, compilation="on", compiled_after=compiled.epochs_done)
    has_finished = any(isinstance(line, RunEnded) and line.how is Ending.FINISHED for line in lines)
    is_refused = any(isinstance(line, CompilationRefused) for line in lines)
    if is_refused or (has_finished and recipe.compilation == "auto"):
        recipe = msgspec.structs.replace(recipe, compilation="off")
    return recipe


def new_folder(parent: Path, name: str) -> Path:
    """Make a folder of this name, or of one with a number after it where that is taken.

    Raises
    ------
    WriteError
        If none can be made.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            path = parent / (name if number == 1 else f"{name}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return path
        raise FileExistsError(17, "too many of this name")
    except OSError as error:
        raise WriteError(
            "the folder of the run cannot be made: {reason}",
            where=parent,
            remedy="name another folder for runs",
            reason=system_reason(error),
        ) from error
