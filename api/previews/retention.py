"""How long what previews leave behind is kept."""

from __future__ import annotations

import datetime as dt

from api.previews.models import PreviewedPage, ReviewLink
from api.previews.tokens import LASTS

LINKS_KEPT = dt.timedelta(days=30)
"""After they have expired; so long they are told from addresses that never were."""


def forget_old(now: dt.datetime) -> int:
    """Remove drafts that no token leads to any more, and links that have long expired; returns how many rows."""
    drafts = PreviewedPage.objects.filter(shown_at__lt=now - LASTS)
    links = ReviewLink.objects.filter(expires_at__lt=now - LINKS_KEPT)
    return drafts.delete()[0] + links.delete()[0]
