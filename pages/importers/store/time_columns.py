"""Moments as the columns of dated models, and back as plain values."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pages.importers.store.column_values import fit
from pages.models import EventPage
from pages.moments import Moment, Precision, ZonePolicy, time_zones

if TYPE_CHECKING:
    from django.db import models

    from pages.importers.store.column_values import Remarks

AOE_ZONE = "Etc/GMT+12"
"""The IANA zone at UTC-12 (the sign is inverted), for columns that have no zone policy."""


def fit_span(  # noqa: PLR0913  # all but the two moments are by keyword
    start: Moment,
    end: Moment | None,
    *,
    zone: str | None = None,
    remarks: Remarks,
    line: int | None = None,
    model: type[models.Model] = EventPage,
) -> dict[str, Any]:
    """The time columns of a page or row: `start`, `end`, `time_zone` and `dates_as_announced`."""
    name = zone or _zone_name(start) or (_zone_name(end) if end else "")
    if name and name not in time_zones():
        remarks.add("value-invalid", "The time zone is not known; it is in the editors’ notes.", line=line)
        remarks.keep("time zone", name)
        name = ""
    said = start.announced_as or (end.announced_as if end else "")
    return {
        "start": _start(start),
        "end": _end(start, _in_zone_of(start, end), remarks=remarks, line=line),
        "time_zone": name,
        "dates_as_announced": fit(model, "dates_as_announced", said, remarks=remarks, line=line),
    }


def _zone_name(moment: Moment) -> str:
    if moment.policy is ZonePolicy.AOE:
        return AOE_ZONE
    return moment.zone or ""


def _start(moment: Moment) -> list[str | None]:
    """Date, time and precision."""
    if moment.date is None:
        return [None, None, Precision.TBD.value]
    if moment.precision is Precision.MONTH:
        return [moment.date.replace(day=1).isoformat(), None, Precision.MONTH.value]
    precision = Precision.MINUTE if moment.time is not None else Precision.DAY
    return [moment.date.isoformat(), iso(moment.time), precision.value]


def _in_zone_of(start: Moment, end: Moment | None) -> Moment | None:
    """The end as local time of the start's zone, where it was announced in another one."""
    if end is None or end.instant is None or start.tzinfo is None or end.tzinfo in {None, start.tzinfo}:
        return end
    local = end.instant.astimezone(start.tzinfo)
    return Moment.at(local.date(), local.time(), start.zone)


def _end(start: Moment, end: Moment | None, *, remarks: Remarks, line: int | None) -> list[str | None]:
    """Date (only when it is another day) and time; nothing when the end is before the start."""
    if end is None or start.date is None or (end.date is None and end.time is None):
        return [None, None]
    day = end.date or start.date
    is_before = day < start.date or bool(day == start.date and start.time and end.time and end.time < start.time)
    if is_before and start.precision is not Precision.MONTH:
        remarks.add("end-before-start", "The end is before the start; it is in the editors’ notes.", line=line)
        remarks.keep("end", " ".join(filter(None, [iso(day), iso(end.time)])))
        return [None, None]
    return [day.isoformat() if day != start.date else None, iso(end.time)]


def iso(value: dt.date | dt.time | None) -> str | None:
    """A date or time as text; None stays."""
    return None if value is None else value.isoformat()


def write_time(row: Any, name: str, value: Any) -> None:
    """Set the columns that `start` or `end` of a form stands for."""
    row_date = value[0] and dt.date.fromisoformat(value[0])
    row_time = value[1] and dt.time.fromisoformat(value[1])
    setattr(row, f"{name}_date", row_date)
    setattr(row, f"{name}_time", row_time)
    if name == "start":
        row.date_precision = value[2]


def read_time(row: Any, name: str) -> list[str | None]:
    """The value that `write_time` sets."""
    date, time = getattr(row, f"{name}_date"), getattr(row, f"{name}_time")
    value = [iso(date), iso(time)]
    precision = str(row.date_precision) if date else Precision.TBD.value
    return [*value, precision] if name == "start" else value


def mend_end(row: Any) -> bool:
    """Leave out an end that is before the start; True when there was one."""
    if row.start_date is None:
        return False
    end_date = row.end_date or row.start_date
    is_same_day = end_date == row.start_date and row.start_time and row.end_time
    if end_date > row.start_date or not (end_date < row.start_date or (is_same_day and row.end_time < row.start_time)):
        return False
    row.end_date = row.end_time = None
    return True


def read_moment(start: list[str | None], zone: str, policy: str = "zone") -> Moment:
    """The moment that the value of `start` in a form means."""
    date, time, precision = start
    if date is None:
        return Moment()
    day, clock = dt.date.fromisoformat(date), dt.time.fromisoformat(time) if time else None
    if policy == ZonePolicy.AOE and precision != Precision.MONTH:
        return Moment.anywhere_on_earth(day, clock)
    return Moment.at(day, clock, zone or None, precision=Precision(str(precision)))
