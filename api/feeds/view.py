"""Feeds at their addresses: which entries stand in one, what tells its states apart, and its bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.http import content_disposition_header

from api.addresses import MEDIA_TYPES, FeedFormat
from api.caching import Answer
from api.feeds.contents import find_end, find_etag, find_modified, make_channel, read_contents, read_state
from api.feeds.events import listed_events
from api.feeds.formats import FORMATS
from api.feeds.http import FeedRefused, give, has, public_feed, read_parameters
from api.feeds.jsonld import render_page
from api.feeds.requests import FeedRequest, make_document
from api.feeds.schedule import find_conference, render_schedule
from api.feeds.scopes import Scope, find_scope
from api.ledger.entries import read_item
from api.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from api.feeds.formats import Format
    from api.reading import PageValue


@public_feed
def feed(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """A feed in one of the formats; raises `FeedRefused` and `FeedMoved`."""
    feed_format = FORMATS.get(FeedFormat(extension)) if extension in set(FeedFormat) else None
    if feed_format is None:
        raise FeedRefused(404, f"There is no format “{extension}”; there are {', '.join(FeedFormat)}.")
    filters = read_parameters(request)
    asked = FeedRequest.by(request, f"{name}.{extension}", filters)
    answer = asked.find() or make_feed(request, find_scope(asked.visibility, name, filters), feed_format, asked)
    return as_file(give(request, answer, media_type=feed_format.media_type), f"{name}.{extension}")


@public_feed
def linked_data(request: HttpRequest, name: str) -> HttpResponse:
    """An event page as JSON-LD, the object that GraphQL gives as `seo.jsonLd`; raises `FeedRefused`."""
    filters = read_parameters(request)
    asked = FeedRequest.by(request, f"{name}.jsonld", filters)
    answer = asked.find() or asked.keep(make_linked_data(name, filters, asked))
    return as_file(give(request, answer, media_type=MEDIA_TYPES[FeedFormat.JSON_LD]), f"{name}.jsonld")


@public_feed
def schedule(request: HttpRequest, name: str) -> HttpResponse:
    """The programme of an event page, or the talks of a series, as schedule.xml; raises `FeedRefused`."""
    filters = read_parameters(request)
    asked = FeedRequest.by(request, f"{name}/schedule.xml", filters)
    answer = asked.find() or asked.keep(make_schedule(name, filters, asked))
    return as_file(give(request, answer, media_type="application/xml"), f"{name}-schedule.xml")


def as_file(response: HttpResponse, name: str) -> HttpResponse:
    """The response with the name under which it is stored (RFC 6266); of a slug in another script, encoded."""
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response


def make_feed(request: HttpRequest, scope: Scope, feed_format: Format, asked: FeedRequest) -> Answer:
    """A feed, kept; where the client has it, only what tells it from others, without its bytes.

    Raises `FeedRefused` for a format that it does not have.
    """
    if feed_format.extension not in scope.formats:
        names = ", ".join(scope.formats)
        raise FeedRefused(404, f"“{scope.name}” cannot be had in this format; it can in {names}.")
    state = read_state(scope, asked.now)
    channel = make_channel(scope, feed_format, state, now=asked.now)
    answer = Answer(
        body=b"",
        etag=find_etag(channel, scope, state),
        until=find_end(state, asked.now).timestamp(),
        tags=(),
        version=asked.version,
        cost=0,
        modified=int(find_modified(scope, state, now=asked.now).timestamp()),
    )
    if has(request, answer):
        return answer
    return asked.keep(replace(answer, body=feed_format.render(channel, read_contents(scope, feed_format, asked.now))))


def make_linked_data(name: str, filters: Mapping[str, Sequence[str]], asked: FeedRequest) -> Answer:
    """A page as JSON-LD; raises `FeedRefused` and `FeedMoved`."""
    page, reading = read_page(name, filters, asked)
    body = render_page(page, reading)
    if body is None:
        raise FeedRefused(404, f"“{name}” has no title yet; what has none cannot be described.")
    return make_document(body, asked, until=reading.lifetime.until, media_type=MEDIA_TYPES[FeedFormat.JSON_LD])


def make_schedule(name: str, filters: Mapping[str, Sequence[str]], asked: FeedRequest) -> Answer:
    """The programme of a page; raises `FeedRefused` and `FeedMoved`."""
    page, _reading = read_page(name, filters, asked)
    scope = find_scope(asked.visibility, name, filters)
    state = read_state(scope, asked.now)
    conference = find_conference(page, asked.visibility, schedule_url=schedule_url(name, filters), rev=state.rev)
    rows = scope.entries(asked.now).filter(starts_at__isnull=False).order_by("starts_at", "uid").defer("ics")
    body = render_schedule(conference, [read_item(entry) for entry in rows])
    return make_document(body, asked, until=find_end(state, asked.now), media_type="application/xml")


def read_page(name: str, filters: Mapping[str, Sequence[str]], asked: FeedRequest) -> tuple[PageValue, Reading]:
    """The event page that a name stands for, with what was read of it; raises `FeedRefused` and `FeedMoved`."""
    unknown = filters.keys() - {"language"}
    if unknown:
        raise FeedRefused(400, "This document takes no parameter but “language”.", parameter=min(unknown))
    scope = find_scope(asked.visibility, name, filters)
    if scope.selection.page is None:
        raise FeedRefused(404, f"“{name}” is no event.")
    reading = Reading(asked.visibility, version=asked.version)
    rows = listed_events(asked.visibility)
    pages = reading.take(
        rows.filter(page__translation_key=scope.selection.page, page__locale__language_code=scope.language)
    )
    if not pages:
        raise FeedRefused(404, f"There is no event “{name}”.")
    return pages[0], reading


def schedule_url(name: str, filters: Mapping[str, Sequence[str]]) -> str:
    """The absolute address of a programme."""
    query = urlencode(filters, doseq=True)
    return f"{settings.WAGTAILADMIN_BASE_URL}/feeds/{quote(name)}/schedule.xml{'?' if query else ''}{query}"
