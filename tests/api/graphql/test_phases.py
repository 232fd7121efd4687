"""The phase that a list is filtered by is the one that its rows show."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from api.graphql.filters import select_pages
from api.graphql.phases import in_phases
from api.reading import Reading
from api.visibility import Visibility
from pages.occurrences import Phase
from tests.factories import SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

TIMES = {
    "past": (dt.date(2027, 5, 1), None),
    "ends now": (dt.date(2027, 6, 1), dt.time(11, 0)),
    "live": (dt.date(2027, 6, 1), dt.time(11, 30)),
    "begins now": (dt.date(2027, 6, 1), dt.time(12, 0)),
    "upcoming": (dt.date(2027, 6, 2), None),
    "unscheduled": (None, None),
}
TALK_SETS = [*itertools.combinations(TIMES, 0), *itertools.combinations(TIMES, 1), *itertools.combinations(TIMES, 2)]
SERIES_VALUES = [
    *({"status": status} for status in ("tentative", "cancelled", "postponed")),
    *({"series_status": "ended", "status": status} for status in ("scheduled", "cancelled")),
    {"start_date": dt.date(2027, 6, 1)},
]


def agree(reading):
    """The phases by resolver and by filter of all events that are read."""
    pages = reading.take(select_pages(reading, {"types": None}))
    resolved = {page.pk: reading.phase(page) for page in pages}
    filtered = {
        pk: phase
        for phase in Phase
        for pk in in_phases(select_pages(reading, {}), [phase], reading).values_list("pk", flat=True)
    }
    return resolved, filtered


@pytest.mark.parametrize("values", SERIES_VALUES)
def test_a_series_is_filtered_by_the_phase_it_shows(at_noon, home, values):
    for times in TALK_SETS:
        series = SeriesFactory(parent=home, time_zone="UTC", **values)
        for name in times:
            day, time = TIMES[name]
            TalkFactory(parent=series, start_date=day, start_time=time)

    resolved, filtered = agree(Reading(Visibility(now=at_noon)))

    assert len(resolved) == len(TALK_SETS) == 22
    assert resolved == filtered


@pytest.mark.parametrize("hidden", [{"published": False}, {"is_listed": False}, {"status": "cancelled"}])
def test_a_series_does_not_follow_talks_that_are_hidden_or_called_off(at_noon, home, hidden):
    for day, time in TIMES.values():
        series = SeriesFactory(parent=home, time_zone="UTC")
        TalkFactory(parent=series, start_date=day, start_time=time, **hidden)

    resolved, filtered = agree(Reading(Visibility(now=at_noon)))

    assert resolved == filtered
    assert set(resolved.values()) == {Phase.UNSCHEDULED}
