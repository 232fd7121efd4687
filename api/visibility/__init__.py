"""The one rule of what the public may see.

A page is public when it is live, has not expired, lies below the root of a site, is no alias, and neither it nor an
ancestor has a view restriction. What hangs on a page is as public as the page. Everything in `api` that reads content
starts from `Visibility.pages`, `Visibility.documents` or one of their listed kin, and asks `Visibility.admits` about an
object a relation led to.
"""

from __future__ import annotations

from api.visibility.grounds import Grounds, SiteRoot, find_site, kept_grounds
from api.visibility.links import LinkAvailability, find_availability, is_open, is_shown, link_availability
from api.visibility.rule import Visibility

__all__ = [
    "Grounds",
    "LinkAvailability",
    "SiteRoot",
    "Visibility",
    "find_availability",
    "find_site",
    "is_open",
    "is_shown",
    "kept_grounds",
    "link_availability",
]
