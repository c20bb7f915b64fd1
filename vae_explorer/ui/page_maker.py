"""When the window makes what its first picture does without: after it, step by step, in quiet moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vae_explorer.state.dataset_state import DatasetStatus
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.notice import NoticeLevel
from vae_explorer.state.tool import Tool

if TYPE_CHECKING:
    from vae_explorer.ui.window_pages import WindowPages

_PATIENCE_MS = 3000


class PageMaker(QObject):
    """Makes the pages once the maps show their models or nothing is on its way to them, and last the plots.

    Where the models are long in coming, the pages do not wait for them.

    Parameters
    ----------
    begin : callable
        Returns the pages, none of them made yet.
    """

    pages_made = Signal(object)  # WindowPages
    built = Signal()  # the plots stand too

    def __init__(self, begin: Callable[[], WindowPages], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begin = begin
        self._unfinished: WindowPages | None = None
        self._made: WindowPages | None = None
        self._is_allowed = False
        self._is_built = False
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._make_some)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._rest.start)

    @property
    def made(self) -> WindowPages | None:
        """The pages, once all are made."""
        return self._made

    @property
    def is_built(self) -> bool:
        """Whether pages and plots stand."""
        return self._is_built

    def make_now(self) -> WindowPages:
        """Return the pages, made at once where they are not there yet."""
        while self._made is None:
            self._make_more()
        return self._made

    def start(self) -> None:
        """Begin to wait for a quiet moment."""
        self._is_allowed = True
        self._patience.start()

    def stop(self) -> None:
        """Make no more."""
        self._rest.stop()
        self._patience.stop()

    def follow(self, state: ExplorerState) -> None:
        """Go on as soon as the first models are shown, or something asks for a page before."""
        if self._is_allowed and not self._is_built and not _is_awaited(state):
            self._rest.start()

    @Slot()
    def _make_some(self) -> None:
        """Do one of the steps."""
        if self._made is None:
            self._make_more()
            return
        self.stop()
        self._made.build_plots()
        self._is_built = True
        self.built.emit()

    def _make_more(self) -> None:
        if self._unfinished is None:
            self._unfinished = self._begin()
        elif self._unfinished.make_some():
            self._made = self._unfinished
            self.pages_made.emit(self._made)


def _is_awaited(state: ExplorerState) -> bool:
    """Whether maps wait for their first models, and nothing has to be shown on a page before."""
    is_warned = any(notice.level in (NoticeLevel.WARNING, NoticeLevel.ERROR) for notice in state.notices)
    if is_warned or state.tour.is_open or state.tool is not Tool.DECODE:
        return False
    return state.dataset.status is DatasetStatus.OPENING or any(
        shown.status is MapStatus.LOADING or (shown.model is not None and shown.shown is None)
        for shown in state.maps
    )
