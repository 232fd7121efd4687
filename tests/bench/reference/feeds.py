"""The bytes of any address of production, for a view that keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import RequestFactory
from django.urls import resolve

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def fetch(request: HttpRequest) -> HttpResponse:
    """What the view at `path` answers."""
    asked = RequestFactory().get(request.GET["path"], headers={"host": request.get_host()})
    match = resolve(asked.path)
    response: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    return response
