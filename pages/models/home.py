"""The pages around the events: the site's home, an index of events, and plain text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLStreamfield, GraphQLString
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from pages.blocks import BodyBlock
from pages.models.publishing import AnnouncedPage
from pages.panels import AddressForm

EVENT_TYPES = ["pages.ForumPage", "pages.TutorialPage", "pages.SeminarSeriesPage", "pages.CallForPapersPage"]


class HomePage(AnnouncedPage, Page):
    """The root of a site: communities and their events live below it."""

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Shown at the top of the site."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    graphql_fields = [
        GraphQLString("introduction", description="Plain text for the top of the site; null when there is none."),
        GraphQLStreamfield("body", required=True, description="Body text, block by block."),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [*EVENT_TYPES, "pages.EventIndexPage", "pages.StandardPage"]

    class Meta:
        verbose_name = _("home page")


class EventIndexPage(AnnouncedPage, Page):
    """A folder of events with an introduction, for example one community's or one year's."""

    introduction = models.TextField(_("introduction"), blank=True)

    base_form_class = AddressForm
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]

    graphql_fields = [
        GraphQLString("introduction", description="Plain text above the list; null when there is none."),
    ]

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = [*EVENT_TYPES, "pages.EventIndexPage", "pages.StandardPage"]

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class StandardPage(AnnouncedPage, Page):
    """Text without a date: a code of conduct, travel information, a legal notice."""

    summary = models.TextField(_("summary"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    base_form_class = AddressForm
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    graphql_fields = [
        GraphQLString("summary", description="One or two sentences of plain text; null when there are none."),
        GraphQLStreamfield("body", required=True, description="Body text, block by block."),
    ]

    parent_page_types = [
        "pages.HomePage",
        "pages.EventIndexPage",
        "pages.StandardPage",
        "pages.ForumPage",
        "pages.TutorialPage",
        "pages.CallForPapersPage",
    ]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
