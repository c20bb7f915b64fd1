from __future__ import annotations

import threading

import pytest
import torch

from vae_explorer.errors import DeviceError
from vae_explorer.training import device
from vae_explorer.training.device import available_devices, keep_bits_equal, resolve_device, use_all_cores


def pretend(monkeypatch, *, cuda: int, is_mps: bool) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda > 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: is_mps)


@pytest.mark.parametrize(
    ("cuda", "is_mps", "expected"), [(2, True, "cuda:0"), (0, True, "mps"), (0, False, "cpu")]
)
def test_that_auto_takes_the_fastest(monkeypatch, cuda, is_mps, expected):
    pretend(monkeypatch, cuda=cuda, is_mps=is_mps)
    assert str(resolve_device()) == str(resolve_device("auto")) == expected
    assert available_devices()[0] == expected
    assert available_devices()[-1] == "cpu"


@pytest.mark.parametrize("name", ["cpu", "cuda", "cuda:0", "cuda:1", "mps"])
def test_that_devices_that_exist_are_found(monkeypatch, name):
    pretend(monkeypatch, cuda=2, is_mps=True)
    assert str(resolve_device(name)) == {"cuda": "cuda:0"}.get(name, name)


@pytest.mark.parametrize("name", ["cuda", "cuda:0", "mps", "gpu", "", "cpu:7", "cuda:-1", "{0}", "meta"])
def test_that_another_device_is_refused_with_those_there_are(monkeypatch, name):
    pretend(monkeypatch, cuda=0, is_mps=False)
    with pytest.raises(DeviceError, match="choose auto or one of cpu") as caught:
        resolve_device(name)
    assert caught.value.where == name


def test_that_only_cuda_needs_to_be_told_to_repeat_itself(monkeypatch):
    monkeypatch.setattr(device.torch.backends.cudnn, "deterministic", False)
    keep_bits_equal(torch.device("cpu"))
    assert not torch.backends.cudnn.deterministic
    keep_bits_equal(torch.device("cuda", 0))
    assert torch.backends.cudnn.deterministic


def test_that_a_thread_that_asks_for_it_has_all_cores_whatever_others_asked_for(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    found = []

    def ask() -> None:
        found.append(torch.get_num_threads())
        use_all_cores()
        found.append(torch.get_num_threads())

    for work in (lambda: torch.set_num_threads(1), ask):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert found == [1, 2]
