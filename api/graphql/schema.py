"""The schema."""

from __future__ import annotations

import functools

import graphene
from graphene.types.resolver import dict_or_attr_resolver
from graphql import GraphQLObjectType, GraphQLScalarType, lexicographic_sort_schema, print_schema

from api.graphql import grapple
from api.graphql.plain import document_resolver, find_plain_fields


def build_schema() -> graphene.Schema:
    """The schema out of what models, blocks and this package declare."""
    types = [*grapple.build_model_types(), *grapple.build_block_types()]
    from api.graphql.queries import Query  # noqa: PLC0415  # its fields name the types just built

    built = graphene.Schema(query=Query, types=types, auto_camelcase=True)
    for graphql_type in built.graphql_schema.type_map.values():
        source = getattr(graphql_type, "graphene_type", None)
        if isinstance(graphql_type, GraphQLScalarType):
            graphql_type.specified_by_url = getattr(source, "specification", None)
        if isinstance(graphql_type, GraphQLObjectType) and source is not None:
            read_documents(graphql_type)
    built.graphql_schema.type_map["EventLookup"].is_one_of = True
    return built


def read_documents(graphql_type: GraphQLObjectType) -> None:
    """Let fields without a resolver of their own be read out of documents."""
    for name, field in graphql_type.fields.items():
        if isinstance(field.resolve, functools.partial) and field.resolve.func is dict_or_attr_resolver:
            field.resolve = document_resolver(name, attribute=field.resolve.args[0])


def print_sdl() -> str:
    """The schema in the schema definition language, in an order that does not depend on the process."""
    return print_schema(lexicographic_sort_schema(schema.graphql_schema)) + "\n"


schema = build_schema()
PLAIN_FIELDS = find_plain_fields(schema.graphql_schema)
"""The fields that are read out of documents as they are, by the names of type and field."""
