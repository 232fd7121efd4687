from __future__ import annotations

import datetime as dt

import ical.calendar_stream
import icalendar
import pytest

from api.feeds.ical import make_calendar, render_calendar
from api.ledger.ical import render_event
from tests.api.feeds.entries import EMOJI_AT_OCTET_74, all_items, channel, find_item

UTC = dt.UTC


def rendered(**values) -> bytes:
    return render_calendar(channel(**values), [text for text in map(render_event, all_items()) if text])


def test_calendar_is_byte_for_byte_what_the_library_writes():
    events = []
    for number in range(3):
        event = icalendar.Event()
        event.add("uid", str(number))
        event.add("dtstart", dt.datetime(2027, 6, 1, number, tzinfo=UTC))
        event.add("summary", f"Owls; larks, wrens {number} 🦉" * 9)
        event.add("x-unknown", icalendar.vText("kept in place"))
        events.append(event)
    calendar = make_calendar(channel())
    for event in events:
        calendar.add_component(event)

    joined = render_calendar(channel(), [event.to_ical(sorted=False) for event in events])

    assert joined == calendar.to_ical(sorted=False)


def test_calendar_head_names_the_feed_twice_and_has_neither_uid_nor_method():
    head = render_calendar(channel(time_zone="Europe/London"), []).decode()

    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Colloquium//Feeds 1.0//EN",
        "CALSCALE:GREGORIAN",
        "LAST-MODIFIED:20270203T100000Z",
        r"NAME:Talks\, tutorials\; deadlines & more",
        r"X-WR-CALNAME:Talks\, tutorials\; deadlines & more",
        "DESCRIPTION:All dates of an invented community.",
        "X-WR-CALDESC:All dates of an invented community.",
        "URL:https://events.example.org/",
        "SOURCE;VALUE=URI:https://cms.example.org/feeds/events.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "COLOR:steelblue",
        "X-WR-TIMEZONE:Europe/London",
        "END:VCALENDAR",
        "",
    ]


def test_calendar_head_leaves_out_what_the_feed_has_not():
    head = render_calendar(channel(colour=None, time_zone=None), [])

    assert b"COLOR" not in head
    assert b"X-WR-TIMEZONE" not in head


@pytest.mark.parametrize(
    "title", ["a\r\nBEGIN:VEVENT", "a\rb", "a\x00b", "a\u2028b", "a\x85b", "\ud800a", "a, b; c\\ \\N"]
)
def test_calendar_of_any_name_stays_one_calendar(title):
    document = rendered(title=title, description=title)

    names = [str(icalendar.Calendar.from_ical(document)[name]) for name in ("NAME", "DESCRIPTION")]
    assert len(icalendar.Calendar.from_ical(document).events) == len(all_items()) - 1
    assert all("\r" not in name and "\x00" not in name for name in names)
    assert {len(line.encode()) <= 75 for line in document.decode().split("\r\n")} == {True}
    assert "\n" not in document.decode().replace("\r\n", "")


def test_line_is_folded_before_a_character_that_crosses_octet_75():
    lines = rendered().split(b"\r\n")

    first = next(number for number, line in enumerate(lines) if line.startswith(b"SUMMARY:Sixty-five"))
    assert len(lines[first]) == 73
    assert lines[first + 1].decode() == " 🦉 that takes four"
    assert (lines[first] + lines[first + 1][1:]).decode() == f"SUMMARY:{EMOJI_AT_OCTET_74}"


def test_foreign_parser_reads_the_instants_announced():
    parsed = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(rendered().decode())

    begin = {event.uid: (event.dtstart, event.dtend) for event in parsed.events}
    assert {name: begin[find_item(name).data["uid"]] for name in EXPECTED} == EXPECTED


EXPECTED = {
    "before-summer-time": (dt.datetime(2027, 3, 24, 16, tzinfo=UTC), dt.datetime(2027, 3, 24, 17, tzinfo=UTC)),
    "after-summer-time": (dt.datetime(2027, 3, 31, 15, tzinfo=UTC), dt.datetime(2027, 3, 31, 16, tzinfo=UTC)),
    "moved": (dt.datetime(2027, 4, 28, 15, 30, tzinfo=UTC), dt.datetime(2027, 4, 28, 16, 30, tzinfo=UTC)),
    "chinese": (dt.datetime(2027, 5, 12, 2, tzinfo=UTC), dt.datetime(2027, 5, 12, 3, tzinfo=UTC)),
    "aoe": (dt.datetime(2027, 7, 16, 11, 29, tzinfo=UTC), dt.datetime(2027, 7, 16, 11, 59, tzinfo=UTC)),
    "pacific": (dt.datetime(2017, 11, 6, 7, 29, tzinfo=UTC), dt.datetime(2017, 11, 6, 7, 59, tzinfo=UTC)),
    "day": (dt.date(2027, 9, 1), dt.date(2027, 9, 2)),
    "forum": (dt.date(2027, 12, 14), dt.date(2027, 12, 16)),
    "session": (dt.datetime(2027, 12, 14, 2, 30, tzinfo=UTC), dt.datetime(2027, 12, 14, 3, 15, tzinfo=UTC)),
}


def test_foreign_parsers_read_the_same_texts():
    document = rendered().decode()

    here = icalendar.Calendar.from_ical(document)
    there = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(document)
    assert {str(it["UID"]): (str(it["SUMMARY"]), str(it["DESCRIPTION"])) for it in here.events} == {
        it.uid: (it.summary, it.description) for it in there.events
    }
