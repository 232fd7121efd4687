"""Event pages by the last part of their address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from api.ledger.models import CalendarEntry
from api.ledger.selection import is_live, is_uid
from api.published.models import EVENT_KINDS
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.visibility import Visibility

PAGE_KINDS = (OccurrenceKind.EVENT, OccurrenceKind.TALK)
"""Kinds of entries that stand for a whole page."""


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """A listed event page: its uid, the GraphQL type, its slug and the code of its language."""

    uid: str
    type_name: str
    slug: str
    language: str


def listed_events(visibility: Visibility) -> QuerySet[PublishedPage]:
    """The documents of listed event pages, in the order of the tree."""
    return visibility.listed_documents().filter(kind__in=EVENT_KINDS).order_by("page__path")


def first_event(rows: QuerySet[PublishedPage]) -> NamedEvent | None:
    """The event of the first document; None where there is none."""
    columns = ("page__translation_key", "type_name", "page__slug", "page__locale__language_code")
    found = rows.values_list(*columns).first()
    return NamedEvent(str(found[0]), *found[1:]) if found is not None else None


def find_event(visibility: Visibility, name: str, *, language: str | None = None) -> NamedEvent | None:
    """The event page with a slug or uid, perhaps in one language; the first in the tree where several have it."""
    if "\0" in name:
        return None
    named = Q(page__translation_key=UUID(name)) if is_uid(name) else Q(page__slug=name)
    rows = listed_events(visibility).filter(named)
    return first_event(rows.filter(page__locale__language_code=language) if language else rows)


def find_owners(visibility: Visibility, slugs: Iterable[str]) -> dict[str, str]:
    """The uid of the event that each slug leads to, the first in the tree."""
    rows = listed_events(visibility).filter(page__slug__in=set(slugs)).reverse()
    return {slug: str(uid) for slug, uid in rows.values_list("page__slug", "page__translation_key")}


def was_public(visibility: Visibility, name: str) -> bool:
    """Whether an event page with a slug or uid was in the public calendar and is not any more."""
    if visibility.site is None or "\0" in name:
        return False
    named = Q(uid=UUID(name)) if is_uid(name) else Q(path__endswith=f"/{name}/")
    rows = CalendarEntry.objects.filter(named, site=visibility.site, kind__in=PAGE_KINDS)
    return rows.exclude(is_live(visibility.now)).exists()
