"""What is stored of published pages, and what a fresh rendering of the same pages gives."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson
from wagtail.models import Page

from api.published.models import PublishedPage, PublishedRow
from api.published.render import render
from api.published.store import columns_of, find_rows, read_pages, to_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

Stored = dict[int, tuple[dict[str, Any], list[dict[str, Any]]]]


def stored_documents() -> Stored:
    """The columns of each stored page and of its rows, by the page's key."""
    return collect(PublishedPage.objects.all(), PublishedRow.objects.all())


def fresh_documents() -> Stored:
    """The same, rendered now from all pages there are."""
    renderings = render(read_pages(list(Page.objects.values_list("pk", flat=True))))
    return collect(map(to_row, renderings), find_rows(renderings))


def document_of(page: Page) -> dict[str, Any]:
    """The stored document of a page with its long texts."""
    row = PublishedPage.objects.get(pk=page.pk)
    return orjson.loads(row.document) | orjson.loads(row.texts)


def collect(pages: Iterable[PublishedPage], rows: Iterable[PublishedRow]) -> Stored:
    children = defaultdict(list)
    for row in rows:
        children[row.page_id].append({**values_of(row), "id": None})
    for found in children.values():
        found.sort(key=lambda row: (row["type_name"], row["key"]))
    return {page.pk: (values_of(page), children[page.pk]) for page in pages}


def values_of(row: Model) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in columns_of(type(row))}
