"""What the worker does with links."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from pages.background import BACKEND
from pages.link_checks.addresses import gather
from pages.link_checks.rounds import ROUND_OF_WORKER, is_work_due, make_round, make_visitor


@task(backend=BACKEND)
def visit_links() -> int:
    """Visit a few addresses that are due; returns how many."""
    return sum(1 for _check in make_round(make_visitor(), limits=ROUND_OF_WORKER))


def gather_links() -> None:
    """Take note of the addresses on public pages, if they are to be visited at all."""
    if settings.CHECK_LINKS:
        gather(now=timezone.now())


def ask_for_visits() -> None:
    """Have a few addresses visited beside the worker's other tasks, if any is due."""
    if settings.CHECK_LINKS and is_work_due():
        visit_links.enqueue()
