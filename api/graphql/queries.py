"""Entry points. Each may be null, so that one failure never erases its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Q
from django.db.models.query import prefetch_related_objects
from wagtail.models import Page

from api.graphql.connections import Window, build_connection, page_arguments
from api.graphql.events import EventFilter, EventOrder, connect_events
from api.graphql.grapple import TYPE_NAMES
from api.ids import GlobalId
from api.graphql.interfaces import MODEL_TYPES, Event, Node, reading
from api.graphql.loading import attach_events
from api.graphql.routes import RouteResult, clean_path, find_page, find_route
from api.graphql.rows import NODES
from api.graphql.scalars import DateTime
from api.graphql.types import bad_input
from pages.models import EventPage, Identifier, SiteSettings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from graphene import ResolveInfo

    from api.graphql.loading import Reading

MOST_NODES = 100


class EventLookup(graphene.InputObjectType):
    """Exactly one way to find an event."""

    id = graphene.ID(description="Global id.")
    path = graphene.String(description="Path below the public site’s root.")
    identifier = graphene.String(description="Identifier in another system with its scheme, `acm:tt3194`.")


EventConnection = build_connection(Event, "Event")


class Query(graphene.ObjectType):
    """Entry points. Each may be null, so that one failure never erases its neighbours."""

    node = graphene.Field(
        Node,
        id=graphene.ID(required=True, description="Global id."),
        description="One object; null when there is none, or none that is public.",
    )
    nodes = graphene.List(
        Node,
        ids=graphene.List(
            graphene.NonNull(graphene.ID), required=True, description=f"Global ids, at most {MOST_NODES}."
        ),
        description="Several objects, in the order of the ids; null where there is none.",
    )
    route = graphene.Field(
        RouteResult,
        path=graphene.String(required=True, description="Path below the public site’s root, from its first slash on."),
        hostname=graphene.String(description="Host name of the public site; null: the default site."),
        description="What stands at an address: a page, a redirect, a protected or a removed page. Null: answer 404.",
    )
    event = graphene.Field(
        Event,
        by=graphene.Argument(EventLookup, required=True, description="How to find it."),
        description="One event; null when there is none, or none that is public.",
    )
    events = graphene.Field(
        EventConnection,
        **page_arguments(),
        where=graphene.Argument(EventFilter, description="Only these events; null: all but talks."),
        order_by=graphene.List(
            graphene.NonNull(EventOrder), description="Sort keys, the first one first; null: by start, earliest first."
        ),
        description="Listed events of the site.",
    )
    site = graphene.Field(lambda: MODEL_TYPES["Site"], description="The site; null before it is set up.")
    server_time = graphene.Field(DateTime, description="The server’s clock, for clients that compare deadlines.")

    @staticmethod
    def resolve_node(_root: None, info: ResolveInfo, **arguments: str) -> Any:
        """The object with an id."""
        return find_nodes(reading(info), [arguments["id"]])[0]

    @staticmethod
    def resolve_nodes(_root: None, info: ResolveInfo, ids: list[str]) -> list[Any]:
        """The objects with several ids."""
        if len(ids) > MOST_NODES:
            raise bad_input(f"ids must be at most {MOST_NODES}.")
        return find_nodes(reading(info), ids)

    @staticmethod
    def resolve_route(_root: None, info: ResolveInfo, path: str, hostname: str | None = None) -> Any:
        """What stands at a path."""
        return find_route(reading(info), path=path, hostname=hostname)

    @staticmethod
    def resolve_event(_root: None, info: ResolveInfo, by: Mapping[str, str | None]) -> Any:
        """The event that `by` names."""
        given = {name: value for name, value in by.items() if value is not None}
        if len(given) != 1:
            raise bad_input("by must have exactly one of id, path and identifier.")
        name, value = given.popitem()
        found = EVENT_FINDERS[name](reading(info), value)
        return found if isinstance(found, EventPage) else None

    @staticmethod
    def resolve_events(
        _root: None,
        info: ResolveInfo,
        where: Mapping[str, Any] | None = None,
        order_by: list[Any] | None = None,
        **page: Any,
    ) -> Any:
        """One page of events."""
        return connect_events(reading(info), Window.of(**page), where or {}, order_by)

    @staticmethod
    def resolve_site(_root: None, info: ResolveInfo) -> SiteSettings | None:
        """What the editors say of the site."""
        site = reading(info).visibility.site
        stored = SiteSettings.objects.filter(site=site).first()
        return stored or (SiteSettings(site=site) if site else None)

    @staticmethod
    def resolve_server_time(_root: None, info: ResolveInfo) -> dt.datetime:
        """Now."""
        return reading(info).visibility.now


def find_nodes(context: Reading, ids: list[str]) -> list[Any]:
    """The public objects with these ids, None where there is none; one statement for each kind of object."""
    wanted = [GlobalId.parse(text) for text in ids]
    found: dict[GlobalId, Any] = {}
    for model in {find_model(item.type_name) for item in wanted if item} - {None}:
        items = [item for item in wanted if item and find_model(item.type_name) is model and item.uuid]
        found.update(read_nodes(context, model, items))
    return [found.get(item) if item else None for item in wanted]


def find_model(type_name: str) -> Any:
    """The model whose rows an id of this type names: `Page` for all pages; None for types without ids."""
    names = {model.__name__: model for model in NODES}
    generated = MODEL_TYPES.get(type_name)
    if generated is not None and Node in generated._meta.interfaces and type_name not in names:  # noqa: SLF001  # graphene's only way
        return Page
    return names.get(type_name)


def read_nodes(context: Reading, model: Any, items: list[GlobalId]) -> dict[GlobalId, Any]:
    """The public rows of one model by their ids."""
    uids = [item.uuid for item in items]
    if model is Page:
        rows = list(context.visibility.pages(Page).filter(translation_key__in=uids).specific())
    elif hasattr(model, "translation_key"):
        rows = list(model.objects.filter(translation_key__in=uids))
    else:
        rows = list(model.objects.filter(uid__in=uids))
    if hasattr(model, "event"):
        attach_events(rows)
    elif hasattr(model, "forum"):
        prefetch_related_objects(rows, "forum")
    return {node_id(row, context): row for row in rows if context.visibility.admits(row)}


def node_id(row: Any, context: Reading) -> GlobalId:
    """The id of a row."""
    name = TYPE_NAMES[type(row)]
    if hasattr(row, "translation_key"):
        return GlobalId(name, str(row.translation_key), context.visibility.language_codes[row.locale_id])
    return GlobalId(name, str(row.uid))


def event_by_id(context: Reading, value: str) -> Any:
    """The event with an id."""
    return find_nodes(context, [value])[0]


def event_by_path(context: Reading, value: str) -> Any:
    """The event at a path."""
    page = find_page(context.visibility.site_roots, clean_path(value))
    return page.specific if page is not None and context.visibility.admits(page) else None


def event_by_identifier(context: Reading, value: str) -> Any:
    """The listed event with an identifier in another system; the earliest page when several have it."""
    scheme, colon, rest = value.partition(":")
    if not colon or "\0" in value:
        raise bad_input("identifier must be written scheme:value.")
    named = Identifier.objects.filter(Q(scheme__iexact=scheme), value=rest).values("event_id")
    found = context.visibility.listed(EventPage).filter(pk__in=named).order_by("pk").first()
    return found.specific if found is not None else None


EVENT_FINDERS = {"id": event_by_id, "path": event_by_path, "identifier": event_by_identifier}
