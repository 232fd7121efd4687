from __future__ import annotations

import datetime as dt

import pytest

from pages.models import CallForPapersPage, ForumPage, Link, Session, TutorialPage
from tests.factories import ImportantDateFactory as Dated

SUBMISSION = dt.date(2027, 5, 10)
BEFORE, AFTER = dt.date(2027, 5, 1), dt.date(2027, 6, 1)


def call(*dates, **values):
    return CallForPapersPage(title="Harbour Conference", important_dates=list(dates), **values)


def submission(**values):
    return Dated(start_date=SUBMISSION, label="Papers", **values)


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "code"),
    [
        ("notification", BEFORE, AFTER, "D01-notification"),
        ("camera_ready", BEFORE, AFTER, "D01-final"),
        ("abstract", AFTER, BEFORE, "D01-abstract"),
    ],
)
def test_dates_in_an_impossible_order(look, kind, wrong, right, code):
    details = {"label": kind, "date": wrong.isoformat(), "other": "Papers", "other_date": "2027-05-10"}

    assert look(call(submission(), Dated(kind=kind, start_date=wrong)), "D01") == [
        (code, "important_dates.1.start_date", details)
    ]
    assert look(call(submission(), Dated(kind=kind, start_date=right)), "D01") == []


def test_dates_of_different_rounds_do_not_contradict(look):
    dates = submission(round="Round 2"), Dated(kind="notification", start_date=BEFORE, round="Round 1")

    assert look(call(*dates), "D01") == []


@pytest.mark.parametrize("presented", [False, True])
def test_deadline_after_the_event(look, presented):
    dates = [submission(), *([Dated(kind="presentation", start_date=BEFORE)] if presented else [])]
    page = call(*dates, start_date=None if presented else BEFORE)

    details = {"label": "Papers", "date": "2027-05-10", "other_date": "2027-05-01"}
    assert look(page, "D01") == [("D01-event", "important_dates.0.start_date", details)]
    assert look(call(submission(), start_date=AFTER), "D01") == []


def test_kinds_are_worded_in_messages(look):
    from pages.checks import Finding  # noqa: PLC0415  # only this test reads messages

    details = {"label": "camera_ready", "date": "2027-05-01", "other": "Papers", "other_date": "2027-05-10"}

    message = Finding("D01-final", "important_dates.0.start_date", details).message

    assert message == "“Camera-ready version” (1 May 2027) lies before “Papers” (10 May 2027)."


def test_deadline_without_zone(look):
    floating = submission(zone_policy="floating")

    assert look(call(floating), "D02") == [("D02", "important_dates.0.zone_policy", {"label": "Papers"})]


@pytest.mark.parametrize(
    "date",
    [
        submission(zone_policy="aoe"),
        submission(zone_policy="zone", time_zone="Europe/Lisbon", start_time=dt.time(12)),
        Dated(kind="notification", start_date=SUBMISSION, zone_policy="floating"),
        Dated(start_date=dt.date(2027, 3, 1), zone_policy="floating"),
    ],
    ids=["anywhere on Earth", "zone", "no deadline", "past"],
)
def test_deadline_that_needs_no_zone(look, date):
    assert look(call(date), "D02") == []


def test_deadline_in_the_zone_of_its_event(look):
    date = submission(zone_policy="zone", start_time=dt.time(12))

    assert look(call(date, time_zone="Europe/Lisbon"), "D02") == []
    assert look(call(date), "D02") == [("D02", "important_dates.0.zone_policy", {"label": "Papers"})]


def test_year_that_no_words_say_is_named_once_for_a_day(look):
    sessions = [
        Session(start_date=SUBMISSION, dates_as_announced="11:00 (UTC, 10 May)"),
        Session(start_date=SUBMISSION, dates_as_announced="17:00 (UTC, 10 May)"),
    ]
    tutorial = TutorialPage(title="Knots", sessions=sessions)

    details = {"words": "11:00 (UTC, 10 May)", "year": "2027"}
    assert look(tutorial, "D06") == [("D06", "sessions.0.start_date", details)]


@pytest.mark.parametrize(
    ("announced", "abstract"),
    [("10 May 2027", ""), ("May 10th", "We meet on 10 May 2027."), ("within a week", ""), ("", "")],
    ids=["said", "said elsewhere", "no date", "no words"],
)
def test_year_that_is_said(look, announced, abstract):
    tutorial = TutorialPage(title="Knots", start_date=SUBMISSION, dates_as_announced=announced, abstract=abstract)

    assert look(tutorial, "D06") == []


@pytest.mark.parametrize("links", [[], [Link(kind="slides")]], ids=["no link", "no address"])
def test_promised_material_that_did_not_come(look, links):
    release = Dated(kind="material_release", start_date=dt.date(2027, 3, 1))
    page = TutorialPage(title="Knots", important_dates=[release], links=links)

    details = {"label": "material_release", "date": "2027-03-01"}
    assert look(page, "D07") == [("D07", "important_dates.0.start_date", details)]


@pytest.mark.parametrize(
    ("values", "links"),
    [
        ({"start_date": dt.date(2027, 3, 1)}, [Link(kind="slides", url="https://example.org/knots.pdf")]),
        ({"start_date": dt.date(2027, 3, 20)}, []),
        (
            {"start_date": dt.date(2027, 3, 1), "note": "On our website."},
            [Link(kind="website", url="https://example.org/")],
        ),
    ],
    ids=["came", "ahead", "on the website"],
)
def test_promised_material_that_is_there_or_ahead(look, values, links):
    page = TutorialPage(title="Knots", important_dates=[Dated(kind="material_release", **values)], links=links)

    assert look(page, "D07") == []


def test_call_that_opened_without_its_submission_system(look):
    opens = Dated(kind="call_opens", start_date=dt.date(2027, 3, 1))

    announced = ForumPage(title="Forum", important_dates=[opens], links=[Link(kind="submission")])
    by_mail = ForumPage(title="Forum", important_dates=[opens])

    details = {"label": "call_opens", "date": "2027-03-01"}
    assert look(announced, "D07") == [("D07", "important_dates.0.start_date", details)]
    assert look(by_mail, "D07") == []


def test_promised_programme_that_did_not_come(look):
    promise = {"kind": "other", "label": "Programme is published"}

    late = ForumPage(title="Forum", important_dates=[Dated(start_date=dt.date(2027, 3, 1), **promise)])
    ahead = ForumPage(title="Forum", important_dates=[Dated(start_date=dt.date(2027, 4, 1), **promise)])
    there = ForumPage(
        title="Forum", important_dates=list(late.important_dates.all()), sessions=[Session(title="Knots")]
    )

    details = {"label": "Programme is published", "date": "2027-03-01"}
    assert look(late, "D07") == [("D07", "important_dates.0.start_date", details)]
    assert (look(ahead, "D07"), look(there, "D07")) == ([], [])
