import datetime as dt

import pytest

from pages.importers.calendars import split_summary, unfold
from pages.importers.documents import ReadingOptions
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nX-WR-CALNAME:Tidal Seminar\r\n"


def calendar(*events, head=HEAD):
    body = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20300101T000000Z\r\n{it}\r\nEND:VEVENT\r\n" for it in events)
    return f"{head}{body}END:VCALENDAR\r\n".encode()


def read(folder, raw, *, time_zone=None, name="talks.ics"):
    (folder / name).write_bytes(raw)
    (reading,) = read_tree(SourceTree.collect([folder / name]), ReadingOptions(time_zone=time_zone))
    return reading


def codes(reading):
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize(
    ("start", "zone", "instant", "date"),
    [
        (":20300301T150000Z", None, "2030-03-01T15:00Z", "2030-03-01"),
        (";TZID=Europe/Paris:20300701T150000", None, "2030-07-01T13:00Z", "2030-07-01"),
        (";TZID=Pacific Standard Time:20300701T150000", None, "2030-07-01T22:00Z", "2030-07-01"),
        (":20300701T150000", "Asia/Tokyo", "2030-07-01T06:00Z", "2030-07-01"),
        (":20300701T150000", None, None, "2030-07-01"),
        (";VALUE=DATE:20300701", "Asia/Tokyo", None, "2030-07-01"),
    ],
)
def test_start_has_the_instant_that_its_zone_gives(tmp_path, start, zone, instant, date):
    talk = read(tmp_path, calendar(f"UID:a\r\nSUMMARY:On tides\r\nDTSTART{start}"), time_zone=zone).event.talks[0]

    found = talk.start.instant and talk.start.instant.strftime("%Y-%m-%dT%H:%MZ")
    assert (found, talk.start.date.isoformat()) == (instant, date)


def test_event_without_any_zone_is_reported(tmp_path):
    reading = read(tmp_path, calendar("UID:a\r\nSUMMARY:On tides\r\nDTSTART:20300701T150000"))

    assert codes(reading) == ["zone-missing"]


def test_repetition_follows_wall_time_exceptions_and_moved_occurrences(tmp_path):
    reading = read(
        tmp_path,
        calendar(
            "UID:a\r\nSUMMARY:Tidal Seminar\r\nDTSTART;TZID=Europe/Paris:20300321T160000\r\nDURATION:PT1H\r\n"
            "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Paris:20300328T160000",
            "UID:a\r\nRECURRENCE-ID;TZID=Europe/Paris:20300404T160000\r\nSUMMARY:Tidal Seminar: Ada Kowalczyk\r\n"
            "DTSTART;TZID=Europe/Paris:20300405T100000\r\nDTEND;TZID=Europe/Paris:20300405T110000",
        ),
    )

    talks = reading.event.talks
    assert [(it.start.instant, it.minutes, it.title) for it in talks] == [
        (dt.datetime(2030, 3, 21, 15, tzinfo=dt.UTC), 60, ""),
        (dt.datetime(2030, 4, 5, 8, tzinfo=dt.UTC), 60, ""),
        (dt.datetime(2030, 4, 11, 14, tzinfo=dt.UTC), 60, ""),
    ]
    assert [row.person.name for row in talks[1].contributions] == ["Ada Kowalczyk"]
    assert talks[1].identifiers == (("ical-uid", "a/20300404T160000"),)


@pytest.mark.parametrize(
    ("rule", "count", "code"),
    [
        ("FREQ=WEEKLY", 104, "repetition-cut"),
        ("FREQ=DAILY;COUNT=100000", 104, "repetition-cut"),
        ("FREQ=SECONDLY", 1, "repetition-left-out"),
        ("FREQ=NEVER;BYDAY=XX", 1, "repetition-left-out"),
    ],
)
def test_endless_and_strange_rules_are_bounded(tmp_path, rule, count, code):
    reading = read(tmp_path, calendar(f"UID:a\r\nSUMMARY:Tidal Seminar\r\nDTSTART:20300321T160000Z\r\nRRULE:{rule}"))

    assert (len(reading.event.talks), code in codes(reading)) == (count, True)


def test_cancelled_event_keeps_its_status_and_links_and_loses_people_of_the_calendar(tmp_path):
    event = (
        "UID:a\r\nSUMMARY:Old harbours (Mina Sørlie)\r\nDTSTART:20300301T150000Z\r\nDTEND:20300301T160000Z\r\n"
        "STATUS:CANCELLED\r\nORGANIZER:mailto:secret@example.org\r\nLOCATION:https://zoom.us/j/123\r\n"
        'DESCRIPTION:<p>About harbours\\, <a href="https://example.org/slides.pdf">Slides</a></p>'
        "<script>alert(1)</script>"
    )

    reading = read(tmp_path, calendar(event))

    talk = reading.event.talks[0]
    assert (talk.status, talk.minutes, talk.attendance_mode) == ("cancelled", 60, "online")
    assert ("slides", "https://example.org/slides.pdf") in [(it.kind, it.url) for it in talk.links]
    assert "alert" not in repr(talk)
    assert "secret@example.org" not in repr(reading.event)
    assert "organizer" in [it.what for it in reading.dropped]


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe", b"BEGIN:VCALENDAR\r\n", b"hello", "BEGIN:VCALENDAR\nEND:VCALENDAR\n".encode("utf-16")]
)
def test_what_is_no_calendar_is_said_to_be_none(tmp_path, raw):
    reading = read(tmp_path, raw)

    assert reading.event is None
    assert {"calendar-invalid", "calendar-empty"} & set(codes(reading))


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Tidal Seminar", ("", "")),
        ("Tidal Seminar: Week no 3 given by Ada Kowalczyk", ("", "Ada Kowalczyk")),
        ("Tidal Seminar - Ada Kowalczyk", ("", "Ada Kowalczyk")),
        ("Tidal Seminar: How tides turn", ("How tides turn", "")),
        ("How tides turn", ("How tides turn", "")),
    ],
)
def test_summary_is_split_into_title_and_speaker(summary, expected):
    assert split_summary(summary, "Tidal Seminar") == expected


def test_unfolding_keeps_the_numbers_of_lines():
    assert unfold("A:1\n 2\n 3\nB:4") == "A:123\n\n\nB:4"
