"""Where the talks of a page stand: list items, headings, paragraphs and table rows that each announce one talk."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import TalkNotes, field_of
from pages.importers.talks.lines import Line, LineKind
from pages.importers.talks.notes import read_notes
from pages.importers.talks.snippets import (
    CALENDAR_LINK,
    SURE_PERSON,
    cut_date,
    cut_open_date,
    opens_with_date,
    split_label,
)
from pages.importers.talks.tables import read_table
from pages.importers.talks.walk import (
    DIVIDER,
    OTHER_SECTIONS,
    SHORT_HEADING,
    TALK_SECTIONS,
    YEAR,
    Walk,
    label_of_line,
    section_at,
)
from pages.importers.talks.wording import LINK, is_strong, person_score, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.dates import DateContext

LOOK_AHEAD = 6
"""Lines below a speaker or title among which the date of the same entry is looked for."""
NEAR = 3
"""Lines between a date and its time, at most."""


@dataclass(frozen=True, slots=True)
class PageTalks:
    """The talks' notes of a page and the lines they and their emptied headings take up."""

    notes: tuple[TalkNotes, ...]
    lines: frozenset[int] = frozenset()


def find_talks(lines: Sequence[Line], *, context: DateContext, source: str = "") -> PageTalks:
    """The talks that the lines of a page announce, in the page's order."""
    lines = [replace(it, kind=LineKind.HEADING, level=DIVIDER) if _is_strong_heading(it) else it for it in lines]
    walk = Walk(lines, context)
    walk.open_dates = {id(line) for number, line in enumerate(lines) if _is_open_date(lines, number)}
    walk.leads = {id(line) for number, line in enumerate(lines) if _leads_to_date(walk, number)}
    position = 0
    while position < len(lines):
        position = _step(walk, position, source)
    headings = _emptied_headings(lines, walk.taken)
    return PageTalks(tuple(walk.notes), frozenset(walk.taken | headings))


def _step(walk: Walk, position: int, source: str) -> int:
    """Read the entry or table at `position`, if there is one; the position after it."""
    line = walk.lines[position]
    if line.kind is LineKind.ROW and not walk.is_elsewhere:
        return read_table(walk, position, source)
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


def _entry_end(walk: Walk, position: int) -> int | None:
    """Where the entry that begins at `position` ends; None when none begins there."""
    line = walk.lines[position]
    if line.kind is LineKind.HEADING:
        return _heading_end(walk, position)
    if walk.is_elsewhere or line.folded or not _begins_entry(walk, line):
        return None
    return _item_end(walk, position) if line.kind is LineKind.ITEM else _paragraph_end(walk, position)


def _leads_to_date(walk: Walk, position: int) -> bool:
    """True for a labelled speaker or title, or a list item, with the date of the same entry close below it."""
    line = walk.lines[position]
    if line.kind not in {LineKind.ITEM, LineKind.TEXT} or line.folded:
        return False
    label = label_of_line(line)
    if label not in {names.SPEAKER, names.TITLE} and line.kind is not LineKind.ITEM:
        return False
    for below in walk.lines[position + 1 : position + 1 + LOOK_AHEAD]:
        is_sibling = below.kind is LineKind.ITEM and below.level <= line.level
        if below.kind in {LineKind.HEADING, LineKind.RULE} or (label and label_of_line(below) == label):
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


def _is_dated(walk: Walk, line: Line) -> bool:
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


def _begins_with_open_date(walk: Walk, line: Line) -> bool:
    """True below talks' headings for "Date to be announced", and for a list item such as "TBA: Ada Stone"."""
    dated = cut_open_date(line.text) if walk.is_among_talks else None
    if dated is None:
        return False
    if id(line) in walk.open_dates:
        return True
    return dated.is_labelled or (line.kind is LineKind.ITEM and bool(dated.after))


def _begins_entry(walk: Walk, line: Line) -> bool:
    if line.kind not in {LineKind.ITEM, LineKind.TEXT}:
        return False
    context = walk.dating(line.text)
    is_lead = id(line) in walk.leads and (walk.is_among_talks or label_of_line(line) is not None)
    if is_lead or opens_with_date(line.text, context=context):
        return True
    labelled = split_label(line.text)
    if labelled and field_of(labelled[0]) == names.DATE:
        return _says_date(labelled[1], context)
    if labelled or _begins_with_open_date(walk, line):
        return _begins_with_open_date(walk, line)
    return line.kind is LineKind.ITEM and walk.is_among_talks and cut_date(line.text[:400], context=context) is not None


def _heading_end(walk: Walk, position: int) -> int | None:
    """The end of a heading's section when it is one talk: dated itself, or with one date right below it."""
    line = walk.lines[position]
    section = section_at(walk.lines, position)
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


def _is_talk_heading(line: Line, section: Sequence[Line], walk: Walk) -> bool:
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


def _item_end(walk: Walk, position: int) -> int:
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


def _paragraph_end(walk: Walk, position: int) -> int:
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


def _is_own_date(walk: Walk, position: int, line: Line) -> bool:
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


def _with_pictures_before(walk: Walk, position: int) -> int:
    """The position of the first picture right before the entry at `position` that no other entry took."""
    begin = current = position
    while current > 0 and walk.lines[current - 1].kind in {LineKind.IMAGE, LineKind.BLANK}:
        current -= 1
        if walk.lines[current].number in walk.taken:
            break
        if walk.lines[current].kind is LineKind.IMAGE:
            begin = current
    return begin


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
        below = [it for it in section_at(lines, position)[1:] if it.kind not in {LineKind.BLANK, LineKind.RULE}]
        if (
            below
            and all(it.number in taken or it.kind is LineKind.HEADING for it in below)
            and any(it.number in taken for it in below)
        ):
            emptied.add(line.number)
    return emptied
