"""Atom (RFC 4287) and RSS 2.0 of entries, and Atom of changes with tombstones (RFC 6721).

An entry is dated by its announcement and its changes, never by when the event is; that stands in elements of the event
module of RSS 1.0, where the last day of an event is included.
"""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

from api.addresses import MEDIA_TYPES
from api.feeds.items import find_authors, find_categories, find_times, write_html, write_urn
from api.ledger.ical_text import clean_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.xmlutils import SimplerXMLGenerator

    from api.feeds.formats import Channel, Tombstone
    from api.ledger.entries import EntryData, Item

ATOM = "http://www.w3.org/2005/Atom"
EVENT_MODULE = "http://purl.org/rss/1.0/modules/event/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MINUTES_TO_LIVE = 360
REMOVALS = {
    "unpublished": "Taken off the calendar.",
    "deleted": "Deleted.",
    "expired": "Announced until this day.",
    "hidden": "No longer public.",
}
"""What is said of each `RemovalReason`."""


class EntryFeed(SyndicationFeed):
    """A feed of entries; a generator of Django's that knows the channel and writes times as given."""

    def latest_post_date(self) -> dt.datetime:
        """The last change, of entries that were removed too."""
        updated_at: dt.datetime = self.feed["updated_at"]
        return updated_at

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        """The language, where it is not the feed's."""
        language = item["data"]["language"]
        return {} if language == self.feed["language"] else {"xml:lang": language}

    def links(self) -> Iterator[dict[str, str]]:
        """The attributes of links to the same feed in other formats."""
        for extension, url in self.feed["alternates"].items():
            if url != self.feed["feed_url"]:
                yield {"rel": "alternate", "type": MEDIA_TYPES[extension], "href": url}


class AtomFeed(EntryFeed, Atom1Feed):
    """Atom; `deleted` are the tombstones among the entries, `next_url` the address of the page that follows."""

    def root_attributes(self) -> dict[str, Any]:
        """The namespaces."""
        return {**super().root_attributes(), "xmlns:ev": EVENT_MODULE, "xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """The head of the feed, and its tombstones."""
        super().add_root_elements(handler)
        for link in self.links():
            handler.addQuickElement("link", "", link)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})
        handler.addQuickElement("generator", "Colloquium")
        for tombstone in self.feed["deleted"]:
            add_tombstone(handler, tombstone)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """An entry."""
        super().add_item_elements(handler, {**item, "description": None})
        for person in find_authors(item["data"]):
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", one_line(person["name"]))
            if person["url"]:
                handler.addQuickElement("uri", person["url"])
            handler.endElement("author")
        if item["data"]["summary"]:
            handler.addQuickElement("summary", clean_text(item["data"]["summary"]))
        handler.addQuickElement("content", item["description"], {"type": "html"})
        add_event(handler, item["data"])


class RssFeed(EntryFeed, Rss201rev2Feed):
    """RSS; an entry is dated by its last change, so that readers show it again."""

    def rss_attributes(self) -> dict[str, str]:
        """The version and the namespaces."""
        return {**super().rss_attributes(), "xmlns:dc": DUBLIN_CORE, "xmlns:ev": EVENT_MODULE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """The head of the feed."""
        super().add_root_elements(handler)
        for link in self.links():
            handler.addQuickElement("atom:link", "", link)
        handler.addQuickElement("generator", "Colloquium")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """An entry; RSS knows authors by their e-mail addresses only, so they stand in Dublin Core."""
        super().add_item_elements(handler, {**item, "pubdate": item["updateddate"]})
        for person in find_authors(item["data"]):
            handler.addQuickElement("dc:creator", one_line(person["name"]))
        add_event(handler, item["data"])


def render_atom(channel: Channel, items: Sequence[Item]) -> bytes:
    """A feed of entries."""
    return write_feed(AtomFeed(**describe(channel)), items)


def render_rss(channel: Channel, items: Sequence[Item]) -> bytes:
    """A feed of entries."""
    return write_feed(RssFeed(**describe(channel)), items)


def render_changes(
    channel: Channel, items: Sequence[Item], *, tombstones: Sequence[Tombstone], next_url: str | None = None
) -> bytes:
    """A feed of what changed: entries as they are now, and those that were removed."""
    return write_feed(AtomFeed(**{**describe(channel), "deleted": tombstones, "next_url": next_url}), items)


def describe(channel: Channel) -> dict[str, Any]:
    """The channel as arguments of Django's generators."""
    return {
        "title": one_line(channel.title),
        "link": channel.home_url,
        "description": clean_text(channel.description),
        "subtitle": clean_text(channel.description),
        "language": channel.language,
        "author_name": one_line(channel.author),
        "author_link": channel.home_url,
        "feed_url": channel.self_url,
        "feed_guid": write_urn(channel.uid),
        "ttl": MINUTES_TO_LIVE,
        "updated_at": whole_seconds(channel.updated_at),
        "alternates": channel.alternates,
        "deleted": (),
        "next_url": None,
    }


def write_feed(feed: SyndicationFeed, items: Sequence[Item]) -> bytes:
    """The document with its entries."""
    for item in items:
        data = item.data
        feed.add_item(
            title=one_line(data["headline"]),
            link=data["url"],
            description=write_html(data["paragraphs"]),
            pubdate=whole_seconds(item.published_at),
            updateddate=whole_seconds(item.changed_at),
            unique_id=write_urn(data["uid"]),
            unique_id_is_permalink=False,
            categories=find_categories(data),
            data=data,
        )
    document = StringIO()
    feed.write(document, "utf-8")
    return document.getvalue().encode()


def whole_seconds(value: dt.datetime) -> dt.datetime:
    """An instant in UTC to the second."""
    return value.astimezone(dt.UTC).replace(microsecond=0)


def add_event(handler: SimplerXMLGenerator, data: EntryData) -> None:
    """When and where it is, as far as that is known."""
    times = find_times(data)
    values = {
        "ev:startdate": times.get("deadline") or times.get("start") or times.get("startDate"),
        "ev:enddate": times.get("deadline") or times.get("end") or times.get("endDate"),
        "ev:location": one_line(data["location"] or ""),
    }
    for name, value in values.items():
        if value:
            handler.addQuickElement(name, value)


def add_tombstone(handler: SimplerXMLGenerator, tombstone: Tombstone) -> None:
    """An entry that was removed (RFC 6721, section 3)."""
    removed_at = rfc3339_date(whole_seconds(tombstone.removed_at))
    attributes = AttributesImpl({"ref": write_urn(tombstone.uid), "when": removed_at})
    handler.startElement("at:deleted-entry", attributes)
    handler.addQuickElement("at:comment", REMOVALS[tombstone.reason])
    handler.endElement("at:deleted-entry")
