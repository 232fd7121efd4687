"""What all feeds have in common over HTTP: read from any origin, without cookies, with conditional requests."""

from __future__ import annotations

import functools
import logging
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from django.db import Error as DatabaseFailure
from django.http import HttpResponse, HttpResponseNotModified, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import http_date, parse_http_date_safe

from api.caching.responses import knows
from api.rates import RateLimited, rate_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from api.caching import Answer

logger = logging.getLogger(__name__)

METHODS = "GET, HEAD, OPTIONS"
FRESH_SECONDS = 900
CACHE_CONTROL = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate=3600, stale-if-error=86400"
ALWAYS_ASK = "no-cache"
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


class FeedRefused(Exception):  # noqa: N818  # what becomes of the request
    """A request that cannot be answered; `parameter` is what is wrong with it, if it is one."""

    def __init__(self, status: int, detail: str, *, parameter: str | None = None, kind: str = "about:blank") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter
        self.kind = kind


class FeedMoved(Exception):  # noqa: N818  # what became of the feed
    """The event whose feed was asked for has another slug now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed", 410: "Gone", 429: "Too many requests"}


def public_feed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that answers GET and HEAD; what it refuses becomes a problem document (RFC 9457)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **arguments: str) -> HttpResponse:
        # No answer depends on cookies; the middleware would replace those it does not like, and vary by them.
        request.COOKIES.clear()
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        try:
            response = preflight() if request.method == "OPTIONS" else view(check_method(request), **arguments)
        except FeedMoved as moved:
            response = redirect(request, slug=moved.slug, arguments=arguments)
        except FeedRefused as refusal:
            response = problem(refusal)
        except RateLimited as limited:
            response = problem(FeedRefused(429, str(limited)))
            for name, value in rate_headers(limited).items():
                response.headers[name] = value
        except DatabaseFailure:
            incident = uuid.uuid4().hex
            logger.exception("Incident %s", incident)
            response = problem(FeedRefused(503, f"Internal error; incident {incident}."))
        if response.status_code == HTTPStatus.MOVED_PERMANENTLY:
            # Browsers keep it for ever where nothing is said; pages may get former addresses back.
            response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        for name, value in ALWAYS.items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is ever written
    return answer


def redirect(request: HttpRequest, *, slug: str, arguments: Mapping[str, str]) -> HttpResponse:
    """To the same document of the event under the slug that it has now, with the parameters as they were given."""
    assert request.resolver_match is not None  # noqa: S101  # only documents with names in their addresses move
    path = reverse(request.resolver_match.view_name, kwargs={**arguments, "name": slug})
    query = request.META["QUERY_STRING"]
    response = HttpResponsePermanentRedirect(f"{path}{'?' if query else ''}{query}")
    # A slug may be taken again.
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


def check_method(request: HttpRequest) -> HttpRequest:
    """The request, if it reads; raises `FeedRefused`."""
    if request.method not in {"GET", "HEAD"}:
        raise FeedRefused(405, "Feeds can only be read.")
    return request


def preflight() -> HttpResponse:
    """The answer to a browser that asks what it may send."""
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Cache-Control, If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def problem(refusal: FeedRefused) -> HttpResponse:
    """Why a request was refused, for machines and people (RFC 9457)."""
    body = {
        "type": refusal.kind,
        "title": TITLES.get(refusal.status, "Not available"),
        "status": refusal.status,
        "detail": refusal.detail,
        **({"parameter": refusal.parameter} if refusal.parameter else {}),
    }
    response = HttpResponse(orjson.dumps(body), "application/problem+json", status=refusal.status)
    response.headers["Cache-Control"] = "no-store"
    if refusal.status == 405:  # noqa: PLR2004  # RFC 9110, section 15.5.6
        response.headers["Allow"] = METHODS
    return response


def read_parameters(request: HttpRequest) -> dict[str, list[str]]:
    """The parameters of the address, each with all its values: given several times, or between commas."""
    return {name: [value for text in texts for value in text.split(",")] for name, texts in sorted(request.GET.lists())}


def give(request: HttpRequest, answer: Answer, *, media_type: str, cache_control: str = CACHE_CONTROL) -> HttpResponse:
    """The answer, or 304 where the client has it (RFC 9110, section 13.2.2)."""
    is_known = has(request, answer)
    content_type = f"{media_type}; charset=utf-8"
    response = HttpResponseNotModified() if is_known else HttpResponse(answer.body, content_type)
    response.headers["ETag"] = answer.etag
    response.headers["Cache-Control"] = cache_control
    if answer.modified is not None:
        response.headers["Last-Modified"] = http_date(answer.modified)
    return response


def has(request: HttpRequest, answer: Answer) -> bool:
    """Whether the client has this answer: by its tag, or, if it sends none, by when it changed."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        return knows(request, etag=answer.etag)
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since is not None and answer.modified is not None and answer.modified <= since
