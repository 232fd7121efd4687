"""Talks in the rows of tables, with or without a header."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.talks import fields as names
from pages.importers.talks.cells import read_cells
from pages.importers.talks.fields import TalkNotes, field_of
from pages.importers.talks.lines import CELL_BREAK, Line, LineKind
from pages.importers.talks.notes import PICTURE
from pages.importers.talks.snippets import (
    cut_date,
)
from pages.importers.talks.walk import DIVIDER, SHORT_HEADING, YEAR, Walk, label_of
from pages.importers.talks.wording import person_score, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Sequence


FEWEST_DATES = 2
"""Rows with a date that make talks of a table without a header."""


def read_table(walk: Walk, position: int, source: str) -> int:
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


def _take_lines(walk: Walk, position: int, stop: int) -> None:
    """Take a table's lines and the blanks behind it, which stand for the rest of its last row in HTML."""
    blanks_after = itertools.takewhile(lambda it: it.kind is LineKind.BLANK, walk.lines[stop:])
    walk.taken.update(line.number for line in (*walk.lines[position:stop], *blanks_after))


def _read_bare_table(walk: Walk, rows: Sequence[Line], place: tuple[int, int], source: str) -> int:
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
    return any(label_of(part) == names.SPEAKER or person_score(part) > 1 for part in parts)


def _is_date_cell(walk: Walk, cell: str) -> bool:
    """True for a cell that is a date and hardly anything else."""
    text = cell.replace(CELL_BREAK, " ").strip("# ")
    dated = cut_date(text, context=walk.dating(text)) if len(text) < SHORT_HEADING else None
    return dated is not None and len(re.findall(r"\w{3,}", f"{dated.before} {dated.after}")) <= 1


def _read_row(walk: Walk, row: Line, cells: list[tuple[tuple[str, ...], str]], previous: str, source: str) -> str:
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
