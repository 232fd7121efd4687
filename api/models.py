"""The tables of the API."""

from __future__ import annotations

from api.ledger.models import CalendarEntry, LedgerClock
from api.previews.models import PreviewedPage, ReviewLink
from api.published.models import ContentVersion, PublishedPage, PublishedRow
from api.webhooks.models import DeliveryAttempt, WebhookDelivery, WebhookEndpoint

__all__ = [
    "CalendarEntry",
    "ContentVersion",
    "DeliveryAttempt",
    "LedgerClock",
    "PreviewedPage",
    "PublishedPage",
    "PublishedRow",
    "ReviewLink",
    "WebhookDelivery",
    "WebhookEndpoint",
]
