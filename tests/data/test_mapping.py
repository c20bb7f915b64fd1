"""Images that stay in their file: they are the same images, and never in memory as a whole."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vae_explorer.data import array_file, idx, mapping, open_dataset, preview
from vae_explorer.data.mapping import is_mapped
from vae_explorer.data.preview import preview_indices, preview_limit
from vae_explorer.errors import DatasetError

COUNT = 60


@pytest.fixture(autouse=True)
def low_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mapping, array_file, idx):
        monkeypatch.setattr(module, "MAPPED_FROM_BYTES", 1000)


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (COUNT, 5, 7), np.uint8)


def idx_bytes(array: np.ndarray) -> bytes:
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


def test_that_a_large_array_stays_in_its_file(tmp_path, images):
    np.save(tmp_path / "a.npy", images)
    dataset = open_dataset(tmp_path / "a.npy")
    assert is_mapped(dataset.train_images)
    assert is_mapped(dataset.test_images)
    whole = np.concatenate([dataset.train_images, dataset.test_images])[..., 0]
    assert np.array_equal(whole, images)
    assert len(dataset.test_images) == COUNT // 10
    assert dataset.notes == (f"the last 6 of {COUNT} images were set aside for testing",)
    assert set(dataset.train_labels.tolist()) == {-1}
    assert not dataset.train_images.flags.writeable


def test_that_images_in_an_archive_that_packs_nothing_stay_there_too(tmp_path, images):
    labels = np.arange(COUNT) % 3
    np.savez(tmp_path / "a.npz", labels=labels, images=images, x_test=images[:30], y_test=labels[:30])
    np.savez_compressed(tmp_path / "packed.npz", labels=labels, images=images)
    dataset = open_dataset(tmp_path / "a.npz")
    assert is_mapped(dataset.train_images)
    assert is_mapped(dataset.test_images)
    assert np.array_equal(dataset.train_images[..., 0], images)
    assert np.array_equal(dataset.test_images[..., 0], images[:30])
    assert np.array_equal(dataset.train_labels, labels)
    assert not is_mapped(open_dataset(tmp_path / "packed.npz").train_images)


def test_that_plain_idx_files_stay_where_they_are_and_packed_ones_are_read(tmp_path, images):
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx_bytes(images))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx_bytes(np.zeros(COUNT, np.uint8)))
    dataset = open_dataset(tmp_path)
    assert is_mapped(dataset.train_images)
    assert np.array_equal(np.concatenate([dataset.train_images, dataset.test_images])[..., 0], images)
    (tmp_path / "train-images-idx3-ubyte").unlink()
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(images)))
    assert not is_mapped(open_dataset(tmp_path).train_images)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((40, 3, 5, 7), np.uint8),
        np.asfortranarray(np.zeros((40, 5, 7), np.uint8)),
        np.zeros((40, 5, 7), np.float32),
        np.zeros((9, 5, 7), np.uint8),
    ],
    ids=["channels first", "another order", "floats", "small"],
)
def test_that_what_has_to_be_changed_or_is_small_is_read(tmp_path, array):
    np.save(tmp_path / "a.npy", array)
    assert not is_mapped(open_dataset(tmp_path / "a.npy").train_images)


def test_that_a_large_file_that_is_cut_short_is_refused(tmp_path, images):
    np.save(tmp_path / "a.npy", images)
    content = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(content[:-9])
    with pytest.raises(DatasetError, match="cut short"):
        open_dataset(tmp_path / "a.npy")


def test_that_a_fingerprint_tells_mapped_images_apart(tmp_path, images):
    other = images.copy()
    other[3, 2, 2] += 1
    for name, array in (("a", images), ("same", images), ("other", other)):
        np.save(tmp_path / f"{name}.npy", array)
    one, same, another = (open_dataset(tmp_path / f"{n}.npy").fingerprint for n in ("a", "same", "other"))
    assert one == same != another


def test_that_millions_of_images_have_a_preview_set_without_mixing_them_all(monkeypatch):
    monkeypatch.setattr(preview, "_MANY", 1000)
    monkeypatch.setattr(preview, "_ENOUGH", 100)
    labels = np.arange(5000) // 2500
    chosen = preview_indices(labels, 40)
    assert len(set(chosen.tolist())) == 40
    assert np.bincount(labels[chosen]).tolist() == [20, 20]
    assert chosen.max() > 4000
    assert preview_limit(np.zeros((3, 9, 9, 1), np.uint8)) == 10_000


TRAINING = """
import json, resource, sys
from vae_explorer.autoencoders.specification import ModelSpec, TrainingSpec
from vae_explorer.data import open_dataset
from vae_explorer.data.preview import preview_indices, preview_limit
from vae_explorer.training.control import TrainingControl
from vae_explorer.training.event import TrainingFinished
from vae_explorer.training.images import TrainingData
from vae_explorer.training.loop import train
from vae_explorer.training.image_source import MappedImages

read = MappedImages._read
control, read_bytes = TrainingControl(), 0

def counted(source, starts, counts):
    global read_bytes
    read_bytes += sum(counts) * source._images.shape[1]
    if read_bytes > 300_000_000:
        control.cancel()
    return read(source, starts, counts)

MappedImages._read = counted
dataset = open_dataset(sys.argv[1])
indices = preview_indices(dataset.train_labels, preview_limit(dataset.train_images))
spec = ModelSpec(kind="ae", image_shape=dataset.image_shape, hidden=(8,))
data = TrainingData(dataset.train_images, dataset.test_images, indices)
events = list(train([spec], data, TrainingSpec(epochs=1, batch_size=4096), device="cpu", control=control))
assert isinstance(events[-1], TrainingFinished) and events[-1].is_cancelled and events[-1].epoch > 0
# Not getrusage: its peak begins with that of the process that started this one.
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
peak = int(status["VmHWM"].split()[0]) * 1024
print(json.dumps({"images": len(dataset.train_images), "read": read_bytes, "peak": peak}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="sparse files and peak memory differ elsewhere")
def test_that_training_on_twenty_gigabytes_takes_less_than_one_of_memory(tmp_path, project_root):
    file: Path = tmp_path / "large.npy"
    rows = 20 * 10**9 // 784
    with file.open("wb") as stream:
        header = {"descr": "|u1", "fortran_order": False, "shape": (rows, 28, 28)}
        np.lib.format.write_array_header_1_0(stream, header)
        stream.truncate(stream.tell() + rows * 784)
    done = subprocess.run(
        [sys.executable, "-c", TRAINING, str(file)],
        capture_output=True,
        text=True,
        cwd=project_root,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["images"] == rows - 10_000
    assert result["read"] > 300_000_000
    assert result["peak"] < 10**9
