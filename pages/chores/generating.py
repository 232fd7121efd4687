"""Talks of a series that are still to be announced, made from its cadence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.models import Revision

from pages.chores.local_times import weekday_value
from pages.models import TalkPage
from pages.models.timed import LAST_YEAR
from pages.moments import Moment, time_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.auth.models import User

    from pages.chores.day_lists import Days
    from pages.models import SeminarSeriesPage

MOST_TALKS = 52
MOST_WEEKS = 520
"""How far ahead days are sought, where most are left out."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Every so many weeks from a day on: `number` local days, those `left_out` not counted.

    `weekday` is a value of `Weekday`: days begin with the first such one at or after `first`. Empty: that of `first`.
    """

    first: dt.date
    number: int
    every_weeks: int = 1
    time: dt.time | None = None
    weekday: str = ""
    left_out: tuple[Days, ...] = ()

    @property
    def dates(self) -> list[dt.date]:
        """The days, earliest first; fewer than `number` where too many are left out."""
        return list(self._dates())[: self.number]

    def _dates(self) -> Iterator[dt.date]:
        date = self.first
        while self.weekday and weekday_value(date) != self.weekday:
            date += dt.timedelta(days=1)
        for weeks in range(0, MOST_WEEKS, self.every_weeks):
            day = date + dt.timedelta(weeks=weeks)
            if day.year <= LAST_YEAR and not any(day in days for days in self.left_out):
                yield day


@dataclass(frozen=True, slots=True)
class Slot:
    """A day on which there could be a talk. `taken_by` is the title of one that is there already; else empty."""

    moment: Moment
    taken_by: str = ""

    @property
    def date(self) -> dt.date:
        """The local day."""
        assert self.moment.date is not None  # noqa: S101  # slots are made of days
        return self.moment.date


def plan_talks(series: SeminarSeriesPage, cadence: Cadence) -> list[Slot]:
    """What `make_talks` would make: a slot for each day of the cadence, those taken included."""
    taken = find_taken_dates(series)
    zone = series.zone if series.zone in time_zones() else None
    return [Slot(Moment.at(date, cadence.time, zone), taken.get(date, "")) for date in cadence.dates]


def find_taken_dates(series: SeminarSeriesPage, *, without: frozenset[int] = frozenset()) -> dict[dt.date, str]:
    """The days with a talk, as published or as drafted, and its title; talks of the keys `without` do not count."""
    talks = series.talks.exclude(pk__in=without)
    rows = talks.exclude(start_date=None).values_list("start_date", "draft_title", "title")
    drafted = talks.filter(live=True, has_unpublished_changes=True).values("latest_revision")
    contents = Revision.page_revisions.filter(pk__in=drafted).values_list("content", flat=True)
    taken = {date: content["title"] for content in contents if (date := day_of(content))}
    return taken | {date: draft_title or title for date, draft_title, title in rows}


def day_of(content: Mapping[str, Any]) -> dt.date | None:
    """The day of a talk in a stored version; None where it has none."""
    date = content.get("start_date")
    return dt.date.fromisoformat(date) if date else None


def make_talks(series: SeminarSeriesPage, slots: list[Slot], *, user: User) -> list[TalkPage]:
    """A draft, to be announced, for each slot that is free; all or nothing."""
    slugs = set(series.get_children().values_list("slug", flat=True))
    made = []
    with transaction.atomic():
        for slot in slots:
            if not slot.taken_by:
                talk = make_talk(series, slot, slug=free_slug(slot.date, taken=slugs), user=user)
                slugs.add(talk.slug)
                made.append(talk)
    return made


def make_talk(series: SeminarSeriesPage, slot: Slot, *, slug: str, user: User) -> TalkPage:
    """The draft of a talk, which takes from its series all it does not say."""
    talk = TalkPage(
        title=_("Talk on %(date)s") % {"date": formats.date_format(slot.date, "j F Y")},
        slug=slug,
        title_announced=False,
        abstract_announced=False,
        start_date=slot.date,
        start_time=slot.moment.time,
        locale_id=series.locale_id,
        owner=user,
        live=False,
    )
    talk.series = series
    series.add_child(instance=talk)
    talk.save_revision(user=user, log_action=True)
    return talk


def free_slug(date: dt.date, *, taken: set[str]) -> str:
    """The slug of a talk on a day, with a number where that one is taken."""
    slug, number = f"talk-{date.isoformat()}", 2
    while slug in taken:
        slug, number = f"talk-{date.isoformat()}-{number}", number + 1
    return slug
