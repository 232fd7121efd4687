"""Programmes as `schedule.xml`, the format of frab and Pentabarf that conference apps, video teams and signs read.

Described by https://github.com/voc/schedule. Days are those of the calendar in the zone of the event, from midnight to
midnight: a session belongs to the day on which it begins. Apps take sessions before the end of a day for its night, so
that a day which ended at 23:59 would put all of them off by one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from api.feeds.items import find_authors
from api.ledger.ical_text import clean_text, one_line
from api.published.values import read_instant, write_local
from pages.choices import CALLED_OFF_STATUSES, AttendanceMode, EventStatus
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.ledger.entries import EntryData, EntryMoment, Item
    from api.reading import PageValue
    from api.visibility import Visibility

PROGRAMME_KINDS = frozenset({OccurrenceKind.SESSION, OccurrenceKind.TALK})
UNKNOWN_ROOM = "To be announced"
LARGEST_ID = 2**31 - 1
"""Programs keep ids in signed 32-bit integers."""
LONGEST = 99 * 60 + 59
"""The most minutes that `hh:mm` can say."""
SHORTEST_ACRONYM = 4
ONE_DAY = dt.timedelta(days=1)
TRACK_SLUG = re.compile(r"[a-z][a-z0-9-]+")
WEB_ADDRESS = re.compile(r"https?://.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conference:
    """What a schedule says of the event whose programme it is.

    `time_zone` is the IANA zone in which days and times are written. `first_day` and `last_day` are None while they are
    not known. The format wants a day even without sessions: where none is known it is `announced_on`. `rev` is the
    newest revision of its entries, of those that were removed too. `url` is the page's address, `schedule_url` that of
    the document, `site_url` that of the public site.
    """

    uid: str
    title: str
    slug: str
    url: str
    site_url: str
    schedule_url: str
    time_zone: str
    announced_on: dt.date
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An entry at its place in the programme, in the zone of the event."""

    data: EntryData
    begins: dt.datetime
    minutes: int
    room: str


def find_conference(page: PageValue, visibility: Visibility, *, schedule_url: str, rev: int = 0) -> Conference:
    """What the schedule of a public event page says of the event."""
    document = page.document
    start, end = document["when"]["start"], document["when"]["end"]
    published = read_instant(document["firstPublishedAt"] or document["updatedAt"]) or visibility.now
    return Conference(
        uid=str(page.translation_key),
        title=document["title"] or "Talk",
        slug=document["slug"],
        url=visibility.public_url(page),
        site_url=visibility.site_url,
        schedule_url=schedule_url,
        time_zone=start["timeZone"] or "UTC",
        announced_on=published.date(),
        first_day=find_day(start),
        last_day=find_day(end) or find_day(start),
        rev=rev,
    )


def find_day(moment: EntryMoment | None) -> dt.date | None:
    """The local day, if it is known."""
    return dt.date.fromisoformat(moment["date"]) if moment and moment["date"] else None


def render_schedule(conference: Conference, items: Sequence[Item]) -> bytes:
    """The programme in UTF-8: the sessions and talks among `items` of which the day is known, one language of each.

    The format has no word for what was cancelled or postponed; such items are left out. `guid` is the uid of an entry,
    `id` follows from it, as `number` says. `version` is the newest revision. What covers whole days begins at midnight
    and lasts 24 hours for each.
    """
    zone = ZoneInfo(conference.time_zone)
    slots = sorted(find_slots(items, zone), key=lambda it: (it.begins, it.room, it.data["uid"]))
    days = {day: list(group) for day, group in groupby(slots, key=lambda it: it.begins.date())}
    root = Element("schedule")
    SubElement(root, "generator", name="Colloquium", system=urlsplit(conference.schedule_url).netloc)
    add(root, "url", conference.schedule_url)
    add(root, "version", str(max([conference.rev, *(item.rev for item in items)])))
    add_conference(root, conference, slots)
    ids = number(slot.data["uid"] for slot in slots)
    for index, (day, members) in enumerate((days or {conference.first_day or conference.announced_on: []}).items(), 1):
        add_day(root, day, index=index, zone=zone).extend(write_rooms(members, conference, ids))
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def find_slots(items: Iterable[Item], zone: ZoneInfo) -> Iterable[Slot]:
    """The entries that have a place in a programme."""
    for item in items:
        data = item.data
        is_on = data["kind"] in PROGRAMME_KINDS and data["status"] not in CALLED_OFF_STATUSES
        if is_on and data["begins"] is not None:
            begins, ends = find_bounds(data, zone)
            minutes = max(0, int((ends - begins) / dt.timedelta(minutes=1)))
            yield Slot(data=data, begins=begins.astimezone(zone), minutes=minutes, room=find_room(data))


def find_bounds(data: EntryData, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """When it begins and ends as instants; what was announced without a zone is read in that of the event."""
    begins, ends = read_instant(data["begins"]), read_instant(data["ends"])
    if data["start"]["instant"] and begins and ends:
        return begins, ends
    closing = data["end"] or data["start"]
    last_day = find_day(closing) or dt.date.fromisoformat(data["start"]["date"] or "")
    night = dt.datetime.combine(last_day + ONE_DAY, dt.time.min, zone)
    end = read_local(closing, zone) if closing["time"] and data["end"] else night
    return read_local(data["start"], zone).astimezone(dt.UTC), end.astimezone(dt.UTC)


def read_local(moment: EntryMoment, zone: ZoneInfo) -> dt.datetime:
    """The local date and time of a moment of which the day is known; midnight where there is no time."""
    return dt.datetime.combine(
        dt.date.fromisoformat(moment["date"] or ""), dt.time.fromisoformat(moment["time"] or "00:00"), zone
    )


def find_room(data: EntryData) -> str:
    """The room, else the venue, else the place in one line; an event that moved online has left its room."""
    is_online = data["attendanceMode"] == AttendanceMode.ONLINE
    room = data["room"] if data["status"] != EventStatus.MOVED_ONLINE else None
    venue = data["venue"]["name"] if data["venue"] and not is_online else None
    return one_line(room or venue or data["location"] or "") or UNKNOWN_ROOM


def number(uids: Iterable[str]) -> dict[str, int]:
    """A positive integer for each uid, the same in every schedule, of 31 bits of its BLAKE2b digest.

    Of two uids of one schedule that share theirs, the later in the order of uids takes the next free one.
    """
    numbers: dict[str, int] = {}
    taken = {0}
    for uid in sorted(uids):
        candidate = int.from_bytes(hashlib.blake2b(uid.encode(), digest_size=4).digest(), "big") & LARGEST_ID
        while candidate in taken:
            candidate = candidate % LARGEST_ID + 1
        taken.add(candidate)
        numbers[uid] = candidate
    return numbers


def add_conference(root: Element, conference: Conference, slots: Sequence[Slot]) -> None:
    """The head of the schedule."""
    days = [slot.begins.date() for slot in slots]
    known = [day for day in (conference.first_day, conference.last_day, *days) if day] or [conference.announced_on]
    head = SubElement(root, "conference")
    add(head, "title", one_line(conference.title))
    add(head, "acronym", write_acronym(conference))
    add(head, "start", min(known).isoformat())
    add(head, "end", max(known).isoformat())
    add(head, "days", str(len(set(days)) or 1))
    add(head, "base_url", conference.site_url)
    add(head, "url", conference.url)
    add(head, "time_zone_name", conference.time_zone)
    for name in dict.fromkeys(one_line(slot.data["track"] or "") for slot in slots):
        if name:
            slug = slugify(name)
            SubElement(head, "track", {"name": name, **({"slug": slug} if TRACK_SLUG.fullmatch(slug) else {})})


def write_acronym(conference: Conference) -> str:
    """The slug in at least four of the letters, digits, hyphens and underscores of ASCII."""
    acronym = slugify(conference.slug)
    return acronym if len(acronym) >= SHORTEST_ACRONYM else f"event-{acronym or conference.uid[:8]}"


def add_day(root: Element, day: dt.date, *, index: int, zone: ZoneInfo) -> Element:
    """A day, from midnight to midnight."""
    start = dt.datetime.combine(day, dt.time.min, zone)
    end = dt.datetime.combine(day + ONE_DAY, dt.time.min, zone)
    bounds = {"start": write_local(start), "end": write_local(end)}
    return SubElement(root, "day", {"index": str(index), "date": day.isoformat(), **bounds})


def write_rooms(slots: Sequence[Slot], conference: Conference, ids: dict[str, int]) -> Iterable[Element]:
    """The rooms of a day in the order of their first sessions."""
    for name in dict.fromkeys(slot.room for slot in slots):
        room = Element("room", name=name, guid=str(uuid5(UUID(conference.uid), name)))
        room.extend(write_event(slot, ids[slot.data["uid"]]) for slot in slots if slot.room == name)
        yield room


def write_event(slot: Slot, number: int) -> Element:
    """A session or talk. What is said in brief is its abstract, and the abstract the description."""
    data = slot.data
    texts = [clean_text(text).strip() for text in (data["summary"], data["abstract"]) if text]
    event = Element("event", id=str(number), guid=data["uid"])
    add(event, "room", slot.room)
    add(event, "title", one_line(data["title"] or data["headline"]))
    add(event, "type", data["dateKind"] or data["kind"])
    add(event, "date", write_local(slot.begins))
    add(event, "start", f"{slot.begins:%H:%M}")
    add(event, "duration", write_duration(slot.minutes))
    add(event, "abstract", texts[0] if texts else "")
    add(event, "track", one_line(data["track"] or ""))
    if data["image"] and WEB_ADDRESS.match(data["image"]):
        add(event, "logo", data["image"])
    event.extend(write_people(data))
    add(event, "language", (data["languages"] or [data["language"]])[0])
    if texts[1:]:
        add(event, "description", texts[1])
    event.extend(write_links(data))
    add(event, "url", data["url"])
    return event


def write_duration(minutes: int) -> str:
    """Hours and minutes."""
    hours, rest = divmod(min(minutes, LONGEST), 60)
    return f"{hours:02}:{rest:02}"


def write_people(data: EntryData) -> Iterable[Element]:
    """Those who speak, each once."""
    people = Element("persons")
    for uid, name in {person["uid"]: person["name"] for person in find_authors(data)}.items():
        add(people, "person", one_line(name)).set("guid", uid)
    return [people] if len(people) else []


def write_links(data: EntryData) -> Iterable[Element]:
    """The links that everybody may follow."""
    links = Element("links")
    for link in data["links"]:
        element = add(links, "link", one_line(link["label"]))
        element.attrib.update({"href": one_line(link["url"]), "type": "related"})
    return [links] if len(links) else []


def add(parent: Element, name: str, text: str) -> Element:
    """A new child of `parent` with a text."""
    child = SubElement(parent, name)
    child.text = text
    return child
