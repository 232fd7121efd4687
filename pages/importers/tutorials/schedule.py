"""A tutorial's schedule as it is announced: slots of time, and sentences about how it is given and what comes when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, find_dates, read_date, unreadable_dates
from pages.importers.dates.clock_times import find_clock_times
from pages.importers.dates.words import fold
from pages.importers.dates.zone_names import find_zone_names
from pages.importers.dates.zone_statements import read_zone_statement
from pages.importers.documents import Finding, ImportedDate, ImportedPerson, ImportedSession
from pages.importers.people import read_people
from pages.importers.talks.wording import without_emphasis
from pages.moments import ONE_DAY, Moment, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.dates import DateReading
    from pages.importers.dates.clock_times import ClockTimes
    from pages.importers.dates.years import InferredYear

DELIVERY = (
    (
        "pre_recorded",
        re.compile(
            r"\bpre-?record|\brecorded (?:video|lecture|talk)s?\b|vídeos? gravad|"
            r"vidéos? enregistr",
            re.IGNORECASE,
        ),
    ),
    ("live", re.compile(r"\blive\b|\bin real time\b|\bsynchronous|\bin person\b|\bau vivo\b", re.IGNORECASE)),
    (
        "questions_and_answers",
        re.compile(
            r"\bQ\s?(?:&|and|/|\+)?\s?As?\b|\bquestions? and answers?\b|\bquestion sessions?\b|\boffice hours?\b"
        ),
    ),
    (
        "hands_on",
        re.compile(
            r"\bhands?[ -]on\b|\bcoding session|\blab session|\bpractical session|\bnotebooks?\b|"
            r"\bexercises?\b",
            re.IGNORECASE,
        ),
    ),
)
KINDS = (
    (
        "questions_and_answers",
        re.compile(
            r"\bQ\s?(?:&|and|/|\+)?\s?As?\b|questions? (?:and|&) answers?|\bdiscussion\b|"
            r"office hours?",
            re.IGNORECASE,
        ),
    ),
    ("break", re.compile(r"\bbreaks?\b|\bcoffee\b|\blunch\b|\bpause\b|\bpausa\b|休憩|茶歇", re.IGNORECASE)),
    ("keynote", re.compile(r"\bkeynote\b|\binvited talk\b", re.IGNORECASE)),
    ("panel", re.compile(r"\bpanel\b|round ?table", re.IGNORECASE)),
    ("poster", re.compile(r"\bposters?\b", re.IGNORECASE)),
    ("networking", re.compile(r"\bnetworking\b|\breception\b|\bsocial\b|\bdinner\b", re.IGNORECASE)),
    ("ceremony", re.compile(r"\bwelcome\b|\bopening\b|\bclosing\b|\bawards?\b|\bconcluding remarks\b", re.IGNORECASE)),
)
ONLINE = re.compile(
    r"\bzoom\b|\bonline\b|\bvirtual(?:ly)?\b|\bwebex\b|\bteams\b|\bwebinar\b|"
    r"\blive ?stream|\bremote(?:ly)?\b|线上|オンライン",
    re.IGNORECASE,
)
PLATFORM = re.compile(
    r"\b(Zoom|Webex|(?:Microsoft )?Teams|Google Meet|Gather(?:\.town)?|Whova|Underline|BigBlueButton)\b", re.IGNORECASE
)
RELEASE = re.compile(
    r"\b(?:releas\w+|publish\w*|upload\w*|post(?:ed)?|available|share[ds]?|"
    r"provide[ds]?)\b",
    re.IGNORECASE,
)
MATERIAL = re.compile(r"\b(videos?|slides?|recordings?|materials?|code|notebooks?|handouts?)\b", re.IGNORECASE)
THE_DAY = re.compile(
    r"\b(?:tutorial day|day of the tutorial|tutorial (?:will|is|takes)|will (?:take place|be held|be given)|"
    r"takes place|is held|held on|scheduled)\b",
    re.IGNORECASE,
)
BY_SOMEBODY = re.compile(r"\(?\b(?:by|speakers?:|presenters?:|with)\s+([^()]+?)\)?\s*$", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“*])")
SHORT_TITLE = 90
OTHER_DATES = "other dates of the document"
HALF_A_YEAR = 182
NEAR = 3
"""Characters between a time and its zone, at most."""

LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a schedule says. `day` is the day of the tutorial; `platform` the meeting software it names."""

    sessions: tuple[ImportedSession, ...] = ()
    dates: tuple[ImportedDate, ...] = ()
    delivery: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    day: Moment | None = None
    is_online: bool = False
    platform: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Gathering:
    """The schedule so far. `day` and `zone` hold for the slots that follow."""

    context: DateContext
    sessions: list[ImportedSession] = field(default_factory=list)
    dates: list[ImportedDate] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    day: Moment | None = None


def read_schedule(
    entries: Iterable[tuple[str, int | None]], *, context: DateContext, day: Moment | None = None
) -> Schedule:
    """The schedule made of these lines; slots without a date take place on `day` or the day named before them."""
    lines = [(_with_plain_dashes(without_emphasis(text)), line) for text, line in entries if text.strip()]
    gathering = _Gathering(context, day=day or _first_day(lines, context))
    for text, line in lines:
        _read_entry(text, line, gathering)
    whole = "\n".join(text for text, _line in lines)
    platform = PLATFORM.search(whole)
    return Schedule(
        sessions=tuple(gathering.sessions),
        dates=tuple(gathering.dates),
        delivery=read_delivery(whole),
        notes=tuple(gathering.notes),
        day=gathering.day if day is None else day,
        is_online=ONLINE.search(whole) is not None,
        platform=platform[1] if platform else "",
        findings=tuple(gathering.findings),
    )


def nearest_year(inferred: InferredYear, texts: Iterable[str]) -> InferredYear:
    """The year that brings dates without one next to the dates that say theirs, across a turn of the year.

    Videos that come "by 31 December 2026" belong to a tutorial on "1 January" of 2027. A year that somebody stated
    stays.
    """
    if inferred.witness != OTHER_DATES:
        return inferred
    stated: list[dt.date] = []
    bare: list[dt.date] = []
    for reading in (it for text in texts for it in find_dates(text, context=DateContext(year=inferred.year))):
        is_bare = any(it.code == "year-inferred" for it in reading.findings)
        (bare if is_bare else stated).append(reading.start.date or dt.date.min)
    if not (stated and bare):
        return inferred
    days = (min(bare) - stated[0]).days
    turn = 1 if days < -HALF_A_YEAR else -1 if days > HALF_A_YEAR else 0
    return replace(inferred, year=inferred.year + turn)


def _with_plain_dashes(text: str) -> str:
    """The text with its dashes between digits as hyphens, which is how clock times are looked for."""
    return re.sub(r"(?<=[\dmM])(\s*)[–—−](\s*)(?=\d)", r"\1-\2", text)


def read_delivery(text: str) -> tuple[str, ...]:
    """The ways a tutorial is given that the text names."""
    return tuple(name for name, pattern in DELIVERY if pattern.search(text))


def session_kind(title: str) -> str:
    """What a slot is, by its title."""
    return next((kind for kind, pattern in KINDS if pattern.search(title)), "talk")


def _first_day(lines: list[tuple[str, int | None]], context: DateContext) -> Moment | None:
    """The day that a sentence calls the tutorial's, or else the only day named."""
    days: list[Moment] = []
    for text, _line in lines:
        found = [it.start for it in find_dates(text, context=context) if it.start.date]
        if found and THE_DAY.search(text) and not _is_release(text):
            return _day_of(found[0])
        days += [] if _is_release(text) else found
    dates = {it.date for it in days}
    return _day_of(days[0]) if len(dates) == 1 else None


def _day_of(moment: Moment) -> Moment:
    return Moment.at(moment.date, announced_as=moment.announced_as)


def _is_release(text: str) -> bool:
    return RELEASE.search(text) is not None and MATERIAL.search(text) is not None


def _read_entry(text: str, line: int | None, gathering: _Gathering) -> None:
    statement = _zone_alone(text)
    if statement:
        gathering.context = replace(gathering.context, zone=statement)
        gathering.notes.append(text)
        return
    times = find_clock_times(fold(text))
    readings = find_dates(text, context=gathering.context, line=line)
    if (times and times[0].end is not None) or (times and len(text) < SHORT_TITLE):
        gathering.sessions.append(_session(text, line, times[0], readings, gathering))
    elif readings and not times and _is_heading(text, readings[0]):
        gathering.day = _day_of(readings[0].start)
    else:
        _read_sentences(text, line, gathering)
    gathering.findings += [it for reading in readings for it in reading.findings]
    gathering.findings += unreadable_dates(text, context=gathering.context, line=line)


def _zone_alone(text: str) -> str | None:
    """The zone of a line that says nothing else, such as "times in UTC"."""
    if len(text) > SHORT_TITLE or find_clock_times(fold(text)):
        return None
    if not re.search(r"\btimes?\b|\btime ?zone\b|heures?|Uhrzeit", text, re.IGNORECASE):
        return None
    statement = read_zone_statement(text)
    if statement and statement.zone:
        return statement.zone
    return next((_zone_of(it.place, it.meanings) for it in find_zone_names(text)), None)


def _zone_of(place: str | None, meanings: tuple[tuple[int, tuple[str, ...]], ...]) -> str | None:
    if place:
        return place
    for minutes, places in meanings:
        if places:
            return places[0]
        if minutes % 60 == 0:
            return "UTC" if minutes == 0 else f"Etc/GMT{-minutes // 60:+d}"
    return None


def _is_heading(text: str, reading: DateReading) -> bool:
    rest = text[: reading.begin] + text[reading.stop :]
    return len(re.findall(r"\w{3,}", rest)) <= 3  # noqa: PLR2004  # "Day 1 –" and the like


def _session(
    text: str, line: int | None, times: ClockTimes, readings: list[DateReading], gathering: _Gathering
) -> ImportedSession:
    timed = next((it for it in readings if it.start.precision is Precision.MINUTE), None)
    title, speakers = _title_and_speakers(text, times, timed)
    start, end = (timed.start, timed.end) if timed else _moments(text, times, gathering)
    return ImportedSession(
        kind=session_kind(title), title=title or None, start=start, end=end, speakers=speakers, line=line
    )


def _moments(text: str, times: ClockTimes, gathering: _Gathering) -> tuple[Moment, Moment | None]:
    """The slot on the tutorial's day; without a day, its words."""
    named = [_zone_of(it.place, it.meanings) for it in find_zone_names(text[times.stop : times.stop + 40])]
    zone = next((it for it in named if it), gathering.context.zone)
    day = gathering.day.date if gathering.day else None
    if day is None:
        return Moment(announced_as=text[times.begin : times.stop].strip()), None
    start = Moment.at(day, times.start, zone)
    end = Moment.at(_next_day_if(day, times), times.end, zone) if times.end else None
    return start, end


def _next_day_if(day: dt.date, times: ClockTimes) -> dt.date:
    return day + ONE_DAY if times.end and times.end < times.start else day


def _title_and_speakers(
    text: str, times: ClockTimes, timed: DateReading | None
) -> tuple[str, tuple[ImportedPerson, ...]]:
    begin, stop = (min(times.begin, timed.begin), max(times.stop, timed.stop)) if timed else (times.begin, times.stop)
    beside = [it for it in find_zone_names(text[stop:]) if it.begin <= NEAR]
    stop += beside[0].stop if beside else 0
    rest = f"{text[:begin]} {text[stop:]}"
    rest = re.sub(r"\(\s*(?:UTC|GMT|[A-Z]{2,4}T?|\w+ time)?\s*\)|^\W*\)", " ", rest)
    rest = re.sub(r"\s+", " ", rest).strip(" :,;–—-()|")
    by = BY_SOMEBODY.search(rest)
    speakers = tuple(read_people(by[1])) if by and by.start() > 0 else ()
    if by and speakers:
        rest = rest[: by.start()].strip(" :,;–—-(|")
    return rest, speakers


def _read_sentences(text: str, line: int | None, gathering: _Gathering) -> None:
    gathering.notes.append(text)
    for sentence in SENTENCE.split(text):
        if not _is_release(sentence):
            continue
        reading = read_date(sentence, context=gathering.context, line=line)
        if reading is None or reading.start.date is None:
            continue
        what = MATERIAL.search(sentence)
        label = f"Release of the {what[1].casefold()}" if what else "Release of materials"
        date = ImportedDate("material_release", label, reading.start, reading.end, reading.superseded, line=line)
        gathering.dates.append(replace(date, note=sentence[:LONGEST_NOTE]))
