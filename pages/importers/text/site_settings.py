"""Front matter that steers the old site and says nothing about the event, and what becomes of every other key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.importers.documents import Dropped
from pages.importers.text.metadata_keys import is_private

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pages.importers.documents import SourceDocument

SETTINGS = frozenset(
    [
        "layout",
        "permalink",
        "author_profile",
        "classes",
        "toc",
        "toc_sticky",
        "toc_label",
        "toc_icon",
        "sidebar",
        "nav",
        "nav_order",
        "nav_exclude",
        "navigation",
        "order",
        "weight",
        "sitemap",
        "published",
        "draft",
        "comments",
        "share",
        "related",
        "header_style",
        "inline",
        "display",
        "aside",
        "redirect_from",
        "redirect_to",
        "redirect",
        "slug",
        "url",
        "aliases",
        "type",
        "collection",
        "categories",
        "category",
        "tags",
        "css",
        "js",
        "math",
        "mathjax",
        "search",
        "robots",
        "lang",
        "locale",
        "ref",
        "parent",
        "has_children",
        "excerpt_separator",
        "read_time",
        "show_date",
        "horizontal",
        "pretty_table",
        "importance",
        "menu",
        "menus",
        "footer",
        "bodyclass",
        "body_class",
        "feature",
        "date_order",
        "date_em",
        "time_em",
        "visible",
        "hidden",
        "pinned",
        "cascade",
        "outputs",
        "background",
        "header-style",
    ]
)


def dropped_keys(document: SourceDocument, *, used: Collection[str]) -> Iterator[Dropped]:
    """The keys of the front matter that are in no field, each with the reason; private ones by name only."""
    if not isinstance(document.metadata, dict):
        return
    for key, value in document.metadata.items():
        name = str(key)
        if name in used or value in (None, "", [], {}):
            continue
        yield Dropped(name, _reason(name), document.metadata_lines.get(name))


def _reason(name: str) -> str:
    if name.casefold() not in SETTINGS and is_private(name):
        return "it is private"
    if name.casefold() in SETTINGS:
        return "a setting of the old site"
    return "there is no field for it"
