"""Lists of events: what can be asked of them, and in which order they stand."""

from __future__ import annotations

import datetime as dt
import enum
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models import Window as RowWindow
from django.db.models.functions import Cast, Lower, RowNumber
from wagtail.models import Page

from api.graphql.connections import ConnectionValue, Ordering, SortKey, Window
from api.graphql.enums import AttendanceMode, EventPhase, EventType, build_enum
from api.ids import GlobalId
from api.graphql.loading import Batch, Reading, count_by_series, parent_path, talks_of
from api.graphql.scalars import DateTime, Locale
from api.graphql.types import bad_input
from pages.choices import CALLED_OFF_STATUSES, SeriesStatus
from pages.choices import AttendanceMode as Attendance
from pages.models import EventPage, SeminarSeriesPage, TalkPage
from pages.models.base import own_phase
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphene import ResolveInfo
    from wagtail.query import PageQuerySet

    from api.visibility import Visibility

LARGEST_CHOICE = 50
START = SortKey("starts_at")
BY_START = Ordering((START,))
LATEST_FIRST = Ordering((SortKey("starts_at", is_descending=True),))


def some_of(of: Any, description: str, *, absent: str = "any") -> graphene.List:
    """A filter by any of several values."""
    return graphene.List(graphene.NonNull(of), description=f"{description} At most {LARGEST_CHOICE}; null: {absent}.")


class DateTimeRange(graphene.InputObjectType):
    """A half-open range of instants."""

    gte = DateTime(description="Inclusive lower bound; null: none.")
    lt = DateTime(description="Exclusive upper bound; null: none.")


class TalkFilter(graphene.InputObjectType):
    """Which talks of a series; conditions combine with AND."""

    phase = some_of(EventPhase, "Any of these states at request time.")
    starts_at = DateTimeRange(description="Starts within; null: any time and none.")


class EventFilter(TalkFilter):
    """Which events; conditions combine with AND."""

    types = some_of(EventType, "Any of these types.", absent="all but talks, which their series hold")
    below = graphene.ID(description="Only events below the page with this id; null: anywhere on the site.")
    topics = some_of(graphene.ID, "Filed under any of the topics with these ids.")
    languages = some_of(Locale, "Held in any of these languages.")
    attendance_mode = some_of(AttendanceMode, "Any of these ways to attend.")
    updated_at = DateTimeRange(description="Last published within; null: any time.")


class EventOrderColumn(enum.Enum):
    """What events are sorted by, as columns."""

    STARTS_AT = "starts_at"
    TITLE = "sort_title"
    UPDATED_AT = "last_published_at"


class Direction(enum.Enum):
    """Both ways."""

    ASC = "asc"
    DESC = "desc"


EventOrderField = build_enum(
    "EventOrderField",
    EventOrderColumn,
    {
        "STARTS_AT": "Start; unknown times last, both ways.",
        "TITLE": "Title, without regard to case; titles that are not announced last, both ways.",
        "UPDATED_AT": "Last publication.",
    },
    "What events are sorted by.",
)
OrderDirection = build_enum(
    "OrderDirection", Direction, {"ASC": "Ascending.", "DESC": "Descending."}, "Sort direction."
)


class EventOrder(graphene.InputObjectType):
    """A key to sort events by; remaining ties break the same way each time."""

    field = EventOrderField(required=True, description="Sort key.")
    direction = OrderDirection(
        required=True, default_value=OrderDirection.ASC, description="Direction; `ASC` if absent."
    )


def find_ordering(orders: list[Any] | None) -> Ordering:
    """The ordering that a client asks for; raises `GraphQLError` for a key given twice."""
    keys = tuple(
        SortKey(
            order["field"].value,
            is_descending=order["direction"].value == Direction.DESC.value,
            holds=str if order["field"].value == EventOrderColumn.TITLE.value else dt.datetime,
        )
        for order in orders or ()
    )
    if len({key.column for key in keys}) != len(keys):
        raise bad_input("orderBy names a field twice.")
    return Ordering(keys) if keys else BY_START


def select_events(context: Reading, where: Mapping[str, Any]) -> PageQuerySet:
    """The listed events that match, ready to be sorted by any key."""
    visibility = context.visibility
    title = Case(
        When(talkpage__title_announced=False, then=Value(None)), default=Lower("title"), output_field=CharField()
    )
    rows = visibility.listed(EventPage).filter(type_condition(where.get("types")))
    rows = with_languages_text(rows.annotate(sort_title=title, series_path=parent_path()))
    rows = narrow(rows, where, visibility)
    if where.get("below") is not None:
        rows = rows.filter(path__startswith=find_path(where["below"], visibility))
    if where.get("topics") is not None:
        keys = [key for key in map(topic_key, check_size(where["topics"], "topics")) if key]
        rows = rows.filter(
            Exists(EventPage.topics.through.objects.filter(eventpage=OuterRef("pk"), topic__uid__in=keys))
        )
    if where.get("languages") is not None:
        rows = rows.filter(or_inherited(held_in(check_size(where["languages"], "languages")), Q(languages=[])))
    if where.get("attendance_mode") is not None:
        modes = [mode.value for mode in check_size(where["attendance_mode"], "attendanceMode")]
        rows = rows.filter(or_inherited(Q(attendance_mode__in=modes), Q(attendance_mode=Attendance.UNKNOWN)))
    return within(rows, "last_published_at", where.get("updated_at"))


def narrow(rows: PageQuerySet, where: Mapping[str, Any], visibility: Visibility) -> PageQuerySet:
    """Those of `rows` in the phases and the range of starts that `where` asks for."""
    if where.get("phase") is not None:
        phases = [phase.value for phase in check_size(where["phase"], "phase")]
        expression = phase_expression(visibility) if rows.model is EventPage else own_phase(visibility.now)
        rows = rows.annotate(public_phase=expression).filter(public_phase__in=phases)
    return within(rows, "starts_at", where.get("starts_at"))


def check_size(values: list[Any], argument: str) -> list[Any]:
    """`values`, if there are not too many of them; else raises `GraphQLError`."""
    if len(values) > LARGEST_CHOICE:
        raise bad_input(f"{argument} must name at most {LARGEST_CHOICE} values.")
    return values


def within(rows: PageQuerySet, column: str, bounds: Mapping[str, Any] | None) -> PageQuerySet:
    """Those of `rows` whose `column` lies in a half-open range."""
    known = {f"{column}__{name}": value for name, value in (bounds or {}).items() if value is not None}
    return rows.filter(**known)


def type_condition(types: list[Any] | None) -> Q:
    """The condition of being of one of `types`; without any, of any type but a talk."""
    if types is None:
        return Q(talkpage__isnull=True)
    condition = Q(pk__in=())
    for event_type in check_size(types, "types"):
        condition |= Q(**{f"{event_type.value.lower()}__isnull": False})
    return condition


def find_path(page_id: str, visibility: Visibility) -> str:
    """The tree path of the public page with this id; raises `GraphQLError` when there is none."""
    wanted = GlobalId.parse(page_id)
    key = wanted.uuid if wanted else None
    rows = visibility.pages(Page).filter(translation_key=key, locale__language_code=wanted.language if wanted else "")
    path = rows.values_list("path", flat=True).first() if key else None
    if path is None:
        raise bad_input("below is no id of a page.")
    return path


def topic_key(topic_id: str) -> Any:
    """The uid of the topic with this id; None for any other id."""
    wanted = GlobalId.parse(topic_id)
    return wanted.uuid if wanted and wanted.type_name == "Topic" else None


def held_in(languages: list[str]) -> Q:
    """The condition of being held in one of `languages`."""
    condition = Q(pk__in=())
    for language in languages:
        condition |= Q(languages_text__contains=json.dumps(language))
    return condition


def or_inherited(condition: Q, is_silent: Q) -> Q:
    """`condition` holds of an event; of its series instead, for a talk that says nothing itself."""
    series = with_languages_text(SeminarSeriesPage.objects.filter(path=OuterRef("series_path"))).filter(condition)
    inherits = Q(talkpage__isnull=False) & is_silent
    return (condition & ~inherits) | Q(inherits, Exists(series))


def with_languages_text(rows: PageQuerySet) -> PageQuerySet:
    """`rows` with their languages as text, which every database can search."""
    return rows.annotate(languages_text=Cast("languages", CharField()))


def phase_expression(visibility: Visibility) -> Case:
    """The phase as SQL; that of a series follows from its public talks. Mirrors `Reading.phase`."""
    is_series = Q(seminarseriespage__isnull=False) & ~Q(status__in=CALLED_OFF_STATUSES)
    talks = visibility.listed(TalkPage).order_by().annotate(series_path=parent_path(), phase=own_phase(visibility.now))
    talks = talks.filter(series_path=OuterRef("path"))
    by_talks = [
        When(is_series & Exists(talks.filter(phase=phase.value)), then=Value(phase.value))
        for phase in (Phase.LIVE, Phase.UPCOMING, Phase.PAST)
    ]
    return Case(
        When(is_series & Q(seminarseriespage__series_status=SeriesStatus.ENDED), then=Value(Phase.PAST.value)),
        *by_talks,
        default=own_phase(visibility.now),
        output_field=CharField(),
    )


def connect_events(
    context: Reading, window: Window, where: Mapping[str, Any], orders: list[Any] | None
) -> ConnectionValue:
    """One page of the events that match."""
    ordering = find_ordering(orders)
    rows = select_events(context, where)
    found = list(window.select(rows, ordering)[: window.size + 1].specific())
    return window.connect(found, ordering, rows.count, of="Event")


def load_talks(series: list[Any], arguments: Mapping[str, Any], reading: Reading) -> list[Any]:
    """Read one page of talks for each series."""
    batch = talk_batch(reading, arguments)
    batch.load(series)
    return [batch[row] for row in series]


def resolve_talks(series: SeminarSeriesPage, info: ResolveInfo, **arguments: Any) -> ConnectionValue:
    """One page of the talks of a series."""
    return talk_batch(info.context, arguments)[series]


def talk_batch(reading: Reading, arguments: Mapping[str, Any]) -> Batch:
    """The pages of talks that these arguments ask for, by series."""
    name = repr(sorted(arguments.items(), key=str))
    if name not in reading.talks:
        reading.talks[name] = Batch(lambda series: read_talks(series, arguments, reading))
    return reading.talks[name]


def read_talks(series: list[Any], arguments: Mapping[str, Any], reading: Reading) -> dict[Any, ConnectionValue]:
    """One page of talks for each of `series`, in one statement."""
    given = dict(arguments)
    where, newest_first = given.pop("where", None) or {}, given.pop("newest_first", None)
    ordering, window = LATEST_FIRST if newest_first else BY_START, Window.of(**given)
    talks = talks_of(reading.visibility, [row.path for row in series])
    talks = narrow(talks, where, reading.visibility)
    number = RowWindow(RowNumber(), [F("series_path")], ordering.order_by(backwards=window.backwards))
    rows = window.select(talks, ordering).annotate(row_number=number).filter(row_number__lte=window.size + 1)
    by_path: dict[str, list[Any]] = {row.path: [] for row in series}
    parents = {row.path: row for row in series}
    for talk in rows:
        talk.series = parents[talk.series_path]
        by_path[talk.series_path].append(talk)
    counts = LazyCounts(talks)
    return {
        row.pk: window.connect(by_path[row.path], ordering, partial(counts.of, row.path), of="Talk") for row in series
    }


class LazyCounts:
    """How many talks each series has; read for all series when the first one is asked for."""

    def __init__(self, talks: PageQuerySet) -> None:
        self.talks = talks
        self.counts: dict[str, int] | None = None

    def of(self, series_path: str) -> int:
        """The number of talks of one series."""
        if self.counts is None:
            self.counts = count_by_series(self.talks)
        return self.counts.get(series_path, 0)
