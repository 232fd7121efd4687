"""Pages for people who look for feeds, and for those who want to show our events on a site of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from api.addresses import MEDIA_TYPES, SITE_FEEDS, FeedFormat, Subscription, feed_url, subscription_to
from api.feeds.events import find_owners
from api.feeds.html_pages import HTML, make_page, public_page
from api.feeds.http import give
from api.feeds.requests import FeedRequest
from api.ledger.entries import read_item
from api.ledger.ical_text import one_line
from api.ledger.selection import KINDS, Selection, page_types
from pages.models import Topic
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from api.ledger.entries import EntryData
    from api.ledger.models import CalendarEntry
    from api.visibility import Visibility

SERIES = "SeminarSeries"
ARCHIVE = "archive"
"""A feed that is too large for calendars to subscribe to."""
POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
HEADERS = {"Content-Security-Policy": "; ".join(POLICY)}
TYPE_HEADINGS = {
    SERIES: "Seminar series",
    "Forum": "Forums",
    "CallForPapers": "Conferences and calls for papers",
    "Tutorial": "Tutorials",
}
"""Types of events that have talks or dates of their own, in the order of the page."""
ENDINGS = (FeedFormat.ICALENDAR, FeedFormat.ATOM, FeedFormat.RSS, FeedFormat.JSON_FEED)
LABELS = {
    FeedFormat.ICALENDAR: "iCalendar",
    FeedFormat.ATOM: "Atom",
    FeedFormat.RSS: "RSS",
    FeedFormat.JSON_FEED: "JSON Feed",
    FeedFormat.JSON_LD: "JSON-LD",
}

MOST_LISTED = 300
"""Events with feeds of their own on the overview; each page of the site names its feed too."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed in one format."""

    label: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as the overview shows it: its links by format, and what subscribes to its calendar, if it has one."""

    title: str
    description: str
    links: Sequence[FeedLink]
    subscription: Subscription | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as the overview shows it, with the values that exist and what they mean."""

    name: str
    description: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """What other sites show, and the HTML for it."""

    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event with feeds of its own; `name` leads to them: its slug, or its uid where that slug leads elsewhere."""

    title: str
    url: str
    name: str
    type_name: str
    has_programme: bool


@public_page(lambda: HEADERS)
def overview(request: HttpRequest) -> HttpResponse:
    """All feeds, for people."""
    asked = FeedRequest.by(request, "feeds/", {})
    return give(
        request, asked.find() or asked.keep(make_page(render_overview(asked.visibility), asked)), media_type=HTML
    )


@public_page(lambda: HEADERS)
def examples(request: HttpRequest) -> HttpResponse:
    """Lists of events as other sites show them, with what to copy."""
    asked = FeedRequest.by(request, "embed/", {})
    return give(
        request, asked.find() or asked.keep(make_page(render_examples(asked.visibility), asked)), media_type=HTML
    )


def render_overview(visibility: Visibility) -> str:
    """The page of all feeds."""
    groups = find_groups(visibility)
    context = {
        "site_name": find_name(visibility),
        "feeds": site_feeds(find_name(visibility)),
        "groups": [(heading, [event_feed(it) for it in group]) for heading, group in groups],
        "filters": find_filters(visibility, groups),
        "example": feed_url("events", FeedFormat.ICALENDAR, {"type": ["talk"], "language": [settings.LANGUAGE_CODE]}),
    }
    return render_to_string("api/feeds/overview.html", context)


def render_examples(visibility: Visibility) -> str:
    """The page of examples."""
    context = {
        "site_name": find_name(visibility),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
        "examples": list(write_examples(find_groups(visibility))),
    }
    return render_to_string("api/feeds/examples.html", context)


def write_examples(groups: Iterable[tuple[str, Sequence[ListedEvent]]]) -> Iterator[Example]:
    """Examples with events that there are."""
    series = next((it for _, group in groups for it in group if it.type_name == SERIES), None)
    event = next((it for _, group in groups for it in group if it.type_name != SERIES), None)
    overview_url = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('feeds')}"
    if series is not None:
        markup = '<event-list series="{}" when="upcoming" limit="5">\n  <a href="{}">{}</a>\n</event-list>'
        yield Example("The next talks of a series", format_html(markup, series.name, series.url, series.title))
    markup = '<event-list kind="submission" limit="5">\n  <a href="{}">Deadlines</a>\n</event-list>'
    yield Example("The next deadlines for submissions", format_html(markup, overview_url))
    if event is not None:
        markup = '<event-list event="{}" when="all" limit="20">\n  <a href="{}">{}</a>\n</event-list>'
        yield Example("All dates of one event", format_html(markup, event.name, event.url, event.title))
    framed = series or event
    if framed is not None:
        markup = '<iframe src="{}" title="{}" width="600" height="320" loading="lazy"></iframe>'
        url = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('embed', args=[framed.name])}"
        yield Example("The same without a script, in a frame", format_html(markup, url, framed.title))


def find_name(visibility: Visibility) -> str:
    """The name of the site."""
    stored = visibility.grounds.site_settings
    return stored.name if stored is not None else settings.WAGTAIL_SITE_NAME


def find_groups(visibility: Visibility) -> list[tuple[str, list[ListedEvent]]]:
    """The series, and the other events that are not over, by type; series first while there is room."""
    entries, now = live_entries(visibility), visibility.now
    ahead = Q(type_name=SERIES) | Q(ends_at=None) | Q(ends_at__gt=now)
    programmes = entries.filter(kind=OccurrenceKind.SESSION).order_by().values_list("parent_uid", flat=True).distinct()
    with_programme = {str(uid) for uid in programmes}
    by_type: dict[str, list[ListedEvent]] = {name: [] for name in TYPE_HEADINGS}
    listed_first = (F("starts_at").asc(nulls_first=True), "uid")
    rows = entries.filter(ahead, kind=OccurrenceKind.EVENT).order_by(*listed_first).defer("ics")[:MOST_LISTED]
    for data, name in name_feeds([read_item(entry).data for entry in rows], visibility):
        if data["title"]:
            has_programme = data["type"] == SERIES or data["uid"] in with_programme
            listed = ListedEvent(data["title"], data["url"], name, data["type"], has_programme)
            by_type.setdefault(listed.type_name, []).append(listed)
    return [(TYPE_HEADINGS.get(name, name), events) for name, events in by_type.items() if events]


def name_feeds(events: Sequence[EntryData], visibility: Visibility) -> Iterator[tuple[EntryData, str]]:
    """Events with what leads to their feeds: the slug, or the uid where that slug leads elsewhere."""
    slugs = [data["path"].strip("/").rpartition("/")[2] for data in events]
    owners = find_owners(visibility, slugs)
    for data, slug in zip(events, slugs, strict=True):
        is_own = slug not in SITE_FEEDS and owners.get(slug) == data["uid"]
        yield data, slug if is_own else data["uid"]


def live_entries(visibility: Visibility) -> QuerySet[CalendarEntry]:
    """The public calendar of the site, each thing once."""
    return Selection(site_id=visibility.site.pk if visibility.site else None).entries(visibility.now)


def site_feeds(site_name: str) -> list[Feed]:
    """The feeds of the whole site."""
    changes = FeedLink("JSON", feed_url("changes", FeedFormat.JSON_FEED), "application/json")
    return [
        make_feed("events", site_name, "Talks, events, programmes and dates of all communities."),
        make_feed("deadlines", f"{site_name}: deadlines", "Dates by which something is due, or announced."),
        make_feed(
            ARCHIVE,
            f"{site_name}: archive",
            "Everything that ever was, as one large calendar to load once. The others reach three months back.",
            formats=(FeedFormat.ICALENDAR,),
        ),
        make_feed(
            "changes",
            f"{site_name}: changes",
            "What was announced, moved, called off or withdrawn; as JSON for programs that keep a copy.",
            formats=(FeedFormat.ATOM,),
            others=(changes,),
        ),
    ]


def event_feed(event: ListedEvent) -> Feed:
    """The feeds of one event."""
    schedule = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('schedule', args=[event.name])}"
    others = (FeedLink("schedule.xml", schedule, "application/xml"),) if event.has_programme else ()
    return make_feed(event.name, event.title, formats=(*ENDINGS, FeedFormat.JSON_LD), others=others)


def make_feed(
    name: str,
    title: str,
    description: str = "",
    *,
    formats: Sequence[FeedFormat] = ENDINGS,
    others: Sequence[FeedLink] = (),
) -> Feed:
    """A feed in some formats, and other documents of the same."""
    links = [FeedLink(LABELS[it], feed_url(name, it), MEDIA_TYPES[it]) for it in formats]
    calendar = feed_url(name, FeedFormat.ICALENDAR) if FeedFormat.ICALENDAR in formats and name != ARCHIVE else None
    subscription = subscription_to(calendar, title=one_line(title)) if calendar else None
    return Feed(title=title, description=description, links=[*links, *others], subscription=subscription)


def find_filters(visibility: Visibility, groups: Iterable[tuple[str, Sequence[ListedEvent]]]) -> list[Filter]:
    """The filters with their values; of topics and series those that are public."""
    series = {it.name: it.title for _, group in groups for it in group if it.type_name == SERIES}
    return [
        Filter("type", "The type of the page.", dict.fromkeys(page_types(), "")),
        Filter("kind", "What sort of thing or date it is.", dict.fromkeys(KINDS, "")),
        Filter("topic", "What it is filed under.", find_topics(visibility)),
        Filter("language", "The language of the page.", dict(settings.WAGTAIL_CONTENT_LANGUAGES)),
        Filter("series", "The talks of a series.", series),
        Filter("person", "Who takes part: the ORCID iD or the uid of a person.", {}),
    ]


def find_topics(visibility: Visibility) -> dict[str, str]:
    """The names of the topics of public entries, by slug."""
    columns = live_entries(visibility).exclude(topics="").order_by().values_list("topics", flat=True).distinct()
    slugs = {slug for column in columns for slug in column.split(",") if slug}
    return dict(Topic.objects.filter(slug__in=slugs).order_by("name").values_list("slug", "name"))
