"""Talks that are kept as records: entries of a YAML list, or one file a talk with its facts in the front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, SourceDocument
from pages.importers.tables import REST, is_table, rest_of
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkNotes, field_of, fold_label
from pages.importers.talks.lines import read_lines
from pages.importers.talks.notes import read_prose
from pages.importers.talks.record_fields import SPEAKER_KEYS, RecordReader, first_line
from pages.importers.talks.snippets import cut_date
from pages.importers.text.site_settings import dropped_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pages.importers.dates import DateContext

TALK_WORDS = re.compile(r"talk|seminar|colloqui|lecture|webinar|speaker|schedule|presentation", re.IGNORECASE)
BODY_LABEL = re.compile(
    r"^[\W_]{0,6}(speakers?|presenter|orateur|oratrice|referentin?|abstract|résumé|time|when|where|location|room|venue|"
    r"title|affiliation|zoom)\b[\W_]{0,4}[:：\n]",
    re.IGNORECASE | re.MULTILINE,
)
SPEAKER_LABELS = frozenset({"speaker", "speakers", "presenter", "orateur", "oratrice", "referent", "referentin"})
ABSTRACT_LABELS = frozenset({"abstract", "résumé"})
DATED_NAME = re.compile(r"((?:19|20)\d\d)-{1,2}(\d{1,2})-(\d{1,2})(?:\D|$)")
DEEPEST = 5
LONGEST_TERM = 40
TALK_TEXTS = frozenset({names.TITLE, names.ABSTRACT, names.AFFILIATION, names.BIO})
FEWEST_PARTS = 0.5


@dataclass(frozen=True, slots=True)
class TalkRecords:
    """The notes of a document's talks, and the keys that are in no field."""

    notes: tuple[TalkNotes, ...]
    dropped: tuple[Dropped, ...] = ()


def is_record(value: Any) -> bool:
    """True for a mapping with a speaker and a date, and with a title or another text where only "name" is given."""
    return isinstance(value, dict) and _names_speaker(value) and names.DATE in _fields(value)


def _fields(record: Mapping[Any, Any]) -> set[str | None]:
    return {field_of(str(key)) for key in record}


def _names_speaker(record: Mapping[Any, Any]) -> bool:
    fields = _fields(record)
    return _has_speaker_key(record) or (names.SPEAKER in fields and bool(fields & TALK_TEXTS))


def _has_speaker_key(record: Mapping[Any, Any]) -> bool:
    return bool({fold_label(str(key)) for key in record} & SPEAKER_KEYS)


def _is_talk(value: Any) -> bool:
    """True for an entry that is a talk among records of talks: dated, with a title or a speaker."""
    return is_record(value) or (isinstance(value, dict) and {names.DATE, names.TITLE} <= _fields(value))


def is_talk_file(document: SourceDocument) -> bool:
    """True for one talk's file: a dated record as front matter, or a dated post that speaks of a talk.

    The date may stand in the file's name, as in "2024-03-05-stone.md".
    """
    record = document.metadata
    if _is_data(document) or not isinstance(record, dict):
        return False
    if is_record(record):
        return True
    if _date_of_name(document) and _has_speaker_key(record):
        return True
    is_dated = names.DATE in _fields(record) or _date_of_name(document) is not None
    if not is_dated or names.TITLE not in _fields(record):
        return False
    about = f"{record.get('layout', '')} {PurePosixPath(document.path).parent.name}"
    labels = {label.casefold() for label in BODY_LABEL.findall(document.body)}
    is_announced = bool(labels & SPEAKER_LABELS) and len(labels) > 1
    return is_announced or (TALK_WORDS.search(about) is not None and bool(labels & (SPEAKER_LABELS | ABSTRACT_LABELS)))


def _date_of_name(document: SourceDocument) -> str | None:
    """The date that the file's name begins with."""
    found = DATED_NAME.match(PurePosixPath(document.path).name)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None


def is_talk_list(document: SourceDocument) -> bool:
    """True for a YAML document whose entries are mostly talks, or of which its name says so."""
    if is_table(document):
        return any(map(_is_talk, document.metadata))
    if not _is_data(document):
        return False
    entries = [entry.record for entry in _entries(document.metadata)]
    records = sum(map(is_record, entries))
    if TALK_WORDS.search(PurePosixPath(document.path).stem):
        return records > 0 or sum(map(_is_talk, entries)) > FEWEST_PARTS * len(entries)
    return bool(entries) and records >= FEWEST_PARTS * len(entries)


def _is_data(document: SourceDocument) -> bool:
    return document.path.casefold().endswith((".yml", ".yaml", ".csv"))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A mapping inside a document, its dotted path with the last dot, and the one year that stands above it."""

    path: str
    record: Mapping[str, Any]
    year: int | None = None


def _entries(value: Any, path: str = "", year: int | None = None) -> Iterator[_Entry]:
    """The innermost mappings that may be talks: entries of lists, also below terms or in wrappers of their own."""
    if path.count(".") > DEEPEST:
        return
    if isinstance(value, dict):
        year = _year_of(value.values()) or year
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, it in items:
        inner, below = f"{path}{key}.", _year_of([key]) or year
        if isinstance(it, dict) and (is_record(it) or (isinstance(value, list) and not _has_entries(it))):
            yield _Entry(inner, it, below)
        elif isinstance(it, dict | list):
            yield from _entries(it, inner, below)


def _has_entries(record: Mapping[str, Any]) -> bool:
    """True for a mapping that only groups others, such as a term with its talks."""
    return not _is_talk(record) and any(
        isinstance(it, dict) or (isinstance(it, list) and any(isinstance(one, dict) for one in it))
        for it in record.values()
    )


def _year_of(values: Iterable[Any]) -> int | None:
    """The only year in these keys or short texts."""
    words = " ".join(str(it) for it in values if isinstance(it, str | int) and len(str(it)) < LONGEST_TERM)
    years = set(re.findall(r"\b(?:19|20)\d\d\b", words))
    return int(years.pop()) if len(years) == 1 else None


def read_list(document: SourceDocument) -> TalkRecords:
    """The talks of a YAML list, in its order."""
    notes = []
    dropped: list[Dropped] = []
    for entry in _entries(document.metadata):
        if not _is_talk(entry.record):
            dropped.append(
                Dropped(f"entry {entry.path.strip('.')}", "it is no dated talk", first_line(document, entry.path))
            )
            continue
        read = RecordReader(document, entry.path).read(entry.record)
        notes.append(replace(read, year=entry.year, rest=(*read.rest, *rest_of(entry.record))))
        dropped += _unused(document, entry.record, entry.path)
    return TalkRecords(tuple(notes), tuple(_once(dropped)))


def read_file(document: SourceDocument, *, context: DateContext) -> TalkRecords:
    """The talk of a file: its front matter, completed by the sections of its body."""
    record = _dated(RecordReader(document, "").read(document.metadata), document, context)
    lines = read_lines(document.body, first_line=document.body_line)
    notes = read_prose(record, lines, context=context)
    slug = re.sub(r"[^\w-]+", "-", PurePosixPath(document.path).stem).strip("-_").casefold()
    return TalkRecords(
        (replace(notes, slug=slug, line=notes.line or 1),), tuple(_unused(document, document.metadata, ""))
    )


def _dated(record: TalkNotes, document: SourceDocument, context: DateContext) -> TalkNotes:
    """The record with a date: its own, that of a title which is nothing else, or that of the file's name."""
    if record.text(names.DATE):
        return record
    title = record.first(names.TITLE)
    subtitle = str(document.metadata.get("subtitle") or "")
    dated = cut_date(title.text, context=context) if title and subtitle else None
    if title and dated and not (dated.before or dated.after):
        others = tuple(it for it in record.fields if it is not title)
        swapped = (FieldText(names.TITLE, subtitle, title.line), replace(title, name=names.DATE))
        return replace(record, fields=(*others, *swapped))
    date = _date_of_name(document)
    return replace(record, fields=(*record.fields, FieldText(names.DATE, date))) if date else record


def _unused(document: SourceDocument, entry: Mapping[str, Any], path: str) -> Iterator[Dropped]:
    keys = {f"{key}": document.metadata_lines.get(f"{path}{key}", 0) for key in entry}
    record = replace(document, metadata=dict(entry), metadata_lines={key: line for key, line in keys.items() if line})
    used = {str(key) for key in entry if field_of(str(key)) not in {None, names.EMAIL} or key == REST}
    yield from dropped_keys(record, used=used)


def _once(dropped: list[Dropped]) -> list[Dropped]:
    return list({(it.what, it.reason): it for it in reversed(dropped)}.values())[::-1]
