from __future__ import annotations

import dataclasses
import gc
import re

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette

from vae_explorer.assets import resource_path
from vae_explorer.ui import appearance
from vae_explorer.ui.appearance import Appearance, remembered_theme, theme_for
from vae_explorer.ui.icon import icon_pixmap, themed_icon
from vae_explorer.ui.theme import DARK, LIGHT, Theme, contrasted, palette, style_sheet

THEMES = [pytest.param(theme, id=theme.name) for theme in (DARK, LIGHT)]
ICONS = sorted(path.stem for path in resource_path("icons").glob("*.svg"))


def luminance(colour: str) -> float:
    """Return the relative luminance of sRGB as WCAG 2.1 defines it."""
    channels = QColor(colour).getRgbF()[:3]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_that_all_writing_can_be_read_on_every_ground(theme: Theme):
    for ground in (theme.window, theme.card, theme.field):
        # Words that can be clicked are in the accent, wherever they stand.
        for ink in (theme.text, theme.text_muted, theme.accent):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    for ink in (theme.good, theme.warning, theme.bad):
        assert contrast(ink, theme.card) >= 4.5, ink
    assert contrast(theme.on_accent, theme.accent) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_that_curves_stand_out_from_the_card(theme: Theme):
    for kind in ("pca", "ae", "map", "vae"):
        assert contrast(theme.model_colour(kind), theme.card) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_that_the_style_sheet_has_every_name_filled_in(theme: Theme):
    sheet = style_sheet(theme, 9.0)
    assert "$" not in sheet
    for name in re.findall(r'url\("([^"]+)"\)', sheet):
        assert resource_path("icons", name.rpartition("/")[2]).is_file()


@pytest.mark.parametrize("theme", THEMES)
def test_that_the_palette_has_the_theme_s_writing(qapp, theme: Theme):
    assert palette(theme).color(QPalette.ColorRole.WindowText).name() == theme.text


def test_that_both_themes_differ_in_every_ground():
    for name in ("window", "card", "field", "text", "plot"):
        assert dataclasses.asdict(DARK)[name] != dataclasses.asdict(LIGHT)[name]


@pytest.mark.parametrize("name", ICONS)
def test_that_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = icon_pixmap(name, "#ff0000", size=32, scale=2.0).toImage()
    assert image.width() == 64
    inks = {
        image.pixelColor(x, y).name()
        for x in range(64)
        for y in range(64)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks
    if not name.startswith(("check-", "field-")):
        assert inks == {"#ff0000"}


def test_that_a_disabled_icon_is_paler(qapp):
    icon = themed_icon("play", DARK)
    middle = icon.pixmap(16, icon.Mode.Disabled).toImage().pixelColor(8, 8)
    assert middle.name() == DARK.text_disabled


def test_that_the_system_s_colours_are_followed_until_a_person_chooses(qapp, store):
    assert theme_for(Qt.ColorScheme.Light) is LIGHT
    assert theme_for(Qt.ColorScheme.Unknown) is DARK
    appearance = Appearance(DARK, store)
    seen = []
    appearance.theme_changed.connect(seen.append)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert seen == [LIGHT]
    appearance.toggle()
    assert appearance.theme is DARK
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert appearance.theme is DARK
    assert remembered_theme(store) is DARK


@pytest.mark.parametrize("theme", THEMES)
def test_that_more_contrast_is_more_contrast(theme: Theme):
    strong = contrasted(theme)
    for ground in (strong.window, strong.card, strong.field):
        for ink in (strong.text, strong.text_muted, strong.border_strong):
            assert contrast(ink, ground) >= 7.0, (ink, ground)
        assert contrast(strong.border, ground) >= 4.5
        assert contrast(strong.text_disabled, ground) >= 4.5
    assert contrast(strong.accent, strong.card) >= 7.0


class SystemWishes(QObject):
    """Stands in for what the system says of colours and contrast."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815  (Qt's name)
    contrastPreferenceChanged = Signal(Qt.ContrastPreference)  # noqa: N815  (Qt's name)

    def __init__(self) -> None:
        super().__init__()
        self.contrast = Qt.ContrastPreference.NoPreference

    def styleHints(self) -> SystemWishes:
        return self

    def accessibility(self) -> SystemWishes:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.contrast

    def colorScheme(self) -> Qt.ColorScheme:
        return Qt.ColorScheme.Light


def test_that_the_system_s_contrast_is_followed_while_the_window_is_open(qapp, store, monkeypatch):
    system = SystemWishes()
    monkeypatch.setattr(appearance, "QGuiApplication", system)
    look = Appearance(remembered_theme(store), store)
    seen: list[Theme] = []
    look.theme_changed.connect(seen.append)
    assert look.theme == LIGHT
    for wanted in (Qt.ContrastPreference.HighContrast, Qt.ContrastPreference.NoPreference):
        system.contrast = wanted
        system.contrastPreferenceChanged.emit(wanted)
    assert seen == [contrasted(LIGHT), LIGHT]
    system.contrast = Qt.ContrastPreference.HighContrast
    assert remembered_theme(store) == contrasted(LIGHT)


def test_that_looks_that_come_and_go_leave_the_system_s_wishes_in_place(qapp, store):
    class Ring:
        look: Appearance
        own: Ring

    usual = gc.get_threshold()
    gc.set_threshold(20)
    try:
        for _ in range(3000):
            # Only the collector takes it away, at any moment: the next one may just be asking the system.
            ring = Ring()
            ring.look, ring.own = Appearance(remembered_theme(store), store), ring
    finally:
        gc.set_threshold(*usual)
    assert remembered_theme(store) in (DARK, LIGHT)
