"""What the admin shows beside Wagtail's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.snippets.models import register_snippet

from pages import comparisons, moments, zone_names
from pages.attention import hooks as attention
from pages.chores import hooks as chores
from pages.completion import hooks as completion
from pages.dashboard import panel as dashboard
from pages.digest import hooks as digest
from pages.forwarding import hooks as forwarding
from pages.history import hooks as history
from pages.intake import hooks as intake
from pages.listings import EventsGroup, SiteViewSet, TalkViewSet
from pages.models import Person
from pages.roles import hooks as roles
from pages.snippets import PeopleGroup

if TYPE_CHECKING:
    from django.utils.safestring import SafeString
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.admin.menu import MenuItem
    from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

PEOPLE_SHOWN = 12

__all__ = [
    "attention",
    "chores",
    "comparisons",
    "completion",
    "dashboard",
    "digest",
    "forwarding",
    "history",
    "intake",
    "roles",
]

register_snippet(PeopleGroup)


@hooks.register("register_admin_viewset")
def register_listings() -> list[ViewSet | ViewSetGroup]:
    """The explorer's columns, and the menu of events."""
    return [SiteViewSet(), TalkViewSet(), EventsGroup()]


@hooks.register("register_admin_urls")
def register_proposals() -> list[URLPattern]:
    """Where `TimeZoneInput` and `PeopleInput` read their proposals."""
    return [
        path("time-zones.json", time_zone_list, name="time_zone_list"),
        path("people.json", person_list, name="person_list"),
    ]


def time_zone_list(_request: HttpRequest) -> JsonResponse:
    """The names of the known zones, and zones by city."""
    return JsonResponse({"zones": sorted(moments.time_zones()), "cities": zone_names.cities()})


def person_list(request: HttpRequest) -> JsonResponse:
    """The people whose names contain the words `q`."""
    people = Person.objects.select_related("affiliation")
    for word in request.GET.get("q", "").split():
        people = people.filter(Q(name__icontains=word) | Q(name_native__icontains=word))
    return JsonResponse({"people": [{"value": person.pk, "label": str(person)} for person in people[:PEOPLE_SHOWN]]})


@hooks.register("construct_page_action_menu")
def offer_publishing_first(items: list[ActionMenuItem], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Drafts are kept by themselves while one types: the first button publishes, for those who may."""
    items.sort(key=lambda item: item.name != "action-publish")


@hooks.register("construct_help_menu")
def drop_framework_news(_request: HttpRequest, items: list[MenuItem]) -> None:
    """What is new in the framework is no help to editors."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The admin's own colours."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("pages/admin.css"))
