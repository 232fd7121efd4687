"""How many events of each type there are, and when they take place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import random

TALKS_A_SERIES = 40
SERIES_CADENCES = (7, 14, 14, 28)
"""Days between the talks of a series."""

AHEAD_OF_TALKS = 1 / 3
YEARS_BACK, YEARS_AHEAD = 4, 2


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of a number of events are of which type; most are talks."""

    series: int
    forums: int
    tutorials: int
    calls: int
    talks: int

    @classmethod
    def of(cls, count: int) -> Self:
        """The shares of `count` events; there is at least one series."""
        forums, tutorials, calls = count * 4 // 100, count * 4 // 100, count * 5 // 100
        rest = count - forums - tutorials - calls
        series = max(1, rest // (TALKS_A_SERIES + 1))
        return cls(series, forums, tutorials, calls, rest - series)

    def talks_of(self, number: int) -> int:
        """How many talks the series with this number, from 0, has."""
        return self.talks // self.series + (number < self.talks % self.series)


def talk_days(draw: random.Random, number: int, today: dt.date) -> list[dt.date]:
    """The days of the talks of a series, on one weekday; about a third lies after `today`."""
    step = dt.timedelta(days=draw.choice(SERIES_CADENCES))
    ahead = round(number * AHEAD_OF_TALKS)
    first = today + dt.timedelta(days=draw.randrange(7)) - step * (number - ahead)
    return [first + step * position for position in range(number)]


def event_day(draw: random.Random, today: dt.date) -> dt.date:
    """The first day of an event that is no talk."""
    return today + dt.timedelta(days=draw.randint(-365 * YEARS_BACK, 365 * YEARS_AHEAD))


@dataclass(frozen=True, slots=True)
class Publication:
    """When a page was published first and last."""

    first: dt.datetime
    last: dt.datetime

    @classmethod
    def before(cls, day: dt.date, *, now: dt.datetime, draw: random.Random) -> Self:
        """Publications some time before `day`, and before `now`."""
        start = dt.datetime.combine(day, dt.time(9), dt.UTC)
        first = min(start - dt.timedelta(days=draw.randint(60, 400)), now - dt.timedelta(days=draw.randint(1, 90)))
        return cls(first, moment_between(draw, first, min(now, start)))


def moment_between(draw: random.Random, first: dt.datetime, last: dt.datetime) -> dt.datetime:
    """An instant in a half-open range, to the minute; `first` when the range is empty."""
    minutes = int((last - first).total_seconds() // 60)
    return first + dt.timedelta(minutes=draw.randrange(max(1, minutes)))
