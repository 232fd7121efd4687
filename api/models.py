"""The tables of the API."""

from __future__ import annotations

from api.ledger.models import CalendarEntry, LedgerClock
from api.published.models import ContentVersion, PublishedPage, PublishedRow

__all__ = ["CalendarEntry", "ContentVersion", "LedgerClock", "PublishedPage", "PublishedRow"]
