"""A table's row to the notes of its talk: each cell in the fields of its column."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkNotes
from pages.importers.talks.gathering import Gathering, is_missing
from pages.importers.talks.lines import CELL_BREAK, Line, LineKind
from pages.importers.talks.notes import (
    PICTURE,
    SHORTEST_ABSTRACT,
    names_its_links,
    read_text,
    take_field_links,
    take_pictures,
)
from pages.importers.talks.placing import place_loose
from pages.importers.talks.snippets import (
    SURE_PERSON,
    snippets,
    split_label,
    take_links,
    whole,
)
from pages.importers.talks.wording import (
    is_titled,
    person_score,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.dates import DateContext

ABSTRACT_LABEL = re.compile(r"^\W*(?:abstract\b)?\W*", re.IGNORECASE)


def read_cells(
    cells: Iterable[tuple[tuple[str, ...], str]], *, line: int, context: DateContext, source: str = ""
) -> TalkNotes:
    """The notes of a table's row, given as the fields of each column and the cell's text."""
    gathering = Gathering(context)
    for columns, text in cells:
        take_pictures(text, gathering)
        _read_cell(columns, PICTURE.sub("", text).strip(), line, gathering)
    place_loose(gathering)
    rest = tuple(it.text for it in gathering.loose)
    return TalkNotes(
        line, tuple(gathering.fields), tuple(gathering.links), tuple(gathering.pictures), rest, source=source
    )


def _read_cell(columns: tuple[str, ...], text: str, line: int, gathering: Gathering) -> None:
    first, *others = [part.strip() for part in text.split(CELL_BREAK) if part.strip()] or [""]
    if not first:
        return
    if not columns:
        gathering.loose.append(FieldText("note", text.replace(CELL_BREAK, "\n"), line))
        return
    if (
        len(columns) > 1
        and others
        and all(person_score(first) > person_score(it) for it in others)
        and _is_short(others)
    ):
        _take_speaker_cell(first, others, line, gathering)
    elif len(columns) > 1 and set(columns) != {names.TITLE, names.ABSTRACT}:
        for part in (first, *others):
            read_text(part, Line(LineKind.TEXT, part, line), gathering)
    elif columns == (names.SPEAKER,) and others:
        _take_speaker_cell(first, others, line, gathering)
    elif columns == (names.TITLE,) and others:
        _take_title_cell(first, others, line, gathering)
    else:
        _take_cell(columns, text.replace(CELL_BREAK, "\n" if columns[0] in names.LONG_FIELDS else " "), line, gathering)


def _is_short(parts: list[str]) -> bool:
    """True for one short line, as an affiliation below a name is."""
    return (
        len(parts) == 1 and len(parts[0]) < SHORTEST_ABSTRACT and not split_label(parts[0]) and not is_titled(parts[0])
    )


def _take_cell(columns: tuple[str, ...], text: str, line: int, gathering: Gathering) -> None:
    if len(columns) > 1:
        _take_title_and_abstract(text, line, gathering)
    elif columns[0] in names.LINK_FIELDS:
        take_field_links(columns[0], columns[0], text, line, gathering)
    else:
        kept, links = take_links(text, line=line) if columns[0] != names.DATE else (text, ())
        gathering.links += links
        gathering.add(columns[0], kept, line)


def _take_speaker_cell(first: str, others: list[str], line: int, gathering: Gathering) -> None:
    """A name with the affiliation below it, or several people one below the other."""
    _take_cell((names.SPEAKER,), first, line, gathering)
    for part in others:
        is_list = first.endswith((",", "&", " and")) or re.match(r"(?:and|&)\s", part) is not None
        if is_list or person_score(part) >= SURE_PERSON:
            gathering.add(names.SPEAKER, part, line)
        elif is_missing(names.AFFILIATION, gathering) and not names_its_links(part) and not split_label(part):
            gathering.add(names.AFFILIATION, part.strip("()"), line)
        else:
            read_text(part, Line(LineKind.TEXT, part, line), gathering)


def _take_title_cell(first: str, others: list[str], line: int, gathering: Gathering) -> None:
    """A title, the rest of it, and what is written below it."""
    _take_cell((names.TITLE,), first, line, gathering)
    for part in others:
        is_more = not names_its_links(part) and not split_label(part) and len(part) < SHORTEST_ABSTRACT
        is_title = gathering.fields[-1].name == names.TITLE and is_more and not is_titled(part)
        if is_title and not (is_missing(names.SPEAKER, gathering) and person_score(part)):
            title = gathering.fields[-1]
            gathering.fields[-1] = replace(title, text=f"{title.text} {part}")
        else:
            read_text(part, Line(LineKind.TEXT, part, line), gathering)


def _take_title_and_abstract(text: str, line: int, gathering: Gathering) -> None:
    """A cell with both: the title is what is emphasised, or else the first part."""
    title = whole(next(iter(snippets(text)), ""))
    gathering.add(names.TITLE, title, line)
    abstract = ABSTRACT_LABEL.sub("", text.partition(title)[2].strip())
    if title and abstract:
        gathering.add(names.ABSTRACT, abstract, line)
