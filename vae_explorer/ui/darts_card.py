"""One model's view of the chosen image: its posterior from near, its darts, its accounts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vae_explorer.analysis.inference_account import InferenceAccount
from vae_explorer.state.inference_state import Belief, InferenceState
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.close_up import HEIGHT, CloseUp
from vae_explorer.ui.control import text_label
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.gap_bar import GapBar
from vae_explorer.ui.image_strip import ImageStrip
from vae_explorer.ui.model_text import map_titles
from vae_explorer.ui.number_text import MINUS, coordinates_text
from vae_explorer.ui.theme import Theme
from vae_explorer.ui.verdict_text import joined_sentences

_STRIP_SIDE = 30
_STRIP_ROWS = 2
_ROWS = 5
# A point needs less room than a distribution.
_POINT_HEIGHT = 62


class DartsCard(QFrame):
    """What one map's model says of the chosen image.

    Parameters
    ----------
    map_id : int
        Which map.
    theme : Theme
        The colours.
    """

    def __init__(self, map_id: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"darts_card_{map_id}")
        self.setProperty("role", "card")
        self._map_id = map_id
        self._state: MapState | None = None
        self._is_awaited = False
        self._belief: Belief | None = None
        self._count = 0
        self._title = FittingLabel(f"darts_title_{map_id}", "title", self)
        self._code = FittingLabel(f"darts_code_{map_id}", "caption", self)
        self._close_up = CloseUp(f"darts_close_up_{map_id}", self)
        self._strip = ImageStrip(f"darts_strip_{map_id}", _STRIP_SIDE, _STRIP_ROWS, parent=self)
        self._landed = text_label(f"darts_landed_{map_id}", "caption", self, is_selectable=True)
        self._names = [
            text_label(f"account_name_{map_id}_{row}", "caption", self, is_selectable=True)
            for row in range(_ROWS)
        ]
        self._values = [
            text_label(f"account_value_{map_id}_{row}", "chip", self, is_selectable=True)
            for row in range(_ROWS)
        ]
        self._bar = GapBar(f"gap_bar_{map_id}", self)
        self._lesson = text_label(f"darts_lesson_{map_id}", "caption", self, is_selectable=True)
        self._lesson.setWordWrap(True)
        self._lay_out()
        self.set_theme(theme)
        self._retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._code, 1)
        accounts = QGridLayout()
        accounts.setHorizontalSpacing(8)
        accounts.setVerticalSpacing(1)
        for row, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            accounts.addWidget(name, row, 0)
            accounts.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        accounts.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 11, 9)
        layout.setSpacing(5)
        layout.addLayout(top)
        layout.addWidget(self._close_up)
        layout.addWidget(self._landed)
        layout.addWidget(self._strip)
        layout.addLayout(accounts)
        layout.addWidget(self._bar)
        layout.addWidget(self._lesson)

    def show_inference(self, inference: InferenceState, state: MapState, *, is_awaited: bool) -> None:
        """Show what is known; ``is_awaited`` tells that more is being computed."""
        self._is_awaited = is_awaited
        before, self._state = self._state, state
        has_q = state.kind == "vae"
        self._close_up.set_height(HEIGHT if has_q else _POINT_HEIGHT)
        self._strip.set_rows(_STRIP_ROWS if has_q else 1)
        if before is None or (before.kind, before.title) != (state.kind, state.title):
            self._title.set_wordings(map_titles(state))
        run_id = state.run_id
        belief = inference.belief(self._map_id, run_id)
        board = inference.board(self._map_id, run_id)
        self._close_up.show_belief(belief, board, is_heat_shown=inference.is_posterior_shown)
        self._strip.set_images(None if board is None else board.images)
        self._count = 0 if board is None else len(board.places)
        self._belief = belief
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Use these colours."""
        for part in (self._close_up, self._strip, self._bar):
            part.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._close_up.setAccessibleName(self.tr("The posterior from near"))
        self._close_up.setToolTip(
            self.tr(
                "Heat: the exact posterior. Solid: 1 and 2 σ of the encoder's q(z|x). Dashed: the best "
                "Gaussian with axes along the coordinates. Dotted: the best of all."
            )
        )
        self._strip.setAccessibleName(self.tr("What the darts decode to"))
        self._bar.setAccessibleName(self.tr("Parts of the gap"))
        self._bar.setToolTip(self.tr("Full: amortisation. Hatched: approximation."))
        explanations = (
            self.tr(
                "log p(x) = log ∫ p(x|z) p(z) dz, summed over the decoded plane, finer where the mass is"
            ),
            self.tr("The evidence lower bound of the encoder's q(z|x)"),
            self.tr("log p(x) less the ELBO: how far q(z|x) is from the exact posterior"),
            self.tr(
                "What the best Gaussian of q's own family (diagonal covariance) would win for this image "
                "(Cremer et al. 2018)"
            ),
            self.tr("What no Gaussian with a diagonal covariance can win"),
        )
        for name, value, explanation in zip(self._names, self._values, explanations, strict=True):
            name.setToolTip(explanation)
            value.setToolTip(explanation)
        if self._state is not None:
            self._title.set_wordings(map_titles(self._state))
        self._write()

    def _write(self) -> None:
        belief = self._belief
        account = None if belief is None else belief.account
        self._landed.setText(
            self.tr("{count} darts, decoded:").format(count=self._count)
            if self._count
            else self.tr("No darts yet: throw some.")
        )
        self._code.set_wordings(self._code_wordings(belief))
        self._write_accounts(account)
        self._lesson.setText(self._lesson_text(belief))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._lesson.text())

    def _code_wordings(self, belief: Belief | None) -> list[str]:
        if belief is None:
            return [""]
        mean = coordinates_text(belief.mean)
        if belief.sigma is None:
            return [self.tr("a point: z = {z}").format(z=mean), f"z = {mean}", ""]
        sigma = ", ".join(f"{value:.3f}" for value in belief.sigma[:2])
        return [f"μ = {mean}, σ = ({sigma})", f"μ = {mean}", ""]

    def _write_accounts(self, account: InferenceAccount | None) -> None:
        has_q = self._state is not None and self._state.kind == "vae"
        names = (
            self.tr("log p(x)") if account is None or account.is_exact else self.tr("log p(x), estimated"),
            self.tr("ELBO"),
            self.tr("gap KL(q‖p)"),
            self.tr("  amortisation"),
            self.tr("  approximation"),
        )
        values = ("", "", "", "", "") if account is None else _account_texts(account)
        is_waiting = self._belief is not None and self._belief.has_prior and not self._belief.is_complete
        for row, (name, value) in enumerate(zip(names, values, strict=True)):
            is_shown = has_q or (row == 0 and bool(value))
            self._names[row].setVisible(is_shown)
            self._values[row].setVisible(is_shown)
            self._names[row].setText(name)
            self._values[row].setText(value or ("…" if is_waiting else "–"))
        self._bar.setVisible(has_q)
        gap = None if account is None else account.gap_nats
        amortisation = None if account is None else account.amortisation_nats
        is_split = gap is not None and amortisation is not None and gap > 0
        self._bar.set_share(amortisation / gap if is_split and amortisation is not None and gap else None)

    def _lesson_text(self, belief: Belief | None) -> str:
        if belief is None and self._is_awaited:
            return self.tr("Being computed …")
        if belief is None:
            return self.tr("Click near a point to choose its image.")
        if belief.sigma is None:
            text = self.tr("This model encodes an image as a single point, so every dart lands on it.")
            if belief.has_prior:
                return text
            return joined_sentences(
                text, self.tr("It knows no prior: the heat is p(x|z) alone, brought to the mass 1.")
            )
        return self._account_text(belief.account)

    def _account_text(self, account: InferenceAccount | None) -> str:
        if account is None:
            return self.tr("Integrating over the plane …")
        if not account.is_exact:
            return self.tr(
                "Only two dimensions can be summed on a grid. Here log p(x) is estimated by importance "
                "weighting with 5 000 draws, which is a lower bound on average."
            )
        if account.tilt_nats is None:
            return self.tr("Looking for the best ellipse …")
        return self.tr(
            "p(x) = ∫ p(x|z) p(z) dz has no closed form, so one infers; in two dimensions it can be summed. "
            "A turned ellipse would win {tilt} nats of the approximation."
        ).format(tilt=f"{account.tilt_nats:.2f}")


def _account_texts(account: InferenceAccount) -> tuple[str, ...]:
    parts = (account.gap_nats, account.amortisation_nats, account.approximation_nats)
    return (
        _nats(account.log_evidence, account.error_nats),
        _nats(account.elbo),
        *(_nats(part) for part in parts),
    )


def _nats(value: float | None, error: float | None = None) -> str:
    if value is None:
        return ""
    text = f"{value:.2f}".replace("-", MINUS)
    return text if error is None else f"{text} ± {max(error, 0.001):.2g}"
