"""The whole public surface on one screen."""

from __future__ import annotations

from django.urls import path

from api.graphql.view import graphql

urlpatterns = [
    path("graphql", graphql, name="graphql"),
]
