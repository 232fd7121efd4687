"""All that one editor has before them; the number of statements does not depend on how much that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pages.dashboard.coming import next_events, scheduled_pages
from pages.dashboard.deadlines import open_deadlines
from pages.dashboard.items import Desk
from pages.dashboard.reach import may_work
from pages.dashboard.waiting import count_findings, failed_imports, waiting_items

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AbstractUser


def make_desk(user: AbstractUser, *, now: dt.datetime) -> Desk:
    """The desk of a user at an instant; empty for those who may edit nothing."""
    if not may_work(user):
        return Desk()
    return Desk(
        events=next_events(user, now=now),
        deadlines=open_deadlines(user, now=now),
        waiting=waiting_items(user),
        scheduled=scheduled_pages(user, now=now),
        imports=failed_imports(user),
        findings=count_findings(user),
        report_url=reverse("attention:report"),
    )
