"""What other sites show of ours: the script of `<event-list>`, and a page of one event for their iframes."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt

from api.addresses import FeedFormat, feed_url
from api.caching import Answer, strong_etag
from api.feeds.events import find_event
from api.feeds.html_lines import write_line
from api.feeds.html_pages import HTML, make_page, public_page
from api.feeds.http import FeedRefused, give, public_feed, read_parameters
from api.feeds.requests import FeedRequest
from api.feeds.scopes import find_name, missing
from api.ledger.entries import read_item
from api.ledger.selection import UnknownFilterError, select
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from api.feeds.events import NamedEvent
    from api.ledger.models import CalendarEntry

SCRIPT = Path(__file__).parent.parent / "static/api/embed/v1/events.js"
JAVASCRIPT = "text/javascript"
SERIES = "SeminarSeries"
USUAL_TALKS = 10
MOST_ENTRIES = 100


class When(StrEnum):
    """Which entries a page shows."""

    UPCOMING = "upcoming"
    PAST = "past"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a page was asked to show; None leaves it to the type of the event."""

    limit: int | None = None
    when: When | None = None
    language: str | None = None


def read_options(parameters: Mapping[str, Sequence[str]]) -> Options:
    """The options in a query; raises `FeedRefused` for anything else."""
    read: dict[str, Callable[[str], Any]] = {"limit": read_limit, "when": read_when, "language": str}
    values: dict[str, Any] = {}
    for name, given in parameters.items():
        if name not in read:
            detail = f"There is no parameter “{name}”; there are {', '.join(read)}."
            raise FeedRefused(400, detail, parameter=name)
        if len(given) != 1:
            raise FeedRefused(400, f"{name} takes one value.", parameter=name)
        values[name] = read[name](given[0])
    return Options(**values)


def read_limit(text: str) -> int:
    """A number of entries; raises `FeedRefused`."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ENTRIES))
    if not is_number or not 1 <= int(text) <= MOST_ENTRIES:
        raise FeedRefused(400, f"limit is a number from 1 to {MOST_ENTRIES}.", parameter="limit")
    return int(text)


def read_when(text: str) -> When:
    """Which entries; raises `FeedRefused`."""
    if text not in set(When):
        raise FeedRefused(400, f"when has no value “{text}”; it has {', '.join(When)}.", parameter="when")
    return When(text)


@public_feed
def script(request: HttpRequest) -> HttpResponse:
    """The module that defines `<event-list>`, for pages of any origin."""
    body = SCRIPT.read_bytes()
    answer = Answer(body, strong_etag(body, media_type=JAVASCRIPT), None, (), 0, 0)
    response = give(request, answer, media_type=JAVASCRIPT)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@functools.cache
def style() -> str:
    """The style sheet of the page."""
    return render_to_string("api/feeds/embed.css")


@functools.cache
def frame_headers() -> dict[str, str]:
    """What browsers may do with the page: show it in any frame, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    policy = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }


@xframe_options_exempt
@public_page(frame_headers)
def embed(request: HttpRequest, name: str) -> HttpResponse:
    """A page of one event, by its slug or uid, that any site may show in a frame; raises `FeedRefused`."""
    parameters = read_parameters(request)
    asked = FeedRequest.by(request, f"embed/{name}/", parameters)
    answer = asked.find() or asked.keep(make_event_page(name, parameters, asked))
    return give(request, answer, media_type=HTML)


def make_event_page(name: str, parameters: Mapping[str, Sequence[str]], asked: FeedRequest) -> Answer:
    """The page of an event; raises `FeedRefused` and `FeedMoved`."""
    options, visibility = read_options(parameters), asked.visibility
    languages = {"language": [options.language]} if options.language is not None else {}
    try:
        chosen = select(visibility, languages)
    except UnknownFilterError as error:
        raise FeedRefused(400, str(error), parameter=error.name) from error
    event = find_event(visibility, name, language=options.language)
    if event is None:
        raise missing(visibility, name, languages)
    entries = replace(chosen, page=event.uid).entries(asked.now)
    heading = entries.filter(uid=event.uid).order_by("language").first()
    if heading is None:
        raise missing(visibility, name, languages)
    calendar = feed_url(find_name(visibility, event, language=options.language), FeedFormat.ICALENDAR, languages)
    shown = choose_entries(entries, event, options, now=asked.now)
    return make_page(render_event(event, heading, shown, calendar_url=calendar), asked)


def render_event(
    event: NamedEvent, heading: CalendarEntry, entries: Iterable[CalendarEntry], *, calendar_url: str
) -> str:
    """The page, in the language of the event's own."""
    with translation.override(event.language):
        context = {
            "event": event,
            "heading": write_line(read_item(heading).data),
            "lines": [write_line(read_item(entry).data) for entry in entries],
            "calendar_url": calendar_url,
            "style": mark_safe(style()),  # noqa: S308  # our own file
        }
        return render_to_string("api/feeds/embed.html", context)


def choose_entries(
    entries: QuerySet[CalendarEntry], event: NamedEvent, options: Options, *, now: dt.datetime
) -> QuerySet[CalendarEntry]:
    """Of a series its talks, of another event all its dates.

    The next come first, those without a day last; of past ones the latest come first.
    """
    is_series = event.type_name == SERIES
    if is_series:
        entries = entries.filter(kind=OccurrenceKind.TALK)
    when = options.when or (When.UPCOMING if is_series else When.ALL)
    limit = options.limit or (USUAL_TALKS if is_series else MOST_ENTRIES)
    if when is When.PAST:
        return entries.filter(ends_at__lte=now).order_by("-starts_at", "uid")[:limit]
    if when is When.UPCOMING:
        entries = entries.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return entries.order_by(F("starts_at").asc(nulls_last=True), "uid")[:limit]
