"""Dates announced in running prose: "Proposals are due on …", "within one week of the submission deadline"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.importers.dates import find_dates, read_relation
from pages.importers.dates.kinds import DEADLINE_WORD, date_kind, find_round
from pages.importers.dates.rows import DateRules, ReadRow, RowGroup, clean_label, plain_words, read_row
from pages.importers.documents import ImportedDate
from pages.moments import Moment, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.dates import DateReading
    from pages.importers.text.passages import Block

SENTENCE_END = re.compile(r"(?<=[.!?。])(?<![ap]\.m\.)(?<!\b[A-Z]\.)(?<!e\.g\.)(?<!i\.e\.)\s+(?=[^\sa-z])|(?<=。)")
DISTANCE = re.compile(
    (
        r"\b(?:within|in|no later than|not later than|at (?:most|least))\s+(?:\w+\s+){0,2}?(?:day|week|fortnight)s?\b|"
        r"\b\w+[\s-]+(?:day|week|fortnight)s?\s+(?:after|following|before|prior)\b"
    ),
    re.IGNORECASE,
)
ANNOUNCING = re.compile(
    r"deadline|\bdue\b(?! to\b)|submi(?:tted|ssions?)|notif|camera|regist|until|by |no later than|"
    r"extended|close|accept",
    re.IGNORECASE,
)
TELLING_KINDS = frozenset(
    {
        "abstract",
        "submission",
        "notification",
        "camera_ready",
        "registration",
        "rebuttal",
        "revision",
        "grant_application",
    }
)
HANDED_IN = frozenset({"abstract", "submission", "camera_ready"})
PERIOD = re.compile(r"deadline|\bdue\b(?! to\b)|between|period|window|open", re.IGNORECASE)
HAND_IN = re.compile(
    r"\b(?:send|upload|e-?mail|hand in|submit|apply)\b[^.]*\b(?:by|before|until|no later than)\W*(?:\w+,? )?$",
    re.IGNORECASE,
)
LABEL_BREAK = re.compile(r"[,;:]|\b(?:and|but|while|whereas)\b(?=[^,;:]*$)")
VERB_PHRASE = re.compile(r"\s+(?:will|must|should|shall|need|can|may|has|have|is|are|follows?)\b.*$", re.IGNORECASE)
LONGEST_LABEL = 90


def sentences(block: Block) -> Iterator[tuple[str, int]]:
    """The sentences of a block, without emphasis, with the lines at which they begin."""
    text, starts = "", []
    for line in block.lines:
        starts.append((len(text), line.line))
        text += plain_words(line.markdown) + " "
    begin = 0
    for end in [*(match.end() for match in SENTENCE_END.finditer(text)), len(text)]:
        if text[begin:end].strip():
            yield text[begin:end].strip(), max((it for it in starts if it[0] <= begin), default=(0, block.line))[1]
        begin = end


def _line_of(block: Block, words: str, otherwise: int) -> int:
    return next((line.line for line in block.lines if words[:12] in plain_words(line.markdown)), otherwise)


def _label(before: str) -> str:
    """The words that name the date in what stands before it in its sentence."""
    words = clean_label(re.sub(r"\([^)]*\)$", "", before.strip()))
    pieces = [piece for piece in LABEL_BREAK.split(words) if date_kind(piece) in TELLING_KINDS]
    label = clean_label(pieces[-1] if pieces else words)
    shortened = VERB_PHRASE.sub("", label)
    chosen = shortened if date_kind(shortened) == date_kind(label) else label
    return chosen[:1].upper() + chosen[1:]


def _kind_name(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _dated(sentence: str, readings: list[DateReading], *, rules: DateRules, line: int) -> Iterator[ReadRow]:
    begin = 0
    for reading in readings:
        before = sentence[begin : reading.begin]
        begin = reading.stop
        kind = "submission" if HAND_IN.search(before) else date_kind(before)
        if kind not in TELLING_KINDS or not (ANNOUNCING.search(before) or DEADLINE_WORD.search(before)):
            continue
        if kind in HANDED_IN and _is_of_event(before, reading):
            continue
        label = _label(before)
        if len(label) > LONGEST_LABEL or date_kind(label) != kind:
            label = _kind_name(kind)
        value = sentence[reading.begin : reading.stop]
        yield read_row(label, value, rules=rules, line=line, group=RowGroup(find_round(before)))


def _is_of_event(before: str, reading: DateReading) -> bool:
    """True for several days or a month, which are no deadline unless the words call them one."""
    is_long = reading.end is not None and reading.end.date != reading.start.date
    is_month = reading.start.precision is Precision.MONTH
    return (is_long or is_month) and not PERIOD.search(before)


def _relative(sentence: str, known: list[ImportedDate], line: int) -> ImportedDate | None:
    """A date announced by its distance from one of the known dates."""
    distance = read_relation(sentence)
    target = _target(distance.other, known) if distance else None
    if distance is None or target is None:
        return None
    before = DISTANCE.split(sentence, maxsplit=1)[0]
    after = sentence.partition(distance.other)[2]
    said = before if date_kind(before) in TELLING_KINDS else after
    kind = date_kind(said)
    if kind not in TELLING_KINDS or kind == target.kind:
        return None
    label = _label(said) if said is before else _kind_name(kind)
    start = Moment(announced_as=sentence[len(before) :].rstrip(".") if said is before else sentence.rstrip("."))
    return ImportedDate(
        kind, label, start, relative_to=target.label, relation=distance.relation, days=distance.days, line=line
    )


def _target(words: str, known: list[ImportedDate]) -> ImportedDate | None:
    kind = date_kind(words)
    return next((date for date in known if date.kind == kind), None)


def read_date_sentences(blocks: Iterable[Block], *, rules: DateRules, known: list[ImportedDate]) -> list[ReadRow]:
    """The rows for dates in prose whose words tell their kind; `known` may be what a relative date refers to."""
    said = [(sentence, line, block) for block in blocks for sentence, line in sentences(block)]
    rows: list[ReadRow] = []
    for sentence, line, block in said:
        readings = find_dates(sentence, context=rules.plain)
        if readings:
            place = _line_of(block, sentence[readings[0].begin :], line)
            rows += _dated(sentence, readings, rules=rules, line=place)
    dates = [*known, *(row.date for row in rows)]
    relative: list[ReadRow] = []
    for sentence, line, _block in said:
        date = _relative(sentence, dates, line)
        if date is not None:
            relative.append(ReadRow(date))
            dates.append(date)
    return [*rows, *relative]
