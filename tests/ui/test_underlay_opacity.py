"""The slider in the underlay's menu, and what it does to the maps."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider

from tests.ui.sample import explorer_state, with_map
from tests.ui.test_main_window import heard
from vae_explorer.state.map_state import UnderlayKind, UnderlayTile
from vae_explorer.state.wish import OpacityWish
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.main_window import MainWindow
from vae_explorer.ui.map.underlay import density_ramp
from vae_explorer.ui.map_theme import map_theme
from vae_explorer.ui.theme import DARK, LIGHT


def slider_of(window) -> QSlider:
    slider = window.findChild(QSlider, "underlay_opacity")
    assert slider is not None
    return slider


def test_that_the_slider_in_the_menu_fades_the_underlay_and_is_remembered(qtbot, window, store):
    wishes = heard(window.opacity_requested)
    button = window.findChild(ChoiceButton, "underlay_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    slider = slider_of(window)
    assert slider.isVisible()
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_PageDown)
    assert wishes == [OpacityWish(0.8)]
    # Moving it chooses nothing and leaves the menu open.
    assert button.choice_menu.isVisible()
    button.choice_menu.close()
    second = MainWindow(DARK, store)
    qtbot.addWidget(second)
    second.show_state(explorer_state())
    again = heard(second.opacity_requested)
    with qtbot.waitSignal(second.built):
        second.show()
    assert again == wishes


def test_that_the_state_s_opacity_is_shown_by_slider_and_maps(window, find):
    tile = UnderlayTile(np.full((4, 4), 255, np.uint8), -9, 9, -9, 9)
    window.show_state(with_map(explorer_state(underlay_opacity=0.3), 0, underlay=(tile,)))
    assert slider_of(window).value() == 30
    assert find("latent_map_0")._scene.underlay.opacity == 0.3


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_a_density_is_drawn_in_the_colours_of_a_quantity_from_nothing_to_much(window, find, theme):
    image = np.zeros((4, 4), np.uint8)
    image[:, 2:] = 255
    tile = UnderlayTile(image, -9, 9, -9, 9, UnderlayKind.DENSITY)
    window.show_state(with_map(explorer_state(underlay=UnderlayKind.DENSITY), 0, underlay=(tile,)))
    layer = find("latent_map_0")._scene.underlay
    layer.set_theme(map_theme(theme))
    ((_, picture),) = layer._pictures
    assert picture.pixelColor(0, 0).alpha() == 0
    red, green, blue, alpha = density_ramp(map_theme(theme))[255].tolist()
    peak = picture.pixelColor(3, 0)
    assert (peak.red(), peak.green(), peak.blue(), peak.alpha()) == pytest.approx(
        (red, green, blue, alpha), abs=2
    )
    # Much is bright on dark ground and dark on bright ground.
    assert (red + green + blue > 400) == theme.is_dark


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_that_equal_steps_of_density_look_equally_large(theme):
    table = density_ramp(map_theme(theme)).astype(float) / 255
    linear = np.where(table <= 0.04045, table / 12.92, ((table + 0.055) / 1.055) ** 2.4)
    luminance = linear[:, :3] @ (0.2126, 0.7152, 0.0722)
    lightness = 116 * np.cbrt(np.maximum(luminance, 1e-6)) - 16
    steps = np.diff(lightness[::15])
    assert (np.sign(steps) == (1 if theme.is_dark else -1)).all()
    assert np.abs(steps).max() < 2 * np.abs(steps).min()
