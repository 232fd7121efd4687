"""Programmes: lines, lists and tables of times with what happens then."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, find_dates, read_times
from pages.importers.dates.rows import MARKED_LINK, plain_words
from pages.importers.documents import ImportedPerson, ImportedSession
from pages.importers.people import read_people
from pages.importers.placeholders import is_placeholder
from pages.importers.text.links import link_kind, read_link
from pages.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import ImportedLink
    from pages.importers.text.passages import Anchor, Block, Row, Section

TITLE = re.compile(
    r"\b(?:schedule|program(?:me)?(?! (?:committee|chair))|agenda|timetable|itinerary)\b|日程|议程|programm\b|ablauf",
    re.IGNORECASE,
)
CLOCK = r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?)?"
TIME_PREFIX = re.compile(
    (
        rf"^\W{{0,4}}(?P<times>{CLOCK}(?:\s*(?:-|–|—|to|until)\s*{CLOCK})?)(?:\s*\([A-Z]{{2,5}}\)|"
        rf"\s+[A-Z]{{2,4}}\b)?\s*[-–—:|,.]*\s+"
    ),
    re.IGNORECASE,
)
KINDS = (
    ("break", r"\b(?:coffee|tea|lunch|break(?:fast)?|pause|intermission)\b|茶歇|午餐|休息"),
    ("networking", r"networking|reception|social\b|dinner|banquet|drinks|mixer|晚宴"),
    ("keynote", r"keynote|invited (?:talk|speaker)|plenary|主旨"),
    ("panel", r"\bpanel\b|round ?table|圆桌"),
    ("poster", r"posters?\b(?! spotlight)|墙报"),
    ("lightning", r"lightning|spotlight|flash talk|elevator"),
    ("questions_and_answers", r"\bq ?(?:&|and) ?a\b|questions and answers|discussion"),
    ("ceremony", r"opening|closing|welcome|remarks|award|prize|ceremony|registration|check-in|开幕|闭幕|颁奖"),
)
LABEL = re.compile(
    r"^(?:(?:invited|contributed|keynote|lightning|short|long|regular|spotlight) )?"
    r"(?:talk|keynote|paper|demo|tutorial|presentation|plenary|session)s?(?: #?\d+)?(?:\s*\([^)]*\))?\s*[:：]\s*",
    re.IGNORECASE,
)
EMPHASISED = re.compile(r"(?<!\*)\*(?!\*)([^*]+)\*(?!\*)|[“\"]([^”\"]+)[”\"]")
BY = re.compile(
    r"\s+(?:by|presented by|speakers?:|with)\s+(?:by\s+)?(?P<people>(?-i:[^a-z\s\[])[^\[]*?)\s*(?:\[.*)?$",
    re.IGNORECASE,
)
MATERIAL_LINK = re.compile(
    r"\[*\[\[*(?:slides?|videos?|pdf|recording|paper|code|poster)\]*\]*\([^)]*\)\]*", re.IGNORECASE
)
HEADER_ROLES = (
    ("time", re.compile(r"time|hour|when|start|时间", re.IGNORECASE)),
    ("speaker", re.compile(r"speaker|presenter|name|who|author|讲者", re.IGNORECASE)),
    ("room", re.compile(r"room|venue|location|where|地点", re.IGNORECASE)),
    (
        "title",
        re.compile(r"title|talk|event|session|activity|topic|what|paper|programme|program|题目|内容", re.IGNORECASE),
    ),
)
DRAFT = re.compile(r"preliminary|tentative|draft|provisional|subject to change", re.IGNORECASE)
LONGEST_TITLE = 50
FEWEST_ROWS = 3
AFTERNOON = dt.time(8)
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class Programme:
    """The sessions in order, how final they are, and the blocks that are wholly in them."""

    sessions: tuple[ImportedSession, ...] = ()
    status: str = "tbd"
    used: frozenset[Block] = frozenset()


@dataclass(slots=True)
class _Clock:
    """The day that times belong to, and the last time, which tells morning from afternoon."""

    zone: str | None
    context: DateContext
    day: dt.date | None = None
    last: dt.time | None = field(default=None)

    def meet_day(self, text: str) -> None:
        """Take the date that a heading or a line without a time says."""
        readings = find_dates(text, context=self.context)
        if readings and readings[0].start.date is not None:
            self.day, self.last = readings[0].start.date, None

    def moment(self, time: dt.time, *, said: str) -> Moment:
        """The moment of a time on the current day; hours without "am" or "pm" go on after noon."""
        has_half = re.search(r"[ap]\.?m", said, re.IGNORECASE) is not None
        if not has_half and self.last is not None and time < self.last and time < AFTERNOON:
            time = time.replace(hour=time.hour + NOON.hour)
        self.last = time
        return (
            Moment(announced_as=said.strip())
            if self.day is None
            else Moment.at(self.day, time, self.zone, announced_as=said.strip())
        )


def plain_links(markdown: str) -> str:
    """The text with the labels of its links only; emphasis stays."""
    return MARKED_LINK.sub(r"\1", markdown)


def session_kind(title: str) -> str:
    """The `SessionKind` value that the words of a title mean."""
    return next((kind for kind, pattern in KINDS if re.search(pattern, title, re.IGNORECASE)), "talk")


def _speakers(text: str, line: int) -> tuple[ImportedPerson, ...]:
    words = text.strip(" .*_")
    return tuple(read_people(words, line=line)) if words and not is_placeholder(words) else ()


def _link(links: Iterable[Anchor]) -> ImportedLink | None:
    telling = [link for link in links if link_kind(link.label, link.url) in {"slides", "paper", "recording", "join"}]
    read = [read_link(link.label, link.url, link.line)[0] for link in telling]
    return next((link for link in read if link.url and link.url.startswith("http")), None)


def _title_and_people(markdown: str) -> tuple[str, str]:
    """The title and the words that name the speakers."""
    text = plain_links(MATERIAL_LINK.sub("", markdown))
    by = BY.search(text)
    people = by["people"] if by else ""
    head = text[: by.start()] if by else text
    emphasised = EMPHASISED.search(head)
    if emphasised and not by and emphasised.end() >= len(head.rstrip()) and emphasised.start() > 0:
        return plain_words(head[: emphasised.start()]), emphasised.group(1) or emphasised.group(2)
    title = plain_words(emphasised.group(1) or emphasised.group(2)) if emphasised else LABEL.sub("", plain_words(head))
    return title, people


def _session(
    markdown: str, *, span: tuple[Moment, Moment | None], track: str, line: int, links: Iterable[Anchor]
) -> ImportedSession:
    title, people = _title_and_people(markdown)
    words = title.strip(" .:;-–|")
    return ImportedSession(
        kind=session_kind(plain_words(markdown)),
        title=None if is_placeholder(words) else words,
        start=span[0],
        end=span[1],
        track=track,
        speakers=_speakers(people, line),
        link=_link(links),
        line=line,
    )


def _dated_line(text: str, clock: _Clock) -> tuple[Moment, Moment | None, str] | None:
    """The times of a line that begins with a date and a time, and what follows them."""
    readings = find_dates(text, context=clock.context)
    if not readings or readings[0].start.time is None or re.search(r"\w", text[: readings[0].begin]):
        return None
    reading = readings[0]
    clock.day, clock.last = reading.start.date, reading.start.time
    return reading.start, reading.end, text[reading.stop :].lstrip(" -–—:|,*")


def _timed_line(text: str, clock: _Clock) -> tuple[Moment, Moment | None, str] | None:
    match = TIME_PREFIX.match(text)
    times = (
        read_times(match["times"]) if match and re.search(r"[:.h]\d|[ap]\.?m", match["times"], re.IGNORECASE) else None
    )
    if match is None or times is None:
        return None
    start = clock.moment(times[0], said=match["times"])
    end = clock.moment(times[1], said=match["times"]) if times[1] else None
    return start, end, text[match.end() :].lstrip(" -–—:|,*")


def _line_session(
    markdown: str, *, clock: _Clock, track: str, line: int, links: Iterable[Anchor]
) -> ImportedSession | None:
    text = re.sub(r"^\W*\*\*([^*]+)\*\*", r"\1", markdown)
    found = _dated_line(text, clock) or _timed_line(text, clock)
    if found is None or not found[2].strip():
        return None
    start, end, rest = found
    return _session(rest, span=(start, end), track=track, line=line, links=links)


def _columns(header: list[str], rows: Iterable[Row]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for number, text in enumerate(header):
        role = next((name for name, pattern in HEADER_ROLES if pattern.search(text)), "")
        if role and role not in columns:
            columns[role] = number
    if "time" not in columns:
        columns["time"] = 0
    widest = max((len(row.cells) for row in rows), default=0)
    others = [number for number in range(widest) if number not in columns.values()]
    if "title" not in columns and others:
        columns["title"] = others[0]
    return columns


def _cell(row: Row, columns: dict[str, int], name: str) -> str:
    number = columns.get(name)
    return row.cells[number].markdown if number is not None and number < len(row.cells) else ""


def _table_sessions(block: Block, *, clock: _Clock, track: str) -> Iterator[ImportedSession]:
    first = block.rows[0]
    is_header = first.is_header or read_times(first.cells[0].prose) is None
    columns = _columns([cell.prose for cell in first.cells] if is_header else [], block.rows)
    for row in block.rows[1:] if is_header else block.rows:
        said = plain_words(_cell(row, columns, "time"))
        times = read_times(said)
        title = plain_words(_cell(row, columns, "title")) or (row.cells[-1].prose if len(row.cells) > 1 else "")
        if times is None or not title:
            clock.meet_day(" ".join(cell.prose for cell in row.cells))
            continue
        clock.meet_day(said)
        start = clock.moment(times[0], said=said)
        end = clock.moment(times[1], said=said) if times[1] else None
        links = [link for cell in row.cells for link in cell.links]
        session = _session(title, span=(start, end), track=track, line=row.line, links=links)
        people = _speakers(plain_words(_cell(row, columns, "speaker")), row.line) or session.speakers
        yield replace(session, speakers=people, room=plain_words(_cell(row, columns, "room")))


def _passages(block: Block) -> list[tuple[str, int, tuple[Anchor, ...]]]:
    if block.kind == "list":
        return [(item.markdown, item.line, item.links) for item in block.items]
    if len(block.lines) > 1 and sum(TIME_PREFIX.match(line.markdown) is not None for line in block.lines) > 1:
        return [
            (line.markdown, line.line, tuple(it for it in block.links if it.line == line.line)) for line in block.lines
        ]
    return [(block.markdown, block.line, block.links)]


def _block_sessions(block: Block, *, clock: _Clock, track: str) -> tuple[list[ImportedSession], bool]:
    if block.kind == "table":
        sessions = list(_table_sessions(block, clock=clock, track=track))
        return sessions, bool(sessions)
    if block.kind not in {"paragraph", "list"}:
        return [], False
    given = _passages(block)
    found = [
        _line_session(markdown, clock=clock, track=track, line=line, links=links) for markdown, line, links in given
    ]
    if not any(found):
        clock.meet_day(block.prose)
    nested = any(item.items for item in block.items)
    return [session for session in found if session], all(found) and not nested


def _titled_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections under headings of programmes."""
    level: int | None = None
    for section in sections:
        if level is not None and section.level <= level:
            level = None
        if level is None and len(section.title) <= LONGEST_TITLE and TITLE.search(section.title):
            level = section.level
        if level is not None:
            yield section


def _timed_sections(sections: Iterable[Section], context: DateContext) -> list[Section]:
    """Sections without such a heading in which several lines begin with times."""
    found = []
    for section in sections:
        clock = _Clock(context.zone, context)
        rows = [row for block in section.blocks for row in _block_sessions(block, clock=clock, track="")[0]]
        if len(rows) >= FEWEST_ROWS:
            found.append(section)
    return found


def read_programme(sections: Iterable[Section], *, context: DateContext, day: dt.date | None) -> Programme:
    """The programme under its heading; times without a date belong to `day`."""
    clock = _Clock(context.zone, context, day)
    sessions: list[ImportedSession] = []
    used: set[Block] = set()
    is_draft = False
    given = tuple(sections)
    for section in list(_titled_sections(given)) or _timed_sections(given, context):
        is_draft = is_draft or DRAFT.search(section.title) is not None
        clock.meet_day(section.title)
        track = "" if TITLE.search(section.title) or find_dates(section.title, context=context) else section.title
        for block in section.blocks:
            found, is_whole = _block_sessions(block, clock=clock, track=track)
            is_draft = is_draft or (not found and DRAFT.search(block.prose) is not None)
            sessions += found
            used |= {block} if found and is_whole and clock.day is not None else set()
    status = "tbd" if not sessions else "draft" if is_draft else "final"
    return Programme(tuple(sessions), status, frozenset(used))
