"""The admin's first page: adding an event in one step, and what is on next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.listings import EventsGroup, describe_date, describe_phase
from pages.models import EventPage, SeminarSeriesPage, TalkPage
from pages.occurrences import Phase

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

EVENTS_SHOWN = 8


class EventsPanel(Component):
    """Buttons for new events, and the next events with their dates."""

    name = "events"
    template_name = "pages/dashboard.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The buttons the user may press, and the events the user may see."""
        assert parent_context is not None  # noqa: S101  # the home view renders its panels with its own context
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(Page)
        may_add = policy.user_has_permission(user, "add")
        return {"buttons": buttons() if may_add else [], "events": next_events(user)}


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


def next_events(user: AbstractUser) -> list[dict[str, Any]]:
    """The next events the user can reach in the explorer, drafts included."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    ahead = EventPage.objects.in_phase(Phase.LIVE, Phase.UPCOMING, now=timezone.now()).in_order()
    pages = ahead.filter(pk__in=explorable.values("pk")).specific()[:EVENTS_SHOWN]
    return [
        {
            "page": page,
            "date": describe_date(page),
            "phase": describe_phase(page),
            "state": "" if page.live else _("Draft"),
        }
        for page in pages
    ]
