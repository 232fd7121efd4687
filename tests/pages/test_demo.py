from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from pages.demo import DOCUMENTS, fill_in, render

if TYPE_CHECKING:
    from pathlib import Path

TODAYS = [
    dt.date(2026, 11, 20),
    dt.date(2027, 3, 27),
    dt.date(2027, 3, 28),
    dt.date(2027, 10, 31),
    dt.date(2027, 12, 31),
    dt.date(2028, 1, 1),
    dt.date(2028, 2, 28),
    dt.date(2028, 2, 29),
    dt.date(2028, 3, 1),
    dt.date(2028, 5, 31),
    *(dt.date(2029, 6, 4) + dt.timedelta(days=n) for n in range(7)),
]
WEDNESDAY = 2
TALK_DATE = re.compile(r"^- (?:~~[^~]+~~ )?(\d+ [A-Z][a-z]+ \d{4})", re.MULTILINE)


@pytest.fixture
def documents(tmp_path: Path, today: dt.date) -> Path:
    return render(today, tmp_path)


def talk_dates(documents: Path) -> list[dt.date]:
    text = (documents / "seminars.md").read_text(encoding="utf-8")
    return [read_day(words) for words in TALK_DATE.findall(text)]


def read_day(words: str) -> dt.date:
    return dt.datetime.strptime(" ".join(words.split()), "%d %B %Y").replace(tzinfo=dt.UTC).date()


@pytest.mark.parametrize(
    ("placeholder", "expected"),
    [
        ("{{ day:+0|%Y%m%d }}", "20261120"),
        ("{{ day:-21|%e %B %Y }}", "30 October 2026"),
        ("{{ day:+11|%B %D, %Y }}", "December 1st, 2026"),
        ("{{ day:+12|%b %D }} and {{ day:+13|%D }}", "Dec 2nd and 3rd"),
        ("{{ day:-9|%D }} {{ day:+1|%D }} {{ day:+2|%D }} {{ day:+3|%D }}", "11th 21st 22nd 23rd"),
        ("{{ friday:+0|%F }}", "2026-11-20"),
        ("{{ friday:-1|%F }}", "2026-11-13"),
        ("{{ wednesday:+0|%F }}", "2026-11-25"),
        ("{{ wednesday:-1|%F }}", "2026-11-18"),
        ("{{ wednesday:+2|%Y%m%dT1600 }}", "20261209T1600"),
        ("{{ month:+0|%F }}", "2026-11-01"),
        ("{{ month:+1|%F }}", "2026-12-01"),
        ("{{ month:+2|%B 14th and 15th, %Y }}", "January 14th and 15th, 2027"),
        ("{{ month:-11|%F }}", "2025-12-01"),
        (r"no placeholder: $e^{\varepsilon}$ {{ page.title }}", r"no placeholder: $e^{\varepsilon}$ {{ page.title }}"),
    ],
)
def test_placeholder_becomes_the_words_of_its_date(placeholder: str, expected: str) -> None:
    text = fill_in(placeholder, today=dt.date(2026, 11, 20))

    assert text == expected


def test_placeholder_with_unknown_unit_raises() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        fill_in("{{ fortnight:+1|%F }}", today=dt.date(2026, 11, 20))


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_rendered_documents_hold_no_placeholder(documents: Path) -> None:
    leftovers = [
        path.name for path in documents.rglob("*.md") if re.search(r"\{\{|%[A-Za-z] ", path.read_text("utf-8"))
    ]

    assert leftovers == []


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_series_shows_past_live_and_upcoming_talks(documents: Path, today: dt.date) -> None:
    dates = talk_dates(documents)

    assert (sum(day < today for day in dates), sum(day > today for day in dates)) == (6, 6)
    assert today in dates


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_series_talks_fall_on_wednesdays_except_the_open_day(documents: Path, today: dt.date) -> None:
    dates = talk_dates(documents)

    assert {day.weekday() for day in dates if day != today} == {WEDNESDAY}


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_series_announces_each_time_twice_with_the_same_value(documents: Path) -> None:
    text = (documents / "seminars.md").read_text(encoding="utf-8")
    announced = re.findall(r"(\d+ [A-Z][a-z]+ \d{4}), (\d\d):(\d\d)\S* .*iso=(\d{8})T(\d\d)(\d\d)?&", text)

    differences = [
        row for row in announced if (f"{read_day(row[0]):%Y%m%d}", row[1], row[2]) != (row[3], row[4], row[5] or "00")
    ]

    assert (len(announced), differences) == (12, [])


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_deadlines_are_ahead_and_notification_precedes_submission(documents: Path, today: dt.date) -> None:
    text = (documents / "call-for-papers.md").read_text(encoding="utf-8")

    dates = [read_day(words) for words in re.findall(r"^- [^:\n]+: (\d+ \w+ +\d{4})$", text, re.MULTILINE)]

    assert [(day - today).days for day in dates] == [45, 31, 80, 110]


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_forum_takes_place_after_its_extended_deadline(documents: Path, today: dt.date) -> None:
    text = (documents / "forum.md").read_text(encoding="utf-8")
    event = re.search(r"on (\w{3}) 14th and 15th, (\d{4})", text)
    assert event

    first_day = dt.datetime.strptime(f"14 {event[1]} {event[2]}", "%d %b %Y").replace(tzinfo=dt.UTC).date()

    deadline = today + dt.timedelta(days=24)
    assert f" {deadline:%B} {deadline.day}" in text
    assert dt.timedelta(days=31) < first_day - deadline < dt.timedelta(days=90)


@pytest.mark.parametrize("today", [dt.date(2028, 2, 29)], ids=str)
def test_every_named_picture_is_written(documents: Path) -> None:
    written = {path.relative_to(documents).as_posix() for path in documents.rglob("*.*") if path.suffix != ".md"}
    named = {
        name.removeprefix("/")
        for path in documents.rglob("*.md")
        for name in re.findall(r"/?images/[\w/-]+\.\w+", path.read_text(encoding="utf-8"))
    }

    assert named == written


def test_documents_link_to_example_domains_only() -> None:
    hosts = {
        host
        for path in DOCUMENTS.rglob("*.md")
        for host in re.findall(r"https?://([^/\s)\"'<>]+)", path.read_text(encoding="utf-8"))
    }

    assert {host.rpartition("example.")[1:] for host in hosts} == {
        ("example.", "com"),
        ("example.", "net"),
        ("example.", "org"),
    }
