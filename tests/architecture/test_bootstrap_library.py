"""How bootstrap.py finds out which of Qt's system libraries are missing, and what it does then."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lacks Qt's system libraries")


@pytest.fixture
def qt() -> Path:
    return Path(importlib.util.find_spec("PySide6").submodule_search_locations[0]) / "Qt"


def names_in_ldd(file: Path) -> set[str]:
    told = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=True).stdout
    return {Path(line.split()[0]).name for line in told.splitlines() if line.strip()}


@pytest.mark.parametrize("platform", ["offscreen", "xcb"])
def test_that_what_qt_is_linked_against_is_read_from_its_files(bootstrap, qt, platform):
    plugin = qt / "plugins" / "platforms" / f"libq{platform}.so"
    direct = bootstrap.needed_libraries(plugin)
    assert "libQt6Gui.so.6" in direct
    assert set(direct) <= names_in_ldd(plugin)
    outside = set(bootstrap.system_libraries(qt, platform))
    assert {"libEGL.so.1", "libfontconfig.so.1", "libglib-2.0.so.0", "libxkbcommon.so.0"} <= outside
    assert ("libxcb-cursor.so.0" in outside) == (platform == "xcb")
    assert not [name for name in outside if name.startswith(("libQt6", "libicu"))], "those come with Qt"


def test_that_other_files_than_libraries_need_nothing(bootstrap, tmp_path):
    for content in (b"#!/bin/sh\n", b"\x7fELF\x01\x01" + b"\0" * 80, b"\x7fELF\x02\x01"):
        (tmp_path / "file").write_bytes(content)
        assert bootstrap.needed_libraries(tmp_path / "file") == []


def test_that_a_library_that_is_not_there_is_missed(bootstrap):
    assert bootstrap.missing_libraries(["libc.so.6", "libxcb-unicorn.so.9"]) == ["libxcb-unicorn.so.9"]


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libGL.so.1", "libgl1"),
        ("libX11.so.6", "libx11-6"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libwayland-cursor.so.0", "libwayland-cursor0"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libz.so.1", "zlib1g"),
        ("libzstd.so.1", "libzstd1"),
    ],
)
def test_that_debians_package_of_a_library_is_known(bootstrap, soname, package):
    assert bootstrap.debian_package(soname) == package


class Computer:
    """A Linux with scripts in the place of apt and sudo, which write down what they are asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log = folder / "log"
        self.installed = folder / "installed"
        self._folder = folder
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        self.add("env", 'export "$1"; shift; exec "$@"')

    def add(self, name: str, body: str) -> None:
        script = self._folder / name
        script.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.log}"\n{body}\n', encoding="utf-8")
        script.chmod(0o755)

    def asked(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def computer(bootstrap, tmp_path, monkeypatch) -> Computer:
    """Return a computer that lacks two libraries until something is installed."""
    (tmp_path / "bin").mkdir()
    computer = Computer(tmp_path / "bin", monkeypatch)
    lacking = ["libxcb-cursor.so.0", "libglib-2.0.so.0"]
    monkeypatch.setattr(bootstrap, "qt_folder", lambda: tmp_path)
    monkeypatch.setattr(bootstrap, "system_libraries", lambda qt, platform: ["libc.so.6", *lacking])
    monkeypatch.setattr(
        bootstrap, "can_load", lambda name: name not in lacking or computer.installed.exists()
    )
    bootstrap.VENV.mkdir()
    return computer


def require(bootstrap: ModuleType) -> None:
    bootstrap.require_qt_libraries(bootstrap.Stamp("here", "pins"), ["xcb"])


def test_that_root_installs_what_qt_lacks(bootstrap, computer, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    computer.add("apt-get", f'[ "$1" = install ] && : > "{computer.installed}"; exit 0')
    computer.add("apt-cache", "echo libglib2.0-0; echo libglib2.0-0t64")
    require(bootstrap)
    installs = [line for line in computer.asked() if line.startswith("apt-get install")]
    assert len(installs) == 1
    assert installs[0].split()[-2:] == ["libglib2.0-0t64", "libxcb-cursor0"]


def test_that_sudo_is_used_where_it_asks_for_no_password(bootstrap, computer):
    computer.add("sudo", '[ "$1" = -n ] && shift; [ "$1" = true ] || exec "$@"')
    computer.add("apt-get", f'[ "$1" = install ] && : > "{computer.installed}"; exit 0')
    computer.add("apt-cache", "true")
    require(bootstrap)
    assert any(
        line.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get") for line in computer.asked()
    )


def test_that_who_may_not_install_is_told_the_one_command(bootstrap, computer):
    computer.add("sudo", "exit 1")
    computer.add("apt-get", "exit 0")
    computer.add("apt-cache", "true")
    command = "sudo apt-get install -y --no-install-recommends libglib2.0-0 libxcb-cursor0"
    with pytest.raises(bootstrap.SetupError, match=command):
        require(bootstrap)
    assert not [line for line in computer.asked() if line.startswith("apt-get")]


def test_that_other_distributions_are_told_the_libraries(bootstrap, computer):
    with pytest.raises(bootstrap.SetupError, match=r"libxcb-cursor\.so\.0, libglib-2\.0\.so\.0"):
        require(bootstrap)


def test_that_a_failed_installation_names_the_reason_and_the_command(bootstrap, computer, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    computer.add("apt-get", 'echo "E: Could not get lock"; exit 100')
    computer.add("apt-cache", "true")
    with pytest.raises(bootstrap.SetupError, match=r"Could not get lock.*apt-get install -y"):
        require(bootstrap)


def test_that_an_installation_that_did_not_help_is_not_taken_for_success(bootstrap, computer, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    computer.add("apt-get", "exit 0")
    computer.add("apt-cache", "true")
    with pytest.raises(bootstrap.SetupError, match=r"still lacks libxcb-cursor\.so\.0"):
        require(bootstrap)


def test_that_a_second_platform_that_can_load_is_enough(bootstrap, computer, monkeypatch):
    needs = {"wayland": ["libxcb-cursor.so.0"], "xcb": ["libc.so.6"]}
    monkeypatch.setattr(bootstrap, "system_libraries", lambda qt, platform: needs[platform])
    bootstrap.require_qt_libraries(bootstrap.Stamp("here", "pins"), ["wayland", "xcb"])
    assert computer.asked() == []


def test_that_what_a_platform_needs_is_read_only_once(bootstrap, computer, monkeypatch):
    computer.installed.touch()
    require(bootstrap)
    monkeypatch.setattr(bootstrap, "system_libraries", lambda qt, platform: pytest.fail("read again"))
    bootstrap.require_qt_libraries(bootstrap.Stamp.read(), ["xcb"])
