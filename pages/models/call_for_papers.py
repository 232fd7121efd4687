"""Conference calls for papers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLForeignKey,
    GraphQLInt,
    GraphQLRichText,
    GraphQLString,
)
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import Anonymity
from pages.models.base import EventPage
from pages.models.fields import ChoiceListField, WebAddressField, language_choices


class CallForPapersPage(EventPage):
    """A conference's call for papers. The submission system is a link, the deadlines are important dates."""

    edition = models.PositiveSmallIntegerField(
        _("edition"), null=True, blank=True, help_text=_("The number alone: 1 is shown as “1st”.")
    )
    topics_open_ended = models.BooleanField(_("topics are not limited to these"), default=False)
    languages_accepted = ChoiceListField(_("languages of submissions"), values=language_choices)
    anonymity = models.CharField(_("review"), max_length=12, choices=Anonymity.choices, default=Anonymity.UNSTATED)
    policies = RichTextField(_("policies"), blank=True, features=PLAIN_TEXT_FEATURES)
    rejects_wrong_format = models.BooleanField(_("rejects papers in a wrong format without review"), default=False)

    content_panels = [
        *EventPage.content_panels,
        InlinePanel("important_dates", heading=_("Important dates"), label=_("date")),
        FieldPanel("edition"),
        EventPage.about_panel,
        EventPage.body_panel,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("anonymity"), FieldPanel("rejects_wrong_format")]),
                FieldPanel("languages_accepted"),
                FieldPanel("topics_open_ended"),
                FieldPanel("policies"),
            ],
            heading=_("Rules for submissions"),
            classname="collapsed",
        ),
        InlinePanel("paper_categories", heading=_("Kinds of papers"), label=_("kind of paper"), classname="collapsed"),
        EventPage.people_panel,
        EventPage.links_panel,
        EventPage.status_panel,
        EventPage.where_panel,
        EventPage.programme_panel,
        EventPage.more_panel,
        EventPage.private_panel,
        EventPage.changes_panel,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("policies")]

    graphql_fields = [
        *EventPage.graphql_fields,
        GraphQLInt("edition", description="Number of the edition; null when not said."),
        GraphQLBoolean(
            "has_open_topics",
            source="topics_open_ended",
            required=True,
            description="Whether other topics than those listed are welcome.",
        ),
        GraphQLString(
            "languages_accepted",
            is_list=True,
            required=True,
            description="BCP 47 tags of the languages of submissions.",
        ),
        GraphQLField("anonymity", Anonymity, required=True, description="Who knows whom during review."),
        GraphQLRichText("policies", description="Rules for submissions; null when nothing is said."),
        GraphQLBoolean(
            "rejects_wrong_format", required=True, description="Whether papers in a wrong format are not reviewed."
        ),
        GraphQLForeignKey(
            "paper_categories",
            "pages.PaperCategory",
            is_list=True,
            required=True,
            description="Kinds of papers and their formats.",
        ),
    ]

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("call for papers")
        verbose_name_plural = _("calls for papers")


class PaperCategory(Orderable):
    """A kind of paper and its format."""

    call = ParentalKey(CallForPapersPage, on_delete=models.CASCADE, related_name="paper_categories")
    name = models.CharField(_("name"), max_length=255)
    description = RichTextField(_("description"), blank=True, features=PLAIN_TEXT_FEATURES)
    max_pages = models.PositiveSmallIntegerField(_("pages at most"), null=True, blank=True)
    columns = models.PositiveSmallIntegerField(_("columns"), null=True, blank=True)
    template_name = models.CharField(_("template"), max_length=100, blank=True)
    template_url = WebAddressField(_("template’s address"))
    includes_bibliography = models.BooleanField(_("pages include the bibliography"), null=True, blank=True)
    includes_appendices = models.BooleanField(_("pages include appendices"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("max_pages"), FieldPanel("columns")]),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("template_name"), FieldPanel("template_url")]),
        FieldRowPanel([FieldPanel("includes_bibliography"), FieldPanel("includes_appendices")]),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLRichText("description", description="Description; null when there is none."),
        GraphQLInt("max_pages", description="Greatest number of pages; null when not limited."),
        GraphQLInt("columns", description="Number of columns; null when not said."),
        GraphQLString("template_name", description="Template; null when not said."),
        GraphQLString("template_url", description="Address of the template; null when not known."),
        GraphQLBoolean("includes_bibliography", description="Pages count with the bibliography; null when not said."),
        GraphQLBoolean("includes_appendices", description="Pages count with appendices; null when not said."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name
