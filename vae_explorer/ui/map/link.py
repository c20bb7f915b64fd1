"""Several maps that zoom and pan together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from vae_explorer.ui.map.latent_map import LatentMap
from vae_explorer.ui.map.message import MapView

_TOLERANCE = 1e-6


class MapLink(QObject):
    """Gives all maps the same view relative to their clouds: two models' planes differ in scale.

    Parameters
    ----------
    parent : QObject
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._maps: dict[int, LatentMap] = {}
        self._is_enabled = False
        self._is_leading = False

    def add(self, latent_map: LatentMap) -> None:
        """Link one more map."""
        self._maps[latent_map.map_id] = latent_map
        latent_map.view_moved.connect(self._follow)

    def remove(self, latent_map: LatentMap) -> None:
        """Let a map go."""
        if self._maps.pop(latent_map.map_id, None) is not None:
            latent_map.view_moved.disconnect(self._follow)

    def set_enabled(self, is_enabled: bool) -> None:
        """Link the maps or let each go its own way."""
        self._is_enabled = is_enabled

    def align(self, leader: LatentMap) -> None:
        """Let all linked maps look where this one does."""
        self._follow(leader.current_view())

    @Slot(object)
    def _follow(self, moved: MapView) -> None:
        leader = self._maps.get(moved.map_id)
        if not self._is_enabled or self._is_leading or leader is None:
            return
        wished = leader.relative_view()
        self._is_leading = True
        try:
            for follower in self._maps.values():
                if follower is not leader and not follower.relative_view().is_close(wished, _TOLERANCE):
                    follower.set_relative_view(wished)
        finally:
            self._is_leading = False
