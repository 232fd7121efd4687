"""Values of models as the JSON of documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pages.moments import Moment, Precision, Span, ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Mapping

ANYWHERE_ON_EARTH_ZONE = "Etc/GMT+12"
DAY_PRECISIONS = frozenset({Precision.MINUTE, Precision.DAY})


def write_instant(value: dt.datetime | None) -> str | None:
    """An instant in UTC with second precision, `2026-11-20T09:30:00Z`."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value is not None else None


def write_local(value: dt.datetime) -> str:
    """A local time with its offset (RFC 3339); in UTC where the offset has seconds, as those before zones had."""
    offset = value.utcoffset() or dt.timedelta(0)
    return (value.astimezone(dt.UTC) if offset % dt.timedelta(minutes=1) else value).isoformat()


def read_instant(text: str | None) -> dt.datetime | None:
    """The instant that `write_instant` wrote."""
    return dt.datetime.fromisoformat(text) if text else None


def write_value(value: Any) -> Any:
    """A column's value; empty text becomes null."""
    if isinstance(value, dt.datetime):
        return write_instant(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return None if value == "" else value


def write_moment(moment: Moment) -> dict[str, Any]:
    """A moment as `EventTime` shows it."""
    is_anywhere_on_earth = moment.policy is ZonePolicy.AOE
    return {
        "instant": write_instant(moment.instant),
        "date": moment.date.isoformat() if moment.date and moment.precision in DAY_PRECISIONS else None,
        "time": moment.time.isoformat() if moment.time else None,
        "month": f"{moment.date:%Y-%m}" if moment.date else None,
        "timeZone": ANYWHERE_ON_EARTH_ZONE if is_anywhere_on_earth else moment.zone,
        "precision": moment.precision.value,
        "isAnywhereOnEarth": is_anywhere_on_earth,
        "announcedAs": moment.announced_as or None,
    }


def read_moment(written: Mapping[str, Any]) -> Moment:
    """The moment that `write_moment` wrote."""
    day = written["date"] or (f"{written['month']}-01" if written["month"] else None)
    is_anywhere_on_earth = written["isAnywhereOnEarth"]
    zone = None if is_anywhere_on_earth else written["timeZone"]
    return Moment(
        date=dt.date.fromisoformat(day) if day else None,
        time=dt.time.fromisoformat(written["time"]) if written["time"] else None,
        policy=ZonePolicy.AOE if is_anywhere_on_earth else ZonePolicy.ZONE if zone else ZonePolicy.FLOATING,
        zone=zone,
        precision=Precision(written["precision"]),
        announced_as=written["announcedAs"] or "",
    )


def write_span(span: Span) -> dict[str, Any]:
    """A span as `TimeSpan` shows it."""
    return {
        "start": write_moment(span.start),
        "end": write_moment(span.end) if span.end else None,
        "isAllDay": span.is_all_day,
    }


def without_gaps(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values with nulls for empty text; None when all are empty."""
    written = {key: write_value(value) for key, value in values.items()}
    return written if any(value is not None for value in written.values()) else None
