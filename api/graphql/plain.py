"""Fields that need no ceremony: most of every answer.

For each field, graphql-core describes the request and lists arguments before it asks for the value, and asks many
questions about types before it takes it. Where a document gives a field no arguments, and its value is in the very form
the answer needs, none of that is necessary. Whatever is not in that form goes the usual way, errors included.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLScalarType,
    get_nullable_type,
    is_non_null_type,
    is_required_argument,
)

from api.reading import PageValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema

    from api.reading import Reading

USUAL_WAY = object()
"""Says that a field has to be answered by graphql-core."""
HELD_TYPES: dict[Any, type] = {GraphQLBoolean: bool, GraphQLFloat: float, GraphQLInt: int}
"""What Python holds for built-in scalars other than text."""
MOST_INTEGER = 2**31
"""Integers are smaller (GraphQL specification, section 3.5.1)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the resolvers of plain fields may know of the request."""

    context: Reading


class Kind(Enum):
    """What a field's value is, apart from null."""

    LEAF = "leaf"
    OBJECT = "object"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class PlainField:
    """A field: how it is read, and what its value is made of.

    Of leaves, `names` are those of an enum's values, and `holds` is the type of all others. Objects, in lists too, are
    of `object_type`, or of the type they name themselves.
    """

    read: Callable[[Any, Any], Any]
    kind: Kind
    is_required: bool
    holds: type = str
    names: dict[Any, str] | None = None
    object_type: GraphQLObjectType | None = None

    def complete(self, value: Any) -> Any:
        """A leaf as the answer has it; `USUAL_WAY` for what does not fit."""
        if self.names is not None:
            return self.names.get(value, USUAL_WAY) if isinstance(value, str) else USUAL_WAY
        if type(value) is not self.holds:
            return USUAL_WAY
        return USUAL_WAY if isinstance(value, int) and abs(value) >= MOST_INTEGER else value


def document_resolver(key: str, *, attribute: str) -> Callable[[Any, GraphQLResolveInfo], Any]:
    """A resolver that reads a row's or a page's document by `key`, and any other object by `attribute`."""

    def resolve(item: Any, _info: GraphQLResolveInfo) -> Any:
        if type(item) is dict:
            return item.get(key)
        return item.document.get(key) if type(item) is PageValue else getattr(item, attribute)

    return resolve


def find_plain_fields(schema: GraphQLSchema) -> dict[str, dict[str, PlainField]]:
    """The fields of objects that need no ceremony, by the names of type and field."""
    own = (it for it in schema.type_map.values() if isinstance(it, GraphQLObjectType))
    return {
        it.name: {name: plain for name, field in it.fields.items() if (plain := find_plain_field(field))}
        for it in own
        if it is not schema.query_type and not it.name.startswith("__")
    }


def find_plain_field(field: GraphQLField) -> PlainField | None:
    """How a field is answered; None for one that needs more."""
    output_type: Any = field.type
    named: Any = get_nullable_type(output_type)
    kind = Kind.LEAF
    if field.resolve is None or any(is_required_argument(argument) for argument in field.args.values()):
        return None
    if isinstance(named, GraphQLList):
        kind, named = Kind.LIST, named.of_type
        if not is_non_null_type(named):
            return None
        named = named.of_type
    return describe(named, field.resolve, kind, is_required=is_non_null_type(output_type))


def describe(named: Any, read: Callable[..., Any], kind: Kind, *, is_required: bool) -> PlainField | None:
    """A field of a named type; None for one of a union."""
    if isinstance(named, GraphQLEnumType):
        names = {it.value.value: name for name, it in named.values.items()}
        return PlainField(read, kind, is_required, names=names)
    if isinstance(named, GraphQLScalarType):
        return PlainField(read, kind, is_required, holds=HELD_TYPES.get(named, str))
    return describe_object(named, read, kind, is_required=is_required)


def describe_object(named: Any, read: Callable[..., Any], kind: Kind, *, is_required: bool) -> PlainField | None:
    """A field of an object or interface type; None for one of a union."""
    shape = Kind.LIST if kind is Kind.LIST else Kind.OBJECT
    if isinstance(named, GraphQLObjectType):
        return PlainField(read, shape, is_required, holds=dict, object_type=named)
    return PlainField(read, shape, is_required, holds=dict) if isinstance(named, GraphQLInterfaceType) else None
