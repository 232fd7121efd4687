"""What users have chosen for the mails they get."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestPreferences(models.Model):
    """Whether a user wants the weekly mail, and the week of the last one. Who has none of these wants it.

    `sent_for` is the Monday of the week, in UTC, for which a mail was sent.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_preferences")
    wants_digest = models.BooleanField(
        _("weekly mail"),
        default=True,
        help_text=_("Once a week, what comes next and what is missing; only when there is something to say."),
    )
    sent_for = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")

    def __str__(self) -> str:
        return str(self.user)
