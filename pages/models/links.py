"""Links of any event, and its identifiers in other systems."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
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
from pages.models.timed import MOST_DAYS, check_distance, check_year
from pages.moments import Moment, time_zones
from pages.panels import FoldedPanel


class AddressSinceField(models.DateTimeField):
    """Since when a link has its address: found whenever the link is stored, in a table or in a revision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: Any, add: bool) -> dt.datetime | None:  # noqa: FBT001  # Django's signature
        """What the link says."""
        del add
        since: dt.datetime | None = model_instance.find_address_since()
        setattr(model_instance, self.attname, since)
        return since


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
    expires_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The last day on which the link is shown, such as that of an invitation. Empty: for ever."),
    )
    url_since = AddressSinceField()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("url")]),
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("label"), FieldPanel("access")]),
                FieldRowPanel([FieldPanel("visible_from_minutes"), FieldPanel("visible_until_minutes")]),
                FieldPanel("expires_on"),
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known_url: str = self.__dict__.get("url", "")

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())

    def clean(self) -> None:
        """Refuse windows that lie years away from the event, and days that are in no calendar of ours."""
        super().clean()
        check_year(self, "expires_on")
        most = MOST_DAYS * 24 * 60
        check_distance(self, {"visible_from_minutes": most, "visible_until_minutes": most})

    @property
    def visible_from(self) -> dt.datetime | None:
        """The instant from which the link is shown; None: at once, or the start is not known."""
        return offset(self.event.starts_at, self.visible_from_minutes)

    @property
    def visible_until(self) -> dt.datetime | None:
        """The instant from which the link is no longer shown; None: for ever, or the end is not known."""
        ends = (offset(self.event.ends_at, self.visible_until_minutes), end_of_day(self.expires_on, self.event.zone))
        return min((instant for instant in ends if instant is not None), default=None)

    @property
    def is_lasting(self) -> bool:
        """Whether nothing bounds the time in which the link is shown."""
        return (self.visible_from_minutes, self.visible_until_minutes, self.expires_on) == (None, None, None)

    def find_address_since(self) -> dt.datetime | None:
        """Since when the link, in the draft or the page in hand, has its address; None without one."""
        if not self.url:
            return None
        is_changed, self._known_url = self.url != self._known_url, self.url
        if self.pk is None:
            return (None if is_changed else self.url_since) or self._find_drafted_since() or timezone.now()
        since = None if is_changed else self.url_since or self._find_stored_since()
        return since or timezone.now()

    def _find_drafted_since(self) -> dt.datetime | None:
        """Since when the latest draft has the address: the editor's form makes rows anew until they are published."""
        draft = self.event.latest_revision if type(self).event.is_cached(self) else None
        rows = draft.content.get("links", []) if draft else []
        known = next((row.get("url_since") for row in rows if row.get("url") == self.url), None)
        since: dt.datetime | None = self._meta.get_field("url_since").to_python(known)
        return since

    def _find_stored_since(self) -> dt.datetime | None:
        stored = type(self).objects.filter(pk=self.pk, url=self.url)
        return stored.values_list("url_since", flat=True).first()


def offset(instant: dt.datetime | None, minutes: int | None) -> dt.datetime | None:
    """`minutes` after `instant`; None when either is unknown."""
    return None if instant is None or minutes is None else instant + dt.timedelta(minutes=minutes)


def end_of_day(date: dt.date | None, zone: str) -> dt.datetime | None:
    """The instant at which `date` has ended in a zone, or everywhere where none is known; None without a date."""
    known = zone if zone in time_zones() else None
    return None if date is None else Moment.at(date, None, known).latest


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
