"""Making one figure of many durations."""

from __future__ import annotations


def percentile(durations: list[float], percent: float) -> float:
    """Return the smallest duration that so many percent do not exceed."""
    ordered = sorted(durations)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]
