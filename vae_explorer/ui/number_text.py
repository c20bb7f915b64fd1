"""Numbers as a person reads them: short, with a true minus sign and thin groups."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
GROUP = "\N{NO-BREAK SPACE}"


def count_text(count: int) -> str:
    """Return ``60 000`` for 60000."""
    return f"{count:,}".replace(",", GROUP)


def rate_text(per_second: float) -> str:
    """Return three figures at most: ``38 k``, ``1.2 M``, ``950``."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if per_second >= limit * 0.9995:
            scaled = per_second / limit
            return f"{scaled:.1f}{GROUP}{unit}" if scaled < 9.95 else f"{scaled:.0f}{GROUP}{unit}"
    return f"{per_second:.0f}"


def duration_text(seconds: float) -> str:
    """Return ``0:12``, ``12:05`` or ``1:02:05``."""
    whole = max(0, math.ceil(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def size_text(size_bytes: int) -> str:
    """Return ``11.6 MB`` for bytes, in powers of ten."""
    for limit, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size_bytes >= limit:
            return f"{size_bytes / limit:.1f}{GROUP}{unit}"
    return f"{size_bytes}{GROUP}B"


def nats_text(nats: float) -> str:
    """Return one decimal, which is what test figures are good for."""
    return f"{nats:.1f}".replace("-", MINUS)


def short_text(value: float) -> str:
    """Return three significant figures without trailing zeros: ``1``, ``0.05``, ``12.5``."""
    return f"{value:.3g}".replace("-", MINUS)


def coordinates_text(z: tuple[float, ...], limit: int = 3) -> str:
    """Return ``(−1.20, +7.40)``; of more than `limit` coordinates the first ones and an ellipsis."""
    shown = z[: limit if len(z) <= limit else limit - 1]
    parts = [f"{value:+.2f}" if abs(value) < 1e4 else f"{value:+.2e}" for value in shown]
    if len(z) > limit:
        parts.append("…")
    return f"({', '.join(parts)})".replace("-", MINUS)


def epoch_text(epoch: float) -> str:
    """Return finished epochs: ``20``, or ``20.4`` within one."""
    return f"{epoch:.0f}" if abs(epoch - round(epoch)) < 0.05 else f"{epoch:.1f}"
