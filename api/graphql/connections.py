"""Relay connections over keyset cursors: a page of a list is found by where the last one ended, never by counting."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Q

from api.graphql.types import bad_input

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from graphene import ResolveInfo

LARGEST_PAGE = 100
USUAL_PAGE = 20
CURSOR_ERRORS = (ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What reading something else than a cursor of ours may raise."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, which is never null."""

    column: str
    is_descending: bool = False
    holds: type = dt.datetime

    def order_by(self, *, backwards: bool) -> str:
        """The ordering as the ORM writes it, or its very reverse."""
        return self.column if self.is_descending is backwards else f"-{self.column}"

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """The condition of standing after `value`, or before it."""
        return Q(**{f"{self.column}__{'gt' if self.is_descending is backwards else 'lt'}": value})

    def from_on(self, value: Any, *, backwards: bool) -> Q:
        """The condition of standing at `value` or after it, or before it."""
        return Q(**{f"{self.column}__{'gte' if self.is_descending is backwards else 'lte'}": value})


@dataclass(frozen=True, slots=True)
class Ordering:
    """A total order: sort keys, then the primary key in the direction of the last one."""

    keys: tuple[SortKey, ...]

    @property
    def all_keys(self) -> tuple[SortKey, ...]:
        """The keys with the one that breaks ties."""
        return (*self.keys, SortKey("pk", is_descending=self.keys[-1].is_descending, holds=int))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns whose values make up a row's place."""
        return tuple(key.column for key in self.all_keys)

    @property
    def name(self) -> str:
        """What a cursor is bound to."""
        return ",".join(f"-{key.column}" if key.is_descending else key.column for key in self.keys)

    def order_by(self, *, backwards: bool = False) -> list[str]:
        """The ordering as the ORM writes it."""
        return [key.order_by(backwards=backwards) for key in self.all_keys]

    def cursor(self, place: Sequence[Any]) -> str:
        """The opaque position of a row with these values of `columns`."""
        text = json.dumps([self.name, *map(encode_value, place)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def beyond(self, cursor: str, *, argument: str, backwards: bool) -> Q:
        """The condition of standing after a cursor, or before it; raises `GraphQLError` for a foreign cursor.

        The bound on the first key alone says nothing new, but lets a database begin there in an index.
        """
        values = self._read(cursor, argument=argument)
        condition = Q(pk__in=())
        same = Q()
        for key, value in zip(self.all_keys, values, strict=True):
            condition |= same & key.beyond(value, backwards=backwards)
            same &= Q(**{key.column: value})
        return self.all_keys[0].from_on(values[0], backwards=backwards) & condition

    def _read(self, cursor: str, *, argument: str) -> list[Any]:
        try:
            name, *values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            if name != self.name:
                raise ValueError(name)
            return [decode_value(value, key.holds) for key, value in zip(self.all_keys, values, strict=True)]
        except CURSOR_ERRORS as error:
            raise bad_input(f"{argument} is no cursor of this ordering.") from error


def encode_value(value: Any) -> Any:
    """A column's value as JSON."""
    return {"at": value.isoformat()} if isinstance(value, dt.datetime) else value


def decode_value(value: Any, kind: type) -> Any:
    """The value of a kind that `encode_value` wrote; raises one of `CURSOR_ERRORS` for any other."""
    if kind is dt.datetime:
        instant = dt.datetime.fromisoformat(value["at"])
        if instant.tzinfo is None:
            raise ValueError(value)
        return instant.astimezone(dt.UTC)
    if type(value) is not kind or not is_comparable(value):
        raise ValueError(value)
    return value


def is_comparable(value: Any) -> bool:
    """Whether a database can compare with `value`; raises `ValueError` for text that is not Unicode."""
    return abs(value) < 2**63 if isinstance(value, int) else b"\0" not in value.encode()


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that a client asks for."""

    size: int
    cursor: str | None
    backwards: bool

    @classmethod
    def of(
        cls,
        *,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Window:
        """The window of these arguments; raises `GraphQLError` naming the one that is not possible."""
        backwards = last is not None or before is not None
        if backwards and (after is not None or first is not None):
            raise bad_input("first and after cannot be combined with last and before.")
        size = (last if backwards else first) or (USUAL_PAGE if (last if backwards else first) is None else 0)
        if not 1 <= size <= LARGEST_PAGE:
            raise bad_input(f"{'last' if backwards else 'first'} must be between 1 and {LARGEST_PAGE}.")
        return cls(size, before if backwards else after, backwards)

    def order(self, ordering: Ordering) -> list[str]:
        """The order in which the rows are read."""
        return ordering.order_by(backwards=self.backwards)

    def select(self, rows: QuerySet[Any], ordering: Ordering) -> QuerySet[Any]:
        """The rows beyond the cursor, in the order they are read in."""
        if self.cursor is not None:
            argument = "before" if self.backwards else "after"
            rows = rows.filter(ordering.beyond(self.cursor, argument=argument, backwards=self.backwards))
        return rows.order_by(*self.order(ordering))

    def connect(
        self, found: Sequence[Any], places: Sequence[Sequence[Any]], ordering: Ordering, count: Callable[[], int]
    ) -> ConnectionValue:
        """The connection out of up to one row more than the window holds, read in the window's order."""
        has_more = len(found) > self.size
        rows, shown = list(found[: self.size]), list(places[: self.size])
        if self.backwards:
            rows.reverse()
            shown.reverse()
        at_cursor = self.cursor is not None
        return ConnectionValue(
            rows,
            shown,
            ordering,
            count,
            has_next_page=at_cursor if self.backwards else has_more,
            has_previous_page=has_more if self.backwards else at_cursor,
        )


@dataclass(frozen=True)
class ConnectionValue:
    """One page of a list, with the values that say where each row stands."""

    nodes: list[Any]
    places: list[Sequence[Any]]
    ordering: Ordering
    count: Callable[[], int]
    has_next_page: bool
    has_previous_page: bool

    @property
    def edges(self) -> list[dict[str, Any]]:
        """The rows with their cursors."""
        pairs = zip(self.nodes, self.places, strict=True)
        return [{"node": node, "cursor": self.ordering.cursor(place)} for node, place in pairs]

    @property
    def page_info(self) -> ConnectionValue:
        """The same, as `PageInfo` reads it."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """Cursor of the first row."""
        return self.ordering.cursor(self.places[0]) if self.places else None

    @property
    def end_cursor(self) -> str | None:
        """Cursor of the last row."""
        return self.ordering.cursor(self.places[-1]) if self.places else None


class PageInfo(graphene.ObjectType):
    """Where a page of a list begins and ends."""

    has_next_page = graphene.Boolean(
        required=True, description="Whether more follows `endCursor`. Going backwards: whether `before` was given."
    )
    has_previous_page = graphene.Boolean(
        required=True,
        description="Whether more stands before `startCursor`. Going forwards: whether `after` was given.",
    )
    start_cursor = graphene.String(description="First cursor of this page; null when it is empty.")
    end_cursor = graphene.String(
        description="Last cursor of this page; null when it is empty. In `changes`, where to continue, and never null."
    )


def build_connection(node: Any, name: str) -> type[graphene.ObjectType]:
    """The connection and edge types over an object or interface type called `name`."""
    article = "an" if name[0] in "AEIOU" else "a"
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "__doc__": f"{name} in a list.",
            "node": graphene.Field(node, description=f"The {name}; null when it has just been hidden."),
            "cursor": graphene.String(required=True, description="Opaque position in this ordering of the list."),
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "__doc__": f"One page of a list; each row is {article} {name}.",
            "edges": graphene.List(graphene.NonNull(edge), required=True, description="The rows with their cursors."),
            "nodes": graphene.List(graphene.NonNull(node), required=True, description="The rows."),
            "page_info": graphene.Field(PageInfo, required=True, description="Where this page begins and ends."),
            "total_count": graphene.Int(description="How many rows match on all pages; costs one more statement."),
            "resolve_total_count": staticmethod(resolve_total_count),
        },
    )


def resolve_total_count(connection: ConnectionValue, _info: ResolveInfo) -> int:
    """The number of matching rows."""
    return connection.count()


def page_arguments() -> dict[str, graphene.Argument]:
    """The arguments by which a client asks for a part of a list."""
    return {
        "first": graphene.Argument(
            graphene.Int,
            description=f"Number of rows from the beginning or after `after`, 1 to {LARGEST_PAGE}; null: {USUAL_PAGE}.",
        ),
        "after": graphene.Argument(graphene.String, description="Cursor to continue after; null: from the beginning."),
        "last": graphene.Argument(
            graphene.Int,
            description=f"Number of rows from the end or before `before`, 1 to {LARGEST_PAGE}; null: forwards.",
        ),
        "before": graphene.Argument(graphene.String, description="Cursor to continue before; null: from the end."),
    }
