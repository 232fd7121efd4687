"""Whom to tell that public content has changed, what they were told, and how that went."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.outgoing.requests import Fault

SECRET_BYTES = 32
"""Standard Webhooks asks for 24 to 64."""

BOTH_SECRETS_FOR = dt.timedelta(hours=24)


class EventType(models.TextChoices):
    """What a message says."""

    CHANGED = "content.changed", _("Public content has changed")
    TEST = "test", _("Test")


class DeliveryState(models.TextChoices):
    """Where a message is on its way."""

    PENDING = "pending", _("On its way")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Dropped")


class DisabledReason(models.TextChoices):
    """Why an endpoint is asked no more."""

    GONE = "gone", _("It answered 410: it is gone.")
    FAILING = "failing", _("It has failed for five days.")


def make_secret() -> str:
    """A new signing secret as Standard Webhooks writes them."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def make_message_id() -> str:
    """A new `webhook-id`, which stays the same in all attempts."""
    return f"msg_{uuid.uuid4().hex}"


def changes_wanted() -> list[str]:
    """What a new endpoint is told."""
    return [EventType.CHANGED.value]


class EndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    """Endpoints by what is done with them."""

    def active(self) -> EndpointQuerySet:
        """Those that are sent messages."""
        return self.filter(is_paused=False, disabled_at=None)


class WebhookEndpoint(models.Model):
    """An address that is told of changes.

    `event_types` are those it is told of by itself; a test is sent when somebody asks for it. Until
    `previous_secret_until`, messages are signed with the former secret as well. `failing_since` is when it first failed
    after its last success.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(_("Address"), max_length=2000)
    description = models.CharField(_("Description"), max_length=200, blank=True)
    event_types = models.JSONField(_("Messages"), default=changes_wanted, blank=True)
    secret = models.CharField(max_length=120, default=make_secret, editable=False)
    previous_secret = models.CharField(max_length=120, blank=True, editable=False)
    previous_secret_until = models.DateTimeField(null=True, editable=False)
    is_paused = models.BooleanField(default=False, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_reason = models.CharField(max_length=10, choices=DisabledReason.choices, blank=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = models.Manager.from_queryset(EndpointQuerySet)()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.description or self.host

    @property
    def host(self) -> str:
        """The name of the receiving host: paths may hold tokens."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_active(self) -> bool:
        """Whether it is sent messages."""
        return not self.is_paused and self.disabled_at is None

    @property
    def state(self) -> str:
        """What is done with it, in words."""
        if self.disabled_at is not None:
            return str(_("Disabled"))
        return str(_("Paused") if self.is_paused else _("Active"))

    def find_secrets(self, at: dt.datetime) -> list[str]:
        """The secrets that messages are signed with at an instant, the current one first."""
        is_rotating = self.previous_secret_until is not None and at < self.previous_secret_until
        return [self.secret, self.previous_secret] if is_rotating else [self.secret]

    def rotate_secret(self) -> None:
        """Sign with a new secret, and for a day with the current one as well."""
        self.previous_secret, self.secret = self.secret, make_secret()
        self.previous_secret_until = timezone.now() + BOTH_SECRETS_FOR
        self.save(update_fields=["previous_secret", "secret", "previous_secret_until"])

    def pause(self) -> None:
        """Hold messages back, and write no new ones."""
        self.is_paused = True
        self.save(update_fields=["is_paused"])

    def resume(self) -> None:
        """Send messages again after a pause or after it was disabled."""
        self.is_paused, self.disabled_at, self.disabled_reason, self.failing_since = False, None, "", None
        self.save(update_fields=["is_paused", "disabled_at", "disabled_reason", "failing_since"])

    def disable(self, reason: DisabledReason) -> None:
        """Ask it no more, until somebody resumes it; what is on its way is dropped."""
        self.disabled_at, self.disabled_reason = timezone.now(), reason.value
        self.save(update_fields=["disabled_at", "disabled_reason"])
        self.deliveries.filter(state=DeliveryState.PENDING).update(state=DeliveryState.DROPPED, claimed_until=None)


class DeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Messages by what is to be done with them."""

    def due(self, at: dt.datetime) -> DeliveryQuerySet:
        """Those to be sent at an instant, which nobody is sending.

        Only columns of the row itself are asked for the claim: PostgreSQL looks at them again when it has waited for
        another's update.
        """
        return self.filter(
            models.Q(claimed_until=None) | models.Q(claimed_until__lte=at),
            state=DeliveryState.PENDING,
            next_attempt_at__lte=at,
            endpoint__in=WebhookEndpoint.objects.active(),
        )


class WebhookDelivery(models.Model):
    """A message to one endpoint, written in the transaction that it tells of.

    `body` is sent and signed as it stands. Whoever sends it has it to himself until `claimed_until`.
    """

    message_id = models.CharField(max_length=40, unique=True, default=make_message_id)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    type = models.CharField(max_length=30, choices=EventType.choices)
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="delivery_due"),
            models.Index(fields=["endpoint", "created_at"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return self.message_id


class DeliveryAttempt(models.Model):
    """A request that was sent, or refused to be; `excerpt` is the beginning of the answer, at most 500 characters."""

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="log")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    excerpt = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.status or self.fault} at {self.at}"
