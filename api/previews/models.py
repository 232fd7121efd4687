"""Pages as editors saw them last in a preview, and the links by which they let others see a draft."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from wagtail.models import Page

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEY_BYTES = 24
"""Of randomness in the address of a draft that is shared."""


class Purpose(models.TextChoices):
    """What a page is shown for."""

    EDITING = "editing", "Editing"
    VERSION = "version", "Looking at a stored version"
    REVIEW = "review", "Review"


class PreviewedPage(models.Model):
    """What one user saw of one page, as `Page.serializable_data` gives it.

    Of a page that is stored, `page`; of one that is not, `parent` and `content_type`. A user who opens another new page
    of the same type below the same parent previews that one.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey(Page, models.CASCADE, null=True, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    shown_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose", "page"], condition=Q(page__isnull=False), name="previewed_once"
            ),
            models.UniqueConstraint(
                fields=["user", "purpose", "parent", "content_type"],
                condition=Q(page__isnull=True),
                name="previewed_once_before_stored",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False, parent__isnull=True, content_type__isnull=True)
                | Q(page__isnull=True, parent__isnull=False, content_type__isnull=False),
                name="previewed_page_or_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.page_id or self.parent_id}"


def make_key() -> str:
    """A part of an address that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


class ReviewLinkQuerySet(models.QuerySet):
    """Sets of links by which drafts are shared."""

    def valid(self, now: dt.datetime) -> QuerySet[ReviewLink]:
        """Those that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=now)


class ReviewLink(models.Model):
    """An address under which anybody reads the latest draft of a page, on behalf of the editor who shared it."""

    key = models.CharField(max_length=64, unique=True, default=make_key, editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="review_links")
    sharer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id} until {self.expires_at:%Y-%m-%d %H:%M}"
