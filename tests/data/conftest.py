"""What the tests of the data layer share: a writer that owes nothing to the readers, a server that fails."""

from __future__ import annotations

import gzip
import hashlib
import struct
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from vae_explorer.data import CatalogueEntry, NetworkPatience, RemoteFile

IDX_CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}
MNIST_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "mnist"


def idx_bytes(array: np.ndarray) -> bytes:
    """Write an array in the IDX format, number by number."""
    code = array.dtype.str[1:]
    header = struct.pack(">BBBB", 0, 0, IDX_CODES[code], array.ndim) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    return header + array.astype(">" + code).tobytes()


@pytest.fixture
def as_idx() -> Callable[[np.ndarray], bytes]:
    return idx_bytes


@pytest.fixture
def idx_parts() -> dict[str, np.ndarray]:
    """A small data set: 40 training and 10 test images of 5 × 4 pixels in three classes."""
    generator = np.random.default_rng(7)
    return {
        "train-images-idx3-ubyte": generator.integers(0, 256, (40, 5, 4), dtype=np.uint8),
        "train-labels-idx1-ubyte": np.arange(40, dtype=np.uint8) % 3,
        "t10k-images-idx3-ubyte": generator.integers(0, 256, (10, 5, 4), dtype=np.uint8),
        "t10k-labels-idx1-ubyte": np.arange(10, dtype=np.uint8) % 3,
    }


@pytest.fixture
def idx_folder(tmp_path: Path, idx_parts: dict[str, np.ndarray]) -> Path:
    folder = tmp_path / "little"
    folder.mkdir()
    for name, array in idx_parts.items():
        (folder / name).write_bytes(idx_bytes(array))
    return folder


@pytest.fixture
def mnist_folder() -> Path:
    if not (MNIST_FOLDER / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip("MNIST does not lie beside the project")
    return MNIST_FOLDER


@dataclass
class Fault:
    """How the server fails once: a status, a cut or a silence after some bytes, or no ear for ranges."""

    status: int = 200
    cut_after: int | None = None
    silent_after: int | None = None
    ignores_range: bool = False
    announces: int | None = None
    encoding: str | None = None


@dataclass
class FileServer:
    """An HTTP server on this computer that serves bytes and fails on request."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    is_silent: threading.Event = field(default_factory=threading.Event)

    def fail(self, path: str, **how: object) -> None:
        """Let one more request for a path fail: see Fault."""
        self.faults[path].append(Fault(**how))

    def requested(self, path: str) -> list[str | None]:
        """The Range headers of all requests for a path, in order."""
        return [header for name, header in self.requests if name == path]


def _answer(handler: BaseHTTPRequestHandler, server: FileServer) -> None:
    path = handler.path.lstrip("/")
    wanted = handler.headers.get("Range")
    server.requests.append((path, wanted))
    fault = server.faults[path].pop(0) if server.faults[path] else Fault()
    if path not in server.files or fault.status >= 400:
        handler.send_error(404 if path not in server.files else fault.status)
        return
    content = server.files[path]
    start = (
        0 if wanted is None or fault.ignores_range else int(wanted.removeprefix("bytes=").removesuffix("-"))
    )
    if start >= len(content):
        handler.send_error(416)
        return
    body = content[start:]
    handler.send_response(206 if start else 200)
    if start:
        handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
    if fault.encoding:
        handler.send_header("Content-Encoding", fault.encoding)
    handler.send_header("Content-Length", str(len(body) if fault.announces is None else fault.announces))
    handler.end_headers()
    if fault.silent_after is not None:
        handler.wfile.write(body[: fault.silent_after])
        handler.wfile.flush()
        server.is_silent.set()
        server.release.wait(30)
        return
    handler.wfile.write(body[: fault.cut_after])


@pytest.fixture
def file_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, served)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        served = FileServer(f"http://127.0.0.1:{http.server_address[1]}/")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield served
        served.release.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def impatience() -> NetworkPatience:
    """Time-outs for a server that is on this computer."""
    return NetworkPatience(connect_s=2.0, silence_s=5.0, retries=2, pause_s=0.01)


@pytest.fixture
def packed_files(idx_parts: dict[str, np.ndarray]) -> dict[str, bytes]:
    """The four files as a mirror holds them; the first is padded so that it comes in many pieces."""
    noise = np.random.default_rng(8).integers(0, 256, (400, 20, 20), dtype=np.uint8)
    parts = idx_parts | {
        "train-images-idx3-ubyte": noise,
        "train-labels-idx1-ubyte": np.arange(400, dtype=np.uint8) % 3,
        "t10k-images-idx3-ubyte": noise[:50],
        "t10k-labels-idx1-ubyte": np.arange(50, dtype=np.uint8) % 3,
    }
    return {f"{name}.gz": gzip.compress(idx_bytes(array), mtime=0) for name, array in parts.items()}


@pytest.fixture
def mirrored(file_server: FileServer, packed_files: dict[str, bytes]) -> CatalogueEntry:
    """A data set on two mirrors, ``a`` and ``b``, of the same server."""
    for mirror in ("a", "b"):
        for name, content in packed_files.items():
            file_server.files[f"{mirror}/{name}"] = content
    return CatalogueEntry(
        name="little",
        title="Little",
        images=450,
        height=20,
        width=20,
        channels=1,
        label_names=("zero", "one", "two"),
        licence="none",
        source_url="",
        files=tuple(
            RemoteFile(name, len(content), hashlib.sha256(content).hexdigest())
            for name, content in packed_files.items()
        ),
        mirrors=(f"{file_server.url}a/", f"{file_server.url}b/"),
    )
