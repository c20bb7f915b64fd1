"""The film strips of a path: one row per map, the way chosen, played and exported."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from vae_explorer.state.map_state import MapState
from vae_explorer.state.path_state import FilmFormat, PathKind, PathState
from vae_explorer.state.path_wish import ExportWish, FrameWish, PathKindWish, TakeBackWish
from vae_explorer.ui.control import push_button
from vae_explorer.ui.file_dialog import save_file_dialog
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SHORT_NAMES
from vae_explorer.ui.path_row import PathRow
from vae_explorer.ui.theme import Theme

_FRAME_MS = 90


class PathPanel(QWidget):
    """A page of the lower panel.

    Parameters
    ----------
    theme : Theme
        The colours.
    """

    kind_requested = Signal(object)
    frame_requested = Signal(object)
    take_back_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("path_panel")
        self._theme = theme
        self._path = PathState()
        self._maps: tuple[MapState, ...] = ()
        self._rows: list[PathRow] = []
        self._clock = QTimer(self)
        self._clock.setInterval(_FRAME_MS)
        self._clock.timeout.connect(self._play_on)
        self._header = QWidget(self)
        self._hint = FittingLabel("path_hint", "muted", self._header)
        self._straight, self._geodesic, self._play, self._undo, self._clear, self._export = (
            push_button(f"path_{name}", "narrow", self._header)
            for name in ("straight", "geodesic", "play", "undo", "clear", "export")
        )
        for button in (self._straight, self._geodesic, self._play):
            button.setCheckable(True)
        self._menu = QMenu(self)
        self._menu.setObjectName("path_export_menu")
        self._wanted: tuple[int, FilmFormat] | None = None
        self._choices: list[tuple[QAction, int, FilmFormat]] = []
        self._straight.clicked.connect(self._choose_straight)
        self._geodesic.clicked.connect(self._choose_geodesic)
        self._play.clicked.connect(self._toggle_play)
        self._undo.clicked.connect(self._ask_to_undo)
        self._clear.clicked.connect(self._ask_to_clear)
        self._export.clicked.connect(self._open_menu)
        self._lay_out()
        self._retranslate()

    def _lay_out(self) -> None:
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(6)
        header.addWidget(self._hint, 1)
        for button in (
            *(self._straight, self._geodesic, self._play),
            *(self._undo, self._clear, self._export),
        ):
            header.addWidget(button)
        self._area = area = QScrollArea(self)
        area.setObjectName("path_rows")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget(area)
        page.setProperty("role", "page")
        self._body = QVBoxLayout(page)
        self._body.setContentsMargins(0, 4, 0, 0)
        self._body.setSpacing(5)
        self._body.addStretch(1)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Path")

    def show_path(self, path: PathState, maps: tuple[MapState, ...]) -> None:
        """Show the films of these maps."""
        self._path, self._maps = path, maps
        while len(self._rows) > len(maps):
            row = self._rows.pop()
            self._body.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < len(maps):
            row = PathRow(len(self._rows), self._theme, self)
            row.frame_requested.connect(self.frame_requested)
            self._body.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, state in zip(self._rows, maps, strict=True):
            row.show_path(path, state, maps)
        self._straight.setChecked(path.kind is PathKind.STRAIGHT)
        self._geodesic.setChecked(path.kind is PathKind.GEODESIC)
        has_film = any(path.film(state.map_id) is not None for state in maps)
        for button in (self._play, self._export):
            button.setEnabled(has_film)
        for button in (self._undo, self._clear):
            button.setEnabled(bool(path.waypoints))
        if not has_film:
            self.stop()
        self._write_hint()

    def stop(self) -> None:
        """Stop playing."""
        self._clock.stop()
        self._play.setChecked(False)

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        for row in self._rows:
            row.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._area.setAccessibleName(self.page_title())
        texts = (
            (self._straight, self.tr("Straight"), self.tr("Walk the straight line in the latent space")),
            (
                self._geodesic,
                self.tr("Geodesic"),
                self.tr(
                    "Walk the way on which the decoded image changes least (pull-back metric). "
                    "It knows nothing of the data, and may well lead through gaps."
                ),
            ),
            (self._play, self.tr("Play"), self.tr("Play the frames, over and over")),
            (self._undo, self.tr("Take back"), self.tr("Take the last place of the path back")),
            (self._clear, self.tr("Clear"), self.tr("Begin a new path")),
            (self._export, self.tr("Export…"), self.tr("Save the frames as GIF, APNG or a strip")),
        )
        for button, name, explanation in texts:
            button.setText(name)
            button.setAccessibleName(name)
            button.setToolTip(explanation)
        self._write_hint()

    def _write_hint(self) -> None:
        count = len(self._path.waypoints)
        if count == 0:
            wordings = [
                self.tr("click two or more places or points in a map; the others follow by the same images"),
                self.tr("click two or more places in a map"),
            ]
        elif count == 1:
            wordings = [self.tr("click where the path shall lead")]
        else:
            wordings = [
                self.tr("bar full: in the data, half: at the edge, empty: in a gap"),
                self.tr("bar: how far backed by data"),
            ]
        self._hint.set_wordings([*wordings, ""])

    @Slot()
    def _choose_straight(self) -> None:
        self._straight.setChecked(self._path.kind is PathKind.STRAIGHT)
        self.kind_requested.emit(PathKindWish(PathKind.STRAIGHT))

    @Slot()
    def _choose_geodesic(self) -> None:
        self._geodesic.setChecked(self._path.kind is PathKind.GEODESIC)
        self.kind_requested.emit(PathKindWish(PathKind.GEODESIC))

    @Slot()
    def _toggle_play(self) -> None:
        if self._play.isChecked():
            self._clock.start()
        else:
            self._clock.stop()

    @Slot()
    def _play_on(self) -> None:
        films = [film for film in self._path.films if film.kind is self._path.kind]
        if films and self.isVisible():
            self.frame_requested.emit(FrameWish((self._path.frame + 1) % len(films[0].images)))
        else:
            self.stop()

    @Slot()
    def _ask_to_undo(self) -> None:
        self.take_back_requested.emit(TakeBackWish(is_all=False))

    @Slot()
    def _ask_to_clear(self) -> None:
        self.take_back_requested.emit(TakeBackWish(is_all=True))

    @Slot()
    def _open_menu(self) -> None:
        self._menu.clear()
        names = {
            FilmFormat.GIF: self.tr("{map} as GIF…"),
            FilmFormat.APNG: self.tr("{map} as APNG…"),
            FilmFormat.STRIP: self.tr("{map} as PNG strip…"),
        }
        self._choices = []
        for state in self._maps:
            if self._path.film(state.map_id) is None:
                continue
            for film_format, name in names.items():
                action = self._menu.addAction(name.format(map=state.title or SHORT_NAMES[state.kind]))
                action.triggered.connect(self._ask_where_to_save)
                self._choices.append((action, state.map_id, film_format))
        corner = self._export.mapToGlobal(QPoint(self._export.width(), 0))
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width(), self._menu.sizeHint().height() + 3))

    @Slot()
    def _ask_where_to_save(self) -> None:
        chosen = self.sender()
        _, map_id, film_format = next(choice for choice in self._choices if choice[0] is chosen)
        self._wanted = map_id, film_format
        filters = {
            FilmFormat.GIF: self.tr("Moving pictures (*.gif)"),
            FilmFormat.APNG: self.tr("Moving pictures (*.apng *.png)"),
            FilmFormat.STRIP: self.tr("Pictures (*.png)"),
        }
        suffix = f".{film_format.value}"
        name = f"path{suffix}"
        dialog = save_file_dialog(self, self.tr("Save the film"), filters[film_format], name, suffix)
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    @Slot(str)
    def _save_to(self, path: str) -> None:
        if self._wanted is not None:
            self.export_requested.emit(ExportWish(self._wanted[0], self._wanted[1], path))
