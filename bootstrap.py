#!/usr/bin/env python3
"""Set VAE Explorer up in ``.venv`` beside this file and start it: ``python3 bootstrap.py run`` or ``test``.

Needs the standard library only. What was installed is remembered in ``.venv/bootstrap.json``, so that every
later start costs milliseconds; a changed pin, project file, Python or place installs again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from pathlib import Path

TYPE_CHECKING = False  # what typing calls it, without the price of importing typing at every start
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
    from typing import BinaryIO, TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
IS_WINDOWS = os.name == "nt"
PYTHON = VENV / "Scripts" / "python.exe" if IS_WINDOWS else VENV / "bin" / "python"
STAMP = VENV / "bootstrap.json"
LOCK = VENV / "bootstrap.lock"
LOG = VENV / "install.log"

# All tests are shared among the cores, file by file, for the tests of a file share what is dear to make.
EVERY_TEST = ["-n", "auto", "--maxprocesses=8", "--dist=loadfile", "--benchmark-disable"]

OLDEST_PYTHON = (3, 11)
STAMP_FORMAT = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

USAGE = """usage: python3 bootstrap.py run  [arguments of vae-explorer]
       python3 bootstrap.py test [arguments of pytest]

run   opens the program; `run --help` lists its options and commands
test  runs every test; `test --benchmark-only tests/benchmarks` measures instead
"""


class SetupError(Exception):
    """Something a person has to put right: its text is one line that says what, and how."""


def main(argv: Sequence[str]) -> int:
    """Set up and start what `argv` asks for; return an exit status where this process is still there."""
    try:
        return start(argv)
    except SetupError as error:
        print(f"bootstrap: {error}", file=sys.stderr)
    except OSError as error:
        print(f"bootstrap: {explain_os_error(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        print("bootstrap: interrupted; the next start takes up the set-up again", file=sys.stderr)
        return EXIT_INTERRUPTED
    return EXIT_USAGE


def start(argv: Sequence[str]) -> int:
    """Choose the mode, make sure that all is installed, and hand over."""
    mode, *arguments = argv or [""]
    if mode in ("-h", "--help", "help"):
        print(USAGE, end="")
        return 0
    if mode not in ("run", "test"):
        print(USAGE, end="", file=sys.stderr)
        return EXIT_USAGE
    require_python(sys.version_info)
    has_window = mode == "test" or needs_window(arguments)
    if mode == "test":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif has_window:
        choose_platform(arguments, os.environ, sys.platform)
    stamp = ensure_installed("test" if mode == "test" else "")
    if has_window and sys.platform.startswith("linux"):
        require_qt_libraries(stamp, qt_platforms(os.environ))
        if qt_platforms(os.environ) == ["xcb"] and not x_server_answers():
            leave_dead_display(arguments, os.environ)
    if mode == "test":
        os.chdir(ROOT)
        return launch([str(PYTHON), "-m", "pytest", *(arguments or EVERY_TEST)])
    return launch([str(PYTHON), "-P", "-m", "vae_explorer", *arguments])


def require_python(version: Sequence[int | str]) -> None:
    """Refuse a Python that the pinned set has no builds for."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        have, need = f"{version[0]}.{version[1]}", ".".join(map(str, OLDEST_PYTHON))
        raise SetupError(f"this is Python {have}, and {need} or newer is needed; use a newer python3")


def launch(command: Sequence[str]) -> int:
    """Replace this process by `command`; Windows cannot, so there the exit status is handed through."""
    sys.stdout.flush()
    sys.stderr.flush()
    if not IS_WINDOWS:
        os.execv(command[0], list(command))
    import subprocess

    process = subprocess.Popen(command)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # the child gets Ctrl-C as well, and decides
            return process.wait()


# --- Which display ------------------------------------------------------------------------------------------

WITHOUT_DISPLAY = (
    "for a picture of the window run `python3 bootstrap.py run --screenshot FILE.png`, "
    "or set QT_QPA_PLATFORM=offscreen"
)
VALUE_OPTIONS = ("--dataset", "--model", "--device", "--language", "--screenshot")


def needs_window(arguments: Sequence[str]) -> bool:
    """Tell whether these arguments open the window: a command such as ``train`` does not, nor ``--help``."""
    rest = iter(arguments)
    for argument in rest:
        if argument in ("-h", "--help", "--version"):
            return False
        if argument in VALUE_OPTIONS:
            next(rest, None)
        elif not argument.startswith("-"):
            return False
    return True


def choose_platform(arguments: Sequence[str], environment: MutableMapping[str, str], system: str) -> None:
    """Let a screenshot be taken without a display, and refuse a live window where none can be shown."""
    has_display = any(environment.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    if has_display or system in ("darwin", "win32", "cygwin"):
        return
    if wants_screenshot(arguments):
        environment["QT_QPA_PLATFORM"] = "offscreen"
        return
    raise SetupError(
        f"there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); {WITHOUT_DISPLAY}"
    )


def leave_dead_display(arguments: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Take a screenshot without the X server that does not answer, and refuse a live window."""
    if wants_screenshot(arguments) and not environment.get("QT_QPA_PLATFORM"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
        return
    raise SetupError(f"the display {environment.get('DISPLAY', '')!r} does not answer; {WITHOUT_DISPLAY}")


def wants_screenshot(arguments: Sequence[str]) -> bool:
    """Tell whether a picture of the window is asked for, which needs no display."""
    return any(argument.partition("=")[0] == "--screenshot" for argument in arguments)


def x_server_answers() -> bool:
    """Tell whether the X server that DISPLAY names lets us in; where it does not, Qt ends the process."""
    import ctypes

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    is_refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_refused


def qt_platforms(environment: Mapping[str, str]) -> list[str]:
    """Return the platform plugins that Qt would try, best first; one of them must be able to load."""
    named = [name.split(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";")]
    displays = {"WAYLAND_DISPLAY": "wayland", "DISPLAY": "xcb"}
    found = [plugin for variable, plugin in displays.items() if environment.get(variable)]
    return [name for name in named if name] or found or ["xcb"]


# --- The environment in .venv -------------------------------------------------------------------------------


class Stamp:
    """What stands in ``.venv``, as it was written down after the last install that came to its end.

    Parameters
    ----------
    place : str
        The Python, system and folder that the environment was made for.
    pins : str
        Hash of the project file and the constraints that were installed.
    extras : iterable of str
        The extras that were installed too: ``"test"`` or none.
    libraries : dict of str to list of str
        For each Qt platform plugin looked at, the system libraries that it needs.
    """

    def __init__(
        self,
        place: str,
        pins: str,
        extras: Iterable[str] = (),
        libraries: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.place = place
        self.pins = pins
        self.extras = frozenset(extras)
        self.libraries = dict(libraries or {})

    @classmethod
    def read(cls) -> Stamp | None:
        """Return the stamp on disk, or None where there is none that can be trusted."""
        try:
            fields = json.loads(STAMP.read_text(encoding="utf-8"))
            return cls(fields["place"], fields["pins"], fields["extras"], fields["libraries"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self) -> None:
        """Write the stamp in one step, so that a killed process leaves the old one or the new one."""
        fields = {**vars(self), "extras": sorted(self.extras)}
        temporary = STAMP.with_name(f"{STAMP.name}.{os.getpid()}")
        temporary.write_text(json.dumps(fields, indent=1), encoding="utf-8")
        temporary.replace(STAMP)

    def holds(self, extra: str) -> bool:
        """Tell whether the environment is the wanted one, has `extra`, and still has its Python."""
        return (
            self.place == current_place()
            and self.pins == current_pins()
            and (not extra or extra in self.extras)
            and PYTHON.exists()
        )


def current_place() -> str:
    """Return what an environment is bound to: it can be neither moved nor used by another Python."""
    machine = os.uname().machine if hasattr(os, "uname") else os.environ.get("PROCESSOR_ARCHITECTURE", "")
    return f"{STAMP_FORMAT} {sys.implementation.cache_tag} {sys.platform} {machine} {ROOT}"


def current_pins() -> str:
    """Return one hash of everything that says what is to be installed."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        content = (ROOT / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def ensure_installed(extra: str) -> Stamp:
    """Return the stamp of an environment that holds `extra`, after installing what is missing."""
    stamp = Stamp.read()
    if stamp is not None and stamp.holds(extra):
        return stamp
    if Path(sys.prefix).resolve() == VENV.resolve():
        # The Python that runs here would be deleted under our feet: go on with the one it was made from.
        base = str(getattr(sys, "_base_executable", sys.executable))
        raise SystemExit(launch([base, str(ROOT / "bootstrap.py"), *sys.argv[1:]]))
    was_made_here = LOCK.exists()
    with locked():
        stamp = Stamp.read()
        if stamp is None or not stamp.holds(extra):
            stamp = install(extra, stamp, was_made_here)
    return stamp


def install(extra: str, old: Stamp | None, was_made_here: bool) -> Stamp:
    """Bring ``.venv`` to the pinned set plus `extra`; only a finished install leaves a stamp."""
    new = Stamp(current_place(), current_pins(), [extra] if extra else [])
    is_reusable = has_working_python() and (not was_made_here if old is None else old.place == new.place)
    STAMP.unlink(missing_ok=True)
    progress = Progress(sys.stderr)
    with progress:
        if not is_reusable:
            progress.say("making the environment .venv")
            build_environment()
        progress.say("installing the pinned packages; the first time this takes some minutes")
        pip_install(f".[{extra}]" if extra else ".", progress)
    if old is not None and is_reusable and old.pins == new.pins:
        new.extras |= old.extras
    new.write()
    return new


def has_working_python() -> bool:
    """Tell whether ``.venv`` has pip and a Python of this version; a dead link counts as none."""
    pip = "Lib/site-packages/pip" if IS_WINDOWS else "lib*/python*/site-packages/pip"
    if not PYTHON.exists() or not any(VENV.glob(pip)):
        return False
    try:
        lines = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    settings = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    version = settings.get("version", settings.get("version_info", ""))
    return version.split(".")[:2] == [str(part) for part in sys.version_info[:2]]


def build_environment() -> None:
    """Make ``.venv`` anew with pip in it; the lock in it stays."""
    import importlib.util

    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(
            f"this Python {version} comes without venv; on Debian and Ubuntu run "
            f"`apt install python3-venv` (or python{version}-venv), elsewhere install a complete Python"
        )
    import shutil
    import subprocess
    import venv

    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()
    try:
        venv.EnvBuilder(with_pip=True, symlinks=not IS_WINDOWS, prompt="vae-explorer").create(VENV)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            f"Python {version} could not make .venv (ensurepip ended with status {error.returncode}); "
            "see that the disk is not full and that Python's own pip is whole"
        ) from error


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Hold the only right to change ``.venv``; a second bootstrap waits for the first."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    VENV.mkdir(exist_ok=True)
    with LOCK.open("ab") as file:
        if not try_lock(file):
            print("bootstrap: waiting for another one that sets up this folder", file=sys.stderr, flush=True)
            while not try_lock(file):
                time.sleep(0.2)
        yield  # closing the file, also by dying, gives the lock back


def try_lock(file: BinaryIO) -> bool:
    """Take the lock if it is free."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# --- pip, quietly -------------------------------------------------------------------------------------------


class Progress:
    """Says what is going on: one line kept up to date on a terminal, one line for each step in a log."""

    TERMINAL_WIDTH = 79

    def __init__(self, stream: TextIO) -> None:
        import threading

        self._stream = stream
        self._is_live = stream.isatty()
        self._began = time.monotonic()
        self._step = ""
        self._done = threading.Event()
        self._clock = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> None:
        if self._is_live:
            self._clock.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._is_live:
            self._clock.join()
            self._stream.write("\r" + " " * self.TERMINAL_WIDTH + "\r")

    def say(self, step: str, *, is_passing: bool = False) -> None:
        """Show `step`; a passing one is shown on a terminal only."""
        self._step = step
        if self._is_live:
            self._draw()
        elif not is_passing:
            print(f"bootstrap: {step}", file=self._stream, flush=True)

    def _tick(self) -> None:
        while not self._done.wait(1.0):
            self._draw()

    def _draw(self) -> None:
        line = f"[{time.monotonic() - self._began:4.0f} s] {self._step}"[: self.TERMINAL_WIDTH]
        self._stream.write("\r" + line.ljust(self.TERMINAL_WIDTH))
        self._stream.flush()


def pip_install(target: str, progress: Progress) -> None:
    """Install the project in place with the pinned versions; pip's own words go to a log file."""
    import subprocess

    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    command += ["--progress-bar", "off", "-c", "constraints.txt", "-e", target]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    with process, LOG.open("w", encoding="utf-8") as log:
        for line in process.stdout or ():
            log.write(line)
            report_pip(line, progress)
    if process.returncode != 0:
        raise SetupError(explain_pip(LOG.read_text(encoding="utf-8")))


def megabytes(text: str) -> float:
    """Return the size in brackets at the end of a line of pip's, such as ``(190.1 MB)``, or 0."""
    number, _, unit = text.rpartition("(")[2].rstrip(")").partition(" ")
    scale = {"kB": 0.001, "MB": 1.0, "GB": 1000.0}.get(unit, 0.0)
    return float(number) * scale if scale and number.replace(".", "", 1).isdigit() else 0.0


def report_pip(line: str, progress: Progress) -> None:
    """Turn a line of pip's into a step, where it is worth one."""
    verb, _, rest = line.strip().partition(" ")
    if verb == "Downloading":
        progress.say(f"downloading {rest}", is_passing=megabytes(rest) < BIG_MEGABYTES)
    elif verb == "Collecting":
        progress.say(f"looking for {rest.partition(' ')[0]}", is_passing=True)
    elif line.startswith("Installing collected packages:"):
        progress.say(f"unpacking {line.count(',') + 1} packages")


BIG_MEGABYTES = 20
NETWORK_SIGNS = (
    "NameResolutionError",
    "NewConnectionError",
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Read timed out",
    "ProxyError",
    "Connection aborted",
    "Connection broken",
)
DISK_IS_FULL = (
    "the disk is full: .venv needs about 2 GB, and 7 GB with CUDA; free some space, then start again"
)
DISK_SIGNS = ("No space left on device", "[Errno 28]", "[WinError 112]", "Disk quota exceeded")


def explain_pip(output: str) -> str:
    """Return in one line why pip failed and what to do about it."""
    place = LOG.relative_to(ROOT).as_posix()
    if any(sign in output for sign in DISK_SIGNS):
        return f"{DISK_IS_FULL} ({place})"
    if any(sign in output for sign in NETWORK_SIGNS):
        return f"the packages cannot be fetched: is there a network? start again when it is back ({place})"
    errors = [line[6:].strip() for line in output.splitlines() if line.startswith("ERROR:")]
    for error in errors:
        if error.startswith("No matching distribution found for"):
            package, python = error.split()[5], f"Python {sys.version_info[0]}.{sys.version_info[1]}"
            return f"there is no {package} for {python} here; use another Python, 3.11 or newer ({place})"
    reason = errors[0] if errors else "pip failed"
    return f"the install failed: {reason}; pip's own words are in {place}"


def explain_os_error(error: OSError) -> str:
    """Return in one line what the system refused."""
    import errno

    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DISK_IS_FULL
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or VENV} cannot be written ({error.strerror}); use a folder that is yours"
    return (
        f"{error.filename or VENV}: {error.strerror or error}; if .venv is broken, delete it and start again"
    )


# --- Qt's system libraries on Linux -------------------------------------------------------------------------

QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "OpenGL", "OpenGLWidgets", "Test")
DEBIAN_NAMES = {"libglib-2.0": "libglib2.0-0", "libgthread-2.0": "libglib2.0-0", "libz": "zlib1g"}
ELF_HEADER_BYTES = 64
PT_LOAD, PT_DYNAMIC = 1, 2
DT_NULL, DT_NEEDED, DT_STRTAB = 0, 1, 5


def require_qt_libraries(stamp: Stamp, platforms: Sequence[str]) -> None:
    """Make sure that one of Qt's `platforms` can load; install what the best of them lacks, or say how to."""
    lacking: list[str] = []
    for platform in platforms:
        if platform not in stamp.libraries:
            stamp.libraries[platform] = system_libraries(qt_folder(), platform)
            stamp.write()
        missing = missing_libraries(stamp.libraries[platform])
        if not missing:
            return
        lacking = lacking or missing
    provide_libraries(lacking)
    if still := missing_libraries(lacking):
        raise SetupError(f"Qt still lacks {', '.join(still)}; install the packages that hold them")


def qt_folder() -> Path:
    """Return the folder that holds ``lib`` and ``plugins`` of the installed Qt."""
    for folder in sorted(VENV.glob("lib*/python*/site-packages/PySide6/Qt")):
        return folder
    raise SetupError(f"there is no Qt in {VENV}; delete that folder and start again")


def system_libraries(qt: Path, platform: str) -> list[str]:
    """Return the libraries outside `qt` that its modules and this platform plugin are linked against."""
    waiting = [qt / "lib" / f"libQt6{module}.so.6" for module in QT_MODULES]
    waiting.append(qt / "plugins" / "platforms" / f"libq{platform}.so")
    seen, outside = set(waiting), set()
    while waiting:
        file = waiting.pop()
        if not file.exists():
            continue
        for name in needed_libraries(file):
            inside = qt / "lib" / name
            if not inside.exists():
                outside.add(name)
            elif inside not in seen:
                seen.add(inside)
                waiting.append(inside)
    return sorted(outside)


def needed_libraries(file: Path) -> list[str]:
    """Return the DT_NEEDED entries of an ELF file: 64-bit little-endian, as all of Qt's wheels are."""
    import mmap
    import struct

    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:6] != b"\x7fELF\x02\x01" or len(data) < ELF_HEADER_BYTES:
            return []
        table, size, count = *struct.unpack_from("<Q", data, 32), *struct.unpack_from("<HH", data, 54)
        segments = [struct.unpack_from("<IIQQQQ", data, table + index * size) for index in range(count)]
        dynamic = next((segment for segment in segments if segment[0] == PT_DYNAMIC), None)
        if dynamic is None:
            return []
        entries = []
        for offset in range(dynamic[2], dynamic[2] + dynamic[5], 16):
            tag, value = struct.unpack_from("<qQ", data, offset)
            if tag == DT_NULL:
                break
            entries.append((tag, value))
        address = next(value for tag, value in entries if tag == DT_STRTAB)
        home = next(s for s in segments if s[0] == PT_LOAD and s[3] <= address < s[3] + s[5])
        strings = address - home[3] + home[2]
        starts = [strings + value for tag, value in entries if tag == DT_NEEDED]
        return [data[begin : data.find(b"\0", begin)].decode() for begin in starts]


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Return those of the named libraries that this system cannot load."""
    return [name for name in names if not can_load(name)]


def can_load(name: str) -> bool:
    """Tell whether the dynamic linker finds a library and all that it needs."""
    import ctypes

    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def debian_package(soname: str) -> str:
    """Return a library's package by Debian's rule for naming them: ``libX11.so.6`` is in ``libx11-6``."""
    stem, _, version = soname.partition(".so.")
    if stem in DEBIAN_NAMES:
        return DEBIAN_NAMES[stem]
    name = stem.lower().replace("_", "-")
    return f"{name}{'-' if name[-1].isdigit() else ''}{version.partition('.')[0]}"


def provide_libraries(missing: Sequence[str]) -> None:
    """Install the missing libraries where that needs no password; else say what a person has to do."""
    import shutil
    import subprocess

    packages = sorted({debian_package(name) for name in missing})
    if shutil.which("apt-get") is None:
        names = ", ".join(missing)
        raise SetupError(f"Qt lacks system libraries: install what holds {names} with your package manager")
    command = ["apt-get", "install", "-y", "--no-install-recommends"]
    right = right_to_install()
    if right is None:
        asked = " ".join(["sudo", *command, *todays_names(packages)])
        raise SetupError(f"Qt lacks system libraries; install them with: {asked}")
    print(f"bootstrap: installing Qt's system libraries: {' '.join(packages)}", file=sys.stderr, flush=True)
    quiet = [*right, "env", "DEBIAN_FRONTEND=noninteractive"]
    subprocess.run([*quiet, "apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
    packages = todays_names(packages)
    done = subprocess.run(
        [*quiet, *command, "-qq", *packages],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        reasons = [line for line in done.stdout.splitlines() if line.startswith("E:")] or ["apt-get failed"]
        asked = " ".join([*right, *command, *packages])
        raise SetupError(f"{reasons[0]}; Qt lacks system libraries: when that is mended, run: {asked}")


def right_to_install() -> list[str] | None:
    """Return what to put before a command to run it as root without a password; None where nothing will."""
    import shutil
    import subprocess

    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True, stdin=subprocess.DEVNULL)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def todays_names(packages: Sequence[str]) -> list[str]:
    """Return the packages under the names of this release: since 2024 some end in ``t64``."""
    import subprocess

    names = []
    for package in packages:
        found = subprocess.run(
            ["apt-cache", "pkgnames", package], check=False, capture_output=True, text=True
        )
        is_renamed = f"{package}t64" in found.stdout.split()
        names.append(f"{package}t64" if is_renamed else package)
    return names


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
