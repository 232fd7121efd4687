"""One message to one address that was checked."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.outgoing.requests import ERRORS, TIMEOUT, Clock, Fault, exchange, name_fault, read_seconds

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

    from pages.outgoing.targets import Target

MOST_READ = 2_000
"""Bytes of an answer."""

LONGEST_EXCERPT = 500

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
        with exchange(target, clock=clock, method="POST", headers=headers, body=body) as response:
            return Answer(
                milliseconds=clock.passed,
                status=response.status,
                fault=None if response.status // 100 == 2 else Fault.STATUS,  # noqa: PLR2004  # 2xx
                excerpt=read_excerpt(response),
                retry_after=read_seconds(response.headers.get("Retry-After", "")),
            )
    except ERRORS as error:
        return Answer(milliseconds=clock.passed, fault=name_fault(error, clock))


def read_excerpt(response: BaseHTTPResponse) -> str:
    """The beginning of an answer as text; what cannot be read is left out, for the status alone decides."""
    with contextlib.suppress(*ERRORS):
        text = response.read(MOST_READ, decode_content=False).decode("utf-8", "replace")
        return CONTROL.sub(" ", text)[:LONGEST_EXCERPT]
    return ""
