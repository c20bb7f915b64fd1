"""The colours of the window: two records, and what Qt needs made from them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from string import Template

from PySide6.QtGui import QColor, QPalette

from vae_explorer import assets


@dataclass(frozen=True)
class Theme:
    """One set of colours, each as ``#rrggbb``.

    Attributes
    ----------
    name : str
        ``"dark"`` or ``"light"``: what is remembered.
    window, card, field, field_hover, field_pressed : str
        Grounds, from the window's own to a control under the pointer.
    border, border_strong : str
        One-pixel frames of cards, and of controls that can be used.
    text, text_muted, text_disabled : str
        Writing, from what matters to what cannot be used.
    accent, accent_hover, accent_pressed, on_accent : str
        The one accent, and the writing on it.
    good, warning, bad : str
        Verdicts; never the only carrier of their meaning.
    plot, grid : str
        Ground and grid of maps and curves.
    pca, ae, map, vae : str
        One colour per kind of model, for its curves.
    """

    name: str
    window: str
    card: str
    field: str
    field_hover: str
    field_pressed: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    good: str
    warning: str
    bad: str
    plot: str
    grid: str
    pca: str
    ae: str
    map: str
    vae: str

    @property
    def is_dark(self) -> bool:
        """Whether light writing stands on a dark ground."""
        return self.name == "dark"

    def model_colour(self, kind: str) -> str:
        """Return the colour of the curves of one kind of model."""
        return {"pca": self.pca, "ae": self.ae, "map": self.map, "vae": self.vae}[kind]


DARK = Theme(
    name="dark",
    window="#0f1318",
    card="#171c23",
    field="#222934",
    field_hover="#2a323f",
    field_pressed="#1c222b",
    border="#262d37",
    border_strong="#323b47",
    text="#e6eaef",
    text_muted="#929ba7",
    text_disabled="#5d6671",
    accent="#4cc1fe",
    accent_hover="#74d0ff",
    accent_pressed="#2fabec",
    on_accent="#08121b",
    good="#63cf93",
    warning="#f2ac57",
    bad="#ff8078",
    plot="#141920",
    grid="#212831",
    pca="#9ccf6b",
    ae="#f2ac57",
    map="#c7a1ff",
    vae="#4cc1fe",
)

LIGHT = Theme(
    name="light",
    window="#eef1f4",
    card="#ffffff",
    field="#f5f7f9",
    field_hover="#e9edf1",
    field_pressed="#dfe4e9",
    border="#d9dfe5",
    border_strong="#c6ced6",
    text="#1a2129",
    text_muted="#57626e",
    text_disabled="#9aa4ae",
    accent="#0a6cb5",
    accent_hover="#095e9e",
    accent_pressed="#075085",
    on_accent="#ffffff",
    good="#187a49",
    warning="#95590a",
    bad="#c2322b",
    plot="#fafbfc",
    grid="#e8ecf0",
    pca="#4c7d1e",
    ae="#b8660b",
    map="#7b4cc4",
    vae="#0a6cb5",
)

_MORE_CONTRAST = {
    "dark": {
        "window": "#000000",
        "card": "#000000",
        "field": "#0d0d0d",
        "border": "#b4bcc6",
        "border_strong": "#ffffff",
        "text": "#ffffff",
        "text_muted": "#e1e6ec",
        "text_disabled": "#9aa4ae",
        "accent": "#7fd4ff",
        "plot": "#000000",
        "grid": "#3c4652",
    },
    "light": {
        "window": "#ffffff",
        "card": "#ffffff",
        "field": "#ffffff",
        "border": "#3c4652",
        "border_strong": "#000000",
        "text": "#000000",
        "text_muted": "#22292f",
        "text_disabled": "#5b646d",
        "accent": "#00508c",
        "accent_hover": "#003f6f",
        "plot": "#ffffff",
        "grid": "#b9c1c9",
    },
}

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


def contrasted(theme: Theme) -> Theme:
    """Return a theme as somebody wants it who asked the system for more contrast."""
    return dataclasses.replace(theme, **_MORE_CONTRAST[theme.name])


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the style sheet leaves to the style."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.card),
        (roles.AlternateBase, theme.field),
        (roles.ToolTipBase, theme.field),
        (roles.ToolTipText, theme.text),
        (roles.Text, theme.text),
        (roles.PlaceholderText, theme.text_muted),
        (roles.Button, theme.field),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.bad),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.accent),
        (roles.Accent, theme.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.text_disabled))
    return made


def style_sheet(theme: Theme, point_size: float) -> str:
    """Return ``resources/style.qss`` with its names filled in.

    Parameters
    ----------
    theme : Theme
        The colours.
    point_size : float
        Size of the system's own font: every other size follows from it.
    """
    template = Template(assets.resource_path("style.qss").read_text(encoding="utf-8"))
    sizes = {
        "size_small": f"{point_size * 0.94:.2f}pt",
        "size_story": f"{point_size * 1.06:.2f}pt",
        "size_title": f"{point_size * 1.2:.2f}pt",
    }
    icons = assets.resource_path("icons").as_posix()
    return template.substitute(dataclasses.asdict(theme), icons=icons, **sizes)
