"""What the API adds to the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.users.views.api_tokens import APITokenViewSet

from api.graphql.graphiql import graphiql
from api.previews.sharing import RevokeView, ShareView, offer_sharing
from api.previews.userbar import check_across_origins, origin_of
from api.webhooks.admin import WebhookViewSet

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

hooks.register("construct_wagtail_userbar", check_across_origins)
hooks.register("register_page_header_buttons", offer_sharing)


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


@hooks.register("insert_editor_js")
def open_fields_from_preview() -> SafeString:
    """A click on a part of the preview opens its field."""
    script = versioned_static("api/preview/open-field.js")
    return format_html('<script src="{}" data-site-origin="{}"></script>', script, origin_of(settings.PUBLIC_URL))


@hooks.register("register_admin_urls")
def register_sharing_urls() -> list[URLPattern]:
    """Where drafts are shared with people who are no users of the admin."""
    return [
        path("previews/<int:page_id>/", ShareView.as_view(), name="share_preview"),
        path("previews/<int:page_id>/<int:link_id>/revoke/", RevokeView.as_view(), name="revoke_preview"),
    ]
