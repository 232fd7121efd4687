"""Imports that editors make in the admin: what was sent, what it would make, what they decided, and how to undo it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where an import is on its way."""

    READING = "reading", _("Reading")
    READY = "ready", _("Waiting for your decision")
    STORING = "storing", _("Importing")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Undone")


class ImportJob(models.Model):
    """One import below `target`.

    `options` are the zone, year, language and kinds asked for; `preview` what the documents say and would do, as
    `pages.intake.preview` makes it; `decisions` the editor's answers; `report` the outcome by document; `undo` the
    objects made and the revisions before. `done` of `total` documents are through; `beat_at` is when somebody last
    worked on it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_jobs")
    target = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    options = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return str(self.key)

    def get_absolute_url(self) -> str:
        """The job's page in the admin."""
        return reverse("intake:job", args=[self.key])


class ImportFile(models.Model):
    """A file of an import, by its path inside what was sent. In the database, so that every process can read it."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="files")
    path = models.CharField(max_length=500)
    content = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "path"], name="one_file_at_a_path_of_an_import")]
        ordering = ["path", "pk"]
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self) -> str:
        return self.path
