"""Points in time as organisers announce them: a local value first, an instant only where one follows.

A `Moment` keeps the local date, the local time, what is said about the zone, how precise the announcement is,
and the announced words. The UTC instant is derived from these and can be derived again after an update of the
time-zone database. Plain Python: nothing here knows a database or a framework.

Local times that do not exist or exist twice follow RFC 5545, section 3.3.5: a time inside a gap is read with the
offset before the gap, a repeated time means its first occurrence.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import zoneinfo
from dataclasses import dataclass
from enum import StrEnum

ANYWHERE_ON_EARTH = dt.timezone(dt.timedelta(hours=-12), "AoE")
"""UTC-12, where a calendar day ends last (IEEE 802.16 and most calls for papers)."""

FIRST_ON_EARTH = dt.timezone(dt.timedelta(hours=14))
"""UTC+14, where a calendar day begins first."""

END_OF_DAY = dt.time(23, 59, 59)
"""The time meant by an "Anywhere on Earth" date without a time."""

ONE_DAY = dt.timedelta(days=1)


class Precision(StrEnum):
    """How much of a moment is known."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    TBD = "tbd"


class ZonePolicy(StrEnum):
    """What is said about the zone of a moment."""

    ZONE = "zone"
    AOE = "aoe"
    FLOATING = "floating"


class UnknownTimeZoneError(ValueError):
    """The name is in no IANA time-zone database on this machine."""


@functools.cache
def time_zones() -> frozenset[str]:
    """Names of the IANA zones a moment may use, without the database's own housekeeping entries."""
    return frozenset(
        name for name in zoneinfo.available_timezones() if name not in {"localtime", "Factory", "posixrules"}
    )


def find_zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone called `name`; raises `UnknownTimeZoneError`."""
    if name not in time_zones():
        raise UnknownTimeZoneError(name)
    return zoneinfo.ZoneInfo(name)


def to_instant(date: dt.date, time: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The UTC instant of a local date and time, by RFC 5545 section 3.3.5 in gaps and folds."""
    return dt.datetime.combine(date, time.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A local date and time with its zone policy, precision and announced words.

    `date` is the first day of the month when the precision is `MONTH`, and None when it is `TBD`.
    `time` is set only when the precision is `MINUTE`. `zone` is an IANA name, set only when the policy is `ZONE`.
    """

    date: dt.date | None = None
    time: dt.time | None = None
    policy: ZonePolicy = ZonePolicy.FLOATING
    zone: str | None = None
    precision: Precision = Precision.TBD
    announced_as: str = ""

    @classmethod
    def at(cls, date: dt.date | None, time: dt.time | None = None, zone: str | None = None, **extra: object) -> Moment:
        """A moment in an IANA zone, or floating without one; the precision follows from what is given."""
        precision = Precision.TBD if date is None else Precision.DAY if time is None else Precision.MINUTE
        policy = ZonePolicy.ZONE if zone else ZonePolicy.FLOATING
        values: dict[str, object] = {"policy": policy, "zone": zone or None, "precision": precision, **extra}
        return cls(date, time, **values)  # type: ignore[arg-type]  # forwards the dataclass's own fields

    @classmethod
    def anywhere_on_earth(cls, date: dt.date, time: dt.time | None = None, announced_as: str = "") -> Moment:
        """A moment at UTC-12; without a time, the end of that day."""
        precision = Precision.DAY if time is None else Precision.MINUTE
        return cls(date, time, ZonePolicy.AOE, None, precision, announced_as)

    @property
    def tzinfo(self) -> dt.tzinfo | None:
        """The zone as an object: UTC-12 for AoE, None when floating. Raises `UnknownTimeZoneError`."""
        if self.policy is ZonePolicy.AOE:
            return ANYWHERE_ON_EARTH
        if self.policy is ZonePolicy.ZONE and self.zone:
            return find_zone(self.zone)
        return None

    @property
    def instant(self) -> dt.datetime | None:
        """The exact UTC instant; None for a date without a time (unless AoE) or a time without a zone."""
        zone = self.tzinfo
        if self.date is None or zone is None or self.precision in {Precision.MONTH, Precision.TBD}:
            return None
        if self.precision is Precision.MINUTE and self.time is not None:
            return to_instant(self.date, self.time, zone)
        if self.policy is ZonePolicy.AOE:
            return to_instant(self.date, END_OF_DAY, zone)
        return None

    @property
    def earliest(self) -> dt.datetime | None:
        """The first UTC instant the moment can mean: the instant itself, or the beginning of its day or month.

        Without a zone the day begins at UTC+14, where it begins first.
        """
        if self.date is None:
            return None
        zone = self.tzinfo or FIRST_ON_EARTH
        if self.precision is Precision.MINUTE and self.time is not None:
            return to_instant(self.date, self.time, zone)
        return to_instant(self.date, dt.time.min, zone)

    @property
    def latest(self) -> dt.datetime | None:
        """The UTC instant from which the moment is over: the instant itself, or the end of its day or month.

        Without a zone the day ends at UTC-12, where it ends last.
        """
        if self.date is None:
            return None
        if self.instant is not None:
            return self.instant
        zone = self.tzinfo or ANYWHERE_ON_EARTH
        if self.precision is Precision.MINUTE and self.time is not None:
            return to_instant(self.date, self.time, zone)
        return to_instant(self._last_day + ONE_DAY, dt.time.min, zone)

    @property
    def _last_day(self) -> dt.date:
        assert self.date is not None  # noqa: S101  # both callers have returned for an unknown date
        if self.precision is Precision.MONTH:
            return self.date.replace(day=calendar.monthrange(self.date.year, self.date.month)[1])
        return self.date


@dataclass(frozen=True, slots=True)
class Span:
    """From a start to an end, either of which may be open or unknown.

    `usual_minutes` is the assumed length when no end is announced; None means until the end of the start's day.
    """

    start: Moment
    end: Moment | None = None
    usual_minutes: int | None = None

    @property
    def is_all_day(self) -> bool:
        """True when it covers whole days."""
        return self.start.precision is Precision.DAY

    @property
    def begins(self) -> dt.datetime | None:
        """The UTC instant at which it begins; None when the day is not known."""
        if self.start.precision in {Precision.MONTH, Precision.TBD}:
            return None
        return self.start.earliest

    @property
    def ends(self) -> dt.datetime | None:
        """The UTC instant at which it is over, assumed where no end is announced; None when the day is not known.

        It is never before `begins`, though a start inside a gap can be read as later than the end announced.
        """
        begins = self.begins
        if begins is None or self.start.date is None:
            return None
        if self.end is not None and self.end.date is not None:
            return max(begins, self.end.latest or begins)
        if self.start.precision is Precision.MINUTE and self.usual_minutes is not None:
            return (self.start.latest or begins) + dt.timedelta(minutes=self.usual_minutes)
        zone = self.start.tzinfo or ANYWHERE_ON_EARTH
        return to_instant(self.start.date + ONE_DAY, dt.time.min, zone)
