"""Tutorials."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLField, GraphQLRichText, GraphQLString
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import Delivery
from pages.models.base import EventPage
from pages.models.fields import ChoiceListField, delivery_choices


class TutorialPage(EventPage):
    """A tutorial. Presenters are people, slots for questions are programme items, materials are links."""

    abstract = RichTextField(_("abstract"), blank=True, features=PLAIN_TEXT_FEATURES)
    delivery = ChoiceListField(_("how it is given"), values=delivery_choices)
    delivery_note = models.TextField(_("how it is given, in words"), blank=True)
    prerequisites = RichTextField(_("prerequisites"), blank=True, features=PLAIN_TEXT_FEATURES)

    content_panels = [
        *EventPage.content_panels,
        EventPage.people_panel,
        FieldPanel("abstract"),
        EventPage.status_panel,
        EventPage.where_panel,
        EventPage.about_panel,
        MultiFieldPanel(
            [FieldPanel("delivery"), FieldPanel("delivery_note"), FieldPanel("prerequisites")],
            heading=_("How it is given"),
            classname="collapsed",
        ),
        EventPage.programme_panel,
        EventPage.dates_panel,
        EventPage.links_panel,
        EventPage.body_panel,
        EventPage.more_panel,
        EventPage.private_panel,
        EventPage.changes_panel,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("abstract")]

    graphql_fields = [
        *EventPage.graphql_fields,
        GraphQLRichText("abstract", description="Abstract; null when there is none."),
        GraphQLField("delivery", Delivery, is_list=True, required=True, description="How it is given."),
        GraphQLString("delivery_note", description="How it is given, in words; null when not said."),
        GraphQLRichText("prerequisites", description="What to know beforehand; null when nothing is said."),
    ]

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("tutorial")
        verbose_name_plural = _("tutorials")

    @property
    def abstract_shown(self) -> str:
        """The abstract as rich-text source."""
        return str(self.abstract)
