"""What bootstrap.py is asked for, and what it says when that cannot be."""

from __future__ import annotations

import ast
import importlib.util
import sys

import pytest


def test_that_an_old_python_is_told_what_is_needed(bootstrap, project_root):
    with pytest.raises(bootstrap.SetupError, match=r"this is Python 3\.10, and 3\.11 or newer is needed"):
        bootstrap.require_python((3, 10, 4))
    bootstrap.require_python((3, 11, 0))
    ast.parse((project_root / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize(("argv", "status"), [([], 2), (["fly"], 2), (["--help"], 0)])
def test_that_unknown_modes_are_answered_with_the_usage(bootstrap, capsys, argv, status):
    assert bootstrap.main(argv) == status
    told = capsys.readouterr()
    assert "bootstrap.py run" in (told.err if status else told.out)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", True),
        ("--dataset digits", True),
        ("--dataset=digits --model a.safetensors --device cpu", True),
        ("--screenshot a.png", True),
        ("--help", False),
        ("--dataset digits --help", False),
        ("train --kind vae --dataset digits --out a.safetensors", False),
        ("datasets", False),
        ("--device cpu datasets list", False),
    ],
)
def test_that_commands_need_no_window(bootstrap, arguments, expected):
    assert bootstrap.needs_window(arguments.split()) is expected


def test_that_without_a_display_a_window_is_refused_and_the_screenshot_named(
    bootstrap, installs, capsys, monkeypatch
):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert bootstrap.main(["run", "--dataset", "digits"]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "--screenshot FILE.png" in told
    assert "QT_QPA_PLATFORM=offscreen" in told
    assert installs == [], "a person hears it before minutes of installing, not after"


@pytest.mark.parametrize(
    ("arguments", "environment", "system", "expected"),
    [
        (["--screenshot", "a.png"], {}, "linux", "offscreen"),
        (["--screenshot=a.png"], {}, "linux", "offscreen"),
        (["--screenshot", "a.png"], {"DISPLAY": ":0"}, "linux", None),
        ([], {"WAYLAND_DISPLAY": "wayland-0"}, "linux", None),
        ([], {"QT_QPA_PLATFORM": "vnc"}, "linux", "vnc"),
        ([], {}, "darwin", None),
        ([], {}, "win32", None),
    ],
)
def test_which_platform_is_chosen(bootstrap, arguments, environment, system, expected):
    bootstrap.choose_platform(arguments, environment, system)
    assert environment.get("QT_QPA_PLATFORM") == expected


@pytest.mark.skipif(sys.platform != "linux", reason="X is Linux's display")
def test_that_a_display_that_does_not_answer_is_found_out_before_qt_dies_of_it(bootstrap, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":4999")
    assert not bootstrap.x_server_answers()
    environment = {"DISPLAY": ":4999"}
    with pytest.raises(bootstrap.SetupError, match=r"':4999' does not answer; .*--screenshot FILE\.png"):
        bootstrap.leave_dead_display([], environment)
    bootstrap.leave_dead_display(["--screenshot", "a.png"], environment)
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, ["offscreen"]),
        ({"QT_QPA_PLATFORM": "wayland;xcb:force"}, ["wayland", "xcb"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["wayland", "xcb"]),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({}, ["xcb"]),
    ],
)
def test_which_plugins_qt_would_try(bootstrap, environment, expected):
    assert bootstrap.qt_platforms(environment) == expected


def test_that_windows_hands_the_exit_status_through(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "IS_WINDOWS", True)
    assert bootstrap.launch([sys.executable, "-c", "raise SystemExit(7)"]) == 7


NO_NETWORK = """
WARNING: Retrying (Retry(total=0)) after 'NewConnectionError(Failed to establish a new connection)'
ERROR: Could not find a version that satisfies the requirement torch
ERROR: No matching distribution found for torch
"""
DISK_FULL = """
Installing collected packages: torch
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
"""
NO_BUILD = """
ERROR: Could not find a version that satisfies the requirement torch==2.13.0
ERROR: No matching distribution found for torch==2.13.0
"""
CONFLICT = """
ERROR: Cannot install a and b
ERROR: ResolutionImpossible
"""


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (NO_NETWORK, "is there a network?"),
        (DISK_FULL, "the disk is full"),
        (NO_BUILD, "there is no torch==2.13.0 for Python"),
        (CONFLICT, "Cannot install a and b"),
        ("Killed", "pip failed"),
    ],
)
def test_that_a_failed_install_is_explained_in_one_line(bootstrap, output, expected):
    told = bootstrap.explain_pip(output)
    assert expected in told
    assert "\n" not in told
    assert ".venv/install.log" in told


def test_that_a_full_disk_and_a_forbidden_folder_are_told_apart(bootstrap):
    assert "the disk is full" in bootstrap.explain_os_error(OSError(28, "No space left on device"))
    forbidden = PermissionError(13, "Permission denied", "/opt/explorer/.venv")
    assert "/opt/explorer/.venv cannot be written" in bootstrap.explain_os_error(forbidden)


def test_that_a_python_without_venv_is_told_the_package(bootstrap, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.SetupError, match="apt install python3-venv"):
        bootstrap.build_environment()


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("Downloading torch-2.13.0.whl (190.1 MB)", 190.1),
        ("Downloading a.whl (1.2 GB)", 1200.0),
        ("Downloading b.whl (45 kB)", 0.045),
        ("Downloading c.whl", 0.0),
        ("Downloading d(x).whl (? MB)", 0.0),
    ],
)
def test_that_sizes_of_downloads_are_understood(bootstrap, line, size):
    assert bootstrap.megabytes(line) == pytest.approx(size)
