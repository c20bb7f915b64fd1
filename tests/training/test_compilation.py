"""Compiled steps: by the real compiler once, and their way into a run by one that takes no time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from tests.autoencoders.sample import same_weights
from tests.training.run import Run, digit_spec
from vae_explorer.autoencoders.model import build_autoencoder
from vae_explorer.autoencoders.specification import TrainingSpec
from vae_explorer.errors import TrainingError
from vae_explorer.training import acceleration, compilation
from vae_explorer.training.acceleration import resolve_compilation
from vae_explorer.training.compilation import Compilation, find_compiler, is_worth_compiling
from vae_explorer.training.compiled_gradient import CompiledGradient
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import CompilationFailed, EpochFinished, StateCaptured, StepCompiled
from vae_explorer.training.gradient_compiler import gradient_function
from vae_explorer.training.gradient_job import CompilationJob
from vae_explorer.training.loop import train
from vae_explorer.training.save_pace import SavePace

CPU = torch.device("cpu")
MODELS = (digit_spec("vae"), digit_spec("ae", likelihood="gaussian", c=0.1))
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="scripts are not started there")


class Interpreted:
    """What compiled code computes, by torch: the same function, not compiled."""

    def __init__(self, spec, precision) -> None:
        self.function = gradient_function(build_autoencoder(spec), precision)
        self.calls = 0
        self.is_open = True

    def __call__(self, inputs):
        self.calls += 1
        # A trace of its own in the figures, so that it can be told when it was used.
        reconstruction, *rest = self.function(*inputs)
        return [reconstruction, *(each * 1.0001 for each in rest)]

    def close(self) -> None:
        self.is_open = False


class QuickCompilation:
    """Is ready when asked for the so manyeth time, or fails, or never is."""

    looks_until_ready: float = 1
    error: TrainingError | None = None

    def __init__(self, models, precision, batch_size, threads, *, is_urgent) -> None:
        self.looks = 0
        self.is_urgent = is_urgent
        self.made = [Interpreted(model, precision) for model in models]
        self.is_closed = False
        QuickCompilation.newest = self

    def advance(self) -> bool:
        self.looks += 1
        if self.error is not None:
            raise self.error
        return self.looks >= self.looks_until_ready

    def gradients(self):
        return self.made

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def quick(monkeypatch) -> type[QuickCompilation]:
    monkeypatch.setattr(acceleration, "Compilation", QuickCompilation)
    monkeypatch.setattr(acceleration, "find_compiler", lambda: "c++")
    monkeypatch.setattr(acceleration, "is_worth_compiling", lambda *_: True)
    monkeypatch.setattr(acceleration, "proves_faster", lambda *_: True)
    monkeypatch.setattr(QuickCompilation, "looks_until_ready", 1)
    monkeypatch.setattr(QuickCompilation, "error", None)
    return QuickCompilation


def learned(data, kind: str = "auto", after: int = 0, models=MODELS, **options) -> Run:
    recipe = TrainingSpec(epochs=4, batch_size=64, compilation=kind, compiled_after=after)
    return Run(tuple(train(models, data, recipe, device="cpu", **options)))


def ends_equal(one: Run, other: Run) -> bool:
    pairs = zip(one.events[-2].records, other.events[-2].records, strict=True)
    same = all(
        same_weights(one.snapshots(position)[-1].weights, other.snapshots(position)[-1].weights)
        for position in range(2)
    )
    return same and all(a.test == b.test for a, b in pairs)


def test_that_a_short_run_is_not_worth_compiling_and_a_long_one_is():
    assert not is_worth_compiling(60.0, 1)
    assert is_worth_compiling(3600.0, 2)
    assert not is_worth_compiling(400.0, 2)
    assert is_worth_compiling(400.0, 1)


def test_that_it_is_known_beforehand_where_nothing_is_compiled(monkeypatch):
    recipe = TrainingSpec(batch_size=64)
    assert resolve_compilation(recipe, MODELS, 63, CPU, None) == "off"
    pca = [digit_spec("pca")]
    assert resolve_compilation(recipe, pca, 640, CPU, None) == "off"
    assert resolve_compilation(recipe, MODELS, 640, torch.device("mps"), None) == "off"
    monkeypatch.setattr(acceleration, "find_compiler", lambda: None)
    assert resolve_compilation(recipe, MODELS, 640, CPU, None) == "off"
    monkeypatch.setattr(acceleration, "find_compiler", lambda: "c++")
    assert resolve_compilation(recipe, MODELS, 640, CPU, None) == "auto"


def test_that_a_long_run_is_handed_over_between_two_epochs_and_says_when(quick, few, monkeypatch):
    monkeypatch.setattr(quick, "looks_until_ready", 2)
    result = learned(few)
    # Measured in the first epoch, begun after it, ready after the second.
    assert result.of(StepCompiled) == [StepCompiled(2)]
    epochs = [event for event in result.events if isinstance(event, EpochFinished | StepCompiled)]
    assert epochs.index(StepCompiled(2)) == 2
    assert [gradient.calls for gradient in quick.newest.made] == [6, 6]
    assert quick.newest.is_closed
    assert not any(gradient.is_open for gradient in quick.newest.made)


def test_that_a_run_that_was_handed_over_can_be_carried_out_again(quick, few, monkeypatch):
    monkeypatch.setattr(quick, "looks_until_ready", 2)
    first = learned(few)
    again = learned(few, "on", after=2)
    assert ends_equal(first, again)
    assert again.of(StepCompiled) == [StepCompiled(2)]
    assert not ends_equal(first, learned(few, "off"))


@pytest.mark.parametrize("place", [2, 5, 9, 13])
def test_that_a_handed_over_run_goes_on_to_the_same_bits(quick, few, place):
    class Stopping(TrainingControl):
        left = place

        @property
        def is_cancelled(self) -> bool:
            return self.left < 0

        def take_c(self) -> None:
            self.left -= 1

    unbroken = learned(few, "on", after=1)
    left = learned(few, "on", after=1, control=Stopping(), save_pace=SavePace(1000.0))
    state = left.of(StateCaptured)[-1]
    resumed = learned(few, "on", after=1, departure=state.departure)
    assert (state.departure.epoch, state.departure.position) != (4, 0)
    assert ends_equal(unbroken, resumed)


def test_that_a_run_in_which_compiled_code_is_no_faster_stays_as_it_is(quick, few, monkeypatch):
    monkeypatch.setattr(acceleration, "proves_faster", lambda *_: False)
    result = learned(few)
    assert not result.of(StepCompiled)
    assert ends_equal(result, learned(few, "off"))
    assert not any(gradient.is_open for gradient in quick.newest.made)


def test_that_a_failing_compiler_is_reported_and_training_goes_on(quick, few, monkeypatch):
    monkeypatch.setattr(quick, "error", TrainingError("the compiler is ill"))
    for kind in ("auto", "on"):
        result = learned(few, kind)
        (event,) = result.of(CompilationFailed)
        assert "ill" in event.error.one_line()
        assert quick.newest.is_urgent == (kind == "on")
        assert ends_equal(result, learned(few, "off"))
        assert quick.newest.is_closed


def test_that_compiled_code_that_refuses_is_given_up_within_the_step(quick, few, monkeypatch):
    def refuse(self, inputs):
        raise RuntimeError("status 1")

    monkeypatch.setattr(Interpreted, "__call__", refuse)
    result = learned(few, "on")
    assert len(result.of(CompilationFailed)) == 2
    assert ends_equal(result, learned(few, "off"))


def test_that_a_stop_does_not_wait_for_the_compiler(quick, few, monkeypatch):
    monkeypatch.setattr(quick, "looks_until_ready", np.inf)
    control = TrainingControl()
    events = train(
        MODELS, few, TrainingSpec(epochs=4, batch_size=64, compilation="on"), device="cpu", control=control
    )
    next(events)
    control.cancel()
    finished = list(events)[-1]
    assert finished.is_cancelled
    assert finished.epoch == 0
    assert quick.newest.is_closed


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that puts a script in the place of the process that compiles."""

    def put(lines: str) -> Compilation:
        script = tmp_path / "compiler"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(0o700)
        monkeypatch.setattr(sys, "executable", str(script))
        return Compilation([digit_spec("vae")], "float32", 64, 1)

    return put


def settled(work: Compilation) -> bool:
    while not (is_ready := work.advance()):
        time.sleep(0.005)
    return is_ready


def is_alive(process: int) -> bool:
    """Tell whether a process is there and more than an entry that nobody has read yet."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return not Path("/proc/self/stat").exists()


@needs_posix
def test_that_what_the_compiler_says_is_told(scripted):
    work = scripted("read job; echo ignored >&2; echo 'CppCompileError: no space left' >&2; exit 1")
    with pytest.raises(TrainingError, match=r"cannot be compiled \(CppCompileError: no space left\)"):
        settled(work)
    work.close()


@needs_posix
def test_that_a_compiler_is_ended_with_all_that_it_started_and_swept_up_after(scripted, tmp_path):
    work = scripted(f"sleep 600 & echo $! > {tmp_path}/child; wait")
    assert not work.advance()
    while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text().strip():
        time.sleep(0.005)
    child, folder = int((tmp_path / "child").read_text()), work._folder
    assert folder.is_dir()
    # A session of its own would have as many of the cores as the run, however low its priority.
    assert os.getpgid(work._process.pid) == work._process.pid != os.getpgid(0)
    assert os.getsid(work._process.pid) == os.getsid(0)
    work.close()
    assert not folder.exists()
    deadline = time.monotonic() + 10
    while is_alive(child):
        assert time.monotonic() < deadline
        time.sleep(0.005)


@needs_posix
@pytest.mark.parametrize(
    ("is_urgent", "priority", "steps"),
    [(True, 0, []), (False, 0, ["nice 10"]), (False, 5, ["idle", "nice 10"])],
    ids=["awaited", "beside a run", "beside a run that gives way itself"],
)
def test_that_the_compiler_gives_way_before_it_is_loaded_unless_the_run_waits_for_it(
    project_root, is_urgent, priority, steps
):
    report = f"""
import os, sys, types
steps = []
os.SCHED_IDLE, os.sched_param = "idle", lambda priority: priority
os.getpriority = lambda which, who: {priority}
os.sched_setscheduler = lambda process, kind, parameter: steps.append(kind)
os.nice = lambda step: steps.append(f"nice {{step}}")
compiler = types.ModuleType("vae_explorer.training.gradient_compiler")
compiler.compile_gradient = lambda job: steps.append(job.library)
sys.modules[compiler.__name__] = compiler
from vae_explorer.training.compiler_process import main
print(main(), *steps, "torch" in sys.modules, sep=", ")
"""
    job = CompilationJob(
        model=MODELS[0], precision="float32", batch_size=64, threads=1, library="there", is_urgent=is_urgent
    )
    process = subprocess.Popen(
        [sys.executable, "-c", report],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=project_root,
        env=os.environ | {"PYTHONPATH": str(project_root)},
    )
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    process.stdin.flush()
    said = process.stdout.read().decode().strip()
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == 0
    assert said == ", ".join(["0", *steps, "there", "False"])


@needs_posix
def test_that_what_was_compiled_once_is_found_again(scripted, monkeypatch):
    work = scripted('read job; echo "$job" | sed \'s/.*"library":"\\([^"]*\\)".*/\\1/\' | xargs touch')
    assert settled(work)
    again = scripted("exit 1")
    assert again.advance()
    with pytest.raises(TrainingError, match="cannot be loaded"):
        again.gradients()


def test_that_what_was_compiled_of_other_mathematics_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(compilation, "_SOURCE", tmp_path)
    monkeypatch.setattr(compilation, "cache_folder", lambda: tmp_path)
    (tmp_path / "autoencoders").mkdir()
    source = tmp_path / "autoencoders" / "objective.py"
    job, files = CompilationJob(model=MODELS[0], precision="float32", batch_size=64, threads=1), []
    for text in ("loss = 1", "loss = 1", "loss = 2"):
        source.write_text(text)
        files.append(Compilation(MODELS, "float32", 64, 1)._file_of(job))
    assert files[0] == files[1] != files[2]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the cache in which a real compiler left what the next tests need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CXX", raising=False)
        if find_compiler() is None:
            pytest.skip("there is no C++ compiler")
        folder = tmp_path_factory.mktemp("compiled")
        patch.setattr(compilation, "cache_folder", lambda: folder)
        yield folder


@pytest.mark.timeout(180)
def test_that_compiled_steps_learn_what_ordinary_ones_learn(library, digits, monkeypatch):
    """The tolerance is a relative 1e-4 of the test bound, as for several processes."""
    monkeypatch.delenv("CXX")
    models = [digit_spec("vae", hidden=(16,))]
    control = TrainingControl()

    def compiled_run(kind: str, **options) -> Run:
        recipe = TrainingSpec(epochs=3, batch_size=256, compilation=kind)
        return Run(tuple(train(models, digits, recipe, device="cpu", **options)))

    compiled, plain = compiled_run("on", save_pace=SavePace(0.0)), compiled_run("off")
    assert not compiled.of(CompilationFailed)
    assert compiled.of(StepCompiled) == [StepCompiled(0)]
    for one, other in zip(compiled.epochs, plain.epochs, strict=True):
        assert one.records[0].test.total_nats == pytest.approx(other.records[0].test.total_nats, rel=1e-4)
        assert one.records[0].train.kl_nats == pytest.approx(other.records[0].train.kl_nats, rel=1e-3)
    # The same bits again, also where the run is left and gone on with.
    state = compiled.of(StateCaptured)[0]
    resumed = compiled_run("on", departure=state.departure)
    assert same_weights(compiled.snapshots()[-1].weights, resumed.snapshots()[-1].weights)
    # Another c reaches the compiled code without its being compiled again.
    files = list(library.rglob("*.library"))
    assert len(files) == 1
    control.change_c(20.0)
    heavy = compiled_run("on", control=control)
    control.change_c(20.0)
    same = compiled_run("off", control=control)
    assert heavy.epochs[-1].records[0].train.kl_nats == pytest.approx(
        same.epochs[-1].records[0].train.kl_nats, rel=1e-3
    )
    assert heavy.epochs[-1].records[0].train.kl_nats < compiled.epochs[-1].records[0].train.kl_nats * 0.7
    assert list(library.rglob("*.library")) == files
    # The batch that it was compiled for has a fixed size: the last one of an epoch goes without.
    gradient = CompiledGradient(files[0])
    gradient.close()
    gradient.close()
