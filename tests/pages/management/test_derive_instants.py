from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command

from pages.models import DateChange, EventPage, ImportantDate, Session
from tests.factories import ImportantDateFactory, SeriesFactory, SessionFactory, TalkFactory

pytestmark = pytest.mark.django_db

TWO = dt.time(14)
OUTDATED = dt.datetime(2027, 6, 16, 1, tzinfo=dt.UTC)


def derive() -> str:
    out = io.StringIO()
    call_command("derive_instants", stdout=out)
    return out.getvalue()


@pytest.fixture
def talk(home):
    return TalkFactory(
        parent=SeriesFactory(parent=home, time_zone="Asia/Tokyo"),
        sessions=[SessionFactory(start_date=dt.date(2027, 6, 16), start_time=TWO)],
        important_dates=[ImportantDateFactory(zone_policy="zone", start_time=TWO)],
    )


def starts(talk) -> list[dt.datetime | None]:
    return [
        model.objects.get(pk=row.pk).starts_at
        for model, row in (
            (EventPage, talk),
            (Session, talk.sessions.get()),
            (ImportantDate, talk.important_dates.get()),
        )
    ]


def test_derive_instants_leaves_what_is_right(talk):
    before = starts(talk)

    assert (derive(), starts(talk)) == ("0 changed\n", before)


def test_derive_instants_mends_pages_and_rows_in_inherited_zones(talk):
    before, revision = starts(talk), talk.latest_revision_id
    for model in (EventPage, Session, ImportantDate):
        model.objects.filter(starts_at__isnull=False).update(starts_at=OUTDATED)

    assert (derive(), starts(talk)) == ("3 changed\n", before)
    assert DateChange.objects.count() == 0
    assert EventPage.objects.get(pk=talk.pk).latest_revision_id == revision
