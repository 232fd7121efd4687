"""Where the talks of a page stand: list items, headings, paragraphs and table rows that each announce one talk."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import TalkNotes, field_of
from pages.importers.talks.lines import CELL_BREAK, Line, LineKind
from pages.importers.talks.notes import PICTURE, read_cells, read_notes
from pages.importers.talks.snippets import (
    CALENDAR_LINK,
    SURE_PERSON,
    cut_date,
    cut_open_date,
    opens_with_date,
    split_label,
)
from pages.importers.talks.wording import LINK, is_strong, person_score, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.dates import DateContext

OTHER_SECTIONS = re.compile(
    r"\b(?:news|announcements?|updates?|organi[sz]\w*|committee|people|team|contacts?|about|"
    r"previous (?:iteration|edition)|"
    r"get involved|subscri\w+|mailing|registration|register|sponsors?|supporters?|partners?|call for|"
    r"important dates|deadlines?|"
    r"faq|publications?|awards?|history|goal|mission|acknowledge?ments?)\b|组织|通知|ニュース|主催",
    re.IGNORECASE,
)
TALK_SECTIONS = re.compile(
    r"\b(?:upcoming|past|next|previous|seminars?|talks?|schedule|program(?:me)?|sessions?|speakers?|archives?|"
    r"calendar|events?|"
    r"lectures?|colloqui\w+|agenda|past|future|recent|spring|summer|fall|autumn|winter|semester|term|(?:19|"
    r"20)\d\d|à venir|passés?|"
    r"termine|vorträge|programma)\b|予定|過去|讲座|报告",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?:\s*[/–-]\s*(\d{2,4})\b)?")
TEACHING_YEAR_BEGINS = 8
LOOK_AHEAD = 6
"""Lines below a speaker or title among which the date of the same entry is looked for."""

DIVIDER = 7
"""The level of lines that divide entries as headings do: below all headings."""

SHORT_HEADING = 60
FEWEST_DATES = 2
"""Rows with a date that make talks of a table without a header."""

NEAR = 3
"""Lines between a date and its time, at most."""


@dataclass(frozen=True, slots=True)
class PageTalks:
    """The talks' notes of a page and the lines they and their emptied headings take up."""

    notes: tuple[TalkNotes, ...]
    lines: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Walk:
    """A walk over a page's lines; `years` are those the headings above announce.

    `leads` are the identities of lines that begin an entry though its date stands below them, `open_dates` those of
    lines that say no more than "TBA" where a date is expected.
    """

    lines: Sequence[Line]
    context: DateContext
    notes: list[TalkNotes] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    years: list[tuple[int, int | None, int | None]] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    leads: set[int] = field(default_factory=set)
    open_dates: set[int] = field(default_factory=set)

    @property
    def is_elsewhere(self) -> bool:
        """True below a heading such as "News" or "Organisers"."""
        return bool(self.titles) and OTHER_SECTIONS.search(self.titles[-1][1]) is not None

    @property
    def is_among_talks(self) -> bool:
        """True below a heading such as "Upcoming seminars"."""
        return any(TALK_SECTIONS.search(title) for _level, title in self.titles) and not self.is_elsewhere

    def enter(self, heading: Line) -> None:
        """Take note of a heading that is no talk."""
        title = without_emphasis(heading.text)
        self.titles = [*(it for it in self.titles if it[0] < heading.level), (heading.level, title)]
        self.years = [it for it in self.years if it[0] < heading.level]
        found = YEAR.search(title)
        if found:
            first = int(found[1])
            self.years.append((heading.level, first, first + 1 if found[2] else None))

    def add(self, notes: TalkNotes, year: int | None) -> None:
        """Keep the notes of an entry, and the year if headings gave it."""
        self.notes.append(replace(notes, year=year if self.years else None))

    def dating(self, text: str) -> DateContext:
        """The context for the dates of an entry that begins with `text`, in the year its headings announce."""
        if not self.years:
            return self.context
        _level, first, second = self.years[-1]
        context = replace(self.context, year=first)
        dated = cut_date(text, context=context) if second else None
        if dated is None:
            return context
        return replace(context, year=second) if _month(dated.date, context) < TEACHING_YEAR_BEGINS else context


def _month(text: str, context: DateContext) -> int:
    from pages.importers.dates import read_date  # noqa: PLC0415

    reading = read_date(text, context=context)
    return reading.start.date.month if reading and reading.start.date else TEACHING_YEAR_BEGINS


def find_talks(lines: Sequence[Line], *, context: DateContext, source: str = "") -> PageTalks:
    """The talks that the lines of a page announce, in the page's order."""
    lines = [replace(it, kind=LineKind.HEADING, level=DIVIDER) if _is_strong_heading(it) else it for it in lines]
    walk = _Walk(lines, context)
    walk.open_dates = {id(line) for number, line in enumerate(lines) if _is_open_date(lines, number)}
    walk.leads = {id(line) for number, line in enumerate(lines) if _leads_to_date(walk, number)}
    position = 0
    while position < len(lines):
        position = _step(walk, position, source)
    headings = _emptied_headings(lines, walk.taken)
    return PageTalks(tuple(walk.notes), frozenset(walk.taken | headings))


def _step(walk: _Walk, position: int, source: str) -> int:
    """Read the entry or table at `position`, if there is one; the position after it."""
    line = walk.lines[position]
    if line.kind is LineKind.ROW and not walk.is_elsewhere:
        return _read_table(walk, position, source)
    stop = _entry_end(walk, position)
    if stop is None:
        if line.kind is LineKind.HEADING:
            walk.enter(line)
        return position + 1
    begin = _with_pictures_before(walk, position)
    entry = [replace(it, text=f"Date: {it.text}") if id(it) in walk.open_dates else it for it in walk.lines[begin:stop]]
    context = walk.dating(line.text)
    walk.add(read_notes(entry, context=context, source=source), context.year)
    walk.taken.update(it.number for it in entry)
    return stop


def _entry_end(walk: _Walk, position: int) -> int | None:
    """Where the entry that begins at `position` ends; None when none begins there."""
    line = walk.lines[position]
    if line.kind is LineKind.HEADING:
        return _heading_end(walk, position)
    if walk.is_elsewhere or line.folded or not _begins_entry(walk, line):
        return None
    return _item_end(walk, position) if line.kind is LineKind.ITEM else _paragraph_end(walk, position)


def _leads_to_date(walk: _Walk, position: int) -> bool:
    """True for a labelled speaker or title, or a list item, with the date of the same entry close below it."""
    line = walk.lines[position]
    if line.kind not in {LineKind.ITEM, LineKind.TEXT} or line.folded:
        return False
    label = _label(line)
    if label not in {names.SPEAKER, names.TITLE} and line.kind is not LineKind.ITEM:
        return False
    for below in walk.lines[position + 1 : position + 1 + LOOK_AHEAD]:
        is_sibling = below.kind is LineKind.ITEM and below.level <= line.level
        if below.kind in {LineKind.HEADING, LineKind.RULE} or (label and _label(below) == label):
            return False
        if (label is None and (is_sibling or below.kind is LineKind.BLANK)) or below.kind is LineKind.ROW:
            return False
        if _is_dated(walk, below):
            return True
    return False


def _is_open_date(lines: Sequence[Line], position: int) -> bool:
    """True for a paragraph "TBA" with a person right below it, as other entries have their dates."""
    line = lines[position]
    dated = cut_open_date(line.text) if line.kind is LineKind.TEXT and not line.folded else None
    if dated is None or dated.after:
        return False
    below = next((it for it in lines[position + 1 :] if it.kind is not LineKind.BLANK), None)
    return below is not None and below.kind is LineKind.TEXT and person_score(below.text) >= SURE_PERSON


def _label(line: Line) -> str | None:
    return _label_of(line.text)


def _label_of(text: str) -> str | None:
    labelled = split_label(text)
    return field_of(labelled[0]) if labelled else None


def _is_dated(walk: _Walk, line: Line) -> bool:
    """True for a line that is a date, with or without a label."""
    if line.kind not in {LineKind.ITEM, LineKind.TEXT} or line.folded:
        return False
    labelled = split_label(line.text)
    if labelled:
        return field_of(labelled[0]) == names.DATE and _says_date(labelled[1], walk.context)
    return opens_with_date(line.text, context=walk.context)


def _says_date(text: str, context: DateContext) -> bool:
    """True for the value of a date's label: a date, or that it is still to come."""
    return cut_date(text, context=context) is not None or is_placeholder(without_emphasis(text))


def _begins_with_open_date(walk: _Walk, line: Line) -> bool:
    """True below talks' headings for "Date to be announced", and for a list item or heading such as "TBA: Ada Stone"."""
    dated = cut_open_date(line.text) if walk.is_among_talks else None
    if dated is None:
        return False
    if id(line) in walk.open_dates:
        return True
    return dated.is_labelled or (line.kind is LineKind.ITEM and bool(dated.after))


def _begins_entry(walk: _Walk, line: Line) -> bool:
    if line.kind not in {LineKind.ITEM, LineKind.TEXT}:
        return False
    if id(line) in walk.leads and (walk.is_among_talks or _label(line) is not None):
        return True
    context = walk.dating(line.text)
    if opens_with_date(line.text, context=context):
        return True
    labelled = split_label(line.text)
    if labelled and field_of(labelled[0]) == names.DATE:
        return _says_date(labelled[1], context)
    if _begins_with_open_date(walk, line):
        return True
    if labelled:
        return False
    return line.kind is LineKind.ITEM and walk.is_among_talks and cut_date(line.text[:400], context=context) is not None


def _heading_end(walk: _Walk, position: int) -> int | None:
    """The end of a heading's section when it is one talk: dated itself, or with one date right below it."""
    line = walk.lines[position]
    section = _section(walk.lines, position)
    is_dated = cut_date(line.text, context=walk.dating(line.text)) is not None
    if is_dated and _is_talk_heading(line, section, walk):
        return position + len(section)
    if is_dated or OTHER_SECTIONS.search(line.text) or field_of(line.text):
        return None
    still_open = cut_open_date(line.text) if walk.is_among_talks and len(section) > 1 else None
    if still_open:
        walk.open_dates |= set() if still_open.after else {id(line)}
        return position + len(section)
    starts = [it for it in section[1:] if not it.folded and _begins_entry(walk, it)]
    has_inner = any(it.kind is LineKind.HEADING and not field_of(it.text) for it in section[1:])
    words = [it for it in section[1:] if it.kind not in {LineKind.BLANK, LineKind.IMAGE}]
    is_right_below = bool(starts) and any(it is starts[0] for it in words[:4])
    if len(starts) == 1 and is_right_below and not has_inner and not _is_list_title(line.text):
        return position + len(section)
    return None


def _is_talk_heading(line: Line, section: Sequence[Line], walk: _Walk) -> bool:
    """A dated heading is a talk unless talks stand below it, as below "Spring 2022 (from 3 March 2022)"."""
    inner = [it for it in section[1:] if it.kind is LineKind.HEADING and not field_of(it.text)]
    if any(cut_date(it.text, context=walk.dating(it.text)) for it in inner):
        return False
    dated = [it for it in section[1:] if it.kind is not LineKind.HEADING and not it.folded and _begins_entry(walk, it)]
    return len(dated) <= 1 and opens_or_closes_with_date(line.text, walk.dating(line.text))


def opens_or_closes_with_date(text: str, context: DateContext) -> bool:
    """True when the date stands at the beginning or at the end of a heading."""
    dated = cut_date(text, context=context)
    return dated is not None and (not re.search(r"\w", dated.before) or len(re.findall(r"\w+", dated.after)) <= 40)  # noqa: PLR2004


def _is_list_title(text: str) -> bool:
    """True for headings such as "Upcoming talks", which stand above talks and name none."""
    words = without_emphasis(text)
    rest = TALK_SECTIONS.sub("", words)
    return len(re.findall(r"\w{3,}", rest)) <= 1 and TALK_SECTIONS.search(words) is not None


def _section(lines: Sequence[Line], position: int) -> Sequence[Line]:
    """A heading and what stands below it, up to the next one of its level or above."""
    level = lines[position].level
    stop = position + 1
    while stop < len(lines) and not (lines[stop].kind is LineKind.HEADING and lines[stop].level <= level):
        stop += 1
    return lines[position:stop]


def _item_end(walk: _Walk, position: int) -> int:
    """A list item ends at its next sibling, a heading, or a line behind a blank that is not indented."""
    first = walk.lines[position]
    after_blank = False
    for stop in range(position + 1, len(walk.lines)):
        line = walk.lines[stop]
        if line.kind is LineKind.BLANK:
            after_blank = not line.folded
        elif not line.folded and _ends_item(line, first, after_blank=after_blank):
            return _without_trailing_blanks(walk.lines, stop)
        else:
            after_blank = False
    return len(walk.lines)


def _ends_item(line: Line, first: Line, *, after_blank: bool) -> bool:
    if line.kind in {LineKind.HEADING, LineKind.RULE}:
        return True
    if line.kind is LineKind.ITEM:
        return line.level <= first.level
    return after_blank and line.level <= first.level


def _paragraph_end(walk: _Walk, position: int) -> int:
    """A paragraph's entry ends at the next entry, heading or rule, or at a line about the whole page."""
    has_pictures_before = _with_pictures_before(walk, position) < position
    awaits_date = id(walk.lines[position]) in walk.leads
    for stop in range(position + 1, len(walk.lines)):
        line = walk.lines[stop]
        if line.folded:
            continue
        if awaits_date and (_is_dated(walk, line) or id(line) in walk.leads):
            awaits_date = not _is_dated(walk, line)
            continue
        is_next = _begins_entry(walk, line) and not _is_own_date(walk, position, line)
        if line.kind in {LineKind.HEADING, LineKind.RULE} or is_next or _is_about_page(line):
            return _without_trailing_blanks(walk.lines, stop)
        if has_pictures_before and line.kind is LineKind.IMAGE:
            return _without_trailing_blanks(walk.lines, stop)
    return len(walk.lines)


def _is_own_date(walk: _Walk, position: int, line: Line) -> bool:
    """True for a labelled time below an unlabelled date or the other way round, close together."""
    labelled = split_label(line.text)
    return (
        labelled is not None
        and field_of(labelled[0]) == names.TIME
        and line.number - walk.lines[position].number <= NEAR
    )


def _is_about_page(line: Line) -> bool:
    return any(CALENDAR_LINK.search(found[2]) for found in LINK.finditer(line.text))


def _without_trailing_blanks(lines: Sequence[Line], stop: int) -> int:
    while lines[stop - 1].kind is LineKind.BLANK:
        stop -= 1
    return stop


def _with_pictures_before(walk: _Walk, position: int) -> int:
    """The position of the first picture right before the entry at `position` that no other entry took."""
    begin = current = position
    while current > 0 and walk.lines[current - 1].kind in {LineKind.IMAGE, LineKind.BLANK}:
        current -= 1
        if walk.lines[current].number in walk.taken:
            break
        if walk.lines[current].kind is LineKind.IMAGE:
            begin = current
    return begin


def _read_table(walk: _Walk, position: int, source: str) -> int:
    """Read the table at `position` if its columns are those of talks; the position after it."""
    stop = _table_end(walk.lines, position)
    rows = [it for it in walk.lines[position:stop] if it.kind is LineKind.ROW and not _is_divider(it)]
    header = next((row for row in rows if _is_header(row)), None)
    if header is None:
        return _read_bare_table(walk, rows, (position, stop), source)
    columns = [_column(cell) for cell in header.cells]
    if (names.TITLE,) not in columns:
        columns = [(names.TITLE,) if column == (names.PAPER,) else column for column in columns]
    if not any(names.TITLE in column for column in columns) and () in columns:
        columns[columns.index(())] = (names.TITLE,)
    _take_lines(walk, position, stop)
    previous = ""
    for row in rows[rows.index(header) + 1 :]:
        if _is_divider_of_years(row):
            walk.enter(replace(row, text=" ".join(row.cells), level=DIVIDER))
            continue
        said = [cell for cell in row.cells if cell]
        if len(said) == 1 and not cut_date(said[0], context=walk.dating(said[0])):
            walk.add(TalkNotes(row.number, rest=(said[0],), source=source), None)
            continue
        cells = list(zip(columns, row.cells, strict=False))
        previous = _read_row(walk, row, cells, previous, source)
    return stop


def _take_lines(walk: _Walk, position: int, stop: int) -> None:
    """Take a table's lines and the blanks behind it, which stand for the rest of its last row in HTML."""
    blanks_after = itertools.takewhile(lambda it: it.kind is LineKind.BLANK, walk.lines[stop:])
    walk.taken.update(line.number for line in (*walk.lines[position:stop], *blanks_after))


def _read_bare_table(walk: _Walk, rows: Sequence[Line], place: tuple[int, int], source: str) -> int:
    """Read a table without a header in which rows have or follow a date; the position after it."""
    dates = [next((cell for cell in row.cells if _is_date_cell(walk, cell)), "") for row in rows]
    speakers = sum(_names_speaker(cell) for row in rows for cell in row.cells)
    is_enough = sum(map(bool, dates)) >= FEWEST_DATES or (any(dates) and walk.is_among_talks)
    if not is_enough or 2 * speakers < sum(map(bool, dates)):
        return place[1]
    _take_lines(walk, *place)
    previous = ""
    for row, date in zip(rows, dates, strict=True):
        previous = date or previous
        cells = [cell for cell in row.cells if cell and cell != date]
        if _is_divider_of_years(row) and not date:
            walk.enter(replace(row, text=" ".join(row.cells), level=DIVIDER))
        elif cells:
            context = walk.dating(previous)
            filled = [((names.DATE,), previous), *(((names.SPEAKER, names.TITLE), cell) for cell in cells)]
            walk.add(read_cells(filled, line=row.number, context=context, source=source), context.year)
    return place[1]


def _names_speaker(cell: str) -> bool:
    """True for a cell with a labelled speaker, or with a person who is more than two capital words."""
    parts = cell.split(CELL_BREAK)
    return any(_label_of(part) == names.SPEAKER or person_score(part) > 1 for part in parts)


def _is_date_cell(walk: _Walk, cell: str) -> bool:
    """True for a cell that is a date and hardly anything else."""
    text = cell.replace(CELL_BREAK, " ").strip("# ")
    dated = cut_date(text, context=walk.dating(text)) if len(text) < SHORT_HEADING else None
    return dated is not None and len(re.findall(r"\w{3,}", f"{dated.before} {dated.after}")) <= 1


def _read_row(walk: _Walk, row: Line, cells: list[tuple[tuple[str, ...], str]], previous: str, source: str) -> str:
    """Read one row; the date of a row without one is that of the row above. Gives the row's date."""
    date = next((text for column, text in cells if column == (names.DATE,)), "")
    filled = [((names.DATE,), date or previous), *(it for it in cells if it[0] != (names.DATE,))]
    if any(text and column != (names.DATE,) for column, text in filled):
        context = walk.dating(date or previous)
        walk.add(read_cells(filled, line=row.number, context=context, source=source), context.year)
    return date or previous


def _table_end(lines: Sequence[Line], position: int) -> int:
    """The position after the table; blanks inside it are those between the tags of an HTML table."""
    stop = position + 1
    while stop < len(lines):
        row = next((it for it in lines[stop:] if it.kind is not LineKind.BLANK), None)
        is_divided = lines[stop].kind is LineKind.BLANK
        if row is None or row.kind is not LineKind.ROW or (is_divided and _is_header(row)):
            break
        stop += 1
    return stop


def _is_divider(line: Line) -> bool:
    return all(re.fullmatch(r":?-*:?", cell) for cell in line.cells)


def _is_divider_of_years(row: Line) -> bool:
    """True for a row such as "Spring 2024" across the whole table."""
    said = [cell for cell in row.cells if cell]
    return len(said) == 1 and YEAR.search(said[0]) is not None and len(said[0]) < SHORT_HEADING


def _is_header(line: Line) -> bool:
    found = {name for cell in line.cells for name in _column(cell)}
    return bool(found & {names.DATE, names.TIME}) and bool(found & {names.SPEAKER, names.TITLE})


def _column(cell: str) -> tuple[str, ...]:
    """The fields a column's heading names: one, or several as in "Speaker & Title"."""
    words = without_emphasis(PICTURE.sub("", cell))
    parts = (field_of(part) for part in re.split(r"[/&,+()|:]|\band\b|\bund\b|\bet\b", words))
    found = tuple(dict.fromkeys(name for name in parts if name))
    if found[:1] == (names.SPEAKER,) and set(found) == {names.SPEAKER, names.AFFILIATION}:
        return (names.SPEAKER,)
    if set(found) <= {names.DATE, names.TIME} and found:
        return found[:1] if len(found) == 1 else (names.DATE,)
    whole = field_of(words)
    return found if len(found) > 1 or whole is None else (whole,)


def _is_strong_heading(line: Line) -> bool:
    """True for a strong paragraph such as "**Spring 2024**", which stands for a heading."""
    if line.kind is not LineKind.TEXT or line.folded or not is_strong(line.text) or len(line.text) > SHORT_HEADING:
        return False
    return YEAR.search(line.text) is not None and _is_list_title(line.text)


def _emptied_headings(lines: Sequence[Line], taken: set[int]) -> set[int]:
    """Headings below which every line was taken, and at least one."""
    emptied = set()
    for position, line in enumerate(lines):
        if line.kind is not LineKind.HEADING or line.number in taken:
            continue
        below = [it for it in _section(lines, position)[1:] if it.kind not in {LineKind.BLANK, LineKind.RULE}]
        if (
            below
            and all(it.number in taken or it.kind is LineKind.HEADING for it in below)
            and any(it.number in taken for it in below)
        ):
            emptied.add(line.number)
    return emptied
