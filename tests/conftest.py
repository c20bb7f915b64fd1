"""What holds for every test: nothing of the user's is touched, and nothing is left running behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ROOT / "tests" / "benchmarks"
THREAD_GRACE_S = 3.0

# pytest-qt loads Qt before the first fixture runs, and Qt reads these only once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.pyside.libpyside.warning=true")


def pytest_configure(config: pytest.Config) -> None:
    """Give every process one core, but where speed is measured: several test processes share the cores.

    Two threads that wait for one another on a core that a third one has cost many times what they save.
    """
    if not config.getoption("benchmark_only", default=False):
        os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the benchmarks to runs that ask for them, with ``--benchmark-only`` or by naming their folder."""
    if BENCHMARKS not in (collection_path, *collection_path.parents):
        return None
    asked = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    is_named = any(BENCHMARKS in (path, *path.parents) for path in asked)
    return None if is_named or config.getoption("benchmark_only", default=False) else True


def pytest_collection_finish(session: pytest.Session) -> None:
    """Take what was imported out of the collector's sight.

    Every test of the window looks through all objects for what it left behind. Once torch is loaded there are
    a million of them, which took longer than many a test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def mnist_folder() -> Path:
    """Return a folder with the four MNIST files, or skip where this computer has none."""
    named = os.environ.get("VAE_EXPLORER_MNIST")
    folder = Path(named) if named else ROOT.parent / "shared" / "data" / "mnist"
    if not any(folder.glob("train-images*")):
        pytest.skip("MNIST is not on this computer: name its folder in VAE_EXPLORER_MNIST")
    return folder


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test settings, caches and saved state of its own, in subprocesses too."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VAE_EXPLORER_HOME", str(home))
    # Long runs are left before their end in many tests: a compiler would begin its work in vain.
    monkeypatch.setenv("CXX", "no-compiler")
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings, QStandardPaths

        QStandardPaths.setTestModeEnabled(True)
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "qt"))
    return home


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fail a test whose Python threads outlive it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_GRACE_S
    for thread in set(threading.enumerate()) - before:
        # Python keeps a dummy for every foreign thread that ever ran it; Qt's own are looked at below.
        if not isinstance(thread, threading._DummyThread):
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                pytest.fail(f"a thread outlives the test: {thread}")


@pytest.fixture(autouse=True)
def nothing_of_qt_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a GUI test that leaves a running QThread, an active QTimer or a top-level widget behind."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    before = living_qt_objects()
    yield
    deadline = time.monotonic() + THREAD_GRACE_S
    left = new_since(before)
    while left and time.monotonic() < deadline:
        # pyqtgraph's menus hang in reference cycles, and a thread that was told to quit may need a moment.
        gc.collect()
        time.sleep(0.02)
        left = new_since(before)
    if left:
        pytest.fail("left behind by the test: " + ", ".join(sorted(map(describe, left))))


def living_qt_objects() -> dict[int, Any]:
    """Return every running QThread, active QTimer and top-level widget by its identity."""
    import shiboken6
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found: list[Any] = [
        widget for widget in QApplication.topLevelWidgets() if type(widget).__name__ != "QTipLabel"
    ]
    # By exact type: fast, and some libraries' lazy objects import themselves when isinstance asks them.
    kinds = {*subclasses(QThread), *subclasses(QTimer)}
    main_thread = QCoreApplication.instance().thread()
    for thing in [thing for thing in gc.get_objects() if type(thing) in kinds]:
        if not shiboken6.isValid(thing) or thing is main_thread:
            continue
        if thing.isRunning() if isinstance(thing, QThread) else thing.isActive():
            found.append(thing)
    return {shiboken6.getCppPointer(thing)[0]: thing for thing in found}


def subclasses(kind: type) -> Iterator[type]:
    """Yield a class and every class derived from it."""
    yield kind
    for derived in kind.__subclasses__():
        yield from subclasses(derived)


def new_since(before: dict[int, Any]) -> list[Any]:
    """Return what lives now and did not before."""
    return [thing for address, thing in living_qt_objects().items() if address not in before]


def describe(thing: Any) -> str:
    """Return what a person needs to find an object in the source."""
    return f"{type(thing).__name__}({thing.objectName()!r})"
