from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from pages.models import EventPage, ForumPage
from pages.moments import Precision
from pages.occurrences import OccurrenceKind, Phase
from tests.factories import CallForPapersFactory, ForumFactory, ImportantDateFactory, SessionFactory, publish

pytestmark = pytest.mark.django_db


def test_title_and_one_date_are_enough_to_publish(home):
    page = ForumPage(title="Forum", start_date=dt.date(2017, 12, 14))
    home.add_child(instance=page)

    page = publish(page)

    assert (page.live, page.date_precision, page.starts_at, page.ends_at) == (
        True,
        "day",
        dt.datetime(2017, 12, 13, 10, tzinfo=dt.UTC),
        dt.datetime(2017, 12, 15, 12, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start_date": None}, "tbd"),
        ({"start_time": dt.time(9)}, "minute"),
        ({"date_precision": "month"}, "month"),
        ({"date_precision": "minute"}, "day"),
    ],
)
def test_precision_follows_from_what_is_entered(home, values, expected):
    assert ForumFactory(parent=home, **values).date_precision == expected


def test_event_of_which_only_the_month_is_known(home):
    page = ForumFactory(parent=home, date_precision="month")

    assert (page.start.precision, page.starts_at, page.find_phase(dt.datetime(2030, 1, 1, tzinfo=dt.UTC))) == (
        Precision.MONTH,
        None,
        Phase.UNSCHEDULED,
    )


def test_unknown_zone_in_an_old_row_does_not_break_it(home):
    page = ForumPage(title="X", time_zone="Mars/Base", start_date=dt.date(2027, 1, 1))

    assert page.start.zone is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end_date": dt.date(2020, 1, 1)}, "end_date"),
        ({"time_zone": "Middle/Earth"}, "time_zone"),
        ({"part_of_url": "javascript:alert(1)"}, "part_of_url"),
        ({"languages": ["tlh-made-up"]}, "languages"),
        ({"country": "XX"}, "country"),
    ],
)
def test_validation_blocks_at_the_field(home, values, field):
    page = ForumPage(
        title="Forum", slug="forum", start_date=dt.date(2027, 1, 1), path="000100010009", depth=3, **values
    )

    with pytest.raises(ValidationError) as caught:
        page.full_clean()

    assert list(caught.value.message_dict) == [field]


def test_public_path_is_below_the_root_of_the_site(home):
    assert (ForumFactory(parent=home, slug="f").public_path, ForumPage(title="New").public_path) == ("/f/", "/")


def test_public_path_outside_all_sites(home):
    root = Page.get_first_root_node()
    page = ForumFactory(parent=root, slug="lost")

    assert page.public_path == "/"


def test_occurrences_of_a_page_are_itself_its_deadlines_and_its_programme(home):
    page = CallForPapersFactory(
        parent=home,
        title="Conference",
        start_date=dt.date(2027, 6, 14),
        important_dates=[ImportantDateFactory(label="Papers due"), ImportantDateFactory(start_date=None)],
        sessions=[SessionFactory(title="", start_date=dt.date(2027, 6, 14)), SessionFactory()],
    )

    occurrences = [(it.kind, it.title, it.span.start.date) for it in page.occurrences()]

    assert occurrences == [
        (OccurrenceKind.EVENT, "Conference", dt.date(2027, 6, 14)),
        (OccurrenceKind.DEADLINE, "Papers due", dt.date(2027, 3, 1)),
        (OccurrenceKind.DEADLINE, "Submission", None),
        (OccurrenceKind.SESSION, None, dt.date(2027, 6, 14)),
        (OccurrenceKind.SESSION, page.sessions.last().title, None),
    ]


def test_event_without_a_date_occurs_at_an_unknown_time(home):
    [occurrence] = CallForPapersFactory(parent=home).occurrences()

    assert (occurrence.kind, occurrence.span.begins) == (OccurrenceKind.EVENT, None)


def test_copying_a_page_with_all_rows_gives_new_keys(home):
    page = CallForPapersFactory(
        parent=home,
        important_dates=[ImportantDateFactory()],
        sessions=[SessionFactory(start_date=dt.date(2027, 6, 14))],
    )

    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})

    assert copy.important_dates.get().translation_key != page.important_dates.get().translation_key
    assert EventPage.objects.count() == 2


def test_event_pages_themselves_cannot_be_created():
    assert EventPage.can_create_at(Page.get_first_root_node()) is False
