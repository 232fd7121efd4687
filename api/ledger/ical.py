"""Entries as VEVENTs (RFC 5545, 7986): one for each, in UTC, without recurrences and time-zone definitions.

Calendars put these bytes together as they are; they depend on nothing but the entry and its history.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
from typing import TYPE_CHECKING

from django.utils.encoding import iri_to_uri
from icalendar import Event, Parameters, vCategory, vText, vUri

from api.ledger.ical_text import one_line, text_property
from api.ledger.selection import type_words
from pages.choices import SPEAKING_ROLES, EventStatus, LinkKind
from pages.moments import ANYWHERE_ON_EARTH, FIRST_ON_EARTH, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.ledger.entries import EntryData, EntryMoment, Item

DEADLINE_LENGTH = dt.timedelta(minutes=30)
"""How much of a calendar a deadline takes, ending at the instant."""

ONE_DAY = dt.timedelta(days=1)
MOST_SPEAKERS = 3
"""Names in a summary; of more, the first with “et al.”."""

STATUSES = {
    EventStatus.CANCELLED: "CANCELLED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.TENTATIVE: "TENTATIVE",
}
CONFERENCES = {LinkKind.JOIN: ["AUDIO", "VIDEO"], LinkKind.STREAM: ["FEED"]}
"""The kinds of links by which one takes part from afar, with their FEATURE (RFC 7986, section 6.3)."""


def render_event(item: Item) -> bytes:
    """A VEVENT in UTF-8 with CRLF line ends; empty while no day is known."""
    data = item.data
    times = find_times(data)
    if times is None:
        return b""
    event = Event()
    event.add("uid", data["uid"])
    for name in ("dtstamp", "last-modified"):
        event.add(name, item.changed_at)
    event.add("created", item.published_at)
    event.add("sequence", item.sequence)
    event.add("dtstart", times[0])
    if times[1] is not None:
        event.add("dtend", times[1])
    is_free = data["isAllDay"] or data["kind"] == "deadline"
    event.add("transp", "TRANSPARENT" if is_free else "OPAQUE")
    event.add("summary", text_property(one_line(write_summary(data))))
    event.add("description", text_property("\n\n".join(data["paragraphs"])))
    event.add("status", STATUSES.get(EventStatus(data["status"]), "CONFIRMED"))
    event.add("class", "PUBLIC")
    event.add("url", vUri(iri_to_uri(data["url"])))
    categories = vCategory([])
    categories.cats = [text_property(one_line(name)) for name in find_categories(data)]
    event.add("categories", categories)
    if data["location"]:
        event.add("location", text_property(one_line(data["location"])))
    add_addresses(event, data)
    return event.to_ical(sorted=False)


def add_addresses(event: Event, data: EntryData) -> None:
    """Where to take part, the picture, and what it belongs to."""
    for link in data["links"]:
        if link["kind"] in CONFERENCES:
            features = CONFERENCES[LinkKind(link["kind"])]
            label = one_line(link["label"]).replace('"', "'")
            parameters = Parameters({"VALUE": "URI", "FEATURE": features, "LABEL": label})
            event.add("conference", vUri(iri_to_uri(link["url"])), parameters=parameters)
    if data["image"]:
        media_type = mimetypes.guess_type(data["image"])[0]
        parameters = Parameters({"VALUE": "URI", "DISPLAY": "BADGE", **({"FMTTYPE": media_type} if media_type else {})})
        event.add("image", vUri(iri_to_uri(data["image"])), parameters=parameters)
    if data["parent"]:
        event.add("related-to", vText(data["parent"]["uid"]), parameters={"RELTYPE": "PARENT"})


def write_summary(data: EntryData) -> str:
    """The headline; of a talk after the names of its speakers."""
    speakers = [it["name"] for it in data["people"] if it["role"] in SPEAKING_ROLES]
    if data["kind"] != "talk" or not speakers:
        return data["headline"]
    names = ", ".join(speakers) if len(speakers) <= MOST_SPEAKERS else f"{speakers[0]} et al."
    prefix, separator, title = data["headline"].partition(": ") if is_called_off(data) else ("", "", data["headline"])
    return f"{prefix}{separator}{names}: {title}"


def is_called_off(data: EntryData) -> bool:
    """Whether the headline begins with the word for what was called off."""
    return data["status"] in {EventStatus.CANCELLED, EventStatus.POSTPONED}


def find_categories(data: EntryData) -> Iterator[str]:
    """What sort of thing it is, and its topics."""
    kind = data["kind"]
    yield type_words(data["type"]) if kind == "event" else kind.capitalize()
    yield from (topic["name"] for topic in data["topics"])


Times = tuple[dt.date | dt.datetime, dt.date | dt.datetime | None]


def find_times(data: EntryData) -> Times | None:
    """DTSTART, and DTEND where it is later: in UTC, as days of which the last is exclusive, or floating.

    None while no day is known.
    """
    if data["begins"] is None or data["ends"] is None or data["start"]["date"] is None:
        return None
    start, end = data["start"], data["end"] or data["start"]
    if data["isAllDay"]:
        last = dt.date.fromisoformat(end["date"] or start["date"])  # type: ignore[arg-type]  # the start has a date
        return dt.date.fromisoformat(data["start"]["date"]), last + ONE_DAY
    if data["kind"] == "deadline":
        closes = floating(end) or dt.datetime.fromisoformat(data["ends"])
        return closes - DEADLINE_LENGTH, closes
    begins, ends = dt.datetime.fromisoformat(data["begins"]), dt.datetime.fromisoformat(data["ends"])
    if floating(start) is not None:
        # Without a zone, the bounds are where it begins first and ends last on Earth.
        begins = begins.astimezone(FIRST_ON_EARTH).replace(tzinfo=None)
        ends = ends.astimezone(ANYWHERE_ON_EARTH).replace(tzinfo=None)
    return begins, ends if ends > begins else None


def floating(moment: EntryMoment) -> dt.datetime | None:
    """The local time of a moment whose zone is not known (RFC 5545, section 3.3.5, form 1); None for any other."""
    if moment["precision"] != Precision.MINUTE or moment["timeZone"] is not None or moment["date"] is None:
        return None
    return dt.datetime.fromisoformat(f"{moment['date']}T{moment['time']}")
