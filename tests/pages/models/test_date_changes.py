from __future__ import annotations

import datetime as dt

import pytest

from pages.models import DateChange, TalkPage
from pages.models.date_changes import PublishedDate, find_change
from pages.moments import Moment
from tests.factories import (
    CallForPapersFactory,
    EventIndexFactory,
    ImportantDateFactory,
    SeriesFactory,
    TalkFactory,
    publish,
)

NOW = dt.datetime(2022, 7, 1, tzinfo=dt.UTC)
DUE = Moment.anywhere_on_earth(dt.date(2022, 7, 15))
LATER = Moment.anywhere_on_earth(dt.date(2022, 7, 22))
SOONER = Moment.anywhere_on_earth(dt.date(2022, 7, 8))


def changes() -> list[tuple[str, str, str | None, str | None]]:
    return [(row.kind, row.label, row.old["date"], row.new["date"]) for row in DateChange.objects.order_by("pk")]


def test_page_with_a_change_in_a_zone_that_is_no_more_is_published(home):
    series = SeriesFactory(parent=home)
    talk = TalkFactory(parent=series, start_date=dt.date(2027, 6, 15), start_time=dt.time(13), time_zone="Europe/Oslo")
    talk.start_date = dt.date(2027, 6, 16)
    publish(talk)
    change = DateChange.objects.get()
    change.old["zone"] = "Europe/Atlantis"
    change.save()

    publish(TalkPage.objects.get())

    assert DateChange.objects.get().old_moment == Moment.at(dt.date(2027, 6, 15), dt.time(13))


@pytest.mark.parametrize(
    ("old", "new", "is_deadline", "expected"),
    [
        (PublishedDate("", DUE), PublishedDate("", DUE), True, None),
        (PublishedDate("", DUE), PublishedDate("", LATER), True, "extended"),
        (PublishedDate("", DUE), PublishedDate("", SOONER), True, "advanced"),
        (PublishedDate("", DUE), PublishedDate("", Moment()), True, "rescheduled"),
        (PublishedDate("", DUE), None, True, "cancelled"),
        (PublishedDate("", DUE), PublishedDate("", DUE, is_called_off=True), True, "cancelled"),
        (
            PublishedDate("", DUE, is_called_off=True),
            PublishedDate("", DUE, is_called_off=True),
            True,
            None,
        ),
        (PublishedDate("", DUE), PublishedDate("", LATER), False, "rescheduled"),
        (PublishedDate("", Moment()), PublishedDate("", DUE), True, None),
        (
            PublishedDate("", DUE),
            PublishedDate("", Moment.anywhere_on_earth(DUE.date, dt.time(23, 59, 59))),
            True,
            "corrected",
        ),
        (
            PublishedDate("", Moment.anywhere_on_earth(dt.date(2022, 1, 1))),
            PublishedDate("", Moment.anywhere_on_earth(dt.date(2022, 1, 2))),
            True,
            "corrected",
        ),
    ],
)
def test_find_change(old, new, is_deadline, expected):
    assert find_change(old, new, is_deadline=is_deadline, now=NOW) == expected


@pytest.mark.django_db
def test_publishing_a_moved_talk_writes_one_change(home):
    talk = TalkFactory(parent=SeriesFactory(parent=home))

    talk.start_date += dt.timedelta(days=7)
    publish(talk)

    assert changes() == [("rescheduled", talk.title, "2027-06-16", "2027-06-23")]


@pytest.mark.django_db
def test_drafts_leave_no_change(home):
    talk = TalkFactory(parent=SeriesFactory(parent=home))

    for days in (1, 2, 3):
        talk.start_date = dt.date(2027, 6, 16 + days)
        talk.save_revision()
    publish(talk)

    assert changes() == [("rescheduled", talk.title, "2027-06-16", "2027-06-19")]


@pytest.mark.django_db
def test_first_publication_and_republication_leave_no_change(home):
    talk = TalkFactory(parent=SeriesFactory(parent=home), published=False)

    publish(publish(talk))

    assert changes() == []


@pytest.mark.django_db
def test_cancelling_is_recorded_once(home):
    talk = TalkFactory(parent=SeriesFactory(parent=home))

    talk.status = "cancelled"
    publish(publish(talk))

    assert changes() == [("cancelled", talk.title, "2027-06-16", "2027-06-16")]


@pytest.mark.django_db
def test_extended_deadline_keeps_its_key(home):
    page = CallForPapersFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2099, 1, 1))])
    key = page.important_dates.get().translation_key

    rows = list(page.important_dates.all())
    rows[0].start_date = dt.date(2099, 1, 12)
    page.important_dates = rows
    page = publish(page)

    assert changes() == [("extended", "Submission", "2099-01-01", "2099-01-12")]
    assert [row.translation_key for row in page.important_dates.all()] == [key]
    assert DateChange.objects.get().date_key == key


@pytest.mark.django_db
def test_removed_deadline_is_recorded(home):
    page = CallForPapersFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2099, 1, 1))])

    page.important_dates = []
    publish(page)

    assert changes() == [("cancelled", "Submission", "2099-01-01", None)]


@pytest.mark.django_db
def test_zone_of_a_series_moves_its_public_talks_and_records_it(home):
    series = SeriesFactory(parent=home, time_zone="Europe/London")
    public = TalkFactory(parent=series, title="Public")
    TalkFactory(parent=series, title="Draft", published=False)
    TalkFactory(parent=series, title="Own zone", time_zone="UTC")

    series.time_zone = "Asia/Singapore"
    publish(series)

    starts = dict(TalkPage.objects.values_list("title", "starts_at"))
    assert starts == {
        "Public": dt.datetime(2027, 6, 16, 5, 30, tzinfo=dt.UTC),
        "Draft": dt.datetime(2027, 6, 16, 5, 30, tzinfo=dt.UTC),
        "Own zone": dt.datetime(2027, 6, 16, 13, 30, tzinfo=dt.UTC),
    }
    assert [(row.event_id, row.old["zone"], row.new["zone"]) for row in DateChange.objects.all()] == [
        (public.pk, "Europe/London", "Asia/Singapore")
    ]


@pytest.mark.django_db
def test_publishing_a_page_with_an_alias_cancels_no_date_of_the_alias(home):
    call = CallForPapersFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 1))])
    alias = call.create_alias(parent=EventIndexFactory(parent=home))
    row = call.important_dates.get()
    row.start_date = dt.date(2027, 3, 8)
    call.important_dates = [row]

    publish(call)

    assert list(DateChange.objects.values_list("event_id", "kind")) == [(call.pk, "extended")]
    assert alias.specific.important_dates.get().start_date == dt.date(2027, 3, 8)
