"""The bytes of one HTTP answer, read in a thread of its own so that whoever waits for them can walk away."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from vae_explorer.data.cancellation import check_cancelled
from vae_explorer.data.patience import NetworkPatience

if TYPE_CHECKING:
    from requests import Response

CHUNK_BYTES = 16 * 1024
WAITING_CHUNKS = 64
POLL_S = 0.05
FAREWELL_S = 0.2


class StreamError(Exception):
    """The answer did not come, or broke off.

    Attributes
    ----------
    reason : str
        In a few words, for a person.
    is_worth_retrying : bool
        Whether the server was reached at all.
    """

    def __init__(self, reason: str, *, is_worth_retrying: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_worth_retrying = is_worth_retrying


@dataclass(frozen=True)
class AnswerHead:
    """What comes before the bytes: the HTTP status and the headers, their names in lower case."""

    status: int
    headers: Mapping[str, str]


class ByteStream:
    """One GET request, usable as a context manager.

    The thread touches the socket and nothing else. If nobody waits for it any longer it ends by itself,
    at the latest when its own time-outs run out.

    Parameters
    ----------
    url : str
    headers : mapping
        Sent with the request.
    patience : NetworkPatience
    cancel : threading.Event or None
        Read twenty times a second while waiting.
    """

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        patience: NetworkPatience,
        cancel: threading.Event | None = None,
    ) -> None:
        self._url = url
        self._headers = dict(headers)
        self._patience = patience
        self._cancel = cancel
        self._answers: queue.Queue[AnswerHead | bytes | StreamError] = queue.Queue(WAITING_CHUNKS)
        self._is_closed = threading.Event()
        self._response: Response | None = None
        self._thread = threading.Thread(target=self._read, name="download", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed.set()
        response = self._response
        if response is not None and self._thread.is_alive():
            # Ends a read that waits for the server; closing would have to wait for that read instead.
            with contextlib.suppress(AttributeError, ValueError, RuntimeError, OSError):
                response.raw.shutdown()
        self._thread.join(FAREWELL_S)

    def head(self) -> AnswerHead:
        """Wait for the status and the headers.

        Raises
        ------
        StreamError
            When the server cannot be reached or keeps silent.
        OpeningCancelledError
            When it was cancelled meanwhile.
        """
        answer = self._next(self._patience.connect_s + self._patience.silence_s)
        if not isinstance(answer, AnswerHead):
            raise AssertionError("the head comes first")
        return answer

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the body, uncompressed by nobody, as they come; to be called after `head`.

        Raises
        ------
        StreamError
            When the connection breaks off or the server keeps silent.
        OpeningCancelledError
            When it was cancelled meanwhile.
        """
        while True:
            chunk = self._next(self._patience.silence_s)
            if not isinstance(chunk, bytes):
                raise AssertionError("the head comes once")
            if not chunk:
                return
            yield chunk

    def _next(self, timeout_s: float) -> AnswerHead | bytes:
        # The thread's own time-outs come first; this one also covers the look-up of the name, which has none.
        deadline = time.monotonic() + timeout_s + 1.0
        while time.monotonic() < deadline:
            check_cancelled(self._cancel, self._url)
            try:
                answer = self._answers.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if isinstance(answer, StreamError):
                raise answer
            return answer
        raise StreamError(f"no answer within {timeout_s:g} s", is_worth_retrying=True)

    def _read(self) -> None:
        import requests
        import urllib3

        is_connected = False
        try:
            with (
                requests.Session() as session,
                session.get(
                    self._url,
                    headers=self._headers,
                    stream=True,
                    timeout=(self._patience.connect_s, self._patience.silence_s),
                ) as response,
            ):
                self._response = response
                is_connected = True
                names = {name.lower(): value for name, value in response.headers.items()}
                is_wanted = self._put(AnswerHead(response.status_code, names))
                while is_wanted:
                    chunk = response.raw.read(CHUNK_BYTES, decode_content=False)
                    is_wanted = self._put(chunk) and bool(chunk)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            self._put(StreamError(_reason(error), is_worth_retrying=is_connected or _is_passing(error)))

    def _put(self, answer: AnswerHead | bytes | StreamError) -> bool:
        """Hand an answer over, and return whether somebody is still there to take it."""
        while not self._is_closed.is_set():
            try:
                self._answers.put(answer, timeout=POLL_S)
            except queue.Full:
                continue
            return True
        return False


def _is_passing(error: Exception) -> bool:
    """Return whether a failure before the answer may be over at the next attempt."""
    import urllib3

    is_cut = bool(error.args) and isinstance(error.args[0], urllib3.exceptions.ProtocolError)
    return is_cut or _is_timeout(error)


def _is_timeout(error: Exception) -> bool:
    import requests
    import urllib3

    return isinstance(error, (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError))


def _reason(error: Exception) -> str:
    import requests
    import urllib3

    if isinstance(error, requests.exceptions.SSLError):
        return "the certificate of the server is not trusted"
    if isinstance(error, requests.ConnectTimeout):
        return "the server does not answer"
    if _is_timeout(error):
        return "the server fell silent"
    if isinstance(error, (urllib3.exceptions.HTTPError, requests.exceptions.ChunkedEncodingError)):
        return "the connection was cut"
    if isinstance(error, requests.ConnectionError):
        return "the server cannot be reached"
    return " ".join(str(error).split()) or type(error).__name__
