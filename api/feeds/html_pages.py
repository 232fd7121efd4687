"""Pages for people among the feeds: what browsers may do with them, and refusals in words."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

import orjson
from django.http import HttpResponse

from api.feeds.http import FRESH_SECONDS, public_feed
from api.feeds.requests import make_document

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from api.caching import Answer
    from api.feeds.requests import FeedRequest

HTML = "text/html"


def public_page(headers: Callable[[], Mapping[str, str]]) -> Callable[..., Callable[..., HttpResponse]]:
    """A decorator as `public_feed`, for pages with more headers, whose refusals are read by people."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        read = public_feed(view)

        @functools.wraps(read)
        def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
            response = in_words(read(request, **arguments))
            for name, value in headers().items():
                response.headers[name] = value
            return response

        return answer

    return decorate


def in_words(response: HttpResponse) -> HttpResponse:
    """The response; of a problem document the sentence that it holds."""
    if response.headers.get("Content-Type") == "application/problem+json":
        response.content = f"{orjson.loads(response.content)['detail']}\n".encode()
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


def make_page(html: str, asked: FeedRequest, *, media_type: str = HTML) -> Answer:
    """An answer that is good for as long as clients keep it, unless something in it expires before."""
    latest = asked.now + dt.timedelta(seconds=FRESH_SECONDS)
    until = min(latest, asked.visibility.grounds.next_expiry(asked.now) or latest)
    return make_document(html.encode(), asked, until=until, media_type=media_type)
