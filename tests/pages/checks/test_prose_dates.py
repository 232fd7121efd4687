from __future__ import annotations

import datetime as dt

import pytest

from pages.checks.surroundings import SeriesFacts
from pages.models import ForumPage, SeminarSeriesPage, TalkPage
from tests.factories import ImportantDateFactory as Dated

DAY = dt.date(2027, 11, 3)
"""A Wednesday."""


def forum(text, **values):
    return ForumPage(title="Harbour Forum", body=[("text", f"<p>{text}</p>")], **values)


@pytest.mark.parametrize("zone", ["PST", "CST", "IST", "EST", "PT"])
def test_ambiguous_abbreviation(look, zone):
    words = f"11:59 pm {zone}"

    assert look(forum(f"Papers are due at {words}."), "D03") == [("D03", "body", {"zone": zone, "words": words})]


@pytest.mark.parametrize(
    "text", ["Due at 23:59 UTC.", "Due at 23:59 (London time).", "A course for 12 ESTonian sailors.", "IST, 12 rooms."]
)
def test_time_whose_zone_is_clear(look, text):
    assert look(forum(text), "D03") == []


def test_announced_words_of_a_date_with_a_zone_are_clear(look):
    words = {"dates_as_announced": "3 November 2027, 18:00 CST", "start_date": DAY, "start_time": dt.time(18)}
    zoned = Dated(zone_policy="zone", time_zone="Asia/Shanghai", **words)

    assert look(forum("", important_dates=[zoned]), "D03") == []
    assert look(forum("", important_dates=[Dated(**words)]), "D03") == [
        ("D03", "important_dates.0.dates_as_announced", {"zone": "CST", "words": "18:00 CST"})
    ]


@pytest.mark.parametrize(
    "text",
    ["Submissions are due on 5 November 2027.", "The forum takes place on November 5th, 2027.", "截止日期 2027-11-05"],
)
def test_date_in_the_text_that_no_row_has(look, text):
    findings = look(forum(text, important_dates=[Dated(start_date=DAY)]), "D04")

    assert [(code, path, details["date"]) for code, path, details in findings] == [("D04", "body", "2027-11-05")]


@pytest.mark.parametrize(
    "text",
    [
        "Submissions are due on 3 November 2027.",
        "The first forum was held on 5 November 2026.",
        "We like 5 November 2027.",
        "The deadline was moved from 5 November 2027.",
        "Submissions are due on <s>5 November 2027</s> 3 November 2027.",
        "Notifications follow on 10 November 2027.",
        "Submissions are due in November 2027.",
    ],
    ids=["has a row", "past", "no deadline", "former", "struck", "at a distance", "month"],
)
def test_date_in_the_text_that_is_known_or_of_something_else(look, text):
    dates = [Dated(start_date=DAY), Dated(kind="notification", relation="after", days=7)]

    assert look(forum(text, important_dates=dates), "D04") == []


def test_date_that_was_announced_before_is_known(look):
    page = forum("Submissions are due on 5 November 2027.", pk=7, links=[], contributions=[], sessions=[])
    page.important_dates = [Dated(start_date=DAY)]

    assert look(page, "D04", former_dates={7: frozenset({dt.date(2027, 11, 5)})}) == []


def test_series_says_dates_of_its_talks(look):
    page = SeminarSeriesPage(title="Tides", about="<p>The next talk is held on 5 November 2027.</p>")

    assert look(page, "D04") == []


@pytest.mark.parametrize("text", ["Thursday, 3 November 2027", "3 November 2027 (Thursday)", "Thursday, 3 November"])
def test_day_of_the_week_that_contradicts_the_date(look, text):
    page = forum(f"We meet on {text}, at noon.", start_date=DAY)

    findings = look(page, "D05")

    assert [(code, path, details["date"]) for code, path, details in findings] == [("D05-text", "body", "2027-11-03")]


@pytest.mark.parametrize(
    "text",
    ["Wednesday, 3 November 2027", "Wednesday, 3 November", "Thursday, 4 November", "Mondays, 3 rooms", "3 Sunny"],
)
def test_day_of_the_week_that_fits_or_is_not_known(look, text):
    assert look(forum(f"We meet on {text}.", start_date=DAY), "D05") == []


def talk(date, **values):
    talk = TalkPage(title="Knots", start_date=date, **values)
    talk.path = "000100010001"
    return talk


TIDES = {"00010001": SeriesFacts("Europe/London", 60, weekday=2)}


def test_talk_on_another_day_than_usual(look):
    details = {"date": "2027-11-04"}

    assert look(talk(dt.date(2027, 11, 4)), "D05", series=TIDES) == [("D05-cadence", "start_date", details)]


@pytest.mark.parametrize(
    ("date", "status"),
    [(DAY, "scheduled"), (dt.date(2026, 11, 5), "scheduled"), (dt.date(2027, 11, 4), "cancelled")],
    ids=["usual", "past", "cancelled"],
)
def test_talk_whose_day_is_usual_or_does_not_matter(look, date, status):
    assert look(talk(date, status=status), "D05", series=TIDES) == []
