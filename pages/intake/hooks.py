"""Where an editor finds the import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.intake.forms import PARENT_TYPES
from pages.intake.views import JobView, ProgressView, RunView, UndoView, UploadView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

urlpatterns = [
    path("", UploadView.as_view(), name="upload"),
    path("<uuid:key>/", JobView.as_view(), name="job"),
    path("<uuid:key>/progress.json", ProgressView.as_view(), name="progress"),
    path("<uuid:key>/run/", RunView.as_view(), name="run"),
    path("<uuid:key>/undo/", UndoView.as_view(), name="undo"),
]


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """The pages of imports."""
    return [path("import/", include((urlpatterns, "intake")))]


class ImportMenuItem(MenuItem):
    """Shown to those who may add pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may add pages anywhere."""
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "add"))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """The import in the main menu."""
    return ImportMenuItem(
        gettext_lazy("Import"), reverse("intake:upload"), name="import", icon_name="upload", order=350
    )


@hooks.register("register_page_header_buttons")
def offer_import(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The import into this page, at the head of its views."""
    del view_name, next_url
    if page.pk and page.specific_class in PARENT_TYPES and page.permissions_for_user(user).can_add_subpage():
        yield Button(_("Import"), url=f"{reverse('intake:upload')}?target={page.pk}", icon_name="upload", priority=36)
