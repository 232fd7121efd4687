"""Times of day as announcements write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_NOON = "noon|midday|midi|mittag|mediodia|meio-dia|mezzogiorno|正午"
_MIDNIGHT = "midnight|minuit|mitternacht|medianoche|meia-noite|mezzanotte"
_AFTERNOON = ("下午", "晚上", "午後", "오후")
_MORNING = ("上午", "早上", "午前", "오전")


def _time(number: int) -> str:
    """One time; the groups carry the number, because a range holds two of them."""
    return (
        rf"(?:(?:12\s*)?(?P<word{number}>{_NOON}|{_MIDNIGHT})\b"
        rf"|(?:(?P<half{number}>{'|'.join(_AFTERNOON + _MORNING)})\s*)?(?P<hour{number}>\d{{1,2}})"
        rf"(?:(?P<mark{number}>[:.h点點時时시])(?P<minute{number}>[0-5]\d)(?!\d)"
        rf"(?::(?P<second{number}>[0-5]\d)(?:\.\d+)?)?)?"
        rf"(?:\s*(?P<meridiem{number}>[ap]\.?\s?m)\b\.?)?"
        rf"(?:\s*(?P<unit{number}>uhr|hrs|h|点|點|時|时|시|分)(?![^\W\d]))?)"
    )


RANGE_MARK = (
    r"(?:\s*(?:-{1,3}|~|至|到)\s*|\s+(?:to|until|till|til|through|thru|and|bis|au|a|al|as|ate|hasta|fino\s+al?)\s+)"
)
"""What stands between the two ends of a range, in folded text."""

_TIMES = re.compile(rf"(?<![\w.:/])(?<!\d-){_time(1)}(?:{RANGE_MARK}{_time(2)})?(?![\d/]|:\d|\.\d|-\d)")

_ZONE_OFFSET = re.compile(r"(?:utc|gmt)\s{0,3}[-+−–]\s{0,3}\d{1,2}(?::?[0-5]\d)?")
"""A zone such as "UTC+5:30", which holds no time of day."""


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """A time of day, or a range of two, with the offsets of its words.

    `is_midnight` is True where the words may mean the beginning or the end of the day.
    """

    begin: int
    stop: int
    start: dt.time
    end: dt.time | None = None
    is_midnight: bool = False


def find_clock_times(folded: str) -> list[ClockTimes]:
    """Every time in a folded text, in order."""
    found = []
    position = 0
    folded = _ZONE_OFFSET.sub(lambda match: "\x07" * len(match.group()), folded)
    while match := _TIMES.search(folded, position):
        times = _read(match)
        position = times.stop if times else _after_number(match)
        if times:
            found.append(times)
    return found


_NUMBER = re.compile(r"\d*")


def _after_number(match: re.Match[str]) -> int:
    """Where to go on after something that is no time: behind its first number, or its first character."""
    number = _NUMBER.match(match.string, match.start())
    return max(number.end() if number else 0, match.start() + 1)


def _read(match: re.Match[str]) -> ClockTimes | None:
    """The times of a match; its second half is given up where it is no time."""
    has_end = bool(match["hour2"] or match["word2"]) and _is_written(match, 2)
    if not _is_written(match, 1) and not (has_end and match["hour1"]):
        return None
    end = _value(match, 2, match["meridiem2"]) if has_end else None
    start = _first_value(match, end) if end else _value(match, 1, match["meridiem1"])
    if start is None:
        return None
    stop = match.end() if end else _end_of_first(match)
    return ClockTimes(match.start(), stop, start, end, end is None and _is_midnight(match))


def _end_of_first(match: re.Match[str]) -> int:
    end = max(match.end(f"{name}1") for name in ("hour", "minute", "second", "meridiem", "unit", "word"))
    return end + match.string[end:].startswith(".") * bool(match["meridiem1"])


def _is_written(match: re.Match[str], number: int) -> bool:
    """True when more than a bare number of one or two digits stands there."""
    return any(match[f"{name}{number}"] for name in ("word", "minute", "meridiem", "unit", "half"))


def _is_midnight(match: re.Match[str]) -> bool:
    is_twelve = match["hour1"] == "12" and (match["meridiem1"] or "").startswith("a")
    return (match["word1"] or "") in _MIDNIGHT.split("|") or (is_twelve and match["minute1"] in {None, "00"})


def _first_value(match: re.Match[str], end: dt.time) -> dt.time | None:
    """The first of two times; where it says neither am nor pm, that of the second, or else the one that precedes it."""
    own = match["meridiem1"]
    if own or not match["meridiem2"]:
        return _value(match, 1, own)
    same = _value(match, 1, match["meridiem2"])
    return same if same is None or same < end else _value(match, 1, "am")


_HALF_DAY = 12
_LAST_HOUR = 24


def _value(match: re.Match[str], number: int, meridiem: str | None) -> dt.time | None:
    """The time of day; "24:00" and the word midnight are the last minute of the day that is announced."""
    word = match[f"word{number}"]
    if word:
        return dt.time(23, 59) if word in _MIDNIGHT.split("|") else dt.time(12)
    hour = int(match[f"hour{number}"])
    minute, second = int(match[f"minute{number}"] or 0), int(match[f"second{number}"] or 0)
    if hour == _LAST_HOUR and minute == 0:
        return dt.time(23, 59)
    half = match[f"half{number}"] or ""
    hour = _to_24_hours(hour, "pm" if half in _AFTERNOON else "am" if half in _MORNING else meridiem or "")
    return dt.time(hour, minute, second) if hour < _LAST_HOUR else None


def _to_24_hours(hour: int, meridiem: str) -> int:
    if hour > _HALF_DAY or not meridiem:
        return hour
    return hour % _HALF_DAY + (_HALF_DAY if meridiem.startswith("p") else 0)
