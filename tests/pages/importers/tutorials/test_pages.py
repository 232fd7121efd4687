from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers import tutorial
from pages.importers.documents import ImportedTutorial, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree


def _read(text: str, options: ReadingOptions = ReadingOptions()) -> ImportedTutorial:  # noqa: B008  # frozen
    document = read_document(text.encode(), path="site/tutorial.md")
    event = tutorial.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=options).event
    assert isinstance(event, ImportedTutorial)
    return event


@pytest.mark.parametrize(
    ("release", "day", "year", "expected"),
    [
        ("31 December 2026", "1 January", None, "2027-01-01"),
        ("3 January 2027", "20 December", None, "2026-12-20"),
        ("10 October 2026", "1 November", None, "2026-11-01"),
        ("31 December 2026", "1 January", 2028, "2028-01-01"),
        ("31 December 2026", "2 May 2027", None, "2027-05-02"),
    ],
)
def test_day_without_a_year_lies_next_to_the_dates_with_one(
    release: str, day: str, year: int | None, expected: str
) -> None:
    event = _read(
        f"---\ntitle: Salt in rivers\nschedule:\n- We will release our videos by {release}.\n"
        f'- "On the tutorial day, {day}, we will hold a session."\n- "Q&A: 11:00 - 11:30 (UTC, {day})"\n---\n',
        ReadingOptions(year=year),
    )

    assert ([str(it.start.date) for it in event.sessions], str(event.start.date)) == ([expected], expected)


PAGE = """\
---
title: Home
---
# Salt in rivers: a tutorial

This tutorial will take place on 5 May 2027, 9:00 - 12:00 CEST in Oslo.

## People

- [Ada Reed](https://a.example), Hill School
- Bo Kim (Lake School)

## Schedule

| Time | Topic |
|---|---|
| 9:00-9:30 | Introduction |
| 9:30-12:00 | Hands-on |

## References

- [Downstream salt](https://arxiv.org/abs/1)
"""


def test_page_is_called_by_its_main_heading_and_has_its_programme() -> None:
    event = _read(PAGE)

    assert (event.title, event.attendance_mode) == ("Salt in rivers: a tutorial", "unknown")
    assert [it.person.name for it in event.contributions] == ["Ada Reed", "Bo Kim"]
    assert [(it.title, str(it.start.date), str(it.start.time), it.start.zone) for it in event.sessions] == [
        ("Introduction", "2027-05-05", "09:00:00", "Europe/Paris"),
        ("Hands-on", "2027-05-05", "09:30:00", "Europe/Paris"),
    ]
    assert [(it.kind, it.label) for it in event.links] == [("paper", "Downstream salt")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Home\nhome_title: Salt tutorial\n---\nText of it.\n", "Salt tutorial"),
        ("---\ntitle: Tutorial\n---\n# Presenters\n\nAda Reed\n", "Tutorial"),
        ("---\ntitle: ''\n---\n# Salt in rivers\n\nText of it.\n", "Salt in rivers"),
    ],
)
def test_title_of_a_page_with_a_generic_one(text: str, title: str) -> None:
    assert _read(text).title == title


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("All times are in CET", "Europe/Paris"),
        ("All times are in UTC", "UTC"),
        ("All times are in UTC+3", "Etc/GMT-3"),
        ("All times are Tokyo time", "Asia/Tokyo"),
        ("All times are in UTC+5:30", None),
    ],
)
def test_zone_of_the_times_in_a_schedule(words: str, zone: str | None) -> None:
    event = _read(
        f"---\ntitle: Salt in rivers\ndate: 5 February 2027\nschedule:\n- {words}\n- '9:00 - 9:30 Introduction'\n---\n"
    )

    assert [it.start.zone for it in event.sessions] == [zone]


def test_times_without_a_day_keep_their_words() -> None:
    event = _read("---\ntitle: Salt in rivers\nschedule:\n- '9:00 - 9:30 Introduction'\n---\n")

    assert [(it.start.date, it.start.announced_as) for it in event.sessions] == [(None, "9:00 - 9:30")]


def test_section_of_a_tutorial_ends_at_the_next_of_its_level() -> None:
    event = _read(
        "---\ntitle: Home\n---\n# News\n\nA new sofa.\n\n# Tutorial\n\n**Title:** Salt in rivers\n\n"
        "# Registration\n\n[Slides](https://x.example/other.pdf)\n\n"
        "[Slides again](https://x.example/other.pdf)\n"
    )

    assert (event.title, [it.kind for it in event.links]) == ("Salt in rivers", [])


def test_presenter_named_twice_is_one_with_all_that_is_said() -> None:
    event = _read(
        "---\ntitle: Salt in rivers\nauthors:\n- Ada Reed\n---\n## Presenters\n\n"
        "- [Ada Reed](https://a.example), Hill School\n"
    )

    assert [(it.person.name, it.person.homepage, it.person.affiliations) for it in event.contributions] == [
        ("Ada Reed", "https://a.example", ("Hill School",))
    ]
