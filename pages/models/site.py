"""What holds for a whole site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLString
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pages.models.fields import TimeZoneField


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Name, contact and defaults of a site."""

    name = models.CharField(_("name"), max_length=100, default="Colloquium")
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Published, for questions about the site.")
    )
    time_zone = TimeZoneField(_("time zone"), help_text=_("Proposed for new events. Existing events keep their own."))

    panels = [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("contact_email"), FieldPanel("time_zone")]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLString("tagline", description="A line below the name; null when there is none."),
        GraphQLString("contact_email", description="Published address for questions; null when there is none."),
        GraphQLString("time_zone", description="IANA zone of most events; null when not said."),
    ]

    class Meta:
        verbose_name = _("site")
