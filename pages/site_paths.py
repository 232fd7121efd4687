"""Addresses that the public site has for itself, so that no page of the CMS may stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from wagtail.models import Page

OWN_SLUGS = frozenset(
    {
        "_astro",
        "_hooks",
        "calendar",
        "deadlines",
        "embed",
        "events",
        "feeds",
        "go",
        "healthz",
        "people",
        "preview",
        "readyz",
        "search",
        "subscribe",
    }
)
"""First parts of the site's own paths, in each language; `robots.txt` and `sitemap.xml` can be no slugs anyway."""

HOME_DEPTH = 2
"""Depth in the tree at which the home pages of sites and languages stand."""


def find_reserved_slugs() -> frozenset[str]:
    """Slugs that no page directly below a home page may have: the site's own, and the prefixes of languages."""
    return OWN_SLUGS | {code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES}


def is_reserved(slug: str, *, below: Page) -> bool:
    """Whether a page with this slug below that one would stand where the site has a page of its own."""
    return below.depth == HOME_DEPTH and slug in find_reserved_slugs()
