"""Addresses of feeds, and what subscribes to them in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class FeedFormat(StrEnum):
    """The formats of feeds, by how their addresses end."""

    ICALENDAR = "ics"
    ATOM = "atom"
    RSS = "rss"
    JSON_FEED = "json"
    JSON_LD = "jsonld"


MEDIA_TYPES = {
    FeedFormat.ICALENDAR: "text/calendar",
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.RSS: "application/rss+xml",
    FeedFormat.JSON_FEED: "application/feed+json",
    FeedFormat.JSON_LD: "application/ld+json",
}

SITE_FEEDS = ("events", "deadlines", "archive", "changes")
"""Names that no event page has feeds under: one with such a slug has them under its uid."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What subscribes to a calendar: its address, and links for programs and websites that know such."""

    url: str
    webcal_url: str
    google_url: str
    outlook_url: str


def feed_url(name: str, feed_format: FeedFormat, filters: Mapping[str, Sequence[str]] | None = None) -> str:
    """The absolute address of a feed; `name` is the last segment without its ending."""
    query = urlencode(filters or {}, doseq=True)
    return f"{settings.WAGTAILADMIN_BASE_URL}/feeds/{quote(name)}.{feed_format}{'?' if query else ''}{query}"


def subscription_to(url: str, *, title: str) -> Subscription:
    """What subscribes to the calendar at `url`."""
    webcal = f"webcal://{url.partition('://')[2]}"
    return Subscription(
        url=url,
        webcal_url=webcal,
        google_url=f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
        outlook_url=f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': url, 'name': title})}",
    )
