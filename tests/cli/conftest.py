"""Running commands in this process and beside it, and small models to run them on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.outcome import Command, Outcome
from vae_explorer.__main__ import main


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English, and put back what the parsers read their language from."""
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


@pytest.fixture
def environment(project_root: Path) -> dict[str, str]:
    """Return the environment of a process that finds the program and leaves the other core alone."""
    return {**os.environ, "PYTHONPATH": str(project_root), "OMP_NUM_THREADS": "1"}


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Command:
    """Run a command as a process of its own, in an empty folder."""

    def run(*arguments: object) -> Outcome:
        words = [sys.executable, "-m", "vae_explorer", *(str(argument) for argument in arguments)]
        done = subprocess.run(
            words, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return small models of the digits by name: each kind in two dimensions, and VAEs in one and three."""
    folder = tmp_path_factory.mktemp("models")
    wanted = {kind: (kind, 2) for kind in ("pca", "ae", "map", "vae")} | {
        "line": ("vae", 1),
        "space": ("vae", 3),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAE_EXPLORER_HOME", str(folder / "home"))
        for name, (kind, latent_dim) in wanted.items():
            options = [
                "--latent-dim",
                str(latent_dim),
                "--epochs",
                "8",
                "--hidden",
                "64",
                "--batch-size",
                "64",
            ]
            out = str(folder / f"{name}.safetensors")
            assert main(["train", "--kind", kind, "--dataset", "digits", "--out", out, *options]) == 0
    return {name: folder / f"{name}.safetensors" for name in wanted}
