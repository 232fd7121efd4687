"""How large a document may be: measured from its text alone, before any rule of validation runs over it.

Rules of validation compare fields in pairs and follow fragments, so that short documents can keep them busy for
seconds. Everything here takes time linear in what is measured, and nothing larger is handed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LONGEST_SOURCE = 16_384
"""Bytes."""

MOST_TOKENS = 2_000
MOST_ERRORS = 5
GREATEST_DEPTH = 14
MOST_FIELDS = 600
MOST_ALIASES = 30
MOST_ROOT_FIELDS = 20
MOST_COMPARISONS = 20_000
"""Pairs of fields with one name in one place: validation compares them all, 20,000 in about 50 ms."""

OBJECT_COMPARISONS = 25
"""A pair of objects takes as long to compare as this many pairs of scalars."""

CHARACTERS_COMPARED = 4
"""Characters of arguments that take as long to compare as a scalar without any."""


class Size(NamedTuple):
    """How many levels of fields a selection has below it, and how many fields, each fragment spelled out."""

    depth: int
    fields: int


def check_size(document: DocumentNode) -> None:
    """Raise `GraphQLError` for a document that is larger than the limits allow."""
    sizes = Sizes(document)
    largest = sizes.measure()
    refuse_more("fields", largest.fields, MOST_FIELDS)
    refuse_more("levels", largest.depth, GREATEST_DEPTH)
    refuse_more("aliases", sizes.aliases, MOST_ALIASES)
    for operation in sizes.operations:
        roots = collect_fields([operation.selection_set], sizes.fragments)
        refuse_more("root fields", len(roots), MOST_ROOT_FIELDS)
    comparisons = sum(count_comparisons([it.selection_set], sizes.fragments) for it in sizes.operations)
    refuse_more("repetitions of fields", comparisons, MOST_COMPARISONS)


def refuse_more(what: str, found: int, most: int) -> None:
    """Raise `GraphQLError` for more than `most`."""
    if found > most:
        raise too_complex(f"The document asks for {found:,} {what}; at most {most:,} are allowed.")


def too_complex(message: str) -> GraphQLError:
    """The error for a document beyond a limit."""
    return GraphQLError(message, extensions={"code": "QUERY_TOO_COMPLEX"})


class Sizes:
    """Measures the operations of a document; each fragment once."""

    def __init__(self, document: DocumentNode) -> None:
        nodes = [node for node in document.definitions if isinstance(node, FragmentDefinitionNode)]
        self.fragments = {node.name.value: node for node in nodes}
        for node in nodes:
            if self.fragments[node.name.value] is not node:
                raise invalid(f"There can be only one fragment named '{node.name.value}'.", node)
        self.operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        self.measured: dict[str, Size | None] = {}
        self.aliases = 0

    def measure(self) -> Size:
        """The greatest depth of the operations and the number of all their fields."""
        sizes = [self.size_of(operation.selection_set) for operation in self.operations]
        for name, node in self.fragments.items():
            if name not in self.measured:
                raise invalid(f"Fragment '{name}' is never used.", node)
        return Size(max((size.depth for size in sizes), default=0), sum(size.fields for size in sizes))

    def size_of(self, selections: SelectionSetNode | None) -> Size:
        """The size of a selection set."""
        sizes = [self.size_of_selection(node) for node in selections.selections] if selections else []
        return Size(max((size.depth for size in sizes), default=0), sum(size.fields for size in sizes))

    def size_of_selection(self, node: Any) -> Size:
        """The size of a field, an inline fragment or a fragment's name.

        Introspection counts as one level: tools ask it deeper than anything else, and it has a rule of its own.
        """
        if isinstance(node, FragmentSpreadNode):
            return self.size_of_fragment(node)
        inside = self.size_of(node.selection_set)
        if not isinstance(node, FieldNode):
            return inside
        self.aliases += node.alias is not None
        return Size(1 if node.name.value.startswith("__") else inside.depth + 1, inside.fields + 1)

    def size_of_fragment(self, spread: FragmentSpreadNode) -> Size:
        """The size of the fragment that is named."""
        name = spread.name.value
        if name not in self.fragments:
            raise invalid(f"Unknown fragment '{name}'.", spread)
        if name not in self.measured:
            self.measured[name] = None
            self.measured[name] = self.size_of(self.fragments[name].selection_set)
        size = self.measured[name]
        if size is None:
            raise invalid(f"Cannot spread fragment '{name}' within itself.", spread)
        return size


def invalid(message: str, node: Node) -> GraphQLError:
    """The error for what validation would refuse as well, only later."""
    return GraphQLError(message, nodes=[node], extensions={"code": "GRAPHQL_VALIDATION_FAILED"})


def any_type(_condition: str) -> bool:
    """Follow fragments on every type."""
    return True


def collect_fields(
    selection_sets: Iterable[SelectionSetNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    applies: Callable[[str], bool] = any_type,
) -> dict[str, list[FieldNode]]:
    """The fields of merged selection sets by response name (GraphQL, section 6.3.2); each fragment is taken once.

    `applies` says of a type condition whether its fields belong to the object asked for.
    """
    found: dict[str, list[FieldNode]] = {}
    seen: set[str] = set()
    ahead: list[Any] = [node for selections in selection_sets for node in selections.selections][::-1]
    while ahead:
        node = ahead.pop()
        if isinstance(node, FieldNode):
            found.setdefault((node.alias or node.name).value, []).append(node)
            continue
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name in seen:
                continue
            seen.add(name)
            node = fragments[name]
        if node.type_condition is None or applies(node.type_condition.name.value):
            ahead.extend(reversed(node.selection_set.selections))
    return found


def count_comparisons(selection_sets: list[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    """How much validation has to compare to see that fields of one name can be merged."""
    total = 0
    for nodes in collect_fields(selection_sets, fragments).values():
        below = [node.selection_set for node in nodes if node.selection_set]
        weight = (OBJECT_COMPARISONS if below else 1) + max(map(length_of_arguments, nodes)) // CHARACTERS_COMPARED
        total += len(nodes) * (len(nodes) - 1) // 2 * weight + count_comparisons(below, fragments)
    return total


def length_of_arguments(node: FieldNode) -> int:
    """Characters of a field's arguments."""
    locations = [argument.loc for argument in node.arguments if argument.loc]
    return locations[-1].end - locations[0].start if locations else 0
