"""A page as JSON-LD: what GraphQL gives as `seo.jsonLd`, as a document of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.linked_data import describe
from api.structured_data import serialise

if TYPE_CHECKING:
    from api.reading import PageValue, Reading


def render_page(page: PageValue, reading: Reading) -> bytes | None:
    """The object in UTF-8, the same bytes as in GraphQL; None while the page's title is not announced."""
    node = describe(page, reading)
    return serialise(node).encode() if node is not None else None
