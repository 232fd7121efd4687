"""One request to one address that was checked: no second resolution, no redirect, no proxy, no waiting for ever."""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from api.webhooks.models import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import BaseHTTPResponse

    from pages.outgoing.targets import Target

TIMEOUT = 15.0
"""Seconds that a request takes at most, from the connection to the answer."""

MOST_READ = 2_000
"""Bytes of an answer."""

LONGEST_EXCERPT = 500

FAULTS: tuple[tuple[tuple[type[Exception], ...], Fault], ...] = (
    ((NewConnectionError,), Fault.CONNECTION),
    ((TimeoutError, ConnectTimeoutError), Fault.TIMEOUT),
    ((ssl.SSLError,), Fault.TLS),
    ((OSError,), Fault.CONNECTION),
)
"""The first that fits; urllib3 counts every failure to connect among timeouts."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Answer:
    """How a request went: a status, or a fault. `retry_after`: the seconds that the receiver asks for."""

    milliseconds: int
    status: int | None = None
    fault: Fault | None = None
    excerpt: str = ""
    retry_after: int | None = None

    @property
    def is_success(self) -> bool:
        """Whether the message has been taken."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004  # 2xx


def send(target: Target, *, body: bytes, headers: dict[str, str], timeout: float = TIMEOUT) -> Answer:
    """POST a body. Raises nothing: what goes wrong is in the answer."""
    clock = Clock(timeout)
    try:
        with clock.connected(target) as connection:
            connection.request(
                "POST", target.path, body=body, headers={"Host": target.host, **headers}, preload_content=False
            )
            response = connection.getresponse()
            if clock.is_over:  # The end of a connection that was cut looks like that of the headers.
                return Answer(milliseconds=clock.passed, fault=Fault.TIMEOUT)
            return Answer(
                milliseconds=clock.passed,
                status=response.status,
                fault=None if response.status // 100 == 2 else Fault.STATUS,  # noqa: PLR2004  # 2xx
                excerpt=read_excerpt(response),
                retry_after=read_seconds(response.headers.get("Retry-After", "")),
            )
    except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
        return Answer(milliseconds=clock.passed, fault=Fault.TIMEOUT if clock.is_over else name_fault(error))


def name_fault(error: Exception) -> Fault:
    """What went wrong, as a word."""
    for kinds, fault in FAULTS:
        if isinstance(error, kinds):
            return fault
    return Fault.PROTOCOL


class Clock:
    """The time of one request."""

    def __init__(self, timeout: float) -> None:
        self.begun = time.monotonic()
        self.timeout = timeout

    @property
    def passed(self) -> int:
        """Milliseconds since the beginning."""
        return int((time.monotonic() - self.begun) * 1000)

    @property
    def left(self) -> float:
        """Seconds; a socket takes 0 for “do not wait at all”, so never less than a moment."""
        return max(self.begun + self.timeout - time.monotonic(), 0.001)

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() - self.begun >= self.timeout

    @contextlib.contextmanager
    def connected(self, target: Target) -> Iterator[HTTPConnection]:
        """A connection that is cut when the time is over: a socket's own timeout begins anew with each byte."""
        connection = self._connect(target)
        # The connection forgets its socket as soon as the answer has no length.
        cut = threading.Timer(self.left, cut_off, [connection.sock])
        cut.daemon = True
        cut.start()
        try:
            yield connection
        finally:
            cut.cancel()
            connection.close()

    def _connect(self, target: Target) -> HTTPConnection:
        """A connection to the first address that answers; raises the last one's error."""
        *others, last = target.addresses
        for address in others:
            with contextlib.suppress(OSError, HTTPError):
                return self._open(target, address=address, seconds=self.left / 2)
        return self._open(target, address=last, seconds=self.left)

    def _open(self, target: Target, *, address: str, seconds: float) -> HTTPConnection:
        """A connection to one address, with its TLS handshake done."""
        connection = make_connection(target, address=address, seconds=seconds)
        try:
            connection.connect()
        except (OSError, HTTPError):
            connection.close()
            raise
        connection.timeout = self.left
        return connection


def make_connection(target: Target, *, address: str, seconds: float) -> HTTPConnection:
    """A connection yet to be opened; its certificate has to be for the target's name."""
    if not target.is_https:
        return HTTPConnection(address, target.port, timeout=seconds)
    context = ssl.create_default_context()
    return HTTPSConnection(address, target.port, timeout=seconds, server_hostname=target.name, ssl_context=context)


def cut_off(connected: socket.socket) -> None:
    """End a connection that another thread reads from; it may have ended by itself."""
    with contextlib.suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def read_excerpt(response: BaseHTTPResponse) -> str:
    """The beginning of an answer as text; what cannot be read is left out, for the status alone decides."""
    with contextlib.suppress(OSError, HTTPError, http.client.HTTPException, ValueError):
        text = response.read(MOST_READ, decode_content=False).decode("utf-8", "replace")
        return CONTROL.sub(" ", text)[:LONGEST_EXCERPT]
    return ""


def read_seconds(value: str) -> int | None:
    """The seconds of a Retry-After header (RFC 9110, section 10.2.3); a date is passed over."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None  # noqa: PLR2004  # 30 years
