from __future__ import annotations

import pytest

from vae_explorer.ui.number_text import (
    coordinates_text,
    count_text,
    duration_text,
    epoch_text,
    nats_text,
    rate_text,
    short_text,
    size_text,
)


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (999, "999"), (60_000, "60 000"), (1_234_567, "1 234 567")]
)
def test_that_counts_are_grouped_by_thousands(count, text):
    assert count_text(count).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.4, "0"), (950, "950"), (999.6, "1.0 k"), (1234, "1.2 k"), (38_123, "38 k"), (2_500_000, "2.5 M")],
)
def test_that_rates_have_two_figures(rate, text):
    assert rate_text(rate).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (11.2, "0:12"), (60, "1:00"), (725, "12:05"), (3725, "1:02:05"), (-3, "0:00")],
)
def test_that_a_duration_reads_as_a_clock(seconds, text):
    assert duration_text(seconds) == text


@pytest.mark.parametrize(("size", "text"), [(12, "12 B"), (1500, "1.5 kB"), (11_594_722, "11.6 MB")])
def test_that_sizes_are_in_powers_of_ten(size, text):
    assert size_text(size).replace("\N{NO-BREAK SPACE}", " ") == text


def test_that_negative_numbers_have_a_true_minus_sign():
    assert nats_text(-412.34) == "−412.3"
    assert short_text(-0.05) == "−0.05"
    assert coordinates_text((-1.2, 7.4)) == "(−1.20, +7.40)"


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.05, "0.05"), (12.5, "12.5"), (1e-6, "1e−06")])
def test_that_short_numbers_have_no_trailing_zeros(value, text):
    assert short_text(value) == text


def test_that_of_many_coordinates_the_first_are_shown():
    assert coordinates_text((1.0,)) == "(+1.00)"
    assert coordinates_text((1.0, 2.0, 3.0)) == "(+1.00, +2.00, +3.00)"
    assert coordinates_text((1.0, 2.0, 3.0, 4.0)) == "(+1.00, +2.00, …)"
    assert coordinates_text((1e30, 0.0)) == "(+1.00e+30, +0.00)"


@pytest.mark.parametrize(("epoch", "text"), [(20.0, "20"), (20.4, "20.4"), (19.98, "20"), (0.0, "0")])
def test_that_an_epoch_is_whole_unless_it_is_not_over(epoch, text):
    assert epoch_text(epoch) == text
