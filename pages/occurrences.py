"""The one shape of every dated public thing, and the one rule of what is upcoming, live and past.

An `Occurrence` is what a page says about a dated thing of its own: an event, a talk, a session or a deadline.
Plain Python: nothing here knows a database or a framework.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pages.moments import Moment, Precision, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


class Phase(StrEnum):
    """State of an event at a given time."""

    UPCOMING = "upcoming"
    LIVE = "live"
    PAST = "past"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    UNSCHEDULED = "unscheduled"


class DateState(StrEnum):
    """State of a deadline or other announced date at a given time."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class OccurrenceKind(StrEnum):
    """What sort of dated thing it is."""

    EVENT = "event"
    TALK = "talk"
    SESSION = "session"
    DEADLINE = "deadline"


CALLED_OFF = {"cancelled": Phase.CANCELLED, "postponed": Phase.POSTPONED}
"""Announced statuses that decide the phase whatever the dates say."""


def find_phase(*, begins: dt.datetime | None, ends: dt.datetime | None, status: str, now: dt.datetime) -> Phase:
    """The phase at `now` of something with these UTC bounds and announced status; the interval is half open."""
    if status in CALLED_OFF:
        return CALLED_OFF[status]
    if begins is None:
        return Phase.UNSCHEDULED
    if now < begins:
        return Phase.UPCOMING
    if ends is not None and now < ends:
        return Phase.LIVE
    return Phase.PAST


def find_date_state(moment: Moment, now: dt.datetime) -> DateState:
    """OPEN before the instant, or until the end of the date; UNKNOWN when only a month or nothing is known."""
    latest = moment.latest
    if latest is None or moment.precision is Precision.MONTH:
        return DateState.UNKNOWN
    return DateState.OPEN if now < latest else DateState.CLOSED


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One dated public thing as its page announces it.

    `uid` is the translation key of the page or child row; `series_uid` that of what it belongs to.
    `people` are display names in editorial order. `path` is below the public site's root.
    """

    uid: str
    kind: OccurrenceKind
    title: str | None
    span: Span
    status: str
    path: str
    language: str
    series_uid: str | None = None
    summary: str = ""
    location: str = ""
    people: tuple[str, ...] = field(default=())

    def phase(self, now: dt.datetime) -> Phase:
        """The phase at `now`."""
        return find_phase(begins=self.span.begins, ends=self.span.ends, status=self.status, now=now)


def in_order(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """Earliest first, unknown times last, ties by uid."""
    return sorted(
        occurrences,
        key=lambda it: (it.span.begins is None, it.span.begins or dt.datetime.max.replace(tzinfo=dt.UTC), it.uid),
    )


def next_boundary(spans: Iterable[Span], now: dt.datetime) -> dt.datetime | None:
    """The first instant after `now` at which a phase among `spans` changes by itself; None when there is none."""
    bounds = (bound for span in spans for bound in (span.begins, span.ends) if bound is not None and bound > now)
    return min(bounds, default=None)
