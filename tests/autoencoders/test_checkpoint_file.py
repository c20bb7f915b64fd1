from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from safetensors import safe_open

from tests.autoencoders.sample import checkpoint, dismantled, records, same_weights, saved, spec
from vae_explorer.autoencoders.checkpoint import Frames, Preview
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint, save_checkpoint
from vae_explorer.autoencoders.model import restore_autoencoder
from vae_explorer.errors import WriteError

SPECS = [
    *(spec(kind, network, "bernoulli") for kind in ("ae", "map", "vae") for network in ("mlp", "conv")),
    *(spec(kind, "mlp", "gaussian", c="auto") for kind in ("ae", "map", "vae")),
    spec("vae", "conv", "gaussian", c=0.02, latent_dim=7, image_shape=(5, 7, 3)),
    spec("vae", "mlp", hidden=()),
    spec("pca"),
    spec("pca", c="auto"),
]


def name_of(model) -> str:
    return f"{model.kind}-{model.network}-{model.likelihood}-{model.c}-{len(model.hidden)}"


@pytest.mark.parametrize("model", SPECS, ids=name_of)
def test_that_a_model_comes_back_bit_for_bit(tmp_path, model):
    before = checkpoint(model)
    after = load_checkpoint(saved(tmp_path, before))
    for field in ("model", "training", "dataset", "history", "epoch", "device", "normalisation"):
        assert getattr(after, field) == getattr(before, field)
    assert same_weights(after.weights, before.weights)
    for field in ("indices", "labels", "mu", "logvar"):
        np.testing.assert_array_equal(getattr(after.preview, field), getattr(before.preview, field))
    for field in ("epochs", "mu", "scale"):
        np.testing.assert_array_equal(getattr(after.frames, field), getattr(before.frames, field))
    z = torch.randn(5, model.latent_dim, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        decoded = [restore_autoencoder(stored.model, stored.weights).decode(z) for stored in (before, after)]
    assert torch.equal(*decoded)


def test_that_loaded_arrays_cannot_be_changed_and_are_of_the_promised_types(tmp_path):
    loaded = load_checkpoint(saved(tmp_path))
    preview, frames = loaded.preview, loaded.frames
    arrays = (
        preview.indices,
        preview.labels,
        preview.mu,
        preview.logvar,
        frames.epochs,
        frames.mu,
        frames.scale,
    )
    assert not any(array.flags.writeable for array in arrays)
    assert [array.dtype.name for array in arrays] == [
        *("int64", "int64", "float32", "float32", "float32", "float16", "float32")
    ]
    assert {weight.dtype for weight in loaded.weights.values()} == {torch.float32}


def test_that_a_model_without_frames_or_history_comes_back(tmp_path):
    after = load_checkpoint(saved(tmp_path, checkpoint(frames=0, history=())))
    assert after.frames is None
    assert after.history == ()
    after = load_checkpoint(saved(tmp_path, checkpoint(spec("pca"), count=1, frames=0)))
    assert after.preview.mu.shape == (1, 2)


def test_that_weights_are_stored_as_float32_whatever_they_were(tmp_path):
    model = checkpoint()
    doubled = {name: weight.double() for name, weight in model.weights.items()}
    after = load_checkpoint(saved(tmp_path, checkpoint(weights=doubled)))
    assert same_weights(after.weights, model.weights)


def test_that_the_library_itself_can_read_the_file(tmp_path):
    before = checkpoint()
    with safe_open(saved(tmp_path, before), "pt") as file:
        names = {name.removeprefix("weight/"): name for name in file.keys()}  # noqa: SIM118
        assert all(torch.equal(file.get_tensor(names[name]), before.weights[name]) for name in before.weights)
        assert json.loads(file.metadata()["vae_explorer"])["format_version"] == 1


@pytest.mark.parametrize("extent", [1e-3, 1.0, 7.0, 3e4, 1e30])
def test_that_half_precision_frames_err_by_less_than_a_two_thousandth_of_their_extent(random, extent):
    codes = (random.uniform(-1, 1, (400, 2)) * extent).astype(np.float32)
    scale = np.abs(codes).max()
    frames = Frames(np.zeros(1, np.float32), (codes / scale).astype(np.float16)[None], np.array([scale]))
    assert frames.codes(0).dtype == np.float32
    assert np.abs(frames.codes(0) - codes).max() <= scale / 2000


def test_that_a_very_long_history_is_thinned_evenly_and_keeps_its_end(tmp_path):
    everything = records(12_000)
    loaded = load_checkpoint(saved(tmp_path, checkpoint(history=everything)))
    epochs = [record.epoch for record in loaded.history]
    assert epochs[-1] == 12_000
    assert len(epochs) > 1000
    assert set(np.diff(epochs)) == {2 ** round(np.log2(12_000 / len(epochs)))}
    assert {record.epoch: record for record in everything}[epochs[0]] == loaded.history[0]


def test_that_the_longest_label_names_still_fit(tmp_path):
    dataset = msgspec.structs.replace(
        checkpoint().dataset, label_names=tuple(f'{"名" * 80}"{index}' for index in range(1000))
    )
    loaded = load_checkpoint(saved(tmp_path, checkpoint(dataset=dataset, history=records(5000))))
    assert loaded.dataset == dataset
    assert loaded.history[-1].epoch == 5000


def with_preview(**changes) -> object:
    preview = checkpoint().preview
    fields = {name: getattr(preview, name) for name in ("indices", "labels", "mu", "logvar")}
    return checkpoint(preview=Preview(**{**fields, **changes}))


UNREADABLE = {
    "weights that are not numbers": lambda: checkpoint(
        weights={name: weight * float("nan") for name, weight in checkpoint().weights.items()}
    ),
    "a weight too few": lambda: checkpoint(weights=dict(list(checkpoint().weights.items())[1:])),
    "a label without a name": lambda: with_preview(labels=np.full(7, 3)),
    "an image outside the data": lambda: with_preview(indices=np.arange(44, 51)),
    "no log-variances": lambda: with_preview(logvar=None),
    "codes that are not numbers": lambda: with_preview(mu=np.full((7, 2), np.nan, np.float32)),
    "a history that is not numbers": lambda: checkpoint(
        history=(msgspec.structs.replace(records(1)[0], seconds=float("nan")),)
    ),
    "the epochs of another run": lambda: checkpoint(history=records(2)[::-1]),
    "more preview codes than a file may have": lambda: checkpoint(count=10_001),
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE)
def test_that_nothing_is_written_that_could_not_be_read_again(tmp_path, make):
    path = saved(tmp_path)
    before = path.read_bytes()
    with pytest.raises(WriteError, match="not saved"):
        save_checkpoint(make(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_failed_write_keeps_the_old_model(tmp_path):
    path = saved(tmp_path)
    before = path.read_bytes()
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(WriteError, match="cannot be written"):
            save_checkpoint(checkpoint(epoch=9.0), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_missing_folder_is_named(tmp_path):
    with pytest.raises(WriteError, match="nowhere"):
        save_checkpoint(checkpoint(), tmp_path / "nowhere" / "model.safetensors")


SAVER = """
import sys
from tests.autoencoders.sample import checkpoint
from vae_explorer.autoencoders.checkpoint_file import save_checkpoint
contents = [checkpoint(epoch=float(epoch)) for epoch in range(4)]
print("ready", flush=True)
for turn in range(10**9):
    save_checkpoint(contents[turn % 4], sys.argv[1])
"""


def test_that_a_model_survives_the_kill_of_whoever_saves_it(tmp_path, project_root):
    path = tmp_path / "model.safetensors"
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path)], cwd=project_root, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        while not path.exists():
            time.sleep(0.001)
        # While it is saved again and again, every reading finds one whole model.
        epochs = {load_checkpoint(path).epoch for _ in range(40)}
        child.kill()
    assert epochs <= {0.0, 1.0, 2.0, 3.0}
    assert load_checkpoint(path).epoch in {0.0, 1.0, 2.0, 3.0}


def test_that_the_description_in_the_file_says_how_the_model_came_about(tmp_path):
    _, description = dismantled(saved(tmp_path))
    assert description["model"]["kind"] == "vae"
    assert description["training"]["seed"] == 0
    assert description["dataset"]["fingerprint"] == "ab" * 32
    assert Path(description["dataset"]["name"]).name == "squares"
