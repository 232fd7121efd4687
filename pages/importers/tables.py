"""Tables of talks as spreadsheets save them (CSV): each row becomes the record of a talk, by what the head says."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, Finding, Severity, SourceDocument
from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import field_of, fold_label, link_field_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SUFFIX = ".csv"
DELIMITERS = ",;\t|"
SNIFFED = 8_000
MOST_ROWS = 2_000
MOST_COLUMNS = 100
HEAD_ROWS = 12
"""Rows above which no head is looked for: titles and notes of spreadsheets."""

REST = "_columns"
"""The key under which a record keeps columns that no field fits, as lines of "head: value"."""

NOTHING = frozenset({"", "na", "n/a", "#n/a", "nil", "null", "none", "-", "–", "—"})
OPEN_SLOT = re.compile(r"(?:open|free|vacant|available|empty)(?: slot)?", re.IGNORECASE)
FORMULA = re.compile(r"[=@+-]\s*(?:[A-Za-z]{2,20}\s*\(|cmd\b|[\w.']*!)|=", re.IGNORECASE)
ORGANISERS_OWN = re.compile(
    r"contact|e mail|mail\b|phone|mobile|gender|pronoun|accom|hotel|nights|office|requirement|dietary|diet\b|budget|"
    r"\bfees?\b|cost|passport|visa\b|travel|arrival|departure|from when|to when|anything else|internal|booked|updated|"
    r"confirmed|invited|student|passcode|password|电话|邮箱|性别|备注|学号",
    re.IGNORECASE,
)
SAID_BY_DATE = re.compile(r"(?:month|year|weekday|week|week no|week number|day of(?: the)? week|date \w+|no|nr|id)")
LINK_HEAD = re.compile(r"\b(?:link|url|webpages?|page|profile)\b", re.IGNORECASE)


def read_table(text: str, *, path: str, file: str | None) -> SourceDocument:
    """The document whose metadata are the records of a table; never fails.

    A table without a head that names a date stays text. Rows past the first 2,000 and formulas are left out.
    """
    findings: list[Finding] = []
    rows = _read_rows(text, findings)
    head = next((number for number, (_line, cells) in enumerate(rows[:HEAD_ROWS]) if _is_head(cells)), None)
    if head is None:
        message = "No row names the columns of the table: a head such as “date, speaker, title” is needed."
        findings.append(Finding("table-without-head", Severity.WARNING, message, 1))
        return SourceDocument(path, file, {}, text, 1, {}, tuple(findings))
    keys, dropped = _keys(rows[head])
    records: list[dict[str, str]] = []
    lines: dict[str, int] = {}
    for line, cells in rows[head + 1 :]:
        record = _record(keys, cells, line=line, findings=findings)
        if record:
            lines.update({f"{len(records)}.{key}": line for key in record})
            records.append(record)
    return SourceDocument(path, file, records, "", text.count("\n") + 1, lines, tuple(findings), tuple(dropped))


def _read_rows(text: str, findings: list[Finding]) -> list[tuple[int, list[str]]]:
    """The rows that say something, each with the line at which it begins."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=_find_delimiter(text))
    line = 1
    try:
        for cells in reader:
            if len(rows) > MOST_ROWS:
                message = f"The table has more than {MOST_ROWS:,} rows; those from here on are left out."
                findings.append(Finding("table-cut", Severity.ERROR, message, line))
                break
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip() for cell in cells[:MOST_COLUMNS]]))
            line = reader.line_num + 1
    except csv.Error as error:
        findings.append(Finding("table-cut", Severity.ERROR, f"The table cannot be read from here on ({error}).", line))
    return rows


def _find_delimiter(text: str) -> str:
    sample = text[:SNIFFED]
    first = next((line for line in sample.split("\n") if sum(map(line.count, DELIMITERS)) > 1), "")
    best = max(DELIMITERS, key=first.count)
    if first.count(best):
        return best
    try:
        return csv.Sniffer().sniff(sample, DELIMITERS).delimiter
    except csv.Error:
        return ","


def _is_head(cells: Sequence[str]) -> bool:
    fields = {field_of(cell) for cell in cells if cell}
    return names.DATE in fields and bool(fields & {names.TITLE, names.SPEAKER})


def _keys(head: tuple[int, list[str]]) -> tuple[list[str], list[Dropped]]:
    """For each column its key in records, empty for one that is left out, which is reported."""
    line, cells = head
    keys: list[str] = []
    dropped: list[Dropped] = []
    for number, cell in enumerate(cells):
        key = _key(cell, taken=keys)
        if not key:
            name = f"column “{cell}”" if cell else f"column {number + 1}"
            dropped.append(Dropped(name, _reason(cell), line))
        keys.append(key)
    return keys, dropped


def _key(cell: str, *, taken: Sequence[str]) -> str:
    folded = fold_label(cell)
    if not folded or cell in taken or (SAID_BY_DATE.fullmatch(folded)):
        return ""
    if field_of(cell) and field_of(cell) != names.EMAIL:
        return cell
    if ORGANISERS_OWN.search(folded):
        return ""
    kind = link_field_of(cell) if LINK_HEAD.search(folded) else None
    return kind if kind and kind not in taken else cell


def _reason(cell: str) -> str:
    folded = fold_label(cell)
    if not folded:
        return "it has no name"
    return "the date says it" if SAID_BY_DATE.fullmatch(folded) else "it is for the organisers or stands twice"


def _record(keys: Sequence[str], cells: Sequence[str], *, line: int, findings: list[Finding]) -> dict[str, str]:
    """The cells of a row by their keys; those no field fits are joined under one key."""
    record: dict[str, str] = {}
    rest = []
    for key, cell in zip(keys, cells, strict=False):
        value = _value(key, cell, line=line, findings=findings)
        if not value or not key:
            continue
        if field_of(key):
            record[key] = value
        elif not is_placeholder(value):
            rest.append(f"{key.replace('_', ' ').strip().capitalize()}: {value}")
    if rest and record:
        record[REST] = "\n\n".join(rest)
    return record


def _value(key: str, cell: str, *, line: int, findings: list[Finding]) -> str:
    """What a cell says; an open slot has nobody yet, and a formula is no text."""
    text = cell.removeprefix("'") if cell.startswith(("'=", "'+", "'-", "'@")) else cell
    if text.casefold() in NOTHING:
        return ""
    if FORMULA.match(text):
        message = f"The column “{key}” holds a formula instead of a text; it is left out."
        findings.append(Finding("formula-left-out", Severity.WARNING, message, line))
        return ""
    return "TBA" if field_of(key) == names.SPEAKER and OPEN_SLOT.fullmatch(text) else text


def rest_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """What a record of a table says in columns that no field fits."""
    return tuple(_paragraphs(str(record.get(REST) or "")))


def _paragraphs(text: str) -> Iterator[str]:
    return (part for part in text.split("\n\n") if part)


def is_table(document: SourceDocument) -> bool:
    """True for a table that was read to records."""
    return document.path.casefold().endswith(SUFFIX) and isinstance(document.metadata, list)
