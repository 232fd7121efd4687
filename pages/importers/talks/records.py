"""Talks that are kept as records: entries of a YAML list, or one file a talk with its facts in the front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, ImportedPerson, SourceDocument
from pages.importers.people import read_person
from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink, TalkNotes, field_of, fold_label
from pages.importers.talks.lines import read_lines
from pages.importers.talks.notes import read_prose
from pages.importers.text.prose import to_rich_text
from pages.importers.text.site_settings import dropped_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pages.importers.dates import DateContext

Record = "Mapping[str, Any]"
SPEAKER_KEYS = frozenset(
    label
    for label in names.LABELS[names.SPEAKER].split("|")
    if label not in {"name", "author", "authors", "who", "person"}
)
TALK_WORDS = re.compile(r"talk|seminar|colloqui|lecture|webinar|speaker|schedule|presentation", re.IGNORECASE)
TALK_TEXTS = frozenset({names.TITLE, names.ABSTRACT, names.AFFILIATION, names.BIO})
FEWEST_PARTS = 0.5


@dataclass(frozen=True, slots=True)
class TalkRecords:
    """The notes of a document's talks, and the keys that are in no field."""

    notes: tuple[TalkNotes, ...]
    dropped: tuple[Dropped, ...] = ()


def is_record(value: Any) -> bool:
    """True for a mapping with a speaker and a date, and with a title or another text where only "name" is given."""
    if not isinstance(value, dict):
        return False
    keys = {fold_label(str(key)) for key in value}
    fields = {field_of(str(key)) for key in value}
    has_speaker = bool(keys & SPEAKER_KEYS) or (names.SPEAKER in fields and bool(fields & TALK_TEXTS))
    return has_speaker and names.DATE in fields


def is_talk_file(document: SourceDocument) -> bool:
    """True for one talk's file: a record as front matter, or a dated post whose folder or layout speaks of talks."""
    if _is_data(document) or not isinstance(document.metadata, dict):
        return False
    if is_record(document.metadata):
        return True
    fields = {field_of(str(key)) for key in document.metadata}
    about = f"{document.metadata.get('layout', '')} {PurePosixPath(document.path).parent.name}"
    labels = re.findall(
        r"^\W{0,4}(speakers?|presenter|orateur|abstract|"
        r"résumé)\W",
        document.body,
        re.IGNORECASE | re.MULTILINE,
    )
    return {names.DATE, names.TITLE} <= fields and TALK_WORDS.search(about) is not None and bool(labels)


def is_talk_list(document: SourceDocument) -> bool:
    """True for a YAML document whose entries are mostly talks."""
    if not _is_data(document):
        return False
    entries = [value for _path, value in _entries(document.metadata)]
    return bool(entries) and sum(map(is_record, entries)) >= FEWEST_PARTS * len(entries)


def _is_data(document: SourceDocument) -> bool:
    return document.path.casefold().endswith((".yml", ".yaml"))


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The mappings of a list, or of the lists of a mapping ("2022: […]", "talks: […]"), with their dotted paths."""
    if isinstance(value, list):
        for number, it in enumerate(value):
            if isinstance(it, dict):
                yield f"{path}{number}.", it
    elif isinstance(value, dict):
        for key, it in value.items():
            if isinstance(it, list | dict) and path.count(".") < 2:  # noqa: PLR2004  # term and list at most
                yield from _entries(it, f"{path}{key}.")


def read_list(document: SourceDocument) -> TalkRecords:
    """The talks of a YAML list, in its order."""
    notes = []
    dropped: list[Dropped] = []
    for path, entry in _entries(document.metadata):
        if not is_record(entry):
            dropped.append(
                Dropped(f"entry {path.strip('.')}", "it names no speaker and date", _first_line(document, path))
            )
            continue
        fields = _RecordReader(document, path).read(entry)
        notes.append(fields)
        dropped += _unused(document, entry, path)
    return TalkRecords(tuple(notes), tuple(_once(dropped)))


def read_file(document: SourceDocument, *, context: DateContext) -> TalkRecords:
    """The talk of a file: its front matter, completed by the sections of its body."""
    record = _RecordReader(document, "").read(document.metadata)
    lines = read_lines(document.body, first_line=document.body_line)
    notes = read_prose(record, lines, context=context)
    slug = re.sub(r"[^\w-]+", "-", PurePosixPath(document.path).stem).strip("-_").casefold()
    return TalkRecords(
        (replace(notes, slug=slug, line=notes.line or 1),), tuple(_unused(document, document.metadata, ""))
    )


def _first_line(document: SourceDocument, path: str) -> int | None:
    lines = [line for key, line in document.metadata_lines.items() if f"{key}.".startswith(path)]
    return min(lines, default=None)


def _unused(document: SourceDocument, entry: Mapping[str, Any], path: str) -> Iterator[Dropped]:
    keys = {f"{key}": document.metadata_lines.get(f"{path}{key}", 0) for key in entry}
    record = replace(document, metadata=dict(entry), metadata_lines={key: line for key, line in keys.items() if line})
    used = {str(key) for key in entry if field_of(str(key)) not in {None, names.EMAIL}}
    yield from dropped_keys(record, used=used)


def _once(dropped: list[Dropped]) -> list[Dropped]:
    return list({(it.what, it.reason): it for it in reversed(dropped)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class _RecordReader:
    """Reads one record of a document; `path` is the record's dotted path, with its last dot."""

    document: SourceDocument
    path: str

    def read(self, record: Mapping[str, Any]) -> TalkNotes:
        """The record's notes."""
        fields: list[FieldText] = []
        links: list[TalkLink] = []
        people: list[ImportedPerson] = []
        for key, value in record.items():
            name = self._name(str(key), record)
            line = self.document.metadata_lines.get(f"{self.path}{key}")
            if name == names.SPEAKER and isinstance(value, list | dict):
                people += _read_records_of_people(value, line)
            elif name in names.LINK_FIELDS:
                links += _read_links(name, str(key), value, line)
                fields += _flags(name, value, line)
            elif name == names.STATUS and isinstance(value, bool):
                fields += [FieldText(name, str(key), line)] if value else []
            elif name and name != names.EMAIL:
                fields += [FieldText(name, text, line) for text in _texts(value)]
        line = _first_line(self.document, self.path)
        return TalkNotes(line, tuple(fields), tuple(links), people=tuple(people), source=self.document.path)

    def _name(self, key: str, record: Mapping[str, Any]) -> str | None:
        """The field of a key. "name" and "topic" step back behind "speaker" and "title"."""
        name = field_of(key)
        keys = {fold_label(str(it)) for it in record} - {"topics"}
        if fold_label(key) == "topics":
            return None
        if name == names.SPEAKER and fold_label(key) not in SPEAKER_KEYS and keys & SPEAKER_KEYS:
            return None if names.TITLE in {field_of(it) for it in keys} else names.TITLE
        if name == names.TITLE and fold_label(key) != "title" and "title" in keys:
            return None
        return name


def _texts(value: Any) -> list[str]:
    """A value's texts; a list counts as several, anything nested by its values."""
    if value is None:
        return []
    if isinstance(value, list):
        return [text for it in value for text in _texts(it)]
    if isinstance(value, dict):
        return [text for it in value.values() for text in _texts(it)]
    return [str(value).strip()]


def _flags(name: str, value: Any, line: int | None) -> list[FieldText]:
    """Where a talk is when "hybrid: true" says that one can join, though not at which address."""
    return [FieldText(names.ROOM, "online", line)] if name == names.JOIN and value is True else []


def _read_links(name: str, key: str, value: Any, line: int | None) -> list[TalkLink]:
    """The links of a value: an address, several, or records with a label and an address."""
    if isinstance(value, list):
        return [link for it in value for link in _read_links(name, key, it, line)]
    if isinstance(value, dict):
        return _labelled_links(name, value, line)
    text = str(value).strip() if isinstance(value, str) else ""
    if is_placeholder(text):
        return []
    found = re.search(r"\]\(\s*([^)\s]+)", text) or re.search(r"href=[\"']([^\"']+)", text) or re.match(r"(\S+)$", text)
    label, kind = (key.replace("_", " "), "") if name == names.OTHER_LINK else (name.capitalize(), name)
    return [TalkLink(label, found[1], line, kind)] if found else [TalkLink(f"{label}: {text}", "", line, kind)]


def _labelled_links(name: str, value: Mapping[str, Any], line: int | None) -> list[TalkLink]:
    address = next((str(value[key]) for key in ("url", "link", "href", "file", "path") if value.get(key)), "")
    label = next((str(value[key]) for key in ("label", "name", "title", "text", "type") if value.get(key)), name)
    if address:
        return [TalkLink(label, address, line)]
    return [
        link
        for key, it in value.items()
        for link in _read_links(field_of(str(key)) or names.OTHER_LINK, str(key), it, line)
    ]


def _read_records_of_people(value: Any, line: int | None) -> list[ImportedPerson]:
    """People given as texts or as records of their own."""
    entries = value if isinstance(value, list) else [value]
    people = [
        _read_person_record(it, line) if isinstance(it, dict) else read_person(str(it), line=line)
        for it in entries
        if it
    ]
    return [person for person in people if person and not is_placeholder(person.name)]


def _read_person_record(record: Mapping[str, Any], line: int | None) -> ImportedPerson | None:
    texts = {field_of(str(key)): "\n".join(_texts(value)) for key, value in record.items()}
    person = read_person(texts.get(names.SPEAKER, ""), line=line)
    if person is None:
        return None
    affiliation = texts.get(names.AFFILIATION, "")
    bio = texts.get(names.BIO, "")
    homepage = texts.get(names.HOMEPAGE, "")
    return replace(
        person,
        affiliations=person.affiliations or (() if is_placeholder(affiliation) else (affiliation,)),
        homepage=person.homepage or ("" if is_placeholder(homepage) else homepage),
        bio="" if is_placeholder(bio) else to_rich_text(bio),
    )
