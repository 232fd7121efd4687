"""Dates in running text, found at little cost: the readers of imported documents see only the sentences that matter."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from pages.importers.dates.calendar_dates import WrittenDate, find_written_dates
from pages.importers.dates.words import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pages.checks.subject import Subject
    from pages.checks.texts import Text

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\u00c0-\u00de])|(?<=[。\uff01\uff1f])|\n")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONGEST_SENTENCE = 600


@functools.lru_cache(maxsize=8192)
def written_dates(sentence: str) -> tuple[WrittenDate, ...]:
    """The dates that a sentence holds, those included that name no year."""
    return tuple(find_written_dates(fold(sentence), language="en", day_first=None))


def sentences(text: Text, needed: re.Pattern[str]) -> Iterator[str]:
    """The sentences of a text that match a pattern."""
    if needed.search(text.plain):
        for sentence in SENTENCE_END.split(text.plain):
            if needed.search(sentence):
                yield sentence[:LONGEST_SENTENCE]


def states(subject: Subject, date: dt.date) -> bool:
    """Whether a text of the page names a day together with its year."""
    year = re.compile(rf"(?<!\d){date.year}(?!\d)")
    return any(
        date in _days(it)
        for text in subject.texts
        for sentence in sentences(text, year)
        for it in written_dates(sentence)
    )


def _days(written: WrittenDate) -> list[dt.date]:
    """The days of a date that names its year; of a range those that it names and those between."""
    if written.year is None or not written.days:
        return []
    days = [written.day(number, written.year) for number in range(len(written.days))]
    known = [day for day in days if day is not None]
    if written.is_range and known:
        first, last = min(known), max(known)
        return [first.replace(day=day) for day in range(first.day, last.day + 1)]
    return known


def full_days(written: WrittenDate) -> list[dt.date]:
    """The days that a date names together with its year; none where day and month may be exchanged."""
    return [] if written.is_ambiguous else _days(written)
