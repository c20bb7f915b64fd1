"""Keeps the one state of the window and says when it changed."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from vae_explorer.data.note import DatasetNote
from vae_explorer.errors import ExplorerError
from vae_explorer.state.event import NoticeGiven, StateEvent
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.notice import Notice, NoticeAction, NoticeLevel
from vae_explorer.state.transition import transition


class StateStore(QObject):
    """The only object that replaces the state; lives in the window's thread.

    Parameters
    ----------
    state : ExplorerState
        What the window shows first.
    """

    state_changed = Signal(object)  # ExplorerState

    def __init__(self, state: ExplorerState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._depth = 0
        self._is_changed = False
        self._notice_ids = itertools.count(1)

    @property
    def state(self) -> ExplorerState:
        """The current state."""
        return self._state

    def apply(self, event: StateEvent) -> None:
        """Let an event change the state."""
        with self.batch():
            after = transition(self._state, event)
            self._is_changed |= after is not self._state
            self._state = after

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Let several events be one change: the window is told once, at the end."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0 and self._is_changed:
                self._is_changed = False
                self.state_changed.emit(self._state)

    def say(
        self,
        level: NoticeLevel,
        what: str,
        *,
        remedy: str = "",
        where: str | None = None,
        action: NoticeAction = NoticeAction.NONE,
        argument: str = "",
        **values: object,
    ) -> None:
        """Give the person a notice; ``what`` and ``remedy`` are literal templates filled from ``values``."""
        notice = Notice(
            next(self._notice_ids), level, what, remedy, where, tuple(values.items()), action, argument
        )
        self.apply(NoticeGiven(notice))

    def say_saved(self, what: str, path: Path | str) -> None:
        """Tell the person that a file was written, and offer to show it."""
        where = str(path)
        self.say(NoticeLevel.SUCCESS, what, where=where, action=NoticeAction.SHOW_FILE, argument=where)

    def say_note(self, note: DatasetNote, where: str) -> None:
        """Tell the person what was done to their images."""
        values = tuple(note.values.items())
        self.apply(
            NoticeGiven(
                Notice(next(self._notice_ids), NoticeLevel.INFORMATION, note.template, "", where, values)
            )
        )

    def say_error(
        self,
        error: ExplorerError,
        action: NoticeAction = NoticeAction.NONE,
        argument: str = "",
        level: NoticeLevel = NoticeLevel.ERROR,
    ) -> None:
        """Show an error in the window; one that the program helps itself over, as a lesser notice."""
        notice = Notice(
            next(self._notice_ids),
            level,
            error.what,
            error.remedy,
            error.where,
            tuple(error.values.items()),
            action,
            argument,
        )
        self.apply(NoticeGiven(notice))
