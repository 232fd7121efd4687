"""Which documents are in a phase at the time of the request, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from api.published.models import PageKind
from pages.choices import CALLED_OFF_STATUSES, EventStatus
from pages.occurrences import Phase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

    from api.graphql.loading import Reading
    from api.published.models import PublishedPage

RUNNING = frozenset({Phase.LIVE, Phase.UPCOMING})
IS_SERIES = Q(type_name="SeminarSeries") & ~Q(status__in=CALLED_OFF_STATUSES)


def own_condition(phase: Phase, now: dt.datetime) -> Q:
    """The condition of being in a phase by one's own times; mirrors `pages.occurrences.find_phase`."""
    takes_place = ~Q(status__in=CALLED_OFF_STATUSES)
    conditions = {
        Phase.CANCELLED: Q(status=EventStatus.CANCELLED),
        Phase.POSTPONED: Q(status=EventStatus.POSTPONED),
        Phase.UNSCHEDULED: takes_place & Q(starts_at=None),
        Phase.UPCOMING: takes_place & Q(starts_at__gt=now),
        Phase.LIVE: takes_place & Q(starts_at__lte=now, ends_at__gt=now),
        Phase.PAST: takes_place & Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__lte=now)),
    }
    return conditions[phase]


def in_phases(rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading) -> QuerySet[PublishedPage]:
    """Those of `rows` that are in one of `phases`; the answer holds until something begins or ends."""
    now = reading.visibility.now
    reading.lifetime.ends(reading.timetable.next_change(now))
    own = Q(pk__in=())
    for phase in phases:
        own |= own_condition(phase, now)
    rows = rows.annotate(series_phase=series_phase(reading))
    return rows.filter((own & ~IS_SERIES) | (IS_SERIES & Q(series_phase__in=[phase.value for phase in phases])))


def talks_in_phases(
    rows: QuerySet[PublishedPage], phases: Collection[Phase], reading: Reading
) -> QuerySet[PublishedPage]:
    """Those of `rows`, talks all of them, that are in one of `phases`."""
    reading.lifetime.ends(reading.timetable.next_change(reading.visibility.now))
    own = Q(pk__in=())
    for phase in phases:
        own |= own_condition(phase, reading.visibility.now)
    return rows.filter(own)


def series_phase(reading: Reading) -> Case:
    """The phase of a series that is not called off, which its public talks decide. Mirrors `Reading.phase`."""
    talks = reading.visibility.documents().filter(kind=PageKind.TALK, is_listed=True, series=OuterRef("pk"))
    by_talks = [
        When(Exists(talks.filter(own_condition(phase, reading.visibility.now))), then=Value(phase.value))
        for phase in (Phase.LIVE, Phase.UPCOMING, Phase.PAST)
    ]
    return Case(
        When(has_ended=True, then=Value(Phase.PAST.value)),
        *by_talks,
        default=Value(Phase.UNSCHEDULED.value),
        output_field=CharField(),
    )
