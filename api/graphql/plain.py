"""Fields that are read out of documents as they are: most of every answer, and completed without ceremony.

graphql-core builds a path, a description and an argument list for each field before it asks for the value. A value that
a document holds in the very form the answer needs can be taken over; whatever is not in that form goes the usual way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLInt,
    GraphQLObjectType,
    GraphQLScalarType,
    get_nullable_type,
    is_non_null_type,
)

from api.graphql.loading import PageValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema

USUAL_WAY = object()
"""Says that a value has to be completed by graphql-core."""
HELD_TYPES: dict[Any, type] = {GraphQLBoolean: bool, GraphQLFloat: float}
"""What Python holds for built-in scalars other than text; integers have bounds that graphql-core knows."""


@dataclass(frozen=True, slots=True)
class PlainField:
    """A field without arguments that is read by its key: a leaf with the type its values have, or an object."""

    key: str
    is_required: bool
    holds: type = str
    names: dict[Any, str] | None = None
    object_type: GraphQLObjectType | None = None

    def complete(self, value: Any) -> Any:
        """The leaf as the answer has it; `USUAL_WAY` for what does not fit."""
        if value is None:
            return USUAL_WAY if self.is_required else None
        if self.names is not None:
            return self.names.get(value, USUAL_WAY)
        return value if type(value) is self.holds else USUAL_WAY


def document_resolver(key: str, *, attribute: str) -> Callable[[Any, GraphQLResolveInfo], Any]:
    """A resolver that reads a row's or a page's document by `key`, and any other object by `attribute`."""

    def resolve(item: Any, _info: GraphQLResolveInfo) -> Any:
        if type(item) is dict:
            return item.get(key)
        return item.document.get(key) if type(item) is PageValue else getattr(item, attribute)

    resolve.document_key = key  # type: ignore[attr-defined]  # how `find_plain_fields` knows it again
    return resolve


def find_plain_fields(schema: GraphQLSchema) -> dict[str, dict[str, PlainField]]:
    """The fields to be read as they are, by the names of type and field."""
    return {
        name: {field_name: plain for field_name, field in it.fields.items() if (plain := find_plain_field(field))}
        for name, it in schema.type_map.items()
        if isinstance(it, GraphQLObjectType)
    }


def find_plain_field(field: GraphQLField) -> PlainField | None:
    """How a field is read; None for one that needs more."""
    key = getattr(field.resolve, "document_key", None)
    is_required = is_non_null_type(field.type)
    output_type: Any = field.type
    named: Any = get_nullable_type(output_type)
    if key is None or field.args or named is GraphQLInt:
        return None
    if isinstance(named, GraphQLObjectType):
        return PlainField(key, is_required, object_type=named)
    if isinstance(named, GraphQLEnumType):
        return PlainField(key, is_required, names={it.value.value: name for name, it in named.values.items()})
    if isinstance(named, GraphQLScalarType):
        return PlainField(key, is_required, holds=HELD_TYPES.get(named, str))
    return None
