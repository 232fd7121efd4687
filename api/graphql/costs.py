"""What an operation costs: a point for each object that its answer may hold, known before anything is executed.

A price is a number where the document says everything, else a formula of the variables that say how long lists are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from graphql import (
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    value_from_ast_untyped,
)

from api.graphql.connections import LARGEST_PAGE, USUAL_PAGE
from api.graphql.limits import collect_fields, too_complex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphql import FragmentDefinitionNode, GraphQLField, GraphQLSchema, SelectionSetNode, ValueNode

MOST_POINTS = 5_000
MOST_POINTS_WITH_TOKEN = 20_000

ASSUMED_LIST_SIZE = 3
"""Objects in a list that has no `first`: people of a talk, topics, links, dates."""

SCHEMA_POINTS = 1_000
"""For all types of the schema at once."""

SEARCH_POINTS = 100
COUNT_POINTS = 20
"""For what a database does to find words, and to count the rows of a list, whatever the answer holds of them."""

SEARCH_ARGUMENTS = {"search", "words"}
COUNT_FIELD = "totalCount"
TYPE_PARTS = {"fields", "inputFields", "interfaces", "possibleTypes", "enumValues"}
PAGE_ARGUMENTS = ("first", "last")
LIST_ARGUMENT = "ids"


class Formula(Protocol):
    """A number that depends on variables."""

    def value(self, variables: Mapping[str, Any]) -> int:
        """The number for these variables, as the client sent them."""


Price: TypeAlias = int | Formula


def evaluate(price: Price, variables: Mapping[str, Any]) -> int:
    """The number of points."""
    return price if isinstance(price, int) else price.value(variables)


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page that variables may say; one that is not possible is refused when it is executed."""

    given: tuple[ValueNode, ...]
    usual: int = USUAL_PAGE

    def value(self, variables: Mapping[str, Any]) -> int:
        """Rows, at most `LARGEST_PAGE`."""
        return read_page_size((read_value(node, variables) for node in self.given), usual=self.usual)


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a list that a variable holds."""

    given: VariableNode

    def value(self, variables: Mapping[str, Any]) -> int:
        """Items, at most `LARGEST_PAGE`; more are refused when it is executed."""
        items = read_value(self.given, variables)
        return min(len(items), LARGEST_PAGE) if isinstance(items, list) else 1


@dataclass(frozen=True, slots=True)
class Product:
    """So many objects of one price."""

    count: Price
    each: Price

    def value(self, variables: Mapping[str, Any]) -> int:
        """The price of all."""
        return evaluate(self.count, variables) * evaluate(self.each, variables)


@dataclass(frozen=True, slots=True)
class Sum:
    """Prices together."""

    fixed: int
    terms: tuple[Formula, ...]

    def value(self, variables: Mapping[str, Any]) -> int:
        """Their sum."""
        return self.fixed + sum(term.value(variables) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Greatest:
    """Prices of which one applies, according to the type of the object."""

    fixed: int
    options: tuple[Formula, ...]

    def value(self, variables: Mapping[str, Any]) -> int:
        """The highest."""
        return max(self.fixed, *(option.value(variables) for option in self.options))


def add(prices: Iterable[Price]) -> Price:
    """The sum of prices."""
    fixed, terms = split(prices)
    return Sum(sum(fixed), terms) if terms else sum(fixed)


def highest(prices: Iterable[Price]) -> Price:
    """The highest of prices."""
    fixed, options = split(prices)
    return Greatest(max(fixed, default=0), tuple(dict.fromkeys(options))) if options else max(fixed, default=0)


def multiply(count: Price, each: Price) -> Price:
    """The price of several objects."""
    return count * each if isinstance(count, int) and isinstance(each, int) else Product(count, each)


def split(prices: Iterable[Price]) -> tuple[list[int], tuple[Formula, ...]]:
    """The numbers and the formulas among prices."""
    known = list(prices)
    return [it for it in known if isinstance(it, int)], tuple(it for it in known if not isinstance(it, int))


def read_value(node: ValueNode, variables: Mapping[str, Any]) -> Any:
    """The value of an argument; a variable's as the client sent it."""
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    return int(node.value) if isinstance(node, IntValueNode) else None


def read_page_size(values: Iterable[Any], *, usual: int) -> int:
    """The number of rows that `first` and `last` ask for; the usual one where neither does."""
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return max((int(max(0, min(number, LARGEST_PAGE))) for number in numbers), default=usual)


def find_defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """The values of variables that a client does not send."""
    defaults = {it.variable.name.value: it.default_value for it in operation.variable_definitions or ()}
    return {name: value_from_ast_untyped(node) for name, node in defaults.items() if node is not None}


class Pricing:
    """Prices the selections of one valid document, which must be within the limits on its size."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self.schema = schema
        self.fragments = fragments
        self.known: dict[tuple[Any, ...], Price] = {}

    def price_operation(self, operation: OperationDefinitionNode) -> Price:
        """The price of an operation; raises `GraphQLError` for introspection that goes round in circles."""
        root = self.schema.get_root_type(operation.operation)
        return self.price_object([operation.selection_set], root, page=None) if root else 0

    def price_selection(self, sets: list[SelectionSetNode], parent: Any, *, page: Price | None) -> Price:
        """The price of what is selected of an object; of the most expensive type where there are several."""
        if not isinstance(parent, GraphQLInterfaceType | GraphQLUnionType):
            return self.price_object(sets, parent, page=page)
        return highest(self.price_object(sets, it, page=page) for it in self.schema.get_possible_types(parent))

    def price_object(self, sets: list[SelectionSetNode], parent: GraphQLObjectType, *, page: Price | None) -> Price:
        """The price of what is selected of an object of a type; `page` is the size of the connection it is."""
        key = (parent.name, page, *map(id, sets))
        if key not in self.known:
            fields = collect_fields(sets, self.fragments, lambda condition: self.is_a(parent, condition))
            self.known[key] = add(self.price_field(parent, nodes, page=page) for nodes in fields.values())
        return self.known[key]

    def is_a(self, object_type: GraphQLObjectType, condition: str) -> bool:
        """Whether objects of a type fulfil a type condition."""
        wanted = self.schema.type_map[condition]
        return wanted is object_type or (
            isinstance(wanted, GraphQLInterfaceType | GraphQLUnionType) and self.schema.is_sub_type(wanted, object_type)
        )

    def price_field(self, parent: GraphQLObjectType, nodes: list[FieldNode], *, page: Price | None) -> Price:
        """The price of the objects in a field and of looking for them; other fields without objects are free."""
        sets = [node.selection_set for node in nodes if node.selection_set]
        name = nodes[0].name.value
        if name.startswith("__"):
            return self.price_introspection(sets, inside=None)
        field = parent.fields[name]
        if is_leaf_type(get_named_type(field.type)):
            return COUNT_POINTS if name == COUNT_FIELD else 0
        if is_list_type(get_nullable_type(field.type)):
            count, inner = count_items(nodes[0], page=page), None
        else:
            count, inner = 1, find_page_size(field, nodes[0])
        each = [1, price_search(nodes[0]), self.price_selection(sets, get_named_type(field.type), page=inner)]
        return multiply(count, add(each))

    def price_introspection(self, sets: list[SelectionSetNode], *, inside: str | None) -> int:
        """The price of introspection; raises `GraphQLError` where parts of types are asked of parts of types.

        No tool does so, and each level would multiply the answer by the size of the schema.
        """
        total = 0
        for nodes in collect_fields(sets, self.fragments).values():
            name = nodes[0].name.value
            if name in TYPE_PARTS and inside:
                raise too_complex(f"Introspection may not ask for {name} below {inside}.")
            below = [node.selection_set for node in nodes if node.selection_set]
            total += SCHEMA_POINTS if name == "types" else bool(below)
            total += self.price_introspection(below, inside=name if name in TYPE_PARTS else inside)
        return total


def price_search(node: FieldNode) -> int:
    """The price of the words that a field looks for; a variable may hold some."""
    given = {argument.name.value for argument in node.arguments if not isinstance(argument.value, NullValueNode)}
    return 0 if given.isdisjoint(SEARCH_ARGUMENTS) else SEARCH_POINTS


def find_page_size(field: GraphQLField, node: FieldNode) -> Price | None:
    """The size of the page that a field with a connection shows; None for any other field."""
    if "first" not in field.args:
        return None
    arguments = {argument.name.value: argument.value for argument in node.arguments}
    given = tuple(arguments[name] for name in PAGE_ARGUMENTS if name in arguments)
    default = field.args["first"].default_value
    usual = default if isinstance(default, int) else USUAL_PAGE
    size = PageSize(tuple(it for it in given if not isinstance(it, NullValueNode)), usual)
    return size if any(isinstance(it, VariableNode) for it in size.given) else size.value({})


def count_items(node: FieldNode, *, page: Price | None) -> Price:
    """The number of objects in a list: as many as were asked for by id, as the page holds, or the assumed ones."""
    given = next((it.value for it in node.arguments if it.name.value == LIST_ARGUMENT), None)
    if given is None:
        return ASSUMED_LIST_SIZE if page is None else page
    if isinstance(given, VariableNode):
        return Length(given)
    return min(len(given.values), LARGEST_PAGE) if isinstance(given, ListValueNode) else 1
