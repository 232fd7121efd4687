"""One attempt at one message: claim it, send it, settle what follows."""

from __future__ import annotations

import datetime as dt
import logging
import random
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from api.webhooks.models import (
    DeliveryAttempt,
    DeliveryState,
    DisabledReason,
    WebhookDelivery,
    WebhookEndpoint,
)
from api.webhooks.payload import write_headers
from api.webhooks.sending import Answer, send
from pages.outgoing.requests import Fault
from pages.outgoing.targets import RefusedTargetError, find_target

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=90)
"""How long a message is one worker's own: longer than a slow resolution and the timeout of a request together."""

DELAYS = tuple(
    dt.timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""Between the attempts, as Standard Webhooks proposes: ten in about three days."""

LONGEST_DELAY = dt.timedelta(hours=24)
JITTER = 0.2

FAILS_AT_MOST = dt.timedelta(days=5)
"""Then an endpoint is disabled."""

GONE = 410

CHANCE = random.SystemRandom()


def claim(key: int, *, at: dt.datetime) -> WebhookDelivery | None:
    """The message, to be sent by the caller alone until `claimed_until`, with this attempt counted.

    None if it is not due, if another worker has it, or if its endpoint is being sent another: a slow one keeps no more
    than one worker. The endpoint is locked meanwhile, or two workers that claim two of its messages would not see each
    other.
    """
    rivals = WebhookDelivery.objects.filter(
        endpoint=OuterRef("endpoint"), state=DeliveryState.PENDING, claimed_until__gt=at
    )
    due = WebhookDelivery.objects.due(at).filter(~Exists(rivals), pk=key)
    with transaction.atomic():
        locked = WebhookEndpoint.objects.select_for_update(no_key=True).filter(deliveries=key)
        if not locked or not due.update(claimed_until=at + LEASE, attempts=F("attempts") + 1):
            return None
    return WebhookDelivery.objects.select_related("endpoint").get(pk=key)


def attempt(delivery: WebhookDelivery, *, at: dt.datetime, post: Callable[..., Answer] = send) -> Answer:
    """Send a message. The address is checked now, whatever it resolved to before."""
    try:
        target = find_target(delivery.endpoint.url)
    except RefusedTargetError as error:
        return Answer(milliseconds=0, fault=Fault.REFUSED, excerpt=str(error))
    return post(target, body=delivery.body.encode(), headers=write_headers(delivery, at=at))


def settle(delivery: WebhookDelivery, answer: Answer, *, at: dt.datetime) -> dt.datetime | None:
    """Write down how an attempt went; returns when the next is due, if there is to be one.

    A worker whose claim has run out leaves the message to the one that has it now, unless it was delivered.
    """
    DeliveryAttempt.objects.create(
        delivery=delivery,
        at=at,
        status=answer.status,
        milliseconds=answer.milliseconds,
        fault=answer.fault or "",
        excerpt=answer.excerpt,
    )
    log_attempt(delivery, answer)
    if answer.is_success:
        finish(delivery, state=DeliveryState.DELIVERED, delivered_at=timezone.now())
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).exclude(failing_since=None).update(failing_since=None)
        return None
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, claimed_until=delivery.claimed_until)
    if not mine.exists():
        return None
    return settle_failure(delivery, answer, at=at)


def settle_failure(delivery: WebhookDelivery, answer: Answer, *, at: dt.datetime) -> dt.datetime | None:
    """Try again later, give the message up, or disable the endpoint; returns when the next attempt is due."""
    delay = find_delay(delivery.attempts, asked=answer.retry_after)
    endpoint = delivery.endpoint
    failing_since = endpoint.failing_since or at
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=at)
    if answer.status == GONE or at - failing_since > FAILS_AT_MOST:
        finish(delivery, state=DeliveryState.FAILED)
        endpoint.disable(DisabledReason.GONE if answer.status == GONE else DisabledReason.FAILING)
        logger.warning("Webhook %s is disabled: %s", endpoint.uid, endpoint.disabled_reason)
        return None
    if delay is None:
        finish(delivery, state=DeliveryState.FAILED)
        return None
    due = timezone.now() + delay
    finish(delivery, state=DeliveryState.PENDING, next_attempt_at=due)
    return due


def finish(delivery: WebhookDelivery, **columns: object) -> None:
    """Give up the claim to a message with what it is now."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(claimed_until=None, **columns)


def find_delay(attempts: int, *, asked: int | None) -> dt.timedelta | None:
    """How long to wait after so many attempts, with chance added; None after the last.

    What the receiver asks for in Retry-After is kept to, up to a day.
    """
    if attempts > len(DELAYS):
        return None
    usual = DELAYS[attempts - 1] * (1 + CHANCE.random() * JITTER)
    return max(usual, min(dt.timedelta(seconds=asked or 0), LONGEST_DELAY))


def find_waiting(delivery: WebhookDelivery, *, at: dt.datetime) -> int | None:
    """Another message that is due to the same endpoint: its task may have come while this one was being sent."""
    due = WebhookDelivery.objects.due(at).filter(endpoint=delivery.endpoint_id).exclude(pk=delivery.pk)
    return due.order_by("created_at", "pk").values_list("pk", flat=True).first()


def log_attempt(delivery: WebhookDelivery, answer: Answer) -> None:
    """One line without the address, which may hold a token of the receiver."""
    logger.log(
        logging.INFO if answer.is_success else logging.WARNING,
        "Webhook %s: %s, attempt %s: %s in %s ms",
        delivery.endpoint.uid,
        delivery.message_id,
        delivery.attempts,
        answer.status or answer.fault,
        answer.milliseconds,
    )
