"""Counts the site's questions for pages: the operations it sends by their hashes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

COUNTED = "/bench/questions"
"""The path at which the count is told."""


def count_questions(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that counts operations sent by their hashes; the question for the version is none of them."""
    lock = threading.Lock()
    count = 0

    def respond(request: HttpRequest) -> HttpResponseBase:
        nonlocal count
        if request.path == COUNTED:
            return HttpResponse(str(count), content_type="text/plain")
        if request.path == "/graphql" and "documentId" in request.GET:
            with lock:
                count += 1
        return get_response(request)

    return respond
