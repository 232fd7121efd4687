"""The change log at its addresses: as JSON for those who keep a copy, as Atom for those who read what is new."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef

from api.addresses import MEDIA_TYPES, FeedFormat
from api.feeds.contents import MOST_NEWS, find_end, make_channel, read_state
from api.feeds.formats import FORMATS, Tombstone
from api.feeds.http import ALWAYS_ASK, FeedRefused, give, public_feed, read_parameters
from api.feeds.requests import FeedRequest, make_document
from api.feeds.scopes import find_scope
from api.feeds.syndication import render_changes
from api.feeds.view import as_file
from api.ledger.changes import MalformedCursorError, SyncTokenExpired, read_changes
from api.ledger.entries import read_item
from api.ledger.models import CalendarEntry
from api.ledger.selection import FILTERS, UnknownFilterError, select
from api.published.values import write_instant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from api.caching import Answer
    from api.feeds.scopes import Scope
    from api.ledger.changes import Change, ChangePage

JSON = "application/json"
LARGEST_PAGE = 500
USUAL_PAGE = 100
PAGING = ("cursor", "limit")


@public_feed
def changes(request: HttpRequest) -> HttpResponse:
    """A page of the change log; raises `FeedRefused`."""
    parameters = read_parameters(request)
    asked = FeedRequest.by(request, "changes.json", parameters)
    answer = asked.find() or asked.keep(make_page(parameters, asked))
    return give(request, answer, media_type=JSON, cache_control=ALWAYS_ASK)


@public_feed
def news(request: HttpRequest) -> HttpResponse:
    """The last changes as Atom, with tombstones; raises `FeedRefused`."""
    filters = read_parameters(request)
    asked = FeedRequest.by(request, "changes.atom", filters)
    answer = asked.find() or asked.keep(make_news(filters, asked))
    return as_file(give(request, answer, media_type=MEDIA_TYPES[FeedFormat.ATOM]), "changes.atom")


def make_page(parameters: Mapping[str, Sequence[str]], asked: FeedRequest) -> Answer:
    """A page as JSON; raises `FeedRefused`, with 410 where a copy has to be made anew."""
    unknown = min(parameters.keys() - {*PAGING, *FILTERS}, default=None)
    if unknown is not None:
        names = ", ".join((*PAGING, *FILTERS))
        raise FeedRefused(400, f"There is no parameter “{unknown}”; there are {names}.", parameter=unknown)
    filters = {name: values for name, values in parameters.items() if name not in PAGING}
    limit, cursor = read_limit(parameters.get("limit", ())), read_cursor(parameters.get("cursor", ()))
    try:
        page = read_changes(select(asked.visibility, filters), now=asked.now, after=cursor, limit=limit)
    except UnknownFilterError as error:
        raise FeedRefused(400, str(error), parameter=error.name) from error
    except MalformedCursorError as error:
        raise FeedRefused(400, str(error), parameter="cursor") from error
    except SyncTokenExpired as error:
        detail = f"{error} Begin anew: ask without a cursor, and forget what does not come again."
        raise FeedRefused(410, detail, parameter="cursor", kind=f"{find_docs()}#sync-token-expired") from error
    return make_document(
        write_page(page), asked, until=asked.visibility.grounds.next_expiry(asked.now), media_type=JSON
    )


def read_limit(values: Sequence[str]) -> int:
    """The greatest number of changes on a page; raises `FeedRefused`."""
    if not values:
        return USUAL_PAGE
    text = values[0]
    limit = int(text) if len(values) == 1 and text.isascii() and text.isdecimal() and len(text) <= len("500") else 0
    if not 1 <= limit <= LARGEST_PAGE:
        raise FeedRefused(400, f"limit must be a number between 1 and {LARGEST_PAGE}.", parameter="limit")
    return limit


def read_cursor(values: Sequence[str]) -> str | None:
    """The cursor; None for an empty one, with which everything begins. Raises `FeedRefused` for several."""
    if len(values) > 1:
        raise FeedRefused(400, "cursor must be given once.", parameter="cursor")
    return values[0] or None if values else None


def write_page(page: ChangePage) -> bytes:
    """A page as JSON: what is stored of the entries, joined as it is."""
    rows = b",".join(write_change(change) for change in page.changes)
    has_more = b"true" if page.has_more else b"false"
    end = b'],"cursor":"%b","hasMore":%b,"docs":"%b"}' % (str(page.cursor).encode(), has_more, find_docs().encode())
    return b'{"changes":[' + rows + end


def write_change(change: Change) -> bytes:
    """A change as JSON."""
    entry = change.entry
    common = (
        f'"uid":"{entry.uid}","language":"{entry.language}","rev":{change.rev},'
        f'"changedAt":"{write_instant(entry.changed_at)}"'
    )
    if change.reason is not None:
        return f'{{"action":"remove",{common},"reason":"{change.reason}"}}'.encode()
    history = f'"sequence":{entry.sequence},"publishedAt":"{write_instant(entry.published_at)}"'
    return f'{{"action":"upsert",{common},{history},"object":{entry.data}}}'.encode()


def find_docs() -> str:
    """The address at which feeds are explained."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/feeds/"


def make_news(filters: Mapping[str, Sequence[str]], asked: FeedRequest) -> Answer:
    """The last changes as Atom; raises `FeedRefused`."""
    scope = find_scope(asked.visibility, "changes", filters)
    entries, removed = read_news(scope, asked)
    state = read_state(scope, asked.now)
    channel = make_channel(scope, FORMATS[FeedFormat.ATOM], state, now=asked.now)
    tombstones = [Tombstone(uid=str(it.uid), removed_at=it.changed_at, reason=it.removal_reason) for it in removed]
    updated_at = max([channel.updated_at, *(it.changed_at for it in (*entries, *removed))])
    body = render_changes(
        dataclasses.replace(channel, updated_at=updated_at), [read_item(it) for it in entries], tombstones=tombstones
    )
    return make_document(body, asked, until=find_end(state, asked.now), media_type=MEDIA_TYPES[FeedFormat.ATOM])


def read_news(scope: Scope, asked: FeedRequest) -> tuple[list[CalendarEntry], list[CalendarEntry]]:
    """The entries that changed last and those that were removed, the latest first."""
    live = scope.entries(asked.now)
    tombstones = CalendarEntry.objects.filter(scope.condition(), ~Exists(live.filter(uid=OuterRef("uid"))))
    found = [
        *live.order_by("-rev").defer("ics")[:MOST_NEWS],
        *tombstones.filter(removed_at__isnull=False).order_by("-rev")[:MOST_NEWS],
    ]
    latest = sorted(found, key=lambda it: it.rev, reverse=True)[:MOST_NEWS]
    return [it for it in latest if it.removed_at is None], [it for it in latest if it.removed_at is not None]
