"""Which page an imported document belongs to, by what was kept of earlier imports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages.importers.store.folding import fold
from pages.models import EventPage, ImportedDocument

if TYPE_CHECKING:
    from wagtail.models import Page

    from pages.importers.documents import SourceDocument
    from pages.importers.store.page_form import Form

ENTRY = "#"
LONGEST_SOURCE = 400
ALIKE = 0.5
ALMOST_THE_SAME = 0.75


def find_record(document: SourceDocument, form: Form, *, parent: Page) -> ImportedDocument | None:
    """The record of an earlier import of the same document below the same page.

    The same file is the same document. A file elsewhere is it only if it has the same name and much the same content,
    and almost the same if the earlier one still exists. A file of another name is it only if it lies where the earlier
    one has gone from.
    """
    name = document.path.rpartition("/")[2]
    records = [
        record
        for record in ImportedDocument.objects.filter(parent=parent, source__endswith=name).select_related("event")
        if ENTRY not in record.source and record.source.rpartition("/")[2] == name
    ]
    location = find_location(document)
    same_file = [record for record in records if location and record.location == location]
    if same_file:
        return same_file[0]
    if not location:
        return next((record for record in records if record.source == document.path), None)
    moved = next((record for record in records if _is_moved(record, document, form)), None)
    return moved or _find_renamed(location, form, parent=parent)


def _find_renamed(location: str, form: Form, *, parent: Page) -> ImportedDocument | None:
    """The record of a file that is gone from the same folder and had the same title and much the same content."""
    folder = Path(location).parent
    records = ImportedDocument.objects.filter(parent=parent, location__startswith=str(folder)).select_related("event")
    return next(
        (
            record
            for record in records
            if Path(record.location).parent == folder
            and not Path(record.location).is_file()
            and _is_same_event(record.content["form"], form)
        ),
        None,
    )


def _is_same_event(before: Form, form: Form) -> bool:
    titles = {fold(it["fields"]["title"]) for it in (before, form)}
    return before["type"] == form["type"] and len(titles) == 1 and _likeness(before, form) >= ALIKE


def find_location(document: SourceDocument) -> str:
    """Where the document lies on this machine; empty for text without a file."""
    return str(Path(document.file).resolve())[-1000:] if document.file else ""


def free_source(document: SourceDocument, *, parent: Page) -> str:
    """A name for the document that no other one below `parent` has: its path, with folders above it where needed."""
    taken = set(ImportedDocument.objects.filter(parent=parent).values_list("source", flat=True))
    return next(source for source in _sources(document) if source not in taken)


def _sources(document: SourceDocument) -> Iterator[str]:
    path = document.path.replace(ENTRY, "-")[-LONGEST_SOURCE:]
    yield path
    parts = Path(document.file or "").parts
    for count in range(path.count("/") + 2, len(parts) + 1):
        yield "/".join(parts[-count:]).lstrip("/").replace(ENTRY, "-")[-LONGEST_SOURCE:]
    number = 2
    while True:
        yield f"{number}/{path}"
        number += 1


def _is_moved(record: ImportedDocument, document: SourceDocument, form: Form) -> bool:
    """Whether the document is that of the record, found at another place."""
    before: Form = record.content["form"]
    if before["type"] != form["type"]:
        return False
    if record.location and Path(record.location).is_file():
        return record.source == document.path and _likeness(before, form) >= ALMOST_THE_SAME
    if fold(before["fields"]["title"]) == fold(form["fields"]["title"]):
        return True
    if any(row in before["rows"]["identifiers"] for row in form["rows"]["identifiers"]):
        return True
    return _likeness(before, form) >= ALIKE


def _likeness(before: Form, now: Form) -> float:
    """The share of texts that two forms have in common, between 0 and 1."""
    said, says = set(_texts(before)), set(_texts(now))
    return len(said & says) / max(len(said), len(says), 1)


def _texts(value: Any) -> Iterator[str]:
    """The texts of several words in a form, and its addresses."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and (" " in value or "://" in value):
        yield value


def find_adoptable(form: Form, *, model: type[EventPage], parent: Page) -> EventPage | None:
    """A page below `parent` that was never imported and is the same by an identifier, or by its title; no alias."""
    pages = model.objects.child_of(parent).filter(imported_documents=None, alias_of=None)
    for row in form["rows"]["identifiers"]:
        found = pages.filter(identifiers__scheme=row["scheme"], identifiers__value=row["value"]).first()
        if found is not None:
            return found
    title = fold(form["fields"]["title"])
    return next((page for page in pages if fold(page.title) == title), None)


def same_form(one: Any, two: Any) -> bool:
    """Whether two forms are kept as the same JSON."""
    return json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)
