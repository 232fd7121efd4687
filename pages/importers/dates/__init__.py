"""Announced dates: from the organisers' words to moments, with everything doubtful said aloud.

Text may hold Markdown and HTML. What is struck through there is an earlier announcement of the same date.
A date that is impossible, or whose year is neither written nor known, gives no reading but a finding of
`unreadable_dates`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.dates.announced_moments import days_of, read_announcement
from pages.importers.dates.announcements import Announcement, complete_year, find_announcements, is_range
from pages.importers.dates.readings import DateContext, DateReading
from pages.importers.dates.relations import DateDistance, read_relation
from pages.importers.dates.struck_dates import attach_struck, read_struck
from pages.importers.dates.words import fold
from pages.importers.dates.zone_names import ZoneReading, read_zone
from pages.importers.dates.zone_statements import ZoneStatement, read_times, read_zone_statement
from pages.importers.documents import Finding, Severity
from pages.importers.text.marked_text import collapse, flatten
from pages.moments import ONE_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DateContext",
    "DateDistance",
    "DateReading",
    "ZoneReading",
    "ZoneStatement",
    "find_dates",
    "read_date",
    "read_relation",
    "read_times",
    "read_zone",
    "read_zone_statement",
    "unreadable_dates",
]

_NO_CONTEXT = DateContext()


def read_date(text: str, *, context: DateContext = _NO_CONTEXT, line: int | None = None) -> DateReading | None:
    """The date that a cell, a list item or a field announces; None when it announces none that can be read.

    Of several dates in a row the last counts, unless the words around them say that it is the older one.
    """
    marked = flatten(text)
    readings = _read_plain(marked.live, context, line)
    if not readings:
        return read_struck(marked, _read_plain(marked.whole, context, line), line=line)
    chosen = readings[0]
    for following in readings[1:]:
        chosen = _prefer(chosen, following, marked.live, line)
    return attach_struck([chosen], marked, context=context, line=line)[0]


def find_dates(text: str, *, context: DateContext = _NO_CONTEXT, line: int | None = None) -> list[DateReading]:
    """Every date in running text, in order; struck dates belong to the date they stand beside."""
    marked = flatten(text)
    return attach_struck(_read_plain(marked.live, context, line), marked, context=context, line=line)


def unreadable_dates(text: str, *, context: DateContext = _NO_CONTEXT, line: int | None = None) -> tuple[Finding, ...]:
    """A finding "date-not-understood" for each impossible date and each date without a known year."""
    live = flatten(text).live
    return tuple(
        _problem(it, live, context, line)
        for it in _complete(find_announcements(live, context), live)
        if not days_of(it.date, it.date.year or context.year)
    )


def _problem(announcement: Announcement, live: str, context: DateContext, line: int | None) -> Finding:
    words = collapse(live[announcement.date.begin : announcement.date.stop])
    reason = "is no date of the calendar" if announcement.date.year or context.year else "says no year"
    return Finding("date-not-understood", Severity.WARNING, f'"{words}" {reason}; it was kept as text.', line)


def _complete(announcements: Sequence[Announcement], live: str) -> list[Announcement]:
    """The announcements, each with the year of its range's other end where it says none."""
    padded = [None, *announcements, None]
    return [
        complete_year(it, previous=padded[number], following=padded[number + 2], live=live)
        for number, it in enumerate(announcements)
    ]


def _read_plain(live: str, context: DateContext, line: int | None) -> list[DateReading]:
    """Every date of a flattened text, with the ends of a range joined."""
    readings: list[DateReading] = []
    for announcement in _complete(find_announcements(live, context), live):
        found = read_announcement(announcement, live=live, context=context, line=line)
        if readings and found and _are_ends(readings[-1], found[0], live):
            readings[-1] = _join(readings[-1], found[0], live)
        else:
            readings += found
    return readings


def _are_ends(first: DateReading, second: DateReading, live: str) -> bool:
    """True for two dates joined by a dash or "to", or by "and" on successive days."""
    gap = live[first.stop : second.begin]
    start, end = first.start.date, second.start.date
    if start is None or end is None or not is_range(gap):
        return False
    if first.end is not None and first.end.date != start:
        return False
    return end - start == ONE_DAY if re.search(r"\band\b|&", gap) else end >= start


def _join(first: DateReading, second: DateReading, live: str) -> DateReading:
    words = collapse(live[first.begin : second.stop])
    return replace(
        first,
        start=replace(first.start, announced_as=words),
        end=replace(second.end or second.start, announced_as=words),
        findings=tuple(dict.fromkeys(first.findings + second.findings)),
        stop=second.stop,
    )


_IN_A_ROW = re.compile(r"[\s,;:/|>()\[\]=!.→⇒-]*")
_MAKES_NEW = re.compile(r"\b(?:new|now|extended|updated|revised|moved|postponed|changed|prolonge\w*|verlangert)\b")
_MAKES_OLD = re.compile(
    r"\b(?:was|were|previously|previous|formerly|originally|original|old|instead\s+of|extended\s+from|moved\s+from|"
    r"changed\s+from|postponed\s+from|before|initially|au\s+lieu|statt|fruher|anteriormente)\b[\s:(]*(?:on|due)?\s*$"
)


def _prefer(chosen: DateReading, following: DateReading, live: str, line: int | None) -> DateReading:
    """The one of two dates in one cell that counts; the other is superseded or a further date."""
    gap = fold(live[chosen.stop : following.begin])
    if _MAKES_OLD.search(gap):
        return _supersede(chosen, following, line)
    is_list = following.begin == chosen.begin
    if not is_list and (_IN_A_ROW.fullmatch(gap) or _MAKES_NEW.search(gap)):
        newer = replace(following, superseded=chosen.superseded, findings=chosen.findings + following.findings)
        return replace(_supersede(newer, chosen, line), begin=chosen.begin)
    message = f"{following.start.date} stands beside {chosen.start.date}, which was taken."
    return replace(chosen, findings=(*chosen.findings, Finding("date-not-understood", Severity.HINT, message, line)))


def _supersede(newer: DateReading, older: DateReading, line: int | None) -> DateReading:
    message = f'"{older.start.announced_as}" was replaced by "{newer.start.announced_as}".'
    finding = Finding("date-superseded", Severity.HINT, message, line)
    return replace(
        newer,
        superseded=(*newer.superseded, older.start),
        findings=(*newer.findings, finding),
        stop=max(newer.stop, older.stop),
    )
