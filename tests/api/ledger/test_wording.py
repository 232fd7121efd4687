from __future__ import annotations

import datetime as dt

import pytest

from api.ledger.wording import (
    shows_link,
    write_change,
    write_clock,
    write_headline,
    write_links,
    write_moment,
    write_people,
    write_span,
)
from pages.choices import LinkKind
from pages.moments import Moment, Precision, Span
from pages.occurrences import Change, Occurrence, OccurrenceKind
from tests.api.feeds.entries import LONDON, aoe, at, person

MONTH = Moment.at(dt.date(2027, 6, 1), precision=Precision.MONTH)


def occurrence(kind: OccurrenceKind, start: Moment, **values) -> Occurrence:
    """Something dated."""
    facts = {"uid": "1", "title": "Knots", "status": "scheduled", "path": "/knots/", "language": "en", **values}
    return Occurrence(kind=kind, span=Span(start, facts.pop("end", None)), **facts)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2027, 6, 14), "Monday 14 June 2027"),
        (at(2027, 6, 14, zone=LONDON), "Monday 14 June 2027"),
        (at(2027, 6, 14, "09:05", LONDON), "Monday 14 June 2027, 09:05 Europe/London"),
        (at(2027, 6, 14, "09:05"), "Monday 14 June 2027, 09:05"),
        (aoe(2027, 6, 14), "Monday 14 June 2027, 23:59 Anywhere on Earth (UTC−12)"),
        (aoe(2027, 6, 14, "17:00"), "Monday 14 June 2027, 17:00 Anywhere on Earth (UTC−12)"),
        (MONTH, "June 2027"),
        (Moment(), "Date to be announced"),
    ],
)
def test_moments_are_said_as_far_as_they_are_known(moment, expected):
    assert write_moment(moment) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(2027, 6, 14), None, "Monday 14 June 2027"),
        (at(2027, 6, 14), at(2027, 6, 14), "Monday 14 June 2027"),
        (at(2027, 6, 14), at(2027, 6, 15), "Monday 14 June 2027 – Tuesday 15 June 2027"),
        (at(2027, 6, 14, "09:00", LONDON), None, "Monday 14 June 2027, 09:00 Europe/London"),
        (
            at(2027, 6, 14, "09:00", LONDON),
            at(2027, 6, 14, "10:30", LONDON),
            "Monday 14 June 2027, 09:00–10:30 Europe/London",
        ),
        (
            at(2027, 6, 14, "09:00", LONDON),
            at(2027, 6, 15, "10:30", LONDON),
            "Monday 14 June 2027, 09:00 Europe/London – Tuesday 15 June 2027, 10:30 Europe/London",
        ),
        (Moment(), Moment(), "Date to be announced"),
    ],
)
def test_spans_are_said_from_start_to_end(start, end, expected):
    assert write_span(Span(start, end, usual_minutes=60)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (aoe(2027, 6, 14), "23:59 AoE"),
        (aoe(2027, 6, 14, "17:00"), "17:00 AoE"),
        (at(2017, 11, 5, "23:59", "America/Los_Angeles"), "23:59 PST"),
        (at(2017, 11, 4, "23:59", "America/Los_Angeles"), "23:59 PDT"),
        (at(2027, 6, 14, "17:00", "America/Sao_Paulo"), "17:00 America/Sao_Paulo"),
        (at(2027, 6, 14, "17:00"), ""),
        (at(2027, 6, 14, zone=LONDON), ""),
        (MONTH, ""),
        (Moment(), ""),
    ],
)
def test_clocks_are_said_as_calls_for_papers_do(moment, expected):
    assert write_clock(moment) == expected


TALK, SESSION, DEADLINE = OccurrenceKind.TALK, OccurrenceKind.SESSION, OccurrenceKind.DEADLINE


@pytest.mark.parametrize(
    ("thing", "event_title", "expected"),
    [
        (occurrence(TALK, at(2027, 6, 14)), "Forum", "Knots"),
        (occurrence(TALK, at(2027, 6, 14), title=None), None, "Title to be announced"),
        (occurrence(SESSION, at(2027, 6, 14)), "Forum", "Knots (Forum)"),
        (occurrence(SESSION, at(2027, 6, 14), title=None), None, "Title to be announced"),
        (occurrence(DEADLINE, aoe(2027, 6, 14), title="Papers"), "Forum", "Papers: Forum (23:59 AoE)"),
        (occurrence(DEADLINE, at(2027, 6, 14), title="Papers"), "Forum", "Papers: Forum"),
        (occurrence(DEADLINE, aoe(2027, 6, 14), title="Papers"), None, "Papers (23:59 AoE)"),
        (occurrence(DEADLINE, at(2027, 6, 1), end=aoe(2027, 6, 14, "12:00")), "Forum", "Knots: Forum (12:00 AoE)"),
        (occurrence(TALK, at(2027, 6, 14), status="cancelled"), None, "CANCELLED: Knots"),
        (occurrence(SESSION, at(2027, 6, 14), status="postponed"), "Forum", "POSTPONED: Knots (Forum)"),
        (occurrence(TALK, at(2027, 6, 14), status="moved_online"), None, "Knots"),
        (occurrence(TALK, at(2027, 6, 14), status="tentative"), None, "Knots"),
    ],
)
def test_headlines_say_what_lists_have_to_show(thing, event_title, expected):
    assert write_headline(thing, event_title=event_title) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("extended", "Extended from Monday 14 June 2027, announced 1 March 2027. A storm."),
        ("advanced", "Brought forward from Monday 14 June 2027, announced 1 March 2027. A storm."),
        ("corrected", "Corrected; before: Monday 14 June 2027, announced 1 March 2027. A storm."),
        ("rescheduled", "Rescheduled from Monday 14 June 2027, announced 1 March 2027. A storm."),
        ("cancelled", "Cancelled; before: Monday 14 June 2027, announced 1 March 2027. A storm."),
    ],
)
def test_changes_say_what_was_and_since_when(kind, expected):
    announced_at = dt.datetime(2027, 3, 1, 23, tzinfo=dt.UTC)
    change = Change(kind=kind, old=at(2027, 6, 14), new=at(2027, 6, 15), announced_at=announced_at, reason="A storm.")

    assert write_change(change) == expected


def test_changes_of_unknown_age_and_reason_are_short():
    assert write_change(Change(kind="extended", old=aoe(2027, 6, 14), new=aoe(2027, 6, 15))) == (
        "Extended from Monday 14 June 2027, 23:59 Anywhere on Earth (UTC−12)."
    )


def test_people_are_named_once_with_affiliations():
    people = [person("Ada Marsh", "Harbour University"), person("Bo Reed"), person("Bo Reed", role="host")]

    assert write_people(people) == "Ada Marsh (Harbour University); Bo Reed"


def test_links_are_said_by_what_can_be_done():
    links = [
        {"kind": kind, "url": f"https://example.org/{kind}", "label": "Words"}
        for kind in ("website", "registration", "stream", "chat")
    ]

    assert list(write_links(links)) == [
        "Register: https://example.org/registration",
        "Live stream: https://example.org/stream",
    ]


SHOWN = {
    "event": (occurrence(TALK, Moment()), "registration submission join stream recording slides paper"),
    "session": (occurrence(SESSION, Moment(), row_type="Session"), ""),
    "submission": (occurrence(DEADLINE, Moment(), row_type="ImportantDate", subkind="submission"), "submission"),
    "abstract": (occurrence(DEADLINE, Moment(), row_type="ImportantDate", subkind="abstract"), "submission"),
    "registration": (occurrence(DEADLINE, Moment(), row_type="ImportantDate", subkind="registration"), "registration"),
    "notification": (occurrence(DEADLINE, Moment(), row_type="ImportantDate", subkind="notification"), ""),
}


@pytest.mark.parametrize("name", SHOWN)
def test_links_stand_where_they_are_of_use(name):
    thing, kinds = SHOWN[name]

    assert {kind for kind in LinkKind.values if shows_link(kind, thing)} == set(kinds.split())
