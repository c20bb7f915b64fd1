"""The moving eye of a map: what it shows, how it zooms, and how it follows codes that move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.ui.map.animation import ViewAnimation
from vae_explorer.ui.map.strip import BASELINE
from vae_explorer.ui.map.view import PlaneRect, RelativeView, View

_ROOM = 0.06
_FOLLOW_ROOM = 0.2
_SHRUNK_TO = 0.45
_EMPTY_PLANE = PlaneRect(-3.5, 3.5, -3.5, 3.5)


class Camera(QObject):
    """Holds the view of one map and moves it.

    Parameters
    ----------
    parent : QObject

    Attributes
    ----------
    prepare : callable or None
        Is told of a view that codes lead to, and returns whether it has it painted first and then says so by
        ``arrive``.
    """

    moved = Signal(object)  # View

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._content: PlaneRect | None = None
        self._view = View.fitted(_EMPTY_PLANE, 1, 1)
        self._has_size = False
        self.is_strip = False  # the plane is a line, which stays at the same height
        self.is_free = False  # a person has zoomed or panned: the codes no longer lead the view
        self.is_led = False  # the last move was the codes' own
        self.animation = ViewAnimation(self)
        self.animation.stepped.connect(self._take)
        self.animation.led.connect(self._lead)
        self.prepare: Callable[[View], bool] | None = None
        self._awaited: View | None = None

    @property
    def view(self) -> View:
        """What is shown now."""
        return self._view

    @property
    def coming(self) -> View:
        """What is shown as soon as it is prepared, else what is shown now."""
        return self._awaited or self._view

    @property
    def home(self) -> View:
        """The view that shows all of the content."""
        return self._held(View.fitted(self._home_rect(), self._view.width, self._view.height))

    def _held(self, view: View) -> View:
        """Return the view that may be shown: that of a line keeps it in its place."""
        return replace(view, top=-round(BASELINE * view.height)) if self.is_strip else view

    def _home_rect(self) -> PlaneRect:
        return (self._content or _EMPTY_PLANE).grown(_ROOM)

    def set_size(self, width: int, height: int) -> None:
        """Take the size of the plane in device pixels."""
        if self._has_size and (width, height) == (self._view.width, self._view.height):
            return
        self.animation.finish()
        self._view = self._held(self._view.resized(width, height))
        if not self.is_free or not self._has_size:
            self._view = self.home
        self._has_size = True
        self.moved.emit(self._view)

    def set_content(self, content: PlaneRect | None) -> None:
        """Show another cloud: all of it."""
        self.animation.stop()
        self._content = content
        self.is_free = self.is_led = False
        self._take(self.home)

    def follow(self, content: PlaneRect | None) -> None:
        """Let the cloud move: the view stays unless the cloud left it or shrank to a fraction of it."""
        if content is None:
            return
        if self._content is None:
            self.set_content(content)
            return
        self._content = content
        if self.is_free:
            return
        shown = (self.animation.target or self.coming).rect
        home = self.home.rect
        if not shown.grown(0.01).contains(content) or home.width < _SHRUNK_TO * shown.width:
            self.is_led = True
            roomy = content.grown(_FOLLOW_ROOM)
            wished = View.fitted(roomy, self._view.width, self._view.height)
            self.animation.start(self.coming, wished, is_calm=True)

    def reset(self) -> None:
        """Show all again; from here on the codes lead the view."""
        self.is_free = self.is_led = False
        self._awaited = None
        self.animation.start(self._view, self.home)

    def show(self, rect: PlaneRect, *, is_animated: bool = False) -> None:
        """Show all of a rectangle."""
        self.is_free, self.is_led = True, False
        self._awaited = None
        wished = View.fitted(rect, self._view.width, self._view.height)
        if is_animated:
            self.animation.start(self._view, wished)
        else:
            self.animation.stop()
            self._take(wished)

    def show_relative(self, relative: RelativeView) -> None:
        """Show what differs from all as told."""
        self.is_free, self.is_led = not relative.is_close(RelativeView(), 1e-9), False
        self.animation.stop()
        self._take(self.home.at(relative))

    def zoom(self, factor: float, column: float, row: float, *, is_animated: bool = True) -> None:
        """Come closer by ``factor``, holding the plane still under one device pixel."""
        self.is_free, self.is_led = True, False
        self._awaited = None
        if not is_animated:
            self.animation.finish()
            self._take(self._view.zoomed(factor, column, row))
            return
        # A further step adds to where the move was leading, about the place that is under the pointer now.
        leading = self.animation.target
        pending = leading.scale / self._view.scale if leading is not None else 1.0
        self.animation.start(self._view, self._view.zoomed(pending * factor, column, row))

    def pan(self, columns: float, rows: float) -> None:
        """Move the content by device pixels to the right and down."""
        self.is_free, self.is_led = True, False
        self.animation.finish()
        self._take(self._view.panned(columns, rows))

    def arrive(self, view: View) -> None:
        """Show a view that has been prepared, unless the map has gone elsewhere meanwhile."""
        awaited = self._awaited
        if awaited is not None:
            self._take(view)
            self._awaited = awaited if view != awaited else None

    def settle(self) -> None:
        """Show at once what is being prepared."""
        if self._awaited is not None:
            self._take(self._awaited)

    @Slot(object)
    def _lead(self, view: View) -> None:
        view = self._held(view)
        if self.prepare is not None and view != self._view and self.prepare(view):
            self._awaited = view
        else:
            self._take(view)

    @Slot(object)
    def _take(self, view: View) -> None:
        self._awaited = None
        view = self._held(view)
        if view != self._view:
            self._view = view
            self.moved.emit(view)
