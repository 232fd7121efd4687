"""What foreign parsers read in the golden feeds, compared with `expected.json`: `python feed_parsers.py PARSER`.

Runs with the audit's own Python. Prints a figure; ends with code 1 and the differences when a parser reads otherwise.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import extruct
import feedparser
import icalendar
import ics
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
ENTRY_FEEDS = ("events.atom", "events.rss")
FIRST_DAY, LAST_DAY = dt.date(2017, 1, 1), dt.date(2029, 1, 1)

Row = dict[str, Any]
When = dt.date | dt.datetime | None


def read_text() -> str:
    """The golden calendar with its line ends."""
    return (GOLDEN / "feeds" / "events.ics").read_bytes().decode()


def read_vobject() -> Iterator[Row]:
    """Its events as vobject reads them."""
    for event in vobject.readOne(read_text()).vevent_list:
        end = event.dtend.value if hasattr(event, "dtend") else None
        yield write_event(event.uid.value, event.summary.value, event.dtstart.value, end)


def read_ics() -> Iterator[Row]:
    """The same by ics."""
    for event in ics.Calendar(read_text()).events:
        bounds = (it.date() if event.all_day else it.datetime for it in (event.begin, event.end))
        yield write_event(event.uid, event.name, *bounds)


def read_ical() -> Iterator[Row]:
    """The same by ical, which Home Assistant uses."""
    for event in IcsCalendarStream.calendar_from_ics(read_text()).events:
        yield write_event(event.uid, event.summary, event.dtstart, event.dtend)


def read_occurrences() -> Iterator[Row]:
    """The same by recurring-ical-events, between the first and the last day."""
    calendar = icalendar.Calendar.from_ical(read_text())
    for event in recurring_ical_events.of(calendar).between(FIRST_DAY, LAST_DAY):
        yield write_event(str(event["UID"]), str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt)


def write_event(uid: str, title: str, start: When, end: When) -> Row:
    """An event in the words of `expected.json`."""
    return {"uid": uid, "title": title, "start": write_time(start), "end": write_time(end)}


def write_time(value: When) -> str | None:
    """A day, an instant in UTC with `Z`, or a time in no zone."""
    if isinstance(value, dt.datetime):
        local = value.astimezone(dt.UTC) if value.tzinfo else value
        return f"{local:%Y-%m-%dT%H:%M:%S}{'Z' if value.tzinfo else ''}"
    return value.isoformat() if value else None


def compare_events(found: Iterable[Row], *, as_written: bool = True) -> str:
    r"""The number of events; raises `ValueError` where one is read otherwise.

    Without `as_written`, the parser may take the N after an escaped backslash, `\\N`, for a line break.
    """
    rows = {row["uid"]: row for row in found}
    differences = []
    for event in EXPECTED["calendar"]:
        expected = event if as_written else {**event, "title": event["title"].replace("\\N", "\\\n")}
        row = rows.get(event["uid"])
        if not is_same(row, expected):
            differences.append(f"{expected}\n  is read as {row}")
    return conclude(differences, len(rows), len(EXPECTED["calendar"]), "events")


def is_same(row: Row | None, expected: Row) -> bool:
    """Whether an event is the expected one; a time in no zone may be read as UTC, an unknown end as any."""
    if row is None:
        return False
    is_floating = "T" in expected["start"] and not expected["start"].endswith("Z")
    start = row["start"].removesuffix("Z") if is_floating else row["start"]
    end = row["end"] if expected["end"] else None
    return {**row, "start": start, "end": end} == expected


def compare_entries() -> str:
    """The number of entries of the feeds as feedparser reads them; raises `ValueError` where one is read otherwise."""
    figures = []
    for name in ENTRY_FEEDS:
        feed = feedparser.parse((GOLDEN / "feeds" / name).read_bytes())
        key = "updated_parsed" if name.endswith("atom") else "published_parsed"
        rows = [
            {
                "id": entry.id,
                "title": entry.title,
                "url": entry.link,
                "updated": write_time(dt.datetime(*entry[key][:6], tzinfo=dt.UTC)),
            }
            for entry in feed.entries
        ]
        found = zip(rows, EXPECTED["entries"], strict=False)
        differences = [f"{expected}\n  is read as {row}" for row, expected in found if row != expected]
        differences += [f"{name}: {feed.bozo_exception}"] if feed.bozo else []
        figures.append(f"{conclude(differences, len(rows), len(EXPECTED['entries']), 'entries')} of {name}")
    return ", ".join(figures)


def conclude(differences: list[str], found: int, expected: int, noun: str) -> str:
    """The figure; raises `ValueError` when there are differences or more or fewer than expected."""
    if differences or found != expected:
        raise ValueError("\n".join([f"{found} {noun}, expected {expected}", *differences]))
    return f"{found} {noun}"


def extract(page: str) -> str:
    """The JSON-LD that extruct finds in an HTML page, as JSON."""
    html = Path(page).read_text(encoding="utf-8")
    return json.dumps(extruct.extract(html, syntaxes=["json-ld"])["json-ld"])


PARSERS: dict[str, Callable[..., str]] = {
    "vobject": lambda: compare_events(read_vobject()),
    "ics": lambda: compare_events(read_ics(), as_written=False),
    "ical": lambda: compare_events(read_ical()),
    "recurring-ical-events": lambda: compare_events(read_occurrences()),
    "feedparser": compare_entries,
    "extruct": extract,
}

if __name__ == "__main__":
    try:
        sys.stdout.write(PARSERS[sys.argv[1]](*sys.argv[2:]) + "\n")
    except ValueError as difference:
        sys.exit(str(difference))
