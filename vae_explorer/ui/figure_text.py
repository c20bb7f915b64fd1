"""The gap figures in words: names, values with their intervals, and what each one means."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from vae_explorer.analysis.estimate import Estimate
from vae_explorer.analysis.figure import Basis, Figure, FigureKey
from vae_explorer.analysis.figure_description import FORMULAS, PERCENTAGES, SOURCES
from vae_explorer.ui.number_text import MINUS, count_text, short_text


def figure_title(key: FigureKey) -> str:
    """Return what a figure is called in a table."""
    translate = QCoreApplication.translate
    titles = {
        FigureKey.HOLES: translate("FigureText", "holes"),
        FigureKey.HOLES_WHITENED: translate("FigureText", "holes, codes rescaled"),
        FigureKey.AGGREGATE_KL: translate("FigureText", "KL of all codes from the prior"),
        FigureKey.INFORMATION: translate("FigureText", "information of a code about its image"),
        FigureKey.DISCREPANCY: translate("FigureText", "MMD² from the prior"),
        FigureKey.ACTIVE_UNITS: translate("FigureText", "active units"),
        FigureKey.LABEL_ACCURACY: translate("FigureText", "k-NN label accuracy"),
        FigureKey.ROUND_TRIP: translate("FigureText", "round trip"),
        FigureKey.STRETCH: translate("FigureText", "local stretch"),
        FigureKey.PRECISION: translate("FigureText", "precision of prior samples"),
        FigureKey.RECALL: translate("FigureText", "recall of prior samples"),
        FigureKey.DENSITY: translate("FigureText", "density of prior samples"),
        FigureKey.COVERAGE: translate("FigureText", "coverage by prior samples"),
        FigureKey.COVERAGE_GAUSSIAN: translate("FigureText", "coverage by a fitted Gaussian"),
        FigureKey.COVERAGE_MIXTURE: translate("FigureText", "coverage by a fitted mixture"),
    }
    return titles[key]


def figure_meaning(key: FigureKey) -> str:
    """Return what a figure says, in a sentence or two."""
    translate = QCoreApplication.translate
    sentences = {
        FigureKey.HOLES: translate(
            "FigureText",
            "Share of the prior, inside its 95 % disc, where codes are not a tenth as dense as the prior: "
            "samples drawn there are decoded where the decoder was hardly trained.",
        ),
        FigureKey.HOLES_WHITENED: translate(
            "FigureText",
            "The same after moving, turning and scaling the codes to mean 0 and covariance 1, "
            "since the scale of an autoencoder's codes is arbitrary.",
        ),
        FigureKey.AGGREGATE_KL: translate(
            "FigureText", "How far the distribution of all codes together is from the prior."
        ),
        FigureKey.INFORMATION: translate(
            "FigureText",
            "How much a code tells about which image it came from: the useful part of the KL term.",
        ),
        FigureKey.DISCREPANCY: translate(
            "FigureText",
            "Distance between codes and prior under an inverse multiquadric kernel; at most 2.",
        ),
        FigureKey.ACTIVE_UNITS: translate(
            "FigureText", "Latent dimensions whose code changes with the image at all."
        ),
        FigureKey.LABEL_ACCURACY: translate(
            "FigureText", "How often the ten nearest codes name the class of an image."
        ),
        FigureKey.ROUND_TRIP: translate(
            "FigureText",
            "How far encoding what a prior sample decodes to lands from it; median over 2 000 samples.",
        ),
        FigureKey.STRETCH: translate(
            "FigureText",
            "By how much the decoder stretches a small area of the latent space; median over prior samples.",
        ),
        FigureKey.PRECISION: translate(
            "FigureText", "Share of decoded prior samples that look like some real test image."
        ),
        FigureKey.RECALL: translate(
            "FigureText",
            "Share of real test images that lie among the decoded prior samples; "
            "low for every decoder of smooth means.",
        ),
        FigureKey.DENSITY: translate(
            "FigureText",
            "How many real test images a decoded prior sample is close to, against what real ones have.",
        ),
        FigureKey.COVERAGE: translate(
            "FigureText", "Share of real test images that have a decoded prior sample close to them."
        ),
        FigureKey.COVERAGE_GAUSSIAN: translate(
            "FigureText", "The same with samples from a Gaussian fitted to the codes instead of the prior."
        ),
        FigureKey.COVERAGE_MIXTURE: translate(
            "FigureText",
            "The same with samples from ten Gaussians fitted to the codes: "
            "with them even a plain autoencoder samples well.",
        ),
    }
    return sentences[key]


def figure_unit(figure: Figure) -> str:
    """Return what a figure is measured in."""
    translate = QCoreApplication.translate
    if figure.key in PERCENTAGES:
        return translate("FigureText", "percent")
    units = {
        FigureKey.AGGREGATE_KL: translate("FigureText", "nats"),
        FigureKey.INFORMATION: translate("FigureText", "nats per image"),
        FigureKey.ACTIVE_UNITS: translate("FigureText", "dimensions"),
        FigureKey.ROUND_TRIP: translate("FigureText", "σ of the codes"),
        FigureKey.STRETCH: translate("FigureText", "pixel lengths per unit of z, to the power d"),
    }
    if figure.key is FigureKey.STRETCH and dict(figure.details).get("power", 1.0) < 1:
        return translate("FigureText", "pixel lengths per unit of z, geometric mean over the dimensions")
    return units.get(figure.key, translate("FigureText", "none, a ratio"))


def value_text(figure: Figure | None) -> str:
    """Return a figure's value for a table or a chip; a dash where there is none."""
    if figure is None or figure.estimate is None:
        return "–"
    return _number(figure.key, figure.estimate.value)


def interval_text(figure: Figure) -> str:
    """Return a figure's 95 % interval, or nothing where it has none."""
    estimate = figure.estimate
    if estimate is None or estimate.low == estimate.high:
        return ""
    low, high = _number(figure.key, estimate.low), _number(figure.key, estimate.high)
    return f"{low.removesuffix(' %')} … {high}"


def chance_text(figure: Figure) -> str:
    """Return a figure's chance level, or nothing where it has none."""
    return "" if figure.chance is None else _number(figure.key, figure.chance)


def missing_text(basis: Basis) -> str:
    """Return why there is no figure, or nothing where there could be one."""
    translate = QCoreApplication.translate
    reasons = {
        Basis.NEEDS_IMAGES: translate("FigureText", "needs the images"),
        Basis.NEEDS_LABELS: translate("FigureText", "needs labels"),
        Basis.NEEDS_POSTERIOR: translate("FigureText", "has no distribution"),
    }
    return reasons.get(basis, "")


def figure_explanation(figure: Figure, code_count: int) -> str:
    """Return all that a tool tip says: meaning, value, formula, unit, chance level, method and source."""
    translate = QCoreApplication.translate
    lines = [figure_meaning(figure.key), FORMULAS[figure.key]]
    if (interval := interval_text(figure)) and figure.estimate is not None:
        lines.append(
            translate("FigureText", "{value}, 95 % interval {interval}").format(
                value=value_text(figure), interval=interval
            )
        )
    lines.append(translate("FigureText", "Unit: {unit}").format(unit=figure_unit(figure)))
    if figure.chance is not None:
        lines.append(
            translate("FigureText", "Chance level: {chance}").format(
                chance=_number(figure.key, figure.chance)
            )
        )
    lines.append(basis_text(figure.basis, code_count))
    lines.extend(_details(figure))
    if SOURCES[figure.key]:
        lines.append(translate("FigureText", "Source: {source}").format(source=SOURCES[figure.key]))
    return "\n".join(lines)


def basis_text(basis: Basis, code_count: int) -> str:
    """Return what a figure was measured on, as a sentence."""
    translate = QCoreApplication.translate
    sentences = {
        Basis.CODES: translate("FigureText", "Measured on {count} codes."),
        Basis.MODEL: translate("FigureText", "Measured on what the model decodes and encodes."),
        Basis.TEST_IMAGES: translate("FigureText", "Measured on test images, pixel by pixel."),
        Basis.OWN_CODES: translate(
            "FigureText", "Measured on {count} codes, each judged by the others, for want of test images."
        ),
        Basis.NEEDS_IMAGES: translate("FigureText", "It needs the images, and they are not open."),
        Basis.NEEDS_LABELS: translate("FigureText", "It needs labels, and these images have none."),
        Basis.NEEDS_POSTERIOR: translate(
            "FigureText", "It is defined only for models that encode an image as a distribution."
        ),
    }
    return sentences[basis].format(count=count_text(code_count))


def _details(figure: Figure) -> list[str]:
    translate = QCoreApplication.translate
    details = dict(figure.details)
    lines = []
    if "bandwidth" in details:
        lines.append(
            translate("FigureText", "Every code carries a Gaussian kernel of bandwidth {bandwidth}.").format(
                bandwidth=short_text(details["bandwidth"])
            )
        )
    if "error" in details:
        lines.append(
            translate("FigureText", "Error of the integration: at most {error}.").format(
                error=short_text(details["error"])
            )
        )
    if "kl_per_image" in details:
        lines.append(
            translate("FigureText", "Of {kl} nats of KL per image; at most log n = {limit}.").format(
                kl=short_text(details["kl_per_image"]), limit=short_text(details["limit"])
            )
        )
    return lines


def _number(key: FigureKey, value: float) -> str:
    if key in PERCENTAGES:
        return percent_text(value)
    if key is FigureKey.ACTIVE_UNITS:
        return f"{value:.0f}"
    if key is FigureKey.DISCREPANCY:
        return f"{value:.3f}".replace("-", MINUS)
    return short_text(value) if math.isfinite(value) else "∞"


def percent_text(share: float) -> str:
    """Return ``43 %``, ``0.3 %`` below ten, ``< 0.1 %`` where nearly nothing is left."""
    percent = 100 * share
    if 0 < percent < 0.05:
        return "< 0.1 %"
    return f"{percent:.1f} %" if percent < 9.95 else f"{percent:.0f} %"


def is_interval(estimate: Estimate | None) -> bool:
    """Whether an estimate has an interval worth telling."""
    return estimate is not None and estimate.low < estimate.high
