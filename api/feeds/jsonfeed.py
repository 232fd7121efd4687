"""JSON Feed 1.1, with what programs need of an event in the extension `_event`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import orjson

from api.addresses import MEDIA_TYPES, FeedFormat
from api.feeds.items import find_authors, find_categories, find_times, write_html, write_moment, write_time, write_urn
from api.ledger.ical_text import clean_text, one_line
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.feeds.formats import Channel
    from api.ledger.entries import EntryChange, EntryData, Item

VERSION = "https://jsonfeed.org/version/1.1"
EVENT_FIELDS = ("kind", "type", "dateKind", "status", "attendanceMode", "timeZone", "location", "room", "track", "url")
"""What `_event` says in the words of the entry."""


def render_json_feed(channel: Channel, items: Sequence[Item]) -> bytes:
    """A feed of entries."""
    calendar = channel.alternates.get(FeedFormat.ICALENDAR)
    return orjson.dumps(
        {
            "version": VERSION,
            "title": one_line(channel.title),
            "home_page_url": channel.home_url,
            "feed_url": channel.self_url,
            "description": clean_text(channel.description),
            **({"user_comment": f"For feed readers; the same as a calendar: {calendar}"} if calendar else {}),
            "authors": [{"name": one_line(channel.author), "url": channel.home_url}],
            "language": channel.language,
            "items": [write_item(item, channel) for item in items],
        }
    )


def write_item(item: Item, channel: Channel) -> dict[str, Any]:
    """An entry; its dates are those of the announcement, never those of the event."""
    data = item.data
    people = [known({"name": one_line(it["name"]), "url": it["url"]}) for it in find_authors(data)]
    return known(
        {
            "id": write_urn(data["uid"]),
            "url": data["url"],
            "title": one_line(data["headline"]),
            "content_html": write_html(data["paragraphs"]),
            "content_text": clean_text("\n\n".join(data["paragraphs"])),
            "summary": clean_text(data["summary"] or ""),
            "image": data["image"],
            "date_published": write_time(item.published_at),
            "date_modified": write_time(item.changed_at),
            "authors": people,
            "tags": find_categories(data),
            "language": data["language"],
            "attachments": find_attachments(data, channel),
            "_event": write_event(item),
        }
    )


def find_attachments(data: EntryData, channel: Channel) -> list[dict[str, str]]:
    """The calendar of its page, below the same address as this feed; nothing while no day is known.

    It is named by the uid: two pages may have one slug.
    """
    if data["begins"] is None:
        return []
    is_part = data["kind"] in {OccurrenceKind.DEADLINE, OccurrenceKind.SESSION}
    uid = data["parent"]["uid"] if is_part and data["parent"] else data["uid"]
    url = urljoin(channel.self_url, f"{uid}.{FeedFormat.ICALENDAR}")
    return [{"url": url, "mime_type": MEDIA_TYPES[FeedFormat.ICALENDAR], "title": "Calendar"}]


def write_event(item: Item) -> dict[str, Any]:
    """What programs need: the words of `EntryData`, with times by ISO 8601, and former values newest first.

    What is not known is left out.
    """
    data = item.data
    values: Mapping[str, Any] = data
    return known(
        {
            "id": data["uid"],
            **{name: values[name] for name in EVENT_FIELDS},
            "sequence": item.sequence,
            "isAllDay": data["isAllDay"] if data["begins"] else None,
            **find_times(data),
            "parent": known({**data["parent"]}) if data["parent"] else None,
            "links": [{**link} for link in data["links"]],
            "previous": [write_change(change) for change in data["changes"]],
        }
    )


def write_change(change: EntryChange) -> dict[str, Any]:
    """A former value with the one that took its place."""
    return {**change, "old": write_moment(change["old"]), "new": write_moment(change["new"])}


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without nulls, empty texts and empty lists."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
