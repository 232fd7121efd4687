"""The desk on the admin's first page, below the buttons that add an event in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.choices import FindingSeverity
from pages.dashboard.desk import make_desk
from pages.listings import EventsGroup
from pages.models import SeminarSeriesPage, TalkPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class DeskPanel(Component):
    """Buttons for new events, and what the user has to do next."""

    name = "desk"
    template_name = "pages/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The buttons the user may press, and the desk."""
        assert parent_context is not None  # noqa: S101  # the home view renders its panels with its own context
        user = parent_context["request"].user
        may_add = policy_registry.get_by_type(Page).user_has_permission(user, "add")
        desk = make_desk(user, now=timezone.now())
        labels = dict(FindingSeverity.choices)
        findings = [(labels[severity], number) for severity, number in (desk.findings or {}).items()]
        return {"buttons": buttons() if may_add else [], "desk": desk, "findings": findings}


def buttons() -> list[dict[str, str]]:
    """The types an event can be added of: their names, and where a parent is chosen if there is more than one."""
    viewsets = [viewset for viewset in EventsGroup.items if viewset.model is not TalkPage or has_series()]
    return [
        {"label": viewset.model.get_verbose_name(), "url": reverse(viewset.get_url_name("choose_parent"))}
        for viewset in viewsets
    ]


def has_series() -> bool:
    """Whether there is a series that a talk could be added to."""
    return SeminarSeriesPage.objects.exists()


@hooks.register("construct_homepage_panels")
def add_desk(_request: HttpRequest, panels: list[Component]) -> None:
    """The desk stands on the first page."""
    panels.append(DeskPanel())
