from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vae_explorer import atomic_file
from vae_explorer.atomic_file import open_atomically, write_atomically
from vae_explorer.errors import WriteError

ONLY_POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX file modes, links and limits")


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_that_a_new_file_holds_what_was_written_and_nothing_else_is_left(tmp_path):
    write_atomically(tmp_path / "a.bin", b"abc")
    assert (tmp_path / "a.bin").read_bytes() == b"abc"
    assert left_over(tmp_path) == ["a.bin"]


def test_that_the_old_content_stands_until_the_block_ends(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with open_atomically(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_that_an_error_inside_the_block_keeps_the_old_file_and_sweeps_up(tmp_path, error):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def write_half() -> None:
        with open_atomically(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(error):
        write_half()
    assert path.read_bytes() == b"old"
    assert left_over(tmp_path) == ["a.bin"]


@pytest.mark.parametrize(
    "name",
    ["missing/a.bin", "file/a.bin", "folder", "x" * 300, "nul\0.bin"],
    ids=["no folder", "folder is a file", "is a folder", "name too long", "no name"],
)
def test_that_a_place_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "file").write_bytes(b"stays")
    (tmp_path / "folder").mkdir()
    before = left_over(tmp_path)
    with pytest.raises(WriteError, match="cannot be written") as caught:
        write_atomically(tmp_path / name, b"abc")
    assert caught.value.where == str(tmp_path / name)
    assert left_over(tmp_path) == before
    assert (tmp_path / "file").read_bytes() == b"stays"


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@ONLY_POSIX
def test_that_a_full_disk_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    # The system refuses the write exactly as it would a write beyond a quota.
    with largest_file(1000), pytest.raises(WriteError, match="space left"):
        write_atomically(path, bytes(100_000))
    assert path.read_bytes() == b"old"
    assert left_over(tmp_path) == ["a.bin"]


def test_that_a_refused_sync_is_a_failed_write(tmp_path, monkeypatch):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(atomic_file.os, "fsync", refuse)
    with pytest.raises(WriteError, match="Input/output error"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert left_over(tmp_path) == ["a.bin"]


@ONLY_POSIX
def test_that_a_folder_that_cannot_be_synced_does_not_undo_the_write(tmp_path, monkeypatch):
    real_open = os.open

    def refuse_folders(path, flags, *mode):
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags, *mode)

    monkeypatch.setattr(atomic_file.os, "open", refuse_folders)
    write_atomically(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").read_bytes() == b"new"


@ONLY_POSIX
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_that_the_mode_follows_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "a.bin", b"abc")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.bin").stat().st_mode) == 0o666 & ~umask


@ONLY_POSIX
def test_that_a_link_stays_a_link_and_its_target_is_replaced(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "target.bin").write_bytes(b"old")
    (tmp_path / "link.bin").symlink_to(Path("far") / "target.bin")
    write_atomically(tmp_path / "link.bin", b"new")
    assert (tmp_path / "link.bin").is_symlink()
    assert (tmp_path / "far" / "target.bin").read_bytes() == b"new"


@pytest.mark.parametrize("letter", ["a", "数", "\N{GRINNING FACE}"])
def test_that_the_longest_name_a_file_may_have_can_be_written(tmp_path, letter):
    path = tmp_path / (letter * (255 // len(letter.encode())))
    write_atomically(path, b"abc")
    assert path.read_bytes() == b"abc"


WRITER = """
import sys
from vae_explorer.atomic_file import write_atomically
print("ready", flush=True)
for turn in range(10**9):
    write_atomically(sys.argv[1], bytes([turn % 251]) * 300_000)
"""


def test_that_a_killed_writer_leaves_one_whole_version(tmp_path, project_root):
    path = tmp_path / "a.bin"
    for turn in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=project_root, stdout=subprocess.PIPE
        )
        with child:
            assert child.stdout is not None
            child.stdout.readline()
            while not path.exists():
                time.sleep(0.001)
            # No wait is right or wrong here: each only makes the kill fall at another point of the writing.
            time.sleep(0.003 * turn)
            child.kill()
        content = path.read_bytes()
        assert len(content) == 300_000
        assert len(set(content)) == 1
