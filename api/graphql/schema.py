"""The schema, and how each of its fields is read for many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLScalarType, lexicographic_sort_schema, print_schema

from api.graphql import grapple
from api.graphql.loading import PlannedField

if TYPE_CHECKING:
    from graphql import GraphQLSchema


def build_schema() -> graphene.Schema:
    """The schema out of what models, blocks and this package declare."""
    types = [*grapple.build_model_types(), *grapple.build_block_types()]
    from api.graphql.queries import Query  # noqa: PLC0415  # its fields name the types just built

    built = graphene.Schema(query=Query, types=types, auto_camelcase=True)
    for graphql_type in built.graphql_schema.type_map.values():
        source = getattr(graphql_type, "graphene_type", None)
        if isinstance(graphql_type, GraphQLScalarType):
            graphql_type.specified_by_url = getattr(source, "specification", None)
    built.graphql_schema.type_map["EventLookup"].is_one_of = True
    return built


def find_loaders(built: GraphQLSchema) -> dict[tuple[str, str], Any]:
    """The loaders of fields by the names of type and field."""
    loaders = {}
    for type_name, graphql_type in built.type_map.items():
        fields = getattr(getattr(graphql_type, "graphene_type", None), "_meta", None)
        for name, field in (getattr(fields, "fields", None) or {}).items():
            if isinstance(field, PlannedField) and field.load is not None:
                loaders[type_name, to_camel_case(name)] = field.load
    return loaders


def print_sdl() -> str:
    """The schema in the schema definition language, in an order that does not depend on the process."""
    return print_schema(lexicographic_sort_schema(schema.graphql_schema)) + "\n"


schema = build_schema()
LOADERS = find_loaders(schema.graphql_schema)
