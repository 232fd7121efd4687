"""What a row of the public calendar says, in one form from which all formats are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import orjson

if TYPE_CHECKING:
    import datetime as dt

    from api.ledger.models import CalendarEntry


class EntryMoment(TypedDict):
    """A point in time as announced: `EventTime` of the GraphQL schema.

    `instant` is UTC (`2026-11-20T09:30:00Z`), null where none follows; `date` and `time` are local; `month` is
    `YYYY-MM`; `timeZone` an IANA zone (`Etc/GMT+12` for Anywhere on Earth); `precision` one of minute, day, month, tbd.
    """

    instant: str | None
    date: str | None
    time: str | None
    month: str | None
    timeZone: str | None
    precision: str
    isAnywhereOnEarth: bool
    announcedAs: str | None


class EntryPerson(TypedDict):
    """A public person; `role` is a value of `ContributionRole`."""

    uid: str
    name: str
    role: str
    affiliation: str | None
    url: str | None


class EntryLink(TypedDict):
    """A link that everybody may read at any time; `kind` is a value of `LinkKind`."""

    kind: str
    url: str
    label: str


class EntryTopic(TypedDict):
    """A subject it is filed under."""

    name: str
    slug: str


class EntryParent(TypedDict):
    """The series of a talk, or the event of a programme item or date."""

    uid: str
    title: str | None
    url: str | None


class EntryChange(TypedDict):
    """How a publish moved it, newest first; `kind` is a value of `DateChangeKind`."""

    kind: str
    old: EntryMoment
    new: EntryMoment
    announcedAt: str | None
    reason: str | None


class EntryVenue(TypedDict):
    """Where it takes place, as far as announced."""

    name: str | None
    address: str | None
    city: str | None
    countryCode: str | None


class EntryData(TypedDict):
    """All that the public reads of one dated thing.

    `kind` is event, talk, session or deadline; `type` the GraphQL type of its page; `dateKind` a value of
    `ImportantDateKind` for deadlines, of `SessionKind` for sessions; `title` is null while to be announced. `headline`
    is what lists show: with what it belongs to, the zone of a deadline and the word for what was called off.
    `paragraphs` are the same facts as lines of plain text for readers of calendars and feeds, the address of the page
    last. `begins` and `ends` are the UTC bounds, null while no day is known; of a deadline with an instant both are
    that instant, and `isAllDay` is false. `status` is a value of `EventStatus`.
    """

    uid: str
    kind: str
    type: str
    dateKind: str | None
    nodeId: str
    language: str
    languages: list[str]
    title: str | None
    headline: str
    status: str
    statusMessage: str | None
    url: str
    path: str
    begins: str | None
    ends: str | None
    start: EntryMoment
    end: EntryMoment | None
    isAllDay: bool
    timeZone: str | None
    summary: str | None
    abstract: str | None
    paragraphs: list[str]
    people: list[EntryPerson]
    attendanceMode: str
    location: str | None
    venue: EntryVenue | None
    room: str | None
    track: str | None
    links: list[EntryLink]
    image: str | None
    topics: list[EntryTopic]
    parent: EntryParent | None
    changes: list[EntryChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A live entry with its history: how often it changed, when it was first public, and when it changed last."""

    data: EntryData
    rev: int
    sequence: int
    published_at: dt.datetime
    changed_at: dt.datetime


def read_item(entry: CalendarEntry) -> Item:
    """The item that a row of the table holds."""
    return Item(
        data=orjson.loads(entry.data),
        rev=entry.rev,
        sequence=entry.sequence,
        published_at=entry.published_at,
        changed_at=entry.changed_at,
    )
