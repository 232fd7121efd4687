"""Days as people type them into a box: one or a range in each line."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

DATE_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d.%m.%Y")
"""Ways to write a day that cannot be read as another day."""

RANGE = re.compile(r"\s*(?:–|—|\.\.\.?|…|/|\s-\s|\sto\s|\suntil\s)\s*", re.IGNORECASE)


class UnreadableDaysError(ValueError):
    """Lines that name no day. `lines` are they, as typed."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(", ".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Days:
    """All days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last


def read_days(text: str) -> tuple[Days, ...]:
    """The days and ranges that the lines of a text name; raises `UnreadableDaysError` with all that cannot be read."""
    lines = [line.strip() for line in re.split(r"[\n;]", text) if line.strip()]
    found = {line: read_line(line) for line in lines}
    unreadable = [line for line, days in found.items() if days is None]
    if unreadable:
        raise UnreadableDaysError(unreadable)
    return tuple(days for days in found.values() if days is not None)


def read_line(line: str) -> Days | None:
    """The day or range that a line names; None where it names none, or one that ends before it begins."""
    dates = [read_date(part) for part in RANGE.split(line)]
    match dates:
        case [dt.date() as date]:
            return Days(date, date)
        case [dt.date() as first, dt.date() as last] if first <= last:
            return Days(first, last)
        case _:
            return None


def read_date(text: str) -> dt.date | None:
    """The day in one of `DATE_FORMATS`; None in any other."""
    for pattern in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007  # a calendar day has no zone
        except ValueError:
            continue
    return None
