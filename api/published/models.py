"""What the public reads of pages, written once when they are published."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

FORMAT = 3
"""Version of the documents; rows of another one are written again by `manage.py render_pages`."""


class PageKind(models.TextChoices):
    """Which lists a page stands in."""

    EVENT = "event", "Event"
    TALK = "talk", "Talk"
    TEXT = "text", "Text"


EVENT_KINDS = (PageKind.EVENT, PageKind.TALK)
"""Kinds of pages that happen."""


class PublishedPage(models.Model):
    """The document of a published page, and the columns by which lists are filtered and sorted.

    `document` is the JSON of what cards and lists show, `texts` that of the long rest: running text and programme.

    Where the page stands, and whether the public may see it, is always asked of the page itself.
    Sort keys are never null: of each pair, the first column puts unknown values last ascending, the second descending.
    """

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="published")
    # A default that followed FORMAT would have SQLite make the table anew, without what keeps its search up to date.
    format = models.PositiveSmallIntegerField(default=1)
    type_name = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=PageKind.choices)
    series = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=15, blank=True)
    has_ended = models.BooleanField(default=False)
    is_listed = models.BooleanField(default=True)
    attendance_mode = models.CharField(max_length=10, blank=True)
    languages = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    start_ascending = models.DateTimeField()
    start_descending = models.DateTimeField()
    title_ascending = models.CharField(max_length=255)
    title_descending = models.CharField(max_length=255)
    updated_at = models.DateTimeField()
    search_title = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    document = models.TextField()
    texts = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "start_ascending", "page"], name="published_kind_start"),
            models.Index(fields=["kind", "start_descending", "page"], name="published_kind_latest"),
            models.Index(fields=["kind", "title_ascending", "page"], name="published_kind_title"),
            models.Index(fields=["kind", "title_descending", "page"], name="published_kind_title_last"),
            models.Index(fields=["kind", "updated_at", "page"], name="published_kind_updated"),
            models.Index(fields=["series", "start_ascending", "page"], name="published_series_start"),
            models.Index(fields=["series", "start_descending", "page"], name="published_series_latest"),
            models.Index(fields=["ends_at", "starts_at"], name="published_ends"),
            models.Index(fields=["starts_at"], name="published_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.type_name} {self.page_id}"


class PublishedRow(models.Model):
    """A child row that has an id or stands in lists of its own; its content is in the document of its page."""

    page = models.ForeignKey(PublishedPage, models.CASCADE, related_name="rows")
    type_name = models.CharField(max_length=30)
    key = models.UUIDField()
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=30, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    start_ascending = models.DateTimeField()
    start_descending = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["type_name", "start_ascending", "id"], name="published_row_start"),
            models.Index(fields=["type_name", "start_descending", "id"], name="published_row_latest"),
            models.Index(fields=["type_name", "ends_at"], name="published_row_ends"),
            models.Index(fields=["key"], name="published_row_key"),
        ]

    def __str__(self) -> str:
        return f"{self.type_name} {self.key}"


class ContentVersion(models.Model):
    """A number that rises in each transaction that changes what the public may read. There is one row."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
