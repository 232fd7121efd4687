"""Which documents are in a phase at the time of the request, as SQL."""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING

from django.db.models import Q

from pages.choices import CALLED_OFF_STATUSES
from pages.occurrences import CALLED_OFF, Phase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.reading import Reading

RUNNING = frozenset({Phase.LIVE, Phase.UPCOMING})
TAKES_PLACE = ~Q(status__in=CALLED_OFF_STATUSES)
IS_SERIES = Q(type_name="SeminarSeries")


def own_condition(phases: Collection[Phase], now: dt.datetime) -> Q:
    """The condition of being in one of `phases` by one's own times; mirrors `pages.occurrences.find_phase`."""
    timed = timed_conditions(phases, now)
    conditions = [*called_off_conditions(phases), *([TAKES_PLACE & any_of(timed)] if timed else [])]
    return any_of(conditions)


def called_off_conditions(phases: Collection[Phase]) -> list[Q]:
    """The condition of having been called off in one of the ways among `phases`, if there are any."""
    statuses = [phase.value for phase in phases if phase in CALLED_OFF.values()]
    return [Q(status__in=statuses)] if statuses else []


def timed_conditions(phases: Collection[Phase], now: dt.datetime) -> list[Q]:
    """The conditions on times of those of `phases` that follow from them.

    What has a start has an end that is not before it, so that what is on or ahead is what has not ended.
    """
    timed = {
        Phase.UNSCHEDULED: Q(starts_at=None),
        Phase.UPCOMING: Q(starts_at__gt=now),
        Phase.LIVE: Q(starts_at__lte=now, ends_at__gt=now),
        Phase.PAST: Q(ends_at__lte=now),
    }
    running = [Q(ends_at__gt=now)] if RUNNING.issubset(phases) else []
    return [*running, *(timed[phase] for phase in phases if phase in timed and not (running and phase in RUNNING))]


def any_of(conditions: Iterable[Q]) -> Q:
    """The condition that one of `conditions` holds; never, when there are none."""
    return functools.reduce(operator.or_, conditions, Q()) or Q(pk__in=())


def in_phases(rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading) -> QuerySet[PublishedPage]:
    """Those of `rows` that are in one of `phases`; the answer holds until something begins or ends."""
    now = reading.visibility.now
    reading.lifetime.ends(reading.timetable.next_change(now))
    timed = timed_conditions(phases, now)
    if not timed:
        return rows.filter(any_of(called_off_conditions(phases)))
    takes_place = TAKES_PLACE & (~IS_SERIES & any_of(timed) | series_condition(phases, reading))
    return rows.filter(any_of([takes_place, *called_off_conditions(phases)]))


def talks_in_phases(
    rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading
) -> QuerySet[PublishedPage]:
    """Those of `rows`, talks all of them, that are in one of `phases`."""
    reading.lifetime.ends(reading.timetable.next_change(reading.visibility.now))
    return rows.filter(own_condition(phases, reading.visibility.now))


def series_condition(phases: Collection[Phase], reading: Reading) -> Q:
    """The condition on a series that is not called off of being in one of `phases`, which its public talks decide."""
    times = reading.timetable.series_times(reading.visibility)
    found = Q(pk__in=[key for key, row in times.items() if row.phase in phases], has_ended=False)
    if Phase.UNSCHEDULED in phases:
        found |= IS_SERIES & Q(has_ended=False) & ~Q(pk__in=times)
    return found | (IS_SERIES & Q(has_ended=True)) if Phase.PAST in phases else found
