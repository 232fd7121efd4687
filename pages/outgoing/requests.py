"""One request to one address that was checked: no second resolution, no redirect, no proxy, no waiting for ever."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import BaseHTTPResponse

    from pages.outgoing.targets import Target

TIMEOUT = 15.0
"""Seconds that a request takes at most, from the connection to the answer."""

ERRORS = (OSError, HTTPError, http.client.HTTPException, ValueError)
"""What may go wrong between a connection and the end of an answer."""


class Fault(TextChoices):
    """Why a request got no answer that counts."""

    STATUS = "status", _("Status other than 2xx")
    REFUSED = "refused", _("The address is not allowed")
    TIMEOUT = "timeout", _("No answer in time")
    CONNECTION = "connection", _("No connection")
    TLS = "tls", _("No trusted certificate")
    PROTOCOL = "protocol", _("The answer is not HTTP")


FAULTS: tuple[tuple[tuple[type[Exception], ...], Fault], ...] = (
    ((NewConnectionError,), Fault.CONNECTION),
    ((TimeoutError, ConnectTimeoutError), Fault.TIMEOUT),
    ((ssl.SSLError,), Fault.TLS),
    ((OSError,), Fault.CONNECTION),
)
"""The first that fits; urllib3 counts every failure to connect among timeouts."""


@contextlib.contextmanager
def exchange(
    target: Target, *, clock: Clock, method: str, headers: dict[str, str], body: bytes | None = None
) -> Iterator[BaseHTTPResponse]:
    """The answer to one request, of which only the head is read as yet; raises one of `ERRORS`."""
    with clock.connected(target) as connection:
        connection.request(
            method, target.path, body=body, headers={"Host": target.host, **headers}, preload_content=False
        )
        response = connection.getresponse()
        if clock.is_over:  # The end of a connection that was cut looks like that of the headers.
            raise TimeoutError
        yield response


def name_fault(error: Exception, clock: Clock) -> Fault:
    """What went wrong in the time of a clock, as a word."""
    if clock.is_over:
        return Fault.TIMEOUT
    return next((fault for kinds, fault in FAULTS if isinstance(error, kinds)), Fault.PROTOCOL)


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


def read_seconds(value: str) -> int | None:
    """The seconds of a Retry-After header (RFC 9110, section 10.2.3); a date is passed over."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None  # noqa: PLR2004  # 30 years
