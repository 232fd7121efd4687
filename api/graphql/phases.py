"""Which documents are in a phase at the time of the request, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from pages.choices import CALLED_OFF_STATUSES
from pages.occurrences import Phase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

    from api.graphql.loading import Reading
    from api.published.models import PublishedPage

RUNNING = frozenset({Phase.LIVE, Phase.UPCOMING})
TAKES_PLACE = ~Q(status__in=CALLED_OFF_STATUSES)
IS_SERIES = Q(type_name="SeminarSeries")


def own_condition(phases: Collection[Phase], now: dt.datetime) -> Q:
    """The condition of being in one of `phases` by one's own times; mirrors `pages.occurrences.find_phase`.

    What has a start has an end that is not before it, so that what is on or ahead is what has not ended.
    """
    timed = {
        Phase.UNSCHEDULED: Q(starts_at=None),
        Phase.UPCOMING: Q(starts_at__gt=now),
        Phase.LIVE: Q(starts_at__lte=now, ends_at__gt=now),
        Phase.PAST: Q(ends_at__lte=now),
    }
    wanted = set(phases)
    found = Q(pk__in=())
    if wanted >= RUNNING:
        found |= Q(ends_at__gt=now)
        wanted -= RUNNING
    for phase in wanted & timed.keys():
        found |= timed[phase]
    statuses = [phase.value for phase in wanted - timed.keys()]
    return (TAKES_PLACE & found) | Q(status__in=statuses) if statuses else TAKES_PLACE & found


def in_phases(rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading) -> QuerySet[PublishedPage]:
    """Those of `rows` that are in one of `phases`; the answer holds until something begins or ends."""
    now = reading.visibility.now
    reading.lifetime.ends(reading.timetable.next_change(now))
    by_talks = TAKES_PLACE & series_condition(phases, reading)
    own = own_condition(phases, now) & ~(IS_SERIES & TAKES_PLACE)
    return rows.filter(own | (IS_SERIES & by_talks))


def talks_in_phases(
    rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading
) -> QuerySet[PublishedPage]:
    """Those of `rows`, talks all of them, that are in one of `phases`."""
    reading.lifetime.ends(reading.timetable.next_change(reading.visibility.now))
    return rows.filter(own_condition(phases, reading.visibility.now))


def series_condition(phases: Collection[Phase], reading: Reading) -> Q:
    """The condition on a series that is not called off of being in one of `phases`, which its public talks decide."""
    times = reading.timetable.series_times(reading.visibility)
    chosen = Q(pk__in=[key for key, row in times.items() if row.phase in phases])
    if Phase.UNSCHEDULED in phases:
        chosen |= ~Q(pk__in=times)
    return Q(has_ended=False) & chosen | Q(has_ended=True) if Phase.PAST in phases else Q(has_ended=False) & chosen
