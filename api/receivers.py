"""What makes the public's view of the content stale, and what is done about it in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from api.published.store import republish
from pages.models.publishing import content_saved

if TYPE_CHECKING:
    from wagtail.models import Page


@receiver(content_saved)
def write_saved_page(page: Page, *, is_moved: bool, **_kwargs: Any) -> None:
    """A page is published, changed, moved or withdrawn."""
    republish(page, is_moved=is_moved)
