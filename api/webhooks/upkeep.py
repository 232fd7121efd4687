"""What the worker looks after besides its tasks: messages without one, and what is too old to keep."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from api.previews.retention import forget_old
from api.webhooks.models import WebhookDelivery
from api.webhooks.tasks import deliver
from pages.background import BACKEND

LOG_KEPT = dt.timedelta(days=30)
TASKS_KEPT = dt.timedelta(days=1)
LONGEST_TASK = dt.timedelta(minutes=10)
OVERDUE_AFTER = dt.timedelta(minutes=5)
MOST_AT_ONCE = 1_000


def sweep() -> int:
    """Make a task for each message that is due and has none; returns how many.

    There is none when a worker was killed with the message in its hands, and when a pause has ended.
    """
    waiting = DBTaskResult.objects.filter(
        backend_name=BACKEND, task_path=deliver.module_path, status=TaskResultStatus.READY
    )
    known = {values["args"][0] for values in waiting.values_list("args_kwargs", flat=True)}
    due = WebhookDelivery.objects.due(timezone.now()).order_by("next_attempt_at", "pk")
    lost = [key for key in due.values_list("pk", flat=True)[: MOST_AT_ONCE + len(known)] if key not in known]
    for key in lost[:MOST_AT_ONCE]:
        deliver.enqueue(key)
    return len(lost[:MOST_AT_ONCE])


def prune() -> int:
    """Remove messages after thirty days, tasks that are done or whose worker was killed, and what is left of previews.

    Returns how many rows.
    """
    now = timezone.now()
    tasks = DBTaskResult.objects.filter(backend_name=BACKEND)
    removed = [
        WebhookDelivery.objects.filter(created_at__lt=now - LOG_KEPT).delete()[0],
        tasks.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()[0],
        tasks.running().filter(started_at__lt=now - LONGEST_TASK).delete()[0],
        forget_old(now),
    ]
    return sum(removed)


def count_overdue() -> int:
    """Messages that should have been sent minutes ago: no worker runs, or it cannot keep up."""
    return WebhookDelivery.objects.due(timezone.now() - OVERDUE_AFTER).count()
