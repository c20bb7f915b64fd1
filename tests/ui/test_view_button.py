"""How the maps are looked at: chosen in one menu, true for all maps, remembered."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.sample import explorer_state
from tests.ui.test_main_window import heard
from vae_explorer.state.view_state import ViewOptions, ViewOptionsWish
from vae_explorer.state.wish import ColourWish
from vae_explorer.ui.window_memory import WindowMemory


@pytest.fixture
def tick(qtbot, window, find):
    """Return what clicks an entry of the menu."""

    def click(name: str) -> None:
        qtbot.mouseClick(find("view_button"), Qt.MouseButton.LeftButton)
        menu = window.findChild(QMenu, "view_button_menu")
        action = window.findChild(QAction, f"view_{name}")
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    return click


def wheel(plane, place: QPoint) -> None:
    where, none = QPointF(place), Qt.MouseButton.NoButton
    turn, key, phase = QPoint(0, 240), Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(where, QPointF(plane.mapToGlobal(place)), QPoint(), turn, none, key, phase, False)
    QApplication.sendEvent(plane, event)


def relative(find) -> list:
    return [find(f"latent_map_{map_id}").relative_view() for map_id in (0, 1)]


def test_that_every_option_is_asked_for_and_remembered(window, tick, store):
    wishes = heard(window.view_options_requested)
    before = ViewOptions()
    for name in ("is_linked", "has_circles", "has_scale_bar", "has_pictures"):
        tick(name)
        wanted = replace(before, **{name: not getattr(before, name)})
        assert wishes[-1] == ViewOptionsWish(wanted)
        assert WindowMemory(store).view == wanted


def test_that_linked_maps_zoom_together_and_unlinked_ones_do_not(qtbot, window, find):
    for map_id in (0, 1):
        find(f"latent_map_{map_id}").set_reduced_motion(True)
    wheel(find("latent_map_0"), QPoint(200, 150))
    first, second = relative(find)
    assert first.zoom == pytest.approx(1.3**2)
    assert second.zoom == pytest.approx(1.0)
    window.show_state(explorer_state(view=ViewOptions(is_linked=True)))
    first, second = relative(find)
    assert second.is_close(first, 1e-6)
    wheel(find("latent_map_1"), QPoint(100, 100))
    moved, second = relative(find)
    assert moved.zoom == pytest.approx(1.3**4)
    assert second.is_close(moved, 1e-6)


def test_that_circles_and_scale_bar_go_and_come(window, find):
    vae, ae = find("latent_map_1")._scene, find("latent_map_0")._scene
    assert (vae.circle_radii, ae.circle_radii) == ((1.0, 2.0, 3.0), ())
    assert (vae.scale_unit, ae.scale_unit) == ("σ", "σ")
    with_both = find("latent_map_1").grab().toImage()
    window.show_state(explorer_state(view=ViewOptions(has_circles=False, has_scale_bar=False)))
    assert (vae.circle_radii, vae.scale_unit, ae.scale_unit) == ((), "", "")
    assert find("latent_map_1").grab().toImage() != with_both
    window.show_state(explorer_state())
    assert (vae.circle_radii, vae.scale_unit) == ((1.0, 2.0, 3.0), "σ")


def test_that_the_bar_is_as_long_as_it_says(window, find):
    codes = explorer_state().maps[0].codes.mu
    sigma = float(codes.var(axis=0).mean() ** 0.5)
    assert find("latent_map_0")._scene.scale_length == pytest.approx(sigma, rel=1e-5)


def test_that_a_narrow_toolbar_leaves_out_only_what_is_found_elsewhere(qtbot, window, find):
    toolbar = find("toolbar")
    for width in (1240, 1700):
        window.resize(width, 800)
        QApplication.processEvents()
        is_wide = width == 1700
        assert find("colour_button").isVisible() == find("device_button").isVisible() == is_wide
        # The number box is given its width by hand.
        seen = [
            child for child in toolbar._widgets if child.isVisible() and child is not find("epochs_field")
        ]
        cut = [child.objectName() for child in seen if child.width() < child.minimumSizeHint().width()]
        assert cut == []
        ends = sorted((child.x(), child.x() + child.width()) for child in seen)
        assert all(end <= start for (_, end), (start, _) in pairwise(ends))


def test_that_the_colours_are_in_the_menu_where_their_button_is_not(qtbot, window, find):
    window.resize(1240, 800)
    QApplication.processEvents()
    wishes = heard(window.colour_requested)
    menu = window.findChild(QMenu, "view_button_menu")
    colours = window.findChild(QMenu, "colour_button_menu")
    qtbot.mouseClick(find("view_button"), Qt.MouseButton.LeftButton)
    assert menu.actions()[0].menu() is colours
    assert menu.actions()[0].isVisible()
    menu.setActiveAction(menu.actions()[0])
    qtbot.keyClick(menu, Qt.Key.Key_Right)
    qtbot.waitUntil(colours.isVisible)
    place = colours.actionGeometry(colours.actions()[1]).center()
    qtbot.mouseClick(colours, Qt.MouseButton.LeftButton, pos=place)
    assert len(wishes) == 1
    assert isinstance(wishes[0], ColourWish)


def test_that_language_and_light_are_in_the_menu_where_their_buttons_are_not(qtbot, window, find):
    window.resize(900, 600)
    qtbot.waitUntil(lambda: not find("language_button").isVisible() and not find("theme_button").isVisible())
    languages = heard(window.language_requested)
    before = window._appearance.theme
    menu = window.findChild(QMenu, "view_button_menu")
    for name in ("language_action", "theme_action"):
        qtbot.keyClick(find("view_button"), Qt.Key.Key_Space)
        action = window.findChild(QAction, name)
        assert menu.actionGeometry(action).isValid()
        # By the keyboard alone, as somebody would who does not see the pointer.
        while menu.activeAction() is not action:
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert languages == ["zh_CN"]
    assert window._appearance.theme is not before
    window.resize(1500, 800)
    qtbot.waitUntil(find("language_button").isVisible)
    assert not window.findChild(QAction, "language_action").isVisible()
