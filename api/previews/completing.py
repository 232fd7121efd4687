"""Makes of a half-filled draft the page that could be published of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME

from pages.models import EventPage
from pages.models.date_changes import find_date_changes, published_dates
from pages.models.timed import TimedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model
    from wagtail.models import Page

UNSTORED = 0
"""The primary key of a page that has none yet: relations of rows that are stored are asked for by one."""


def complete(page: Page) -> Page:
    """The page as it would be after publishing: with defaults, without rows that say nothing, its instants derived."""
    page.pk = page.pk or UNSTORED
    fill_gaps(page)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            setattr(page, name, list(complete_rows(page, name, relation.field)))
    if isinstance(page, EventPage):
        page.derive_instants()
        page.changes_ahead = find_changes_ahead(page)
    return page


def complete_rows(page: Page, name: str, link: Field) -> Iterator[Model]:
    """The child rows of a relation that have all they cannot be published without, linked by `link`."""
    for row in getattr(page, name).all():
        setattr(row, link.name, page)
        if getattr(row, "locale_id", page.locale_id) is None:
            row.locale_id = page.locale_id
        fill_gaps(row)
        if any(find_gaps(row, apart_from=link)):
            continue
        if isinstance(row, TimedModel):
            row.derive_instants()
        yield row


def fill_gaps(item: Any) -> None:
    """Give the required fields that were left empty their defaults."""
    for field in find_gaps(item):
        if field.has_default():
            setattr(item, field.attname, field.get_default())


def find_gaps(item: Any, *, apart_from: Field | None = None) -> Iterator[Any]:
    """The required fields that were left empty."""
    for field in item._meta.concrete_fields:  # noqa: SLF001  # Django's documented way to ask a model for its fields
        if field.primary_key or field.blank or field.null or field is apart_from:
            continue
        value = getattr(item, field.attname)
        if value is None or value == "":
            yield field


def find_changes_ahead(page: EventPage) -> list[Any]:
    """What publishing the draft of a public page would record of its dates."""
    public = type(page).objects.filter(pk=page.pk, live=True, alias_of=None).first()
    if public is None:
        return []
    before, after = published_dates(public), published_dates(page)
    return find_date_changes(page, before=before, after=after, announced_at=timezone.now())
