"""Execution: nothing hidden is ever completed, and what a selection needs is read before its fields are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.db.models.query import prefetch_related_objects
from graphql import ExecutionContext, GraphQLError, GraphQLList, is_non_null_type
from graphql.execution.values import get_argument_values
from graphql.pyutils import is_iterable

from api.graphql.connections import ConnectionValue
from api.graphql.documents import coded
from api.graphql.grapple import TYPE_NAMES
from api.graphql.loading import load_series
from api.graphql.schema import LOADERS
from pages.models import Contribution, TalkPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graphql import FieldNode, GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo
    from graphql.pyutils import Path


MOST_ROOT_FIELDS = 20
MOST_ANSWERED_FIELDS = 50_000
"""About a second of work; a list of 100 events with all they show has fewer than 20,000."""


@dataclass
class Step:
    """A field to read for many rows, perhaps of several types."""

    load: Any
    nodes: list[FieldNode]
    arguments: dict[str, Any]
    rows: list[Any] = field(default_factory=list)


class PublicExecutionContext(ExecutionContext):
    """Completes public objects only, and plans the reading of many rows from the selection set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.planned: dict[tuple[int, int], Any] = {}
        self.answered_fields = 0

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> Any:
        """Answer the fields of an object; refuses when there are too many in one answer, however few were written."""
        self.answered_fields += len(fields)
        if path is None and len(fields) > MOST_ROOT_FIELDS:
            raise coded(f"The document asks for more than {MOST_ROOT_FIELDS} root fields.", "QUERY_TOO_COMPLEX")
        if self.answered_fields > MOST_ANSWERED_FIELDS:
            raise coded(f"The answer has more than {MOST_ANSWERED_FIELDS} fields.", "QUERY_TOO_COMPLEX")
        return super().execute_fields(parent_type, source_value, path, fields)

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Complete a value; a hidden object is null, whatever field led to it."""
        if isinstance(result, Model):
            result = result if self.context_value.visibility.admits(result) else None
        if isinstance(result, Model | ConnectionValue):
            self.plan([result], field_nodes)
        return super().complete_value(return_type, field_nodes, info, path, result)

    def complete_list_value(
        self,
        return_type: GraphQLList[Any],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """Complete a list without the hidden objects in it; where rows may be null, hidden ones are."""
        if is_iterable(result):
            items = list(result)
            self.plan(items, field_nodes)
            result = [item for item in items if self.may_stay(item)] if is_non_null_type(return_type.of_type) else items
        return super().complete_list_value(return_type, field_nodes, info, path, result)

    def may_stay(self, item: Any) -> bool:
        """Whether an item of a list is public."""
        return not isinstance(item, Model) or self.context_value.visibility.admits(item)

    def plan(self, values: Iterable[Any], field_nodes: list[FieldNode]) -> None:
        """Read what the selection under `field_nodes` needs of `values`, and of all that they lead to."""
        values = list(values)
        self.plan_connections([value for value in values if isinstance(value, ConnectionValue)], field_nodes)
        rows = [row for row in values if isinstance(row, Model) and self.is_new(row, field_nodes)]
        load_series(row for row in rows if isinstance(row, TalkPage))
        prefetch_related_objects([row for row in rows if isinstance(row, Contribution)], "person")
        for step in self.find_steps(rows, field_nodes):
            self.plan(self.take(step), step.nodes)

    def plan_connections(self, connections: list[ConnectionValue], field_nodes: list[FieldNode]) -> None:
        """Plan the rows of pages of lists, selected as `nodes` or as `edges { node }`."""
        if not connections:
            return
        name = connections[0].type_name
        rows = [row for connection in connections for row in connection.nodes]
        for nodes in self.find_fields(f"{name}Connection", field_nodes, "nodes"):
            self.plan(rows, nodes)
        for edges in self.find_fields(f"{name}Connection", field_nodes, "edges"):
            for nodes in self.find_fields(f"{name}Edge", edges, "node"):
                self.plan(rows, nodes)

    def is_new(self, row: Model, field_nodes: list[FieldNode]) -> bool:
        """Whether this selection has not been planned for `row` yet; remembers that it is now."""
        key = (id(row), id(field_nodes[0]))
        is_new = key not in self.planned
        self.planned[key] = row
        return is_new

    def find_steps(self, rows: list[Model], field_nodes: list[FieldNode]) -> list[Step]:
        """The fields to read, each once for all rows that have it."""
        steps: dict[tuple[int, ...], Step] = {}
        for row in rows:
            name = TYPE_NAMES.get(type(row))
            object_type = self.schema.type_map[name] if name else None
            for key, step in self.steps_of(object_type, field_nodes):  # type: ignore[arg-type]  # an object type by its name
                steps.setdefault(key, step).rows.append(row)
        return list(steps.values())

    def steps_of(
        self, object_type: GraphQLObjectType | None, field_nodes: list[FieldNode]
    ) -> Iterator[tuple[tuple[int, ...], Step]]:
        """The fields under `field_nodes` that say how to be read; none for an object without a type of its own."""
        if object_type is None:
            return
        for nodes in self.collect_subfields(object_type, field_nodes).values():
            load = LOADERS.get((object_type.name, nodes[0].name.value))
            arguments = self.read_arguments(object_type, nodes[0]) if load else None
            if arguments is not None:
                yield (id(load), *(id(node) for node in nodes)), Step(load, nodes, arguments)

    def read_arguments(self, object_type: GraphQLObjectType, node: FieldNode) -> dict[str, Any] | None:
        """The arguments of a field; None when they are not possible, which resolving the field will say."""
        try:
            return get_argument_values(object_type.fields[node.name.value], node, self.variable_values)
        except GraphQLError:
            return None

    def take(self, step: Step) -> list[Any]:
        """Read a field; nothing when its arguments are not possible, which resolving the field will say."""
        try:
            return step.load(step.rows, step.arguments, self.context_value)
        except GraphQLError:
            return []

    def find_fields(self, type_name: str, field_nodes: list[FieldNode], name: str) -> list[list[FieldNode]]:
        """The selections of the field called `name` of a type under `field_nodes`, in fragments as well."""
        found = self.collect_subfields(self.schema.type_map[type_name], field_nodes)  # type: ignore[arg-type]  # an object type by its name
        return [nodes for nodes in found.values() if nodes[0].name.value == name]
