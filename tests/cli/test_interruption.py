from __future__ import annotations

import signal
import threading

import pytest

from vae_explorer.cli.interruption import on_interruption


def test_that_the_first_ctrl_c_stops_gently_and_the_second_at_once() -> None:
    stops: list[str] = []
    with on_interruption(lambda: stops.append("stop")):
        signal.raise_signal(signal.SIGINT)
        assert stops == ["stop"]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert stops == ["stop"]


def test_that_afterwards_ctrl_c_does_what_it_always_did() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with on_interruption(lambda: None):
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_that_beside_the_main_thread_signals_are_left_alone() -> None:
    seen = []

    def work() -> None:
        with on_interruption(lambda: None):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
