"""The interfaces of the schema, Node < ContentPage < Event, and the fields that pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from graphene import ResolveInfo

from api.graphql.enums import ContributionRole, EventPhase, ImportantDateKind, LinkKind
from api.graphql.feeds import Feed, resolve_event_feed
from api.graphql.heads import Seo
from api.graphql.scalars import URL, DateTime, Locale
from api.graphql.types import Breadcrumb, DateChange, TimeSpan, Venue
from api.reading import PageValue

if TYPE_CHECKING:
    from api.reading import Reading


def reading(info: ResolveInfo) -> Reading:
    """The context of the request."""
    return info.context


def many(of: Any, **kwargs: Any) -> graphene.Field:
    """A list without gaps."""
    return graphene.Field(graphene.NonNull(graphene.List(graphene.NonNull(of))), **kwargs)


class Node(graphene.Interface):
    """An object that can be fetched again by its global id."""

    id = graphene.Field(graphene.ID, required=True, description="Opaque, stable, globally unique id.")


class ContentPage(Node):
    """A published page with an address of its own."""

    class Meta:
        interfaces = (Node,)

    title = graphene.String(description="Title; null only for a talk whose title is not announced.")
    slug = graphene.String(required=True, description="Last part of the path, unique among siblings.")
    path = graphene.String(required=True, description="Path below the public site’s root, with slashes at both ends.")
    url = graphene.Field(URL, required=True, description="Canonical address on the public site.")
    locale = graphene.Field(Locale, required=True, description="Language of this version.")
    translations = many(lambda: ContentPage, description="Public versions in other languages.")
    first_published_at = graphene.Field(DateTime, description="First publication; null when not recorded.")
    updated_at = graphene.Field(DateTime, description="Last publication; null when not recorded.")
    seo = graphene.Field(Seo, required=True, description="Metadata for the page’s head.")
    breadcrumbs = many(Breadcrumb, description="Public ancestors, from the site’s home down.")

    @staticmethod
    def resolve_path(page: PageValue, info: ResolveInfo) -> str:
        """The public path."""
        return reading(info).visibility.public_path(page)

    @staticmethod
    def resolve_url(page: PageValue, info: ResolveInfo) -> str:
        """The public address."""
        return reading(info).visibility.public_url(page)

    @staticmethod
    def resolve_translations(page: PageValue, info: ResolveInfo) -> list[Any]:
        """The other versions."""
        return reading(info).versions(page)

    @staticmethod
    def resolve_seo(page: PageValue, _info: ResolveInfo) -> PageValue:
        """The head's metadata."""
        return page

    @staticmethod
    def resolve_breadcrumbs(page: PageValue, info: ResolveInfo) -> list[Any]:
        """The way down to the page."""
        return reading(info).crumbs(page)


class Event(ContentPage):
    """A page that happens, or collects things that happen."""

    class Meta:
        interfaces = (Node, ContentPage)

    when = graphene.Field(TimeSpan, required=True, description="When it happens; every part may be unknown.")
    phase = graphene.Field(EventPhase, required=True, description="State at request time.")
    venue = graphene.Field(Venue, description="Where it happens; null when nothing is announced.")
    part_of = graphene.Field(lambda: Event, description="The event on this site that it belongs to.")
    contributors = many(
        lambda: model_type("Contributor"),
        roles=graphene.List(graphene.NonNull(ContributionRole), description="Only these roles; null: all."),
        description="People in their roles, in editorial order.",
    )
    links = many(
        lambda: model_type("Link"),
        kinds=graphene.List(graphene.NonNull(LinkKind), description="Only these kinds; null: all."),
        description="Links by kind, in editorial order.",
    )
    important_dates = many(
        lambda: model_type("ImportantDate"),
        kinds=graphene.List(graphene.NonNull(ImportantDateKind), description="Only these kinds; null: all."),
        description="Deadlines and other announced dates, earliest first, unknown ones last.",
    )
    date_changes = many(DateChange, description="Published dates that were moved, newest first.")
    feed = graphene.Field(
        Feed, description="Its dates and programme, or its talks, to subscribe to; null for an unlisted event."
    )

    @staticmethod
    def resolve_phase(page: PageValue, info: ResolveInfo) -> str:
        """The phase now."""
        return reading(info).phase(page).value

    resolve_feed = staticmethod(resolve_event_feed)

    @staticmethod
    def resolve_part_of(page: PageValue, info: ResolveInfo) -> PageValue | None:
        """The event above."""
        key = page.document["partOf"]
        return reading(info).pages[key] if key else None

    @staticmethod
    def resolve_contributors(page: PageValue, info: ResolveInfo, roles: list[Any] | None = None) -> list[Any]:
        """The contributions in one of `roles` of people who may be shown."""
        people = reading(info).people
        rows = chosen(page.document["contributors"], "role", roles)
        return [row for row in rows if people[row["person"]] is not None]

    @staticmethod
    def resolve_links(page: PageValue, _info: ResolveInfo, kinds: list[Any] | None = None) -> list[Any]:
        """The links of one of `kinds`."""
        return chosen(page.document["links"], "kind", kinds)

    @staticmethod
    def resolve_important_dates(page: PageValue, _info: ResolveInfo, kinds: list[Any] | None = None) -> list[Any]:
        """The dates of one of `kinds`."""
        return owned(chosen(page.document["importantDates"], "kind", kinds), page)


def chosen(rows: list[dict[str, Any]], key: str, values: list[Any] | None) -> list[dict[str, Any]]:
    """The rows with one of the given enum values; all when none are given."""
    if values is None:
        return rows
    wanted = {value.value for value in values}
    return [row for row in rows if row[key] in wanted]


def owned(rows: list[dict[str, Any]], page: PageValue) -> list[dict[str, Any]]:
    """The rows, knowing the page they belong to."""
    for row in rows:
        row["page"] = page
    return rows


MODEL_TYPES: dict[str, Any] = {}
"""The types generated from models, by their names in the schema."""


def model_type(name: str) -> Any:
    """The type generated from a model."""
    return MODEL_TYPES[name]
