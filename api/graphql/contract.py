"""What a schema may change between two releases.

A part that goes is deprecated first, by `@deprecated(reason: "Use X. Removal: YYYY-MM-DD")`. The day that counts is the
released one. GraphQL cannot deprecate types; one goes with the last part that leads to it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    is_introspection_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REMOVAL = re.compile(r"Removal: (\d{4}-\d{2}-\d{2})$")
SHORTEST_NOTICE = dt.timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a schema differs from the released one: what fails clients, and what may surprise them."""

    breaking: tuple[str, ...]
    dangerous: tuple[str, ...]


def compare(released: str, current: str, *, today: dt.date) -> Comparison:
    """Compare two schemas in the schema definition language; removals that were announced for today are no breach."""
    old, new = build_schema(released), build_schema(current)
    for name, old_type in old.type_map.items():
        drop_due(find_parts(old_type), find_parts(new.type_map.get(name)), today=today)
    kept = drop_unreachable_types(old)
    return Comparison(
        tuple(sorted(change.description for change in find_breaking_changes(kept, new))),
        tuple(sorted(change.description for change in find_dangerous_changes(kept, new))),
    )


def find_parts(graphql_type: Any) -> dict[str, Any]:
    """Fields, input fields or enum values of a type by name."""
    return getattr(graphql_type, "fields", None) or getattr(graphql_type, "values", None) or {}


def drop_due(old: dict[str, Any], new: Mapping[str, Any], *, today: dt.date) -> None:
    """Remove from `old` the parts and arguments that are missing from `new` and whose removal is due."""
    for name, part in list(old.items()):
        if name in new:
            drop_due(getattr(part, "args", {}), getattr(new[name], "args", {}), today=today)
        elif part.deprecation_reason is not None:
            day = find_removal(part.deprecation_reason)
            if day is not None and day <= today:
                del old[name]


def find_removal(reason: str) -> dt.date | None:
    """The day of removal that a deprecation's reason ends with; None when it names none."""
    match = REMOVAL.search(reason)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def drop_unreachable_types(schema: GraphQLSchema) -> GraphQLSchema:
    """The schema without types that nothing leads to; object types of an interface stay, as fragments name them."""
    implementations = [it for it in schema.type_map.values() if isinstance(it, GraphQLObjectType) and it.interfaces]
    return GraphQLSchema(query=schema.query_type, types=implementations, directives=schema.directives)


def find_unclear_deprecations(sdl: str) -> list[str]:
    """Deprecated parts whose reason does not end with a day of removal."""
    return [name for name, reason in find_deprecations(build_schema(sdl)) if find_removal(reason) is None]


def find_short_notices(released: str, current: str, *, today: dt.date) -> list[str]:
    """Parts whose deprecation is about to be released for the first time less than six months before their removal."""
    announced = {name for name, reason in find_deprecations(build_schema(released)) if find_removal(reason)}
    return [
        name
        for name, reason in find_deprecations(build_schema(current))
        if name not in announced and (find_removal(reason) or today) < today + SHORTEST_NOTICE
    ]


def find_deprecations(schema: GraphQLSchema) -> Iterator[tuple[str, str]]:
    """Coordinates of deprecated parts with their reasons, `Event.title` and `Query.events(first:)`."""
    for type_name, graphql_type in schema.type_map.items():
        if is_introspection_type(graphql_type):
            continue
        for name, part in find_parts(graphql_type).items():
            if part.deprecation_reason is not None:
                yield f"{type_name}.{name}", part.deprecation_reason
            for argument_name, argument in getattr(part, "args", {}).items():
                if argument.deprecation_reason is not None:
                    yield f"{type_name}.{name}({argument_name}:)", argument.deprecation_reason
