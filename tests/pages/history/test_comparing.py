import dataclasses
import datetime as dt

import pytest

from pages.history.comparing import compare
from pages.history.states import PublishedState, read_state

NAMES = {1: "Ada Example", 2: "Ben Example"}
DAY = dt.date(2027, 5, 4)


def differences(old=(), new=(), *, was_live=True):
    base = PublishedState(title="Talk")
    return compare(
        dataclasses.replace(base, **dict(old)), dataclasses.replace(base, **dict(new)), names=NAMES, was_live=was_live
    )


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ({}, {}, []),
        ({"title": None}, {"title": "Proofs"}, ["Title announced: “Proofs”"]),
        ({"title": "Proofs"}, {"title": None}, ["Title to be announced again"]),
        ({"title": "A"}, {"title": "B"}, ["Title changed from “A” to “B”"]),
        ({}, {"status": "cancelled"}, ["Cancelled"]),
        ({"start_date": DAY}, {"start_date": DAY, "status": "cancelled"}, []),
        (
            {},
            {"status": "postponed", "status_message": "The speaker is ill."},
            ["Postponed: “The speaker is ill.”"],
        ),
        ({"status": "postponed"}, {}, ["Scheduled again"]),
        ({"status": "cancelled"}, {}, ["Takes place after all"]),
        ({"status": "tentative"}, {}, ["Confirmed"]),
        ({"status": "tentative"}, {"status": "moved_online"}, ["Moved online"]),
        ({"series_status": "active"}, {"series_status": "paused"}, ["The series is paused"]),
        ({}, {"start_date": DAY}, ["Date announced: 4 May 2027"]),
        ({}, {"people": ((1, "speaker"), (9, "host"))}, ["Speaker announced: Ada Example"]),
        ({"people": ((2, "chair"),)}, {}, ["Chair no longer listed: Ben Example"]),
        ({}, {"abstract": "<p>A</p>"}, ["Abstract announced"]),
        ({"abstract": "<p>A</p>"}, {"abstract": "<p>B</p>"}, ["Abstract revised"]),
        ({"abstract": "<p>A</p>"}, {}, ["Abstract to be announced again"]),
        ({"place": "Room 1"}, {"place": "Room 2"}, ["Place changed from “Room 1” to “Room 2”"]),
        ({}, {"place": "Room 2"}, ["Place announced: Room 2"]),
        ({"place": "Room 2"}, {}, ["Place taken back"]),
        ({"attendance_mode": "in_person"}, {"attendance_mode": "hybrid"}, ["Attendance: In person and online"]),
        (
            {},
            {"dates": {"a": ("notification", "", DAY), "b": ("other", "Dinner", None)}},
            ["Date announced: Notification, 4 May 2027"],
        ),
        ({"dates": {"a": ("other", "Dinner", None)}}, {"dates": {"a": ("other", "Dinner", DAY)}},
         ["Date announced: Dinner, 4 May 2027"]),
        ({}, {"programme": ("a", "b")}, ["Programme announced: 2 items"]),
        ({"programme": ("a",)}, {"programme": ("b",)}, ["Programme revised"]),
        ({"programme": ("a",)}, {}, ["Programme taken back"]),
        (
            {"links": frozenset({("stream", "https://a.example"), ("paper", "https://b.example")})},
            {"links": frozenset({("slides", "https://c.example"), ("recording", "https://d.example"),
                                 ("paper", "https://e.example")})},
            ["New link: Recording, Slides", "New address: Paper", "Link removed: Live stream"],
        ),
        ({"texts": ("a",)}, {"texts": ("b",)}, ["Text revised"]),
        ({}, {"is_listed": False}, ["Taken out of lists; reachable by its address only"]),
    ],
)  # fmt: skip
def test_differences_in_words(old, new, sentences):
    assert differences(old, new) == sentences


def test_cancellation_is_told_when_no_record_tells_it():
    assert differences({"start_date": DAY}, {"start_date": DAY, "status": "cancelled"}, was_live=False) == ["Cancelled"]


def test_state_holds_nothing_that_is_not_public():
    state = read_state(
        {
            "title": "Working title",
            "title_announced": False,
            "abstract": "<p>Secret abstract</p>",
            "abstract_announced": False,
            "editors_notes": "Secret note",
            "links": [
                {"kind": "join", "url": "https://private.example", "access": "private"},
                {"kind": "stream", "url": "", "access": "public"},
                {"kind": "join", "url": "https://members.example", "access": "members"},
            ],
        }
    )

    assert state == PublishedState(
        links=frozenset({("join", "https://members.example")}), texts=("", "", "", "", "", "", "")
    )
