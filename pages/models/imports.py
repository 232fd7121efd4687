"""What has been imported from which document, so that a second import changes only what the document changes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedDocument(models.Model):
    """The last imported state of a page, by the document it came from.

    `source` identifies the document (and the entry in it, after `#`) below `parent`, the page under which it was
    imported; `location` is where the file lay. `content` holds the plain `form` of the document, and for each field and
    row what was `said` and `written`: an editor's later changes are what differs between the page and the latter.
    `revision` is the one the import saved.
    """

    source = models.CharField(max_length=500)
    location = models.CharField(max_length=1000, blank=True)
    parent = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="imported_documents")
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, related_name="+")
    content = models.JSONField()
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "source"], name="imported_once_below_a_page")]
        ordering = ["source", "pk"]
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")

    def __str__(self) -> str:
        return self.source
