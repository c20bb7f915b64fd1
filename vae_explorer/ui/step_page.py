"""The page below the maps for slow motion: one batch at a time, with the numbers of each of its stages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from vae_explorer.state.studio_wish import StepWish
from vae_explorer.state.training_state import TrainingState, TrainingStatus
from vae_explorer.training.control import Stride
from vae_explorer.training.event import StepWatched
from vae_explorer.training.step_report import StepReport
from vae_explorer.ui.control import push_button
from vae_explorer.ui.fitting_label import FittingLabel
from vae_explorer.ui.model_text import SEPARATOR, SHORT_NAMES
from vae_explorer.ui.number_text import count_text, epoch_text, nats_text, short_text

_STAGES = 6
_STEPPABLE = (
    TrainingStatus.IDLE,
    TrainingStatus.STARTING,
    TrainingStatus.RUNNING,
    TrainingStatus.PAUSED,
)


class StepPage(QScrollArea):
    """A row per model, a column per stage of the newest single batch."""

    step_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._watched: StepWatched | None = None
        self._training = TrainingState()
        self._is_ready = False
        self._header = QWidget(self)
        self._text = FittingLabel("step_text", "muted", self._header)
        self._batch = push_button("step_batch_button", "", self._header)
        self._batch.clicked.connect(self._request_batch)
        self._epoch = push_button("step_epoch_button", "", self._header)
        self._epoch.clicked.connect(self._request_epoch)
        header = QHBoxLayout(self._header)
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self._text, 1)
        header.addWidget(self._batch)
        header.addWidget(self._epoch)
        self._body = QWidget(self)
        self._body.setProperty("role", "page")
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 4, 6, 4)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(5)
        self.setWidget(self._body)
        self._retranslate()

    @property
    def header(self) -> QWidget:
        """What stands beside the page's tab."""
        return self._header

    def page_title(self) -> str:
        """Return what the page's tab says."""
        return self.tr("Steps")

    def show_steps(
        self, watched: StepWatched | None, training: TrainingState, *, is_torch_ready: bool
    ) -> None:
        """Show the newest single batch, and offer the next one where that is possible."""
        is_other = watched is not self._watched
        self._watched, self._training, self._is_ready = watched, training, is_torch_ready
        for button in (self._batch, self._epoch):
            button.setEnabled(is_torch_ready and training.status in _STEPPABLE)
        if is_other:
            self._fill()
        self._write_text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.page_title())
        self._batch.setText(self.tr("One batch"))
        self._batch.setToolTip(self.tr("Train on one batch, show what it did, and wait"))
        self._epoch.setText(self.tr("One epoch"))
        self._epoch.setToolTip(self.tr("Train to the end of an epoch and wait"))
        self._fill()
        self._write_text()

    def _write_text(self) -> None:
        watched = self._watched
        if watched is None:
            wording = self.tr("train one batch at a time and see what each stage does")
            self._text.set_wordings([wording, ""])
            return
        batch = self.tr("batch {batch} of {batches}").format(
            batch=count_text(watched.batch), batches=count_text(watched.batches)
        )
        step = self.tr("step {step}").format(step=count_text(watched.step))
        epoch = self.tr("epoch {epoch}").format(epoch=epoch_text(watched.epoch))
        # What ran on since is not what the numbers belong to.
        is_past = self._training.status is TrainingStatus.RUNNING
        parts = [batch, step, epoch, *([self.tr("training goes on since")] if is_past else [])]
        self._text.set_wordings([*(SEPARATOR.join(parts[:count]) for count in range(len(parts), 0, -1)), ""])

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        titles = (
            self.tr("1  Encode"),
            self.tr("2  Draw ε"),
            self.tr("3  Decode"),
            self.tr("4  Losses"),
            self.tr("5  Gradient"),
            self.tr("6  Step"),
        )
        for column, title in enumerate(titles, start=1):
            self._grid.addWidget(self._label(title, "strong"), 0, column)
            self._grid.setColumnStretch(column, 1)
        reports = () if self._watched is None else self._watched.reports
        for row, report in enumerate(reports, start=1):
            self._fill_row(row, report)
        if not reports:
            self._fill_explanations()
        self._grid.setRowStretch(len(reports) + 2, 1)

    def _fill_row(self, row: int, report: StepReport | None) -> None:
        if report is None:
            self._grid.addWidget(self._label(SHORT_NAMES["pca"], "strong"), row, 0)
            note = self._label(self.tr("solved in closed form: there are no steps"), "caption")
            self._grid.addWidget(note, row, 1, 1, _STAGES)
            return
        self._grid.addWidget(self._label(SHORT_NAMES[report.kind], "strong"), row, 0)
        cells = (
            self._encode(report),
            self._draw(report),
            self._decode(report),
            self._losses(report),
            self._gradient(report),
            self._step(report),
        )
        for column, text in enumerate(cells, start=1):
            label = self._label(text, "caption")
            label.setObjectName(f"step_cell_{row - 1}_{column - 1}")
            self._grid.addWidget(label, row, column)

    def _fill_explanations(self) -> None:
        texts = (
            self.tr("The encoder turns each image of the batch into μ and σ."),
            self.tr("Noise is drawn, and z = μ + σ·ε."),
            self.tr("The decoder turns each z into an image."),
            self.tr("How wrong are the images, and how far is q(z∣x) from the prior?"),
            self.tr("Which way would make the loss smaller? Backpropagation tells."),
            self.tr("The optimiser moves all weights a little that way."),
        )
        for column, text in enumerate(texts, start=1):
            label = self._label(text, "caption")
            label.setWordWrap(True)
            self._grid.addWidget(label, 1, column)

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self._body)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _encode(self, report: StepReport) -> str:
        codes = "μ" if report.mean_sigma is None else "μ, σ"
        shape = (
            f"x {_shape(report.images, report.pixels)} → {codes} {_shape(report.images, report.latent_dim)}"
        )
        figures = self.tr("mean |μ| {mu}").format(mu=_figure(report.mean_abs_mu))
        if report.mean_sigma is not None:
            figures += SEPARATOR + self.tr("mean σ {sigma}").format(sigma=_figure(report.mean_sigma))
        return f"{shape}\n{figures}"

    def _draw(self, report: StepReport) -> str:
        if report.mean_abs_noise is None:
            return self.tr("no noise: a code is a point") + "\nz = μ"
        noise = self.tr("mean |ε| {noise}").format(noise=_figure(report.mean_abs_noise))
        return f"ε {_shape(report.images, report.latent_dim)}{SEPARATOR}{noise}\nz = μ + σ·ε"

    def _decode(self, report: StepReport) -> str:
        shape = f"z {_shape(report.images, report.latent_dim)} → x̂ {_shape(report.images, report.pixels)}"
        return f"{shape}\n" + self.tr("mean pixel {pixel}").format(pixel=_figure(report.mean_pixel))

    def _losses(self, report: StepReport) -> str:
        terms = self.tr("recon {nats}").format(nats=nats_text(report.reconstruction_nats))
        if report.kind == "vae":
            terms += SEPARATOR + self.tr("KL {nats}").format(nats=nats_text(report.regulariser_nats))
        elif report.kind == "map":
            terms += SEPARATOR + self.tr("prior {nats}").format(nats=nats_text(report.regulariser_nats))
        loss = self.tr("loss {nats} nats").format(nats=nats_text(report.loss_nats))
        return f"{terms}\n{loss}{SEPARATOR}c {short_text(report.c)}"

    def _gradient(self, report: StepReport) -> str:
        return f"‖∇θ‖ {_figure(report.gradient_norm)}\n" + self.tr("over all weights")

    def _step(self, report: StepReport) -> str:
        rate = self.tr("learning rate {rate}").format(rate=f"{report.learning_rate:.2g}")
        return f"{rate}\n‖Δθ‖ {_figure(report.step_norm)} / ‖θ‖ {_figure(report.weight_norm)}"

    @Slot()
    def _request_batch(self) -> None:
        self.step_requested.emit(StepWish(Stride.BATCH))

    @Slot()
    def _request_epoch(self) -> None:
        self.step_requested.emit(StepWish(Stride.EPOCH))


def _shape(rows: int, columns: int) -> str:
    return f"{count_text(rows)}×{count_text(columns)}"


def _figure(value: float) -> str:
    return f"{value:.3g}"
