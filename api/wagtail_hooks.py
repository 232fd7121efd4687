"""What the API adds to the admin."""

from __future__ import annotations

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.views.api_tokens import APITokenViewSet

from api.graphql.graphiql import graphiql
from api.webhooks.admin import WebhookViewSet


@hooks.register("register_admin_urls")
def register_graphiql_url() -> list[URLPattern]:
    """Serve GraphiQL at /admin/graphiql/, behind the admin's own check."""
    return [path("graphiql/", graphiql, name="graphiql")]


@hooks.register("register_settings_menu_item")
def register_graphiql_menu_item() -> MenuItem:
    """Offer GraphiQL among the settings."""
    return MenuItem(_("GraphiQL"), reverse("graphiql"), name="graphiql", icon_name="code", order=9000)


@hooks.register("register_admin_viewset")
def register_api_tokens() -> APITokenViewSet:
    """Offer Wagtail's own API tokens among the settings; they raise the limits of the public API."""
    return APITokenViewSet("wagtailusers_api_tokens", url_prefix="api-tokens")


@hooks.register("register_admin_viewset")
def register_webhooks() -> WebhookViewSet:
    """Offer webhooks among the settings."""
    return WebhookViewSet()
