"""What quantities that colour the points are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.state.colour_state import Absence, ColourChoice, ColourKind


def colour_title(choice: ColourChoice) -> str:
    """Return what points are coloured by, in a word or two."""
    translate = QCoreApplication.translate
    titles = {
        ColourKind.LABEL: translate("Quantity", "label"),
        ColourKind.DENSITY: translate("Quantity", "density"),
        ColourKind.RECONSTRUCTION: translate("Quantity", "reconstruction error"),
        ColourKind.KL: translate("Quantity", "KL of the posterior"),
        ColourKind.COLUMN: choice.column,
    }
    return titles[choice.kind]


def colour_short_title(choice: ColourChoice) -> str:
    """Return the same for a narrow button."""
    translate = QCoreApplication.translate
    short = {
        ColourKind.RECONSTRUCTION: translate("Quantity", "error"),
        ColourKind.KL: translate("Quantity", "KL"),
    }
    title = short.get(choice.kind) or colour_title(choice)
    return title if len(title) <= 14 else f"{title[:13]}…"


def scale_title(choice: ColourChoice, latent_dim: int) -> str:
    """Return what stands beside a scale: the quantity with its unit."""
    translate = QCoreApplication.translate
    if choice.kind is ColourKind.DENSITY:
        text = translate("Quantity", "share of the codes per σ{power}")
        return text.format(power=_superscript(latent_dim) if latent_dim != 1 else "")
    if choice.kind is ColourKind.RECONSTRUCTION:
        return translate("Quantity", "reconstruction error, nats")
    if choice.kind is ColourKind.KL:
        return translate("Quantity", "KL(q(z∣x)‖p(z)), nats")
    return choice.column


def waiting_text(choice: ColourChoice) -> str:
    """Return what is said while a quantity is being measured."""
    text = QCoreApplication.translate("Quantity", "measuring: {quantity} …")
    return text.format(quantity=colour_title(choice))


def absence_text(absence: Absence, choice: ColourChoice) -> str:
    """Return why a map has no such quantity."""
    translate = QCoreApplication.translate
    texts = {
        Absence.NO_IMAGES: translate("Quantity", "the error needs the images, which are not at hand"),
        Absence.NO_POSTERIOR: translate("Quantity", "no posterior: its codes are points"),
        Absence.NO_COLUMN: translate("Quantity", "its images have no column “{column}”").format(
            column=choice.column
        ),
        Absence.NOTHING_TO_MEASURE: translate("Quantity", "there is nothing to measure here"),
    }
    return texts[absence]


def _superscript(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
