from __future__ import annotations

import datetime as dt

import pytest

from pages.chores.amending import Outcome
from pages.chores.shifting import Distance, find_future_talks, plan_shift, shift
from pages.models import DateChange, TalkPage
from pages.moments import Moment
from tests.factories import SeriesFactory, TalkFactory

NOW = dt.datetime(2021, 10, 1, tzinfo=dt.UTC)
LONDON = "Europe/London"
HALF_PAST_ONE = dt.time(13, 30)


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidal Seminar", time_zone=LONDON, cadence_weekday="WE")


def add_talk(series, title, day, **options):
    options = {"start_time": HALF_PAST_ONE, **options}
    return TalkFactory(parent=series, title=title, start_date=day and dt.date.fromisoformat(day), **options)


def plan(series, distance, user, talks=None):
    chosen = find_future_talks(series, now=NOW) if talks is None else talks
    return plan_shift(chosen, distance, series=series, user=user, now=NOW)


def times():
    rows = TalkPage.objects.order_by("title").values_list("title", "start_date", "start_time")
    return {title: f"{date} {time:%H:%M}" for title, date, time in rows}


def test_future_talks_move_and_others_stay(series, publisher):
    add_talk(series, "Past", "2021-09-01")
    add_talk(series, "Cancelled", "2021-10-20", status="cancelled")
    add_talk(series, "First", "2021-10-06")
    add_talk(series, "Second", "2021-10-27")

    steps = plan(series, Distance(days=7), publisher)
    done = shift(steps, user=publisher, reason="Half term")

    assert [(step.talk.title, step.obstacle) for step in steps] == [
        ("First", ""),
        ("Cancelled", "It is cancelled."),
        ("Second", ""),
    ]
    assert [outcome for _step, outcome in done] == [Outcome.PUBLISHED, Outcome.PUBLISHED]
    assert times() == {
        "Past": "2021-09-01 13:30",
        "Cancelled": "2021-10-20 13:30",
        "First": "2021-10-13 13:30",
        "Second": "2021-11-03 13:30",
    }
    assert list(DateChange.objects.order_by("label").values_list("label", "kind", "reason")) == [
        ("First", "rescheduled", "Half term"),
        ("Second", "rescheduled", "Half term"),
    ]
    assert list(
        TalkPage.objects.filter(title__in=["First", "Second"]).in_order().values_list("starts_at", flat=True)
    ) == [
        dt.datetime(2021, 10, 13, 12, 30, tzinfo=dt.UTC),
        dt.datetime(2021, 11, 3, 13, 30, tzinfo=dt.UTC),
    ]


def test_plan_shows_old_and_new_and_stores_nothing(series, publisher):
    add_talk(series, "First", "2021-10-06")

    [step] = plan(series, Distance(days=1, minutes=30), publisher)

    assert step.old == Moment.at(dt.date(2021, 10, 6), HALF_PAST_ONE, LONDON)
    assert step.new == Moment.at(dt.date(2021, 10, 7), dt.time(14, 0), LONDON)
    assert step.notes == ("Not the usual day: a Thursday.",)
    assert times() == {"First": "2021-10-06 13:30"}


def test_from_one_talk_on(series, publisher):
    add_talk(series, "First", "2021-10-06")
    second = add_talk(series, "Second", "2021-10-13")
    add_talk(series, "Third", "2021-10-20")

    talks = find_future_talks(series, now=NOW, first=second)
    shift(plan(series, Distance(days=-7), publisher, talks), user=publisher)

    assert times() == {"First": "2021-10-06 13:30", "Second": "2021-10-06 13:30", "Third": "2021-10-13 13:30"}


def test_days_of_talks_that_stay_are_told(series, publisher):
    add_talk(series, "First", "2021-10-06")
    second = add_talk(series, "Second", "2021-10-13")

    [step] = plan(series, Distance(days=-7), publisher, [second])

    assert step.notes == ("On that day there is “First” already.",)


def test_next_usual_day_is_the_next_that_is_free(series, publisher):
    tuesday = add_talk(series, "Tuesday", "2021-10-05")
    wednesday = add_talk(series, "Wednesday", "2021-10-06")
    add_talk(series, "Stays", "2021-10-13")

    shift(plan(series, Distance(to_next_usual_day=True), publisher, [tuesday, wednesday]), user=publisher)

    assert times() == {"Tuesday": "2021-10-06 13:30", "Wednesday": "2021-10-20 13:30", "Stays": "2021-10-13 13:30"}


def test_next_usual_day_of_a_series_without_one(series, publisher):
    series.cadence_weekday = ""
    talk = add_talk(series, "First", "2021-10-06")

    [step] = plan(series, Distance(to_next_usual_day=True), publisher, [talk])

    assert step.obstacle == "The series has no usual day."


def test_minutes_go_over_midnight_with_the_end(series, publisher):
    talk = add_talk(series, "Late", "2021-10-06", start_time=dt.time(23, 0), end_time=dt.time(23, 45))

    shift(plan(series, Distance(minutes=30), publisher, [talk]), user=publisher)

    late = TalkPage.objects.get()
    assert (late.start_date, late.start_time, late.end_date, late.end_time) == (
        dt.date(2021, 10, 6),
        dt.time(23, 30),
        dt.date(2021, 10, 7),
        dt.time(0, 15),
    )


@pytest.mark.parametrize(
    ("day", "options", "distance", "obstacle"),
    [
        (None, {"start_time": None}, Distance(days=7), "Its day is not known."),
        ("2021-11-01", {"date_precision": "month"}, Distance(days=7), "Its day is not known."),
        ("2021-09-01", {}, Distance(days=7), "It has taken place, or is on now."),
        ("2021-10-06", {"status": "cancelled"}, Distance(days=7), "It is cancelled."),
        ("2021-10-06", {"start_time": None}, Distance(minutes=30), "It has no time of day."),
        ("2200-12-24", {}, Distance(days=14), "No event takes place in that year."),
    ],
)
def test_talks_that_stay(series, publisher, day, options, distance, obstacle):  # noqa: PLR0917  # a table
    talk = add_talk(series, "Talk", day, **options)

    steps = plan(series, distance, publisher, [TalkPage.objects.get(pk=talk.pk)])

    assert [step.obstacle for step in steps] == [obstacle]
    assert shift(steps, user=publisher) == []


def test_distance_beyond_the_calendar_is_told(series, publisher):
    talk = add_talk(series, "Talk", "2021-10-06")

    assert [step.obstacle for step in plan(series, Distance(days=70_000 * 100), publisher, [talk])] == [
        "No event takes place in that year."
    ]


def test_draft_moves_in_the_draft(series, publisher):
    add_talk(series, "Draft", "2021-10-06", published=False)

    shift(plan(series, Distance(days=7), publisher), user=publisher)

    talk = TalkPage.objects.get()
    assert (talk.live, talk.start_date, talk.get_latest_revision_as_object().start_date) == (
        False,
        dt.date(2021, 10, 13),
        dt.date(2021, 10, 13),
    )
    assert not DateChange.objects.exists()


def test_unpublished_words_stay_unpublished_while_both_dates_move(series, publisher):
    talk = add_talk(series, "Public", "2021-10-06")
    talk.title, talk.start_date = "Secret", dt.date(2021, 10, 20)
    talk.save_revision()

    shift(plan(series, Distance(days=7), publisher), user=publisher)

    talk = TalkPage.objects.get()
    draft = talk.get_latest_revision_as_object()
    assert (talk.title, talk.start_date) == ("Public", dt.date(2021, 10, 13))
    assert (draft.title, draft.start_date, talk.has_unpublished_changes) == ("Secret", dt.date(2021, 10, 27), True)


def test_locked_talk_is_named_and_left(series, publisher, writer):
    talk = add_talk(series, "Locked", "2021-10-06")
    TalkPage.objects.filter(pk=talk.pk).update(locked=True, locked_by=writer)

    steps = plan(series, Distance(days=7), publisher)

    assert [step.obstacle for step in steps] == ["It is locked, or its publication is scheduled."]


def test_time_in_the_gap_is_told(series, publisher):
    talk = add_talk(series, "Night", "2022-03-20", start_time=dt.time(1, 30))

    [step] = plan(series, Distance(days=7), publisher, [talk])

    assert step.notes == (
        "Not the usual day: a Sunday.",
        "The clocks go forward: this time does not exist on that day and counts as 02:30.",
    )
