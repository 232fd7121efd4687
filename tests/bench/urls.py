"""The URLs of production and, below `bench/`, the reference views by the names of the operations."""

from __future__ import annotations

from django.urls import path

from cms.urls import urlpatterns as urls_of_production
from tests.bench.reference import feeds, handwritten, kept, single_statement

urlpatterns = [
    *(path(f"bench/orm/{name}", view) for name, view in handwritten.VIEWS.items()),
    *(path(f"bench/sql/{name}", view) for name, view in single_statement.VIEWS.items()),
    *(path(f"bench/bytes/{name}", kept.keep(view)) for name, view in handwritten.VIEWS.items()),
    path("bench/bytes/feed", kept.keep(feeds.fetch)),
    *urls_of_production,
]
