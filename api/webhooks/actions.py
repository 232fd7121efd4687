"""What a person may do with an endpoint by a button; each returns what to tell that person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import post_test, replay
from api.webhooks.upkeep import sweep


class NotNowError(Exception):
    """An action is not possible; the message says why."""


def require_active(endpoint: WebhookEndpoint) -> None:
    """Raises `NotNowError` for an endpoint that is sent nothing."""
    if not endpoint.is_active:
        raise NotNowError(_("Nothing is sent to this webhook. Resume it first."))


def send_test(endpoint: WebhookEndpoint) -> str:
    """Send a test."""
    require_active(endpoint)
    post_test(endpoint)
    return _("A test is on its way. Reload this page to see how it went.")


def pause(endpoint: WebhookEndpoint) -> str:
    """Hold messages back."""
    endpoint.pause()
    return _("The webhook is paused. Changes from now on are not told; what is on its way waits.")


def resume(endpoint: WebhookEndpoint) -> str:
    """Go on, with what has waited."""
    with transaction.atomic():
        endpoint.resume()
        sweep()
    return _("The webhook is active.")


def rotate(endpoint: WebhookEndpoint) -> str:
    """Sign with a new secret."""
    endpoint.rotate_secret()
    return _("There is a new secret. For 24 hours messages are signed with the former one as well.")


def send_again(delivery: WebhookDelivery) -> str:
    """Send a message again."""
    require_active(delivery.endpoint)
    replay(delivery)
    return _("The message is sent again under the same id. Reload this page to see how it went.")
