"""Where the admin and the pages meet the roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from pages.choices import Role
from pages.roles import translating
from pages.roles.communities import can_be_community, may_manage
from pages.roles.members import MembersView, RemoveView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import Page

__all__ = ["translating"]


@hooks.register("register_admin_urls")
def register_member_urls() -> list[URLPattern]:
    """Where roles are given and taken away."""
    return [
        path("communities/<int:page_id>/members/", MembersView.as_view(), name="community_members"),
        path(
            "communities/<int:page_id>/members/<int:user_id>/remove/",
            RemoveView.as_view(),
            name="remove_community_member",
        ),
    ]


@hooks.register("register_page_header_buttons")
def offer_members(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The way to the members, for those who decide about them."""
    del next_url, view_name
    if page.pk and can_be_community(page) and may_manage(user, page):
        yield Button(_("Members"), url=reverse("community_members", args=[page.pk]), icon_name="group", priority=66)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Roles that were given and taken away stand in the history of the page."""

    @actions.register_action("pages.set_role")
    class RoleFormatter(LogFormatter):
        label = gettext_lazy("Change a role")

        def format_message(self, log_entry: Any) -> str:
            """Who has which role now."""
            data = log_entry.data
            if not data["role"]:
                return _("%(member)s has no role here any more") % data
            return _("%(member)s has the role “%(role)s”") % {**data, "role": Role(data["role"]).label}
