"""Types that stand for values: times, rich text, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from graphql import GraphQLError

from api.graphql.enums import DateChangeKind, TimePrecision
from api.graphql.scalars import Date, DateTime, Time, TimeZone
from api.rich_text import shorten

if TYPE_CHECKING:
    from graphene import ResolveInfo


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


class TimeSpan(graphene.ObjectType):
    """Start and end of something; every part may be unknown."""

    start = graphene.Field(EventTime, required=True, description="Start.")
    end = graphene.Field(EventTime, description="Announced end; null when none is announced.")
    is_all_day = graphene.Boolean(required=True, description="True when it covers whole days.")


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
    def resolve_text(value: Any, _info: ResolveInfo, truncate: int | None = None) -> str:
        """The words; raises `GraphQLError` for an impossible length."""
        if truncate is not None and not 1 <= truncate <= 10_000:  # noqa: PLR2004  # as described
            raise bad_input("truncate must be between 1 and 10000.")
        return shorten(value["text"] if isinstance(value, dict) else value.text(), truncate)


class FocalPoint(graphene.ObjectType):
    """The point of a picture that cropping keeps, as fractions between 0 and 1."""

    x = graphene.Float(required=True, description="From the left.")
    y = graphene.Float(required=True, description="From the top.")


class Breadcrumb(graphene.ObjectType):
    """A public ancestor of a page."""

    title = graphene.String(required=True, description="Title.")
    path = graphene.String(required=True, description="Path below the public site’s root.")


class Venue(graphene.ObjectType):
    """Where an event takes place."""

    name = graphene.String(description="Building and room; null when not announced.")
    address = graphene.String(description="Postal address; null when not announced.")
    city = graphene.String(description="City; null when not announced.")
    country_code = graphene.String(description="ISO 3166-1 alpha-2 code; null when not announced.")


class DateChange(graphene.ObjectType):
    """A published date that was moved."""

    kind = graphene.Field(DateChangeKind, required=True, description="How it was moved.")
    label = graphene.String(description="The important date’s label; null for the event’s own start.")
    old = graphene.Field(EventTime, required=True, description="Value before.")
    new = graphene.Field(EventTime, required=True, description="Value after; `TBD` when it was withdrawn.")
    announced_at = graphene.Field(DateTime, description="When it was announced; null when not known.")
    reason = graphene.String(description="Why; null when not given.")


def bad_input(message: str) -> GraphQLError:
    """The error for an argument whose value is not possible; `message` names the argument."""
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})
