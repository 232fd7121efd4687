"""What feeds of different formats say of an entry in the same way."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.ledger.ical_text import clean_text, one_line
from api.ledger.selection import type_words
from api.published.values import write_local
from pages.choices import SPEAKING_ROLES, DateChangeKind, EventStatus
from pages.moments import Precision
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.ledger.entries import EntryData, EntryMoment, EntryPerson

LAST_ADDRESS = re.compile(r"(?<!\S)https?://\S*[\w/=&#-]$")
"""The address with which a line ends."""
MOVES = (DateChangeKind.EXTENDED, DateChangeKind.ADVANCED, DateChangeKind.RESCHEDULED)
STATUSES = (EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.MOVED_ONLINE)
"""Changes and statuses that are categories too, so that readers can choose what has news."""


def write_urn(uid: object) -> str:
    """A uid as the id of an entry or a feed (RFC 9562)."""
    return f"urn:uuid:{uid}"


def write_time(value: dt.datetime) -> str:
    """An instant in UTC to the second, `2026-11-20T09:30:00+00:00`."""
    return value.astimezone(dt.UTC).isoformat(timespec="seconds")


def find_authors(data: EntryData) -> list[EntryPerson]:
    """Those who speak; nobody else is named as the author of an announcement."""
    return [person for person in data["people"] if person["role"] in SPEAKING_ROLES]


def find_categories(data: EntryData) -> list[str]:
    """What sort of thing it is, its topics, and how it was moved or called off; each once."""
    page_type = type_words(data["type"])
    kind = () if data["kind"] == OccurrenceKind.EVENT else (data["kind"].capitalize(),)
    topics = (one_line(topic["name"]) for topic in data["topics"])
    kinds = {change["kind"] for change in data["changes"]}
    moves = (it.value for it in MOVES if it in kinds)
    statuses = (it.value.replace("_", " ") for it in STATUSES if it == data["status"])
    return list(dict.fromkeys((*kind, page_type, *topics, *moves, *statuses)))


def write_html(paragraphs: Sequence[str]) -> str:
    """Paragraphs of plain text as HTML; an address at the end of a line is a link."""
    paragraphs_of_lines = (map(write_line, clean_text(it).split("\n")) for it in paragraphs)
    return "".join(f"<p>{'<br>'.join(lines)}</p>" for lines in paragraphs_of_lines)


def write_line(line: str) -> str:
    """A line of plain text as HTML."""
    match = LAST_ADDRESS.search(line)
    if match is None:
        return escape(line, quote=False)
    return f'{escape(line[: match.start()], quote=False)}<a href="{escape(match[0])}">{escape(match[0])}</a>'


def write_moment(moment: EntryMoment) -> str | None:
    """A moment as far as it is known, by ISO 8601: an instant in local time with its offset, a day or a month.

    A time in no known zone has no offset. None while nothing is known.
    """
    if moment["instant"] and moment["timeZone"]:
        return write_local(dt.datetime.fromisoformat(moment["instant"]).astimezone(ZoneInfo(moment["timeZone"])))
    if moment["date"] and moment["time"]:
        return f"{moment['date']}T{moment['time']}"
    return moment["date"] or moment["month"]


def find_times(data: EntryData) -> dict[str, str]:
    """When it is, by ISO 8601; empty while no day is known.

    `start` and `end` are local times with their offset, `startDate` and `endDate` days of which the last is included.
    A deadline has `deadline` with `deadlineZone` (an IANA zone, or `AoE`), unless it lasts until the end of a day
    in no known zone. An end that was not announced is left out.
    """
    if data["begins"] is None:
        return {}
    closing = data["end"] or data["start"]
    if data["kind"] == OccurrenceKind.DEADLINE and closing["instant"] and not data["isAllDay"]:
        zone = "AoE" if closing["isAnywhereOnEarth"] else closing["timeZone"]
        return {"deadline": write_moment(closing) or "", "deadlineZone": zone or ""}
    end = closing if data["isAllDay"] else data["end"]
    bounds = (("start", data["start"]), ("end", end))
    return dict(bound for name, moment in bounds if moment for bound in find_bound(name, moment))


def find_bound(name: str, moment: EntryMoment) -> Iterator[tuple[str, str]]:
    """A bound as local time where that is an instant, otherwise as day; nothing while neither is known."""
    written = write_moment(moment)
    if written and moment["instant"] and moment["precision"] == Precision.MINUTE:
        yield name, written
    elif moment["date"]:
        yield f"{name}Date", moment["date"]
