from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry

from pages.chores.day_lists import Days
from pages.chores.generating import Cadence, make_talks, plan_talks
from pages.models import TalkPage
from tests.factories import SeriesFactory, TalkFactory

AUTUMN = Cadence(first=dt.date(2021, 10, 20), number=3, time=dt.time(13, 30))


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidal Seminar", time_zone="Europe/London", cadence_weekday="WE")


def make(series, cadence, user):
    return make_talks(series, plan_talks(series, cadence), user=user)


def test_local_time_stays_when_summer_time_ends(series, publisher):
    make(series, AUTUMN, publisher)

    assert list(series.talks.in_order().values_list("title", "slug", "start_date", "start_time", "starts_at")) == [
        (
            "Talk on 20 October 2021",
            "talk-2021-10-20",
            dt.date(2021, 10, 20),
            dt.time(13, 30),
            dt.datetime(2021, 10, 20, 12, 30, tzinfo=dt.UTC),
        ),
        (
            "Talk on 27 October 2021",
            "talk-2021-10-27",
            dt.date(2021, 10, 27),
            dt.time(13, 30),
            dt.datetime(2021, 10, 27, 12, 30, tzinfo=dt.UTC),
        ),
        (
            "Talk on 3 November 2021",
            "talk-2021-11-03",
            dt.date(2021, 11, 3),
            dt.time(13, 30),
            dt.datetime(2021, 11, 3, 13, 30, tzinfo=dt.UTC),
        ),
    ]


def test_talks_are_drafts_to_be_announced_that_inherit(series, publisher):
    [talk, *_rest] = make(series, AUTUMN, publisher)

    stored = TalkPage.objects.get(pk=talk.pk)
    draft = stored.get_latest_revision_as_object()
    assert (stored.live, stored.owner, stored.title_announced, stored.abstract_announced) == (
        False,
        publisher,
        False,
        False,
    )
    assert (draft.time_zone, draft.minutes, draft.attendance_mode, draft.languages) == ("", None, "unknown", [])
    assert stored.latest_revision.user == publisher
    assert list(PageLogEntry.objects.filter(page=stored.pk).order_by("pk").values_list("action", "user__username")) == [
        ("wagtail.create", "publisher"),
        ("wagtail.edit", "publisher"),
    ]


def test_second_press_makes_nothing(series, publisher):
    make(series, AUTUMN, publisher)

    assert make(series, AUTUMN, publisher) == []

    assert series.talks.count() == 3


def test_days_that_are_taken_are_left(series, publisher):
    TalkFactory(parent=series, title="Foghorns", start_date=dt.date(2021, 10, 27))
    moved = TalkFactory(parent=series, title="Buoys", start_date=dt.date(2021, 9, 1))
    moved.start_date = dt.date(2021, 11, 3)
    moved.save_revision()

    made = make(series, AUTUMN, publisher)

    assert [slot.taken_by for slot in plan_talks(series, AUTUMN)] == ["Talk on 20 October 2021", "Foghorns", "Buoys"]
    assert [talk.start_date for talk in made] == [dt.date(2021, 10, 20)]


def test_slug_of_a_talk_that_has_moved_on_is_left_to_it(series, publisher):
    TalkFactory(parent=series, slug="talk-2021-10-20", start_date=dt.date(2021, 9, 1))

    assert [talk.slug for talk in make(series, AUTUMN, publisher)] == [
        "talk-2021-10-20-2",
        "talk-2021-10-27",
        "talk-2021-11-03",
    ]


def days(**options):
    return [date.isoformat() for date in Cadence(**{"first": dt.date(2021, 12, 14), "number": 3, **options}).dates]


def test_first_day_decides_without_a_usual_day():
    assert days() == ["2021-12-14", "2021-12-21", "2021-12-28"]


def test_usual_day_at_or_after_the_first():
    assert days(weekday="WE") == ["2021-12-15", "2021-12-22", "2021-12-29"]
    assert days(weekday="TU") == ["2021-12-14", "2021-12-21", "2021-12-28"]


def test_every_other_week():
    assert days(every_weeks=2) == ["2021-12-14", "2021-12-28", "2022-01-11"]


def test_days_left_out_do_not_count():
    holidays = Days(dt.date(2021, 12, 20), dt.date(2022, 1, 4))

    assert days(left_out=(holidays,)) == ["2021-12-14", "2022-01-11", "2022-01-18"]


def test_all_days_left_out_come_to_an_end():
    assert days(left_out=(Days(dt.date(2000, 1, 1), dt.date(2200, 1, 1)),)) == []


def test_no_days_beyond_the_years_of_events():
    assert days(first=dt.date(2200, 12, 24), number=5) == ["2200-12-24", "2200-12-31"]


def statements(series, publisher, number):
    slots = plan_talks(series, Cadence(first=dt.date(2021, 10, 20), number=number))
    with CaptureQueriesContext(connection) as captured:
        make_talks(series, slots, user=publisher)
    TalkPage.objects.all().delete()
    return len(captured)


def test_each_further_talk_costs_the_same(series, publisher):
    statements(series, publisher, 1)  # fills caches that hold for the whole process
    one, two, three = (statements(series, publisher, number) for number in (1, 2, 3))

    assert two - one == three - two


@pytest.mark.parametrize("number", [1, 3])
def test_plan_costs_two_statements(series, django_assert_num_queries, number):
    for week in range(number):
        talk = TalkFactory(parent=series, start_date=dt.date(2021, 10, 20) + dt.timedelta(weeks=week))
        talk.start_date = dt.date(2021, 12, 1)
        talk.save_revision()

    with django_assert_num_queries(2):
        plan_talks(series, Cadence(first=dt.date(2021, 10, 20), number=4))
