"""Hidden layers as a person writes them: ``512, 256, 128``."""

from __future__ import annotations

import re

from vae_explorer.autoencoders.specification import MAX_HIDDEN_LAYERS, MAX_WIDTH, NetworkKind
from vae_explorer.errors import UsageError


def layers_text(hidden: tuple[int, ...]) -> str:
    """Return ``512, 256, 128`` for (512, 256, 128)."""
    return ", ".join(map(str, hidden))


def parse_layers(text: str, network: NetworkKind) -> tuple[int, ...]:
    """Return the widths in a text.

    Raises
    ------
    UsageError
        Says what cannot be used, and what may be written instead.
    """
    words = [word for word in re.split(r"[\s,;]+", text.strip()) if word]
    wrong = next((word for word in words if not word.isascii() or not word.isdigit()), None)
    if wrong is not None:
        raise UsageError(
            "“{word}” is no width", remedy="write numbers, such as 512, 256, 128", word=wrong[:20]
        )
    widths = tuple(int(word[:9]) for word in words)
    if not widths and network == "conv":
        raise UsageError("a convolutional network needs a level", remedy="write at least one number")
    if len(widths) > MAX_HIDDEN_LAYERS:
        raise UsageError("too many layers", remedy="write at most {most}", most=MAX_HIDDEN_LAYERS)
    outside = next((width for width in widths if not 1 <= width <= MAX_WIDTH), None)
    if outside is not None:
        raise UsageError(
            "{width} is no possible width", remedy="write 1 to {most}", width=outside, most=MAX_WIDTH
        )
    return widths
