"""Where the admin shows what needs attention."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.attention.actions import DismissView, FixAllView, FixView, ReopenView
from pages.attention.live import CheckAddedView, CheckEditedView
from pages.attention.report import AttentionReport

urlpatterns = [
    path("", AttentionReport.as_view(), name="report"),
    path("results/", AttentionReport.as_view(results_only=True), name="results"),
    path("fix/", FixAllView.as_view(), name="fix_all"),
    path("form/<int:page_id>/", CheckEditedView.as_view(), name="check_edited"),
    path(
        "form/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        CheckAddedView.as_view(),
        name="check_added",
    ),
    path("<int:pk>/fix/", FixView.as_view(), name="fix"),
    path("<int:pk>/leave/", DismissView.as_view(), name="dismiss"),
    path("<int:pk>/reopen/", ReopenView.as_view(), name="reopen"),
]


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern | URLResolver]:
    """The report and its buttons."""
    return [path("reports/needs-attention/", include((urlpatterns, "attention")))]


class AttentionMenuItem(MenuItem):
    """Shown to those who may edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may edit any page."""
        return bool(
            policy_registry.get_by_type(Page).user_has_any_permission(request.user, {"add", "change", "publish"})
        )


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """The report stands first in the menu of reports."""
    return AttentionMenuItem(
        _("Needs attention"), reverse("attention:report"), name="needs-attention", icon_name="warning", order=100
    )
