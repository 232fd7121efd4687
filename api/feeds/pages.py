"""Small documents for people and their sites: what their answers tell browsers and caches."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from api.caching import strong_etag
from api.caching.responses import knows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

HTML = "text/html"
CACHE_CONTROL = "public, max-age=900, stale-while-revalidate=3600, stale-if-error=86400"
REFUSAL_CACHE_CONTROL = "public, max-age=60"


def public_document(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is only read and knows nobody; the middleware would vary by cookies that it does not like."""

    @functools.wraps(view)
    def read(request: HttpRequest, **parts: str) -> HttpResponse:
        request.COOKIES.clear()
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        return view(request, **parts)

    return require_safe(read)


def give(request: HttpRequest, body: bytes, *, media_type: str, headers: Mapping[str, str]) -> HttpResponse:
    """The body as a document that everybody may keep for a while, or 304 where the client has it (RFC 9110, 13.1.2)."""
    etag = strong_etag(body, media_type=media_type)
    is_known = knows(request, etag=etag)
    response = HttpResponseNotModified() if is_known else HttpResponse(body, f"{media_type}; charset=utf-8")
    for name, value in {"ETag": etag, "Cache-Control": CACHE_CONTROL, **headers}.items():
        response.headers[name] = value
    return response


def refuse(message: str, *, status: int, headers: Mapping[str, str]) -> HttpResponse:
    """The answer to what cannot be answered, in words."""
    kept = {"Cache-Control": REFUSAL_CACHE_CONTROL, **headers}
    return HttpResponse(f"{message}\n", "text/plain; charset=utf-8", status=status, headers=kept)
