"""The gap figures in plain English, for reports and the console: names, units, formulas, sources."""

from __future__ import annotations

from vae_explorer.analysis.figure import Figure, FigureKey

PERCENTAGES = frozenset(
    {
        FigureKey.HOLES,
        FigureKey.HOLES_WHITENED,
        FigureKey.LABEL_ACCURACY,
        FigureKey.PRECISION,
        FigureKey.RECALL,
        FigureKey.COVERAGE,
        FigureKey.COVERAGE_GAUSSIAN,
        FigureKey.COVERAGE_MIXTURE,
    }
)

FORMULAS = {
    FigureKey.HOLES: "∫ [q̂(z) < 0.1 p(z)] p(z) dz,  q̂(z) = k / (n V r_k(z)^d),  k = 10",
    FigureKey.HOLES_WHITENED: "∫ [q̂(z) < 0.1 p(z)] p(z) dz,  z → Σ^(−½) (z − m)",
    FigureKey.AGGREGATE_KL: "KL(q(z)‖p(z)),  q(z) = 1/n Σ q(z∣xᵢ)",
    FigureKey.INFORMATION: "I(x; z) = E KL(q(z∣x)‖p(z)) − KL(q(z)‖p(z))",
    FigureKey.DISCREPANCY: "MMD² = E k(z, z′) + E k(p, p′) − 2 E k(z, p),  k(a, b) = 2d / (2d + ‖a − b‖²)",
    FigureKey.ACTIVE_UNITS: "Σ_u [Cov_x(E_q(u∣x)[u]) > 0.01]",
    FigureKey.LABEL_ACCURACY: "k-NN, k = 10",
    FigureKey.ROUND_TRIP: "‖encode(decode(z)) − z‖ / σ",
    FigureKey.STRETCH: "√det(JᵀJ),  J = ∂decode(z)/∂z",
    FigureKey.PRECISION: "1/m Σ_j [y_j ∈ ∪ B(x_i, r_5(x_i))]",
    FigureKey.RECALL: "1/n Σ_i [x_i ∈ ∪ B(y_j, r_5(y_j))]",
    FigureKey.DENSITY: "1/5m Σ_j Σ_i [y_j ∈ B(x_i, r_5(x_i))]",
    FigureKey.COVERAGE: "1/n Σ_i [∃ j: y_j ∈ B(x_i, r_5(x_i))]",
    FigureKey.COVERAGE_GAUSSIAN: "1/n Σ_i [∃ j: y_j ∈ B(x_i, r_5(x_i))],  y = decode(z),  z ~ N(m, Σ)",
    FigureKey.COVERAGE_MIXTURE: "1/n Σ_i [∃ j: y_j ∈ B(x_i, r_5(x_i))],  y = decode(z),  z ~ Σ w N(m, Σ)",
}
SOURCES = {
    FigureKey.HOLES: "Loftsgaarden & Quesenberry 1965; Rezende & Viola 2018",
    FigureKey.HOLES_WHITENED: "Loftsgaarden & Quesenberry 1965; Rezende & Viola 2018",
    FigureKey.AGGREGATE_KL: "Hoffman & Johnson 2016",
    FigureKey.INFORMATION: "Hoffman & Johnson 2016",
    FigureKey.DISCREPANCY: "Gretton et al. 2012; Tolstikhin et al. 2018",
    FigureKey.ACTIVE_UNITS: "Burda et al. 2016",
    FigureKey.LABEL_ACCURACY: "Cover & Hart 1967",
    FigureKey.ROUND_TRIP: "",
    FigureKey.STRETCH: "Arvanitidis et al. 2018; Chen et al. 2018",
    FigureKey.PRECISION: "Kynkäänniemi et al. 2019; Naeem et al. 2020",
    FigureKey.RECALL: "Kynkäänniemi et al. 2019; Naeem et al. 2020",
    FigureKey.DENSITY: "Naeem et al. 2020",
    FigureKey.COVERAGE: "Naeem et al. 2020",
    FigureKey.COVERAGE_GAUSSIAN: "Ghosh et al. 2020; Naeem et al. 2020",
    FigureKey.COVERAGE_MIXTURE: "Ghosh et al. 2020; Naeem et al. 2020",
}

TITLES = {
    FigureKey.HOLES: "holes",
    FigureKey.HOLES_WHITENED: "holes, codes rescaled",
    FigureKey.AGGREGATE_KL: "KL of all codes from the prior",
    FigureKey.INFORMATION: "information of a code about its image",
    FigureKey.DISCREPANCY: "MMD² from the prior",
    FigureKey.ACTIVE_UNITS: "active units",
    FigureKey.LABEL_ACCURACY: "k-NN label accuracy",
    FigureKey.ROUND_TRIP: "round trip",
    FigureKey.STRETCH: "local stretch",
    FigureKey.PRECISION: "precision of prior samples",
    FigureKey.RECALL: "recall of prior samples",
    FigureKey.DENSITY: "density of prior samples",
    FigureKey.COVERAGE: "coverage by prior samples",
    FigureKey.COVERAGE_GAUSSIAN: "coverage by a fitted Gaussian",
    FigureKey.COVERAGE_MIXTURE: "coverage by a fitted mixture",
}

UNITS = {
    FigureKey.AGGREGATE_KL: "nats",
    FigureKey.INFORMATION: "nats per image",
    FigureKey.ACTIVE_UNITS: "dimensions",
    FigureKey.ROUND_TRIP: "σ of the codes",
    FigureKey.STRETCH: "pixel lengths per unit of z, to the power d; above 2-D their geometric mean",
}


def number_text(key: FigureKey, value: float) -> str:
    """Return a figure's value: ``43 %``, ``0.39``, ``2``."""
    if key in PERCENTAGES:
        percent = 100 * value
        return f"{percent:.1f} %" if abs(percent) < 9.95 else f"{percent:.0f} %"
    return f"{value:.0f}" if key is FigureKey.ACTIVE_UNITS else f"{value:.3g}"


def value_text(figure: Figure | None) -> str:
    """Return a figure's value with its interval, or why there is none."""
    if figure is None:
        return "not measured"
    estimate = figure.estimate
    if estimate is None:
        return figure.basis.value.replace("_", " ")
    value = number_text(figure.key, estimate.value)
    if estimate.low == estimate.high:
        return value
    return f"{value} ({number_text(figure.key, estimate.low)} … {number_text(figure.key, estimate.high)})"
