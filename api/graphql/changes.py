"""What happened to the public calendar, for those who keep a copy of it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import graphene
import orjson
from graphql import GraphQLError

from api.graphql.connections import LARGEST_PAGE, PageInfo
from api.graphql.enums import EventType, build_enum
from api.graphql.filters import check_size, some_of
from api.graphql.interfaces import Node, many
from api.graphql.scalars import URL, DateTime, Locale
from api.graphql.types import DateChange, TimeSpan, bad_input
from api.ids import GlobalId
from api.ledger.changes import Change as LoggedChange
from api.ledger.changes import ChangeReason, MalformedCursorError, SyncTokenExpired, find_absence, read_changes
from api.ledger.models import CalendarEntry
from api.ledger.selection import Selection
from api.published.values import write_instant
from api.reading import Pool
from pages.choices import ImportantDateKind
from pages.models import Topic
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphene import ResolveInfo

    from api.ledger.entries import EntryData
    from api.reading import Reading

    Find = Callable[[Reading, list[str]], list[Any]]
    """What finds objects by their global ids."""

USUAL_CHANGES = 100
NOTHING = ","
NOBODY = UUID(int=0)
"""Values that no entry has."""


class Happening(enum.Enum):
    """What happened to an entry."""

    PUBLISHED = "published"
    UPDATED = "updated"
    REMOVED = "removed"


ChangeKind = build_enum(
    "ChangeKind",
    Happening,
    {
        "PUBLISHED": "New, and as it was first published.",
        "UPDATED": "Changed, or public again.",
        "REMOVED": "Not to be kept any longer.",
    },
    "What happened to a thing. Clients must accept new values, and do for them what they do for `UPDATED`.",
)
RemovalReason = build_enum(
    "RemovalReason",
    ChangeReason,
    {
        "UNPUBLISHED": "Taken back.",
        "DELETED": "Deleted.",
        "EXPIRED": "Its time on the site is over.",
        "HIDDEN": "Public for some, or for those who know the address.",
        "FILTERED": "Public, but not what `where` asks for.",
    },
    "Why a thing is not to be kept any longer.",
)
EntryKindName = enum.Enum(  # type: ignore[misc]  # members out of two vocabularies
    "EntryKindName",
    {it.name: it.value for it in (*OccurrenceKind, *ImportantDateKind)},
)
EntryKind = build_enum(
    "EntryKind",
    EntryKindName,
    {
        "EVENT": "An event.",
        "TALK": "A talk of a seminar series.",
        "SESSION": "A programme item of an event.",
        "DEADLINE": "An announced date of any kind.",
        **{it.name: f"{it.label}." for it in ImportantDateKind},
    },
    "Kinds of things in the calendar, and kinds of announced dates.",
)


class ChangeFilter(graphene.InputObjectType):
    """Which part of the calendar; conditions combine with AND."""

    types = some_of(EventType, "Pages of any of these types, with their programme and dates.")
    kinds = some_of(EntryKind, "Any of these kinds.")
    topics = some_of(graphene.ID, "Filed under any of the topics with these ids.")
    language = Locale(description="In this language; null: each thing in the first of the site’s languages it has.")
    series = some_of(graphene.ID, "The series with these ids, and their talks.")
    people = some_of(graphene.ID, "With any of the persons with these ids in any role.")


class Change(graphene.ObjectType):
    """What last happened to a thing in the public calendar: an event, talk, programme item or announced date."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.Field(ChangeKind, required=True, description="What happened.")
    uid = graphene.Field(
        graphene.ID, required=True, description="By which copies are kept: the same in all languages and feeds."
    )
    language = graphene.Field(Locale, required=True, description="Language of the version that changed.")
    node_id = graphene.Field(graphene.ID, required=True, description="Global id of that version; known after removal.")
    node = graphene.Field(Node, description="That version as it is now; null when `kind` is `REMOVED`.")
    rev = graphene.Int(required=True, description="Revision of the calendar; later changes have higher ones.")
    sequence = graphene.Int(required=True, description="How often it has changed, as `SEQUENCE` in calendars.")
    at = graphene.Field(DateTime, required=True, description="When it happened.")
    published_at = graphene.Field(DateTime, required=True, description="When it was first public.")
    reason = graphene.Field(RemovalReason, description="Why it was removed; null unless `kind` is `REMOVED`.")
    title = graphene.String(description="Title; null after removal, and while it is not announced.")
    url = graphene.Field(URL, description="Address on the public site; null after removal.")
    when = graphene.Field(TimeSpan, description="When it takes place; null after removal.")
    date_changes = many(DateChange, description="How it was moved, newest first; empty after removal.")

    @staticmethod
    def resolve_node(change: dict[str, Any], _info: ResolveInfo) -> Any:
        """The document, read together with those of the changes beside it."""
        return change["nodes"][change["nodeId"]] if change["reason"] is None else None


class ChangeEdge(graphene.ObjectType):
    """Change in a list."""

    node = graphene.Field(Change, required=True, description="The Change.")
    cursor = graphene.String(required=True, description="Says that all up to this change is known.")


class ChangeConnection(graphene.ObjectType):
    """One page of changes, oldest first. `pageInfo.endCursor` is never null: keep it, and continue there."""

    edges = graphene.List(graphene.NonNull(ChangeEdge), required=True, description="The rows with their cursors.")
    nodes = graphene.List(graphene.NonNull(Change), required=True, description="The rows.")
    page_info = graphene.Field(PageInfo, required=True, description="Where this page begins and ends.")


def change_arguments() -> dict[str, graphene.Argument]:
    """The arguments of a list of changes."""
    return {
        "first": graphene.Argument(
            graphene.Int,
            default_value=USUAL_CHANGES,
            description=f"Number of changes, 1 to {LARGEST_PAGE}; null: {USUAL_CHANGES}.",
        ),
        "after": graphene.Argument(
            graphene.String, description="Cursor to continue after; null: everything that is public now."
        ),
        "where": graphene.Argument(ChangeFilter, description="Only this part, the same on each page; null: all."),
    }


def connect_changes(
    context: Reading, find: Find, *, first: int | None, after: str | None, where: Mapping[str, Any]
) -> dict[str, Any]:
    """One page of changes; raises `GraphQLError`, with `SYNC_TOKEN_EXPIRED` where a copy has to be made anew."""
    limit = USUAL_CHANGES if first is None else first
    if not 1 <= limit <= LARGEST_PAGE:
        raise bad_input(f"first must be between 1 and {LARGEST_PAGE}.")
    context.lifetime.shows("changes")
    selection = find_selection(context, where)
    try:
        page = read_changes(selection, now=context.visibility.now, after=after, limit=limit)
    except MalformedCursorError as error:
        raise bad_input("after is no cursor of this list.") from error
    except SyncTokenExpired as error:
        raise GraphQLError(str(error), extensions={"code": "SYNC_TOKEN_EXPIRED"}) from error
    nodes = describe(page.changes, context, find)
    cursors = [str(page.cursor_of(change)) for change in page.changes]
    return {
        "nodes": nodes,
        "edges": [{"node": node, "cursor": cursor} for node, cursor in zip(nodes, cursors, strict=True)],
        "pageInfo": {
            "hasNextPage": page.has_more,
            "hasPreviousPage": after is not None,
            "startCursor": next(iter(cursors), None),
            "endCursor": str(page.cursor),
        },
    }


def find_selection(context: Reading, where: Mapping[str, Any]) -> Selection:
    """The part of the calendar that is asked for; ids of something else name nothing, and nor does an empty list."""
    language = where.get("language")
    lists = {name: values for name, values in where.items() if name != "language" and values is not None}
    given = {name: check_size(values, name) for name, values in lists.items()}
    return Selection(
        site_id=context.visibility.site.pk if context.visibility.site else None,
        types=ordered(given.get("types"), lambda it: it.value),
        kinds=ordered(given.get("kinds"), lambda it: it.value),
        topics=ordered(given.get("topics"), find_slugs(given.get("topics", ())).__getitem__),
        languages=(language,) if language is not None else (),
        series=ordered(given.get("series"), lambda it: str(find_key(it, "SeminarSeries")), nothing=str(NOBODY)),
        people=ordered(given.get("people"), lambda it: str(find_key(it, "Person"))),
    )


def ordered(given: list[Any] | None, read: Callable[[Any], str], *, nothing: str = NOTHING) -> tuple[str, ...]:
    """Each value once, in an order that does not depend on the request."""
    return tuple(sorted({read(value) for value in given} or {nothing})) if given is not None else ()


def find_key(text: str, type_name: str) -> UUID:
    """The uid in the id of an object of a type; that of nobody for any other id."""
    wanted = GlobalId.parse(text)
    return wanted.uuid or NOBODY if wanted is not None and wanted.type_name == type_name else NOBODY


def find_slugs(ids: Iterable[str]) -> dict[str, str]:
    """The slugs of topics by their ids."""
    keys = {text: find_key(text, "Topic") for text in ids}
    slugs = dict(Topic.objects.filter(uid__in=keys.values()).values_list("uid", "slug")) if keys else {}
    return {text: slugs.get(key, NOTHING) for text, key in keys.items()}


def find_changes(context: Reading, items: Iterable[GlobalId], find: Find) -> dict[GlobalId, dict[str, Any]]:
    """What last happened to things of the site, by ids; of an id there is nothing once something else has happened."""
    uids = [item.uuid for item in items]
    rows = list(CalendarEntry.objects.filter(uid__in=uids, site=context.visibility.site).defer("ics", "content_hash"))
    now = context.visibility.now
    changes = [LoggedChange(rev=row.rev, entry=row, reason=find_absence(row, now=now)) for row in rows]
    return dict(zip(map(name_change, rows), describe(changes, context, find), strict=True))


def name_change(entry: CalendarEntry) -> GlobalId:
    """The id of what last happened to an entry."""
    return GlobalId("Change", str(entry.uid), str(entry.rev))


def describe(changes: Sequence[LoggedChange], context: Reading, find: Find) -> list[dict[str, Any]]:
    """Changes as documents."""
    nodes = Pool(lambda ids: dict(zip(list(ids), find(context, list(ids)), strict=True)))
    nodes.want(change.entry.node_id for change in changes if change.reason is None)
    return [{**describe_change(change), "nodes": nodes} for change in changes]


def describe_change(change: LoggedChange) -> dict[str, Any]:
    """A change as a document; of what is removed it says only that."""
    entry = change.entry
    return {
        "__typename": "Change",
        "id": str(name_change(entry)),
        "kind": find_kind(change).value,
        "uid": str(entry.uid),
        "language": entry.language,
        "nodeId": entry.node_id,
        "rev": change.rev,
        "sequence": entry.sequence,
        "at": write_instant(entry.changed_at),
        "publishedAt": write_instant(entry.published_at),
        "reason": change.reason.value if change.reason else None,
        "dateChanges": [],
        **(describe_entry(orjson.loads(entry.data)) if change.reason is None else {}),
    }


def find_kind(change: LoggedChange) -> Happening:
    """What happened to a thing."""
    if change.reason is not None:
        return Happening.REMOVED
    return Happening.UPDATED if change.entry.sequence else Happening.PUBLISHED


def describe_entry(data: EntryData) -> dict[str, Any]:
    """What a change says of a thing that is public."""
    label = data["title"] if data["kind"] == OccurrenceKind.DEADLINE else None
    return {
        "title": data["title"],
        "url": data["url"],
        "when": {"start": data["start"], "end": data["end"], "isAllDay": data["isAllDay"]},
        "dateChanges": [{**it, "label": label} for it in data["changes"]],
    }
