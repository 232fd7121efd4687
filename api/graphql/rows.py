"""Fields that are computed for the request, beside those that the models declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from api.graphql.connections import build_connection, page_arguments
from api.graphql.enums import DateState, LinkAvailability
from api.graphql.events import TalkFilter, load_talks, resolve_talks
from api.graphql.interfaces import Event, many, model_type, reading
from api.graphql.loading import PlannedField, load_series
from api.graphql.scalars import URL
from api.graphql.types import EventTime, FocalPoint, Picture, TimeSpan
from api.visibility import LinkAvailability as Availability
from api.visibility import link_availability
from pages.models import (
    Contribution,
    ImportantDate,
    Link,
    Organisation,
    Person,
    SeminarSeriesPage,
    Session,
    TalkPage,
    Topic,
    Track,
)

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.graphql.loading import Reading
    from pages.moments import Moment, Span


class Image(graphene.ObjectType):
    """A picture. Reading it never writes."""

    alt = graphene.String(required=True, description="Alternative text; empty only when the picture is decorative.")
    width = graphene.Int(required=True, description="Width of the original in pixels.")
    height = graphene.Int(required=True, description="Height of the original in pixels.")
    focal_point = graphene.Field(FocalPoint, description="What cropping should keep; null when not marked.")
    url = graphene.Field(URL, required=True, description="Address of the original file.")

    @staticmethod
    def resolve_width(picture: Picture, _info: ResolveInfo) -> int:
        """The stored width."""
        return picture.image.width

    @staticmethod
    def resolve_height(picture: Picture, _info: ResolveInfo) -> int:
        """The stored height."""
        return picture.image.height

    @staticmethod
    def resolve_focal_point(picture: Picture, _info: ResolveInfo) -> FocalPoint | None:
        """The marked point."""
        image = picture.image
        if image.focal_point_x is None or not image.width or not image.height:
            return None
        return FocalPoint(x=image.focal_point_x / image.width, y=image.focal_point_y / image.height)


class LinkFields:
    """What a link shows depends on when and to whom."""

    url = graphene.Field(URL, description="Address; null unless `availability` is `AVAILABLE`.")
    note = graphene.String(description="What to know about it; null when nothing, or unless `AVAILABLE`.")
    availability = graphene.Field(LinkAvailability, required=True, description="Whether the address is shown.")

    @staticmethod
    def resolve_url(link: Link, info: ResolveInfo) -> str | None:
        """The address, where it may be shown."""
        return link.url if is_available(link, info) else None

    @staticmethod
    def resolve_note(link: Link, info: ResolveInfo) -> str | None:
        """The note, where the address may be shown."""
        return link.note or None if is_available(link, info) else None

    @staticmethod
    def resolve_availability(link: Link, info: ResolveInfo) -> str:
        """The reason."""
        return link_availability(link, reading(info).visibility.now).value


def is_available(link: Link, info: ResolveInfo) -> bool:
    """Whether a link's address may be shown."""
    return link_availability(link, reading(info).visibility.now) is Availability.AVAILABLE


class ImportantDateFields:
    """An announced date's value, history and state."""

    at = PlannedField(EventTime, required=True, description="Current value.")
    until = PlannedField(EventTime, description="End of the period; null for a single date.")
    state = PlannedField(DateState, required=True, description="State at request time.")
    previous_values = many(
        EventTime,
        load=lambda dates, _, context: load_changes(dates, context),
        description="Earlier published values, newest first; not empty when it was moved.",
    )
    event = PlannedField(
        lambda: Event, load=lambda rows, _, __: [row.event for row in rows], description="Event it belongs to."
    )

    @staticmethod
    def resolve_at(date: ImportantDate, _info: ResolveInfo) -> Moment:
        """The value."""
        return date.start

    @staticmethod
    def resolve_until(date: ImportantDate, _info: ResolveInfo) -> Moment | None:
        """The end."""
        return date.end

    @staticmethod
    def resolve_state(date: ImportantDate, info: ResolveInfo) -> str:
        """The state now."""
        return date.state(reading(info).visibility.now).value

    @staticmethod
    def resolve_previous_values(date: ImportantDate, info: ResolveInfo) -> list[Moment]:
        """The values it had."""
        changes = reading(info).date_changes[date.event]
        return [change.old_moment for change in changes if change.date_key == date.translation_key]


def load_changes(dates: list[Any], context: Reading) -> list[Any]:
    """Read the changes of the events of `dates`."""
    context.date_changes.load(date.event for date in dates)
    return []


class SessionFields:
    """When a programme item takes place."""

    when = PlannedField(TimeSpan, required=True, description="When; every part may be unknown.")
    event = PlannedField(
        lambda: Event, load=lambda rows, _, __: [row.event for row in rows], description="Event it belongs to."
    )

    @staticmethod
    def resolve_when(session: Session, _info: ResolveInfo) -> Span:
        """The announced span."""
        return session.span


TalkConnection = build_connection(lambda: model_type("Talk"), "Talk")


class SeminarSeriesFields:
    """The talks of a series."""

    talks = PlannedField(
        TalkConnection,
        **page_arguments(),
        where=graphene.Argument(TalkFilter, description="Only these talks; null: all."),
        newest_first=graphene.Boolean(description="Latest talk first; null: earliest first. Unknown times last."),
        resolver=resolve_talks,
        load=load_talks,
        description="Talks of the series that are listed.",
    )


def lead_to_series(talks: list[Any], _arguments: Any, _context: Any) -> list[Any]:
    """Read the series of talks."""
    load_series(talks)
    return [talk.series for talk in talks if talk.series]


class TalkFields:
    """The series a talk belongs to."""

    series = PlannedField(
        lambda: model_type("SeminarSeries"), load=lead_to_series, description="Series the talk belongs to."
    )


COMPUTED_FIELDS: dict[type, type] = {
    ImportantDate: ImportantDateFields,
    Link: LinkFields,
    Session: SessionFields,
    SeminarSeriesPage: SeminarSeriesFields,
    TalkPage: TalkFields,
}
"""Fields beside those that the model declares."""

NODES = frozenset({ImportantDate, Session, Track, Person, Organisation, Topic})
"""Models besides pages whose rows can be fetched by id."""

SOURCE_RELATIONS: dict[tuple[type, str], tuple[str, ...]] = {
    (Contribution, "affiliation_shown"): ("person__affiliation",),
    (Contribution, "photo_shown"): ("photo", "person__photo"),
}
"""The relations behind properties that models declare as fields."""
