"""What `manage.py migrate` and `manage.py check --database default` say of the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  # Django's name
from django.db import connections
from wagtail.models import Page

from pages.site_paths import HOME_DEPTH, find_reserved_slugs

if TYPE_CHECKING:
    from collections.abc import Sequence


@register(Tags.database)
def check_slugs(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Pages from before the public site had these addresses are not shown there."""
    return [
        Warning(
            f"The page “{title}” cannot be visited: the public site has a page of its own at /{slug}/.",
            hint="Change the slug of the page.",
            id="pages.W001",
        )
        for database in databases or ()
        for title, slug in find_hidden_pages(database)
    ]


def find_hidden_pages(database: str) -> list[tuple[str, str]]:
    """Titles and slugs of pages that stand at addresses of the site; none before there are tables."""
    if Page._meta.db_table not in connections[database].introspection.table_names():  # noqa: SLF001  # Django documents it
        return []
    rows = Page.objects.using(database).filter(depth=HOME_DEPTH + 1, slug__in=find_reserved_slugs())
    return list(rows.order_by("path").values_list("title", "slug"))
