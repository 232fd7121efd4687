"""The lists, tables and sentences in which a document announces its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, ZoneStatement, find_dates, read_zone_statement
from pages.importers.dates.kinds import date_kind, find_round, is_event_end
from pages.importers.dates.order import order_findings
from pages.importers.dates.rows import (
    DateRules,
    ReadRow,
    RowGroup,
    clean_label,
    is_dated,
    plain_words,
    read_row,
    split_row,
)
from pages.importers.dates.sentences import SENTENCE_END, read_date_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.dates.years import InferredYear
    from pages.importers.documents import Finding, ImportedDate
    from pages.importers.text.passages import Block, Item, Row, Section
    from pages.moments import Moment

DATES_TITLE = re.compile(
    (
        r"\bdates?\b(?! ?sets?)|deadlines?|time ?line|dates importantes|wichtige termine|datas importantes|fechas|"
        r"重要日期|重要时间|时间节点|重要日程"
    ),
    re.IGNORECASE,
)
NEWS_TITLE = re.compile(
    r"(?:latest |recent )?(?:news|updates?|change ?log|announcements|what['’]s new|history)", re.IGNORECASE
)
"""Headings of dated notes about the page itself, which announce no dates of the event."""
RUN_IN = re.compile(r"^\W*\*\*\W*(?P<label>[^*:：\d]{2,60}?)\W*\*\*")
ORDINARY_LINE = 160


@dataclass(frozen=True, slots=True)
class EventDays:
    """When the event itself takes place, as a row of dates says."""

    label: str
    start: Moment
    end: Moment | None
    line: int | None


@dataclass(frozen=True, slots=True)
class DateFacts:
    """Everything that a document announces about dates. `used` are blocks that are wholly in the rows."""

    dates: tuple[ImportedDate, ...]
    event: EventDays | None
    used: frozenset[Block]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Rows:
    """Rows read so far and the blocks they stand in."""

    rows: list[ReadRow] = field(default_factory=list)
    used: dict[Block, list[ReadRow]] = field(default_factory=dict)


def find_rules(blocks: Iterable[Block], *, plain: DateContext) -> tuple[DateRules, tuple[Finding, ...]]:
    """The rules that the document's own words set, and what is doubtful about these words.

    A statement that contradicts itself sets no rule.
    """
    said = [it for block in blocks for it in _statements(block)]
    if not said:
        return DateRules(plain, plain), ()
    statement = said[0]
    if statement.aoe and statement.findings:
        message = f"The statement about “{statement.words}” names another zone too and was not applied."
        return DateRules(plain, plain), (replace(statement.findings[0], message=message),)
    return DateRules(plain, statement.apply(plain)), statement.findings


def _statements(block: Block) -> Iterator[ZoneStatement]:
    for text in _statement_texts(block):
        statement = read_zone_statement(text, line=block.line)
        if statement is not None:
            yield statement


def _statement_texts(block: Block) -> Iterator[str]:
    if block.kind == "list":
        yield from (item.prose for item in block.items)
    else:
        yield block.prose


def find_year(texts: Iterable[str], *, plain: DateContext) -> int | None:
    """The year that dates without one mean: the one given, else the most frequent year among the document's dates."""
    if plain.year is not None:
        return plain.year
    years = [
        reading.start.date.year
        for text in texts
        for reading in find_dates(text, context=plain)
        if reading.start.date is not None and not any(it.code == "year-inferred" for it in reading.findings)
    ]
    return max(years, key=years.count, default=None)


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
    return len(text) <= ORDINARY_LINE and not SENTENCE_END.search(text.strip())


def _line_rows(block: Block, *, rules: DateRules, group: str) -> list[ReadRow]:
    """The rows of a paragraph whose lines are rows; in wrapped prose a line with a date is none."""
    dated = [line for line in block.lines if _is_row(line.text) and is_dated(line.markdown, context=rules.plain)]
    if 2 * len(dated) < len(block.lines):
        return []
    return [row for line in dated for row in _text_rows(line.markdown, rules=rules, line=line.line, group=group)]


def _mostly_dated(texts: list[str], context: DateContext) -> bool:
    dated = [text for text in texts if is_dated(text, context=context)]
    return bool(dated) and 2 * len(dated) >= len(texts)


def _telling(rows: list[ReadRow]) -> bool:
    """True when at least half of the rows are of a kind that belongs to a call or an event."""
    known = [row for row in rows if row.date.kind not in {"other", "presentation"}]
    return bool(known) and 2 * len(known) >= len(rows)


def _block_rows(block: Block, *, rules: DateRules, group: str) -> tuple[list[ReadRow], bool]:
    """The rows of a block and whether they are all that it says."""
    if block.kind == "list" and _mostly_dated([it.markdown for it in _leaves(block.items)], rules.plain):
        rows = list(_item_rows(block.items, rules=rules, group=group))
        return rows, len({row.date.line for row in rows}) >= len(list(_leaves(block.items)))
    if block.kind == "table" and _date_columns(block.rows, rules.plain):
        return _table_rows(block, rules=rules), True
    if block.kind == "paragraph":
        rows = _line_rows(block, rules=rules, group=group)
        return rows, len({row.date.line for row in rows}) == len(block.lines)
    return [], False


def _leaves(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.items:
            yield from _leaves(item.items)
        else:
            yield item


def _collect(sections: Iterable[Section], *, rules: DateRules) -> tuple[_Rows, _Rows]:
    """The rows under headings that announce dates, and those that stand elsewhere."""
    announced, elsewhere = _Rows(), _Rows()
    dates_level: int | None = None
    for section in sections:
        if dates_level is not None and section.level <= dates_level:
            dates_level = None
        if DATES_TITLE.search(section.title) and not find_dates(section.title, context=rules.plain):
            dates_level = section.level
        group = section.title if dates_level is not None and section.level > dates_level else find_round(section.title)
        run_in = False
        for block in section.blocks:
            match = RUN_IN.match(block.markdown) if block.kind == "paragraph" else None
            run_in = DATES_TITLE.search(match["label"]) is not None if match else run_in
            is_announced = dates_level is not None or run_in
            rows, is_whole = _block_rows(block, rules=rules, group=group)
            if not is_announced and not _telling(rows):
                continue
            target = announced if is_announced else elsewhere
            target.rows += rows
            if rows and is_whole:
                target.used[block] = rows
    return announced, elsewhere


def _same(date: ImportedDate, others: Iterable[ImportedDate]) -> bool:
    return any(
        date.kind == other.kind
        and date.round == other.round
        and (date.start.date, date.relative_to) == (other.start.date, other.relative_to)
        for other in others
    )


def _merge(announced: _Rows, elsewhere: _Rows, sentences: list[ReadRow]) -> list[ReadRow]:
    """All rows; one that repeats a row of a list in other words is left to the body."""
    merged = list(announced.rows)
    for row in [*elsewhere.rows, *sentences]:
        if not _same(row.date, [it.date for it in merged]):
            merged.append(row)
    return merged


def _event_days(rows: Iterable[ReadRow]) -> EventDays | None:
    given = [row for row in rows if row.date.start.date is not None]
    first = next((row.date for row in given if row.is_event), None)
    if first is None:
        return None
    ends = (row.date.start for row in given if is_event_end(row.date.label))
    return EventDays(first.label, first.start, first.end or next(ends, None), first.line)


def _unique(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))


def without_news(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections but those of dated notes about the page itself."""
    return tuple(it for it in sections if not NEWS_TITLE.fullmatch(it.title.strip(" .:!")))


def read_important_dates(
    given: Iterable[Section], *, plain: DateContext, likely: InferredYear | None = None
) -> DateFacts:
    """Every announced date of the sections, in lists, tables, lines and sentences, with the findings about them.

    `likely` is the year to take where no date of the sections says one.
    """
    sections = without_news(given)
    blocks = [block for section in sections for block in section.all_blocks]
    year = find_year((text for block in blocks for text in _statement_texts(block)), plain=plain)
    is_likely = year is None and likely is not None
    year = likely.year if year is None and likely else year
    rules, findings = find_rules(blocks, plain=replace(plain, year=year))
    announced, elsewhere = _collect(sections, rules=rules)
    read = {*announced.used, *elsewhere.used}
    prose = [block for block in blocks if block.kind in {"paragraph", "quote"} and block not in read]
    known = [row.date for row in [*announced.rows, *elsewhere.rows]]
    sentences = read_date_sentences(prose, rules=rules, known=known)
    rows = _merge(announced, elsewhere, sentences)
    dates = tuple(row.date for row in rows)
    event = _event_days(rows)
    of_rows = [it for row in rows for it in row.findings]
    all_findings = [
        *findings,
        *(likely.findings if likely and is_likely and any(it.code == "year-inferred" for it in of_rows) else ()),
        *of_rows,
        *order_findings(dates, event_start=event.start if event else None),
    ]
    return DateFacts(dates, event, frozenset({*announced.used, *_kept(elsewhere, rows)}), _unique(all_findings))


def _kept(elsewhere: _Rows, rows: list[ReadRow]) -> set[Block]:
    """Blocks outside the lists of dates all of whose rows were taken."""
    return {block for block, own in elsewhere.used.items() if all(row in rows for row in own)}
