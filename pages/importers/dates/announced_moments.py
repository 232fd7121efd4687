"""One announcement to moments: the year, the zone on that day, and what is doubtful about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates.readings import DateContext, DateReading
from pages.importers.dates.zone_names import ZoneName, ZoneReading, read_zone, resolve_zone
from pages.importers.documents import Finding, Severity
from pages.importers.text.marked_text import collapse
from pages.moments import ONE_DAY, Moment, Precision, ZonePolicy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from pages.importers.dates.announcements import Announcement
    from pages.importers.dates.calendar_dates import WrittenDate


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The organisers' words for a date, their line in the file, and what the document says about dates."""

    words: str
    line: int | None
    context: DateContext


def days_of(written: WrittenDate, year: int | None) -> list[dt.date]:
    """The written days in that year; none when one of them does not exist or the year is not known."""
    if year is None:
        return []
    days = [written.day(number, year) for number in range(max(1, len(written.days)))]
    known = [day for day in days if day is not None]
    return known if len(known) == len(days) else []


def read_announcement(
    announcement: Announcement, *, live: str, context: DateContext, line: int | None
) -> list[DateReading]:
    """One reading, or one for each day of a list of single days; none for an impossible date."""
    written = announcement.date
    days = days_of(written, written.year or context.year)
    if not days:
        return []
    around = _Surroundings(collapse(live[announcement.begin : announcement.stop]), line, context)
    doubts = tuple(_doubts(written, days, around))
    spans = [(days[0], days[-1])] if written.is_range else [(day, day) for day in days]
    return [_read_span(announcement, first, last, around, doubts) for first, last in spans]


def _read_span(
    announcement: Announcement, first: dt.date, last: dt.date, around: _Surroundings, doubts: tuple[Finding, ...]
) -> DateReading:
    if not announcement.date.days:
        month = Moment(first, precision=Precision.MONTH, announced_as=around.words)
        return DateReading(month, None, (), doubts, announcement.begin, announcement.stop)
    start_time, end_time = _times_of(announcement, around.context, is_single=first == last)
    zone = _zone_of(announcement.zones, first, start_time, around)
    start = _moment(first, start_time, zone, around.words)
    end = None
    if first != last or end_time is not None:
        is_overnight = first == last and start_time is not None and end_time is not None and end_time <= start_time
        end = _moment(last + ONE_DAY if is_overnight else last, end_time, zone, around.words)
    findings = (*doubts, *_doubts_of_time(announcement, start, around), *zone.findings)
    return DateReading(start, end, (), findings, announcement.begin, announcement.stop)


def _doubts(written: WrittenDate, days: Sequence[dt.date], around: _Surroundings) -> Iterator[Finding]:
    if written.year is None:
        message = f'"{around.words}" says no year; {days[0].year} was taken.'
        yield Finding("year-inferred", Severity.HINT, message, around.line, 0.8)
    if written.is_ambiguous:
        message = f'"{around.words}" may put the day or the month first; it was read as {days[0]:%d %B %Y}.'
        yield Finding("date-ambiguous", Severity.WARNING, message, around.line, 0.5)
    if written.weekday is not None and written.days and days[0].weekday() != written.weekday:
        message = f'"{around.words}": {days[0]:%d %B %Y} is a {days[0]:%A}.'
        yield Finding("weekday-contradicts-date", Severity.WARNING, message, around.line)


def _times_of(
    announcement: Announcement, context: DateContext, *, is_single: bool
) -> tuple[dt.time | None, dt.time | None]:
    if announcement.times:
        return announcement.times.start, announcement.times.end
    if announcement.date.time:
        return announcement.date.time, None
    return (context.time if is_single else None), None


_AOE = ZoneReading(None, aoe=True)
_NOWHERE = ZoneReading(None)


def _zone_of(zones: Sequence[ZoneName], date: dt.date, time: dt.time | None, around: _Surroundings) -> ZoneReading:
    """The zone beside the date, else that of the document for what has a time, else none."""
    context = around.context
    if any(it.aoe for it in zones):
        return replace(_AOE, findings=aoe_contradictions(zones, around.line))
    if zones:
        return resolve_zone(_told_by_offset(zones), date=date, time=time, default=context.zone, line=around.line)
    if context.aoe:
        return _AOE
    stated = read_zone(context.zone, at=date, time=time, line=around.line) if context.zone and time else None
    return stated or _NOWHERE


def _told_by_offset(zones: Sequence[ZoneName]) -> ZoneName:
    """The first zone; of its several meanings the one with the offset beside it, as in "CST (UTC+8)"."""
    offsets = {minutes for zone in zones[1:] for minutes, _places in zone.meanings}
    agreeing = tuple(it for it in zones[0].meanings if it[0] in offsets)
    return replace(zones[0], meanings=agreeing) if agreeing else zones[0]


def aoe_contradictions(zones: Sequence[ZoneName], line: int | None) -> tuple[Finding, ...]:
    """A finding for each zone that is named beside "Anywhere on Earth" and is another one."""
    return tuple(
        Finding("zone-contradicts", Severity.WARNING, f'"{it.words}" is not Anywhere on Earth, which was taken.', line)
        for it in zones
        if not it.aoe
    )


def _moment(date: dt.date, time: dt.time | None, zone: ZoneReading, words: str) -> Moment:
    if zone.aoe:
        return Moment.anywhere_on_earth(date, time, words)
    return Moment.at(date, time, zone.zone, announced_as=words)


def _doubts_of_time(announcement: Announcement, start: Moment, around: _Surroundings) -> Iterator[Finding]:
    if announcement.times and announcement.times.is_midnight:
        message = f'"{around.words}" may mean the beginning or the end of that day; it was read as {start.time:%H:%M}.'
        yield Finding("time-ambiguous", Severity.HINT, message, around.line, 0.6)
    if start.time and start.policy is ZonePolicy.FLOATING:
        message = f'"{around.words}" says no time zone; none was assumed.'
        yield Finding("zone-inferred", Severity.HINT, message, around.line, 0.0)
