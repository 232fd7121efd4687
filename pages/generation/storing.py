"""Storing many published pages with their child rows in few statements.

What ends up in the tables is what adding and publishing the pages one by one would leave there, but for the revisions.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model


def place_below(parent: Page, pages: Sequence[Page]) -> None:
    """Give pages their places as the only children of `parent`."""
    for step, page in enumerate(pages, start=1):
        page.slug = f"{slugify(page.title)[:200]}-{step}"
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, step)  # noqa: SLF001  # treebeard's one way to make a path
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type = ContentType.objects.get_for_model(type(page))
    parent.numchild = len(pages)


def store_pages(pages: Iterable[Page]) -> None:
    """Store pages that have their places, of any types, with their child rows."""
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, rows in by_type.items():
        store_tables(model, rows)
        store_children(rows)


def store_tables(model: type[Page], pages: list[Page]) -> None:
    """Store pages of one type in the tables of the type and of all that it extends, the widest first."""
    Page.objects.bulk_create(pages)
    tables: list[Any] = [it for it in model.mro() if issubclass(it, Page) and it is not Page]
    for table in reversed(tables):
        options = table._meta  # noqa: SLF001  # documented API
        for page in pages:
            setattr(page, options.pk.attname, page.id)
        # bulk_create refuses models of several tables, because it would have to fill all of them.
        rows = table._base_manager.all()  # noqa: SLF001  # documented API
        rows._batched_insert(pages, options.local_concrete_fields, batch_size=None)  # noqa: SLF001  # see above


def held_rows(parent: Any, name: str) -> list[Any]:
    """The related objects set on an object in hand; asking the relation would ask the database where none are set."""
    return list(parent.__dict__.get("_cluster_related_objects", {}).get(name, ()))


def store_children(parents: list[Any]) -> None:
    """Store the child rows and many-to-many relations that clusterable objects of one type hold."""
    for relation in get_all_child_relations(type(parents[0])):
        name = relation.get_accessor_name()
        found = [adopt(row, relation.field, parent) for parent in parents for row in held_rows(parent, name)]
        if found:
            relation.related_model.objects.bulk_create(found)
            store_children(found)
    for field in get_all_child_m2m_relations(type(parents[0])):
        store_links(field, parents)


def adopt(row: Model, field: Any, parent: Model) -> Model:
    """A child row that names its stored parent."""
    setattr(row, field.attname, parent.pk)
    return row


def store_links(field: Any, parents: list[Model]) -> None:
    """Store one many-to-many relation of objects."""
    through = field.remote_field.through
    source = through._meta.get_field(field.m2m_field_name()).attname  # noqa: SLF001  # documented API
    target = through._meta.get_field(field.m2m_reverse_field_name()).attname  # noqa: SLF001  # the same
    through.objects.bulk_create(
        through(**{source: parent.pk, target: row.pk}) for parent in parents for row in held_rows(parent, field.name)
    )
