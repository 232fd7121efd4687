"""Visits to pages of the web, as a browser would make them: whether somebody is there, and whether they have moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from pages.outgoing.requests import ERRORS, TIMEOUT, Clock, Fault, exchange, name_fault, read_seconds
from pages.outgoing.targets import RefusedTargetError, Target, UnknownHostError, find_page_target

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_REDIRECTS = 5

LASTING_REDIRECTS = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOO_MANY_REQUESTS = 429
NOT_IMPLEMENTED = 501

UNKNOWN_HOST = "unknown_host"
TOO_MANY_REDIRECTS = "redirects"


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended: with a status, or with a fault, which is a `Fault`, `UNKNOWN_HOST` or `TOO_MANY_REDIRECTS`.

    `moved_to` is the address that is said to stand for the visited one from now on; `retry_after` are the seconds for
    which the host asks to be left alone.
    """

    status: int | None = None
    fault: str = ""
    moved_to: str = ""
    retry_after: int | None = None

    @property
    def is_success(self) -> bool:
        """Whether a page was there."""
        return self.status is not None and self.status // 100 == 2  # noqa: PLR2004  # 2xx


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one answer; `location` is where it sends to, absolute, empty for nowhere."""

    status: int
    location: str
    retry_after: int | None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Makes visits under the name `agent`.

    `pause` is called with the name of a host before each request to it. `timeout`: seconds for a visit with all that it
    is redirected to. Hosts that are `ours`, written as in addresses, with their ports, may be anywhere; others are
    public.
    """

    agent: str
    pause: Callable[[str], None]
    timeout: float = TIMEOUT
    ours: frozenset[str] = frozenset()

    def visit(self, url: str) -> Visit:
        """Ask for a page, by all addresses that it is redirected to; raises nothing."""
        clock = Clock(self.timeout)
        try:
            return self._follow(url, clock)
        except UnknownHostError:
            return Visit(fault=UNKNOWN_HOST)
        except RefusedTargetError:
            return Visit(fault=Fault.REFUSED.value)
        except ERRORS as error:
            return Visit(fault=name_fault(error, clock).value)

    def _follow(self, url: str, clock: Clock) -> Visit:
        """Go where one is sent; each address is judged before it is asked."""
        moved_to, is_lasting = "", True
        for _step in range(MOST_REDIRECTS + 1):
            head = self._ask(url, clock)
            if not head.location:
                visit = Visit(status=head.status, retry_after=head.retry_after)
                return replace(visit, moved_to=moved_to) if visit.is_success else visit
            is_lasting = is_lasting and head.status in LASTING_REDIRECTS
            url = head.location
            moved_to = url if is_lasting else moved_to
        return Visit(fault=TOO_MANY_REDIRECTS)

    def _ask(self, url: str, clock: Clock) -> Head:
        """The head of a page; where HEAD is refused, that of GET."""
        target = find_page_target(url, is_ours=urlsplit(url).netloc in self.ours)
        head = self._request("HEAD", url, target, clock)
        return self._request("GET", url, target, clock) if is_refused(head.status) else head

    def _request(self, method: str, url: str, target: Target, clock: Clock) -> Head:
        self.pause(target.name)
        headers = {"User-Agent": self.agent, "Accept": "*/*"}
        with exchange(target, clock=clock, method=method, headers=headers) as response:
            location = response.headers.get("Location", "") if response.status in REDIRECTS else ""
            return Head(
                status=response.status,
                location=find_location(location, base=url),
                retry_after=read_seconds(response.headers.get("Retry-After", "")),
            )


def is_refused(status: int) -> bool:
    """Whether an answer to HEAD says nothing of what GET would bring."""
    return (status // 100 == 4 and status != TOO_MANY_REQUESTS) or status == NOT_IMPLEMENTED  # noqa: PLR2004  # 4xx


def find_location(value: str, *, base: str) -> str:
    """The absolute address of a Location header without its fragment; empty for none.

    Headers are read as Latin-1, while servers send UTF-8.
    """
    try:
        text = value.encode("latin-1").decode()
    except UnicodeError:
        text = value
    return urldefrag(urljoin(base, text)).url if value else ""


def host_of(url: str) -> str:
    """The name of an address's host, in small letters; empty for none."""
    return (urlsplit(url).hostname or "").lower()
