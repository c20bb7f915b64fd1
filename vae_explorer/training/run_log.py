"""What happened in a run, one JSON object a line; lines are only ever added.

A line counts once its end is there: a process that is killed while it writes leaves at most the beginning of
one, which readers pass over and the next writer cuts off.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import msgspec

from vae_explorer.autoencoders.record import EpochRecord
from vae_explorer.errors import RunError, WriteError, system_reason


class Ending(Enum):
    """How the work on a run ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"
    KILLED = "killed"  # said by whoever finds it


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="event"):
    pass


class RunStarted(_Line, frozen=True, tag="started"):
    """Work on the run began, at its beginning or, with ``epochs_done`` or ``position``, where it was left."""

    at: str
    device: str
    images_per_epoch: int
    precision: str = ""
    epochs_done: int = 0
    position: int = 0


class EpochNoted(_Line, frozen=True, tag="epoch"):
    """An epoch was finished; one record per model."""

    records: tuple[EpochRecord, ...]


class ModelsSaved(_Line, frozen=True, tag="saved"):
    """The model files of this version are there."""

    version: int
    epoch: float


class CChanged(_Line, frozen=True, tag="c_changed"):
    """From this epoch on the batches are weighed with another c."""

    epoch: float
    c: float


class BatchSplit(_Line, frozen=True, tag="batch_split"):
    """Memory ran out: batches are computed in parts from here on."""

    from_size: int
    to_size: int


class StepsCompiled(_Line, frozen=True, tag="compiled"):
    """Compiled code took over after so many epochs."""

    epochs_done: int


class CompilationRefused(_Line, frozen=True, tag="not_compiled"):
    """Steps could not be compiled or recorded; the run went on without."""

    reason: str


class RunEnded(_Line, frozen=True, tag="ended"):
    """Nobody works on the run any more."""

    at: str
    how: Ending
    epoch: float
    seconds: float = 0.0
    images_per_second: float = 0.0
    error: str = ""


class RunDeclined(_Line, frozen=True, tag="declined"):
    """Its user does not want to be asked again whether the run should go on."""

    at: str


LogLine = (
    RunStarted
    | EpochNoted
    | ModelsSaved
    | CChanged
    | BatchSplit
    | StepsCompiled
    | CompilationRefused
    | RunEnded
    | RunDeclined
)

_decoder = msgspec.json.Decoder(LogLine)


@dataclass(frozen=True)
class LogPart:
    """Whole lines from one place of a log to another."""

    lines: tuple[LogLine, ...]
    end: int


def read_log(file: Path, start: int = 0) -> LogPart:
    """Read the whole lines from byte ``start`` on; ``end`` is where the next call begins.

    Raises
    ------
    RunError
        If the log cannot be read or holds a line that is none of these.
    """
    try:
        with file.open("rb") as stream:
            stream.seek(start)
            content = stream.read()
    except FileNotFoundError:
        return LogPart((), 0)
    except OSError as error:
        raise RunError(
            "the events of the run cannot be read: {reason}",
            where=file,
            remedy="check that the file may be read",
            reason=system_reason(error),
        ) from error
    whole = content.rfind(b"\n") + 1
    lines = []
    for number, line in enumerate(content[:whole].splitlines(), start=1):
        try:
            lines.append(_decoder.decode(line))
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise RunError(
                "line {number} of the run's events is not valid ({reason})",
                where=file,
                remedy="open another run",
                number=number,
                reason=" ".join(str(error).split())[:200],
            ) from error
    return LogPart(tuple(lines), start + whole)


def histories_of(lines: Sequence[LogLine], models: int) -> tuple[tuple[EpochRecord, ...], ...]:
    """Return every model's records; those of epochs that were done again are there once."""
    histories: list[list[EpochRecord]] = [[] for _ in range(models)]
    for line in lines:
        if isinstance(line, RunStarted):
            histories = [[each for each in past if each.epoch <= line.epochs_done] for past in histories]
        elif isinstance(line, EpochNoted) and len(line.records) == models:
            for past, record in zip(histories, line.records, strict=True):
                past.append(record)
    return tuple(tuple(past) for past in histories)


class RunLogWriter:
    """Adds lines to the log of a run; only the holder of the run's lock may have one.

    Several threads may add lines.

    Parameters
    ----------
    file : Path
        Made on need; what is not a whole line at its end is cut off.

    Raises
    ------
    WriteError
        If it cannot be written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        try:
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            os.ftruncate(self._descriptor, self._whole_bytes())
            os.lseek(self._descriptor, 0, os.SEEK_END)
        except OSError as error:
            raise self._refusal(error) from error

    def add(self, line: LogLine) -> None:
        """Add a line in one go.

        Raises
        ------
        WriteError
            If the disk is full, for example.
        """
        content = msgspec.json.encode(line) + b"\n"
        with self._lock:
            self._append(content)

    def _append(self, content: bytes) -> None:
        start = os.lseek(self._descriptor, 0, os.SEEK_CUR)
        try:
            while content:
                content = content[os.write(self._descriptor, content) :]
        except OSError as error:
            # Half a line in front of the next one would make both unreadable.
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, start)
                os.lseek(self._descriptor, start, os.SEEK_SET)
            raise self._refusal(error) from error

    def flush(self) -> None:
        """Wait until the lines are on the disk."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise self._refusal(error) from error

    def close(self) -> None:
        """Add no more."""
        os.close(self._descriptor)

    def _whole_bytes(self) -> int:
        end = os.lseek(self._descriptor, 0, os.SEEK_END)
        block = 64 * 1024
        while end > 0:
            start = max(end - block, 0)
            os.lseek(self._descriptor, start, os.SEEK_SET)
            found = os.read(self._descriptor, end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
        return 0

    def _refusal(self, error: OSError) -> WriteError:
        return WriteError(
            "the events of the run cannot be written: {reason}",
            where=self._file,
            remedy="choose a folder that exists, may be written and has space left",
            reason=system_reason(error),
        )
