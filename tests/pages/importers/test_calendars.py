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


def test_something_else_in_the_form_of_a_calendar_is_none(tmp_path):
    reading = read(tmp_path, b"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20300101T000000Z\r\nEND:VEVENT\r\n")

    assert (reading.event, codes(reading)) == (None, ["calendar-invalid"])


def test_events_past_the_bound_are_left_out_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr("pages.importers.calendars.MOST_EVENTS", 1)
    events = [f"UID:{day}\r\nSUMMARY:Tides {day}\r\nDTSTART:2030030{day}T150000Z" for day in (1, 2)]

    reading = read(tmp_path, calendar(*events))

    assert [talk.title for talk in reading.event.talks] == ["Tides 1"]
    assert codes(reading) == ["calendar-cut"]


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Harbour time\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0130\r\n"
    "TZOFFSETTO:+0130\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_zone_of_the_calendars_own_is_said_in_utc(tmp_path):
    event = "UID:a\r\nSUMMARY:Tides\r\nDTSTART;TZID=Harbour time:20300301T150000\r\nRRULE:FREQ=WEEKLY;COUNT=2"

    reading = read(tmp_path, calendar(event, head=f"{HEAD}{ZONE}"))

    assert [(it.start.instant, it.start.zone) for it in reading.event.talks] == [
        (dt.datetime(2030, 3, day, 13, 30, tzinfo=dt.UTC), "UTC") for day in (1, 8)
    ]
    assert codes(reading) == ["zone-not-understood"]


def test_duration_gives_the_end_where_none_is_stated(tmp_path):
    event = "UID:a\r\nSUMMARY:Tides\r\nDTSTART;TZID=Europe/Paris:20300301T233000\r\nDURATION:PT1H"

    (talk,) = read(tmp_path, calendar(event)).event.talks

    assert (talk.minutes, talk.end.date, talk.end.time) == (60, dt.date(2030, 3, 2), dt.time(0, 30))


def test_length_is_told_without_any_zone(tmp_path):
    event = "UID:a\r\nSUMMARY:Tides\r\nDTSTART:20300301T150000\r\nDTEND:20300301T161500"

    (talk,) = read(tmp_path, calendar(event)).event.talks

    assert (talk.minutes, talk.start.instant) == (75, None)


@pytest.mark.parametrize(("last", "end"), [("20300304", dt.date(2030, 3, 3)), ("20300302", None)])
def test_event_of_whole_days_ends_on_its_last_one(tmp_path, last, end):
    event = f"UID:a\r\nSUMMARY:Tides\r\nDTSTART;VALUE=DATE:20300301\r\nDTEND;VALUE=DATE:{last}"

    (talk,) = read(tmp_path, calendar(event)).event.talks

    assert (talk.start.date, talk.end and talk.end.date) == (dt.date(2030, 3, 1), end)


def test_time_at_night_is_named_among_events_by_day(tmp_path):
    events = [
        f"UID:{day}\r\nSUMMARY:Tides {day}\r\nDTSTART;TZID=Europe/Paris:2030030{day}T{hour}0000"
        for day, hour in ((1, "15"), (2, "15"), (3, "03"))
    ]

    assert [(it.code, it.line) for it in read(tmp_path, calendar(*events)).findings] == [("time-unlikely", 17)]


def test_addresses_of_an_event_become_links(tmp_path):
    event = (
        "UID:a\r\nSUMMARY:Tides\r\nDTSTART:20300301T150000Z\r\nURL:https://example.org/tides\r\n"
        "ATTACH:https://example.org/a.pdf\r\nATTACH:javascript:alert(1)"
    )

    (talk,) = read(tmp_path, calendar(event)).event.talks

    assert [link.url for link in talk.links] == ["https://example.org/tides", "https://example.org/a.pdf"]


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("", ["event-without-start"]),
        ("DTSTART:tomorrow\r\n", ["event-value-left-out", "event-without-start"]),
        ("DTSTART;VALUE=DURATION:PT1H\r\n", ["event-without-start"]),
    ],
)
def test_event_without_a_start_is_named_and_the_others_stay(tmp_path, start, found):
    reading = read(
        tmp_path, calendar(f"UID:a\r\n{start}SUMMARY:Lost", "UID:b\r\nSUMMARY:Tides\r\nDTSTART:20300301T150000Z")
    )

    assert [talk.title for talk in reading.event.talks] == ["Tides"]
    assert codes(reading) == found


@pytest.mark.parametrize("broken", ["DTEND:later", "EXDATE:never", "RECURRENCE-ID:x", "DURATION:long"])
def test_value_that_cannot_be_read_is_named_and_the_rest_stays(tmp_path, broken):
    event = f"UID:a\r\nSUMMARY:Tides\r\nDTSTART:20300301T150000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n{broken}"

    reading = read(tmp_path, calendar(event))

    assert (len(reading.event.talks), codes(reading)) == (2, ["event-value-left-out"])


@pytest.mark.parametrize("rule", ["INTERVAL=0", "BYSETPOS=0", "COUNT=-1"])
@pytest.mark.parametrize("year", [2030, 9999])
def test_rule_that_cannot_be_followed_gives_the_first_occurrence(tmp_path, rule, year):
    event = f"UID:a\r\nSUMMARY:Tides\r\nDTSTART:{year}0301T150000Z\r\nRRULE:FREQ=WEEKLY;{rule}"

    reading = read(tmp_path, calendar(event))

    assert (len(reading.event.talks), codes(reading)) == (1, ["repetition-left-out"])


@pytest.mark.parametrize(
    ("sequences", "title"),
    [(("SEQUENCE:2", "SEQUENCE:1"), "First"), (("SEQUENCE:3\r\nSEQUENCE:4", "SEQUENCE:1"), "Second")],
)
def test_latest_version_of_an_event_counts(tmp_path, sequences, title):
    events = [
        f"UID:a\r\nSUMMARY:{name}\r\nDTSTART:20300301T150000Z\r\n{sequence}"
        for name, sequence in zip(("First", "Second"), sequences, strict=True)
    ]

    assert [talk.title for talk in read(tmp_path, calendar(*events)).event.talks] == [title]


def test_calendar_of_one_event_is_called_by_its_summary_and_has_its_title(tmp_path):
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"

    reading = read(tmp_path, calendar("UID:a\r\nSUMMARY:How tides turn\r\nDTSTART:20300301T150000Z", head=head))

    assert (reading.event.title, [talk.title for talk in reading.event.talks]) == ("talks", ["How tides turn"])
    assert codes(reading) == ["title-inferred"]
