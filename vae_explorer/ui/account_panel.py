"""The page below the maps that derives the evidence lower bound, with the numbers of the image on screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vae_explorer.analysis.activation import Accounts, Trace
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.formula_drawing import FormulaFont
from vae_explorer.ui.formula_value import nats, trace_values
from vae_explorer.ui.formula_view import FormulaView, Part
from vae_explorer.ui.layer_picture import pixels_of
from vae_explorer.ui.pixel_view import PixelView
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.tour_text import TourText, read_text

_PICTURE_SIDE = 62
_IDLE_MS = 1500
_LETTER_SIZE = 1.15
# Between two pieces of a formula that are set ahead; to set one takes some milliseconds.
_BREATH_MS = 40
_LINES: tuple[tuple[Part, ...], ...] = (
    (
        (r"\log p(x)", "log_evidence"),
        ("=", ""),
        (r"\log", ""),
        (r"\textstyle\int p(x|z)\,p(z)\,dz", "evidence_integral"),
    ),
    (
        ("=", ""),
        (r"\log", ""),
        (r"\mathbb{E}_{q}\!\left[\frac{p(x|z)\,p(z)}{q(z|x)}\right]", "log_evidence"),
    ),
    (
        (r"\geq", ""),
        (r"\mathbb{E}_{q}\!\left[\log\frac{p(x|z)\,p(z)}{q(z|x)}\right]", "elbo"),
    ),
    (
        ("=", ""),
        (r"\mathbb{E}_{q}[\log p(x|z)]", "expected_log_likelihood"),
        ("-", ""),
        (r"\mathrm{KL}(q(z|x)\,\|\,p(z))", "kl"),
    ),
    (
        (r"\log p(x)", "log_evidence"),
        ("-", ""),
        (r"\mathrm{ELBO}", "elbo"),
        ("=", ""),
        (r"\mathrm{KL}(q(z|x)\,\|\,p(z|x))", "posterior_kl"),
    ),
)


class AccountPanel(QWidget):
    """Line by line from log p(x) to the bound; made when it is first seen."""

    def __init__(self, theme: Theme, font: FormulaFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("account_panel")
        self._theme = theme
        self._font = font
        self._text: TourText | None = None
        self._state: ExplorerState | None = None
        self._formulas: list[FormulaView] = []
        self._unset: list[str] = []
        self._setter = QTimer(self)
        self._setter.setInterval(_BREATH_MS)
        self._setter.timeout.connect(self._set_ahead)
        self._values: list[QLabel] = []
        self._words: list[QLabel] = []
        self._header = QWidget(self)
        self._hint = FittingLabel("account_hint", "muted", self._header)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._hint, 1)
        self._picture = PixelView("account_image", _PICTURE_SIDE, self)
        self._empty = QLabel(self)
        self._empty.setObjectName("account_empty")
        self._empty.setProperty("role", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lines = QWidget(self)
        self._lines.setObjectName("account_lines")
        self._lines.setProperty("role", "page")
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 0, 6, 0)
        self._first = FormulaView("account_formula_0", font, _LETTER_SIZE, self._lines)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("account_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._lines)
        side = QVBoxLayout()
        side.addWidget(self._picture)
        side.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(side)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._empty, 1)
        self._show_trace(None)
        self.set_theme(theme)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("ELBO")

    def show_state(self, state: ExplorerState) -> None:
        """Show the accounts of the image on screen in the last map that holds a VAE."""
        self._state = state
        if not self.isVisible():
            if state.tour.is_open and not self._formulas and not self._setter.isActive():
                # The guide leads here: the lines are set piece by piece while nobody waits for them.
                self._unset = list(dict.fromkeys(latex for parts in _LINES for latex, _ in parts))
                self._setter.start(_IDLE_MS)
            return
        self._build()
        shown = next((shown for shown in reversed(state.maps) if shown.kind == "vae"), None)
        trace = None if shown is None else state.network.trace(shown)
        self._show_trace(trace)
        self._empty.setText(
            self.tr("The bound belongs to the VAE: put one into a map.")
            if shown is None
            else self.tr("Point at an image in a map to see its accounts.")
        )

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        self._theme = theme
        self._picture.set_theme(theme)
        for formula in self._formulas or [self._first]:
            formula.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what happened while the page was out of sight."""
        super().showEvent(event)
        if self._state is not None:
            self.show_state(self._state)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._text = None
            self._retranslate()
            if self._formulas:
                self._read()
            if self._state is not None:
                self.show_state(self._state)

    @Slot()
    def _set_ahead(self) -> None:
        self._setter.setInterval(_BREATH_MS)
        if self._unset and not self._formulas:
            self._first.ensurePolished()
            self._first.prepare(self._unset.pop(0))
        else:
            self._build()

    def _build(self) -> None:
        self._setter.stop()
        if self._formulas:
            return
        for row, parts in enumerate(_LINES):
            formula = self._first
            if row:
                formula = FormulaView(f"account_formula_{row}", self._font, _LETTER_SIZE, self._lines)
            formula.set_theme(self._theme)
            formula.set_formula(parts)
            value, words = QLabel(self._lines), QLabel(self._lines)
            value.setObjectName(f"account_value_{row}")
            value.setProperty("role", "strong")
            words.setObjectName(f"account_words_{row}")
            words.setProperty("role", "muted")
            words.setWordWrap(True)
            self._grid.addWidget(formula, row, 0)
            self._grid.addWidget(value, row, 1)
            self._grid.addWidget(words, row, 2)
            self._formulas.append(formula)
            self._values.append(value)
            self._words.append(words)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 4)
        self._grid.setRowStretch(len(_LINES), 1)
        self._read()

    def _read(self) -> None:
        self._text = read_text(self.tr("en", "code of this language, zh_CN in the translation"))
        for words, line in zip(self._words, self._text.line, strict=True):
            words.setText(line.text)
        for formula in self._formulas:
            formula.set_texts(self._text.symbols)

    def _show_trace(self, trace: Trace | None) -> None:
        self._scroll.setVisible(trace is not None)
        self._empty.setVisible(trace is None)
        self._picture.setVisible(trace is not None)
        image = None if trace is None else trace.layers[0]
        self._picture.set_pixels(None if image is None else pixels_of(image))
        if trace is None:
            return
        values = trace_values(trace)
        for formula in self._formulas:
            formula.set_values(values)
        for label, text in zip(self._values, self._line_values(trace.accounts), strict=True):
            label.setText(text)

    def _line_values(self, accounts: Accounts) -> tuple[str, ...]:
        """Return what every line comes to, in nats; an ellipsis while the grid is still being added up."""
        unknown = "…"
        evidence = unknown if accounts.log_evidence is None else f"= {nats(accounts.log_evidence)}"
        if accounts.elbo is None or accounts.kl is None:
            return (evidence, evidence, unknown, unknown, unknown)
        elbo = nats(accounts.elbo)
        split = f"= {nats(accounts.expected_log_likelihood)} − {nats(accounts.kl)} = {elbo}"
        gap = unknown if accounts.posterior_kl is None else f"= {nats(accounts.posterior_kl)}"
        return (evidence, evidence, f"= {elbo}", split, gap)

    def _retranslate(self) -> None:
        self._hint.set_wordings(
            (
                self.tr("why the VAE maximises a bound, with the numbers of the image on screen, in nats"),
                self.tr("with the numbers of the image on screen, in nats"),
                self.tr("nats"),
            )
        )
        self._picture.setAccessibleName(self.tr("The image on screen"))
