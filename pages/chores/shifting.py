"""Talks that move to another time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pages.choices import EventStatus, Precision, Weekday
from pages.chores.amending import Outcome, amend, find_obstacle, is_published_by
from pages.chores.generating import find_taken_dates
from pages.chores.local_times import describe_doubt, name_weekday, weekday_value
from pages.models.timed import FIRST_YEAR, LAST_YEAR
from pages.moments import Moment
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from pages.models import EventPage, SeminarSeriesPage, TalkPage


@dataclass(frozen=True, slots=True)
class Distance:
    """How far talks move on the calendar and on the clock of the place; negative is earlier.

    With `to_next_usual_day` each talk moves to the first usual day of its series that is free, whatever `days` says.
    """

    days: int = 0
    minutes: int = 0
    to_next_usual_day: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What a shift does to one talk. `obstacle` says why it stays as it is; empty where it moves.

    `old` and `new` are its start, as published where it is public. `notes` are what an editor should look at.
    """

    talk: TalkPage
    old: Moment
    new: Moment
    distance: Distance
    obstacle: str = ""
    is_public: bool = False
    notes: tuple[str, ...] = field(default=())


def find_future_talks(series: SeminarSeriesPage, *, now: dt.datetime, first: TalkPage | None = None) -> list[TalkPage]:
    """The talks of a series that have not begun, earliest first; with `first`, that one and those after it."""
    ahead = Q(starts_at__gt=now)
    if first is not None and first.starts_at is not None:
        ahead &= Q(starts_at__gte=first.starts_at)
    talks = list(series.talks.filter(ahead, alias_of=None).in_order())
    for talk in talks:
        talk.series = series
    return talks


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and when talks move, and who moves them. `taken` are the days of other talks, with their titles."""

    series: SeminarSeriesPage
    user: User
    now: dt.datetime
    taken: dict[dt.date, str]


def plan_shift(
    talks: Iterable[TalkPage], distance: Distance, *, series: SeminarSeriesPage, user: User, now: dt.datetime
) -> list[Step]:
    """What `shift` would do to each talk, in the order given; earliest first for `to_next_usual_day`."""
    talks = list(talks)
    taken = find_taken_dates(series, without=frozenset(talk.pk for talk in talks))
    around = Surroundings(series, user, now, dict(taken))
    steps = []
    for talk in talks:
        step = plan_step(talk, distance, around=around)
        if step.new.date is not None:
            around.taken[step.new.date] = talk.get_admin_display_title()
        steps.append(step)
    return steps


def plan_step(talk: TalkPage, distance: Distance, *, around: Surroundings) -> Step:
    """What a shift would do to one talk."""
    distance = settle(talk, distance, around=around)
    obstacle = find_obstacle(talk, around.user) or find_reason_to_stay(talk, distance, now=around.now)
    if obstacle:
        return Step(talk, talk.start, talk.start, distance, obstacle)
    old, new = talk.start, moved(talk, distance)
    if new.date is None or not FIRST_YEAR <= new.date.year <= LAST_YEAR:
        return Step(talk, old, old, distance, _("No event takes place in that year."))
    notes = tuple(find_notes(new, around=around))
    return Step(talk, old, new, distance, is_public=is_published_by(around.user, talk), notes=notes)


def settle(talk: TalkPage, distance: Distance, *, around: Surroundings) -> Distance:
    """A distance in days and minutes; "to the next usual day" is counted for the talk."""
    if not distance.to_next_usual_day:
        return distance
    usual = around.series.cadence_weekday
    if talk.start_date is None or not usual:
        return Distance(minutes=distance.minutes)
    days = (Weekday.values.index(usual) - talk.start_date.weekday() - 1) % 7 + 1
    while talk.start_date + dt.timedelta(days=days) in around.taken:
        days += 7
    return Distance(days, distance.minutes)


def find_reason_to_stay(talk: TalkPage, distance: Distance, *, now: dt.datetime) -> str:
    """Why a talk is not moved, though the user could; empty where it is."""
    if talk.start_date is None or talk.date_precision == Precision.MONTH:
        return _("Its day is not known.")
    if talk.find_phase(now) is Phase.CANCELLED:
        return _("It is cancelled.")
    if talk.find_phase(now) in {Phase.PAST, Phase.LIVE}:
        return _("It has taken place, or is on now.")
    if not distance.days and not distance.minutes:
        return _("The series has no usual day.")
    if not distance.days and talk.start_time is None:
        return _("It has no time of day.")
    return ""


def find_notes(new: Moment, *, around: Surroundings) -> Iterable[str]:
    """What an editor should look at before a talk moves to `new`."""
    assert new.date is not None  # noqa: S101  # moved talks have a day
    usual = around.series.cadence_weekday
    if usual and weekday_value(new.date) != usual:
        yield _("Not the usual day: a %(day)s.") % {"day": name_weekday(new.date)}
    if new.date in around.taken:
        yield _("On that day there is “%(title)s” already.") % {"title": around.taken[new.date]}
    doubt = describe_doubt(new)
    if doubt:
        yield doubt


def moved(talk: TalkPage, distance: Distance) -> Moment:
    """The start of a talk after a move; the page object in hand stays as it is."""
    start = later(talk.start_date, talk.start_time, distance)
    return Moment.at(*start, talk.start.zone)


def later(date: dt.date | None, time: dt.time | None, distance: Distance) -> tuple[dt.date | None, dt.time | None]:
    """A local date and time further on; without a time, only the days count. Beyond the calendar there is no date."""
    try:
        if date is not None:
            date += dt.timedelta(days=distance.days)
        if time is None or date is None:
            return date, time
        moment = dt.datetime.combine(date, time) + dt.timedelta(minutes=distance.minutes)
    except OverflowError:
        return None, time
    return moment.date(), moment.time()


def move(page: EventPage, *, distance: Distance) -> bool:
    """Move the page object in hand; False where it is called off for good or has no day. Nothing is stored."""
    if page.start_date is None or page.date_precision == Precision.MONTH or page.status == EventStatus.CANCELLED:
        return False
    ends_on, end_time = page.end_date or page.start_date, page.end_time
    has_end = page.end is not None
    page.start_date, page.start_time = later(page.start_date, page.start_time, distance)
    last_date, page.end_time = later(ends_on, end_time, distance)
    page.end_date = last_date if has_end and last_date != page.start_date else None
    page.dates_as_announced = ""
    return True


def shift(steps: Iterable[Step], *, user: User, reason: str = "") -> list[tuple[Step, Outcome]]:
    """Move the talks of a plan, all or none: what is public and what is drafted of each, by the same distance."""
    with transaction.atomic():
        return [
            (step, amend(step.talk, partial(move, distance=step.distance), user=user, reason=reason))
            for step in steps
            if not step.obstacle
        ]
