"""Addresses of ours that stay while what they lead to is replaced."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, PageChooserPanel
from wagtail.models import RevisionMixin

from pages.choices import LinkAccess
from pages.models.fields import WebAddressField
from pages.models.links import end_of_day
from pages.models.timed import check_year

if TYPE_CHECKING:
    from pages.models.base import EventPage

PREFIX = "/go/"
"""What the paths of stable addresses begin with."""

WEB_SCHEMES = frozenset({"http", "https"})


class Forwarding(RevisionMixin, models.Model):
    """A stable address, `/go/<community>/<name>`, and where it leads at present."""

    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="forwardings", verbose_name=_("event"))
    community = models.SlugField(
        _("community"),
        max_length=100,
        allow_unicode=True,
        blank=True,
        help_text=_("The first part of the address. Empty: as in the address of the event’s page."),
    )
    name = models.SlugField(
        _("name"),
        max_length=100,
        allow_unicode=True,
        help_text=_("The last part of the address, for example “chat” or “room”."),
    )
    url = WebAddressField(_("leads to"), blank=False, help_text=_("The invitation as it is today."))
    access = models.CharField(
        _("for whom"),
        max_length=12,
        choices=LinkAccess.choices,
        default=LinkAccess.PUBLIC,
        help_text=_("With anything but “Everybody” the address is not found."),
    )
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The last day on which the invitation holds. Empty: for ever."),
    )
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("For editors only."))

    panels = [
        HelpPanel(
            _(
                "Print and mail the stable address. When the invitation behind it is replaced, enter the new one here: "
                "whoever follows the stable address is led to it at once."
            )
        ),
        PageChooserPanel("event", "pages.EventPage"),
        FieldRowPanel([FieldPanel("community"), FieldPanel("name")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("expires_on"), FieldPanel("access")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["community", "name", "pk"]
        verbose_name = _("stable address")
        verbose_name_plural = _("stable addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="one_forwarding_of_a_name",
                violation_error_message=_("This community has a stable address of that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def path(self) -> str:
        """Where the public asks for it."""
        return f"{PREFIX}{self.community}/{self.name}"

    @property
    def address(self) -> str:
        """The whole address, as it is given to people."""
        return f"{settings.PUBLIC_URL}{self.path}"

    @property
    def expires_at(self) -> dt.datetime | None:
        """The instant from which it leads nowhere, in the event’s zone; None: for ever."""
        if self.expires_on is None:
            return None
        event: EventPage = self.event.specific
        return end_of_day(self.expires_on, event.zone)

    def clean(self) -> None:
        """Propose the community, write both names small, and refuse what is no web address or leads back here."""
        super().clean()
        if not self.community and self.event_id:
            self.community = self.event.slug[:100]
        self.community, self.name = self.community.lower(), self.name.lower()
        check_year(self, "expires_on")
        check_leads_away(self.url)


def check_leads_away(url: str) -> None:
    """Refuse an address that browsers cannot open, or that is itself a stable one of ours."""
    parts = urlsplit(url)
    if url and parts.scheme.lower() not in WEB_SCHEMES:
        raise ValidationError({"url": ValidationError(_("Enter an address of the web."), "unsafe_scheme")})
    ours = {urlsplit(settings.PUBLIC_URL).netloc, urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc}
    if parts.netloc.lower() in ours and parts.path.startswith(PREFIX):
        raise ValidationError({"url": ValidationError(_("Enter the invitation and not a stable address."), "loop")})
