"""Where the public history stands in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from pages.history.views import PublicHistoryView, may_see

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page


@hooks.register("register_admin_urls")
def register_public_history() -> list[URLPattern]:
    """The address of the view."""
    return [path("pages/<int:page_id>/public-history/", PublicHistoryView.as_view(), name="public_history")]


@hooks.register("register_page_header_buttons")
def offer_public_history(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """An entry beside Wagtail's own history, in the menu at the head of each view of an event."""
    del view_name, next_url
    if may_see(page, user):
        yield Button(
            _("Public history"), url=reverse("public_history", args=[page.pk]), icon_name="history", priority=66
        )
