"""What the checks found on pages, kept so that lists, mails and reports can ask for it."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.choices import FindingSeverity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AbstractUser, AnonymousUser

SEVERITY_ORDER = Case(
    *(When(severity=severity, then=Value(rank)) for rank, severity in enumerate(FindingSeverity)),
    output_field=models.SmallIntegerField(),
)
"""Errors first, as SQL."""


def make_digest(code: str, *, path: str, details: Mapping[str, Any]) -> str:
    """The identity of a finding among those of its page: 32 hexadecimal digits."""
    plain = json.dumps([code, path, details], sort_keys=True, cls=DjangoJSONEncoder)
    return blake2b(plain.encode(), digest_size=16).hexdigest()


class FindingQuerySet(models.QuerySet["StoredFinding"]):
    """Sets of findings."""

    def current(self) -> Self:
        """What the page in its latest version still has, whether or not it is left as it is."""
        return self.filter(gone_at=None)

    def open(self) -> Self:
        """What somebody should look at."""
        return self.current().filter(dismissed_at=None)

    def dismissed(self) -> Self:
        """What editors decided to leave as it is."""
        return self.current().exclude(dismissed_at=None)

    def visible_to(self, user: AbstractUser | AnonymousUser) -> Self:
        """Findings of the pages that the user may edit."""
        if user.is_active and user.is_superuser:
            return self
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
        return self.filter(event__in=pages.order_by().values("pk"))

    def in_order(self) -> Self:
        """Errors first, then by the date of the event, the undated last."""
        return self.order_by(SEVERITY_ORDER, F("event__starts_at").asc(nulls_last=True), "event_id", "code", "pk")


class StoredFinding(models.Model):
    """A finding on the latest version of an event's page, be it a draft or published.

    `digest` is its identity, see `make_digest`. `found_at` is when it was seen first. What an editor decided to
    leave as it is stays known as gone after it has disappeared, so that it is left alone should it come back.
    """

    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="findings", verbose_name=_("page"))
    code = models.CharField(_("code"), max_length=40)
    severity = models.CharField(_("severity"), max_length=10, choices=FindingSeverity.choices)
    path = models.CharField(_("field"), max_length=255, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=32, editable=False)
    found_at = models.DateTimeField(_("found"))
    dismissed_at = models.DateTimeField(_("left as it is since"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("left by")
    )
    gone_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FindingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "digest"], name="finding_once_on_a_page")]
        indexes = [
            models.Index(fields=["severity", "event"], name="finding_severity"),
            models.Index(fields=["code", "event"], name="finding_code"),
            models.Index(fields=["found_at"], name="finding_found"),
        ]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return f"{self.code} {self.path}".rstrip()
