"""The interfaces of the schema, Node < ContentPage < Event, and the fields that pages share."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import graphene
from django.utils.text import Truncator
from graphene import ResolveInfo

from api.graphql.enums import ContributionRole, EventPhase, ImportantDateKind, LinkKind
from api.ids import global_id
from api.graphql.loading import PlannedField, batched, related
from api.graphql.scalars import URL, DateTime, Locale
from api.graphql.types import BreadcrumbType, DateChangeType, Place, Seo, SeoType, TimeSpan, Venue
from pages.models import EventPage

if TYPE_CHECKING:
    from api.graphql.loading import Reading
    from api.visibility import Visibility
    from pages.moments import Span

DESCRIPTION_LENGTH = 160
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def reading(info: ResolveInfo) -> Reading:
    """The context of the request."""
    return info.context


def many(of: Any, **kwargs: Any) -> PlannedField:
    """A list without gaps."""
    return PlannedField(graphene.NonNull(graphene.List(graphene.NonNull(of))), **kwargs)


def resolve_id(item: Any, info: ResolveInfo) -> str:
    """The global id of a stored object."""
    return global_id(item, type_name=info.parent_type.name, language_codes=reading(info).visibility.language_codes)


class Node(graphene.Interface):
    """An object that can be fetched again by its global id."""

    id = graphene.Field(graphene.ID, required=True, description="Opaque, stable, globally unique id.")

    @staticmethod
    def resolve_id(item: Any, info: ResolveInfo) -> str:
        """The global id."""
        return resolve_id(item, info)


class ContentPage(Node):
    """A published page with an address of its own."""

    class Meta:
        interfaces = (Node,)

    title = graphene.String(description="Title; null only for a talk whose title is not announced.")
    slug = graphene.String(required=True, description="Last part of the path, unique among siblings.")
    path = graphene.String(required=True, description="Path below the public site’s root, with slashes at both ends.")
    url = graphene.Field(URL, required=True, description="Canonical address on the public site.")
    locale = graphene.Field(Locale, required=True, description="Language of this version.")
    translations = many(
        lambda: ContentPage, load=batched("translations"), description="Public versions in other languages."
    )
    first_published_at = graphene.Field(DateTime, description="First publication; null when not recorded.")
    updated_at = graphene.Field(DateTime, description="Last publication; null when not recorded.")
    seo = PlannedField(SeoType, required=True, description="Metadata for the page’s head.")
    breadcrumbs = many(
        BreadcrumbType, load=batched("breadcrumbs"), description="Public ancestors, from the site’s home down."
    )

    @staticmethod
    def resolve_title(page: Any, _info: ResolveInfo) -> str | None:
        """The announced title."""
        return find_title(page)

    @staticmethod
    def resolve_path(page: Any, info: ResolveInfo) -> str:
        """The public path."""
        return reading(info).visibility.public_path(page)

    @staticmethod
    def resolve_url(page: Any, info: ResolveInfo) -> str:
        """The public address."""
        return reading(info).visibility.public_url(page)

    @staticmethod
    def resolve_locale(page: Any, info: ResolveInfo) -> str:
        """The language tag."""
        return reading(info).visibility.language_codes[page.locale_id]

    @staticmethod
    def resolve_translations(page: Any, info: ResolveInfo) -> list[Any]:
        """The other versions."""
        return reading(info).translations[page]

    @staticmethod
    def resolve_updated_at(page: Any, _info: ResolveInfo) -> dt.datetime | None:
        """The last publication."""
        return page.last_published_at

    @staticmethod
    def resolve_seo(page: Any, info: ResolveInfo) -> Seo:
        """The head's metadata."""
        visibility = reading(info).visibility
        words = page.search_description or getattr(page, "summary", "") or getattr(page, "introduction", "")
        return Seo(
            title=page.seo_title or find_title(page) or fallback_title(page, visibility),
            description=Truncator(words).chars(DESCRIPTION_LENGTH) or None,
            canonical_url=visibility.public_url(page),
            is_no_index=not visibility.is_listed(page),
        )

    @staticmethod
    def resolve_breadcrumbs(page: Any, info: ResolveInfo) -> list[Any]:
        """The way down to the page."""
        return reading(info).breadcrumbs[page]


def find_title(page: Any) -> str | None:
    """The title of a page; None for a talk that has not announced it."""
    return page.title_shown if hasattr(page, "title_shown") else page.title


def fallback_title(talk: Any, visibility: Visibility) -> str:
    """What a talk without an announced title is called in a page's head."""
    return talk.series.title if talk.series and visibility.admits(talk.series) else "Talk"


class Event(ContentPage):
    """A page that happens, or collects things that happen."""

    class Meta:
        interfaces = (Node, ContentPage)

    when = PlannedField(TimeSpan, required=True, description="When it happens; every part may be unknown.")
    phase = PlannedField(
        EventPhase, required=True, load=lambda rows, _, it: load_phases(rows, it), description="State at request time."
    )
    venue = PlannedField(Venue, description="Where it happens; null when nothing is announced.")
    part_of = PlannedField(
        lambda: Event, load=batched("specific_parents"), description="The event on this site that it belongs to."
    )
    contributors = many(
        lambda: model_type("Contributor"),
        roles=graphene.List(graphene.NonNull(ContributionRole), description="Only these roles; null: all."),
        load=related("contributions", "contributions__person"),
        description="People in their roles, in editorial order.",
    )
    links = many(
        lambda: model_type("Link"),
        kinds=graphene.List(graphene.NonNull(LinkKind), description="Only these kinds; null: all."),
        load=related("links"),
        description="Links by kind, in editorial order.",
    )
    important_dates = many(
        lambda: model_type("ImportantDate"),
        kinds=graphene.List(graphene.NonNull(ImportantDateKind), description="Only these kinds; null: all."),
        load=related("important_dates"),
        description="Deadlines and other announced dates, earliest first, unknown ones last.",
    )
    date_changes = many(
        DateChangeType, load=batched("date_changes"), description="Published dates that were moved, newest first."
    )

    @staticmethod
    def resolve_when(event: EventPage, _info: ResolveInfo) -> Span:
        """The announced span."""
        return event.span

    @staticmethod
    def resolve_phase(event: EventPage, info: ResolveInfo) -> str:
        """The phase now."""
        return reading(info).phase(event).value

    @staticmethod
    def resolve_venue(event: EventPage, _info: ResolveInfo) -> Place | None:
        """The place, if anything of it is known."""
        place = Place(event.venue, event.address, event.city, event.country)
        return place if any((place.venue, place.address, place.city, place.country)) else None

    @staticmethod
    def resolve_part_of(event: EventPage, info: ResolveInfo) -> Any:
        """The event above."""
        return reading(info).specific_parents[event]

    @staticmethod
    def resolve_contributors(event: EventPage, _info: ResolveInfo, roles: list[Any] | None = None) -> list[Any]:
        """The contributions in one of `roles`."""
        wanted = {role.value for role in roles or ()}
        return [row for row in event.contributions.all() if roles is None or row.role in wanted]

    @staticmethod
    def resolve_links(event: EventPage, _info: ResolveInfo, kinds: list[Any] | None = None) -> list[Any]:
        """The links of one of `kinds`."""
        wanted = {kind.value for kind in kinds or ()}
        return [row for row in event.links.all() if kinds is None or row.kind in wanted]

    @staticmethod
    def resolve_important_dates(event: EventPage, _info: ResolveInfo, kinds: list[Any] | None = None) -> list[Any]:
        """The dates of one of `kinds`."""
        wanted = {kind.value for kind in kinds or ()}
        dates = [row for row in event.important_dates.all() if kinds is None or row.kind in wanted]
        return sorted(dates, key=lambda row: row.start.earliest or LAST)

    @staticmethod
    def resolve_date_changes(event: EventPage, info: ResolveInfo) -> list[Any]:
        """The recorded changes."""
        return reading(info).date_changes[event]


def load_phases(events: list[Any], context: Reading) -> list[Any]:
    """Read the talks that the phases of series follow from."""
    context.series_phases.load(event for event in events if hasattr(event, "series_status"))
    return []


MODEL_TYPES: dict[str, Any] = {}
"""The types generated from models, by their names in the schema."""


def model_type(name: str) -> Any:
    """The type generated from a model."""
    return MODEL_TYPES[name]
