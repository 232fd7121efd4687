"""Findings follow each save of a page or of its draft, once the transaction is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from pages.attention.refresh import refresh_all
from pages.models import EventPage
from pages.models.publishing import content_saved

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model
    from wagtail.models import Page


class Refresh:
    """The pages that one transaction saves; they are checked together."""

    def __init__(self) -> None:
        self.keys: set[int] = set()

    def run(self) -> None:
        """Check them."""
        refresh_all(sorted(self.keys))


@receiver(content_saved)
def follow_page(page: Page, **_kwargs: Any) -> None:
    """A page was stored, published, moved or withdrawn."""
    refresh_after_commit(page.pk)


@receiver(post_save)
def follow_draft(instance: Model, *, raw: bool, update_fields: Collection[str] | None = None, **_kwargs: Any) -> None:
    """A draft was stored, perhaps by Wagtail itself while somebody types."""
    if not raw and isinstance(instance, EventPage) and "latest_revision" in (update_fields or ()):
        refresh_after_commit(instance.pk)


def refresh_after_commit(key: int) -> None:
    """Check a page once the outermost transaction is over; a fault in that is logged, and harms nobody's save."""
    connection = transaction.get_connection()
    hooks = (getattr(hook, "__self__", None) for _savepoints, hook, _is_robust in connection.run_on_commit)
    waiting = next((it for it in hooks if isinstance(it, Refresh)), None) or Refresh()
    is_new = not waiting.keys
    waiting.keys.add(key)
    if is_new and connection.in_atomic_block:
        # Bound to no savepoint, as `on_commit` would be, so that pages of all savepoints can join.
        connection.run_on_commit.append((set(), waiting.run, True))
    elif is_new:
        transaction.on_commit(waiting.run, robust=True)
