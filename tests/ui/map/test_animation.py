"""How a view moves that is led by codes, and one that is led by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject

from vae_explorer.ui.map.camera import Camera
from vae_explorer.ui.map.view import PlaneRect


def test_that_a_view_that_codes_lead_gets_there_in_few_steps(qtbot):
    owner = QObject()
    camera = Camera(owner)
    camera.set_size(400, 300)
    camera.set_content(PlaneRect(-1, 1, -1, 1))
    views = []
    camera.moved.connect(views.append)
    grown = PlaneRect(-4, 4, -4, 4)
    camera.follow(grown)
    qtbot.waitUntil(lambda: camera.animation.target is None)
    assert camera.view.rect.contains(grown)
    # At twenty pictures a second; a hand would have seen three times as many.
    assert 1 <= len(views) <= 4
    owner.deleteLater()
