"""Lists across all events: announced dates, programme items, people, topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from api.graphql.connections import ConnectionValue, Ordering, SortKey, Window
from api.graphql.enums import ContributionRole, DateState, EventPhase, EventType, ImportantDateKind, SessionKind
from api.graphql.events import BY_START, LATEST_FIRST
from api.graphql.filters import DateTimeRange, check_size, find_scope, searched, some_of, within
from api.graphql.interfaces import owned
from api.graphql.phases import any_of, own_condition
from api.graphql.scalars import Locale
from api.graphql.translations import WHICH_LANGUAGE, each_once
from api.published.models import PublishedRow
from api.search import matching_people
from pages.models import Contribution, EventPage, Topic
from pages.occurrences import DateState as State
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.reading import PageValue, Reading

BY_NAME = Ordering((SortKey("sort_name", holds=str),))
BY_LABEL = Ordering((SortKey("label", holds=str),))


class RowFilter(graphene.InputObjectType):
    """What dates and programme items have in common."""

    class Meta:
        abstract = True

    event_types = some_of(EventType, "Of any of these types of events.")
    below = graphene.ID(description="Only of events below the page with this id; null: anywhere on the site.")
    once_in = Locale(description=f"Of each event once: {WHICH_LANGUAGE}")


class ImportantDateFilter(RowFilter):
    """Which announced dates; conditions combine with AND."""

    kinds = some_of(ImportantDateKind, "Any of these kinds.")
    at = DateTimeRange(description="Falls within; a date without a time falls where it ends. Null: any and unknown.")
    state = some_of(DateState, "Any of these states at request time.")


class SessionFilter(RowFilter):
    """Which programme items; conditions combine with AND."""

    kinds = some_of(SessionKind, "Any of these kinds.")
    starts_at = DateTimeRange(description="Starts within; null: any time and none.")
    phase = some_of(EventPhase, "Any of these states at request time.")


def connect_rows(
    reading: Reading, window: Window, where: Mapping[str, Any], *, type_name: str, latest_first: bool
) -> ConnectionValue:
    """One page of the rows of a type, out of the documents of their pages."""
    ordering = LATEST_FIRST if latest_first else BY_START
    rows = reading.visibility.listed_rows().filter(type_name=type_name)
    scope = find_scope(where, reading)
    rows = each_once(narrow_rows(rows, where, scope, reading), where.get("once_in"), scope, reading, page="page__page")
    places = list(window.select(rows, ordering)[: window.size + 1].values_list("page_id", "key", *ordering.columns))
    reading.pages.want(place[0] for place in places)
    found = [(find_row(reading, place[0], place[1], type_name), place[2:]) for place in places]
    shown = [(row, place) for row, place in found if row is not None]
    reading.lifetime.shows(type_name)
    return window.connect([row for row, _ in shown], [place for _, place in shown], ordering, rows.count)


def narrow_rows(
    rows: QuerySet[PublishedRow], where: Mapping[str, Any], scope: QuerySet[PublishedPage], reading: Reading
) -> QuerySet[PublishedRow]:
    """Those of `rows` that match; where they stand is said by the documents in `scope`."""
    given = {name: value for name, value in where.items() if value is not None}
    if "event_types" in given:
        rows = rows.filter(page__type_name__in=[it.value for it in check_size(given["event_types"], "eventTypes")])
    if "below" in given:
        rows = rows.filter(page__in=scope)
    if "kinds" in given:
        rows = rows.filter(kind__in=[it.value for it in check_size(given["kinds"], "kinds")])
    for name in given.keys() & {"at", "starts_at"}:
        rows = rows.filter(within("starts_at", given[name]))
    return narrow_by_time(rows, given, reading)


def narrow_by_time(rows: QuerySet[PublishedRow], given: Mapping[str, Any], reading: Reading) -> QuerySet[PublishedRow]:
    """Those of `rows` in the states or phases asked for; the answer holds until a row passes to another one."""
    now = reading.visibility.now
    if given.keys() & {"state", "phase"}:
        reading.lifetime.ends(reading.timetable.next_closing(now))
    if "state" in given:
        conditions = {State.OPEN: Q(ends_at__gt=now), State.CLOSED: Q(ends_at__lte=now), State.UNKNOWN: Q(ends_at=None)}
        rows = rows.filter(any_of(conditions[State(it.value)] for it in check_size(given["state"], "state")))
    if "phase" in given:
        phases = [Phase(it.value) for it in check_size(given["phase"], "phase")]
        rows = rows.annotate(status=F("page__status")).filter(own_condition(phases, now))
    return rows


def find_row(reading: Reading, page_id: int, key: UUID, type_name: str) -> dict[str, Any] | None:
    """A row out of its page's document; None when it has just been taken from it."""
    page = reading.pages[page_id]
    rows = (row for row in find_rows(reading, page, type_name) if row["key"] == str(key)) if page else iter(())
    return next((owned([row], page)[0] for row in rows), None)


def find_rows(reading: Reading, page: PageValue, type_name: str) -> list[dict[str, Any]]:
    """The rows of a type in a page's document or long texts."""
    if type_name == "ImportantDate":
        rows: list[dict[str, Any]] = page.document.get("importantDates", [])
        return rows
    return reading.long_texts(page).get("sessions" if type_name == "Session" else "tracks", [])


class PersonFilter(graphene.InputObjectType):
    """Which people; conditions combine with AND."""

    roles = some_of(ContributionRole, "In any of these roles at an event that is listed.")


def connect_people(
    reading: Reading, window: Window, where: Mapping[str, Any], *, search: str | None
) -> ConnectionValue:
    """One page of the people who may be shown and do something at a listed event, by the name they sort by."""
    does = Contribution.objects.filter(reading.visibility.in_lists("event__published__"), person=OuterRef("pk"))
    if where.get("roles") is not None:
        does = does.filter(role__in=[role.value for role in check_size(where["roles"], "roles")])
    rows = searched(reading.visibility.people().filter(Exists(does)), search, by=matching_people)
    places = list(window.select(rows, BY_NAME)[: window.size + 1].values_list(*BY_NAME.columns))
    reading.people.want(key for _, key in places)
    shown = [(reading.people[place[1]], place) for place in places if reading.people[place[1]] is not None]
    reading.lifetime.shows("people")
    return window.connect([person for person, _ in shown], [place for _, place in shown], BY_NAME, rows.count)


def connect_topics(reading: Reading, window: Window) -> ConnectionValue:
    """One page of the topics that listed events and talks are filed under, by name."""
    filed = EventPage.topics.through.objects.filter(
        reading.visibility.in_lists("eventpage__published__"), topic=OuterRef("pk")
    )
    rows = Topic.objects.filter(Exists(filed)).annotate(label=Lower("name"))
    places = list(window.select(rows, BY_LABEL)[: window.size + 1].values_list(*BY_LABEL.columns))
    reading.topics.want(key for _, key in places)
    shown = [(reading.topics[place[1]], place) for place in places if reading.topics[place[1]] is not None]
    reading.lifetime.shows("topics")
    return window.connect([topic for topic, _ in shown], [place for _, place in shown], BY_LABEL, rows.count)
