"""People, organisations and topics: what documents name by their keys, read for a whole answer at once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from api.declarations import Shape, find_column, read_declarations, type_name
from api.ids import GlobalId
from pages.models import Person, Topic

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from api.reading.loading import Reading

NAMED_SNIPPETS = {Person: {"affiliation": "organisations"}, Topic: {"broader": "topics"}}
"""Fields that name other snippets by their keys, and where the request reads those."""


def read_snippets(rows: QuerySet[Any], keys: Collection[int], reading: Reading) -> dict[int, dict[str, Any]]:
    """The snippets with these keys by what their model declares; objects they name are read with the next ones."""
    found = {}
    model: Any = rows.model
    names = snippet_columns(model)
    for row in rows.filter(pk__in=keys).values("pk", "uid", *(column for _, column, _ in names)):
        found[row["pk"]] = write_snippet(rows.model, row, reading)
    return found


@functools.cache
def snippet_columns(model: Any) -> list[tuple[str, str, Shape]]:
    """The declared fields of a snippet: key in the schema, column, shape."""
    return [(it.key, find_column(model, it.source).attname, it.shape) for it in read_declarations(model)]


def write_snippet(model: Any, row: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """A snippet as its type shows it; relations stay keys."""
    name = type_name(model)
    written: dict[str, Any] = {"__typename": name, "pk": row["pk"], "uid": str(row["uid"])}
    written["id"] = str(GlobalId(name, written["uid"]))
    for key, column, shape in snippet_columns(model):
        value = row[column]
        if shape is Shape.PICTURE and value is not None:
            reading.images.want([value])
            value = {"image": value, "alt": None}
        elif shape is Shape.RICH_TEXT and "linktype" in value:
            reading.targets.want(value)
        written[key] = None if value == "" else value
    for key, pool in NAMED_SNIPPETS.get(model, {}).items():
        if written[key] is not None:
            getattr(reading, pool).want([written[key]])
    return written
