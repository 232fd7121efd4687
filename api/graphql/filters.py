"""What lists of pages can be asked for: conditions as inputs, and as SQL on documents."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from api.graphql.enums import AttendanceMode, EventPhase, EventType, build_enum
from api.graphql.phases import in_phases, talks_in_phases
from api.graphql.scalars import DateTime, Locale
from api.graphql.translations import WHICH_LANGUAGE, each_once
from api.graphql.types import bad_input
from api.ids import GlobalId
from api.published.models import PageKind, PublishedPage, PublishedRow
from api.search import matching
from pages.choices import DEADLINE_KINDS
from pages.models import Contribution, EventPage
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet

    from api.reading import Reading
    from api.visibility import Visibility

LARGEST_CHOICE = 50


def some_of(of: Any, description: str, *, absent: str = "any") -> graphene.List:
    """A filter by any of several values."""
    return graphene.List(graphene.NonNull(of), description=f"{description} At most {LARGEST_CHOICE}; null: {absent}.")


class Direction(enum.Enum):
    """Both ways."""

    ASC = "asc"
    DESC = "desc"


OrderDirection = build_enum(
    "OrderDirection", Direction, {"ASC": "Ascending.", "DESC": "Descending."}, "Sort direction."
)


class DateTimeRange(graphene.InputObjectType):
    """A half-open range of instants."""

    gte = DateTime(description="Inclusive lower bound; null: none.")
    lt = DateTime(description="Exclusive upper bound; null: none.")


class TalkFilter(graphene.InputObjectType):
    """Which talks; conditions combine with AND."""

    phase = some_of(EventPhase, "Any of these states at request time.")
    starts_at = DateTimeRange(description="Starts within; null: any time and none.")
    below = graphene.ID(description="Only below the page with this id; null: anywhere on the site.")
    topics = some_of(graphene.ID, "Filed under any of the topics with these ids.")
    people = some_of(graphene.ID, "With any of the persons with these ids in any role.")
    languages = some_of(Locale, "Held in any of these languages.")
    attendance_mode = some_of(AttendanceMode, "Any of these ways to attend.")
    updated_at = DateTimeRange(description="Last published within; null: any time.")
    once_in = Locale(
        description=f"Each once: {WHICH_LANGUAGE} Translations without the words of `search` do not count. Without"
        " effect on the talks of one series, which have its language."
    )


class EventFilter(TalkFilter):
    """Which events; conditions combine with AND."""

    types = some_of(EventType, "Any of these types.", absent="all but talks, which their series hold")
    deadline = DateTimeRange(description="Has a deadline for submissions within; null: any and none.")


def select_pages(reading: Reading, where: Mapping[str, Any], *, search: str | None = None) -> QuerySet[PublishedPage]:
    """The listed events or talks that match, ready to be sorted by any key; raises `GraphQLError`."""
    kinds, types = find_kinds(where)
    chosen = Q(kind=kinds[0]) if len(kinds) == 1 else Q(kind__in=kinds)
    chosen &= Q() if types is None else Q(type_name__in=types)
    scope = searched(find_scope(where, reading), search, by=matching)
    return each_once(narrow(scope.filter(chosen), where, reading), where.get("once_in"), scope, reading)


def find_scope(where: Mapping[str, Any], reading: Reading) -> QuerySet[PublishedPage]:
    """The documents of a list before any other condition than where they stand."""
    return lie_below(reading.visibility.listed_documents(), where, reading)


def searched(rows: QuerySet[Any], words: str | None, *, by: Callable[[str, Any], QuerySet[Any]]) -> QuerySet[Any]:
    """The rows that match the words of a search; raises `GraphQLError` for too many words."""
    if words is None:
        return rows
    try:
        return by(words, rows)
    except ValueError as error:
        raise bad_input(str(error)) from error


def find_kinds(where: Mapping[str, Any]) -> tuple[list[str], list[str] | None]:
    """The kinds of pages, and the names of types, that are asked for; None for all types of the kinds."""
    if where.get("types") is None:
        return [where.get("kind", PageKind.EVENT)], None
    types = [it.value for it in check_size(where["types"], "types")]
    kinds = {PageKind.TALK if name == "Talk" else PageKind.EVENT for name in types}
    return sorted(kinds), types


def narrow(rows: QuerySet[PublishedPage], where: Mapping[str, Any], reading: Reading) -> QuerySet[PublishedPage]:
    """Those of `rows` that match the conditions on what they are."""
    chosen = Q()
    for name in where.keys() & CONDITIONS.keys():
        chosen &= CONDITIONS[name](where[name], reading) if where[name] is not None else Q()
    rows = rows.filter(chosen) if chosen else rows
    if where.get("phase") is not None:
        phases = [Phase(phase.value) for phase in check_size(where["phase"], "phase")]
        rows = (talks_in_phases if where.get("kind") == PageKind.TALK else in_phases)(rows, phases, reading)
    return rows


def check_size(values: list[Any], argument: str) -> list[Any]:
    """`values`, if there are not too many of them; else raises `GraphQLError`."""
    if len(values) > LARGEST_CHOICE:
        raise bad_input(f"{argument} must name at most {LARGEST_CHOICE} values.")
    return values


def within(column: str, bounds: Mapping[str, Any]) -> Q:
    """The condition that `column` lies in a half-open range."""
    return Q(**{f"{column}__{name}": value for name, value in bounds.items() if value is not None})


def lie_below(rows: QuerySet[PublishedPage], where: Mapping[str, Any], reading: Reading) -> QuerySet[PublishedPage]:
    """Those of `rows` below the page that `where` names, if any; raises `GraphQLError` when it is not public."""
    if where.get("below") is None:
        return rows
    return rows.filter(page__path__startswith=find_path(where["below"], reading.visibility))


def find_path(page_id: str, visibility: Visibility) -> str:
    """The tree path of the public page with this id; raises `GraphQLError` when there is none."""
    wanted = GlobalId.parse(page_id)
    key = wanted.uuid if wanted else None
    rows = visibility.pages(Page).filter(translation_key=key, locale__language_code=wanted.language if wanted else "")
    path = rows.values_list("path", flat=True).first() if key else None
    if path is None:
        raise bad_input("below is no id of a page.")
    return path


def find_keys(ids: list[str], type_name: str, argument: str) -> list[Any]:
    """The uids in those of the ids that name objects of a type."""
    wanted = (GlobalId.parse(text) for text in check_size(ids, argument))
    return [it.uuid for it in wanted if it and it.type_name == type_name and it.uuid]


def has_topic(ids: list[str], _reading: Reading) -> Q:
    """The condition of being filed under one of the topics with these ids."""
    filed = EventPage.topics.through.objects.filter(topic__uid__in=find_keys(ids, "Topic", "topics"))
    return Q(Exists(filed.filter(eventpage=OuterRef("pk"))))


def has_person(ids: list[str], reading: Reading) -> Q:
    """The condition that one of the persons with these ids, who may be shown, does something there."""
    people = reading.visibility.people().filter(uid__in=find_keys(ids, "Person", "people"))
    return Q(Exists(Contribution.objects.filter(person__in=people, event=OuterRef("pk"))))


def is_held_in(languages: list[str], _reading: Reading) -> Q:
    """The condition of being held in one of `languages`."""
    condition = Q(pk__in=())
    for language in check_size(languages, "languages"):
        condition |= Q(languages__contains=f",{language},")
    return condition


def is_attended(modes: list[Any], _reading: Reading) -> Q:
    """The condition of being attended in one of these ways."""
    return Q(attendance_mode__in=[mode.value for mode in check_size(modes, "attendanceMode")])


def has_deadline(bounds: Mapping[str, Any], _reading: Reading) -> Q:
    """The condition of having a deadline for submissions in a range."""
    rows = PublishedRow.objects.filter(within("starts_at", bounds), page=OuterRef("pk"), kind__in=DEADLINE_KINDS)
    return Q(Exists(rows.filter(type_name="ImportantDate")))


CONDITIONS: dict[str, Callable[[Any, Reading], Q]] = {
    "starts_at": lambda bounds, _: within("starts_at", bounds),
    "updated_at": lambda bounds, _: within("updated_at", bounds),
    "topics": has_topic,
    "people": has_person,
    "languages": is_held_in,
    "attendance_mode": is_attended,
    "deadline": has_deadline,
}
"""What each argument asks of a document but `types`, `phase`, `below` and `once_in`."""
