"""The lists, tables and sentences in which a document announces its dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, ZoneStatement, find_dates, read_zone_statement
from pages.importers.dates.dated_blocks import are_telling, read_block_rows
from pages.importers.dates.kinds import find_round, is_event_end
from pages.importers.dates.order import order_findings
from pages.importers.dates.rows import DateRules, ReadRow
from pages.importers.dates.sentences import read_date_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.dates.years import InferredYear
    from pages.importers.documents import Finding, ImportedDate
    from pages.importers.text.passages import Block, Section
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
RUN_IN = re.compile(r"^\W{0,10}\*\*\W{0,10}(?P<label>[^*:：\d]{2,60}?)\W{0,10}\*\*")


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
            rows, is_whole = read_block_rows(block, rules=rules, group=group)
            if not is_announced and not are_telling(rows):
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
