"""Rounds of visits: a few addresses of each host, one after the other, with a pause between requests to one host."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from pages.link_checks.verdicts import find_delay, settle
from pages.models import LinkCheck
from pages.outgoing.visits import TOO_MANY_REQUESTS, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAUSE = 1.0
"""Seconds between requests to one host."""

LEASE = dt.timedelta(minutes=30)
"""How long an address is one round's own."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one round may do: visits altogether and to one host, and seconds after which none is begun."""

    visits: int
    of_one_host: int
    seconds: float


ROUND_OF_WORKER = Limits(visits=20, of_one_host=3, seconds=30)
ROUND_OF_COMMAND = Limits(visits=10_000, of_one_host=100, seconds=6 * 3600)


@dataclass(slots=True)
class Pace:
    """Lets `seconds` pass between two requests to one host."""

    seconds: float = PAUSE
    latest: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Wait until a host may be asked."""
        left = self.latest.get(host, -self.seconds) + self.seconds - time.monotonic()
        if left > 0:
            time.sleep(left)
        self.latest[host] = time.monotonic()


def make_visitor(*, pause: float = PAUSE, ours: frozenset[str] = frozenset()) -> Visitor:
    """A visitor who says who sends it; see `Visitor` for `ours`."""
    agent = f"Mozilla/5.0 (compatible; Colloquium link check; +{settings.WAGTAILADMIN_BASE_URL})"
    return Visitor(agent=agent, pause=Pace(pause).wait, ours=ours)


def make_round(visitor: Visitor, *, limits: Limits, is_early: bool = False) -> Iterator[LinkCheck]:
    """Visit addresses that are due, or all of them if `is_early`, and give each once its visit is stored.

    A host that asks to be left alone is left alone. Of two rounds at a time, one alone visits an address that is due.
    """
    begun, left_alone = time.monotonic(), set[str]()
    for check in choose(limits, is_early=is_early):
        if time.monotonic() - begun >= limits.seconds:
            return
        if check.host not in left_alone and claim(check):
            visit = visitor.visit(check.url)
            now = timezone.now()
            settle(check, visit, at=now)
            check.save()
            if visit.retry_after:
                left_alone.add(check.host)
                leave_alone(check.host, until=now + find_delay(visit))
            yield check


def choose(limits: Limits, *, is_early: bool) -> list[LinkCheck]:
    """The addresses of a round, those of one host far from each other."""
    now = timezone.now()
    checks = LinkCheck.objects.order_by("due_at", "pk")
    if is_early:
        asked_for_rest = LinkCheck.objects.filter(status=TOO_MANY_REQUESTS, due_at__gt=now).order_by()
        checks = checks.exclude(host__in=asked_for_rest.values("host"))
    else:
        checks = checks.filter(due_at__lte=now)
    chosen = in_turns(checks[: limits.visits * limits.of_one_host], most=limits.of_one_host)
    return list(itertools.islice(chosen, limits.visits))


def in_turns(checks: Iterable[LinkCheck], *, most: int) -> Iterator[LinkCheck]:
    """The first of each host, then the second of each, and so on; `most` of each."""
    by_host: dict[str, list[LinkCheck]] = defaultdict(list)
    for check in checks:
        if len(by_host[check.host]) < most:
            by_host[check.host].append(check)
    turns = itertools.zip_longest(*by_host.values())
    return (check for turn in turns for check in turn if check is not None)


def claim(check: LinkCheck) -> bool:
    """Whether the address is this round's own now; not if another round has it or has visited it."""
    mine = LinkCheck.objects.filter(pk=check.pk, due_at=check.due_at)
    return bool(mine.update(due_at=timezone.now() + LEASE))


def leave_alone(host: str, *, until: dt.datetime) -> None:
    """Visit no address of a host before an instant."""
    LinkCheck.objects.filter(host=host, due_at__lt=until).update(due_at=until)


def is_work_due() -> bool:
    """Whether an address is to be visited."""
    return LinkCheck.objects.filter(due_at__lte=timezone.now()).exists()
