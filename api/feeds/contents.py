"""What stands in a feed: its entries, what tells its states apart, and what it says about itself."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Q

from api.addresses import FeedFormat
from api.feeds.formats import Channel
from api.ledger.entries import read_item
from api.ledger.models import CalendarEntry
from api.ledger.selection import is_live

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models.expressions import OrderBy

    from api.feeds.formats import Format
    from api.feeds.scopes import Scope
    from api.ledger.entries import Item

FORMAT = 1
"""Version of how feeds are written; part of each ETag."""

MOST_ENTRIES = 1000
LARGEST_CALENDAR = 1_000_000
"""Entries and bytes of a calendar to subscribe to; Google takes no larger ones."""

MOST_ITEMS = 500
"""Entries of a JSON Feed, which says more of each."""

MOST_NEWS = 100
"""Entries of a feed that tells what is new."""

NEWS_FORMATS = frozenset({FeedFormat.ATOM, FeedFormat.RSS})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What tells two states of a feed apart: the last revision and number of entries, and when anything changed."""

    rev: int
    number: int
    updated_at: dt.datetime | None
    expired_at: dt.datetime | None
    modified_at: dt.datetime | None
    next_expiry: dt.datetime | None


def read_state(scope: Scope, now: dt.datetime) -> State:
    """The state of a feed at `now`, in two statements."""
    rows = CalendarEntry.objects.filter(scope.condition()).order_by()
    expired = Q(removed_at=None, expires_at__lte=now)
    found = rows.aggregate(
        rev=Max("rev"),
        number=Count("pk", filter=is_live(now)),
        updated_at=Max("changed_at"),
        expired_at=Max("expires_at", filter=expired),
        next_expiry=Min("expires_at", filter=Q(removed_at=None, expires_at__gt=now)),
    )
    # Of all sites: an entry that moves from one to another leaves nothing behind by which the change could be dated.
    modified_at = CalendarEntry.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return State(**{**found, "rev": found["rev"] or 0}, modified_at=modified_at)


def make_channel(scope: Scope, feed_format: Format, state: State, *, now: dt.datetime) -> Channel:
    """What the feed says about itself."""
    return Channel(
        title=scope.title,
        description=scope.description,
        home_url=scope.home_url,
        self_url=scope.url(feed_format.extension),
        language=scope.language,
        updated_at=state.updated_at or state.modified_at or month_start(now),
        author=scope.author,
        colour="steelblue",
        time_zone=scope.time_zone,
        alternates=scope.alternates(),
    )


def find_etag(channel: Channel, scope: Scope, state: State) -> str:
    """A strong entity tag: the same for the same bytes, in each process and after each start."""
    told = (FORMAT, scope.selection.digest(), scope.since, state.rev, state.number, astuple(channel))
    return f'"{hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()}"'


def find_modified(scope: Scope, state: State, *, now: dt.datetime) -> dt.datetime:
    """When the feed last changed, or later: at the last change of any entry, live or removed, so it never goes back."""
    instants = [state.modified_at, state.expired_at, month_start(now) if scope.since else None]
    return max((it for it in instants if it is not None), default=month_start(now))


def find_end(state: State, now: dt.datetime) -> dt.datetime:
    """Until when the feed stays as it is unless something is published."""
    next_month = (month_start(now) + dt.timedelta(days=32)).replace(day=1)
    return min(next_month, state.next_expiry or next_month)


def month_start(now: dt.datetime) -> dt.datetime:
    """The first instant of the month, in UTC."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def read_contents(scope: Scope, feed_format: Format, now: dt.datetime) -> list[Any]:
    """What stands in the feed: VEVENTs as they were rendered, or items."""
    if feed_format.is_calendar:
        return read_events(scope, now)
    rows = scope.entries(now)
    if feed_format.extension in NEWS_FORMATS:
        return [read_item(entry) for entry in rows.order_by("-changed_at", "-rev").defer("ics")[:MOST_NEWS]]
    taken = rows.order_by(*find_order(scope)).defer("ics")[:MOST_ITEMS]
    return newest_first(map(read_item, taken))


def find_order(scope: Scope) -> tuple[OrderBy | str, ...]:
    """The order in which entries are taken while there is room: the earliest of a window, or else the latest.

    Those without a known day count as the last.
    """
    if scope.since is None:
        return F("starts_at").desc(nulls_first=True), "-uid"
    return F("starts_at").asc(nulls_last=True), "uid"


def read_events(scope: Scope, now: dt.datetime) -> list[bytes | memoryview]:
    """The VEVENTs of a calendar, earliest first; of one to subscribe to, as many as clients take."""
    dated = scope.entries(now).filter(starts_at__isnull=False).values_list("ics", flat=True)
    if scope.name == "archive":
        return list(dated.order_by("starts_at", "uid"))
    events: list[bytes | memoryview] = []
    size = 0
    for event in dated.order_by(*find_order(scope))[:MOST_ENTRIES]:
        size += len(event)
        if size > LARGEST_CALENDAR - 10_000:
            break
        events.append(event)
    return events if scope.since is not None else events[::-1]


def newest_first(items: Iterable[Item]) -> list[Item]:
    """Items, the last changed first."""
    return sorted(items, key=lambda it: it.rev, reverse=True)
