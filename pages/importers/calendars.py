"""iCalendar files (RFC 5545): their events are the talks of a series, each with its exact time."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from pages.importers.dates import DateContext
from pages.importers.documents import (
    CALENDAR_SCHEME,
    Dropped,
    Finding,
    ImportedSeries,
    ImportedTalk,
    Reading,
    Severity,
)
from pages.importers.repetitions import expand, original_start
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink, TalkNotes
from pages.importers.talks.lines import read_lines
from pages.importers.talks.notes import read_prose
from pages.importers.talks.series_parts import common_language, common_minutes, common_mode, common_zone
from pages.importers.talks.talk import TalkContext, read_talk
from pages.importers.talks.wording import person_score
from pages.importers.text.private_words import take_out_private_words
from pages.importers.text.prose import to_rich_text
from pages.moments import Moment, time_zones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar.cal import Component

    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree

SUFFIX = ".ics"
MOST_EVENTS = 2_000
LONGEST_TEXT = 100_000
LONGEST_UID = 255
COMMON_SHARE = 0.5
NIGHT = dt.time(6)
HTML = re.compile(r"<(?:br|p|a|div|span|b|i|ul|li|html)\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"https?://\S+")
GIVEN_BY = re.compile(r"\b(?:given by|presented by|talk by|speaker:)\s+(?P<who>\S.*)$", re.IGNORECASE)
PREFIX = re.compile(r"^(?P<series>[^:|–—]{3,80}?)\s*(?::|\||\s[-–—]|[–—])\s+(?P<rest>\S.*)$")
SERIES_NAME = re.compile(
    r"seminar|colloqui|webinar|reading group|lectures?\b|talks?\b|series|forum|讲座|研讨|セミナー", re.IGNORECASE
)
NUMBERED = re.compile(r"(?:week|session|talk|seminar|lecture|no)\W*(?:no\W*|number )?\d+", re.IGNORECASE)
PRIVATE_PARTS = ("ORGANIZER", "ATTENDEE", "CONTACT")


def unfold(text: str) -> str:
    """The text with folded lines joined; empty lines keep the numbers of those behind them."""
    lines: list[str] = []
    gaps = 0
    for line in text.split("\n"):
        if line[:1] in {" ", "\t"} and lines:
            lines[-1] += line[1:]
            gaps += 1
            continue
        lines += [""] * gaps
        gaps = 0
        lines.append(line)
    return "\n".join(lines)


def resembles(document: SourceDocument) -> float:
    """1 for a calendar file, whatever is in it."""
    return float(document.path.casefold().endswith(SUFFIX))


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The series of the calendar's events; without an event for a text that is no calendar."""
    try:
        calendar = Calendar.from_ical(document.body.replace("\x00", "").replace("\n", "\r\n"))
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        return _not_read(document, f"The calendar cannot be read ({str(error)[:200]}).")
    if not isinstance(calendar, Calendar):
        return _not_read(document, "The file holds no calendar.")
    return CalendarReader(document, calendar, tree, options).read()


def _not_read(document: SourceDocument, message: str) -> Reading:
    finding = Finding("calendar-invalid", Severity.ERROR, message, 1)
    return Reading(document, None, (*document.findings, finding), (Dropped("the whole document", "unreadable", 1),))


@dataclass(slots=True)
class CalendarReader:
    """Reads one calendar; findings and what is left out are gathered on the way."""

    document: SourceDocument
    calendar: Calendar
    tree: SourceTree
    options: ReadingOptions
    findings: list[Finding] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    def read(self) -> Reading:
        """The series with its talks."""
        lines = dict(_lines_of(self.document.body))
        events = expand(self.calendar, lines=lines, findings=self.findings)
        if len(events) > MOST_EVENTS:
            message = f"The calendar has more than {MOST_EVENTS:,} events; the later ones are left out."
            self.findings.append(Finding("calendar-cut", Severity.ERROR, message, 1))
        summaries = [_text(event, "SUMMARY") for event in events]
        title = self._title(summaries)
        talks = [self._talk(event, title, lines.get(_text(event, "UID"), 1)) for event in events[:MOST_EVENTS]]
        self._report(talks)
        series = self._series(title, tuple(talks)) if talks else None
        if series is None:
            self.findings.append(Finding("calendar-empty", Severity.WARNING, "The calendar has no events.", 1))
        findings = (*self.document.findings, *dict.fromkeys(self.findings))
        return Reading(self.document, series, findings, tuple(dict.fromkeys(self.dropped)))

    def _series(self, title: str, talks: tuple[ImportedTalk, ...]) -> ImportedSeries:
        return ImportedSeries(
            title=title,
            about=_paragraph(self._clean(_text(self.calendar, "X-WR-CALDESC"), line=1)),
            attendance_mode=common_mode(talks, "", ""),
            languages=(common_language(talks) or self.options.language,),
            usual_minutes=common_minutes(talks),
            time_zone=common_zone(talks) or self.options.time_zone,
            talks=talks,
        )

    def _title(self, summaries: Sequence[str]) -> str:
        """The calendar's name, what most summaries begin with, or the name of the file."""
        named = _text(self.calendar, "X-WR-CALNAME") or _text(self.calendar, "NAME")
        if named:
            return named
        prefixes = [found["series"].strip() for text in summaries if (found := PREFIX.match(text))]
        common = max(dict.fromkeys(prefixes), key=prefixes.count, default="")
        is_shared = len(summaries) > 1 and prefixes.count(common) > COMMON_SHARE * len(summaries)
        candidates = [common] if common and (is_shared or SERIES_NAME.search(common)) else []
        candidates += list(dict.fromkeys(summaries)) if len(summaries) > 1 and len(set(summaries)) == 1 else []
        title = next(iter(candidates), "") or PurePosixPath(self.document.path).stem.replace("_", " ").replace("-", " ")
        message = f"The calendar has no name; the series was called “{title}”."
        self.findings.append(Finding("title-inferred", Severity.WARNING, message, 1, 0.6 if candidates else 0.3))
        return title

    def _talk(self, event: Component, series_title: str, line: int) -> ImportedTalk:
        start = self._moment(event, "DTSTART", line) or Moment()
        notes = self._notes(event, series_title, line)
        read_one = read_talk(notes, context=self._context())
        self.findings += [it for it in read_one.findings if not it.code.startswith("date-")]
        self.dropped += read_one.dropped
        end = self._end(event, start, line)
        return replace(
            read_one.talk or ImportedTalk(title="", line=line, source=self.document.path),
            start=start,
            end=end,
            minutes=_minutes(start, end),
            status=_status(event) or (read_one.talk.status if read_one.talk else "scheduled"),
            identifiers=((CALENDAR_SCHEME, _identity(event)),) if _identity(event) else (),
            source="",
        )

    def _context(self) -> TalkContext:
        dates = DateContext(zone=self.options.time_zone, year=self.options.year, language=self.options.language)
        return TalkContext(tree=self.tree, document=self.document, dates=dates)

    def _notes(self, event: Component, series_title: str, line: int) -> TalkNotes:
        """What an event says, as notes of a talk."""
        title, speaker = split_summary(self._clean(_text(event, "SUMMARY"), line=line), series_title)
        fields = [FieldText(names.TITLE, title, line), FieldText(names.SPEAKER, speaker, line)]
        place = self._clean(_text(event, "LOCATION"), line=line)
        fields.append(FieldText(names.ROOM, ADDRESS.sub("", place).strip(" ,;-"), line))
        links = [TalkLink("Join", url.rstrip(".,;)>"), line) for url in ADDRESS.findall(place)]
        links += [TalkLink(label, url, line, kind) for label, url, kind in _addresses(event)]
        record = TalkNotes(line, tuple(it for it in fields if it.text), tuple(links), source=self.document.path)
        self.dropped += [Dropped(name.lower(), "private", line) for name in PRIVATE_PARTS if name in event]
        text = self._clean(_description(event), line=line)
        prose = "\n".join(row for row in text.split("\n") if row.strip() != _text(event, "SUMMARY"))
        lines = read_lines(prose, first_line=line)
        return read_prose(record, lines, context=self._context().dates) if prose.strip() else record

    def _clean(self, text: str, *, line: int) -> str:
        public, dropped = take_out_private_words(text[:LONGEST_TEXT])
        self.dropped += [replace(it, line=line) for it in dropped]
        return public

    def _moment(self, event: Component, name: str, line: int) -> Moment | None:
        """The time of a property as written: an all-day date, a local time with its zone, or one without."""
        value = event.get(name)
        when = getattr(value, "dt", None)
        if not isinstance(when, dt.date):
            return None
        if not isinstance(when, dt.datetime):
            return Moment.at(when)
        zone = self._zone(value.params.get("TZID", ""), when, line)
        if zone is None and when.tzinfo is not None:
            when = when.astimezone(dt.UTC)
            zone = "UTC"
        time = when.time().replace(microsecond=0, tzinfo=None)
        return Moment.at(when.date(), time, zone or self.options.time_zone)

    def _zone(self, name: str, when: dt.datetime, line: int) -> str | None:
        known = find_zone_name(name, when)
        if name and known is None:
            message = f"The time zone “{name[:100]}” is not known; check the times of its events."
            self.findings.append(Finding("zone-not-understood", Severity.WARNING, message, line))
        if known is None and when.tzinfo is None and self.options.time_zone:
            message = f"Times without a zone were read in {self.options.time_zone}."
            self.findings.append(Finding("zone-inferred", Severity.HINT, message, None, 0.8))
        return known

    def _end(self, event: Component, start: Moment, line: int) -> Moment | None:
        """The end; that of an all-day event is its last day, as people say it, and one before the start is none."""
        end = self._moment(event, "DTEND", line)
        duration = getattr(event.get("DURATION"), "dt", None)
        if end is None and isinstance(duration, dt.timedelta) and start.date and start.time:
            last = dt.datetime.combine(start.date, start.time, tzinfo=dt.UTC) + duration
            end = Moment.at(last.date(), last.time().replace(tzinfo=None), start.zone)
        if end is None or end.date is None or start.date is None:
            return None
        if end.time is None:
            last_day = end.date - dt.timedelta(days=1)
            return Moment.at(last_day) if start.time is None and last_day > start.date else None
        if (end.date, end.time) <= (start.date, start.time or dt.time.min):
            message = f"The event of {start.date} ends before it begins; its end is left out."
            is_instant = (end.date, end.time) == (start.date, start.time)
            self.findings += [] if is_instant else [Finding("end-before-start", Severity.WARNING, message, line)]
            return None
        return end

    def _report(self, talks: Sequence[ImportedTalk]) -> None:
        """Times that are nowhere usual for talks, and times without any zone."""
        by_day = [it for it in talks if it.start.time and it.start.time >= NIGHT]
        for talk in talks:
            is_local = talk.start.time is not None and talk.start.zone != "UTC"
            if is_local and talk.start.time < NIGHT and len(by_day) > len(talks) / 2:  # type: ignore[operator]  # just asked
                message = f"{talk.start.date} {talk.start.time:%H:%M} is at night, unlike the other events; check it."
                self.findings.append(Finding("time-unlikely", Severity.WARNING, message, talk.line, 0.4))
        floating = [talk for talk in talks if talk.start.time and not talk.start.zone]
        if floating:
            message = f"{len(floating)} events name no time zone; say one for this import."
            self.findings.append(Finding("zone-missing", Severity.WARNING, message, floating[0].line))


def split_summary(summary: str, series_title: str) -> tuple[str, str]:
    """Title and speaker that a summary announces; either may be empty, and neither is the name of the series."""
    text = summary.strip()
    if text.casefold() == series_title.casefold():
        return "", ""
    found = PREFIX.match(text)
    prefix = found["series"].strip() if found else ""
    if found and (prefix.casefold() == series_title.casefold() or SERIES_NAME.fullmatch(prefix)):
        text = found["rest"]
    given = GIVEN_BY.search(text)
    if given and person_score(given["who"]):
        title = text[: given.start()].strip(" :–—-,")
        return ("" if NUMBERED.fullmatch(title) else title), given["who"].strip()
    is_inside_series = text != summary.strip()
    if is_inside_series and person_score(text) and len(text.split()) > 1:
        return "", text
    return text, ""


def find_zone_name(name: str, when: dt.datetime) -> str | None:
    """The IANA zone of a TZID, a Windows name included, or of the time itself; None when there is none."""
    bare = name.strip().strip('"')
    candidates = [bare, bare.lstrip("/").partition("/")[2], WINDOWS_TO_OLSON.get(bare, "")]
    candidates += ["/".join(bare.split("/")[-size:]) for size in (2, 3)]
    tzinfo = when.tzinfo
    if isinstance(tzinfo, zoneinfo.ZoneInfo):
        candidates.append(tzinfo.key)
    return next((it for it in candidates if it in time_zones()), None)


def _text(component: Component, name: str) -> str:
    value: Any = component.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value or "").strip()


def _identity(event: Component) -> str:
    """The UID, with the original start of an occurrence of a repeated event."""
    behind = f"/{original_start(event)}".rstrip("/")
    return f"{_text(event, 'UID')}{behind}"[-LONGEST_UID:] if _text(event, "UID") else ""


def _status(event: Component) -> str:
    stated = _text(event, "STATUS").upper()
    return {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}.get(stated, "")


def _description(event: Component) -> str:
    """The description as text; markup becomes lines and Markdown links."""
    text = _text(event, "DESCRIPTION") or _text(event, "X-ALT-DESC")
    if not HTML.search(text):
        return text
    soup = BeautifulSoup(text[:LONGEST_TEXT], "html.parser")
    for part in soup(["script", "style"]):
        part.decompose()
    for link in soup("a", href=True):
        link.replace_with(f"[{link.get_text() or link['href']}]({link['href']})")
    for part in soup(["br", "p", "div", "li"]):
        part.append("\n")
    return soup.get_text()


def _addresses(event: Component) -> Iterator[tuple[str, str, str]]:
    """Label, address and kind of the links that have properties of their own."""
    for name, label, kind in (
        ("URL", "Event page", ""),
        ("CONFERENCE", "Join", names.JOIN),
        ("ATTACH", "Attachment", ""),
    ):
        values: Any = event.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            if ADDRESS.match(str(value)):
                yield label, str(value), kind


def _minutes(start: Moment, end: Moment | None) -> int | None:
    if start.instant and end and end.instant:
        length = end.instant - start.instant
    elif start.date and start.time and end and end.date and end.time:
        length = dt.datetime.combine(end.date, end.time) - dt.datetime.combine(start.date, start.time)
    else:
        return None
    return int(length.total_seconds() // 60) if dt.timedelta() < length <= dt.timedelta(hours=12) else None


def _paragraph(text: str) -> str:
    return to_rich_text(text) if text else ""


def _lines_of(text: str) -> Iterator[tuple[str, int]]:
    """For each UID the line of its event's first beginning."""
    begin = 1
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if line.upper().startswith("BEGIN:VEVENT"):
            begin = number
        if line.upper().startswith("UID") and ":" in line:
            uid = line.partition(":")[2].strip()
            if uid not in seen:
                seen.add(uid)
                yield uid, begin
