"""What caches and browsers are told about an answer (RFC 9110, 9111 and 5861)."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import math
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

if TYPE_CHECKING:
    from django.http import HttpRequest

    from api.caching.answers import Answer

FRESH_SECONDS = 60
"""How long a shared cache may give an answer without asking."""

STALE_SECONDS = 60
"""How long after that it may go on while it asks."""

OUTAGE_SECONDS = 86_400
"""How long it may go on while we do not answer."""

LONGEST_CACHE_TAG = 8_000
"""Bytes of the header Cache-Tag."""

EVERYTHING = "all"
"""The tag of every answer."""


def strong_etag(body: bytes, *, media_type: str) -> str:
    """An entity tag, the same for the same bytes of the same media type."""
    digest = hashlib.blake2b(media_type.encode() + b"\n", digest_size=16)
    digest.update(body)
    return f'"{digest.hexdigest()}"'


def conditional_response(request: HttpRequest, *, answer: Answer, media_type: str, now: dt.datetime) -> HttpResponse:
    """The answer, or 304 where the client has it already; whoever calls adds Vary.

    No cache keeps answers to other methods than GET and HEAD, so these carry neither tag nor lifetime.
    """
    content_type = f"{media_type}; charset=utf-8"
    if request.method not in {"GET", "HEAD"}:
        return no_store(HttpResponse(answer.body, content_type=content_type))
    if refuses(request, etag=answer.etag):
        return no_store(HttpResponse("If-Match names another answer.", status=412, content_type="text/plain"))
    known = knows(request, etag=answer.etag)
    response = HttpResponseNotModified() if known else HttpResponse(answer.body, content_type=content_type)
    response.headers["ETag"] = answer.etag
    seconds = 0 if answer.must_revalidate else seconds_left(answer.until, now=now.timestamp())
    response.headers["Cache-Control"] = cache_control(seconds)
    response.headers["Cache-Tag"] = cache_tag(answer.tags)
    return response


def no_store(response: HttpResponse) -> HttpResponse:
    """The response, which nobody may keep."""
    for name in ("ETag", "Cache-Tag"):
        del response.headers[name]
    response.headers["Cache-Control"] = "no-store"
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """The response, which is for whoever asked alone: nobody may keep or index it."""
    no_store(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def knows(request: HttpRequest, *, etag: str) -> bool:
    """Whether the client has this answer already (RFC 9110, section 13.1.2: weak comparison)."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if given is None or given == etag:
        return given == etag
    return any(it == "*" or it.removeprefix("W/") == etag for it in parse_etags(given))


def refuses(request: HttpRequest, *, etag: str) -> bool:
    """Whether the client wants no answer but others (RFC 9110, section 13.1.1: strong comparison)."""
    given = request.META.get("HTTP_IF_MATCH")
    wanted = [] if given is None else parse_etags(given)
    return bool(wanted) and wanted != ["*"] and etag not in wanted


def seconds_left(until: float | None, *, now: float) -> int:
    """Whole seconds until an answer changes, no more than caches may use."""
    longest = FRESH_SECONDS + STALE_SECONDS
    return longest if until is None else max(0, min(longest, math.floor(until - now)))


@functools.cache
def cache_control(seconds: int) -> str:
    """The header Cache-Control of an answer that holds for some more seconds."""
    fresh = min(FRESH_SECONDS, seconds)
    if not fresh:
        return "public, max-age=0, must-revalidate"
    shared = f"s-maxage={fresh}, stale-while-revalidate={min(STALE_SECONDS, seconds - fresh)}"
    return f"public, max-age=0, {shared}, stale-if-error={OUTAGE_SECONDS}"


def cache_tag(tags: tuple[str, ...]) -> str:
    """The header Cache-Tag; where it would be too long, objects go and lists stay."""
    header = ",".join((EVERYTHING, *tags))
    if len(header) > LONGEST_CACHE_TAG:
        header = ",".join((EVERYTHING, *(tag for tag in tags if ":" not in tag)))
    return header if len(header) <= LONGEST_CACHE_TAG else EVERYTHING
