from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.outcome import Command
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint


def made(command: Command, kind: str, *more: str) -> str:
    arguments = ["--kind", kind, "--dataset", "digits", "--out", "m.safetensors", "--card", "m.md", *more]
    assert command("train", *arguments, "--hidden", "16", "--epochs", "2").status == 0
    return Path("m.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["pca", "ae", "map", "vae"])
def test_that_the_command_on_the_card_makes_the_same_model_again(command: Command, kind: str) -> None:
    card = made(command, kind, "--seed", "3", "--latent-dim", "3")
    first = load_checkpoint("m.safetensors")
    (line,) = re.findall(r"```sh\n(.*)\n```", card)
    program, *arguments = shlex.split(line)
    assert program == "vae-explorer"
    Path("m.safetensors").unlink()
    assert command(*arguments).status == 0
    second = load_checkpoint("m.safetensors")
    assert second.model == first.model
    assert second.weights.keys() == first.weights.keys()
    assert all(second.weights[name].equal(weight) for name, weight in first.weights.items())


def test_that_the_card_says_what_it_was_made_of_and_how_good_it_is(command: Command) -> None:
    card = made(command, "vae")
    checkpoint = load_checkpoint("m.safetensors")
    test = checkpoint.history[-1].test
    assert checkpoint.dataset.fingerprint in card
    assert "CC BY 4.0" in card
    assert f"| KL(q(z∣x)‖N(0, I)) | {test.kl_nats:.2f} nats |" in card
    assert f"| total | {test.total_nats:.2f} nats |" in card
    assert "bound no true likelihood" in card
    assert f"`m.safetensors`: {Path('m.safetensors').stat().st_size / 1e6:.2f} MB" in card
    assert re.findall(r"^## (.*)$", card, re.MULTILINE) == [
        *("How it was made", "Data", "Figures", "Architecture", "Intended use", "Limits")
    ]


def test_that_a_card_shows_only_the_terms_that_its_model_has(command: Command) -> None:
    card = made(command, "ae")
    assert "KL(" not in card
    assert "prior, " not in card
    assert "| reconstruction" in card
