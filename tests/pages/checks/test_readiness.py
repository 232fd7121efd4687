from __future__ import annotations

import datetime as dt

import pytest

from pages.checks.surroundings import PersonFacts, SeriesFacts
from pages.models import Contribution, ForumPage, Link, TalkPage

SOON = dt.date(2027, 3, 17)
READY = PersonFacts(1, "Maren Voss", "Tidewater Institute", photo=1, has_bio=True)
BARE = PersonFacts(1, "Maren Voss", "Tidewater Institute")


def talk(*, people=(1,), links=("registration",), **values):
    said = {"title": "Knots", "abstract": "<p>About knots.</p>", "start_date": SOON, "start_time": dt.time(11)}
    return TalkPage(
        contributions=[Contribution(person_id=key) for key in people],
        links=[Link(kind=kind, url="https://example.org/") for kind in links],
        **{**said, **values},
    )


def test_talk_that_lacks_everything(look):
    page = talk(people=(), links=(), title_announced=False, abstract="<p></p>")

    assert look(page, "T02") == [
        ("T02-title", "title_announced", {}),
        ("T02-abstract", "abstract", {}),
        ("T02-speaker", "contributions", {}),
        ("T02-registration", "links", {}),
    ]


def test_speaker_without_biography_and_photo(look):
    assert look(talk(), "T02", people={1: BARE}) == [
        ("T02-bio", "contributions.0.bio", {"name": "Maren Voss"}),
        ("T02-photo", "contributions.0.photo", {"name": "Maren Voss"}),
    ]


def test_talk_that_is_ready(look):
    assert look(talk(), "T02", people={1: READY}) == []


@pytest.mark.parametrize("kind", ["registration", "join", "stream"])
def test_each_way_in_will_do(look, kind):
    assert look(talk(links=[kind]), "T02", people={1: READY}) == []


def test_room_needs_no_link(look):
    assert look(talk(links=(), attendance_mode="in_person"), "T02", people={1: READY}) == []


@pytest.mark.parametrize(
    "values",
    [
        {"start_date": dt.date(2027, 3, 18)},
        {"start_date": dt.date(2027, 3, 10), "start_time": dt.time(11)},
        {"start_date": None},
        {"date_precision": "month"},
        {"status": "cancelled"},
        {"status": "postponed"},
        {"status": "tentative"},
    ],
    ids=["later", "begun", "no date", "month", "cancelled", "postponed", "tentative"],
)
def test_talk_that_need_not_be_ready(look, values):
    assert look(talk(people=(), links=(), abstract="", time_zone="UTC", **values), "T02") == []


def test_days_are_counted_in_the_zone_of_the_series(look):
    page = talk(people=(), links=["join"], start_time=dt.time(23))
    page.path = "000100010001"

    in_honolulu = look(page, "T02", series={"00010001": SeriesFacts("Pacific/Honolulu")})
    in_tokyo = look(page, "T02", series={"00010001": SeriesFacts("Pacific/Kiritimati")})

    assert (in_honolulu, in_tokyo) == ([], [("T02-speaker", "contributions", {})])


def test_other_events_are_left_alone(look):
    assert look(ForumPage(title="Forum", start_date=SOON), "T02") == []
