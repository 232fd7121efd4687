"""Uploaded files, where no web server serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.views.static import serve

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def serve_upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """`/media/…`: the file, under a policy by which nothing in it can run."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response
