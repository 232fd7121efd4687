"""Entry points. Each may be null, so that one failure never erases its neighbours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import graphene

from api.caching import name_version
from api.graphql.changes import ChangeConnection, change_arguments, connect_changes
from api.graphql.connections import Window, build_connection, page_arguments
from api.graphql.events import BY_PLACE, BY_RELEVANCE, EventOrder, connect, connect_pages
from api.graphql.filters import EventFilter, TalkFilter, searched
from api.graphql.interfaces import ContentPage, Event, Node, model_type, reading
from api.graphql.lists import (
    ImportantDateFilter,
    PersonFilter,
    SessionFilter,
    connect_people,
    connect_rows,
    connect_topics,
)
from api.graphql.nodes import EVENT_FINDERS, find_nodes
from api.graphql.previews import PreviewFields
from api.graphql.routes import RouteResult, find_route
from api.graphql.rows import TalkConnection
from api.graphql.scalars import DateTime, Locale
from api.graphql.translations import WHICH_LANGUAGE, each_once
from api.graphql.types import bad_input
from api.published.models import PageKind
from api.search import matching

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphene import ResolveInfo

    from api.reading import Reading

MOST_NODES = 100


class EventLookup(graphene.InputObjectType):
    """Exactly one way to find an event."""

    id = graphene.ID(description="Global id.")
    path = graphene.String(description="Path below the public site’s root.")
    identifier = graphene.String(description="Identifier in another system with its scheme, `acm:tt3194`.")


EventConnection = build_connection(Event, "Event")
ContentPageConnection = build_connection(ContentPage, "ContentPage")
ImportantDateConnection = build_connection(lambda: model_type("ImportantDate"), "ImportantDate")
SessionConnection = build_connection(lambda: model_type("Session"), "Session")
PersonConnection = build_connection(lambda: model_type("Person"), "Person")
TopicConnection = build_connection(lambda: model_type("Topic"), "Topic")
SEARCH = "Words of which each match has all, the last as the beginning of a word; at most 10 and 200 characters."
ORDERS = "Sort keys, the first one first; null: by relevance with `search`, else by start, earliest first."


def latest_first() -> graphene.Argument:
    """The argument that turns a list round."""
    return graphene.Argument(graphene.Boolean, description="Latest first; null: earliest first. Unknown times last.")


class Query(PreviewFields, graphene.ObjectType):
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
        search=graphene.String(description=f"{SEARCH} Null: no search."),
        order_by=graphene.List(graphene.NonNull(EventOrder), description=ORDERS),
        description="Listed events of the site.",
    )
    talks = graphene.Field(
        TalkConnection,
        **page_arguments(),
        where=graphene.Argument(TalkFilter, description="Only these talks; null: all."),
        search=graphene.String(description=f"{SEARCH} Null: no search."),
        order_by=graphene.List(graphene.NonNull(EventOrder), description=ORDERS),
        description="Listed talks of all series of the site.",
    )
    important_dates = graphene.Field(
        ImportantDateConnection,
        **page_arguments(),
        where=graphene.Argument(ImportantDateFilter, description="Only these dates; null: all."),
        latest_first=latest_first(),
        description="Deadlines and other announced dates of all listed events.",
    )
    sessions = graphene.Field(
        SessionConnection,
        **page_arguments(),
        where=graphene.Argument(SessionFilter, description="Only these programme items; null: all."),
        latest_first=latest_first(),
        description="Programme items of all listed events; talks of series stand in `talks`.",
    )
    people = graphene.Field(
        PersonConnection,
        **page_arguments(),
        where=graphene.Argument(PersonFilter, description="Only these people; null: all."),
        search=graphene.String(description=f"{SEARCH} They are looked for in names and affiliations. Null: no search."),
        description="People who do something at a listed event, by the name they sort by.",
    )
    topics = graphene.Field(
        TopicConnection,
        **page_arguments(),
        description="Topics that listed events or talks are filed under, by name.",
    )
    search = graphene.Field(
        ContentPageConnection,
        **page_arguments(),
        words=graphene.Argument(
            graphene.String,
            required=True,
            description=SEARCH,
        ),
        once_in=graphene.Argument(
            Locale, description=f"Each page once: {WHICH_LANGUAGE} Translations without the words do not count."
        ),
        description="Listed pages of all types, those that match best first.",
    )
    changes = graphene.Field(
        ChangeConnection,
        **change_arguments(),
        description="What happened to the public calendar, oldest first, each thing once: for those who keep a copy.",
    )
    site = graphene.Field(lambda: model_type("Site"), description="The site; null before it is set up.")
    pages = graphene.Field(
        ContentPageConnection,
        **page_arguments(),
        description="Listed pages of all types in the order of the tree, each above those below it: for sitemaps.",
    )
    content_version = graphene.String(
        description="Another text after each change of what the public may read, whatever it is; what passes with time"
        " alone, such as a phase, is no change. Ask for it to know whether a copy is still right, and compare for"
        " equality only. Caches never answer for us."
    )
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
        return found if found is not None and "when" in found.document else None

    @staticmethod
    def resolve_events(
        _root: None,
        info: ResolveInfo,
        where: Mapping[str, Any] | None = None,
        search: str | None = None,
        order_by: list[Any] | None = None,
        **page: Any,
    ) -> Any:
        """One page of events."""
        return connect_pages(reading(info), Window.of(**page), where or {}, orders=order_by, search=search)

    @staticmethod
    def resolve_talks(
        _root: None,
        info: ResolveInfo,
        where: Mapping[str, Any] | None = None,
        search: str | None = None,
        order_by: list[Any] | None = None,
        **page: Any,
    ) -> Any:
        """One page of talks."""
        chosen = {**(where or {}), "kind": PageKind.TALK}
        return connect_pages(reading(info), Window.of(**page), chosen, orders=order_by, search=search)

    @staticmethod
    def resolve_important_dates(_root: None, info: ResolveInfo, **arguments: Any) -> Any:
        """One page of dates."""
        return list_rows(reading(info), "ImportantDate", **arguments)

    @staticmethod
    def resolve_sessions(_root: None, info: ResolveInfo, **arguments: Any) -> Any:
        """One page of programme items."""
        return list_rows(reading(info), "Session", **arguments)

    @staticmethod
    def resolve_people(
        _root: None,
        info: ResolveInfo,
        where: Mapping[str, Any] | None = None,
        search: str | None = None,
        **page: Any,
    ) -> Any:
        """One page of people."""
        return connect_people(reading(info), Window.of(**page), where or {}, search=search)

    @staticmethod
    def resolve_topics(_root: None, info: ResolveInfo, **page: Any) -> Any:
        """One page of topics."""
        return connect_topics(reading(info), Window.of(**page))

    @staticmethod
    def resolve_search(_root: None, info: ResolveInfo, words: str, once_in: str | None = None, **page: Any) -> Any:
        """One page of what matches."""
        context = reading(info)
        found = searched(context.visibility.listed_documents(), words, by=matching)
        context.lifetime.shows("pages")
        return connect(context, each_once(found, once_in, found, context), Window.of(**page), BY_RELEVANCE)

    @staticmethod
    def resolve_changes(
        _root: None,
        info: ResolveInfo,
        first: int | None = None,
        after: str | None = None,
        where: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """One page of changes."""
        return connect_changes(reading(info), find_nodes, first=first, after=after, where=where or {})

    @staticmethod
    def resolve_site(_root: None, info: ResolveInfo) -> dict[str, Any] | None:
        """What the editors say of the site."""
        return reading(info).site

    @staticmethod
    def resolve_pages(_root: None, info: ResolveInfo, **page: Any) -> Any:
        """One page of all pages."""
        context = reading(info)
        context.lifetime.shows("pages")
        return connect(context, context.visibility.listed_documents(), Window.of(**page), BY_PLACE)

    @staticmethod
    def resolve_content_version(_root: None, info: ResolveInfo) -> str | None:
        """The version that everything else in the answer is at least of; null where there are drafts in it."""
        context = reading(info)
        context.lifetime.must_revalidate = True
        return None if context.version is None else name_version(context.version)

    @staticmethod
    def resolve_server_time(_root: None, info: ResolveInfo) -> dt.datetime:
        """Now; the answer holds for the rest of the second."""
        now = reading(info).visibility.now
        reading(info).lifetime.ends(now.replace(microsecond=0) + dt.timedelta(seconds=1))
        return now


def list_rows(
    context: Reading,
    type_name: str,
    *,
    where: Mapping[str, Any] | None = None,
    latest_first: bool | None = None,
    **page: Any,
) -> Any:
    """One page of rows of a type."""
    window = Window.of(**page)
    return connect_rows(context, window, where or {}, type_name=type_name, latest_first=bool(latest_first))
