"""The fields of the next run's settings."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from vae_explorer.autoencoders.specification import (
    DEFAULT_HIDDEN,
    MAX_LATENT_DIM,
    CompilationKind,
    LikelihoodKind,
    NetworkKind,
    PrecisionKind,
)
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.ui.checked_field import CheckedField, LayersReading, NumberReading
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.model_text import device_title
from vae_explorer.ui.number_box import AutomaticBox, NumberBox
from vae_explorer.ui.number_text import short_text
from vae_explorer.ui.setting_row import SettingRow

_MAX_EPOCHS = 100_000
_MAX_IMAGES = 10_000_000
_MAX_BATCH = 1_000_000


class SettingsForm(QWidget):
    """Shows settings and says when a person has changed them to others that can be used."""

    settings_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_form")
        self.setProperty("role", "page")
        self._settings = TrainingSettings()
        self._devices: tuple[str, ...] = ("auto",)
        self._images = 0
        self._headings = [QLabel(self) for _ in range(3)]
        self._make_fields()
        self._lay_out()
        self._connect()
        self._retranslate()
        self.show_settings(self._settings, self._devices)

    @property
    def devices(self) -> tuple[str, ...]:
        """What is offered."""
        return self._devices

    @property
    def images(self) -> int:
        """How many images the training split has; 0 while that is not known."""
        return self._images

    def _make_fields(self) -> None:
        self._network = ChoiceButton("network_field", self)
        self._hidden = CheckedField("hidden_field", LayersReading("mlp"), self)
        self._latent = NumberBox("latent_dim_field", 1, MAX_LATENT_DIM, self)
        self._likelihood = ChoiceButton("likelihood_field", self)
        self._c = CheckedField("c_field", NumberReading(1e-6, 1e6), self)
        self._learn = QCheckBox(self)
        self._learn.setObjectName("learn_c_field")
        self._epochs = NumberBox("settings_epochs_field", 1, _MAX_EPOCHS, self)
        self._batch = AutomaticBox("batch_size_field", _MAX_BATCH, self)
        self._limit = NumberBox("image_limit_field", 0, _MAX_IMAGES, self)
        self._rate = CheckedField("learning_rate_field", NumberReading(1e-9, 10.0, is_optional=True), self)
        self._decay = CheckedField("weight_decay_field", NumberReading(0.0, 10.0), self)
        self._seed = CheckedField("seed_field", NumberReading(0, 2**63 - 1, is_whole=True), self)
        self._precision = ChoiceButton("precision_field", self)
        self._compilation = ChoiceButton("compilation_field", self)
        self._device = ChoiceButton("settings_device_field", self)

    def _lay_out(self) -> None:
        self._rows = {
            field.objectName(): SettingRow(field, self)
            for field in (
                *(self._network, self._hidden, self._latent, self._likelihood, self._c, self._learn),
                *(
                    self._epochs,
                    self._limit,
                    self._batch,
                    self._rate,
                    self._decay,
                    self._seed,
                    self._precision,
                    self._compilation,
                    self._device,
                ),
            )
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 5, 0)
        layout.setSpacing(5)
        for position, (name, row) in enumerate(self._rows.items()):
            heading = {0: 0, 3: 1, 6: 2}.get(position)
            if heading is not None:
                label = self._headings[heading]
                label.setObjectName(f"settings_heading_{heading}")
                label.setProperty("role", "strong")
                label.setContentsMargins(0, 3 if heading else 0, 0, 0)
                layout.addWidget(label)
            row.setObjectName(f"{name}_row")
            layout.addWidget(row)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._network.chosen.connect(self._choose_network)
        self._hidden.value_edited.connect(self._edit_hidden)
        self._latent.valueChanged.connect(self._edit_latent)
        self._likelihood.chosen.connect(self._choose_likelihood)
        self._c.value_edited.connect(self._edit_c)
        self._learn.toggled.connect(self._edit_learning)
        self._epochs.valueChanged.connect(self._edit_epochs)
        self._batch.valueChanged.connect(self._edit_batch)
        self._limit.valueChanged.connect(self._edit_limit)
        self._rate.value_edited.connect(self._edit_rate)
        self._decay.value_edited.connect(self._edit_decay)
        self._seed.value_edited.connect(self._edit_seed)
        self._precision.chosen.connect(self._choose_precision)
        self._compilation.chosen.connect(self._choose_compilation)
        self._device.chosen.connect(self._choose_device)

    def show_settings(self, settings: TrainingSettings, devices: tuple[str, ...], images: int = 0) -> None:
        """Show these settings for so many images to learn from (0: not known), and offer these devices."""
        self._settings, self._devices, self._images = settings, devices, images
        self._write_automatic()
        self._hidden.set_reading(LayersReading(settings.network))
        for field, value in (
            (self._hidden, settings.hidden),
            (self._c, settings.c),
            (self._rate, settings.learning_rate),
            (self._decay, settings.weight_decay),
            (self._seed, settings.seed),
        ):
            field.set_value(value)
        for box, number in (
            (self._latent, settings.latent_dim),
            (self._epochs, settings.epochs),
            (self._batch, settings.batch_size or 0),
            (self._limit, settings.image_limit or 0),
        ):
            box.show_value(number)
        is_gaussian = settings.likelihood == "gaussian"
        self._learn.blockSignals(True)
        self._learn.setChecked(settings.is_c_learned and is_gaussian)
        self._learn.blockSignals(False)
        self._learn.setEnabled(is_gaussian)
        self._c.setEnabled(not self._learn.isChecked())
        self._write_choices()

    def focus_first(self) -> None:
        """Give the keyboard to the first field."""
        self._network.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _write_choices(self) -> None:
        settings = self._settings
        networks = {"mlp": self.tr("MLP"), "conv": self.tr("Convolution")}
        likelihoods = {"bernoulli": self.tr("Bernoulli"), "gaussian": self.tr("Gaussian")}
        self._network.set_choices(list(networks.items()), settings.network)
        self._network.setText(networks[settings.network])
        self._likelihood.set_choices(list(likelihoods.items()), settings.likelihood)
        self._likelihood.setText(likelihoods[settings.likelihood])
        precisions = {"auto": self.tr("auto"), "float32": "float32", "bfloat16": "bfloat16"}
        self._precision.set_choices(list(precisions.items()), settings.precision)
        self._precision.setText(precisions[settings.precision])
        compilations = {"auto": self.tr("auto"), "on": self.tr("on"), "off": self.tr("off")}
        self._compilation.set_choices(list(compilations.items()), settings.compilation)
        self._compilation.setText(compilations[settings.compilation])
        self._device.set_choices([(name, device_title(name)) for name in self._devices], settings.device)
        self._device.setText(device_title(settings.device))
        self._write_notes()

    def _write_automatic(self) -> None:
        """Write what the automatic batch and rate are, where that is known."""
        usual = self._settings.training_spec(self._images)
        batch = usual.batch_size if self._images else 0
        rate = usual.learning_rate if batch or self._settings.batch_size else 0.0
        self._batch.show_automatic(batch, self._automatic_text(batch))
        self._rate.setPlaceholderText(self._automatic_text(rate))

    def _automatic_text(self, number: float) -> str:
        return self.tr("auto ({number})").format(number=f"{number:g}") if number else self.tr("auto")

    def _write_notes(self) -> None:
        is_bernoulli = self._settings.likelihood == "bernoulli"
        note = self.tr("On grey values this bounds no true likelihood.") if is_bernoulli else ""
        self._rows["likelihood_field"].set_note(note)
        beta = short_text(self._settings.c)
        if is_bernoulli:
            text = self.tr("Equivalent β = {beta}").format(beta=beta)
        elif self._learn.isChecked():
            text = self.tr("The equivalent β is learned with c.")
        else:
            text = self.tr("Equivalent β = {beta} beside ‖x − f(z)‖²/2").format(beta=beta)
        self._rows["c_field"].set_note(text)

    def _retranslate(self) -> None:
        titles = (self.tr("Model"), self.tr("Objective"), self.tr("Optimisation"))
        for label, title in zip(self._headings, titles, strict=True):
            label.setText(title)
        for name, (title, explanation) in self._texts().items():
            self._rows[name].set_texts(title, explanation)
        self._learn.setText(self.tr("learn c"))
        self._batch.setSuffix(" " + self.tr("images"))
        self._limit.setSpecialValueText(self.tr("all"))
        self._write_automatic()
        self._write_choices()

    def _texts(self) -> dict[str, tuple[str, str]]:
        return {
            "network_field": (
                self.tr("Network"),
                self.tr("Fully connected layers, or convolutions that halve the image at every level."),
            ),
            "hidden_field": (
                self.tr("Hidden layers"),
                self.tr(
                    "Widths of the encoder's layers, or channels of its levels; the decoder mirrors them."
                ),
            ),
            "latent_dim_field": (
                self.tr("Latent dimension"),
                self.tr("How many numbers an image is squeezed into; 2 can be seen whole."),
            ),
            "likelihood_field": (
                self.tr("Likelihood"),
                self.tr(
                    "How a pixel may differ from what is decoded: −log p(x∣z) is the reconstruction error."
                ),
            ),
            "c_field": (
                "c",
                self.tr("The balance: a larger c weighs the regulariser more against the reconstruction."),
            ),
            "learn_c_field": (
                "",
                self.tr("Let training find the observation variance; only the Gaussian likelihood has one."),
            ),
            "settings_epochs_field": (
                self.tr("Epochs"),
                self.tr("How often training goes through all images"),
            ),
            "image_limit_field": (
                self.tr("Images"),
                self.tr("How many images are learnt from, always the same; few are learnt by heart."),
            ),
            "batch_size_field": (
                self.tr("Batch"),
                self.tr(
                    "Images per step: small batches learn more per image, large ones run faster; at 0 it is "
                    "what suits the number of images."
                ),
            ),
            "learning_rate_field": (
                self.tr("Learning rate"),
                self.tr(
                    "The largest step, reached after a third of the run; too large and the loss explodes. "
                    "An empty field takes the one that goes with the batch."
                ),
            ),
            "weight_decay_field": (
                self.tr("Weight decay"),
                self.tr("How strongly weights are pulled to zero at each step."),
            ),
            "seed_field": (
                self.tr("Seed"),
                self.tr("Where chance starts: the same seed on the same device gives the same run."),
            ),
            "precision_field": (
                self.tr("Precision"),
                self.tr(
                    "The number format of the networks while they learn: bfloat16 is faster where the "
                    "processor multiplies it faster, at nearly the same loss; auto finds out."
                ),
            ),
            "compilation_field": (
                self.tr("Compiled steps"),
                self.tr(
                    "Let a compiler make each training step faster, at nearly the same loss; that takes half "
                    "a minute first, so auto does it beside long runs only."
                ),
            ),
            "settings_device_field": (
                self.tr("Device"),
                self.tr("Where training runs; auto takes the fastest there is"),
            ),
        }

    def _edit(self, **changes: object) -> None:
        self.show_settings(msgspec.structs.replace(self._settings, **changes), self._devices, self._images)
        self.settings_edited.emit(self._settings)

    @Slot(object)
    def _choose_network(self, network: NetworkKind) -> None:
        hidden = self._settings.hidden
        if hidden == DEFAULT_HIDDEN[self._settings.network] or (network == "conv" and not hidden):
            hidden = DEFAULT_HIDDEN[network]
        self._edit(network=network, hidden=hidden)

    @Slot(object)
    def _edit_hidden(self, hidden: tuple[int, ...]) -> None:
        self._edit(hidden=hidden)

    @Slot(int)
    def _edit_latent(self, dimension: int) -> None:
        self._edit(latent_dim=dimension)

    @Slot(object)
    def _choose_likelihood(self, likelihood: LikelihoodKind) -> None:
        self._edit(likelihood=likelihood)

    @Slot(object)
    def _edit_c(self, c: float) -> None:
        self._edit(c=c)

    @Slot(bool)
    def _edit_learning(self, is_learned: bool) -> None:
        self._edit(is_c_learned=is_learned)

    @Slot(int)
    def _edit_epochs(self, epochs: int) -> None:
        self._edit(epochs=epochs)

    @Slot(int)
    def _edit_limit(self, limit: int) -> None:
        self._edit(image_limit=limit or None)

    @Slot(int)
    def _edit_batch(self, size: int) -> None:
        self._edit(batch_size=size or None)

    @Slot(object)
    def _edit_rate(self, rate: float | None) -> None:
        self._edit(learning_rate=rate)

    @Slot(object)
    def _edit_decay(self, decay: float) -> None:
        self._edit(weight_decay=decay)

    @Slot(object)
    def _edit_seed(self, seed: int) -> None:
        self._edit(seed=seed)

    @Slot(object)
    def _choose_precision(self, precision: PrecisionKind) -> None:
        self._edit(precision=precision)

    @Slot(object)
    def _choose_compilation(self, compilation: CompilationKind) -> None:
        self._edit(compilation=compilation)

    @Slot(object)
    def _choose_device(self, device: str) -> None:
        self._edit(device=device)
