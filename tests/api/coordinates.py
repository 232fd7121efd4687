"""Queries that together reach every coordinate of a schema."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLField, GraphQLSchema

SCALARS = {"Int": "3", "Boolean": "true", "Float": "1.5", "DateTime": '"2020-01-01T00:00:00Z"', "Locale": '"en"'}


def own_types(schema: GraphQLSchema) -> dict[str, Any]:
    return {name: it for name, it in schema.type_map.items() if not name.startswith("__")}


def find_coordinates(schema: GraphQLSchema) -> set[str]:
    """Types, fields, arguments and input fields as schema coordinates (GraphQL specification, section 3.14)."""
    found = set()
    for name, it in own_types(schema).items():
        found.add(name)
        for field_name, graphql_field in getattr(it, "fields", {}).items():
            found.add(f"{name}.{field_name}")
            found |= {f"{name}.{field_name}({argument}:)" for argument in getattr(graphql_field, "args", {})}
    return found


@dataclass
class Walk:
    """Builds queries over a schema. `values` gives literals for the arguments that need real ones."""

    schema: GraphQLSchema
    values: Mapping[str, str]
    written: set[str] = field(default_factory=set)
    left_out: frozenset[str] = frozenset()
    """Names of fields that are not asked for."""

    def queries(self) -> Iterator[str]:
        """One query for each composite type, by the shortest way to it, with all its fields."""
        for path, named_type in self.find_paths():
            yield self.wrap(path, self.select_all(named_type))
            for selection in self.select_with_arguments(named_type):
                yield self.wrap(path, selection)

    def find_paths(self) -> Iterator[tuple[list[str], Any]]:
        root = self.schema.query_type
        todo: deque[tuple[list[str], Any]] = deque([([], root)])
        seen = {root.name}
        while todo:
            path, named_type = todo.popleft()
            yield path, named_type
            for step, target in self.find_steps(named_type):
                if target.name not in seen:
                    seen.add(target.name)
                    todo.append(([*path, step], target))

    def find_steps(self, named_type: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(named_type, GraphQLInterfaceType | GraphQLUnionType):
            for target in self.schema.get_possible_types(named_type):
                yield f"... on {target.name}", target
        for name, graphql_field in sorted(self.fields(named_type), key=lambda it: it[0] != "nodes"):
            target = get_named_type(graphql_field.type)
            if not is_leaf_type(target):
                yield name + self.required_arguments(named_type.name, name, graphql_field), target

    def select_all(self, named_type: Any) -> str:
        parts = ["__typename"]
        for name, graphql_field in self.fields(named_type):
            parts.append(
                self.select(name, graphql_field, self.required_arguments(named_type.name, name, graphql_field))
            )
        return " ".join(parts)

    def fields(self, named_type: Any) -> list[tuple[str, GraphQLField]]:
        return [it for it in getattr(named_type, "fields", {}).items() if it[0] not in self.left_out]

    def select_with_arguments(self, named_type: Any) -> Iterator[str]:
        for name, graphql_field in self.fields(named_type):
            for argument, it in graphql_field.args.items():
                for literal in self.literals(argument, it.type):
                    others = [
                        f"{other}: {self.literals(other, their.type)[0]}"
                        for other, their in graphql_field.args.items()
                        if other != argument and is_non_null_type(their.type)
                    ]
                    self.written.add(f"{named_type.name}.{name}({argument}:)")
                    given = ", ".join([f"{argument}: {literal}", *others])
                    yield f"__typename {self.select(name, graphql_field, f'({given})')}"

    def select(self, name: str, graphql_field: GraphQLField, arguments: str) -> str:
        target = get_named_type(graphql_field.type)
        return f"{name}{arguments}" if is_leaf_type(target) else f"{name}{arguments} {{ {self.shallow(target)} }}"

    def shallow(self, target: Any) -> str:
        leaves = [
            name
            for name, it in getattr(target, "fields", {}).items()
            if is_leaf_type(get_named_type(it.type)) and not any(is_non_null_type(arg.type) for arg in it.args.values())
        ]
        return " ".join(["__typename", *leaves])

    def required_arguments(self, type_name: str, name: str, graphql_field: GraphQLField) -> str:
        needed = {arg: it for arg, it in graphql_field.args.items() if is_non_null_type(it.type)}
        self.written |= {f"{type_name}.{name}({arg}:)" for arg in needed}
        given = ", ".join(f"{arg}: {self.literals(arg, it.type)[0]}" for arg, it in needed.items())
        return f"({given})" if given else ""

    def literals(self, name: str, graphql_type: Any) -> list[str]:
        """Values for an argument or input field; several where one cannot say everything."""
        if name in self.values:
            return [self.values[name]]
        named = get_named_type(graphql_type)
        inner = graphql_type.of_type if is_non_null_type(graphql_type) else graphql_type
        if isinstance(named, GraphQLInputObjectType):
            return [f"[{text}]" if is_list_type(inner) else text for text in self.input_literals(named)]
        self.written.add(named.name)
        if isinstance(named, GraphQLEnumType):
            return [f"[{', '.join(named.values)}]"] if is_list_type(inner) else list(named.values)
        assert isinstance(named, GraphQLScalarType)
        text = SCALARS.get(named.name, '"x"')
        return [f"[{text}]" if is_list_type(inner) else text]

    def input_literals(self, named: GraphQLInputObjectType) -> list[str]:
        self.written.add(named.name)
        found = []
        for name, it in named.fields.items():
            self.written.add(f"{named.name}.{name}")
            needed = [
                f"{other}: {self.literals(other, their.type)[0]}"
                for other, their in named.fields.items()
                if other != name and is_non_null_type(their.type) and their.default_value is Undefined
            ]
            found += [f"{{{', '.join([f'{name}: {text}', *needed])}}}" for text in self.literals(name, it.type)]
        return found

    @staticmethod
    def wrap(path: list[str], selection: str) -> str:
        query = f"{{ {selection} }}"
        for step in reversed(path):
            query = f"{{ __typename {step} {query} }}"
        return query


def find_answered(data: Any, schema: GraphQLSchema) -> set[str]:
    """The types and fields that an answer with `__typename` in each object holds."""
    found: set[str] = set()
    todo = [data]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, dict):
            todo.extend(value.values())
            found |= name_answered(value, schema)
    return found


def name_answered(value: dict[str, Any], schema: GraphQLSchema) -> set[str]:
    name = value.get("__typename", "Query")
    object_type = schema.type_map[name]
    assert isinstance(object_type, GraphQLObjectType)
    keys = set(value) - {"__typename"}
    owners = [object_type, *object_type.interfaces]
    fields = {f"{it.name}.{key}" for it in owners for key in keys if key in it.fields}
    leaves = {get_named_type(object_type.fields[key].type).name for key in keys if value[key] not in (None, [])}
    unions = {
        it.name for it in schema.type_map.values() if isinstance(it, GraphQLUnionType) and object_type in it.types
    }
    return {*fields, *leaves, *unions, *(it.name for it in owners)}
