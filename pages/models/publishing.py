"""When a save changes what the public may read of a page."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save
from django.dispatch import Signal, receiver
from wagtail.models import COMMENTS_RELATION_NAME, Page

from pages.models.addresses import find_place, keep_old_addresses
from pages.models.rights import PageRights
from pages.placing import AddressCopyForm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.http import HttpRequest, HttpResponse

content_changes = Signal()
"""A transaction is about to lock rows of the content in an order of its own."""

content_saved = Signal()
"""Sent at the end of a save, inside its transaction, when rows and derived values are stored.

Arguments: `page`, the page as it was saved, perhaps as a plain `Page`; `is_moved`, whether its address or its place in
the tree may have changed. Drafts that were never public send it too; saves of revisions, locks and comments do not.
"""

instants_derived = Signal()
"""Sent when instants have been derived again from the local times of all events, inside the transaction of that."""

preview_asked = Signal()
"""An editor wants to see a page as the public will read it. Whoever shows it answers with a response.

Arguments: `page`, the page object in hand, perhaps not stored and half filled; `request`, which Wagtail made for it.
"""

DRAFT_FIELDS = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)
"""Fields of a page of which the public reads nothing."""


def saves_content(update_fields: Collection[str] | None) -> bool:
    """Whether a save with these `update_fields` stores anything but the state of a draft."""
    return update_fields is None or not DRAFT_FIELDS.issuperset(update_fields)


class AnnouncedPage(models.Model):
    """A page that sends `content_saved`; stands before `Page` among the bases."""

    objects: Any
    alias_of: Page | None
    url_path: str
    copy_form_class = AddressCopyForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the page, what follows from it, and what listens to it: all or nothing."""
        update_fields = kwargs.get("update_fields")
        if not saves_content(update_fields):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
            if before is None or update_fields is not None:
                super().save(*args, **kwargs)
            else:
                with self.consequences(before):
                    super().save(*args, **kwargs)
            is_moved = before is not None and before.url_path != self.url_path
            if before is not None and is_moved:
                keep_old_addresses(self, before=before.url_path)
            content_saved.send(sender=type(self), page=self, is_moved=is_moved)

    def add_child(self, **kwargs: Any) -> Page:
        """Add a page below this one, whose row is locked for that."""
        with transaction.atomic():
            content_changes.send(sender=type(self))
            added: Page = super().add_child(**kwargs)  # type: ignore[misc]  # `Page` stands behind
            return added

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Where the public finds the page; an alias leads to the page it shows, None outside of all sites."""
        if self.alias_of is not None:
            parts: tuple[int, str, str] | None = self.alias_of.specific.get_url_parts(request)
            return parts
        place = find_place(self.url_path)
        return (place.site_id, settings.PUBLIC_URL, place.path) if place else None

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """The address on the public site, from everywhere: no host serves the admin and the pages both."""
        del current_site
        address: str | None = self.get_full_url(request)  # type: ignore[attr-defined]  # `Page` stands behind
        return address

    url = property(get_url)

    def permissions_for_user(self, user: Any) -> PageRights:
        """What a user may do to the page."""
        return PageRights(user, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Where the public site shows the page object in hand."""
        del mode_name
        answers: list[Any] = preview_asked.send(sender=type(self), page=self, request=request)
        [(_receiver, response)] = answers
        return response

    @contextmanager
    def consequences(self, before: Self) -> Iterator[None]:
        """Surround a full save of a page that was stored as `before` with what follows from the change."""
        del before
        yield


@receiver(post_save, sender=Page)
def announce_plain_page(
    instance: Page, *, raw: bool, update_fields: Collection[str] | None = None, **_kwargs: Any
) -> None:
    """Wagtail moves and expires pages as plain `Page`."""
    if not raw and saves_content(update_fields):
        content_saved.send(sender=Page, page=instance, is_moved=True)
