"""Deadlines that are open, and how long they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.choices import CALLED_OFF_STATUSES, DateChangeKind, ImportantDateKind
from pages.dashboard.items import Item
from pages.dashboard.reach import within_reach
from pages.history.changes import describe_change
from pages.models import DateChange, ImportantDate
from pages.panels import describe_moment

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser

SHOWN = 8
RECENTLY = dt.timedelta(days=14)
DUE_KINDS = frozenset(
    {
        ImportantDateKind.ABSTRACT,
        ImportantDateKind.SUBMISSION,
        ImportantDateKind.SUPPLEMENTARY,
        ImportantDateKind.REBUTTAL,
        ImportantDateKind.REVISION,
        ImportantDateKind.CAMERA_READY,
        ImportantDateKind.REGISTRATION,
        ImportantDateKind.GRANT_APPLICATION,
    }
)
"""Dates by which somebody has to do something."""


def open_deadlines(user: AbstractUser, *, now: dt.datetime) -> tuple[Item, ...]:
    """The deadlines that close next, with the days left and whether they were extended of late.

    A deadline "Anywhere on Earth" is open until its day has ended everywhere: `ends_at` is that instant.
    """
    ahead = ImportantDate.objects.filter(ends_at__gt=now, kind__in=DUE_KINDS, event__alias_of=None)
    mine = within_reach(ahead.exclude(event__status__in=CALLED_OFF_STATUSES), user, page="event")
    rows = list(mine.select_related("event").order_by("ends_at", "pk")[:SHOWN])
    extensions = recent_extensions({row.event_id for row in rows}, now=now)
    return tuple(describe(row, now=now, extension=extensions.get((row.event_id, row.translation_key))) for row in rows)


def recent_extensions(events: Collection[int], *, now: dt.datetime) -> dict[tuple[int, UUID | None], DateChange]:
    """The latest extension of each date of some events, by event and key of the date."""
    changes = DateChange.objects.filter(event__in=events, kind=DateChangeKind.EXTENDED, announced_at__gt=now - RECENTLY)
    return {(change.event_id, change.date_key): change for change in changes.order_by("announced_at", "pk")}


def describe(row: ImportantDate, *, now: dt.datetime, extension: DateChange | None) -> Item:
    """A deadline as a row of the desk."""
    last = row.end or row.start
    states = () if row.event.live else (_("Draft"),)
    return Item(
        title=f"{row.label_shown}, {row.event.get_admin_display_title()}",
        url=f"{reverse('wagtailadmin_pages:edit', args=[row.event_id])}#:w:contentpath=important_dates",
        when=describe_moment(last),
        note=describe_change(extension) if extension else "",
        states=(time_left(row.ends_at or now, now=now), *states),
    )


def time_left(until: dt.datetime, *, now: dt.datetime) -> str:
    """How long something is still open, in whole days, on the last day in hours."""
    left = until - now
    if left >= dt.timedelta(days=1):
        return ngettext("%(count)s day left", "%(count)s days left", left.days) % {"count": left.days}
    hours = left // dt.timedelta(hours=1)
    if hours:
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    return _("less than an hour left")
