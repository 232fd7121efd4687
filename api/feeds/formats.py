"""The formats of feeds: a line for each, and the plain values from which they are written."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.addresses import MEDIA_TYPES, FeedFormat
from api.feeds.ical import render_calendar
from api.feeds.jsonfeed import render_json_feed
from api.feeds.syndication import render_atom, render_rss

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says about itself.

    `language` is the one its entries have where they say nothing else. `updated_at` is the last change of an entry,
    live or removed. `colour` is a name of CSS (RFC 7986, section 5.9). `time_zone` is the IANA zone that all entries
    have, if there is one. `alternates` are the addresses of the same feed in other formats.
    """

    title: str
    description: str
    home_url: str
    self_url: str
    language: str
    updated_at: dt.datetime
    author: str
    colour: str | None = None
    time_zone: str | None = None
    alternates: Mapping[FeedFormat, str] = field(default_factory=dict)

    @property
    def uid(self) -> uuid.UUID:
        """A name for the feed that follows from its address."""
        return uuid.uuid5(uuid.NAMESPACE_URL, self.self_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An entry that left the public calendar; `reason` is a value of `RemovalReason`."""

    uid: str
    removed_at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds.

    `render` takes the channel and what stands in it: of a calendar the bytes of VEVENTs, of any other format `Item`s.
    `label` is what people read on a link.
    """

    extension: FeedFormat
    label: str
    render: Callable[[Channel, Sequence[Any]], bytes]
    is_calendar: bool = False

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return MEDIA_TYPES[self.extension]


FORMATS = {
    it.extension: it
    for it in (
        Format(FeedFormat.ICALENDAR, "Calendar", render_calendar, is_calendar=True),
        Format(FeedFormat.ATOM, "Atom", render_atom),
        Format(FeedFormat.RSS, "RSS", render_rss),
        Format(FeedFormat.JSON_FEED, "JSON Feed", render_json_feed),
    )
}
"""The formats in which any selection of entries can be had, by the endings of their addresses."""
