"""When published things begin and end, for answers that change by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q

from api.published.models import PageKind, PublishedPage, PublishedRow
from pages.choices import CALLED_OFF_STATUSES
from pages.occurrences import Phase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from api.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nothing changes: from `since` until just before `until`; without one, for ever."""

    since: dt.datetime
    until: dt.datetime | None

    def holds(self, now: dt.datetime) -> bool:
        """Whether `now` lies within; a request that is slow may ask about a time before it."""
        return self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class SeriesTimes:
    """The talks of a series at an instant: whether one is on, when the next begins and ends, whether one was held."""

    is_live: bool
    next_start: dt.datetime | None
    next_end: dt.datetime | None
    has_past: bool

    @property
    def phase(self) -> Phase:
        """The phase of a series that neither has ended nor is called off."""
        order = ((Phase.LIVE, self.is_live), (Phase.UPCOMING, self.next_start), (Phase.PAST, self.has_past))
        return next((phase for phase, is_some in order if is_some), Phase.UNSCHEDULED)


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """The times of all series, and how long they hold."""

    gap: Gap
    by_series: Mapping[int, SeriesTimes]


def read_series_times(visibility: Visibility) -> SeriesTable:
    """When the public talks of all series take place, seen from the visibility's instant."""
    now = visibility.now
    talks = visibility.documents_of_all_sites().filter(kind=PageKind.TALK, is_listed=True, series__isnull=False)
    held = Q(starts_at__lte=now)
    rows = talks.exclude(status__in=CALLED_OFF_STATUSES).order_by().values_list("series_id")
    found = rows.annotate(
        live=Count("pk", filter=held & Q(ends_at__gt=now)),
        next_start=Min("starts_at", filter=Q(starts_at__gt=now)),
        next_end=Min("ends_at", filter=Q(ends_at__gt=now)),
        past=Count("pk", filter=held & ~Q(ends_at__gt=now)),
    )
    times = {key: SeriesTimes(bool(live), start, end, bool(past)) for key, live, start, end, past in found}
    instants = [
        visibility.grounds.next_expiry(now),
        *(it for row in times.values() for it in (row.next_start, row.next_end)),
    ]
    return SeriesTable(Gap(now, min((it for it in instants if it is not None), default=None)), times)


class Timetable:
    """Instants of all published things; holds for one content version from the instant `since` on."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since
        self.changes: dict[str, Gap] = {}
        self.series: SeriesTable | None = None

    @cached_property
    def earliest_running(self) -> dt.datetime | None:
        """No page that is on or ahead starts before this instant; None when there is no such page.

        A series is on while a talk of it is, whatever its own dates say.
        """
        rows = PublishedPage.objects.filter(Q(ends_at__gt=self.since) | Q(type_name="SeminarSeries"))
        return rows.aggregate(first=Min("start_ascending"))["first"]

    def next_change(self, now: dt.datetime) -> dt.datetime | None:
        """The first instant after `now` at which something published begins or ends; None when there is none."""
        return self._next("phase", now, ((PublishedPage, "starts_at"), (PublishedPage, "ends_at")))

    def next_closing(self, now: dt.datetime) -> dt.datetime | None:
        """The first instant after `now` at which a date passes or a programme item begins or ends."""
        return self._next("row", now, ((PublishedRow, "starts_at"), (PublishedRow, "ends_at")))

    def series_times(self, visibility: Visibility) -> Mapping[int, SeriesTimes]:
        """When the public talks of each series take place, by the key of the series; holds until the next change."""
        known = self.series  # Other threads replace it.
        if known is None or not known.gap.holds(visibility.now):
            self.series = known = read_series_times(visibility)
        return known.by_series

    def _next(self, name: str, now: dt.datetime, columns: tuple[tuple[type, str], ...]) -> dt.datetime | None:
        known = self.changes.get(name)
        if known is None or not known.holds(now):
            found = [first_after(model, column, now) for model, column in columns]
            known = self.changes[name] = Gap(now, min((instant for instant in found if instant), default=None))
        return known.until


def first_after(model: type, column: str, now: dt.datetime) -> dt.datetime | None:
    """The least value of a column that is greater than `now`."""
    rows = model.objects.filter(**{f"{column}__gt": now}).order_by(column)  # type: ignore[attr-defined]  # models have managers
    return rows.values_list(column, flat=True).first()


class TimetableKept:
    """The timetable of the latest content version that was asked for."""

    def __init__(self) -> None:
        self.latest: tuple[int, Timetable] | None = None

    def find(self, version: int, now: dt.datetime) -> Timetable:
        """The timetable of a content version, not younger than `now`."""
        latest = self.latest  # Other threads replace it.
        if latest is None or latest[0] != version or now < latest[1].since:
            self.latest = latest = (version, Timetable(now))
        return latest[1]

    def clear(self) -> None:
        """Forget it."""
        self.latest = None


kept_timetable = TimetableKept()
