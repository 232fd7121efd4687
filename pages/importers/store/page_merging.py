"""A page brought together with its document: what the document changed is applied, an editor's work stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.html import strip_tags

from pages.importers.store.body import with_stored_pictures
from pages.importers.store.folding import fold_person
from pages.importers.store.merging import Merged, merge_members, merge_values
from pages.importers.store.page_fields import read_field, read_fields, write_field
from pages.importers.store.person_facts import OVERRIDABLE, Before, PersonMerger
from pages.importers.store.row_kinds import ROW_KINDS
from pages.importers.store.rows import MergedRows, RowMerger
from pages.importers.store.time_columns import mend_end
from pages.models import ImportantDate, Link, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.importers.store.column_values import Remarks
    from pages.importers.store.images import Pictures
    from pages.importers.store.matching import People, PersonFacts, Topics
    from pages.importers.store.merging import Values
    from pages.importers.store.page_form import Form
    from pages.models import EventPage

MEMBERS = ("topics", "editors_notes")
"""Columns without an order, to which both sides may add."""

KEYS = frozenset({"person", "photo", "hero_image", "speakers", "body"})
"""Columns whose values say nothing to a reader of the report."""

LONGEST_VALUE = 80

Content = dict[str, Any]
"""What `ImportedDocument.content` holds."""


@dataclass(frozen=True)
class Shelves:
    """The people, topics and pictures that the pages of a run share."""

    people: People
    topics: Topics
    pictures: Pictures


class PageMerger:
    """Merges one form into a page in memory. `before` is what the last import kept, empty at the first."""

    def __init__(self, page: EventPage, form: Form, *, before: Content, shelves: Shelves, remarks: Remarks) -> None:
        self._page = page
        self._form = form
        self._before = before
        self._shelves = shelves
        self._remarks = remarks
        self._people = PersonMerger(shelves.people, shelves.pictures, remarks)
        self._known_people = dict(_people_before(before))
        self.is_changed = False
        self.date_rows: list[tuple[ImportantDate, list[dict[str, Any]]]] = []

    def merge(self) -> Content:
        """Change the page and give what is to be kept of the form."""
        rows = {relation: self._merge_rows(relation, found) for relation, found in self._form["rows"].items()}
        fields = self._merge_fields()
        if mend_end(self._page):
            self._report_end()
        return {"form": self._form, "fields": fields, "rows": rows}

    def _report_end(self) -> None:
        self._remarks.add("end-before-start", "The end was before the start of the merged dates; it is left out.")

    def _merge_fields(self) -> Values:
        page, incoming = self._page, self._incoming_fields()
        before = self._before.get("fields") or {"said": {}, "written": read_fields(type(page)(), incoming)}
        current = read_fields(page, incoming)
        ordinary = {name: value for name, value in incoming.items() if name not in MEMBERS}
        merged = merge_values(said=before["said"], written=before["written"], current=current, incoming=ordinary)
        for name in merged.applied:
            write_field(page, name, merged.values[name])
            merged.written[name] = read_field(page, name)
        self._report_conflicts(merged, where="")
        changed = [self._merge_members(name, before["said"].get(name, []), incoming[name]) for name in MEMBERS]
        self.is_changed = self.is_changed or bool(merged.applied) or any(changed)
        return {"said": incoming, "written": merged.written}

    def _merge_members(self, name: str, said: list[Any], incoming: list[Any]) -> bool:
        current = read_field(self._page, name)
        merged = merge_members(said=said, current=current, incoming=incoming)
        if merged == current:
            return False
        write_field(self._page, name, merged)
        return True

    def _incoming_fields(self) -> Values:
        """The form's fields with the keys of pictures and topics, and all notes made until now."""
        fields, pictures = dict(self._form["fields"]), self._shelves.pictures
        hero, title = fields["hero_image"], fields["title"]
        fields["hero_image"] = (
            pictures.find(hero["hash"], title=hero["alt"] or title, alt=hero["alt"]) if hero else None
        )
        fields["body"] = with_stored_pictures(
            fields["body"], find=lambda digest, alt: pictures.find(digest, title=alt or title, alt=alt)
        )
        fields["topics"] = sorted({self._shelves.topics.find_or_add(name) for name in fields["topics"]})
        fields["editors_notes"] = list(dict.fromkeys(self._remarks.notes))
        return fields

    def _merge_rows(self, relation: str, found: list[Values]) -> list[Values]:
        kind, before = ROW_KINDS[relation], self._before.get("rows", {}).get(relation, [])
        incoming = [self._resolve(relation, values) for values in found]
        merged = RowMerger(self._page, kind, before).merge(incoming)
        if merged.is_changed:
            for order, row in enumerate(merged.rows):
                row.sort_order = order  # type: ignore[attr-defined]  # every row kind is orderable
                self._mend_row(row)
            setattr(self._page, relation, merged.rows)
            self.is_changed = True
        self._report_rows(relation, merged)
        if relation == "important_dates":
            pairs = zip(merged.incoming_rows, found, strict=True)
            self.date_rows = [(row, it["superseded"]) for row, it in pairs if isinstance(row, ImportantDate)]
        return merged.entries

    def _mend_row(self, row: models.Model) -> None:
        if isinstance(row, (ImportantDate, Session)) and mend_end(row):
            self._report_end()

    def _resolve(self, relation: str, values: Values) -> Values:
        """The columns of a row: people by their keys, with what is different about them at this event."""
        if relation == "contributions":
            person, different = self._settle(values["person"])
            return {**values, "person": person, **{name: different.get(name) or _nothing(name) for name in OVERRIDABLE}}
        if relation == "sessions":
            speakers = [self._settle(facts)[0] for facts in values["speakers"]]
            return {**values, "speakers": list(dict.fromkeys(speakers))}
        return {name: value for name, value in values.items() if name != "superseded"}

    def _settle(self, facts: PersonFacts) -> tuple[int, Values]:
        person, different = self._people.settle(facts, before=self._known_people.get(fold_person(facts["name"])))
        return int(person.pk), different

    def _report_rows(self, relation: str, merged: MergedRows) -> None:
        for row, conflict in merged.conflicts:
            self._report_conflicts(conflict, where=f"{row}: " if row else "", row=row)
        for row in merged.kept:
            what = f"“{_label(row)}” ({relation.replace('_', ' ')})"
            self._remarks.add("editor-value-kept", f"{what} is no longer in the document, but an editor changed it.")

    def _report_conflicts(self, merged: Merged, *, where: str, row: models.Model | None = None) -> None:
        is_private = isinstance(row, Link) and "private" in {
            row.access,
            merged.written.get("access"),
            *merged.conflicts.get("access", ()),
        }
        prefix = "" if is_private else where
        for name, (kept, said) in merged.conflicts.items():
            values = ""
            if name not in KEYS and not is_private:
                values = f" “{_short(kept)}” stays; the document now says “{_short(said)}”."
            message = f"{prefix}{name.replace('_', ' ')} was changed by an editor.{values}"
            self._remarks.add("editor-value-kept", message)


def _nothing(name: str) -> str | None:
    return None if name == "photo" else ""


def _label(row: models.Model) -> str:
    """A row's name for the report; a private link has none."""
    return "private link" if isinstance(row, Link) and row.access == "private" else str(row)


def _short(value: Any) -> str:
    """A value as one line for people."""
    if isinstance(value, list):
        value = " ".join(str(item) for item in value if item is not None)
    text = " ".join(strip_tags(str(value)).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _people_before(before: Content) -> Iterator[tuple[str, Before]]:
    """By folded name, the people of the last import and whom they meant."""
    if not before:
        return
    forms, entries = before["form"]["rows"], before["rows"]
    for form, entry in zip(forms["sessions"], entries["sessions"], strict=True):
        speakers = entry["said"]["speakers"]
        pairs = zip(form["speakers"], speakers, strict=True) if len(speakers) == len(form["speakers"]) else ()
        for facts, key in pairs:
            yield fold_person(facts["name"]), Before(facts, key, {})
    for form, entry in zip(forms["contributions"], entries["contributions"], strict=True):
        said = entry["said"]
        different = {name: said[name] for name in OVERRIDABLE}
        yield fold_person(form["person"]["name"]), Before(form["person"], said["person"], different)
