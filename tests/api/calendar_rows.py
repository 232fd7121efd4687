"""Writes the tables of the public calendar without pages, as transactions that publish do."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
from django.db import transaction
from wagtail.models import Site

from api.ids import GlobalId
from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.selection import Selection

LONG_AGO = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
TIME = {
    "instant": "2027-06-16T12:30:00Z",
    "date": "2027-06-16",
    "time": "13:30:00",
    "month": "2027-06",
    "timeZone": "Europe/London",
    "precision": "minute",
    "isAnywhereOnEarth": False,
    "announcedAs": None,
}


def key(number: int) -> uuid.UUID:
    """One and the same uid for each number."""
    return uuid.UUID(int=number)


def whole_site(**filters) -> Selection:
    """A part of the calendar of the default site."""
    return Selection(site_id=Site.objects.get(is_default_site=True).pk, **filters)


def describe(number: int, language: str, **values) -> dict[str, object]:
    """The data of an entry."""
    return {
        "uid": str(key(number)),
        "kind": "talk",
        "language": language,
        "title": f"Talk {number}",
        "url": f"https://example.org/talks/{number}/",
        "start": TIME,
        "end": None,
        "isAllDay": False,
        "changes": [],
        **values,
    }


@transaction.atomic
def write(number: int, *, language: str = "en", data: dict[str, object] | None = None, **columns) -> CalendarEntry:
    """Store an entry with the next revision; what is not given stays as it was."""
    entry = CalendarEntry.objects.filter(uid=key(number), language=language).first()
    if entry is None:
        entry = CalendarEntry(
            uid=key(number),
            language=language,
            site=Site.objects.get(is_default_site=True),
            path=f"/talks/{number}/",
            node_id=str(GlobalId("Talk", str(key(number)), language)),
            kind="talk",
            type_name="Talk",
            published_at=LONG_AGO,
            data=orjson.dumps(describe(number, language)).decode(),
        )
    else:
        entry.sequence += 1
    if data is not None or not entry.data:
        entry.data = orjson.dumps(describe(number, language, **(data or {}))).decode()
    values = {"removed_at": None, "removal_reason": "", "changed_at": LONG_AGO, **columns}
    for name, value in values.items():
        setattr(entry, name, value)
    entry.rev = next_rev()
    entry.save()
    return entry


@transaction.atomic
def remove(number: int, *, language: str = "en", reason: str = "deleted", at: dt.datetime = LONG_AGO) -> CalendarEntry:
    """Leave a tombstone of an entry."""
    entry = CalendarEntry.objects.get(uid=key(number), language=language)
    entry.removed_at, entry.changed_at, entry.removal_reason = at, at, reason
    entry.data = entry.topics = entry.people = ""
    entry.rev = next_rev()
    entry.save()
    return entry


def next_rev() -> int:
    """The next revision; who asks for one waits for those who did before."""
    clock = LedgerClock.objects.select_for_update().first() or LedgerClock()
    clock.rev += 1
    clock.save()
    return clock.rev
