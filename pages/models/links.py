"""Links of any event, and its identifiers in other systems."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLField,
    GraphQLString,
)
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from pages.choices import (
    LinkAccess,
    LinkKind,
)
from pages.models.fields import WebAddressField
from pages.models.timed import MOST_DAYS, check_distance
from pages.panels import FoldedPanel


class Link(Orderable):
    """A link with a meaning; an empty address means that it is to be announced."""

    event = ParentalKey("pages.EventPage", on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=20, choices=LinkKind.choices, default=LinkKind.WEBSITE)
    url = WebAddressField(_("address"), help_text=_("Empty: to be announced."))
    label = models.CharField(_("label"), max_length=255, blank=True, help_text=_("Empty: named after the kind."))
    note = models.CharField(_("note"), max_length=255, blank=True)
    access = models.CharField(_("for whom"), max_length=12, choices=LinkAccess.choices, default=LinkAccess.PUBLIC)
    visible_from_minutes = models.IntegerField(
        _("shown from"),
        null=True,
        blank=True,
        help_text=_("Minutes before (−) or after the start. Empty: at once."),
    )
    visible_until_minutes = models.IntegerField(
        _("shown until"), null=True, blank=True, help_text=_("Minutes before (−) or after the end. Empty: for ever.")
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("url")]),
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("label"), FieldPanel("access")]),
                FieldRowPanel([FieldPanel("visible_from_minutes"), FieldPanel("visible_until_minutes")]),
                FieldPanel("note"),
            ],
            heading=_("More about this link"),
        ),
    ]

    graphql_fields = [
        GraphQLField("kind", LinkKind, required=True, description="What it leads to."),
        GraphQLString("label", description="Label; null where the kind says enough."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse windows that lie years away from the event."""
        super().clean()
        most = MOST_DAYS * 24 * 60
        check_distance(self, {"visible_from_minutes": most, "visible_until_minutes": most})

    @property
    def visible_from(self) -> dt.datetime | None:
        """The instant from which the link is shown; None: at once, or the start is not known."""
        return offset(self.event.starts_at, self.visible_from_minutes)

    @property
    def visible_until(self) -> dt.datetime | None:
        """The instant from which the link is no longer shown; None: for ever, or the end is not known."""
        return offset(self.event.ends_at, self.visible_until_minutes)


def offset(instant: dt.datetime | None, minutes: int | None) -> dt.datetime | None:
    """`minutes` after `instant`; None when either is unknown."""
    return None if instant is None or minutes is None else instant + dt.timedelta(minutes=minutes)


class Identifier(Orderable):
    """The event's identifier in another system."""

    event = ParentalKey("pages.EventPage", on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("system"), max_length=50, help_text=_("For example “doi”, “acm” or “wikicfp”."))
    value = models.CharField(_("identifier"), max_length=255)

    panels = [FieldRowPanel([FieldPanel("scheme"), FieldPanel("value")])]

    graphql_fields = [
        GraphQLString("scheme", required=True, description="System, such as `doi`, `acm` or `wikicfp`."),
        GraphQLString("value", required=True, description="Identifier in that system."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
