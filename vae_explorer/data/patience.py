"""How long a download waits for a server, and how often it tries again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NetworkPatience:
    """How long a server may keep us waiting, and how often it may fail.

    Attributes
    ----------
    connect_s : float
        Until a connection stands, in seconds.
    silence_s : float
        From one piece of data to the next, in seconds.
    retries : int
        Failures in a row, without a byte between them, after which a mirror is given up.
    pause_s : float
        Before the first retry, in seconds; doubled before each further one.
    """

    connect_s: float = 10.0
    silence_s: float = 20.0
    retries: int = 3
    pause_s: float = 0.5
