"""The rows of dates in one list, table or paragraph of lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, find_dates
from pages.importers.dates.kinds import date_kind, find_round
from pages.importers.dates.rows import (
    COLON,
    DateRules,
    ReadRow,
    RowGroup,
    clean_label,
    is_dated,
    plain_words,
    read_row,
    split_row,
)
from pages.importers.dates.sentences import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Block, Item, Row

LEADING = (
    "the an on by at is are was will be due to in of for from until till before no later than and or extended new "
    "now updated firm strict hard final deadline date dates time tba tbd tbc aoe utc gmt anywhere earth midnight st nd "
    "rd th monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
)
LEADING_WORDS = frozenset(LEADING.split())
"""Words that lead to a date, stand in its place or repeat what it says."""
ORDINARY_LINE = 160


def _group(name: str) -> RowGroup:
    """A group that is called a round, or else a track."""
    return RowGroup(find_round(name), "" if find_round(name) else name)


def _round_rows(label: str, value: str, *, rules: DateRules, line: int) -> list[ReadRow]:
    """The rows of "Round 1: submission 5 May; notification 9 June"."""
    parts = [part for part in re.split(r"[;\uff1b]|,\s+(?=[^\d\s]+ [^,;]*\d)", value) if part.strip()]
    rows = []
    for part in parts:
        split = split_row(part, context=rules.plain)
        if split is not None:
            rows.append(read_row(*split, rules=rules, line=line, group=RowGroup(label)))
    return rows


def _text_rows(text: str, *, rules: DateRules, line: int, group: str = "") -> list[ReadRow]:
    split = split_row(text, context=rules.plain)
    if split is None or not split[0]:
        return []
    label, value = split
    head, _, rest = plain_words(text).partition(":")
    if find_round(head) == head.strip() and head.strip():
        rows = _round_rows(head.strip(), rest, rules=rules, line=line)
        if rows:
            return rows
    return [read_row(label, value, rules=rules, line=line, group=_group(group))]


def _item_rows(items: Iterable[Item], *, rules: DateRules, group: str = "") -> Iterator[ReadRow]:
    for item in items:
        yield from _text_rows(item.markdown, rules=rules, line=item.line, group=group)
        inner = clean_label(item.markdown) if not find_dates(item.prose, context=rules.plain) else group
        yield from _item_rows(item.items, rules=rules, group=inner)


def _cell_texts(row: Row) -> list[str]:
    return [plain_words(cell.markdown) for cell in row.cells]


def _date_columns(rows: Iterable[Row], context: DateContext) -> list[int]:
    counts: dict[int, int] = {}
    for row in rows:
        for number, text in enumerate(_cell_texts(row)):
            if find_dates(text, context=context):
                counts[number] = counts.get(number, 0) + 1
    return sorted(counts)


def _label_of(texts: list[str], columns: list[int]) -> str:
    labels = [text for number, text in enumerate(texts) if number not in columns and re.search(r"[^\W\d_]{2}", text)]
    return clean_label(labels[0], keep_verb=True) if labels else ""


def _table_row(
    texts: list[str], header: list[str], columns: list[int], *, rules: DateRules, line: int
) -> Iterator[ReadRow]:
    """The rows of one table row: one for each column of dates."""
    own = _label_of(texts, columns)
    for number in columns:
        if number >= len(texts) or not texts[number].strip():
            continue
        head = clean_label(header[number], keep_verb=True) if number < len(header) else ""
        if len(columns) == 1 or not head:
            if own:
                yield read_row(own, texts[number], rules=rules, line=line, group=RowGroup(find_round(own)))
        elif date_kind(head) not in {"other", "presentation"}:
            yield read_row(head, texts[number], rules=rules, line=line, group=_group(own))
        else:
            yield read_row(own or head, texts[number], rules=rules, line=line, group=_group(head))


def _table_rows(block: Block, *, rules: DateRules) -> list[ReadRow]:
    columns = _date_columns(block.rows, rules.plain)
    first = block.rows[0]
    has_header = not any(find_dates(text, context=rules.plain) for text in _cell_texts(first))
    header = _cell_texts(first) if has_header else []
    rows = block.rows[1:] if has_header else block.rows
    return [read for row in rows for read in _table_row(_cell_texts(row), header, columns, rules=rules, line=row.line)]


def _is_row(text: str) -> bool:
    is_sentence = text.rstrip().endswith((".", "!", "?")) and re.search(COLON, text) is None
    return len(text) <= ORDINARY_LINE and not is_sentence and not SENTENCE_END.search(text.strip())


def _line_rows(block: Block, *, rules: DateRules, group: str) -> list[ReadRow]:
    """The rows of a paragraph whose lines are rows; in wrapped prose a line with a date is none."""
    dated = [line for line in block.lines if _is_row(line.text) and is_dated(line.markdown, context=rules.plain)]
    if 2 * len(dated) < len(block.lines):
        return []
    return [row for line in dated for row in _text_rows(line.markdown, rules=rules, line=line.line, group=group)]


def _mostly_dated(texts: list[str], context: DateContext) -> bool:
    dated = [text for text in texts if is_dated(text, context=context)]
    return bool(dated) and 2 * len(dated) >= len(texts)


def are_telling(rows: list[ReadRow]) -> bool:
    """True when at least half of the rows are of a kind that belongs to a call or an event."""
    known = [row for row in rows if row.date.kind not in {"other", "presentation"}]
    return bool(known) and 2 * len(known) >= len(rows)


def read_block_rows(block: Block, *, rules: DateRules, group: str) -> tuple[list[ReadRow], bool]:
    """The rows of a block and whether they are all that it says."""
    if block.kind == "list" and _mostly_dated([it.markdown for it in _leaves(block.items)], rules.plain):
        rows = list(_item_rows(block.items, rules=rules, group=group))
        return rows, len(rows) >= len(list(_leaves(block.items))) and _tell_all(rows, block.prose)
    if block.kind == "table" and _date_columns(block.rows, rules.plain):
        rows = _table_rows(block, rules=rules)
        return rows, _tell_all(rows, " ".join(cell.prose for row in block.rows[1:] for cell in row.cells))
    if block.kind == "paragraph":
        rows = _line_rows(block, rules=rules, group=group)
        is_whole = len({row.date.line for row in rows}) == len(block.lines)
        return rows, is_whole and _tell_all(rows, block.prose)
    return [], False


def _words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]{2,}", text.casefold())}


def _tell_all(rows: Iterable[ReadRow], text: str) -> bool:
    """True when no word of the text but those that lead to a date would be lost with it."""
    told: set[str] = set()
    for date in (row.date for row in rows):
        moments = [date.start, *([date.end] if date.end else []), *date.superseded]
        told |= _words(date.label, date.note, date.round, date.track, *(it.announced_as for it in moments))
    return _words(text) <= told | LEADING_WORDS


def _leaves(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.items:
            yield from _leaves(item.items)
        else:
            yield item
