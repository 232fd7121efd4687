"""Copies and moves in the admin, which leave the public site's own addresses alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm

from pages.site_paths import is_reserved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from wagtail.admin.views.bulk_action import BulkAction
    from wagtail.models import Page


class AddressCopyForm(CopyForm):
    """The form of a copy, which leaves the public site's own addresses alone."""

    def clean(self) -> dict[str, Any]:
        """The values, unless the copy would stand where the site has a page of its own."""
        values: dict[str, Any] = super().clean()
        parent = values.get("new_parent_page") or self.page.get_parent()
        slug = values.get("new_slug")
        if slug and is_reserved(slug, below=parent):
            self.add_error("new_slug", say_reserved(slug))
        return values


def say_reserved(slug: str) -> str:
    """What the editor is told of a slug that the site has for itself."""
    message = _("The public site has a page of its own at this address. Choose another slug, such as “%(slug)s”.")
    return message % {"slug": f"{slug}-2"}


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Let no page move to where the site has a page of its own."""
    if not is_reserved(page.slug, below=destination):
        return None
    messages.error(request, say_reserved(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_bulk_action")
def refuse_moves(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: BulkAction
) -> HttpResponse | None:
    """Let none of several pages move there."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    refused = [page for page in objects if is_reserved(page.slug, below=destination)]
    for page in refused:
        messages.error(request, f"{page.get_admin_display_title()}: {say_reserved(page.slug)}")
    return redirect(action.next_url) if refused else None
