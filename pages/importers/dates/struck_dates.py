"""Dates that are struck through: earlier announcements of the date beside them, whole or in part."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.dates.announced_moments import read_announcement
from pages.importers.dates.announcements import find_announcements
from pages.importers.dates.clock_times import find_clock_times
from pages.importers.dates.words import fold
from pages.importers.documents import Finding, Severity
from pages.importers.text.marked_text import MarkedText, collapse
from pages.moments import Moment, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.dates.readings import DateContext, DateReading

_DAY_ALONE = re.compile(r"\W*(\d{1,2})(?:\s*(?:st|nd|rd|th))?[,.]?(?:\s*((?:19|20)\d\d))?\W*")
_WORD = re.compile(r"\w+")
_MOST_WORDS_BETWEEN = 4
_LONGEST_GAP = 200
_SENTENCE_END = re.compile(r"[.;!?]\s|\n\s*\n|\n\s*[-*+]\s")


def attach_struck(
    readings: Sequence[DateReading], marked: MarkedText, *, context: DateContext, line: int | None
) -> list[DateReading]:
    """The readings with the struck values that stand in or beside each of them."""
    attached = list(readings)
    for begin, stop in marked.struck:
        number = _neighbour(readings, begin, stop, marked)
        if number is not None:
            attached[number] = _add_struck(attached[number], (begin, stop), marked, context=context, line=line)
    return attached


def _neighbour(readings: Sequence[DateReading], begin: int, stop: int, marked: MarkedText) -> int | None:
    """The reading around a struck part, or else right after it, or else right before it."""
    for number, reading in enumerate(readings):
        if reading.begin <= begin < reading.stop:
            return number
        if stop <= reading.begin:
            if _is_near(marked.whole[stop : reading.begin]):
                return number
            break
    before = [number for number, reading in enumerate(readings) if reading.stop <= begin]
    return before[-1] if before and _is_near(marked.whole[readings[before[-1]].stop : begin]) else None


def _is_near(gap: str) -> bool:
    if len(gap) > _LONGEST_GAP:
        return False
    return _SENTENCE_END.search(gap) is None and len(_WORD.findall(gap)) <= _MOST_WORDS_BETWEEN


def _add_struck(
    reading: DateReading, span: tuple[int, int], marked: MarkedText, *, context: DateContext, line: int | None
) -> DateReading:
    words = collapse(marked.whole[span[0] : span[1]])
    older = _read_part(marked.whole[span[0] : span[1]], reading.start, context)
    if older is None:
        return reading
    message = f'"{words}" is struck through; "{reading.start.announced_as}" was taken.'
    finding = Finding("date-superseded", Severity.HINT, message, line)
    return replace(
        reading,
        superseded=(*reading.superseded, replace(older, announced_as=words)),
        findings=(*reading.findings, finding),
        begin=min(reading.begin, span[0]),
        stop=max(reading.stop, span[1]),
    )


def _read_part(text: str, newer: Moment, context: DateContext) -> Moment | None:
    """An earlier value; the year, month, time and zone that it does not say are those of the newer one."""
    assert newer.date is not None  # noqa: S101  # a reading has a date
    known = replace(context, year=newer.date.year)
    for announcement in find_announcements(text, known):
        found = read_announcement(announcement, live=text, context=replace(known, time=None), line=None)
        if found:
            return _with_time_of(newer, found[0].start)
    day = _DAY_ALONE.fullmatch(text)
    if day:
        return _on_day(newer, int(day[1]), int(day[2] or newer.date.year))
    times = find_clock_times(fold(text))
    return replace(newer, time=times[0].start, precision=Precision.MINUTE) if times else None


def _with_time_of(newer: Moment, older: Moment) -> Moment:
    """The older date at the newer one's time, where it says none itself."""
    if older.precision is not Precision.DAY:
        return older
    return replace(newer, date=older.date)


def _on_day(moment: Moment, day: int, year: int) -> Moment | None:
    assert moment.date is not None  # noqa: S101  # a reading has a date
    try:
        return replace(moment, date=moment.date.replace(day=day, year=year))
    except ValueError:
        return None


def read_struck(marked: MarkedText, readings: Sequence[DateReading], *, line: int | None) -> DateReading | None:
    """The date of a text of which no date is left unstruck; `readings` are those of the whole text.

    A day that stands alone beside a struck date has its month and year. Where everything is struck the last counts.
    """
    if not readings or not marked.struck:
        return None
    day = _DAY_ALONE.fullmatch(marked.live)
    if day and day[2]:
        readings = [_in_year(it, int(day[2])) for it in readings]
    last = readings[-1]
    moment = _on_day(last.start, int(day[1]), int(day[2] or last.start.date.year)) if day and last.start.date else None
    message = f'"{last.start.announced_as}" is struck through and no later date takes its place.'
    finding = Finding("date-superseded", Severity.HINT, message, line)
    if moment is None:
        older = tuple(it.start for it in readings[:-1])
        return replace(last, superseded=older, findings=(*last.findings, finding), begin=readings[0].begin)
    newer = replace(moment, announced_as=collapse(marked.live))
    return replace(last, start=newer, end=None, superseded=tuple(it.start for it in readings))


def _in_year(reading: DateReading, year: int) -> DateReading:
    """A reading whose year was inferred, in the year that the words beside it say."""
    findings = tuple(it for it in reading.findings if it.code != "year-inferred")
    moment = _on_day(reading.start, reading.start.date.day, year) if reading.start.date else None
    return replace(reading, start=moment, findings=findings) if moment and findings != reading.findings else reading
