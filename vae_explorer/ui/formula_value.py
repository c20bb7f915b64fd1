"""What the symbols of a formula are worth for the image on screen."""

from __future__ import annotations

from vae_explorer.analysis.activation import Accounts, LayerPart, Trace
from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.number_text import short_text

_LETTERS = ((LayerPart.MU, "mu"), (LayerPart.SIGMA, "sigma"), (LayerPart.EPSILON, "epsilon"))


def formula_values(state: ExplorerState) -> dict[str, str]:
    """Return the values of all symbols that have one, from the map whose model knows most of them."""
    shown = next((shown for shown in reversed(state.maps) if shown.kind == "vae"), None)
    if shown is None:
        shown = state.maps[-1] if state.maps else None
    if shown is None:
        return {}
    values = _place_values(shown)
    trace = state.network.trace(shown)
    if state.network.is_watched and trace is not None:
        values |= trace_values(trace)
    return values


def trace_values(trace: Trace) -> dict[str, str]:
    """Return what an image's way through a network says of the symbols."""
    values = {name: _numbers(trace.numbers(part)) for part, name in _LETTERS if trace.layer(part)}
    values["z"] = _numbers(trace.numbers(LayerPart.CODE))
    return values | _account_values(trace.accounts)


def nats(value: float) -> str:
    """Return an account with its unit's precision, as in ``−137.5``."""
    return f"{value:.2f}".replace("-", "−")


def _account_values(accounts: Accounts) -> dict[str, str]:
    named = {
        "log_likelihood": accounts.log_likelihood,
        "expected_log_likelihood": accounts.expected_log_likelihood,
        "kl": accounts.kl,
        "prior_penalty": accounts.prior_penalty,
        "log_evidence": accounts.log_evidence,
        "evidence_integral": accounts.log_evidence,
        "elbo": accounts.elbo,
        "posterior_kl": accounts.posterior_kl,
    }
    return {name: nats(value) for name, value in named.items() if value is not None}


def _place_values(shown: MapState) -> dict[str, str]:
    values: dict[str, str] = {}
    if shown.shown is not None:
        values["z"] = _numbers(shown.shown.z)
    if shown.model is not None:
        c = shown.model.c
        values["c"] = c if isinstance(c, str) else short_text(c)
    return values


def _numbers(values: tuple[float, ...]) -> str:
    shown = ", ".join(f"{value:.2f}".replace("-", "−") for value in values[:4])
    return f"({shown}, …)" if len(values) > 4 else f"({shown})"
