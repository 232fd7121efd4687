"""Messages are written in the transaction that they tell of, and their tasks with them: neither is there without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from api.webhooks.models import DeliveryState, EventType, WebhookDelivery, WebhookEndpoint
from api.webhooks.payload import Change, read_change, write_change, write_test
from api.webhooks.tasks import deliver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Announced:
    """What this transaction has announced, kept among what is called after its commit.

    Django forgets it there with the transaction, and when the savepoint is rolled back in which it was announced.
    """

    keys: tuple[int, ...]

    def __call__(self) -> None:
        """Nothing: the tasks are in the database."""


def announce_changes(*, rev: int, node_ids: Sequence[str], paths: Sequence[str]) -> None:
    """Tell each active endpoint that public content has changed, once for all changes of a transaction.

    Call it inside the transaction that changes the content. `node_ids` are global ids, `paths` public paths: they leave
    the house. Costs one statement where no endpoint is active.
    """
    change = Change(rev, tuple(node_ids), tuple(paths)).bounded()
    with transaction.atomic(savepoint=False):
        if extend(find_announced(), change):
            return
        endpoints = [it for it in WebhookEndpoint.objects.active() if EventType.CHANGED in it.event_types]
        if endpoints:
            body = write_change(change, at=timezone.now())
            transaction.on_commit(Announced(tuple(post(endpoints, event_type=EventType.CHANGED, body=body))))


def find_announced() -> tuple[int, ...]:
    """The messages that this transaction has written."""
    waiting = transaction.get_connection().run_on_commit
    return next((call.keys for _, call, *_ in waiting if isinstance(call, Announced)), ())


def extend(keys: tuple[int, ...], change: Change) -> bool:
    """Whether messages of this transaction were there and now tell of another change as well."""
    untouched = WebhookDelivery.objects.filter(pk__in=keys, attempts=0) if keys else []
    for delivery in untouched:
        delivery.body = write_change(read_change(delivery.body).joined(change), at=delivery.created_at)
        delivery.save(update_fields=["body"])
    return bool(untouched)


def post(endpoints: Iterable[WebhookEndpoint], *, event_type: EventType, body: str) -> list[int]:
    """Write a message to endpoints, with a task for each; returns their keys."""
    now = timezone.now()
    written = WebhookDelivery.objects.bulk_create(
        WebhookDelivery(endpoint=it, type=event_type, body=body, created_at=now, next_attempt_at=now)
        for it in endpoints
    )
    for delivery in written:
        deliver.enqueue(delivery.pk)
    return [delivery.pk for delivery in written]


def post_test(endpoint: WebhookEndpoint) -> None:
    """Send a test to one endpoint."""
    with transaction.atomic():
        post([endpoint], event_type=EventType.TEST, body=write_test(at=timezone.now()))


def replay(delivery: WebhookDelivery) -> None:
    """Send a message again, under the same `webhook-id`; one more attempt, now."""
    with transaction.atomic():
        delivery.state, delivery.next_attempt_at = DeliveryState.PENDING, timezone.now()
        delivery.save(update_fields=["state", "next_attempt_at"])
        deliver.enqueue(delivery.pk)
