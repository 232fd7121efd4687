"""One row of a list of dates: a label and what is announced for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pages.importers.dates import DateContext, DateReading, find_dates, read_date
from pages.importers.dates.kinds import date_kind, find_round, is_deadline, is_event_row
from pages.importers.documents import Finding, ImportedDate, Severity
from pages.importers.placeholders import is_placeholder
from pages.moments import Moment, Precision, ZonePolicy

MARKS = re.compile(r"\*+|__")
MARKED_LINK = re.compile(r"\[([^\[\]]{0,500})\]\([^()]{0,1000}\)")
STRUCK = re.compile(r"~~.{0,500}?~~")
COLON = r"(?:(?<!\d)[:：](?!//)|[:：](?!\d|//))"
SEPARATOR = re.compile(rf"{COLON}|\s[-–—→|]{{1,3}}\s")
LETTER = re.compile(r"[^\W\d_]")
LABEL_EDGES = " \t.,;:：-–—|/→*_•·"
TRAILING_WORDS = re.compile(
    r"[\s(]*\b(?:(?:is|are|will be|was)(?: due)?|due|on|by|until|at|before|from|in|extended to)(?: on| by)?$",
    re.IGNORECASE,
)
LEADING_ARTICLE = re.compile(r"^(?:the|an?|our|all|your) (?=\w)", re.IGNORECASE)
PARENTHESIS = re.compile(r"\(([^()]*[^\W\d_][^()]*)\)")
TENTATIVE = re.compile(r"tentative|provisional|subject to change|preliminary|暂定", re.IGNORECASE)
ESTIMATED = re.compile(r"estimated|expected|approximate|around|\bcirca\b", re.IGNORECASE)
OPTIONAL = re.compile(r"optional|recommended|not (?:mandatory|required)|encouraged", re.IGNORECASE)
MONTH_START = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE_LIKE = re.compile(
    rf"\b\d{{4}}\b|\b\d{{1,2}}[./]\d|\b\d{{1,2}}(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?{MONTH_START}|\b{MONTH_START}\s*\d",
    re.IGNORECASE,
)
LONGEST_LABEL = 120
LONGEST_DATE = 50
FURTHEST_DATE = 30


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of a document are read: `plain` for all, `deadlines` where its zone statement applies."""

    plain: DateContext
    deadlines: DateContext


@dataclass(frozen=True, slots=True)
class RowGroup:
    """What several rows share: a round of submissions, or a track."""

    round: str = ""
    track: str = ""


UNGROUPED = RowGroup()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read. `is_event` marks the days of the event itself."""

    date: ImportedDate
    is_event: bool = False
    findings: tuple[Finding, ...] = field(default=())


def plain_words(markdown: str) -> str:
    """The words without emphasis and link addresses; strikes stay."""
    return " ".join(MARKS.sub("", MARKED_LINK.sub(r"\1", markdown)).split())


def clean_label(text: str, *, keep_verb: bool = False) -> str:
    """A label without numbering, separators and the verb that leads to its date."""
    words = STRUCK.sub(" ", plain_words(text)).replace("~~", " ").strip(LABEL_EDGES)
    words = re.sub(r"^\(?\d{1,2}[.)）、]\s+|^[\W\d]{0,6}[)\]）]\W*", "", words)
    if not keep_verb:
        words = LEADING_ARTICLE.sub("", TRAILING_WORDS.sub("", words))
    return " ".join(words.strip(LABEL_EDGES).split())


def _split_labelled(words: str) -> tuple[str, str] | None:
    """What stands before and after the first colon or dash that follows a letter; no label has a colon inside."""
    for separator in SEPARATOR.finditer(words):
        head = words[: separator.start()]
        if LETTER.search(head):
            return head.rstrip(), words[separator.end() :].lstrip()
        if not separator.group()[0].isspace():
            return None
    return None


def split_row(text: str, *, context: DateContext) -> tuple[str, str] | None:
    """The label and the value of "Label: date", "Label – date", "date: label" and "Label date"; None without both."""
    words = plain_words(text)
    labelled = _split_labelled(words)
    if labelled and not find_dates(labelled[0], context=context):
        return clean_label(labelled[0], keep_verb=True), labelled[1]
    found = find_dates(words, context=context)
    if not found:
        return None
    before, after = words[: found[0].begin], words[found[-1].stop :]
    label = clean_label(before) if re.search(r"[^\W\d_]{2}", clean_label(before)) else clean_label(after)
    return (
        (label, words[found[0].begin : found[-1].stop] + (after if label != clean_label(after) else ""))
        if label
        else None
    )


def _note(value: str, reading: DateReading) -> str:
    rest = STRUCK.sub(" ", value[: reading.begin] + " " + value[reading.stop :])
    notes = [" ".join(match.split()) for match in PARENTHESIS.findall(rest)]
    return "; ".join(
        note for note in notes if not re.fullmatch(r"(?:AoE|anywhere on earth|UTC.*|[A-Z]{2,4}T?)", note, re.IGNORECASE)
    )


def _certainty(words: str) -> str:
    return "tentative" if TENTATIVE.search(words) else "estimated" if ESTIMATED.search(words) else "confirmed"


def _reading(value: str, *, kind: str, label: str, rules: DateRules, line: int) -> DateReading | None:
    """The value read; a period is read without the hour that a zone statement gives to deadlines."""
    context = rules.deadlines if is_deadline(label, kind=kind) else rules.plain
    reading = read_date(value, context=context, line=line)
    if reading is not None and reading.end is not None:
        return read_date(value, context=rules.plain, line=line)
    return reading


def _unread(label: str, value: str, kind: str, line: int) -> ReadRow:
    words = STRUCK.sub(" ", value).strip()
    if is_placeholder(words):
        message = f"The date of “{label}” is still to be announced."
        finding = Finding("placeholder-left-empty", Severity.WARNING, message, line)
        return ReadRow(ImportedDate(kind, label, Moment(), certainty="tbd", line=line), findings=(finding,))
    finding = Finding(
        "date-not-understood", Severity.WARNING, f"“{words}” of “{label}” is no date; kept as text.", line
    )
    start = Moment(announced_as=words)
    return ReadRow(ImportedDate(kind, label, start, certainty="tbd", line=line), findings=(finding,))


def _row_findings(label: str, kind: str, reading: DateReading, line: int) -> list[Finding]:
    findings = list(reading.findings)
    start = reading.start
    if (
        is_deadline(label, kind=kind)
        and reading.end is None
        and start.precision is Precision.DAY
        and start.policy is ZonePolicy.FLOATING
    ):
        message = f"“{label}” has no time and no zone; assumed AoE when shown."
        findings.append(Finding("deadline-without-zone", Severity.HINT, message, line))
    return findings


def read_row(label: str, value: str, *, rules: DateRules, line: int, group: RowGroup = UNGROUPED) -> ReadRow:
    """The row; a value that is no date stays as announced words with a finding, and never raises."""
    kind = date_kind(label)
    reading = _reading(value, kind=kind, label=label, rules=rules, line=line)
    if reading is None or reading.start.date is None:
        row = _unread(label, value, kind, line)
        findings = row.findings if reading is None or not reading.findings else reading.findings
        return replace(row, date=replace(row.date, round=group.round, track=group.track), findings=findings)
    date = ImportedDate(
        kind,
        label,
        reading.start,
        reading.end,
        reading.superseded,
        round=group.round or find_round(label),
        track=group.track,
        certainty=_certainty(f"{label} {value}"),
        mandatory=OPTIONAL.search(f"{label} {value}") is None,
        note=_note(value, reading),
        line=line,
    )
    return ReadRow(date, is_event_row(label), tuple(_row_findings(label, kind, reading, line)))


def is_dated(text: str, *, context: DateContext) -> bool:
    """True for a short label with a date, or with a placeholder or broken date in its place."""
    split = split_row(text, context=context)
    if split is None or len(split[0]) > LONGEST_LABEL or not split[0]:
        return False
    label, value = split
    found = find_dates(value, context=context)
    if found:
        return found[0].begin <= FURTHEST_DATE
    if not value.strip():
        return False
    return date_kind(label) != "other" and (
        is_placeholder(value) or (len(value) < LONGEST_DATE and DATE_LIKE.search(value) is not None)
    )
