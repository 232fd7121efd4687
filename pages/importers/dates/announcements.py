"""Dates, times and zones of a text brought together by their neighbourhood."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pages.importers.dates.calendar_dates import WrittenDate, find_written_dates
from pages.importers.dates.clock_times import RANGE_MARK, ClockTimes, find_clock_times
from pages.importers.dates.words import fold
from pages.importers.dates.zone_names import ZoneName, find_zone_names, read_offset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pages.importers.dates.readings import DateContext


@dataclass(frozen=True, slots=True)
class _Item:
    """A date, a time or a zone name, with its offsets."""

    value: WrittenDate | ClockTimes | ZoneName
    begin: int
    stop: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """A date with the times and zones that stand beside it."""

    date: WrittenDate
    times: ClockTimes | None
    zones: tuple[ZoneName, ...]
    begin: int
    stop: int


_GLUE = re.compile(
    r"[\s,:()\[\]|/@.·•-]{0,12}(?:(?:at|on|by|from|um|ab|a|as|las|alle|ore|kl|starting|beginning|the|in|le|de|am|local)\b"
    r"[\s,.:(]*){0,3}"
)
_CLOCK = re.compile(r"\W{0,4}\d{1,2}[:.]\d\d")
_BESIDE = 2
"""Characters between a time and the date that it belongs to: a blank, perhaps with a comma."""
_RANGE = re.compile(rf"\s*\)?(?:{RANGE_MARK}|\s*&\s*)\(?\s*")
_NEW_ENTRY = re.compile(r"\n\s*(?:\n|[-*+|#]|\d+[.)])")


def _items(live: str, context: DateContext) -> list[_Item]:
    """Dates, then times, then zones, each from the text that the former leave over; in order of their offsets."""
    folded = fold(live)
    written = find_written_dates(folded, language=context.language, day_first=context.day_first)
    dates = [it for it in written if not _is_verb(it, live)]
    times = find_clock_times(_cover(folded, dates))
    times = [part for it in times for part in _halves(it, folded, dates)]
    zones = [*find_zone_names(_cover(_cover(live, dates), times)), *_offsets(live, times)]
    return sorted(
        (_Item(it, it.begin, it.stop) for part in (dates, times, zones) for it in part), key=lambda it: it.begin
    )


def _halves(times: ClockTimes, folded: str, dates: Sequence[WrittenDate]) -> list[ClockTimes]:
    """The two times of a range between two dates, such as "9 May 22:00 – 03:00 10 May"; else the range itself."""
    mark = re.search(RANGE_MARK, folded[times.begin : times.stop]) if times.end else None
    before = any(0 <= times.begin - it.stop <= _BESIDE for it in dates)
    after = any(
        it.begin >= times.stop and not folded[times.stop : it.begin].strip() and not _CLOCK.match(folded, it.stop)
        for it in dates
    )
    if mark is None or times.end is None or not (before and after):
        return [times]
    first = ClockTimes(times.begin, times.begin + mark.start(), times.start)
    return [first, ClockTimes(times.begin + mark.end(), times.stop, times.end)]


def _offsets(live: str, times: Sequence[ClockTimes]) -> Iterator[ZoneName]:
    for it in times:
        offset = read_offset(live, it.stop)
        if offset is not None:
            yield offset


def _is_verb(written: WrittenDate, live: str) -> bool:
    """True for "may" and "march" in small letters beside a number, without a year."""
    return written.year is None and re.search(r"\b(?:may|march|mar)\b", live[written.begin : written.stop]) is not None


def _cover(text: str, parts: Sequence[WrittenDate] | Sequence[ClockTimes]) -> str:
    for part in parts:
        text = text[: part.begin] + "\x07" * (part.stop - part.begin) + text[part.stop :]
    return text


def _is_glued(live: str, before: _Item, after: _Item) -> bool:
    gap = fold(live[before.stop : after.begin])
    both_times = isinstance(before.value, ClockTimes) and isinstance(after.value, ClockTimes)
    if _NEW_ENTRY.search(gap) or (both_times and _RANGE.fullmatch(gap)):
        return False
    both_dates = isinstance(before.value, WrittenDate) and isinstance(after.value, WrittenDate)
    return not both_dates and _GLUE.fullmatch(gap) is not None


def _groups(live: str, items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Runs of items that stand side by side."""
    group: list[_Item] = []
    for item in items:
        if group and not _is_glued(live, group[-1], item):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def find_announcements(live: str, context: DateContext) -> list[Announcement]:
    """Every date of a flattened text in order, with the times and zones that stand beside it."""
    text, origins = _squeeze(live)
    return [
        _move(announcement, origins)
        for group in _groups(text, _items(text, context))
        for announcement in _split_group(group)
    ]


_BLANKS = re.compile(r"\s{2,}")


def _squeeze(live: str) -> tuple[str, list[int]]:
    """The text with each run of blanks cut short, and where each of its characters stood."""
    origins: list[int] = []
    pieces = []
    position = 0
    for match in _BLANKS.finditer(live):
        blank = "\n" * min(2, match.group().count("\n")) or " "
        pieces += [live[position : match.start()], blank]
        origins += [*range(position, match.start()), *range(match.start(), match.start() + len(blank))]
        position = match.end()
    return "".join([*pieces, live[position:]]), [*origins, *range(position, len(live))]


def _move(announcement: Announcement, origins: Sequence[int]) -> Announcement:
    written = announcement.date
    date = replace(written, begin=origins[written.begin], stop=origins[written.stop - 1] + 1)
    begin, stop = origins[announcement.begin], origins[announcement.stop - 1] + 1
    return replace(announcement, date=date, begin=begin, stop=stop)


def _split_group(group: Sequence[_Item]) -> Iterator[Announcement]:
    """One announcement for each date of a group.

    Times and zones belong to the date before them, or to the date after them where the group begins with a time.
    """
    places = [number for number, it in enumerate(group) if isinstance(it.value, WrittenDate)]
    if not places:
        return
    is_leading = places[0] > 0
    bounds = [0, *([it + 1 for it in places[:-1]] if is_leading else places[1:]), len(group)]
    for begin, stop in pairwise(bounds):
        yield _announce(group[begin:stop])


def _announce(segment: Sequence[_Item]) -> Announcement:
    date = next(it.value for it in segment if isinstance(it.value, WrittenDate))
    times = [it.value for it in segment if isinstance(it.value, ClockTimes)]
    has_time = bool(times) or date.time is not None
    kept = [it for it in segment if has_time or not (isinstance(it.value, ZoneName) and it.value.is_abbreviation)]
    same_in_another_zone = times[1].begin if len(times) > 1 else segment[-1].stop
    zones = tuple(it.value for it in kept if isinstance(it.value, ZoneName) and it.begin < same_in_another_zone)
    return Announcement(date, times[0] if times else None, zones, kept[0].begin, kept[-1].stop)


def complete_year(
    announcement: Announcement, *, previous: Announcement | None, following: Announcement | None, live: str
) -> Announcement:
    """The announcement with the year of the other end of its range, where only that end says it."""
    written = announcement.date
    if written.year is not None:
        return announcement
    if following and following.date.year and is_range(live[announcement.stop : following.begin]):
        year = following.date.year - (written.month > following.date.month)
    elif previous and previous.date.year and is_range(live[previous.stop : announcement.begin]):
        year = previous.date.year + (written.month < previous.date.month)
    else:
        return announcement
    return replace(announcement, date=replace(written, year=year))


def is_range(gap: str) -> bool:
    """True when the text between two dates joins them to a range, or may do so ("and")."""
    return _RANGE.fullmatch(fold(gap)) is not None
