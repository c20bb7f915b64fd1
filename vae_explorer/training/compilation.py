"""Getting training steps compiled beside a run: by another process, which can be ended at any moment."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch

from vae_explorer import __version__
from vae_explorer.assets import cache_folder
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.errors import ExplorerError, TrainingError, system_reason
from vae_explorer.training.compiled_gradient import CompiledGradient
from vae_explorer.training.gradient_job import CompilationJob

# Measured on two cores: 15 s for a small network, 30 s for the default one, at the lowest priority.
_COST_S = 30.0
# Compiled steps took 10 to 25 % less time.
_LEAST_GAIN = 0.1
# A library is one to three megabytes.
_KEPT_LIBRARIES = 24
# Windows has it; elsewhere the process lowers its priority itself.
_IDLE: int = getattr(subprocess, "IDLE_PRIORITY_CLASS", 0)
_SOURCE = Path(__file__).parents[1]
_ANSWER = "answer.txt"
_LIBRARY = "step.so"
_REASON_CHARACTERS = 200


def is_worth_compiling(seconds_left: float, models: int) -> bool:
    """Tell whether a run of so many models lasts long enough to repay that their steps are compiled.

    Parameters
    ----------
    seconds_left : float
        Of training without compiled steps, by the speed that was measured.
    models : int
        How many are compiled, one after the other.
    """
    return seconds_left * _LEAST_GAIN > _COST_S * models


def find_compiler() -> str | None:
    """Return the C++ compiler of this computer, or None."""
    named = os.environ.get("CXX", "")
    names = (shlex.split(named)[0],) if named.strip() else ("g++", "clang++", "c++", "cl")
    return next((found for name in names if (found := shutil.which(name))), None)


class Compilation:
    """The steps of some models on their way to machine code.

    What was compiled once is found again in the user's cache.

    Parameters
    ----------
    models : sequence of ModelSpec
        Whose steps.
    precision : {"float32", "bfloat16"}
        In which the networks compute.
    batch_size : int
        Images in a whole batch; others are computed without compiled code.
    threads : int
        Cores for a step.
    is_urgent : bool
        Whether the run waits for it, rather than goes on meanwhile.
    """

    def __init__(
        self,
        models: Sequence[ModelSpec],
        precision: str,
        batch_size: int,
        threads: int,
        *,
        is_urgent: bool = False,
    ) -> None:
        self._is_urgent = is_urgent
        self._jobs: list[CompilationJob] = []
        for model in models:
            # The balance is an input, unless it is a weight.
            general = msgspec.structs.replace(model, c=1.0) if model.has_adjustable_c else model
            job = CompilationJob(model=general, precision=precision, batch_size=batch_size, threads=threads)
            self._jobs.append(job)
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._job: CompilationJob | None = None
        self._libraries = _libraries_folder()

    def advance(self) -> bool:
        """Do what can be done at once, and return whether everything is compiled.

        Raises
        ------
        TrainingError
            If the compiler cannot be started or fails.
        """
        if self._process is not None:
            status = self._process.poll()
            if status is None:
                return False
            self._take_over(status)
        missing = next((job for job in self._jobs if not self._file_of(job).is_file()), None)
        if missing is None:
            return True
        self._start(missing)
        return False

    def gradients(self) -> list[CompiledGradient]:
        """Load what was compiled, one for each model.

        Raises
        ------
        TrainingError
            If it cannot be loaded.
        """
        files = [self._file_of(job) for job in self._jobs]
        for file in files:
            with contextlib.suppress(OSError):
                file.touch()
        _forget_oldest(self._libraries)
        return [CompiledGradient(file) for file in files]

    def close(self) -> None:
        """End the compiler where it is still at work, and remove what it has half done."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _file_of(self, job: CompilationJob) -> Path:
        facts = msgspec.json.encode((job, __version__, _mathematics(), str(torch.__version__), _processor()))
        return self._libraries / f"{hashlib.sha256(facts).hexdigest()[:32]}.library"

    def _start(self, job: CompilationJob) -> None:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="compiling-", dir=self._libraries))
            answer = os.open(self._folder / _ANSWER, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                process = subprocess.Popen(
                    [sys.executable, "-m", "vae_explorer.training.compiler_process"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=answer,
                    env=_environment(self._folder),
                    # With the compiler that it starts it can be ended as one, and Ctrl-C is not for it.
                    # It has no session of its own: Linux shares the cores equally among sessions, whatever
                    # the priorities of the processes in them.
                    process_group=0,
                    creationflags=0 if self._is_urgent else _IDLE,
                )
            finally:
                os.close(answer)
            self._process, self._job = process, job
            library = str(self._folder / _LIBRARY)
            order = msgspec.structs.replace(job, library=library, is_urgent=self._is_urgent)
            assert process.stdin is not None
            process.stdin.write(msgspec.json.encode(order) + b"\n")
            process.stdin.flush()
        except OSError as error:
            self.close()
            raise _failed(str(system_reason(error))) from error

    def _take_over(self, status: int) -> None:
        assert self._folder is not None
        assert self._job is not None
        library = self._folder / _LIBRARY
        reason = self._last_line()
        if status == 0 and library.is_file():
            try:
                library.replace(self._file_of(self._job))
            except OSError as error:
                status, reason = 1, str(system_reason(error))
        self.close()
        if not self._file_of(self._job).is_file():
            raise _failed(reason or f"status {status}")

    def _last_line(self) -> str:
        if self._folder is None:
            return ""
        lines = (self._folder / _ANSWER).read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")[:_REASON_CHARACTERS]


def _failed(reason: str) -> TrainingError:
    return TrainingError(
        "the training step cannot be compiled ({reason}); training goes on without it",
        where="training",
        reason=reason,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        # The very same package, however this process found it.
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "TORCHINDUCTOR_CACHE_DIR": str(folder),
        "TORCHINDUCTOR_COMPILE_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _mathematics() -> str:
    """Return what tells the source of networks and objective from any other: old code must not serve new."""
    digest = hashlib.sha256()
    for file in sorted(_SOURCE.glob("autoencoders/*.py")) + sorted(_SOURCE.glob("training/*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _processor() -> tuple[str, str, str]:
    """Return which computer this is: the code is made for its processor alone."""
    return platform.node(), platform.machine(), torch.backends.cpu.get_cpu_capability()


def _libraries_folder() -> Path:
    """Return where compiled steps are kept.

    Raises
    ------
    TrainingError
        If there can be no such place.
    """
    try:
        folder = cache_folder() / "compiled-steps"
        folder.mkdir(mode=0o700, exist_ok=True)
    except (OSError, ExplorerError) as error:
        raise _failed(str(error)[:_REASON_CHARACTERS]) from error
    return folder


def _forget_oldest(folder: Path) -> None:
    with contextlib.suppress(OSError):
        libraries = sorted(folder.glob("*.library"), key=lambda file: file.stat().st_mtime)
        for file in libraries[:-_KEPT_LIBRARIES]:
            file.unlink(missing_ok=True)
