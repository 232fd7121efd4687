"""The child rows of event pages: their columns as plain values, and what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from pages.importers.store.assignment import Sign
from pages.importers.store.folding import fold
from pages.importers.store.time_columns import read_time, write_time
from pages.models import (
    Award,
    Contribution,
    Grant,
    Identifier,
    ImportantDate,
    Link,
    PaperCategory,
    Person,
    SelectionCriterion,
    Session,
    Track,
)

if TYPE_CHECKING:
    from pages.importers.store.merging import Values
    from pages.models import EventPage

TIMES = ("start", "end")
KEYS = {"person": "person_id", "photo": "photo_id"}
"""Foreign keys, which are compared by the key alone."""


@dataclass(frozen=True)
class RowKind:
    """A relation of child rows. `signs` tell which rows of two lists are the same, the surest first."""

    relation: str
    model: type[models.Model]
    columns: tuple[str, ...]
    signs: tuple[Sign[Values], ...]

    @property
    def signs_of_stored(self) -> tuple[Sign[Values], ...]:
        """Signs by which a row is found that was imported before: its key, all its values, then the others."""
        return (Sign(lambda row: row["uid"] or None), Sign(self._all_values), *self.signs)

    def _all_values(self, row: Values) -> Hashable:
        return repr([row.get(name) for name in self.columns])


def of(*names: str) -> Callable[[Values], Hashable | None]:
    """The values of some columns together, texts folded; None when the first is empty."""

    def key(row: Values) -> Hashable | None:
        values = tuple(fold(value) if isinstance(value, str) else repr(value) for value in map(row.get, names))
        return values if row.get(names[0]) else None

    return key


def address_of(row: Values) -> Hashable | None:
    """Kind and address of a link that has one."""
    return (row["kind"], row["url"]) if row["url"] else None


def day_of(row: Values) -> Hashable | None:
    """Kind and start of a dated row that has one."""
    return (row["kind"], *row["start"]) if row["start"][0] else None


def only_one(_row: Values) -> Hashable:
    """The last one left."""
    return True


NAMED = (
    Sign[dict[str, Any]](of("name", "track")),
    Sign[dict[str, Any]](of("name")),
    Sign[dict[str, Any]](only_one, is_unique=True),
)
WHEN = ("start", "end", "time_zone", "dates_as_announced")
ROW_KINDS = {
    kind.relation: kind
    for kind in (
        RowKind(
            "contributions",
            Contribution,
            ("person", "role", "role_label", "affiliation", "honorific", "photo", "bio"),
            (Sign(of("person", "role")), Sign(of("person"), is_unique=True)),
        ),
        RowKind(
            "links",
            Link,
            ("kind", "url", "label", "note", "access"),
            (Sign(address_of), Sign(of("label", "kind")), Sign(of("kind"), is_unique=True), Sign(of("url"))),
        ),
        RowKind(
            "important_dates",
            ImportantDate,
            (
                "kind",
                "label",
                "round",
                "track",
                "certainty",
                "mandatory",
                "relative_to",
                "relation",
                "days",
                "note",
                "zone_policy",
                *WHEN,
            ),
            (
                Sign(of("kind", "label", "round", "track", "start")),
                Sign(of("kind", "label", "round", "track")),
                Sign(of("kind", "round"), is_unique=True),
                Sign(of("label"), is_unique=True),
                Sign(of("start"), is_unique=True),
            ),
        ),
        RowKind(
            "sessions",
            Session,
            ("kind", "title", "track", "room", "abstract", "link", "speakers", *WHEN),
            (
                Sign(of("title", "kind", "start")),
                Sign(of("title", "kind")),
                Sign(of("title"), is_unique=True),
                Sign(day_of, is_unique=True),
            ),
        ),
        RowKind("identifiers", Identifier, ("scheme", "value"), (Sign(of("scheme", "value")), Sign(of("scheme")))),
        RowKind("selection_criteria", SelectionCriterion, ("name",), NAMED),
        RowKind("tracks", Track, ("name", "description"), NAMED),
        RowKind("awards", Award, ("name", "track", "description"), NAMED),
        RowKind("grants", Grant, ("name", "audience", "covers", "description"), NAMED),
        RowKind(
            "paper_categories",
            PaperCategory,
            (
                "name",
                "description",
                "max_pages",
                "columns",
                "template_name",
                "template_url",
                "includes_bibliography",
                "includes_appendices",
            ),
            NAMED,
        ),
    )
}


def row_uid(row: models.Model) -> str:
    """The translation key of rows that have one."""
    return str(getattr(row, "translation_key", ""))


def read_row(kind: RowKind, row: models.Model) -> Values:
    """The columns of a row as plain values."""
    return {name: _read(row, name) for name in kind.columns}


def _read(row: models.Model, name: str) -> Any:
    if name in TIMES:
        return read_time(row, name)
    if name == "speakers":
        return [person.pk for person in row.speakers.all()]  # type: ignore[attr-defined]  # only sessions have the column
    return getattr(row, KEYS.get(name, name))


def default_values(kind: RowKind) -> Values:
    """The values of a row in which nothing has been entered."""
    return read_row(kind, kind.model())


def write_row(page: EventPage, row: Any, values: Values) -> None:
    """Set columns of a row; its language is that of the page."""
    for name, value in values.items():
        if name in TIMES:
            write_time(row, name, value)
        elif name == "speakers":
            row.speakers.set(sorted(Person.objects.filter(pk__in=value), key=lambda person: value.index(person.pk)))
        else:
            setattr(row, KEYS.get(name, name), value)
    if hasattr(row, "translation_key") and row.locale_id is None:
        row.locale_id = page.locale_id
