"""One record of a data file or front matter to the notes of its talk."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pages.importers.people import read_person
from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink, TalkNotes, field_of, fold_label
from pages.importers.text.prose import to_rich_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pages.importers.documents import ImportedPerson, SourceDocument


SPEAKER_LINE = re.compile(r"^[\W_]{0,6}(?:speakers?|presenter)\b[\W_]{0,4}[:：]", re.IGNORECASE | re.MULTILINE)
SPEAKER_KEYS = frozenset(
    label
    for label in names.LABELS[names.SPEAKER].split("|")
    if label not in {"name", "author", "authors", "who", "person"}
)


def first_line(document: SourceDocument, path: str) -> int | None:
    """The line at which the entry with a dotted path begins."""
    lines = [line for key, line in document.metadata_lines.items() if f"{key}.".startswith(path)]
    return min(lines, default=None)


@dataclass(frozen=True, slots=True)
class RecordReader:
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
        line = first_line(self.document, self.path)
        return TalkNotes(line, tuple(fields), tuple(links), people=tuple(people), source=self.document.path)

    def _name(self, key: str, record: Mapping[str, Any]) -> str | None:
        """The field of a key. "name" and "topic" step back behind "speaker" and "title"."""
        name = field_of(key)
        if fold_label(key) in {"author", "authors"} and SPEAKER_LINE.search(self.document.body):
            return None
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
    if value is None or isinstance(value, bool):
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
