"""When published things begin and end, for answers that change by themselves."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Min, Q
from wagtail.models import Page

from api.published.models import PublishedPage, PublishedRow

if TYPE_CHECKING:
    import datetime as dt


class Timetable:
    """Instants of all published things; holds for one content version from the instant `since` on."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since
        self.changes: dict[str, dt.datetime | None] = {}

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

    def next_expiry(self, now: dt.datetime) -> dt.datetime | None:
        """The first instant after `now` at which a page is taken from the public."""
        return self._next("expiry", now, ((Page, "expire_at"),))

    def _next(self, name: str, now: dt.datetime, columns: tuple[tuple[type, str], ...]) -> dt.datetime | None:
        known = self.changes.get(name, self.since)
        if name not in self.changes or (known is not None and known <= now):
            found = [first_after(model, column, now) for model, column in columns]
            self.changes[name] = min((instant for instant in found if instant), default=None)
        return self.changes[name]


def first_after(model: type, column: str, now: dt.datetime) -> dt.datetime | None:
    """The least value of a column that is greater than `now`."""
    rows = model.objects.filter(**{f"{column}__gt": now}).order_by(column)  # type: ignore[attr-defined]  # models have managers
    return rows.values_list(column, flat=True).first()


class TimetableKept:
    """The timetable of the latest content version that was asked for."""

    def __init__(self) -> None:
        self.version: int | None = None
        self.timetable: Timetable | None = None

    def find(self, version: int, now: dt.datetime) -> Timetable:
        """The timetable of a content version, not younger than `now`."""
        found = self.timetable
        if found is None or version != self.version or now < found.since:
            found = Timetable(now)
            self.version, self.timetable = version, found
        return found

    def clear(self) -> None:
        """Forget it."""
        self.version, self.timetable = None, None


kept_timetable = TimetableKept()
