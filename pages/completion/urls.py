"""The public address of speakers' pages."""

from __future__ import annotations

from django.urls import path

from pages.completion.speaker import complete, lead_to_form

urlpatterns = [
    path("complete/<str:token>/", complete, name="complete"),
    path("complete/<path:rest>", lead_to_form),
]
