from __future__ import annotations

import datetime as dt

import pytest

from pages.models import TalkPage
from pages.occurrences import OccurrenceKind, Phase
from tests.factories import ContributionFactory, PersonFactory, SeriesFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2027, 6, 16, 12, tzinfo=dt.UTC)
BEFORE = NOON - dt.timedelta(days=1)
AFTER = NOON + dt.timedelta(days=1)
DURING = dt.datetime(2027, 6, 16, 12, 45, tzinfo=dt.UTC)


def test_talk_takes_from_its_series_what_it_leaves_empty(home):
    series = SeriesFactory(parent=home, usual_minutes=45, attendance_mode="online", languages=["en"])

    talk = TalkFactory(parent=series)

    assert (talk.zone, talk.usual_minutes_assumed, talk.attendance_mode_shown, talk.languages_shown) == (
        "Europe/London",
        45,
        "online",
        ["en"],
    )
    assert (talk.starts_at, talk.ends_at) == (
        dt.datetime(2027, 6, 16, 12, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 6, 16, 13, 15, tzinfo=dt.UTC),
    )


def test_talk_stands_by_what_it_says_itself(home):
    series = SeriesFactory(parent=home, usual_minutes=45, attendance_mode="online", languages=["en"])

    talk = TalkFactory(parent=series, time_zone="UTC", minutes=90, attendance_mode="hybrid", languages=["zh"])

    assert (talk.zone, talk.usual_minutes_assumed, talk.attendance_mode_shown, talk.languages_shown) == (
        "UTC",
        90,
        "hybrid",
        ["zh"],
    )


def test_talk_reads_changed_defaults_of_its_series(home):
    series = SeriesFactory(parent=home)
    talk = TalkFactory(parent=series)

    series.usual_minutes = 30
    publish(series)

    assert TalkPage.objects.get(pk=talk.pk).ends_at == dt.datetime(2027, 6, 16, 13, tzinfo=dt.UTC)


def test_talk_moved_to_another_series_is_at_the_time_of_that_one(home):
    series = SeriesFactory(parent=home, time_zone="America/New_York", usual_minutes=30)
    talk = TalkFactory(parent=SeriesFactory(parent=home))

    talk.move(series, pos="last-child")

    talk = TalkPage.objects.get(pk=talk.pk)
    assert (talk.starts_at, talk.ends_at) == (
        dt.datetime(2027, 6, 16, 17, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 6, 16, 18, tzinfo=dt.UTC),
    )
    assert [(change.kind, change.old["zone"], change.new["zone"]) for change in talk.date_changes.all()] == [
        ("rescheduled", "Europe/London", "America/New_York")
    ]


def test_talk_moved_within_its_series_keeps_its_dates(home):
    series = SeriesFactory(parent=home)
    first, second = TalkFactory(parent=series), TalkFactory(parent=series)

    second.move(first, pos="left")

    assert (list(series.get_children()), second.date_changes.count()) == ([second.page_ptr, first.page_ptr], 0)


def test_talk_without_a_place_in_the_tree_has_no_series():
    talk = TalkPage(title="Homeless", start_date=dt.date(2027, 6, 16), start_time=dt.time(9))

    assert (talk.series, talk.zone, talk.usual_minutes_assumed, talk.collection_uid, talk.languages_shown) == (
        None,
        "",
        60,
        None,
        [],
    )
    assert talk.attendance_mode_shown == "unknown"


@pytest.mark.parametrize(
    ("now", "expected"),
    [(BEFORE, Phase.UPCOMING), (DURING, Phase.LIVE), (AFTER, Phase.PAST)],
)
def test_phase_of_a_series_follows_its_talks(home, now, expected):
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series)

    assert series.find_phase(now) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Phase.UNSCHEDULED),
        ({"series_status": "ended"}, Phase.PAST),
        ({"status": "postponed"}, Phase.POSTPONED),
    ],
)
def test_phase_of_a_series_without_talks(home, values, expected):
    assert SeriesFactory(parent=home, **values).find_phase(NOON) is expected


def test_draft_talks_leave_the_phase_of_the_series_alone(home):
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series, published=False)

    assert series.find_phase(BEFORE) is Phase.UNSCHEDULED


def test_talks_can_be_asked_for_by_phase_and_in_order(home):
    series = SeriesFactory(parent=home)
    tbd = TalkFactory(parent=series, start_date=None, start_time=None)
    late = TalkFactory(parent=series, start_date=dt.date(2027, 6, 20))
    soon = TalkFactory(parent=series)
    TalkFactory(parent=series, status="cancelled")
    TalkFactory(parent=series, status="postponed")
    past = TalkFactory(parent=series, start_date=dt.date(2020, 1, 1))

    upcoming = series.talks.in_phase(Phase.UPCOMING, Phase.UNSCHEDULED, now=BEFORE).in_order()

    assert list(upcoming) == [soon, late, tbd]
    assert list(series.talks.in_phase(Phase.PAST, now=BEFORE)) == [past]
    assert list(series.talks.in_phase(Phase.LIVE, now=DURING)) == [soon]


@pytest.mark.parametrize("now", [BEFORE, DURING, AFTER])
def test_phase_in_sql_equals_phase_in_python(home, now):
    series = SeriesFactory(parent=home)
    for status in ("scheduled", "tentative", "postponed", "moved_online", "cancelled"):
        TalkFactory(parent=series, status=status)
        TalkFactory(parent=series, status=status, start_date=None, start_time=None)

    talks = series.talks.with_phase(now)

    assert [talk.phase_now for talk in talks] == [talk.find_phase(now).value for talk in talks]


def test_occurrence_of_a_talk(home):
    series = SeriesFactory(parent=home, slug="seminar")
    talk = TalkFactory(
        parent=series,
        slug="talk",
        contributions=[ContributionFactory(person=PersonFactory(name="Ada Example"))],
    )

    [occurrence] = talk.occurrences()

    assert (occurrence.kind, occurrence.uid, occurrence.series_uid) == (
        OccurrenceKind.TALK,
        str(talk.translation_key),
        str(series.translation_key),
    )
    assert (occurrence.path, [it.name for it in occurrence.people], occurrence.language) == (
        "/seminar/talk/",
        ["Ada Example"],
        "en",
    )


def test_tree_rules():
    assert TalkPage.allowed_parent_page_models()[0].__name__ == "SeminarSeriesPage"
    assert len(TalkPage.allowed_parent_page_models()) == 1
    assert TalkPage.allowed_subpage_models() == []


def test_title_that_is_not_announced_is_in_no_occurrence_and_no_change(home):
    talk = TalkFactory(parent=SeriesFactory(parent=home), title="A note to ourselves", title_announced=False)

    talk.start_date += dt.timedelta(days=7)
    talk = publish(talk)

    assert [(it.kind, it.title) for it in talk.occurrences()] == [(OccurrenceKind.TALK, None)]
    assert [change.label for change in talk.date_changes.all()] == [""]
