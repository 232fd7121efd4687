"""What a visit says of an address: there, gone, or nothing that one could rely on."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from pages.outgoing.requests import Fault
from pages.outgoing.visits import UNKNOWN_HOST

if TYPE_CHECKING:
    from pages.models import LinkCheck
    from pages.outgoing.visits import Visit

FAILURES_UNTIL_DEAD = 3
"""Days on which an address was not to be found, in a row, before it counts as dead."""

GONE = frozenset({404, 410})
UNREACHABLE = frozenset(
    {UNKNOWN_HOST, *(it.value for it in (Fault.CONNECTION, Fault.TIMEOUT, Fault.TLS, Fault.PROTOCOL))}
)

LONGEST_DELAY = dt.timedelta(days=30)


class Verdict(StrEnum):
    """What is known after a visit."""

    THERE = "there"
    GONE = "gone"
    UNDECIDED = "undecided"


UNTIL_NEXT_VISIT = {
    Verdict.THERE: dt.timedelta(days=7),
    Verdict.GONE: dt.timedelta(days=1),
    Verdict.UNDECIDED: dt.timedelta(days=3),
}


def judge(visit: Visit) -> Verdict:
    """What a visit says: a refusal, an overload or an error of the server says nothing of the page."""
    if visit.is_success:
        return Verdict.THERE
    is_gone = visit.status in GONE or visit.fault in UNREACHABLE
    return Verdict.GONE if is_gone else Verdict.UNDECIDED


def settle(check: LinkCheck, visit: Visit, *, at: dt.datetime) -> None:
    """Write a visit into the row of its address, which is not stored yet; failures count once a day."""
    verdict = judge(visit)
    check.checked_at, check.status, check.fault = at, visit.status, visit.fault
    check.due_at = at + max(UNTIL_NEXT_VISIT[verdict], find_delay(visit))
    if verdict is Verdict.THERE:
        check.failures, check.failed_on, check.dead_since, check.moved_to = 0, None, None, visit.moved_to
    elif verdict is Verdict.GONE:
        count_failure(check, at=at)


def count_failure(check: LinkCheck, *, at: dt.datetime) -> None:
    """One more day on which an address was not to be found."""
    if check.failed_on == at.date():
        return
    check.failures, check.failed_on = check.failures + 1, at.date()
    if check.failures >= FAILURES_UNTIL_DEAD and check.dead_since is None:
        check.dead_since = at


def find_delay(visit: Visit) -> dt.timedelta:
    """How long a host asks to be left alone, up to a month."""
    return min(dt.timedelta(seconds=visit.retry_after or 0), LONGEST_DELAY)
