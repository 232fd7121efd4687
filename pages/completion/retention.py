"""What speakers sent is forgotten when it has been of no use for a month."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from pages.models import CompletionLink, CompletionState

KEPT = dt.timedelta(days=30)
MOST_AT_ONCE = 500


def forget_old(now: dt.datetime) -> int:
    """Remove files and texts of links that ended or expired a month before `now`; returns how many links.

    An answer that still waits is kept, and so is what was agreed to.
    """
    decided = Q(decided_at__lt=now - KEPT)
    expired = Q(state=CompletionState.OPEN, expires_at__lt=now - KEPT)
    links = CompletionLink.objects.filter(decided | expired, forgotten_at=None)
    old = list(links.order_by("pk")[:MOST_AT_ONCE])
    for link in old:
        for file in link.files.all():
            file.delete()
        link.saved, link.sent, link.forgotten_at = {}, {}, now
        link.save(update_fields=["saved", "sent", "forgotten_at"])
    return len(old)


def forget_answers() -> int:
    """`forget_old` at this moment; a step of the worker."""
    return forget_old(timezone.now())
