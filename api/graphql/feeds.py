"""Where what GraphQL shows can be subscribed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from api.addresses import SITE_FEEDS, FeedFormat, feed_url, subscription_to
from api.graphql.scalars import URL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphene import ResolveInfo

    from api.reading import PageValue, Reading


class Feed(graphene.ObjectType):
    """A set of entries that calendars, feed readers and programs can follow."""

    title = graphene.String(required=True, description="What it is called.")
    calendar_url = graphene.Field(URL, required=True, description="The calendar, as iCalendar.")
    webcal_url = graphene.String(required=True, description="The same for programs that subscribe by `webcal:`.")
    google_calendar_url = graphene.Field(URL, required=True, description="Subscribes in Google Calendar.")
    outlook_url = graphene.Field(URL, required=True, description="Subscribes in Outlook on the web.")
    atom_url = graphene.Field(URL, required=True, description="What is new, as Atom.")
    rss_url = graphene.Field(URL, required=True, description="What is new, as RSS.")
    json_feed_url = graphene.Field(URL, required=True, description="JSON Feed.")


def describe_feed(name: str, *, title: str, filters: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """The addresses of a feed."""
    subscription = subscription_to(feed_url(name, FeedFormat.ICALENDAR, filters), title=title)
    return {
        "title": title,
        "calendarUrl": subscription.url,
        "webcalUrl": subscription.webcal_url,
        "googleCalendarUrl": subscription.google_url,
        "outlookUrl": subscription.outlook_url,
        "atomUrl": feed_url(name, FeedFormat.ATOM, filters),
        "rssUrl": feed_url(name, FeedFormat.RSS, filters),
        "jsonFeedUrl": feed_url(name, FeedFormat.JSON_FEED, filters),
    }


def resolve_site_feeds(site: Mapping[str, Any], _info: ResolveInfo) -> list[dict[str, str]]:
    """The feeds of a whole site."""
    name = site["name"]
    return [describe_feed("events", title=name), describe_feed("deadlines", title=f"{name}: deadlines")]


def resolve_event_feed(page: PageValue, info: ResolveInfo) -> dict[str, str] | None:
    """The feed of an event with its dates and programme, or of a series with its talks; None for an unlisted one.

    It is named by the page's slug, or by its uid where that slug leads to another page or to a feed of the site.
    """
    reading: Reading = info.context
    if not reading.visibility.is_listed(page):
        return None
    document = page.document
    uid, slug, language = str(page.translation_key), document["slug"], document["locale"]
    title = document["title"] or document["seoTitle"] or "Talk"
    namesakes = (reading.namesakes[slug] if slug not in SITE_FEEDS else None) or []
    if namesakes[:1] == [(uid, language)]:
        return describe_feed(slug, title=title)
    is_first = next((it for it, spoken in namesakes if spoken == language), None) == uid
    return describe_feed(slug if is_first else uid, title=title, filters={"language": [language]})
