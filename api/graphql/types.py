"""Types that stand for values: times, pictures, rich text, addresses of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import graphene
from django.conf import settings
from graphql import GraphQLError

from api.graphql.enums import DateChangeKind, TimePrecision
from api.graphql.scalars import URL, Date, DateTime, Time, TimeZone
from pages.moments import Moment, Precision, Span, ZonePolicy

if TYPE_CHECKING:
    import datetime as dt

    from graphene import ResolveInfo

    from api.rich_text import RichTextValue

ANYWHERE_ON_EARTH_ZONE = "Etc/GMT+12"
DAY_PRECISIONS = frozenset({Precision.MINUTE, Precision.DAY})


class EventTime(graphene.ObjectType):
    """An instant, a date, or an openly unknown time. Nothing is guessed."""

    instant = graphene.Field(DateTime, description="UTC instant; null unless the exact time is known.")
    date = graphene.Field(Date, description="Calendar date in `timeZone`; null when `precision` is `MONTH` or `TBD`.")
    time = graphene.Field(Time, description="Local time in `timeZone`; null unless `precision` is `MINUTE`.")
    month = graphene.String(description="Calendar month `YYYY-MM`; null when `precision` is `TBD`.")
    time_zone = graphene.Field(TimeZone, description="Zone the organisers announced; null when they gave none.")
    precision = graphene.Field(TimePrecision, required=True, description="How much is known.")
    is_anywhere_on_earth = graphene.Boolean(required=True, description="True for Anywhere-on-Earth deadlines.")
    announced_as = graphene.String(description="The organisers’ own words; null where they say no more than the date.")

    @staticmethod
    def resolve_date(moment: Moment, _info: ResolveInfo) -> dt.date | None:
        """The day, where one is known."""
        return moment.date if moment.precision in DAY_PRECISIONS else None

    @staticmethod
    def resolve_month(moment: Moment, _info: ResolveInfo) -> str | None:
        """The month of the date."""
        return f"{moment.date:%Y-%m}" if moment.date else None

    @staticmethod
    def resolve_time_zone(moment: Moment, info: ResolveInfo) -> str | None:
        """The zone's name."""
        is_aoe = EventTime.resolve_is_anywhere_on_earth(moment, info)
        return ANYWHERE_ON_EARTH_ZONE if is_aoe else moment.zone

    @staticmethod
    def resolve_precision(moment: Moment, _info: ResolveInfo) -> str:
        """The precision."""
        return moment.precision.value

    @staticmethod
    def resolve_is_anywhere_on_earth(moment: Moment, _info: ResolveInfo) -> bool:
        """Whether it counts at UTC-12."""
        return moment.policy is ZonePolicy.AOE

    @staticmethod
    def resolve_announced_as(moment: Moment, _info: ResolveInfo) -> str | None:
        """The announced words."""
        return moment.announced_as or None


class TimeSpan(graphene.ObjectType):
    """Start and end of something; every part may be unknown."""

    start = graphene.Field(EventTime, required=True, description="Start.")
    end = graphene.Field(EventTime, description="Announced end; null when none is announced.")
    is_all_day = graphene.Boolean(required=True, description="True when it covers whole days.")

    @staticmethod
    def resolve_end(span: Span, _info: ResolveInfo) -> Moment | None:
        """The end."""
        return span.end


class RichText(graphene.ObjectType):
    """Rich text in the forms clients need. Links lead to public pages only; formulas stay as `$…$`."""

    html = graphene.String(required=True, description="Sanitised HTML with absolute links.")
    markdown = graphene.String(required=True, description="CommonMark with absolute links.")
    text = graphene.String(
        required=True,
        truncate=graphene.Int(description="Greatest length in characters, 1 to 10,000; null: everything."),
        description="Plain text, cut at a word boundary.",
    )

    @staticmethod
    def resolve_text(value: RichTextValue, _info: ResolveInfo, truncate: int | None = None) -> str:
        """The words; raises `GraphQLError` for an impossible length."""
        if truncate is not None and not 1 <= truncate <= 10_000:  # noqa: PLR2004  # as described
            raise bad_input("truncate must be between 1 and 10000.")
        return value.text(truncate)


class FocalPoint(graphene.ObjectType):
    """The point of a picture that cropping keeps, as fractions between 0 and 1."""

    x = graphene.Float(required=True, description="From the left.")
    y = graphene.Float(required=True, description="From the top.")


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """A public ancestor of a page."""

    title: str
    path: str


class BreadcrumbType(graphene.ObjectType):
    """A public ancestor of a page."""

    title = graphene.String(required=True, description="Title.")
    path = graphene.String(required=True, description="Path below the public site’s root.")

    class Meta:
        name = "Breadcrumb"


@dataclass(frozen=True, slots=True)
class Seo:
    """What stands in a page's head."""

    title: str
    description: str | None
    canonical_url: str
    is_no_index: bool


class SeoType(graphene.ObjectType):
    """Metadata for a page’s head."""

    title = graphene.String(required=True, description="For `<title>`.")
    description = graphene.String(description="For the meta description; null when there is none.")
    canonical_url = graphene.Field(URL, required=True, description="Canonical address.")
    is_no_index = graphene.Boolean(required=True, description="True when search engines must not list the page.")

    class Meta:
        name = "Seo"


class Venue(graphene.ObjectType):
    """Where an event takes place."""

    name = graphene.String(description="Building and room; null when not announced.")
    address = graphene.String(description="Postal address; null when not announced.")
    city = graphene.String(description="City; null when not announced.")
    country_code = graphene.String(description="ISO 3166-1 alpha-2 code; null when not announced.")

    @staticmethod
    def resolve_name(event: Any, _info: ResolveInfo) -> str | None:
        """Building and room."""
        return event.venue or None

    @staticmethod
    def resolve_address(event: Any, _info: ResolveInfo) -> str | None:
        """Postal address."""
        return event.address or None

    @staticmethod
    def resolve_city(event: Any, _info: ResolveInfo) -> str | None:
        """City."""
        return event.city or None

    @staticmethod
    def resolve_country_code(event: Any, _info: ResolveInfo) -> str | None:
        """Country."""
        return event.country or None


@dataclass(frozen=True, slots=True)
class Place:
    """What is announced of where an event takes place."""

    venue: str
    address: str
    city: str
    country: str


class DateChangeType(graphene.ObjectType):
    """A published date that was moved."""

    kind = graphene.Field(DateChangeKind, required=True, description="How it was moved.")
    label = graphene.String(description="The important date’s label; null for the event’s own start.")
    old = graphene.Field(EventTime, required=True, description="Value before.")
    new = graphene.Field(EventTime, required=True, description="Value after; `TBD` when it was withdrawn.")
    announced_at = graphene.Field(DateTime, description="When it was announced; null when not known.")
    reason = graphene.String(description="Why; null when not given.")

    class Meta:
        name = "DateChange"

    @staticmethod
    def resolve_label(change: Any, _info: ResolveInfo) -> str | None:
        """The label. The event's own title is left to the event, which may not have announced it."""
        return change.label or None if change.date_key else None

    @staticmethod
    def resolve_old(change: Any, _info: ResolveInfo) -> Moment:
        """The value before."""
        return change.old_moment

    @staticmethod
    def resolve_new(change: Any, _info: ResolveInfo) -> Moment:
        """The value after."""
        return change.new_moment

    @staticmethod
    def resolve_reason(change: Any, _info: ResolveInfo) -> str | None:
        """The reason."""
        return change.reason or None


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored image with the alternative text of the place that shows it."""

    image: Any
    alt: str

    @classmethod
    def of(cls, image: Any) -> Picture:
        """An image with its own alternative text."""
        return cls(image, image.default_alt_text or "")

    @property
    def url(self) -> str:
        """The absolute address of the original file."""
        return urljoin(settings.WAGTAILADMIN_BASE_URL, self.image.file.url)


def bad_input(message: str) -> GraphQLError:
    """The error for an argument whose value is not possible; `message` names the argument."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})
