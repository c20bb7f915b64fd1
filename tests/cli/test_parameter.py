from __future__ import annotations

import pytest

from vae_explorer.cli.parameter import balance_of, code_of, hidden_of, likelihood_of
from vae_explorer.errors import UsageError


def test_that_pca_is_gaussian_with_a_fitted_variance_unless_told_otherwise() -> None:
    assert (likelihood_of("pca", None), balance_of("pca", None)) == ("gaussian", "auto")
    assert (likelihood_of("vae", None), balance_of("vae", None)) == ("bernoulli", 1.0)
    assert (likelihood_of("vae", "gaussian"), balance_of("vae", " Auto ")) == ("gaussian", "auto")
    assert balance_of("pca", "0.25") == 0.25


def test_that_hidden_layers_are_read_from_a_list() -> None:
    assert hidden_of("mlp", "512, 256,128") == (512, 256, 128)
    assert hidden_of("mlp", "none") == ()
    assert hidden_of("mlp", None) == (512, 256, 128)
    assert hidden_of("conv", None) == (32, 64, 128)


def test_that_a_code_is_read_with_its_signs() -> None:
    assert code_of("-1,2.5e-1", 2) == (-1.0, 0.25)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "1,x", "1,,2", "nan,1", "1,inf"])
def test_that_a_code_of_another_length_or_without_numbers_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--z: .*2"):
        code_of(text, 2)


@pytest.mark.parametrize("text", ["x", "nan", "", "1,2"])
def test_that_a_balance_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--c: .*auto"):
        balance_of("vae", text)


@pytest.mark.parametrize("text", ["x", "1.5", "1,,2", ""])
def test_that_widths_that_are_no_whole_numbers_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--hidden: .*512,256,128"):
        hidden_of("mlp", text)
