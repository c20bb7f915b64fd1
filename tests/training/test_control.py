from __future__ import annotations

import threading

import pytest

from vae_explorer.training import control as control_module
from vae_explorer.training.control import TrainingControl


def test_that_it_starts_running():
    control = TrainingControl()
    assert not control.is_paused
    assert not control.is_cancelled
    control.wait_while_paused()


def test_that_cancelling_ends_a_pause_for_good():
    control = TrainingControl()
    control.pause()
    assert control.is_paused
    control.cancel()
    assert control.is_cancelled
    control.wait_while_paused()
    control.pause()
    control.wait_while_paused()
    assert control.is_cancelled


@pytest.mark.parametrize("end", ["resume", "cancel"])
def test_that_a_pause_lasts_until_another_thread_ends_it_at_once(monkeypatch, end):
    monkeypatch.setattr(control_module, "_LOOK_S", 3600.0)
    control = TrainingControl()
    control.pause()
    is_waiting = threading.Event()
    is_through = threading.Event()

    def wait() -> None:
        is_waiting.set()
        control.wait_while_paused()
        is_through.set()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    assert is_waiting.wait(10)
    assert not is_through.wait(0.2)
    getattr(control, end)()
    assert is_through.wait(10)
    thread.join(10)


def test_that_a_pause_sleeps_instead_of_asking_without_end(monkeypatch):
    control = TrainingControl()
    control.pause()
    asked = []

    def wait(timeout: float | None = None) -> bool:
        asked.append(timeout)
        if len(asked) == 3:
            control.cancel()
        return False

    monkeypatch.setattr(control._running, "wait", wait)
    control.wait_while_paused()
    assert len(asked) == 3
    assert all(timeout is None or timeout >= 0.01 for timeout in asked)
