"""What hand-written views have in common: which pages are public, and how some values are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import JsonResponse
from wagtail.models import Page, Site

from pages.choices import CALLED_OFF_STATUSES, LinkAccess
from pages.models import Contribution, EventPage, Link

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest
    from wagtail.query import PageQuerySet

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def answer(**data: Any) -> JsonResponse:
    """The data of an operation."""
    return JsonResponse({"data": data})


def public(model: type[Page], now: dt.datetime) -> PageQuerySet:
    """Public pages of a type."""
    rows = model.objects.live().public().filter(alias_of=None).exclude(expire_at__lte=now)
    return rows.select_related("locale")


def listed(model: type[Page], now: dt.datetime) -> PageQuerySet:
    """Public pages of a type that stand in lists, without their long texts."""
    return public(model, now).filter(is_listed=True).defer("body")


def ahead(now: dt.datetime) -> Q:
    """The condition of lying ahead."""
    return Q(starts_at__gt=now) & ~Q(status__in=CALLED_OFF_STATUSES)


def site_of(request: HttpRequest) -> tuple[Page, int]:
    """The home page, and how much of a page's `url_path` lies above it."""
    root = Site.find_for_request(request).root_page
    return root, len(root.url_path) - 1


def affiliation(row: Contribution) -> str | None:
    """Where somebody was then."""
    return row.affiliation or (row.person.affiliation.name if row.person.affiliation else None)


def address(link: Link, event: EventPage, now: dt.datetime) -> str | None:
    """The address of a link, while it is shown."""
    link.event = event
    begins, ends = link.visible_from, link.visible_until
    is_hidden = link.access != LinkAccess.PUBLIC or (
        link.visible_from_minutes is not None and (begins is None or now < begins)
    )
    return None if is_hidden or (ends is not None and now >= ends) else link.url or None


def clean(source: str) -> str:
    """Rich text without the editor's marks."""
    return BLOCK_KEY.sub("", source)
