from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from vae_explorer import errors
from vae_explorer.errors import DownloadError, ExplorerError, UsageError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ExplorerError)]


def test_that_a_message_says_where_what_and_what_to_do_on_one_line():
    error = ExplorerError(
        "it ends after {found} of {expected} bytes",
        where=Path("a") / "b.idx",
        remedy="fetch\n{expected} bytes  again",
        found=3,
        expected=7,
    )
    where = str(Path("a") / "b.idx")
    assert str(error) == f"{where}: it ends after 3 of 7 bytes; fetch 7 bytes again"
    assert (error.what, error.where) == ("it ends after {found} of {expected} bytes", where)
    assert error.values == {"found": 3, "expected": 7}


def test_that_place_and_remedy_may_be_absent():
    assert str(ExplorerError("nothing there")) == "nothing there"


@pytest.mark.parametrize("text", ["{0}", "{", "}{", "{nobody}", "%s %d"])
def test_that_braces_in_values_and_paths_are_only_shown(text):
    error = ExplorerError("{name} is odd", where=f"/tmp/{text}", remedy="rename {name}", name=text)
    assert str(error) == f"/tmp/{text}: {text} is odd; rename {text}"


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_is_shown_like_the_base(kind):
    error = kind("{n} left", where="x", remedy="wait", n=1)
    assert isinstance(error, ExplorerError)
    assert str(error) == "x: 1 left; wait"


def test_that_a_failed_download_is_a_failed_data_set():
    with pytest.raises(errors.DatasetError):
        raise DownloadError("gone")
    assert not issubclass(UsageError, errors.DatasetError)
