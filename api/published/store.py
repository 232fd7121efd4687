"""Writes the documents of pages, in the transaction that changes the pages."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from wagtail.models import Page, get_page_models

from api.caching import bump_version
from api.published.models import FORMAT, ContentVersion, PublishedPage, PublishedRow
from api.published.render import Rendering, relations_of, render
from pages.models import SeminarSeriesPage, TalkPage
from pages.models.publishing import AnnouncedPage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.db.models import Field, Model, QuerySet

CHUNK = 200
"""Pages written at a time: their renderings are in memory together."""


def republish(page: Page, *, is_moved: bool) -> list[Page]:
    """Write what a save of `page` changes, and raise the content version if the public reads anything of it.

    Gives the pages that were read for that, as `read_pages` does.
    """
    talks = TalkPage.objects.child_of(page) if page.specific_class is SeminarSeriesPage else TalkPage.objects.none()
    keys = [page.pk, *talks.values_list("pk", flat=True)]
    shown = find_shown(keys)
    read: list[Page] = []
    changed = write_pages(keys, read=read) if shown else 0
    if changed or page.pk in shown or (is_moved and has_public_pages(page.path)):
        bump_version()
    return read


def rewrite(keys: Iterable[int]) -> int:
    """Write pages again whose documents may have changed; how many have. Each chunk is a transaction of its own."""
    total = 0
    for chunk in chunks(keys):
        with transaction.atomic():
            changed = write_pages(chunk)
            if changed:
                bump_version()
        total += changed
    return total


def find_all() -> QuerySet[Page, int]:
    """The keys of the pages that have documents, or should have them."""
    types = [model for model in get_page_models() if issubclass(model, AnnouncedPage)]
    published = Q(live=True, alias_of=None, content_type__in=ContentType.objects.get_for_models(*types).values())
    return Page.objects.filter(published | Q(published__isnull=False)).order_by("pk").values_list("pk", flat=True)


def find_stale() -> QuerySet[Page, int]:
    """The keys of the pages whose documents are missing, of another format, or not to be read any more."""
    is_current = Q(live=True, alias_of=None, published__format=FORMAT)
    return find_all().exclude(is_current)


def find_shown(keys: Collection[int]) -> set[int]:
    """Which of the pages with these keys the public reads, or has read until now."""
    live = Page.objects.filter(pk__in=keys, live=True, alias_of=None).order_by().values_list("pk")
    return {key for (key,) in live.union(PublishedPage.objects.filter(pk__in=keys).values_list("pk"))}


def has_public_pages(path: str) -> bool:
    """Whether anything is live at or below a tree path."""
    return Page.objects.filter(path__startswith=path, live=True).exists()


def chunks(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys, some at a time."""
    remaining = iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


@transaction.atomic(savepoint=False)
def write_pages(keys: Iterable[int], *, read: list[Page] | None = None) -> int:
    """Store the documents of these pages as the database has the pages now; how many have changed.

    The pages are added to `read`, if there is one.

    Pages that are no longer live, and aliases, lose theirs. The number of statements depends on the number of chunks
    and the types of pages in them.
    """
    wait_for_writers()
    return sum(write_chunk(chunk, read=read) for chunk in chunks(keys))


def wait_for_writers() -> None:
    """Let one transaction at a time write documents: it reads all that the one before it has committed.

    Otherwise a series and one of its talks, saved at the same time, would each be read without the other's change.
    """
    list(ContentVersion.objects.select_for_update())


def write_chunk(keys: Collection[int], *, read: list[Page] | None = None) -> int:
    """Store the documents of a few pages; how many have changed."""
    stored = {row.pk: row for row in PublishedPage.objects.filter(pk__in=keys)}
    pages = read_pages(keys)
    if read is not None:
        read += pages
    renderings = render(pages)
    wanted = [to_row(rendering) for rendering in renderings]
    changed = [row for row in wanted if not has_same_values(row, stored.get(row.pk))]
    gone = stored.keys() - {row.pk for row in wanted}
    if gone:
        PublishedPage.objects.filter(pk__in=gone).delete()
    upsert(PublishedPage, changed)
    return len({row.pk for row in changed} | gone | write_rows(renderings))


def read_pages(keys: Collection[int]) -> list[Page]:
    """The published pages with these keys as their own types, with all that rendering reads."""
    rows = Page.objects.filter(pk__in=keys, live=True, alias_of=None).specific()
    pages = [row for row in rows if isinstance(row, AnnouncedPage)]
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for page_type, group in by_type.items():
        prefetch_related_objects(group, *relations_of(page_type))
    attach_series([page for page in pages if isinstance(page, TalkPage)])
    return pages


def attach_series(talks: Collection[TalkPage]) -> None:
    """Give each talk the series it inherits from."""
    paths = {talk.path[: -Page.steplen] for talk in talks}
    found = {series.path: series for series in SeminarSeriesPage.objects.filter(path__in=paths)} if paths else {}
    for talk in talks:
        talk.series = found.get(talk.path[: -Page.steplen])


def to_row(rendering: Rendering) -> PublishedPage:
    """A rendering as it is stored."""
    texts = {
        "document": orjson.dumps(rendering.document).decode(),
        "texts": orjson.dumps(rendering.texts).decode(),
    }
    return PublishedPage(page_id=rendering.page_id, format=FORMAT, **rendering.columns, **texts)


def write_rows(renderings: Sequence[Rendering]) -> set[int]:
    """Store the child rows of the pages rendered, each with the id it had; the keys of pages with a change in them."""
    keys = [rendering.page_id for rendering in renderings]
    stored = {identity(row): row for row in PublishedRow.objects.filter(page__in=keys)}
    wanted = {identity(row): row for row in find_rows(renderings)}
    for known in wanted.keys() & stored.keys():
        wanted[known].pk = stored[known].pk
    changed = [row for known, row in wanted.items() if not has_same_values(row, stored.get(known))]
    gone = [row for known, row in stored.items() if known not in wanted]
    if gone:
        PublishedRow.objects.filter(pk__in=[row.pk for row in gone]).delete()
    PublishedRow.objects.bulk_create([row for row in changed if row.pk is None])
    upsert(PublishedRow, [row for row in changed if row.pk is not None])
    return {row.page_id for row in (*changed, *gone)}


def find_rows(renderings: Iterable[Rendering]) -> Iterator[PublishedRow]:
    """The child rows of renderings, not stored yet."""
    for rendering in renderings:
        for columns in rendering.rows:
            yield PublishedRow(page_id=rendering.page_id, **columns)


def identity(row: PublishedRow) -> tuple[Any, ...]:
    """What makes a row the same one in another version of its page."""
    return (row.page_id, row.type_name, row.key)


def has_same_values(row: Model, other: Model | None) -> bool:
    """Whether two rows have the same values in all columns."""
    names = [column.attname for column in columns_of(type(row))]
    return other is not None and all(getattr(row, name) == getattr(other, name) for name in names)


def upsert(model: type[PublishedPage | PublishedRow], rows: Sequence[Any]) -> None:
    """Insert rows or replace those with the same primary keys."""
    keys: list[str] = []
    columns: list[str] = []
    for column in columns_of(model):
        (keys if column.primary_key else columns).append(column.name)
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=keys, update_fields=columns)


def columns_of(model: type[Model]) -> Sequence[Field]:
    """The columns of a model's table."""
    return model._meta.concrete_fields  # noqa: SLF001  # Django's documented way to ask a model for its fields
