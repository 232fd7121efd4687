"""Lists of events and talks: in which order they stand, and one page of them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from api.graphql.connections import ConnectionValue, Ordering, SortKey, Window
from api.graphql.enums import build_enum
from api.graphql.filters import Direction, OrderDirection, select_pages
from api.graphql.phases import RUNNING
from api.graphql.types import bad_input
from api.published.columns import FAR_FUTURE, FAR_PAST
from api.published.models import PublishedRow
from pages.choices import DEADLINE_KINDS
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.reading import Reading


class EventOrderColumn(enum.Enum):
    """What events are sorted by, as beginnings of columns."""

    STARTS_AT = "start"
    NEXT_DEADLINE = "deadline"
    TITLE = "title"
    UPDATED_AT = "updated_at"
    RELEVANCE = "relevance"


EventOrderField = build_enum(
    "EventOrderField",
    EventOrderColumn,
    {
        "STARTS_AT": "Start; unknown times last, both ways.",
        "NEXT_DEADLINE": "Next deadline for submissions that is still ahead; events without one last, both ways.",
        "TITLE": "Title, without regard to case; titles that are not announced last, both ways.",
        "UPDATED_AT": "Last publication.",
        "RELEVANCE": "How well the words of `search` match; `ASC`: the best first. Needs `search`.",
    },
    "What events are sorted by.",
)


class EventOrder(graphene.InputObjectType):
    """A key to sort events by; remaining ties break the same way each time."""

    field = EventOrderField(required=True, description="Sort key.")
    direction = OrderDirection(
        required=True, default_value=OrderDirection.ASC, description="Direction; `ASC` if absent."
    )


ONE_COLUMN = frozenset({EventOrderColumn.UPDATED_AT.value, EventOrderColumn.RELEVANCE.value})
"""Keys that every row has, so that one column serves both directions."""
HELD_TYPES = {EventOrderColumn.TITLE.value: str, EventOrderColumn.RELEVANCE.value: int}
START = SortKey("start_ascending")
BY_START = Ordering((START,))
LATEST_FIRST = Ordering((SortKey("start_descending", is_descending=True),))
BY_PLACE = Ordering((SortKey("page__path", holds=str),))
BY_RELEVANCE = Ordering((SortKey("relevance", is_descending=True, holds=int),))


def find_ordering(orders: list[Any] | None, *, is_search: bool) -> Ordering:
    """The ordering that a client asks for; raises `GraphQLError` for a key given twice or without what it needs."""
    names = [order["field"].value for order in orders or ()]
    if len(set(names)) != len(names):
        raise bad_input("orderBy names a field twice.")
    if EventOrderColumn.RELEVANCE.value in names and not is_search:
        raise bad_input("orderBy names RELEVANCE, which needs search.")
    if not names:
        return BY_RELEVANCE if is_search else BY_START
    return Ordering(tuple(find_key(order["field"].value, order["direction"].value) for order in orders or ()))


def find_key(name: str, direction: str) -> SortKey:
    """The column for a key in a direction."""
    is_descending = direction == Direction.DESC.value
    column = name if name in ONE_COLUMN else f"{name}_{'descending' if is_descending else 'ascending'}"
    is_best_first = name == EventOrderColumn.RELEVANCE.value
    return SortKey(column, is_descending=is_descending is not is_best_first, holds=HELD_TYPES.get(name, dt.datetime))


def connect_pages(
    reading: Reading, window: Window, where: Mapping[str, Any], *, orders: list[Any] | None, search: str | None
) -> ConnectionValue:
    """One page of the events or talks that match."""
    ordering = find_ordering(orders, is_search=search is not None)
    rows = select_pages(reading, where, search=search)
    for key in ordering.keys:
        rows = with_next_deadline(rows, key, reading) if key.column.startswith("deadline") else rows
    reading.lifetime.shows("events")
    if ordering.keys[0] == START and not window.backwards:
        rows = skip_past(rows, where, reading)
    return connect(reading, rows, window, ordering)


def connect(reading: Reading, rows: QuerySet[PublishedPage], window: Window, ordering: Ordering) -> ConnectionValue:
    """One page of documents."""
    found = reading.take(window.select(rows, ordering)[: window.size + 1], *ordering.columns)
    return window.connect(found, [page.keys for page in found], ordering, rows.count)


def with_next_deadline(rows: QuerySet[PublishedPage], key: SortKey, reading: Reading) -> QuerySet[PublishedPage]:
    """The rows with their next deadline as a column to sort by."""
    now = reading.visibility.now
    reading.lifetime.ends(reading.timetable.next_closing(now))
    ahead = PublishedRow.objects.filter(
        page=OuterRef("pk"), type_name="ImportantDate", kind__in=DEADLINE_KINDS, starts_at__gt=now
    )
    first = Subquery(ahead.order_by("starts_at").values("starts_at")[:1])
    unknown = Value(FAR_PAST if key.is_descending else FAR_FUTURE, output_field=DateTimeField())
    return rows.annotate(**{key.column: Coalesce(first, unknown)})


def skip_past(rows: QuerySet[PublishedPage], where: Mapping[str, Any], reading: Reading) -> QuerySet[PublishedPage]:
    """The rows without those that start too early to be on or ahead, where only such are asked for.

    It says nothing new, but lets a database begin there in an index instead of at the oldest event.
    """
    phases = {Phase(phase.value) for phase in where.get("phase") or ()}
    earliest = reading.timetable.earliest_running if phases and phases <= RUNNING else None
    return rows.filter(start_ascending__gte=earliest) if earliest is not None else rows
