"""What a diagnosis says holds the figures that prove it."""

from __future__ import annotations

import math

from vae_explorer.training.diagnosis import Evidence, Finding, Illness, Remedy, RemedyKind
from vae_explorer.ui.diagnosis_text import finding_sentence, illness_title, remedy_text


def too_fast(jump: float, lost: float) -> Finding:
    remedy = Remedy(RemedyKind.LEARNING_RATE, 0.03)
    return Finding(Illness.LEARNING_RATE, (0.3, jump, lost), Evidence((), is_series=True), remedy)


def test_that_too_high_a_learning_rate_is_told_by_what_it_did(qapp):
    said = [
        finding_sentence(too_fast(math.nan, math.nan)),
        finding_sentence(too_fast(5.5, math.nan)),
        finding_sentence(too_fast(5.5, 1.2)),
    ]
    assert len(set(said)) == 3
    assert all("0.3" in sentence for sentence in said)
    assert "infinite" in said[0]
    assert "5.5 nats" in said[1]
    assert "1.2 nats" in said[2]
    assert "c is not to blame" in said[2]
    assert "rate" in illness_title(Illness.LEARNING_RATE)
    assert "0.03" in remedy_text(too_fast(5.5, 1.2).remedy)
