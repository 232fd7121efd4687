"""The tables of the API."""

from __future__ import annotations

from api.published.models import ContentVersion, PublishedPage, PublishedRow

__all__ = ["ContentVersion", "PublishedPage", "PublishedRow"]
