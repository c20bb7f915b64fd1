"""The map's colours, made from the window's."""

from __future__ import annotations

import dataclasses

from vae_explorer.ui.map.theme import DARK, LIGHT, MapTheme
from vae_explorer.ui.theme import Theme


def map_theme(theme: Theme) -> MapTheme:
    """Return the colours of a map that lies on a card of this theme."""
    suited = DARK if theme.is_dark else LIGHT
    return dataclasses.replace(
        suited,
        background=theme.plot,
        card=theme.card,
        accent=theme.accent,
        muted_text=theme.text_muted,
        warning=theme.warning,
    )
