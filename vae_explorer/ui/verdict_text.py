"""What a place is worth, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.state.map_state import Place, Verdict

# A distance in σ that reads as none at all.
_AT_CODE = 0.005


def place_title(place: Place) -> str:
    """Return the verdict in a few words, behind a mark whose form says the same as its colour."""
    translate = QCoreApplication.translate
    titles = {
        Place.IN_DATA: translate("Verdict", "● in the data"),
        Place.AT_EDGE: translate("Verdict", "◐ at the edge"),
        Place.IN_GAP: translate("Verdict", "○ in a gap"),
    }
    return titles[place]


def verdict_sentence(verdict: Verdict) -> str:
    """Return the figures behind the verdict, in a sentence or two."""
    translate = QCoreApplication.translate
    sentences = {
        Place.IN_DATA: translate(
            "Verdict", "Nearest code {sigma} σ away, denser here than around {percent} % of the codes."
        ),
        Place.AT_EDGE: translate(
            "Verdict", "Nearest code {sigma} σ away; only {percent} % of the codes lie in thinner places."
        ),
        Place.IN_GAP: translate(
            "Verdict",
            "No encoded image within {sigma} σ, density percentile {percent}. This picture is a guess.",
        ),
    }
    lonely = translate(
        "Verdict",
        "An encoded image lies right here, but hardly any other near it: density percentile {percent}.",
    )
    is_lonely = verdict.place is Place.IN_GAP and verdict.nearest_sigma < _AT_CODE
    sentence = (lonely if is_lonely else sentences[verdict.place]).format(
        sigma=sigma_text(verdict.nearest_sigma), percent=f"{verdict.density_percentile:.0f}"
    )
    if verdict.round_trip_sigma is None:
        return sentence
    trip = translate("Verdict", "Round trip lands {trip} σ away.")
    return joined_sentences(sentence, trip.format(trip=sigma_text(verdict.round_trip_sigma)))


def joined_sentences(first: str, second: str) -> str:
    """Return two sentences as they follow each other in the language of the window."""
    pattern = QCoreApplication.translate("Verdict", "{first} {second}", "without a space in Chinese")
    return pattern.format(first=first, second=second)


def sigma_text(sigma: float) -> str:
    """Return a distance in σ: ``1.4``, ``0.03``."""
    return f"{sigma:.1f}" if sigma >= 0.095 else f"{sigma:.2f}"
