"""What the names of feeds stand for: all events, deadlines, the archive, or one event page with what belongs to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from api.addresses import SITE_FEEDS, FeedFormat, feed_url
from api.feeds.events import find_event, was_public
from api.feeds.http import FeedMoved, FeedRefused
from api.ledger.entries import read_item
from api.ledger.models import CalendarEntry
from api.ledger.selection import Selection, UnknownFilterError, is_live, select
from api.rich_text import cut
from pages.choices import SessionKind
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from api.feeds.events import NamedEvent
    from api.ledger.entries import EntryData
    from api.visibility import Visibility

WINDOW_MONTHS = 3
"""How many months back a feed to subscribe to reaches."""

LONGEST_DESCRIPTION = 1000
"""Characters of what a feed says about itself; iCalendar has them twice."""

ALL_FORMATS = (FeedFormat.ICALENDAR, FeedFormat.ATOM, FeedFormat.RSS, FeedFormat.JSON_FEED)
OWN_FORMATS = {"archive": (FeedFormat.ICALENDAR,), "changes": (FeedFormat.ATOM,)}
"""The formats of feeds that cannot be had in all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a feed holds: a selection, since when, and how it is headed. `since` is None for feeds without a window."""

    name: str
    selection: Selection
    filters: Mapping[str, Sequence[str]]
    title: str
    description: str
    home_url: str
    language: str
    author: str
    since: dt.datetime | None = None
    time_zone: str | None = None
    has_breaks: bool = False
    formats: tuple[FeedFormat, ...] = ALL_FORMATS

    def entries(self, now: dt.datetime) -> QuerySet[CalendarEntry]:
        """The live entries, those without a known day last."""
        return CalendarEntry.objects.filter(self.condition(), is_live(now))

    def condition(self) -> Q:
        """The condition of standing in the feed, live or not."""
        condition = self.selection.condition()
        if self.since is not None:
            condition &= Q(ends_at__gte=self.since) | Q(ends_at=None)
        if not self.has_breaks:
            condition &= ~Q(kind=OccurrenceKind.SESSION, date_kind=SessionKind.BREAK)
        return condition

    def url(self, extension: FeedFormat) -> str:
        """The address of the feed in a format."""
        return feed_url(self.name, extension, self.filters)

    def alternates(self) -> dict[FeedFormat, str]:
        """The addresses in all formats."""
        return {extension: self.url(extension) for extension in self.formats}


def find_scope(visibility: Visibility, name: str, filters: Mapping[str, Sequence[str]]) -> Scope:
    """What a name stands for, narrowed by filters; raises `FeedRefused` and `FeedMoved`."""
    try:
        if name in SITE_FEEDS:
            return site_scope(visibility, name, filters)
        return page_scope(visibility, name, filters)
    except UnknownFilterError as error:
        raise FeedRefused(400, str(error), parameter=error.name) from error


def site_scope(visibility: Visibility, name: str, filters: Mapping[str, Sequence[str]]) -> Scope:
    """All of a site."""
    stored = visibility.grounds.site_settings
    site_name = stored.name if stored else "Colloquium"
    chosen = ", ".join(value for values in filters.values() for value in values)
    within = (OccurrenceKind.DEADLINE.value,) if name == "deadlines" else ()
    title = site_name if name == "events" else f"{site_name}: {name}"
    languages = filters.get("language", ())
    return Scope(
        name=name,
        selection=select(visibility, filters, within=within),
        filters=filters,
        title=f"{title} ({chosen})" if chosen else title,
        description=(stored.tagline if stored else "") or f"Events and deadlines of {site_name}.",
        home_url=visibility.site_url,
        language=languages[0] if len(languages) == 1 else settings.LANGUAGE_CODE,
        author=site_name,
        since=None if name in OWN_FORMATS else window_start(visibility.now),
        formats=OWN_FORMATS.get(name, ALL_FORMATS),
    )


def page_scope(visibility: Visibility, name: str, filters: Mapping[str, Sequence[str]]) -> Scope:
    """An event page with its dates and programme, or its talks; raises `FeedRefused` and `FeedMoved`."""
    languages = filters.get("language", ())
    event = find_event(visibility, name, language=languages[0] if len(languages) == 1 else None)
    if event is None:
        raise missing(visibility, name, filters)
    data = read_own_entry(event, visibility)
    if data is None:
        raise missing(visibility, name, filters)
    stored = visibility.grounds.site_settings
    title = data["title"] or data["headline"]
    return Scope(
        name=name,
        selection=select(visibility, {**filters, "language": [event.language]}, page=event.uid),
        filters=filters,
        title=title,
        description=describe_briefly(data) or title,
        home_url=data["url"],
        language=event.language,
        author=stored.name if stored else "Colloquium",
        time_zone=data["timeZone"] if not data["start"]["isAnywhereOnEarth"] else None,
        has_breaks=True,
    )


def describe_briefly(data: EntryData) -> str:
    """What an event is about, as long as it may be in the head of a feed; empty where nothing is said."""
    text = data["summary"] or data["abstract"] or ""
    return cut(text, LONGEST_DESCRIPTION) if len(text) > LONGEST_DESCRIPTION else text


def read_own_entry(event: NamedEvent, visibility: Visibility) -> EntryData | None:
    """What the calendar of the site says of an event page itself.

    None for one that has just been withdrawn, or that stands in the calendar of another site below this one.
    """
    rows = CalendarEntry.objects.filter(is_live(visibility.now), site=visibility.site)
    entry = rows.filter(uid=event.uid, language=event.language).first()
    return read_item(entry).data if entry is not None else None


def missing(visibility: Visibility, name: str, filters: Mapping[str, Sequence[str]]) -> Exception:
    """The refusal for a name that stands for nothing: it moved, is gone, or never was."""
    select(visibility, filters)
    languages = filters.get("language", ())
    new_name = find_new_name(visibility, name, language=languages[0] if languages else None)
    if new_name is not None:
        return FeedMoved(new_name)
    if was_public(visibility, name):
        return FeedRefused(410, f"“{name}” is not public any more.")
    return FeedRefused(404, f"There is no event “{name}”.")


def find_new_name(visibility: Visibility, name: str, *, language: str | None) -> str | None:
    """What leads to a public event now instead of `name`, its slug before; None when there is no such event."""
    if visibility.site is None or "\0" in name:
        return None
    rows = Redirect.get_for_site(visibility.site).filter(Q(old_path__endswith=f"/{name}"), redirect_page__isnull=False)
    for redirect in rows.select_related("redirect_page__locale").order_by("pk")[:10]:
        page = redirect.redirect_page
        event = find_event(visibility, str(page.translation_key), language=language or page.locale.language_code)
        if event is not None and event.slug != name:
            return find_name(visibility, event, language=language)
    return None


def find_name(visibility: Visibility, event: NamedEvent, *, language: str | None) -> str:
    """The name of an event's feeds in a language, or in any: its slug, or its uid where that slug leads elsewhere."""
    is_own = event.slug not in SITE_FEEDS and find_event(visibility, event.slug, language=language) == event
    return event.slug if is_own else event.uid


def window_start(now: dt.datetime) -> dt.datetime:
    """The first instant of the month three months back, in UTC."""
    months = now.year * 12 + now.month - 1 - WINDOW_MONTHS
    return dt.datetime(months // 12, months % 12 + 1, 1, tzinfo=dt.UTC)
