"""The tables of the public calendar."""

from __future__ import annotations

import uuid

from django.db import models
from wagtail.models import Page, Site


class RemovalReason(models.TextChoices):
    """Why a thing left the public calendar."""

    UNPUBLISHED = "unpublished", "Unpublished"
    DELETED = "deleted", "Deleted"
    EXPIRED = "expired", "Expired"
    HIDDEN = "hidden", "Hidden"


class LedgerClock(models.Model):
    """The counter of revisions. There is one row; whoever changes entries locks it.

    `epoch` changes when the table is made anew, so that cursors of the former one are refused. Of tombstones with
    revisions up to `horizon` some are gone. `signature` says how and for which addresses entries were rendered.
    """

    epoch = models.UUIDField(default=uuid.uuid4)
    rev = models.PositiveBigIntegerField(default=0)
    horizon = models.PositiveBigIntegerField(default=0)
    signature = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.epoch} at {self.rev}"


class CalendarEntry(models.Model):
    """An event, talk, programme item or date that the public reads, in one language; a tombstone once `removed_at`.

    `data` is the JSON of `api.ledger.entries.EntryData`, `ics` the bytes of the VEVENT, empty while no day is known.
    Tombstones keep neither. `starts_at` and `ends_at` are the UTC bounds of the time it is on; a deadline has both at
    the instant. `is_preferred`: the one to show of the same thing in several languages. `topics` and `people` are slugs
    and uids between commas. `page` is empty once it is deleted.
    """

    uid = models.UUIDField()
    language = models.CharField(max_length=12)
    rev = models.PositiveBigIntegerField(unique=True)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    path = models.TextField()
    node_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    type_name = models.CharField(max_length=30)
    date_kind = models.CharField(max_length=30, blank=True)
    parent_uid = models.UUIDField(null=True)
    is_preferred = models.BooleanField(default=True)
    topics = models.TextField(blank=True)
    people = models.TextField(blank=True)
    status = models.CharField(max_length=15)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    is_all_day = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=32)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removal_reason = models.CharField(max_length=12, choices=RemovalReason.choices, blank=True)
    # Long values stand last, so that databases need not read past them.
    ics = models.BinaryField(default=b"")
    data = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "language"], name="entry_identity")]
        indexes = [
            models.Index(fields=["parent_uid", "starts_at"], name="entry_parent_start"),
            models.Index(fields=["kind", "starts_at"], name="entry_kind_start"),
            models.Index(fields=["site", "starts_at", "uid"], name="entry_site_start"),
            models.Index(fields=["changed_at"], name="entry_changed"),
            # All that the state of a site's feeds follows from, so that it is read without the rows.
            models.Index(
                fields=[
                    "site",
                    "is_preferred",
                    "kind",
                    "ends_at",
                    "date_kind",
                    "removed_at",
                    "expires_at",
                    "rev",
                    "changed_at",
                ],
                name="entry_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid} ({self.language})"
