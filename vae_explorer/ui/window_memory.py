"""What the window remembers from one start to the next: its place and size, its language, its underlay."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.state.view_state import ViewOptions

LANGUAGE_KEY = "window/language"
_GEOMETRY_KEY = "window/geometry"
_UNDERLAY_KEY = "window/underlay"
_VIEW_KEY = "window/view"
_OPACITY_KEY = "window/underlay_opacity"
_FIRST_SIZE = (1400, 862)


def remembered_language(settings: QSettings) -> str | None:
    """Return the language a person chose, such as ``"zh_CN"``, or None to follow the system."""
    chosen = settings.value(LANGUAGE_KEY)
    return chosen if isinstance(chosen, str) and chosen else None


class WindowMemory:
    """Reads and writes the window's own settings.

    Parameters
    ----------
    settings : QSettings
        Where they are kept.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def restore_geometry(self, window: QMainWindow) -> None:
        """Give the window its last place and size, or a size that suits the screen."""
        geometry = self._settings.value(_GEOMETRY_KEY)
        if isinstance(geometry, QByteArray) and window.restoreGeometry(geometry):
            return
        room = window.screen().availableSize()
        window.resize(min(_FIRST_SIZE[0], room.width()), min(_FIRST_SIZE[1], room.height()))

    def save_geometry(self, window: QMainWindow) -> None:
        """Remember the window's place and size."""
        self._settings.setValue(_GEOMETRY_KEY, window.saveGeometry())

    def restore_splitter(self, splitter: QSplitter) -> bool:
        """Give a splitter its last sizes, if it has as many parts as then; return whether it had."""
        sizes = self._settings.value(_splitter_key(splitter))
        try:
            kept = [int(size) for size in str(sizes or "").split(",") if size]
        except ValueError:
            kept = []
        if not kept or len(kept) != splitter.count() or sum(kept) <= 0:
            return False
        splitter.setSizes(kept)
        return True

    def save_splitter(self, splitter: QSplitter) -> None:
        """Remember a splitter's sizes."""
        if splitter.isVisible():
            self._settings.setValue(_splitter_key(splitter), ",".join(map(str, splitter.sizes())))

    @property
    def underlay(self) -> UnderlayKind | None:
        """The underlay last chosen."""
        chosen = str(self._settings.value(_UNDERLAY_KEY, ""))
        return next((kind for kind in UnderlayKind if kind.value == chosen), None)

    def save_underlay(self, kind: UnderlayKind) -> None:
        """Remember the underlay chosen."""
        self._settings.setValue(_UNDERLAY_KEY, kind.value)

    @property
    def underlay_opacity(self) -> float | None:
        """How strongly the underlay was last drawn, 0 … 1."""
        try:
            opacity = float(str(self._settings.value(_OPACITY_KEY, "")))
        except ValueError:
            return None
        return opacity if 0.0 <= opacity <= 1.0 else None

    def save_underlay_opacity(self, opacity: float) -> None:
        """Remember how strongly the underlay is drawn."""
        self._settings.setValue(_OPACITY_KEY, f"{opacity:.2f}")

    @property
    def language(self) -> str:
        """The language a person chose, or nothing while the system decides."""
        return remembered_language(self._settings) or ""

    @property
    def view(self) -> ViewOptions | None:
        """How the maps were last looked at."""
        kept = self._settings.value(_VIEW_KEY)
        if not isinstance(kept, str):
            return None
        chosen = set(kept.split(","))
        return ViewOptions(**{field.name: field.name in chosen for field in fields(ViewOptions)})

    def save_view(self, options: ViewOptions) -> None:
        """Remember how the maps are looked at."""
        names = [field.name for field in fields(options) if getattr(options, field.name)]
        self._settings.setValue(_VIEW_KEY, ",".join(names) or "none")

    def save_language(self, language: str) -> None:
        """Remember the language chosen; nothing is remembered where the system shall decide."""
        if language:
            self._settings.setValue(LANGUAGE_KEY, language)
        else:
            self._settings.remove(LANGUAGE_KEY)


def _splitter_key(splitter: QSplitter) -> str:
    return f"window/{splitter.objectName()}"
