"""Days of the calendar as announcements write them, without times and zones."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates.words import WEEKDAY_SIGNS, WEEKDAYS, months_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Reader = Callable[[re.Match[str], str], "WrittenDate | None"]


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day, a range or list of days of one month, or a month (no days), with the offsets of its words.

    `is_range` says that the days between the first and the last belong to it. `other_order` is the same date with day
    and month exchanged, where both orders are possible. `time` is set by compact ISO forms alone.
    """

    begin: int
    stop: int
    year: int | None
    month: int
    days: tuple[int, ...] = ()
    is_range: bool = False
    weekday: int | None = None
    is_ambiguous: bool = False
    time: dt.time | None = None

    def day(self, number: int, year: int) -> dt.date | None:
        """One of the days in a year; the first of the month when no day is written; None when there is no such day."""
        try:
            return dt.date(year, self.month, self.days[number] if self.days else 1)
        except ValueError:
            return None


_DAY = (
    r"(?:the\s+)?(?<![\d.:/])\d{1,2}(?!\d|:\d|\.\d|h\d|\s?[ap]\.?m\b)"
    r"(?:\s{0,6}(?:st|nd|rd|th|er)\b|[ºª°]|\.(?=\s*(?:[-a-z]|$)))?"
)
_AND = r"\s*,?\s*(?:\band\b|&|/|\bund\b|\bet\b|\by\b|\be\b|和|、)\s*"
_TO = r"\s*(?:-{1,3}|~|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b|\bbis\b|\bau\b|\bal\b|\ba\b|至|到)\s*"
_DAYS = rf"(?P<days>{_DAY}(?:(?:\s*,\s*{_DAY})*{_AND}{_DAY}|{_TO}{_DAY})?)"
_YEAR = r"(?P<year>(?:19|20)\d\d(?!\d|[-/]\d)|['’]\d\d(?!\d))"
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_WEEKDAY_BEFORE = rf"(?:(?<![^\W\d_])(?P<before>{_WEEKDAY})(?![^\W\d_])\.?,?\s*(?:the\s+|den\s+)?)?"
_WEEKDAY_AFTER = rf"(?:\s*[,(]?\s*(?P<after>{_WEEKDAY})(?![^\W\d_])\.?\s*\)?|\((?P<sign>[{''.join(WEEKDAY_SIGNS)}])\))?"
_PART_OF_MONTH = (
    r"(?:(?:mid|middle\s+of|early|late|(?:the\s+)?(?:end|beginning)\s+of|anfang|mitte|ende|mi|debut|fin)[\s-]+)"
)
_JOIN = r"[\s,./-]*(?:\b(?:of|de|del|di|do|d')\s*)?"


@functools.cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    names = "|".join(sorted(months_of(language), key=len, reverse=True))
    month = rf"(?<![^\W\d_])(?P<month>{names})(?![^\W\d_])"
    year = rf"(?:{_JOIN}{_YEAR})?"
    after_year = _WEEKDAY_AFTER.replace("<after>", "<last>").replace("<sign>", "<last_sign>")
    forms = (
        (
            rf"{_WEEKDAY_BEFORE}{_DAYS}{_JOIN}{month}\.?{_WEEKDAY_AFTER}{year}{after_year}",
            _read_named,
        ),
        (
            rf"{_WEEKDAY_BEFORE}{month}[\s,.-]*{_DAYS}{_WEEKDAY_AFTER}{year}{after_year}",
            _read_named,
        ),
        (rf"{_PART_OF_MONTH}?{month}{_JOIN}{_YEAR}|{_PART_OF_MONTH}{month.replace('<month>', '<only>')}", _read_month),
        (
            rf"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<days>\d{{1,2}})(?!\d|[-/.]\d)(?:t(?=\d))?{_WEEKDAY_AFTER}",
            _read_numbers,
        ),
        (
            r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<m>[01]\d)(?P<days>[0-3]\d)(?:t(?P<hour>[0-2]\d):?(?P<minute>[0-5]\d)?(?:[0-5]\d)?|$)(?!\d)",
            _read_numbers,
        ),
        (
            r"(?<!\d)(?:(?P<year>\d{4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월]\s*(?P<days>\d{1,2}\s*[日号號일]?(?:\s*[-~至到]+\s*\d{1,2}\s*[日号號일])?)"
            + _WEEKDAY_AFTER,
            _read_numbers,
        ),
        (r"(?<!\d)(?P<year>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월](?!\s*\d)", _read_numbers),
        (
            rf"{_WEEKDAY_BEFORE}(?<![\d/.:-])(?P<a>\d{{1,2}})(?P<mark>[./-])(?P<b>\d{{1,2}})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d|[-/.]\d)",
            _read_ordered,
        ),
        (r"(?<![\d/.:-])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>\d\d)(?!\d|[-/.]\d)", _read_ordered),
        (
            r"(?<![\d/.:-])(?P<days>\d{1,2}\.?\s*-\s*\d{1,2})\.(?P<m>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)",
            _read_numbers,
        ),
    )
    return tuple((re.compile(pattern), reader) for pattern, reader in forms)


def find_written_dates(folded: str, *, language: str, day_first: bool | None) -> list[WrittenDate]:
    """Every date in a folded text in order; where readings overlap, the one that begins first or else the longest."""
    found = []
    position = 0
    for written in sorted(_all_dates(folded, language), key=lambda it: (it.begin, -it.stop)):
        if written.begin >= position:
            found.append(_in_order(written, day_first))
            position = written.stop
    return found


def _all_dates(folded: str, language: str) -> Iterator[WrittenDate]:
    for pattern, reader in _patterns(language):
        for match in pattern.finditer(folded):
            written = reader(match, language)
            if written is not None:
                yield written


def _read_named(match: re.Match[str], language: str) -> WrittenDate | None:
    days = tuple(int(day) for day in re.findall(r"\d{1,2}", match["days"]))
    return WrittenDate(
        match.start(),
        match.end(),
        _year(match["year"]),
        months_of(language)[match["month"]],
        days,
        _is_range(match["days"], days),
        _weekday(match),
    )


def _read_month(match: re.Match[str], language: str) -> WrittenDate:
    name = match["month"] or match["only"]
    return WrittenDate(match.start(), match.end(), _year(match["year"]), months_of(language)[name])


_LAST_MONTH = 12


def _read_numbers(match: re.Match[str], _language: str) -> WrittenDate | None:
    groups = match.groupdict()
    month = int(groups["m"])
    if not 1 <= month <= _LAST_MONTH:
        return None
    days = tuple(int(day) for day in re.findall(r"\d{1,2}", groups.get("days") or ""))
    time = dt.time(int(groups["hour"]), int(groups["minute"] or 0)) if groups.get("hour") else None
    weekday = _weekday(match)
    return WrittenDate(
        match.start(), match.end(), _year(groups["year"]), month, days, len(days) > 1, weekday, time=time
    )


def _read_ordered(match: re.Match[str], _language: str) -> WrittenDate | None:
    """Day and month by numbers: with dots the day comes first, else a value above 12 decides, else it is open."""
    first, second = int(match["a"]), int(match["b"])
    is_open = "." not in match.group() and max(first, second) <= _LAST_MONTH and first != second
    day, month = (second, first) if second > _LAST_MONTH else (first, second)
    if not 1 <= month <= _LAST_MONTH:
        return None
    weekday = _weekday(match)
    year = _year(match["year"])
    return WrittenDate(match.start(), match.end(), year, month, (day,), weekday=weekday, is_ambiguous=is_open)


def _in_order(written: WrittenDate, day_first: bool | None) -> WrittenDate:  # noqa: FBT001  # three answers: yes, no, unknown
    if not written.is_ambiguous or day_first is None:
        return written
    settled = replace(written, is_ambiguous=False)
    return settled if day_first else replace(settled, month=written.days[0], days=(written.month,))


def _is_range(words: str, days: tuple[int, ...]) -> bool:
    """Days joined by a dash, or named one by one without a gap."""
    if len(days) < 2:  # noqa: PLR2004  # a range has two ends
        return False
    return re.search(_AND, words) is None or list(days) == list(range(days[0], days[-1] + 1))


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if digits.isdigit() and len(digits) > 2 else 2000 + int(digits[-2:])  # noqa: PLR2004  # '17 is 2017


def _weekday(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    name = groups.get("before") or groups.get("after") or groups.get("last")
    sign = groups.get("sign") or groups.get("last_sign")
    return WEEKDAYS[name] if name else WEEKDAY_SIGNS.get(sign or "")
