"""Research forums: events that invite short talks and give awards and grants."""

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
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import GrantCover, ScheduleStatus
from pages.models.base import EventPage
from pages.models.fields import ChoiceListField, WebAddressField, grant_cover_choices


class ForumPage(EventPage):
    """A research forum that invites short talks."""

    submission_guidelines = RichTextField(_("submission guidelines"), blank=True, features=PLAIN_TEXT_FEATURES)
    template_name = models.CharField(_("template"), max_length=100, blank=True, help_text=_("For example “ACM”."))
    template_url = WebAddressField(_("template’s address"))
    max_pages = models.PositiveSmallIntegerField(_("pages at most"), null=True, blank=True)
    columns = models.PositiveSmallIntegerField(_("columns"), null=True, blank=True)
    font_size_pt = models.PositiveSmallIntegerField(_("font size (pt)"), null=True, blank=True)
    open_to_teams = models.BooleanField(_("open to teams"), null=True, blank=True)
    schedule_status = models.CharField(
        _("state of the programme"), max_length=10, choices=ScheduleStatus.choices, default=ScheduleStatus.TBD
    )

    content_panels = [
        *EventPage.content_panels,
        EventPage.status_panel,
        EventPage.where_panel,
        EventPage.about_panel,
        EventPage.body_panel,
        EventPage.people_panel,
        EventPage.dates_panel,
        EventPage.links_panel,
        MultiFieldPanel(
            [
                FieldPanel("submission_guidelines"),
                FieldRowPanel([FieldPanel("template_name"), FieldPanel("template_url")]),
                FieldRowPanel([FieldPanel("max_pages"), FieldPanel("columns"), FieldPanel("font_size_pt")]),
                FieldPanel("open_to_teams"),
                InlinePanel("selection_criteria", heading=_("Selection criteria"), label=_("criterion")),
            ],
            heading=_("Submissions"),
            classname="collapsed",
        ),
        InlinePanel("tracks", heading=_("Tracks"), label=_("track"), classname="collapsed"),
        InlinePanel("awards", heading=_("Awards"), label=_("award"), classname="collapsed"),
        InlinePanel("grants", heading=_("Grants"), label=_("grant"), classname="collapsed"),
        MultiFieldPanel(
            [FieldPanel("schedule_status"), EventPage.programme_panel], heading=_("Programme"), classname="collapsed"
        ),
        EventPage.more_panel,
        EventPage.private_panel,
        EventPage.changes_panel,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("submission_guidelines")]

    graphql_fields = [
        *EventPage.graphql_fields,
        GraphQLRichText("submission_guidelines", description="How to submit; null when nothing is said."),
        GraphQLString("template_name", description="Template of submissions; null when not said."),
        GraphQLString("template_url", description="Address of the template; null when not known."),
        GraphQLInt("max_pages", description="Greatest number of pages; null when not limited."),
        GraphQLInt("columns", description="Number of columns; null when not said."),
        GraphQLInt("font_size_pt", description="Font size in points; null when not said."),
        GraphQLBoolean("is_open_to_teams", source="open_to_teams", description="Open to teams; null when not said."),
        GraphQLField("schedule_status", ScheduleStatus, required=True, description="How final the programme is."),
        GraphQLForeignKey(
            "selection_criteria",
            "pages.SelectionCriterion",
            is_list=True,
            required=True,
            description="What submissions are judged on.",
        ),
        GraphQLForeignKey("tracks", "pages.Track", is_list=True, required=True, description="Named tracks."),
        GraphQLForeignKey("awards", "pages.Award", is_list=True, required=True, description="Prizes."),
        GraphQLForeignKey("grants", "pages.Grant", is_list=True, required=True, description="Financial support."),
    ]

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = ["pages.StandardPage"]

    class Meta:
        verbose_name = _("research forum")
        verbose_name_plural = _("research forums")


class SelectionCriterion(Orderable):
    """What submissions are judged on."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="selection_criteria")
    name = models.CharField(_("criterion"), max_length=255)

    panels = [FieldPanel("name")]

    graphql_fields = [GraphQLString("name", required=True, description="The criterion.")]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class Track(TranslatableMixin, Orderable):
    """A named part of a forum's programme."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="tracks")
    name = models.CharField(_("name"), max_length=255)
    description = RichTextField(_("description"), blank=True, features=PLAIN_TEXT_FEATURES)

    panels = [FieldPanel("name"), FieldPanel("description")]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLRichText("description", description="Description; null when there is none."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class Award(Orderable):
    """A prize; without a track it is for the whole forum."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="awards")
    name = models.CharField(_("name"), max_length=255)
    track = models.CharField(_("track"), max_length=255, blank=True, help_text=_("Empty: for the whole forum."))
    description = RichTextField(_("description"), blank=True, features=PLAIN_TEXT_FEATURES)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("track")]), FieldPanel("description")]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLString("track", description="Track it is given in; null for the whole forum."),
        GraphQLRichText("description", description="Description; null when there is none."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name


class Grant(Orderable):
    """Financial support for taking part."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="grants")
    name = models.CharField(_("name"), max_length=255)
    audience = models.CharField(_("for whom"), max_length=255, blank=True)
    covers = ChoiceListField(_("covers"), values=grant_cover_choices)
    description = RichTextField(_("description"), blank=True, features=PLAIN_TEXT_FEATURES)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("audience")]),
        FieldPanel("covers"),
        FieldPanel("description"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLString("audience", description="For whom; null when not said."),
        GraphQLField("covers", GrantCover, is_list=True, required=True, description="What it pays for."),
        GraphQLRichText("description", description="Description; null when there is none."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name
