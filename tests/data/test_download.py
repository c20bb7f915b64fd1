from __future__ import annotations

import dataclasses
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vae_explorer.data import CatalogueEntry, DownloadProgress, NetworkPatience, OpeningCancelledError
from vae_explorer.data.download import DatasetFetcher
from vae_explorer.errors import DownloadError

if TYPE_CHECKING:
    from conftest import FileServer

IMAGES = "train-images-idx3-ubyte.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "little"


@pytest.fixture
def images_only(mirrored: CatalogueEntry) -> CatalogueEntry:
    """The same data set with its largest file alone."""
    return dataclasses.replace(mirrored, files=tuple(file for file in mirrored.files if file.name == IMAGES))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def test_that_all_files_come_whole_from_the_first_mirror_and_only_once(
    mirrored: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    assert contents(folder) == packed_files
    assert [path for path, _ in file_server.requests] == [f"a/{name}" for name in packed_files]
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    assert len(file_server.requests) == 4


def test_that_a_cut_connection_is_continued_where_it_broke(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", cut_after=50_000)
    file_server.fail(f"a/{IMAGES}", cut_after=40_000)
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}
    first, second, third = file_server.requested(f"a/{IMAGES}")
    assert first is None
    starts = [int(header.removeprefix("bytes=").removesuffix("-")) for header in (second, third)]
    assert 0 < starts[0] <= 50_000 < starts[1] <= 90_000


def test_that_a_server_without_ranges_is_read_from_the_beginning(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", cut_after=50_000)
    file_server.fail(f"a/{IMAGES}", ignores_range=True)
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}


def test_that_a_later_program_goes_on_with_what_came_so_far(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    folder.mkdir(parents=True)
    (folder / f"{IMAGES}.part").write_bytes(packed_files[IMAGES][:70_000])
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}
    assert file_server.requested(f"a/{IMAGES}") == ["bytes=70000-"]


@pytest.mark.parametrize("extra", [0, 5_000])
def test_that_the_wrong_half_of_a_file_is_thrown_away(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
    extra: int,
) -> None:
    folder.mkdir(parents=True)
    length = len(packed_files[IMAGES]) + extra if extra else 70_000
    (folder / f"{IMAGES}.part").write_bytes(bytes(length))
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}


def test_that_a_mirror_without_the_file_is_passed_over_and_asked_last_from_then_on(
    mirrored: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", status=404)
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    assert contents(folder) == packed_files
    assert [path[:2] for path, _ in file_server.requests] == ["a/", "b/", "b/", "b/", "b/"]


def test_that_a_busy_server_is_asked_again(
    images_only: CatalogueEntry, file_server: FileServer, folder: Path, impatience: NetworkPatience
) -> None:
    file_server.fail(f"a/{IMAGES}", status=503)
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert [path for path, _ in file_server.requests] == [f"a/{IMAGES}"] * 2


def test_that_a_file_with_a_wrong_check_sum_is_removed_and_the_next_mirror_asked(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.files[f"a/{IMAGES}"] = bytes(len(packed_files[IMAGES]))
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}
    assert [path[:2] for path, _ in file_server.requests] == ["a/", "b/"]


def test_that_wrong_check_sums_everywhere_are_told_and_nothing_is_kept(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    for mirror in ("a", "b"):
        file_server.files[f"{mirror}/{IMAGES}"] = bytes(len(packed_files[IMAGES]))
    with pytest.raises(DownloadError, match=r"check sum is wrong.*check sum is wrong") as caught:
        DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert caught.value.where == "little"
    assert contents(folder) == {}


@pytest.mark.parametrize("length", [10, 1_000_000])
def test_that_a_file_of_another_size_is_not_fetched(
    images_only: CatalogueEntry,
    file_server: FileServer,
    folder: Path,
    impatience: NetworkPatience,
    length: int,
) -> None:
    for mirror in ("a", "b"):
        file_server.files[f"{mirror}/{IMAGES}"] = b"<html>" + bytes(length)
    with pytest.raises(DownloadError, match=f"offers {length + 6} bytes instead of"):
        DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {}


def test_that_bytes_said_to_be_compressed_on_the_way_are_kept_as_they_came(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", encoding="gzip")
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}


def test_that_every_failed_mirror_is_named_and_what_came_is_kept(
    images_only: CatalogueEntry, file_server: FileServer, folder: Path, impatience: NetworkPatience
) -> None:
    for _ in range(impatience.retries + 1):
        file_server.fail(f"a/{IMAGES}", status=500)
    file_server.fail(f"b/{IMAGES}", cut_after=40_000)
    for _ in range(impatience.retries):
        file_server.fail(f"b/{IMAGES}", cut_after=0)
    with pytest.raises(DownloadError) as caught:
        DatasetFetcher(images_only, folder, patience=impatience).fetch()
    message = caught.value.one_line()
    assert message.startswith(f"little: {IMAGES} could not be fetched (127.0.0.1")
    assert "HTTP status 500" in message
    assert "the connection was cut" in message
    assert "check the connection" in caught.value.remedy
    assert 0 < (folder / f"{IMAGES}.part").stat().st_size <= 40_000


def test_that_a_server_that_is_not_there_is_told(
    images_only: CatalogueEntry, folder: Path, impatience: NetworkPatience
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    entry = dataclasses.replace(images_only, mirrors=(f"http://127.0.0.1:{port}/",))
    with pytest.raises(DownloadError, match=rf"\(127\.0\.0\.1:{port}: the server cannot be reached\)"):
        DatasetFetcher(entry, folder, patience=impatience).fetch()


def test_that_silence_ends_an_attempt(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", silent_after=40_000)
    patience = dataclasses.replace(impatience, silence_s=0.3)
    DatasetFetcher(images_only, folder, patience=patience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}
    assert len(file_server.requests) == 2


def test_that_progress_never_goes_back_and_ends_at_the_size(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", cut_after=50_000)
    reports: list[DownloadProgress] = []
    DatasetFetcher(images_only, folder, progress=reports.append, patience=impatience).fetch()
    done = [report.done_bytes for report in reports]
    size = len(packed_files[IMAGES])
    assert done == sorted(done)
    assert done[0] == 0
    assert done[-1] == size
    assert len(done) > 5
    assert {(report.file, report.total_bytes) for report in reports} == {(IMAGES, size)}


def test_that_cancelling_ends_the_wait_for_a_silent_server_and_keeps_what_came(
    images_only: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    file_server.fail(f"a/{IMAGES}", silent_after=65_536)
    cancel = threading.Event()
    reports: list[DownloadProgress] = []
    caught: list[Exception] = []

    def fetch() -> None:
        try:
            fetcher = DatasetFetcher(
                images_only, folder, progress=reports.append, cancel=cancel, patience=NetworkPatience()
            )
            fetcher.fetch()
        except Exception as error:  # noqa: BLE001
            caught.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    assert file_server.is_silent.wait(10)
    cancel.set()
    thread.join(5)  # the patience given is twenty seconds
    assert not thread.is_alive()
    assert isinstance(caught[0], OpeningCancelledError)
    DatasetFetcher(images_only, folder, patience=impatience).fetch()
    assert contents(folder) == {IMAGES: packed_files[IMAGES]}
    assert not [thread for thread in threading.enumerate() if thread.name == "download"]


def test_that_a_fetch_that_is_cancelled_before_it_begins_asks_nobody(
    mirrored: CatalogueEntry, file_server: FileServer, folder: Path
) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(OpeningCancelledError):
        DatasetFetcher(mirrored, folder, cancel=cancel).fetch()
    assert file_server.requests == []


def test_that_two_fetches_at_once_share_one_download(
    mirrored: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    failures: list[Exception] = []

    def fetch() -> None:
        try:
            DatasetFetcher(mirrored, folder, patience=impatience).fetch()
        except Exception as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=fetch) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert contents(folder) == packed_files
    assert len(file_server.requests) == 4


def test_that_a_damaged_file_in_the_cache_is_fetched_again(
    mirrored: CatalogueEntry,
    file_server: FileServer,
    packed_files: dict[str, bytes],
    folder: Path,
    impatience: NetworkPatience,
) -> None:
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    (folder / IMAGES).write_bytes(bytes(len(packed_files[IMAGES])))
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    assert contents(folder) == packed_files
    assert len(file_server.requests) == 5


def test_that_the_remains_of_a_killed_program_are_cleared_away(
    mirrored: CatalogueEntry, packed_files: dict[str, bytes], folder: Path, impatience: NetworkPatience
) -> None:
    folder.mkdir(parents=True)
    (folder / "tmpabc123").write_bytes(b"")
    DatasetFetcher(mirrored, folder, patience=impatience).fetch()
    assert contents(folder) == packed_files


def test_that_a_folder_that_cannot_be_made_is_told(
    mirrored: CatalogueEntry, tmp_path: Path, impatience: NetworkPatience
) -> None:
    (tmp_path / "cache").write_bytes(b"a file where a folder should be")
    with pytest.raises(DownloadError, match="cannot be written"):
        DatasetFetcher(mirrored, tmp_path / "cache" / "little", patience=impatience).fetch()
