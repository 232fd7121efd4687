"""What the worker does with messages."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from api.webhooks.delivery import attempt, claim, find_waiting, settle
from pages.background import BACKEND


@task(backend=BACKEND)
def deliver(key: int) -> str:
    """Send a message if it is due, and have the next attempt made in time; returns how it went, as a word.

    Any number of tasks may be there for a message, or none: `api.webhooks.upkeep` finds those without.
    """
    begun = timezone.now()
    delivery = claim(key, at=begun)
    if delivery is None:
        return "passed over"
    answer = attempt(delivery, at=begun)
    with transaction.atomic():
        due = settle(delivery, answer, at=begun)
        if due is not None:
            deliver.using(run_after=due).enqueue(key)
        waiting = find_waiting(delivery, at=timezone.now())
        if waiting is not None:
            deliver.enqueue(waiting)
    return str(answer.status or answer.fault)
