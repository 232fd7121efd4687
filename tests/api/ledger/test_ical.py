"""What calendars get of each thing: its lines, and what foreign libraries read in them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import ical.calendar_stream
import icalendar
import pytest
import time_machine

from api.ledger.ical import render_event
from api.ledger.models import CalendarEntry
from tests.api.feeds.entries import EMOJI_AT_OCTET_74, HOSTILE, LONDON, at, item, person
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
)

NOW = dt.datetime(2027, 1, 11, 9, 30, tzinfo=dt.UTC)
UTC = dt.UTC
OSLO = "Europe/Oslo"
FORBIDDEN = ("METHOD", "RRULE", "RDATE", "TZID", "BEGIN:VTIMEZONE", "BEGIN:VALARM", "ORGANIZER", "ATTENDEE")
DAY = dt.date(2027, 6, 14)
MORNING, EVENING = dt.time(9), dt.time(17)


def unfold(text: bytes) -> list[str]:
    """The lines of a VEVENT as they were before they were folded."""
    return bytes(text).decode().replace("\r\n ", "").split("\r\n")[:-1]


def lines_of(**values) -> list[str]:
    """The lines of an entry."""
    return unfold(CalendarEntry.objects.get(**values).ics)


def among(lines: list[str], *names: str) -> list[str]:
    """The lines of some properties."""
    return [line for line in lines if re.split("[:;]", line)[0] in names]


def times_of(**values) -> list[str]:
    """When an entry is, and whether it keeps one busy."""
    return [line.removeprefix("DT") for line in among(lines_of(**values), "DTSTART", "DTEND", "TRANSP")]


def wrap(*events: bytes) -> str:
    """A calendar of events."""
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//Test//EN\r\n"
    return (head + b"".join(map(bytes, events)) + b"END:VCALENDAR\r\n").decode()


def read_abroad(*events: bytes):
    """The events as a foreign library reads them, by summary."""
    parsed = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(wrap(*events))
    return {it.summary: it for it in parsed.events}


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Seminar", slug="seminar")


@pytest.mark.django_db
def test_talk_in_all_its_lines(home, settings):
    uids = [uuid.UUID(int=number) for number in (1, 2)]
    ada = PersonFactory(name="Ada Marsh", affiliation=OrganisationFactory(name="Harbour University"))
    with time_machine.travel(NOW, tick=False):
        series = SeriesFactory(parent=home, title="Seminar", slug="seminar", translation_key=uids[0])
        TalkFactory(
            parent=series,
            title="Knots; and ropes",
            slug="knots",
            translation_key=uids[1],
            contributions=[ContributionFactory(person=ada), ContributionFactory(role="host")],
            attendance_mode="online",
            abstract="<p>We <b>tie</b> knots.</p><p>And untie them.</p>",
            topics=[TopicFactory(name="Ropes, cords")],
            links=[
                LinkFactory(kind="registration", url="https://example.org/register?a=1&b=2"),
                LinkFactory(kind="join", url="https://example.org/room", label='The "big" room'),
                LinkFactory(kind="stream", url="https://example.org/live"),
            ],
        )

    url = f"{settings.PUBLIC_URL}/seminar/knots/"
    assert lines_of(uid=uids[1]) == [
        "BEGIN:VEVENT",
        "UID:00000000-0000-0000-0000-000000000002",
        "DTSTAMP:20270111T093000Z",
        "LAST-MODIFIED:20270111T093000Z",
        "CREATED:20270111T093000Z",
        "SEQUENCE:0",
        "DTSTART:20270616T123000Z",
        "DTEND:20270616T133000Z",
        "TRANSP:OPAQUE",
        r"SUMMARY:Ada Marsh: Knots\; and ropes",
        r"DESCRIPTION:Ada Marsh (Harbour University)\n\nWednesday 16 June 2027\, 13:30 Europe/London\n\nOnline"
        r"\n\nSeminar\n\nWe tie knots.\n\nAnd untie them.\n\nRegister: https://example.org/register?a=1&b=2"
        r"\n\nJoin: https://example.org/room\n\nLive stream: https://example.org/live\n\n" + url,
        "STATUS:CONFIRMED",
        "CLASS:PUBLIC",
        f"URL:{url}",
        r"CATEGORIES:Talk,Ropes\, cords",
        "LOCATION:Online",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=The 'big' room:https://example.org/room",
        "CONFERENCE;VALUE=URI;FEATURE=FEED;LABEL=Live stream:https://example.org/live",
        "RELATED-TO;RELTYPE=PARENT:00000000-0000-0000-0000-000000000001",
        "END:VEVENT",
    ]


@pytest.mark.django_db
def test_nothing_stands_in_an_event_that_clients_stumble_over(home, series):
    TalkFactory(parent=series, contributions=[ContributionFactory()])
    ForumFactory(
        parent=home,
        start_time=MORNING,
        time_zone=OSLO,
        sessions=[SessionFactory(start_date=DAY, start_time=MORNING)],
        important_dates=[ImportantDateFactory()],
    )

    texts = [bytes(ics).decode() for ics in CalendarEntry.objects.exclude(kind="series").values_list("ics", flat=True)]

    assert len(list(filter(None, texts))) == 4
    assert [word for word in FORBIDDEN for text in texts if word in text] == []


EVENTS = {
    "two days": (
        {"start_date": dt.date(2017, 12, 14), "end_date": dt.date(2017, 12, 15)},
        ["START;VALUE=DATE:20171214", "END;VALUE=DATE:20171216", "TRANSP:TRANSPARENT"],
    ),
    "one day": ({}, ["START;VALUE=DATE:20270614", "END;VALUE=DATE:20270615", "TRANSP:TRANSPARENT"]),
    "hours in a zone": (
        {"start_time": MORNING, "end_time": EVENING, "time_zone": OSLO},
        ["START:20270614T070000Z", "END:20270614T150000Z", "TRANSP:OPAQUE"],
    ),
    "an unknown end": (
        {"start_time": MORNING, "time_zone": OSLO},
        ["START:20270614T070000Z", "END:20270614T220000Z", "TRANSP:OPAQUE"],
    ),
    "an end without time": (
        {"start_time": MORNING, "end_date": dt.date(2027, 6, 15), "time_zone": OSLO},
        ["START:20270614T070000Z", "END:20270615T220000Z", "TRANSP:OPAQUE"],
    ),
    "hours in no zone": (
        {"start_time": MORNING, "end_time": EVENING},
        ["START:20270614T090000", "END:20270614T170000", "TRANSP:OPAQUE"],
    ),
    "an unknown end in no zone": (
        {"start_time": MORNING},
        ["START:20270614T090000", "END:20270615T000000", "TRANSP:OPAQUE"],
    ),
    "an end without time in no zone": (
        {"start_time": MORNING, "end_date": dt.date(2027, 6, 15)},
        ["START:20270614T090000", "END:20270616T000000", "TRANSP:OPAQUE"],
    ),
    "an end as the start": (
        {"start_time": MORNING, "end_time": MORNING, "time_zone": OSLO},
        ["START:20270614T070000Z", "TRANSP:OPAQUE"],
    ),
    "a month": ({"date_precision": "month"}, []),
    "unknown": ({"start_date": None}, []),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVENTS)
def test_times_of_events(home, name):
    values, expected = EVENTS[name]

    page = ForumFactory(parent=home, **values)

    assert times_of(uid=page.translation_key) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of_series", "of_talk", "expected"),
    [
        ({}, {}, ["START:20270616T123000Z", "END:20270616T133000Z"]),
        ({"usual_minutes": 90}, {}, ["START:20270616T123000Z", "END:20270616T140000Z"]),
        ({"usual_minutes": 90}, {"minutes": 45}, ["START:20270616T123000Z", "END:20270616T131500Z"]),
        ({}, {"end_time": dt.time(15)}, ["START:20270616T123000Z", "END:20270616T140000Z"]),
        ({}, {"time_zone": "Asia/Kolkata"}, ["START:20270616T080000Z", "END:20270616T090000Z"]),
        ({"time_zone": ""}, {}, ["START:20270616T133000", "END:20270616T143000"]),
    ],
)
def test_talks_last_as_long_as_usual(home, of_series, of_talk, expected):
    series = SeriesFactory(parent=home, **of_series)

    talk = TalkFactory(parent=series, **of_talk)

    assert times_of(uid=talk.translation_key)[:2] == expected


@pytest.mark.django_db
def test_the_same_wall_time_on_both_sides_of_the_end_of_summer_time(series):
    for title, date in {"Before": dt.date(2021, 10, 27), "After": dt.date(2021, 11, 3)}.items():
        TalkFactory(parent=series, title=title, start_date=date)

    events = read_abroad(*CalendarEntry.objects.filter(kind="talk").values_list("ics", flat=True))

    assert {title: event.dtstart for title, event in events.items()} == {
        "Before": dt.datetime(2021, 10, 27, 12, 30, tzinfo=UTC),
        "After": dt.datetime(2021, 11, 3, 13, 30, tzinfo=UTC),
    }


DEADLINES = {
    "Anywhere on Earth": (
        {"zone_policy": "aoe"},
        "Papers: Conference (23:59 AoE)",
        ["START:20270302T112959Z", "END:20270302T115959Z"],
    ),
    "Anywhere on Earth at a time": (
        {"zone_policy": "aoe", "start_time": EVENING},
        "Papers: Conference (17:00 AoE)",
        ["START:20270302T043000Z", "END:20270302T050000Z"],
    ),
    "a zone": (
        {
            "zone_policy": "zone",
            "time_zone": "America/Los_Angeles",
            "start_date": dt.date(2017, 11, 5),
            "start_time": dt.time(23, 59),
        },
        "Papers: Conference (23:59 PST)",
        ["START:20171106T072900Z", "END:20171106T075900Z"],
    ),
    "a zone without letters": (
        {"zone_policy": "zone", "time_zone": "America/Sao_Paulo", "start_time": EVENING},
        "Papers: Conference (17:00 America/Sao_Paulo)",
        ["START:20270301T193000Z", "END:20270301T200000Z"],
    ),
    "a day in a zone": (
        {"zone_policy": "zone", "time_zone": "Asia/Tokyo"},
        "Papers: Conference",
        ["START;VALUE=DATE:20270301", "END;VALUE=DATE:20270302"],
    ),
    "a day": (
        {"zone_policy": "floating"},
        "Papers: Conference",
        ["START;VALUE=DATE:20270301", "END;VALUE=DATE:20270302"],
    ),
    "days": (
        {"zone_policy": "floating", "end_date": dt.date(2027, 3, 3)},
        "Papers: Conference",
        ["START;VALUE=DATE:20270301", "END;VALUE=DATE:20270304"],
    ),
    "a time in no zone": (
        {"zone_policy": "floating", "start_time": EVENING},
        "Papers: Conference",
        ["START:20270301T163000", "END:20270301T170000"],
    ),
    "a period Anywhere on Earth": (
        {"zone_policy": "aoe", "end_date": dt.date(2027, 3, 3)},
        "Papers: Conference (23:59 AoE)",
        ["START:20270304T112959Z", "END:20270304T115959Z"],
    ),
    "a month": ({"date_precision": "month"}, None, []),
    "unknown": ({"start_date": None}, None, []),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", DEADLINES)
def test_deadlines_end_at_their_instant_and_keep_nobody_busy(home, name):
    values, summary, expected = DEADLINES[name]

    CallForPapersFactory(
        parent=home, title="Conference", important_dates=[ImportantDateFactory(label="Papers", **values)]
    )

    lines = lines_of(kind="deadline")
    assert among(lines, "SUMMARY") == ([f"SUMMARY:{summary}"] if summary else [])
    assert times_of(kind="deadline") == [*expected, *(["TRANSP:TRANSPARENT"] if expected else [])]


STATUSES = {
    "scheduled": ("SUMMARY:Talk", "STATUS:CONFIRMED", "LOCATION:Main building\\, Oslo\\, Norway"),
    "tentative": ("SUMMARY:Talk", "STATUS:TENTATIVE", "LOCATION:Main building\\, Oslo\\, Norway"),
    "postponed": ("SUMMARY:POSTPONED: Talk", "STATUS:TENTATIVE", "LOCATION:Main building\\, Oslo\\, Norway"),
    "cancelled": ("SUMMARY:CANCELLED: Talk", "STATUS:CANCELLED", "LOCATION:Main building\\, Oslo\\, Norway"),
    "moved_online": ("SUMMARY:Talk", "STATUS:CONFIRMED", "LOCATION:Online"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("status", STATUSES)
def test_statuses_are_said_in_words_and_in_properties(series, status):
    place = {"venue": "Main building", "city": "Oslo", "country": "NO", "attendance_mode": "in_person"}

    talk = TalkFactory(parent=series, title="Talk", status=status, **place)

    lines = lines_of(uid=talk.translation_key)
    assert tuple(among(lines, "SUMMARY", "STATUS", "LOCATION")) == STATUSES[status]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "summary"),
    [
        ({"title_announced": False}, "Ada Marsh: Title to be announced"),
        ({"title_announced": False, "status": "cancelled"}, "CANCELLED: Ada Marsh: Title to be announced"),
        ({"title": "Knots: an introduction"}, "Ada Marsh: Knots: an introduction"),
        ({"title": "Knots: an introduction", "status": "postponed"}, "POSTPONED: Ada Marsh: Knots: an introduction"),
    ],
)
def test_talks_are_named_after_their_speakers(series, values, summary):
    ada = PersonFactory(name="Ada Marsh")

    talk = TalkFactory(parent=series, **{"title": "Secret", **values}, contributions=[ContributionFactory(person=ada)])

    lines = lines_of(uid=talk.translation_key)
    assert among(lines, "SUMMARY") == [f"SUMMARY:{summary}"]
    assert [line for line in lines if "Secret" in line] == []


def test_many_speakers_are_not_all_named():
    speakers = [person(f"Person {number}") for number in range(4)]

    few = unfold(render_event(item("a", at(2027, 6, 1), title="Talk", people=speakers[:3])))
    many = unfold(render_event(item("a", at(2027, 6, 1), title="Talk", people=speakers)))

    assert among(few, "SUMMARY") == ["SUMMARY:Person 0\\, Person 1\\, Person 2: Talk"]
    assert among(many, "SUMMARY") == ["SUMMARY:Person 0 et al.: Talk"]


@pytest.mark.django_db
def test_links_that_are_not_for_all_at_any_time_are_not_told(series):
    hidden = [
        {"access": "registered"},
        {"access": "members"},
        {"access": "private"},
        {"visible_from_minutes": -30},
        {"visible_until_minutes": 30},
        {"expires_on": dt.date(2190, 1, 1)},
        {"visible_from_minutes": -99_999_999 // 20, "visible_until_minutes": 99_999_999 // 20},
    ]
    links = [LinkFactory(kind="join", url=f"https://example.org/hidden/{it}", **row) for it, row in enumerate(hidden)]

    TalkFactory(parent=series, links=[*links, LinkFactory(kind="stream", url="https://example.org/live")])

    entry = CalendarEntry.objects.get(kind="talk")
    assert "https://example.org/live" in entry.data
    assert "hidden" not in entry.data
    assert "hidden" not in bytes(entry.ics).decode()


@pytest.mark.django_db
def test_pictures_are_told_with_their_type(home, settings):
    image = ImageFactory()

    page = ForumFactory(parent=home, hero_image=image)

    [line] = among(lines_of(uid=page.translation_key), "IMAGE")
    assert line.startswith("IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/")
    assert line.endswith(image.file.url.rpartition("/")[2])


@pytest.mark.django_db
def test_rows_of_an_event_name_it_and_stand_below_it(home, settings):
    session = SessionFactory(
        title="Opening", start_date=DAY, start_time=MORNING, end_time=dt.time(9, 15), room="Room 4"
    )
    session.speakers = [PersonFactory(name="Bo Reed")]
    page = ForumFactory(
        parent=home, title="Harbour Forum", slug="forum", time_zone=OSLO, city="Oslo", sessions=[session]
    )

    lines = lines_of(kind="session")
    row = page.sessions.get()
    assert among(lines, "SUMMARY", "URL", "CATEGORIES", "LOCATION", "RELATED-TO") == [
        "SUMMARY:Opening (Harbour Forum)",
        f"URL:{settings.PUBLIC_URL}/forum/#{row.translation_key}",
        "CATEGORIES:Session",
        "LOCATION:Room 4\\, Oslo",
        f"RELATED-TO;RELTYPE=PARENT:{page.translation_key}",
    ]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Owls, larks; wrens\\finches", r"SUMMARY:Owls\, larks\; wrens\\finches"),
        (r"\Nabla and \news", r"SUMMARY:\\Nabla and \\news"),
        ("one\r\ntwo\rthree\u2028four", "SUMMARY:one two three four"),
        ("N\x00UL and b\x07ell", "SUMMARY:NUL and bell"),
        (
            "可验证系统中的隐私保护与可信执行环境：从理论到工程实践",
            "SUMMARY:可验证系统中的隐私保护与可信执行环境：从理论到工程实践",
        ),
        (EMOJI_AT_OCTET_74, f"SUMMARY:{EMOJI_AT_OCTET_74}"),
        ("END:VEVENT\r\nBEGIN:VEVENT", "SUMMARY:END:VEVENT BEGIN:VEVENT"),
    ],
)
def test_nasty_titles_stay_titles(title, line):
    text = render_event(item("nasty", at(2027, 6, 2, "16:00", LONDON), title=title))

    assert among(unfold(text), "SUMMARY") == [line]
    assert max(len(it) for it in text.split(b"\r\n")) <= 75
    assert [it for it in text.split(b"\r\n") if b"\n" in it or b"\r" in it or b"\0" in it] == []


@pytest.mark.parametrize("title", [HOSTILE, EMOJI_AT_OCTET_74, r"\Nabla", "C:\\News, a;b"])
def test_nasty_texts_are_read_back_the_same_here_and_abroad(title):
    text = render_event(item("nasty", at(2027, 6, 2, "16:00", LONDON), title=title, paragraphs=[title]))

    [here] = icalendar.Calendar.from_ical(wrap(text)).events
    [there] = read_abroad(text).values()

    assert (str(here["SUMMARY"]), str(here["DESCRIPTION"])) == (there.summary, there.description)
    assert there.summary == re.sub(r"[\r\u2028]", " ", title.replace("\0", ""))


def test_many_topics_are_read_back_as_they_are():
    topics = [{"name": name, "slug": "x"} for name in ("Ropes, cords", "a;b", r"\Nabla", "两")]

    text = render_event(item("topics", at(2027, 6, 2), title="Talk", topics=topics))

    # The other library splits at commas that are escaped.
    [event] = icalendar.Calendar.from_ical(wrap(text)).events
    assert event.categories == ["Talk", "Ropes, cords", "a;b", r"\Nabla", "两"]


def test_bytes_depend_on_the_entry_and_its_history_alone():
    known = item("same", at(2027, 6, 2, "16:00", LONDON), title="Talk")

    first = render_event(known)
    with time_machine.travel(dt.datetime(2040, 1, 1, tzinfo=UTC)):
        second = render_event(known)

    assert first == second
