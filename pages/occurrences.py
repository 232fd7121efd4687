"""The one shape of every dated public thing, and the one rule of what is upcoming, live and past.

An `Occurrence` is what a page says about a dated thing of its own: an event, a talk, a session or a deadline.
Plain Python: nothing here knows a database or a framework.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from pages.moments import Moment, Precision, Span


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person at a dated thing, as they were then. `role` is a value of `ContributionRole`."""

    uid: str
    name: str
    role: str
    affiliation: str = ""
    url: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a publish moved a dated thing; `kind` is a value of `DateChangeKind`."""

    kind: str
    old: Moment
    new: Moment
    announced_at: dt.datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One dated public thing as its page announces it; the day may still be unknown.

    `uid` is the translation key of the page or child row; `series_uid` that of what it belongs to. `path` is below the
    public site's root. `subkind` is a value of `ImportantDateKind` for deadlines, of `SessionKind` for sessions.
    `abstract` is rich text as stored. `people` stand in editorial order, `changes` newest first. `row_type` names the
    model of a child row.
    """

    uid: str
    kind: OccurrenceKind
    title: str | None
    span: Span
    status: str
    path: str
    language: str
    series_uid: str | None = None
    row_type: str = ""
    subkind: str = ""
    is_tentative: bool = False
    summary: str = ""
    abstract: str = ""
    room: str = ""
    track: str = ""
    link: str = ""
    people: tuple[Participant, ...] = field(default=())
    changes: tuple[Change, ...] = field(default=())
