"""When a talk takes place: its date and time together with what the series says about all its talks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, read_date
from pages.importers.documents import Finding, Severity
from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.snippets import ALL_DAY
from pages.importers.talks.wording import LINK
from pages.moments import Moment, Precision

if TYPE_CHECKING:
    from pages.importers.dates import DateReading
    from pages.importers.talks.fields import TalkNotes

CLOCK = re.compile(r"[?&]iso=(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})?)?")
LONGEST_TALK = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class When:
    """The start and end of a talk, its announced length, and what is to be said about them."""

    start: Moment
    end: Moment | None = None
    minutes: int | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class UsualTimes:
    """What the series announces for all talks."""

    time: dt.time | None = None
    zone: str | None = None


def read_when(notes: TalkNotes, *, context: DateContext, usual: UsualTimes) -> When:
    """The time of the talk; an unreadable date is kept in words."""
    reading = _read(notes, context)
    line = notes.line_of(names.DATE)
    if reading is None:
        return _unread(notes, line)
    is_all_day = ALL_DAY.match(_words(notes, names.TIME)) is not None
    start, inferred = (reading.start, ()) if is_all_day else _with_usual_time(reading.start, usual, line)
    start, contradictions = _compare_clocks(start, notes, context, line)
    end = _plausible_end(start, reading.end)
    minutes = _minutes_between(start, end) or _stated_minutes(notes)
    return When(start, end, minutes, (*reading.findings, *inferred, *contradictions))


def _read(notes: TalkNotes, context: DateContext) -> DateReading | None:
    date = _words(notes, names.DATE)
    time = _words(notes, names.TIME)
    end = _words(notes, names.END)
    line = notes.line_of(names.DATE)
    clock = " – ".join(it for it in (time, end if _is_clock(end) else "") if it)
    reading = read_date(date, context=context, line=line) if date else None
    if clock and (reading is None or reading.start.precision is not Precision.MINUTE):
        both = read_date(f"{date}, {clock}", context=context, line=line)
        reading = both if both is not None and both.start.precision is Precision.MINUTE else reading
    if reading and end and not _is_clock(end) and reading.end is None:
        last = read_date(end, context=context, line=line)
        reading = replace(reading, end=last.start) if last else reading
    return reading


def _words(notes: TalkNotes, name: str) -> str:
    field = notes.first(name)
    text = LINK.sub(r"\1", field.text).strip() if field else ""
    return "" if is_placeholder(text) else text


def _is_clock(text: str) -> bool:
    """True for a time of day without a date."""
    if re.search(r"\d{4}-\d|\d[/.]\d+[/.]\d", text):
        return False
    return (
        re.fullmatch(
            r"\d{1,2}([:.h]\d{2})?(:\d{2})?\s*([ap]\.?m\.?|h|"
            r"Uhr)?(\s*\(?[\w/+: -]{2,24}\)?)?",
            text.strip(),
            re.IGNORECASE,
        )
        is not None
    )


def _unread(notes: TalkNotes, line: int | None) -> When:
    words = ", ".join(it for it in (_words(notes, names.DATE), _words(notes, names.TIME)) if it)
    if not words:
        return When(Moment(), findings=(_left_open(line),) if notes.text(names.DATE) else ())
    message = f"“{words}” could not be read as a date; it was kept in these words."
    return When(Moment(announced_as=words), findings=(Finding("date-not-understood", Severity.WARNING, message, line),))


def _left_open(line: int | None) -> Finding:
    message = "The date is still to be announced; it was left empty."
    return Finding("placeholder-left-empty", Severity.HINT, message, line)


def _with_usual_time(start: Moment, usual: UsualTimes, line: int | None) -> tuple[Moment, tuple[Finding, ...]]:
    """A day without a time takes place at the series' usual time."""
    if start.precision is not Precision.DAY or usual.time is None:
        return start, ()
    zone = usual.zone or start.zone
    moment = Moment.at(start.date, usual.time, zone, announced_as=start.announced_as)
    message = f"The time {usual.time:%H:%M} was taken from what the series says about all its talks."
    return moment, (Finding("time-inferred", Severity.HINT, message, line, 0.8),)


def _compare_clocks(
    start: Moment, notes: TalkNotes, context: DateContext, line: int | None
) -> tuple[Moment, tuple[Finding, ...]]:
    """Compare with world clocks that the entry links to; a clock gives the time where the words give none."""
    for found in (CLOCK.search(link.url) for link in notes.links):
        moment = _clock_moment(found) if found else None
        if found is None or moment is None or start.date is None:
            continue
        if start.precision is Precision.DAY and moment.date() == start.date and found[4]:
            return Moment.at(start.date, moment.time(), start.zone or context.zone, announced_as=start.announced_as), ()
        same_time = not found[4] or start.time is None or _same_clock(start.time, moment.time(), exact=bool(found[5]))
        if moment.date() != start.date or not same_time:
            message = f"The words say {_shown(start)}, the link to the world clock {moment:%Y-%m-%d %H:%M}."
            return start, (Finding("time-contradicts-link", Severity.WARNING, message, line),)
    return start, ()


def _clock_moment(found: re.Match[str]) -> dt.datetime | None:
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return dt.datetime(year, month, day, hour, minute)  # noqa: DTZ001  # local to the place the link names
    except ValueError:
        return None


def _same_clock(first: dt.time, second: dt.time, *, exact: bool) -> bool:
    return first.hour == second.hour and (first.minute == second.minute or not exact)


def _shown(moment: Moment) -> str:
    return f"{moment.date} {moment.time:%H:%M}" if moment.time else str(moment.date)


def _plausible_end(start: Moment, end: Moment | None) -> Moment | None:
    """The end, unless it does not lie after the start."""
    if end is None or end.date is None or start.date is None:
        return None
    if (end.date, end.time or dt.time.max) <= (start.date, start.time or dt.time.min):
        return None
    return end


def _minutes_between(start: Moment, end: Moment | None) -> int | None:
    if end is None or start.precision is not Precision.MINUTE or end.precision is not Precision.MINUTE:
        return None
    length = end.instant - start.instant if start.instant and end.instant else _local(end) - _local(start)
    return int(length.total_seconds() // 60) if dt.timedelta() < length <= LONGEST_TALK else None


def _local(moment: Moment) -> dt.datetime:
    return dt.datetime.combine(moment.date or dt.date.min, moment.time or dt.time.min, tzinfo=dt.UTC)


def _stated_minutes(notes: TalkNotes) -> int | None:
    found = re.match(r"\s*(\d{1,3})\s*(h(?:ours?|rs?)?\b)?", _words(notes, names.MINUTES), re.IGNORECASE)
    if not found:
        return None
    return int(found[1]) * (60 if found[2] else 1) or None
