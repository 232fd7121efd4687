"""What a conference's data files say about a tutorial that they know by an identifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pages.importers.placeholders import is_placeholder
from pages.importers.talks.wording import clean_title
from pages.importers.tutorials.people import read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import ImportedPerson, SourceDocument

PEOPLE_KEYS = ("authors", "presenters", "organizers", "organisers", "speakers", "tutors", "people")
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class DataEntry:
    """The entry of a data file with the tutorial's identifier. `path` names the file."""

    path: str
    title: str = ""
    people: tuple[ImportedPerson, ...] = ()
    topics: tuple[str, ...] = ()
    abstract: str = ""


def identifiers(metadata: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The pairs of scheme and value of every key that ends in "id"."""
    return tuple(
        (str(key), str(value).strip())
        for key, value in metadata.items()
        if is_identifier(str(key))
        and isinstance(value, str | int)
        and not isinstance(value, bool)
        and str(value).strip()
    )


def is_identifier(key: str) -> bool:
    """True for "id", "acm_id", "paper-id", "easychairId"."""
    return key.casefold() == "id" or key.endswith(("_id", "-id", "Id", "ID", ".id"))


def find_entry(values: Iterable[str], documents: Iterable[SourceDocument]) -> DataEntry | None:
    """The first entry of the data documents that has one of these identifiers."""
    wanted = set(values)
    for document in documents:
        for record in _records(document.metadata, DEEPEST):
            if any(value in wanted for _key, value in identifiers(record)):
                return _read(record, document.path)
    return None


def _records(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for it in inner:
        if isinstance(it, dict | list):
            yield from _records(it, depth - 1)


def _read(record: dict[str, Any], path: str) -> DataEntry:
    title = clean_title(str(record.get("title") or record.get("name") or ""))
    subtitle = clean_title(str(record.get("subtitle") or ""))
    people: Any = next((record[key] for key in PEOPLE_KEYS if record.get(key)), [])
    keywords = record.get("keywords") or record.get("topics") or []
    topics = keywords if isinstance(keywords, list) else str(keywords).split(",")
    return DataEntry(
        path,
        f"{title}: {subtitle}" if title and subtitle else title,
        tuple(read_entries(people, line=None)),
        tuple(str(it).strip() for it in topics if not is_placeholder(str(it))),
        str(record.get("abstract") or ""),
    )
