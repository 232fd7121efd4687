from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from pages.importers.dates import DateContext
from pages.importers.documents import ImportedLink, ImportedPerson
from pages.importers.events.programme import Programme, read_programme, session_kind
from pages.importers.text.markup import read_sections
from pages.moments import Moment

DAY = dt.date(2031, 5, 12)


def _read(text: str, *, day: dt.date | None = DAY, context: DateContext | None = None) -> Programme:
    sections = read_sections(dedent(text), bold_headings=True)
    return read_programme(sections, context=context or DateContext(zone="Europe/Vienna", year=2031), day=day)


def _rows(programme: Programme) -> list[tuple[str, str | None, str, tuple[str, ...]]]:
    return [
        (it.kind, it.title, f"{it.start.time:%H:%M}" if it.start.time else "", tuple(p.name for p in it.speakers))
        for it in programme.sessions
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Coffee break", "break"),
        ("Evening reception", "networking"),
        ("Invited talk: x", "keynote"),
        ("Panel on y", "panel"),
        ("Poster session", "poster"),
        ("Poster spotlights", "lightning"),
        ("Q&A", "questions_and_answers"),
        ("Opening remarks", "ceremony"),
        ("Prize presentation", "ceremony"),
        ("A study of z", "talk"),
    ],
)
def test_session_kind(title: str, kind: str) -> None:
    assert session_kind(title) == kind


@pytest.mark.parametrize("text", ["# Schedule\n\nTo be determined.\n", "# About\n\nWe meet at 9:00.\n", ""])
def test_no_programme_yet(text: str) -> None:
    assert _read(text) == Programme()


def test_lines_with_times_under_sessions() -> None:
    programme = _read(
        """\
        # Schedule

        9:00 - Opening Remarks

        **Session 1: Colours**

        9:15 - Invited Talk #1: *Red and blue* by [Ada Ex](https://ada.example) [[Slides](https://a.example/s.pdf)]

        10:00 - Talk #2: *[Green](papers/2.pdf)* by Bo Why and Cy Lam

        12:00 - Lunch

        1:30 - TBD

        # Links

        9:00 - no session
        """
    )

    assert _rows(programme) == [
        ("ceremony", "Opening Remarks", "09:00", ()),
        ("keynote", "Red and blue", "09:15", ("Ada Ex",)),
        ("talk", "Green", "10:00", ("Bo Why", "Cy Lam")),
        ("break", "Lunch", "12:00", ()),
        ("talk", None, "13:30", ()),
    ]
    assert [it.track for it in programme.sessions[:2]] == ["", "Session 1: Colours"]
    assert programme.sessions[0].start == Moment.at(DAY, dt.time(9), "Europe/Vienna", announced_as="9:00")
    assert programme.sessions[1].link == ImportedLink("slides", "https://a.example/s.pdf", "Slides", line=7)
    assert (programme.status, len(programme.used)) == ("final", 5)


def test_table_with_speakers_and_rooms() -> None:
    programme = _read(
        """\
        ## Preliminary programme

        | Time | Title | Speaker | Room |
        |------|-------|---------|------|
        | 9:00-9:30 | Welcome | TBA | A1 |
        | **13 May 2031** | | | |
        | 2 pm | Panel on red | Ada Ex (Uni Ex), Bo Why | |
        """
    )

    assert _rows(programme) == [
        ("ceremony", "Welcome", "09:00", ()),
        ("panel", "Panel on red", "14:00", ("Ada Ex", "Bo Why")),
    ]
    first, second = programme.sessions
    assert (first.room, first.end) == ("A1", Moment.at(DAY, dt.time(9, 30), "Europe/Vienna", announced_as="9:00-9:30"))
    assert second.start.date == dt.date(2031, 5, 13)
    assert second.speakers[0] == ImportedPerson("Ada Ex", affiliations=("Uni Ex",), line=7)
    assert programme.status == "draft"


def test_table_without_header() -> None:
    programme = _read("# Agenda\n\n<table><tr><td>9:00</td><td>Opening</td></tr><tr><td>x</td></tr></table>\n")

    assert _rows(programme) == [("ceremony", "Opening", "09:00", ())]


def test_dated_lines_without_a_heading_of_a_programme() -> None:
    programme = _read(
        """\
        # Hackathon

        **Mar 9 3:30 - 4:45pm** - First steps. *Ada Ex and Bo Why.*

        **Mar 10 4:15 - 5:00pm** - Tea

        **Mar 10 5:00 - 5:45pm** - Awards
        """,
        day=None,
    )

    assert _rows(programme) == [
        ("talk", "First steps", "15:30", ("Ada Ex", "Bo Why")),
        ("break", "Tea", "16:15", ()),
        ("ceremony", "Awards", "17:00", ()),
    ]
    assert [it.start.date for it in programme.sessions] == [
        dt.date(2031, 3, 9),
        dt.date(2031, 3, 10),
        dt.date(2031, 3, 10),
    ]


def test_days_in_headings_and_lists() -> None:
    programme = _read(
        """\
        # Programme

        ## Monday, 12 May 2031

        - 10:00 One
        - 11:00 Two

        ## Tuesday, 13 May 2031

        This is subject to change.

        10:00 – 10:30: Three
        10:30 – 11:00: Four
        """,
        day=None,
    )

    assert [(it.title, it.start.date, it.track) for it in programme.sessions] == [
        ("One", dt.date(2031, 5, 12), ""),
        ("Two", dt.date(2031, 5, 12), ""),
        ("Three", dt.date(2031, 5, 13), ""),
        ("Four", dt.date(2031, 5, 13), ""),
    ]
    assert (programme.status, len(programme.used)) == ("draft", 2)


def test_times_without_a_day_keep_their_words_and_their_place_in_the_body() -> None:
    programme = _read("# Schedule\n\n9:00 - Opening\n", day=None, context=DateContext())

    assert [it.start for it in programme.sessions] == [Moment(announced_as="9:00")]
    assert programme.used == frozenset()


def test_list_with_details_stays_in_the_body() -> None:
    programme = _read("# Schedule\n\n- 9:00 Posters\n  - one\n- later\n\n> 10:00 quote\n")

    assert (len(programme.sessions), programme.used) == (1, frozenset())


def test_first_of_two_columns_with_the_same_role_counts() -> None:
    programme = _read("# Programme\n\n| Time | Title | Topic |\n|---|---|---|\n| 9:00 | Red | colours |\n")

    assert _rows(programme) == [("talk", "Red", "09:00", ())]
