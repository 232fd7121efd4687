"""Which published dates a publish moves, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from pages.choices import DateChangeKind, EventStatus
from pages.models.schedule import DateChange, moment_to_json
from pages.moments import Moment, Precision
from pages.occurrences import Change

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from pages.models.base import EventPage

DateKey = UUID | None
"""The translation key of an important date; None for the event's own start."""


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """A date as the public knows it."""

    label: str
    moment: Moment
    is_called_off: bool = False

    @property
    def value(self) -> tuple[object, ...]:
        """What counts as the date: everything but the announced words."""
        moment = self.moment
        return (moment.date, moment.time, moment.policy, moment.zone, moment.precision)


def published_dates(page: EventPage) -> dict[DateKey, PublishedDate]:
    """The dates of a page by key, as the page object in hand says them.

    Of an alias its start alone: its rows are made anew, with other keys, each time the page it shows is published.
    """
    is_called_off = page.status == EventStatus.CANCELLED
    own = PublishedDate(page.title_shown or "", page.start, is_called_off)
    if page.alias_of_id:
        return {None: own}
    rows = {row.translation_key: PublishedDate(row.label_shown, row.start) for row in page.important_dates.all()}
    return {None: own, **rows}


def record_date_changes(
    page: EventPage,
    *,
    before: dict[DateKey, PublishedDate],
    after: dict[DateKey, PublishedDate],
    announced_at: dt.datetime,
) -> list[DateChange]:
    """Store what `find_date_changes` finds."""
    changes = find_date_changes(page, before=before, after=after, announced_at=announced_at)
    return DateChange.objects.bulk_create(changes)


def find_date_changes(
    page: EventPage,
    *,
    before: dict[DateKey, PublishedDate],
    after: dict[DateKey, PublishedDate],
    announced_at: dt.datetime,
) -> list[DateChange]:
    """A `DateChange`, not stored yet, for each date of `before` that `after` moves, removes or calls off.

    A date that was "to be announced" has not been published, so naming it is no change.
    """
    changes = []
    for key, old in before.items():
        new = after.get(key)
        kind = find_change(old, new, is_deadline=key is not None, now=announced_at)
        if kind is None:
            continue
        changes.append(
            DateChange(
                event_id=page.pk,
                date_key=key,
                label=(new or old).label,
                kind=kind,
                old=moment_to_json(old.moment),
                new=moment_to_json(new.moment if new else Moment()),
                announced_at=announced_at,
            )
        )
    return changes


def find_change(
    old: PublishedDate, new: PublishedDate | None, *, is_deadline: bool, now: dt.datetime
) -> DateChangeKind | None:
    """How a publish at `now` changes a public date; None when it does not."""
    if old.moment.precision is Precision.TBD:
        return None
    if new is None or (new.is_called_off and not old.is_called_off):
        return DateChangeKind.CANCELLED
    if new.value == old.value:
        return None
    if not is_deadline or new.moment.precision is Precision.TBD:
        return DateChangeKind.RESCHEDULED
    return find_deadline_change(old.moment, new.moment, now=now)


def find_deadline_change(old: Moment, new: Moment, *, now: dt.datetime) -> DateChangeKind:
    """Extended or brought forward; corrected when both have passed or the instant stays."""
    was, becomes = old.latest, new.latest
    if was is None or becomes is None or was == becomes or (was < now and becomes < now):
        return DateChangeKind.CORRECTED
    return DateChangeKind.EXTENDED if becomes > was else DateChangeKind.ADVANCED


def changes_of(key: DateKey, changes: Iterable[DateChange]) -> tuple[Change, ...]:
    """What was recorded of the date with a key, as plain values."""
    return tuple(
        Change(kind=it.kind, old=it.old_moment, new=it.new_moment, announced_at=it.announced_at, reason=it.reason)
        for it in changes
        if it.date_key == key
    )
