"""Sentences about the times and zones of all dates of a document, and fields that hold a time alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates.announced_moments import aoe_contradictions
from pages.importers.dates.announcements import find_announcements
from pages.importers.dates.clock_times import ClockTimes, find_clock_times
from pages.importers.dates.readings import DateContext
from pages.importers.dates.words import fold
from pages.importers.dates.zone_names import ZoneName, find_zone_names
from pages.importers.documents import Finding, Severity
from pages.importers.text.marked_text import flatten

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\S)|(?<=\b[ap])\.|(?<=\b[ap]\.m)\.)+")
_SUBJECT = re.compile(
    r"\b(?:all|every|any|each|unless|deadlines?|times?|dates?|hours?|due|submi\w+|schedule|talks?|seminars?|meetings?|"
    r"sessions?|weekly|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|horaires?|heures?|toutes?|tous|todos|todas|"
    r"alle|zeiten|fristen|prazos?|plazos?|orari|received|held)\b"
)
_NEAR = 60


@dataclass(frozen=True, slots=True)
class ZoneStatement:
    """What a document says once for all its dates. `words` name the zone as announced.

    `zone` is the place that uses an abbreviation such as "PST"; dates are read with `apply`, which keeps to its offset.
    """

    zone: str | None
    aoe: bool
    time: dt.time | None
    findings: tuple[Finding, ...] = ()
    words: str = ""

    def apply(self, context: DateContext) -> DateContext:
        """The context with what is stated here."""
        zone = None if self.aoe else self.words or context.zone
        return replace(
            context, zone=zone, aoe=self.aoe or (context.aoe and not self.words), time=self.time or context.time
        )


def read_zone_statement(text: str, *, line: int | None = None) -> ZoneStatement | None:
    """The zone and time that the first fitting sentence states for all dates; None when none does.

    A sentence that holds a date itself speaks of that date alone.
    """
    live = flatten(text).live
    for sentence in _SENTENCE.finditer(live):
        words = sentence.group()
        if _SUBJECT.search(fold(words)) and not find_announcements(words, DateContext()):
            statement = _read_sentence(words, line)
            if statement is not None:
                return statement
    return None


def _read_sentence(words: str, line: int | None) -> ZoneStatement | None:
    times = find_clock_times(fold(words))
    names = [it for it in find_zone_names(words) if not it.is_abbreviation or _is_stated(words, it, times)]
    if not names:
        return None
    time = _time_beside(times, names[0])
    if any(it.aoe for it in names):
        aoe = next(it for it in names if it.aoe)
        return ZoneStatement(None, True, time, aoe_contradictions(_beside(names, aoe), line), aoe.words)
    return ZoneStatement(_place(names[0]), False, time, _doubts(names[0], line), names[0].words)


_LEADS_TO_ZONE = re.compile(
    r"(?:\b(?:times?|deadlines?|dates?|hours?|are|is)\s+(?:(?:given|listed|stated|shown|expressed)\s+)?(?:in\s+)?"
    r"|\bzone\s*(?:is\s*)?[:=]?\s*|\btime\s*|^\s*)[(:]*\s*$"
)


def _is_stated(words: str, name: ZoneName, times: Sequence[ClockTimes]) -> bool:
    """True when an abbreviation follows a time or words that lead to a zone: "MT" is also machine translation."""
    before = words[: name.begin]
    follows_time = any(not words[it.stop : name.begin].strip(" (,") for it in times if it.stop <= name.begin)
    return follows_time or _LEADS_TO_ZONE.search(fold(before)) is not None


def _time_beside(times: Sequence[ClockTimes], zone: ZoneName) -> dt.time | None:
    return next((it.start for it in times if abs(it.begin - zone.begin) <= _NEAR and it.end is None), None)


def _beside(names: Sequence[ZoneName], aoe: ZoneName) -> list[ZoneName]:
    return [it for it in names if abs(it.begin - aoe.begin) <= _NEAR]


def _place(name: ZoneName) -> str | None:
    """The place that uses the zone; for a plain offset the fixed zone of whole hours."""
    if name.place:
        return name.place
    minutes, places = name.meanings[0]
    if places:
        return places[0]
    return "UTC" if minutes == 0 else f"Etc/GMT{-minutes // 60:+d}" if minutes % 60 == 0 else None


def _doubts(name: ZoneName, line: int | None) -> tuple[Finding, ...]:
    if len(name.meanings) < 2:  # noqa: PLR2004  # one meaning leaves no doubt
        return ()
    message = f'"{name.words}" has several meanings; it was read as that of {name.meanings[0][1][0]}.'
    return (Finding("zone-ambiguous", Severity.WARNING, message, line, 0.7),)


def read_times(text: str) -> tuple[dt.time, dt.time | None] | None:
    """The time, or the start and end, that a field without a date holds; None when it holds none."""
    times = find_clock_times(fold(flatten(text).live))
    return (times[0].start, times[0].end) if times else None
