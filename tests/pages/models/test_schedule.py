from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from pages.choices import DateChangeKind
from pages.models import DateChange, ImportantDate, Link, Session
from pages.models.schedule import moment_from_json, moment_to_json
from pages.moments import Moment, Precision
from pages.occurrences import DateState
from tests.factories import (
    CallForPapersFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SessionFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def utc(*args: int) -> dt.datetime:
    return dt.datetime(*args, tzinfo=dt.UTC)


def submission(**values) -> ImportantDate:
    return ImportantDateFactory(start_date=dt.date(2022, 7, 15), **values)


@pytest.mark.parametrize(
    ("values", "instant", "closes"),
    [
        ({"zone_policy": "aoe"}, utc(2022, 7, 16, 11, 59, 59), utc(2022, 7, 16, 11, 59, 59)),
        ({"zone_policy": "aoe", "start_time": dt.time(17)}, utc(2022, 7, 16, 5), utc(2022, 7, 16, 5)),
        ({"zone_policy": "floating"}, None, utc(2022, 7, 16, 12)),
        ({"zone_policy": "floating", "start_time": dt.time(17)}, None, utc(2022, 7, 16, 5)),
        (
            {"zone_policy": "zone", "time_zone": "Europe/London", "start_time": dt.time(17)},
            utc(2022, 7, 15, 16),
            utc(2022, 7, 15, 16),
        ),
        ({"zone_policy": "zone", "time_zone": "Europe/London"}, None, utc(2022, 7, 15, 23)),
        ({"zone_policy": "aoe", "date_precision": "month"}, None, None),
        (
            {"zone_policy": "aoe", "end_date": dt.date(2022, 7, 20)},
            utc(2022, 7, 16, 11, 59, 59),
            utc(2022, 7, 21, 11, 59, 59),
        ),
    ],
)
def test_important_date_instants(home, values, instant, closes):
    page = CallForPapersFactory(parent=home, important_dates=[submission(**values)])

    row = page.important_dates.get()

    assert (row.starts_at, row.ends_at) == (instant, closes)


def test_important_date_takes_the_zone_of_its_event(home):
    row = submission(zone_policy="zone", start_time=dt.time(9))

    page = CallForPapersFactory(parent=home, time_zone="Asia/Singapore", important_dates=[row])

    assert page.important_dates.get().starts_at == utc(2022, 7, 15, 1)


@pytest.mark.parametrize(
    ("relation", "words", "expected"),
    [
        ("within", "Submission", dt.date(2022, 7, 22)),
        ("after", "the submission deadline", dt.date(2022, 7, 22)),
        ("before", "the submission deadline", dt.date(2022, 7, 8)),
        ("within", "something else", None),
    ],
)
def test_relative_date_follows_the_date_it_depends_on(home, relation, words, expected):
    relative = ImportantDateFactory(kind="notification", start_date=None, relation=relation, days=7, relative_to=words)

    page = CallForPapersFactory(parent=home, important_dates=[submission(), relative])

    assert page.important_dates.get(kind="notification").start.date == expected


def test_relative_date_follows_the_date_of_its_own_round(home):
    days = {"Spring": dt.date(2099, 2, 1), "Autumn": dt.date(2099, 9, 1)}
    due = [ImportantDateFactory(round=name, start_date=day) for name, day in days.items()]
    relative = [
        ImportantDateFactory(
            kind="notification", round=name, start_date=None, relation="after", days=7, relative_to="Submission"
        )
        for name in days
    ]

    page = CallForPapersFactory(parent=home, important_dates=[*due, *relative])

    notified = page.important_dates.filter(kind="notification")
    assert {row.round: row.start.date for row in notified} == {
        "Spring": dt.date(2099, 2, 8),
        "Autumn": dt.date(2099, 9, 8),
    }


def test_relative_date_moves_along_and_is_recorded(home):
    relative = ImportantDateFactory(
        kind="notification", start_date=None, relation="within", days=7, relative_to="Submission"
    )
    due = ImportantDateFactory(start_date=dt.date(2099, 7, 15))
    page = CallForPapersFactory(parent=home, important_dates=[due, relative])

    rows = list(page.important_dates.all())
    rows[0].start_date = dt.date(2099, 7, 20)
    page.important_dates = rows
    publish(page)

    changes = {(change.label, change.kind, change.new["date"]) for change in DateChange.objects.all()}
    assert changes == {("Submission", "extended", "2099-07-20"), ("Notification", "extended", "2099-07-27")}


def test_important_date_state(home):
    row = CallForPapersFactory(parent=home, important_dates=[submission()]).important_dates.get()

    states = [row.state(utc(2022, 7, 16, 11)), row.state(utc(2022, 7, 16, 12))]

    assert states == [DateState.OPEN, DateState.CLOSED]


def test_label_shown_is_the_kind_without_a_label():
    assert [ImportantDate(kind="camera_ready").label_shown, ImportantDate(label="Due").label_shown] == [
        "Camera-ready version",
        "Due",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start_date": dt.date(2022, 1, 2), "end_date": dt.date(2022, 1, 1)}, "end_date"),
        ({"start_date": dt.date(2022, 1, 2), "start_time": dt.time(9), "end_time": dt.time(8)}, "end_time"),
    ],
)
def test_clean_refuses_an_end_before_the_start(values, field):
    with pytest.raises(ValidationError) as caught:
        Session(**values).clean()

    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Session(start_date=dt.date(1, 1, 1)), "start_date"),
        (Session(start_date=dt.date(2022, 1, 2), end_date=dt.date(9999, 12, 31)), "end_date"),
        (ImportantDate(start_date=dt.date(9999, 12, 31)), "start_date"),
        (ImportantDate(days=99_999_999), "days"),
        (Link(visible_from_minutes=-2_000_000_000), "visible_from_minutes"),
        (Link(visible_until_minutes=2_000_000_000), "visible_until_minutes"),
    ],
)
def test_clean_refuses_what_has_no_instant(row, field):
    with pytest.raises(ValidationError) as caught:
        row.clean()

    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize(
    "row", [Session(start_date=dt.date(1900, 1, 1)), ImportantDate(days=7), Link(visible_from_minutes=-15)]
)
def test_clean_accepts_what_events_have(row):
    row.clean()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"end_date": dt.date(2022, 1, 1)},
        {
            "start_date": dt.date(2022, 1, 2),
            "start_time": dt.time(22),
            "end_date": dt.date(2022, 1, 3),
            "end_time": dt.time(1),
        },
    ],
)
def test_clean_accepts_half_filled_and_overnight_rows(values):
    Session(**values).clean()


def test_session_keeps_its_speakers_through_a_draft(home):
    speaker = PersonFactory(name="Ada Example")
    session = SessionFactory(start_date=dt.date(2027, 6, 14), start_time=dt.time(9))
    page = ForumFactory(parent=home, time_zone="Asia/Singapore", sessions=[session])
    draft = page.get_latest_revision_as_object()
    rows = list(draft.sessions.all())
    rows[0].speakers = [speaker]
    draft.sessions = rows

    page = publish(draft)

    row = page.sessions.get()
    assert (list(row.speakers.all()), row.starts_at, row.translation_key) == (
        [speaker],
        utc(2027, 6, 14, 1),
        session.translation_key,
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (None, None)),
        (
            {"visible_from_minutes": -15, "visible_until_minutes": 30},
            (utc(2027, 6, 14, 8, 45), utc(2027, 6, 14, 10, 30)),
        ),
    ],
)
def test_link_window_is_relative_to_the_event(home, values, expected):
    page = ForumFactory(
        parent=home, time_zone="UTC", start_time=dt.time(9), end_time=dt.time(10), links=[LinkFactory(**values)]
    )

    link = page.links.get()

    assert (link.visible_from, link.visible_until) == expected


@pytest.mark.parametrize(
    "moment",
    [
        Moment(),
        Moment.at(dt.date(2022, 7, 1), precision=Precision.MONTH),
        Moment.at(dt.date(2022, 7, 15), dt.time(9, 30), "Europe/London", announced_as="15 July, half past nine"),
        Moment.anywhere_on_earth(dt.date(2022, 7, 15)),
    ],
)
def test_moment_survives_json(moment):
    assert moment_from_json(moment_to_json(moment)) == moment


def test_strings_name_the_row(home):
    change = DateChange(kind=DateChangeKind.EXTENDED, label="Submission", old={}, new={})

    assert [str(change), str(LinkFactory(kind="slides")), str(SessionFactory(title="", kind="break"))] == [
        "Extended: Submission",
        "Slides",
        "Break",
    ]
