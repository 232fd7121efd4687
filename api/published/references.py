"""Which pages name a person, organisation, topic or image, and by which of its words they are found."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.images.models import AbstractImage

from pages.models import EventPage, Organisation, Person, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable


@singledispatch
def naming(row: Any) -> Q:
    """The condition under which an event names `row` in its fields and child rows."""
    raise TypeError(f"No page names a {type(row).__name__}.")


@naming.register
def _(row: Person) -> Q:
    return Q(contributions__person=row) | Q(sessions__speakers=row)


@naming.register
def _(row: Organisation) -> Q:
    return Q(contributions__person__affiliation=row) | Q(sessions__speakers__affiliation=row)


@naming.register
def _(row: Topic) -> Q:
    return Q(topics=row)


@naming.register
def _(row: AbstractImage) -> Q:
    return Q(hero_image=row) | Q(contributions__photo=row)


def pages_showing(row: Any) -> Iterable[int]:
    """The keys of the events that name `row`, drafts included."""
    return EventPage.objects.filter(naming(row)).order_by().values_list("pk", flat=True).distinct()


def pages_with_pictures() -> Iterable[int]:
    """The keys of the events that show a picture of their own."""
    return EventPage.objects.filter(hero_image__isnull=False).order_by().values_list("pk", flat=True)


def words_of(row: Any) -> Any:
    """What pages are found by of a person or topic they name; a hidden person counts with nothing."""
    if isinstance(row, Person):
        return row.name if row.is_public else None
    return row.name if row is not None else None
