"""What a diagnosis says, in plain words."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from vae_explorer.training.diagnosis import Finding, Illness, Remedy, RemedyKind
from vae_explorer.ui.number_text import nats_text, short_text


def illness_title(illness: Illness) -> str:
    """Return what an illness is called."""
    translate = QCoreApplication.translate
    return {
        Illness.COLLAPSE: translate("Diagnosis", "Posterior collapse"),
        Illness.SMALL_C: translate("Diagnosis", "c is too small"),
        Illness.OVERFITTING: translate("Diagnosis", "Overfitting"),
        Illness.EXPLODING_CODES: translate("Diagnosis", "Exploding codes"),
        Illness.LEARNING_RATE: translate("Diagnosis", "The learning rate is too high"),
    }[illness]


def finding_sentence(finding: Finding) -> str:
    """Return what is wrong, with the figures that prove it."""
    translate = QCoreApplication.translate
    figures = finding.figures
    if finding.illness is Illness.COLLAPSE:
        return translate(
            "Diagnosis",
            "Only {active:.0f} of {dimensions:.0f} latent dimensions are active: the smallest Var E[z∣x] is "
            "{variance}, active ones exceed 0.01. The decoder ignores the others.",
        ).format(active=figures[0], dimensions=figures[1], variance=short_text(figures[2]))
    if finding.illness is Illness.SMALL_C:
        return translate(
            "Diagnosis",
            "The posteriors have shrunk to σ = {sigma} in a cloud of width {width}: at c = {c} the VAE "
            "behaves like a plain autoencoder.",
        ).format(sigma=short_text(figures[0]), width=short_text(figures[1]), c=short_text(figures[2]))
    if finding.illness is Illness.OVERFITTING and math.isnan(figures[1]):
        return translate(
            "Diagnosis",
            "The test curve stays {gap} nats above the training curve: the images to learn from are known by "
            "heart.",
        ).format(gap=nats_text(figures[2]))
    if finding.illness is Illness.OVERFITTING:
        return translate(
            "Diagnosis",
            "Since epoch {epoch:.0f} the test curve has risen by {rise} nats while the training curve went "
            "on falling; they are {gap} nats apart.",
        ).format(epoch=figures[0], rise=nats_text(figures[1]), gap=nats_text(figures[2]))
    if finding.illness is Illness.EXPLODING_CODES:
        return translate(
            "Diagnosis",
            "Codes lie up to {reach} from the origin: nothing holds them together, and most of the plane is "
            "empty.",
        ).format(reach=short_text(figures[0]))
    return _rate_sentence(figures)


def _rate_sentence(figures: tuple[float, ...]) -> str:
    translate = QCoreApplication.translate
    if math.isnan(figures[1]):
        text = translate("Diagnosis", "With a learning rate of {rate} the loss became infinite.")
        return text.format(rate=short_text(figures[0]))
    if not math.isnan(figures[2]):
        text = translate(
            "Diagnosis",
            "With a learning rate of {rate} the training curve lost what it had won: it ends {lost} nats "
            "above its lowest point. Where the codes have fallen together as well, c is not to blame.",
        )
        return text.format(rate=short_text(figures[0]), lost=nats_text(figures[2]))
    return translate(
        "Diagnosis",
        "With a learning rate of {rate} the training curve does not come down steadily: it jumped up by "
        "{jump} nats.",
    ).format(rate=short_text(figures[0]), jump=nats_text(figures[1]))


def remedy_text(remedy: Remedy) -> str:
    """Return what the button says that makes the change."""
    translate = QCoreApplication.translate
    if remedy.kind is RemedyKind.KIND:
        return translate("Diagnosis", "Compare with a MAP autoencoder")
    value = float(remedy.value)
    return {
        RemedyKind.C: translate("Diagnosis", "Set c to {value}"),
        RemedyKind.WEIGHT_DECAY: translate("Diagnosis", "Set weight decay to {value}"),
        RemedyKind.EPOCHS: translate("Diagnosis", "Train for {value} epochs"),
        RemedyKind.ALL_IMAGES: translate("Diagnosis", "Train on all images"),
        RemedyKind.LEARNING_RATE: translate("Diagnosis", "Set the learning rate to {value}"),
    }[remedy.kind].format(value=short_text(value))
