from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.autoencoders.sample import checkpoint, same_weights, spec
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.errors import WriteError
from vae_explorer.workers.last_run import find_last_run, forget_last_run, save_last_run

INDEX = "last-run.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the last run of an AE and a VAE in it."""
    save_last_run(tmp_path, (checkpoint(spec("ae")), checkpoint(spec("vae"))), "/data/squares")
    return tmp_path


def change(folder: Path, **changes: Any) -> None:
    index = folder / INDEX
    index.write_text(json.dumps({**json.loads(index.read_text()), **changes}))


def test_that_a_run_is_found_again_as_it_was_left(folder):
    found = find_last_run(folder)
    assert (found.kinds, found.dataset_name, found.dataset_title) == (
        ("ae", "vae"),
        "/data/squares",
        "Squares □",
    )
    assert (found.epoch, found.epochs) == (4.0, 4)
    for name, kind in zip(found.files, found.kinds, strict=True):
        loaded = load_checkpoint(folder / name)
        assert loaded.model.kind == kind
        assert same_weights(loaded.weights, checkpoint(spec(kind)).weights)


def test_that_a_later_run_takes_the_place_of_the_last(folder):
    save_last_run(folder, (checkpoint(spec("map"), epoch=2.5),), "digits")
    found = find_last_run(folder)
    assert (found.kinds, found.epoch, found.dataset_name) == (("map",), 2.5, "digits")


def test_that_a_run_that_was_declined_is_not_offered_again(folder):
    forget_last_run(folder)
    assert find_last_run(folder) is None
    forget_last_run(folder)


def test_that_there_is_nothing_in_an_empty_or_missing_folder(tmp_path):
    assert find_last_run(tmp_path) is None
    assert find_last_run(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '{"kinds": ["ae"]}',
        '{"kinds": "ae", "files": 3}',
        "\x00" * 50,
        '"' + "x" * 200_000 + '"',
    ],
    ids=["empty", "cut", "null", "list", "incomplete", "wrong types", "zeros", "huge"],
)
def test_that_a_broken_index_is_no_run(folder, text):
    (folder / INDEX).write_text(text)
    assert find_last_run(folder) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": ["ae"]},
        {"kinds": ["ae", "gan"]},
        {"kinds": [], "files": []},
        {"epoch": "four"},
        {"surprise": 1},
    ],
    ids=str,
)
def test_that_an_index_that_contradicts_itself_is_no_run(folder, changes):
    change(folder, **changes)
    assert find_last_run(folder) is None


@pytest.mark.parametrize("name", ["../x", "..", ".", "", "sub/x", "absent.safetensors"])
def test_that_a_name_that_leads_out_of_the_folder_or_nowhere_is_refused(folder, name):
    (folder.parent / "x").write_bytes(b"not ours")
    (folder / "sub").mkdir()
    (folder / "sub" / "x").write_bytes(b"not ours either")
    change(folder, files=["last-run-0.safetensors", name])
    assert find_last_run(folder) is None


def test_that_an_absolute_name_is_refused(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x"
    outside.write_bytes(b"not ours")
    change(folder, files=["last-run-0.safetensors", str(outside)])
    assert find_last_run(folder) is None


def test_that_an_index_whose_folder_holds_no_files_is_no_run(folder):
    (folder / "last-run-1.safetensors").unlink()
    assert find_last_run(folder) is None


def test_that_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteError):
        save_last_run(tmp_path / "file" / "state", (checkpoint(),), "digits")
