from __future__ import annotations

import os
from pathlib import Path

import pytest

from vae_explorer.cli.destination import Destination
from vae_explorer.errors import UsageError, WriteError


def test_that_checking_leaves_the_folder_and_an_old_file_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "old.png").write_bytes(b"old")
    assert Destination(tmp_path / "old.png", "--out", (".png",)).check().suffix == ".png"
    assert Destination(tmp_path / "new.PNG", "--out", (".png",)).check().suffix == ".png"
    assert [path.name for path in tmp_path.iterdir()] == ["old.png"]
    assert (tmp_path / "old.png").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["picture.jpg", "picture", ".png", ""])
def test_that_another_ending_is_refused_and_the_accepted_ones_are_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"^--out .*let its name end in one of \.png, \.npz$"):
        Destination(tmp_path / name, "--out", (".png", ".npz")).check()


def test_that_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(WriteError, match=r"a\.png: this is a folder"):
        Destination(tmp_path / "a.png", "--out", (".png",)).check()


def test_that_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"the folder .*nowhere does not exist"):
        Destination(tmp_path / "nowhere" / "a.png", "--out", (".png",)).check()


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter there")
def test_that_a_folder_that_may_not_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the refusal itself is played.
    def refuse(path: object, flags: int, mode: int = 0o777) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(WriteError, match="may not be written: Permission denied"):
        Destination(tmp_path / "a.png", "--out", (".png",)).check()
