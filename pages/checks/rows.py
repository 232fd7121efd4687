"""The child rows of a page as the page object itself holds them, without asking the database."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from modelcluster.models import get_all_child_relations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.checks.surroundings import RowsByName
    from pages.models import EventPage

RELATIONS = frozenset(
    {
        *("contributions", "links", "important_dates", "sessions"),
        *("tracks", "awards", "grants", "selection_criteria", "paper_categories"),
    }
)
"""Names of the relations that checks read."""


@functools.cache
def relations_of(page_type: type[EventPage]) -> tuple[tuple[str, Any, str], ...]:
    """Name, model and name of the foreign key of each relation that checks read of pages of a type."""
    return tuple(
        (name, relation.related_model, relation.field.name)
        for relation in get_all_child_relations(page_type)
        if (name := relation.get_accessor_name()) in RELATIONS
    )


def held(page: EventPage, name: str) -> list[Any] | None:
    """The objects of a relation that are in memory, of a draft, a form or a prefetch; None where they are not."""
    for holder in ("_cluster_related_objects", "_prefetched_objects_cache"):
        objects = getattr(page, holder, None)
        if objects is not None and name in objects:
            return list(objects[name])
    return [] if page.pk is None else None


def in_order(rows: list[Any]) -> list[Any]:
    """Rows by their sort order; those without one keep their places at the end."""
    return sorted(rows, key=lambda row: (row.sort_order is None, row.sort_order or 0))


def rows_of(page: EventPage, name: str, stored: Mapping[int, RowsByName]) -> Sequence[Any]:
    """The rows of a relation in editorial order: those the page holds in memory, else the `stored` ones."""
    rows = held(page, name)
    if rows is not None:
        return in_order(rows)
    return stored.get(page.pk, {}).get(name, ())
