"""What all event pages share, and how sets of them are asked for."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from grapple.models import (
    GraphQLField,
    GraphQLForeignKey,
    GraphQLImage,
    GraphQLStreamfield,
    GraphQLString,
)
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from pages.blocks import BodyBlock
from pages.choices import CALLED_OFF_STATUSES, AttendanceMode, Certainty, EventStatus
from pages.models.addresses import find_place
from pages.models.date_changes import changes_of, published_dates, record_date_changes
from pages.models.fields import ChoiceListField, WebAddressField, language_choices
from pages.models.people import country_choices
from pages.models.publishing import AnnouncedPage
from pages.models.site import SiteSettings
from pages.models.timed import TimedModel
from pages.occurrences import Occurrence, OccurrenceKind, Phase, find_phase
from pages.panels import AttentionPanel, EventForm, FoldedPanel, InheritingFieldPanel, LinksPanel, PublicHistoryPanel
from pages.widgets import FoldedCheckboxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from pages.models.schedule import DateChange


def own_phase(now: dt.datetime) -> Case:
    """The phase at `now` of an event by its own times, as SQL; mirrors `pages.occurrences.find_phase`."""
    return Case(
        When(status=EventStatus.CANCELLED, then=Value(Phase.CANCELLED.value)),
        When(status=EventStatus.POSTPONED, then=Value(Phase.POSTPONED.value)),
        When(starts_at=None, then=Value(Phase.UNSCHEDULED.value)),
        When(starts_at__gt=now, then=Value(Phase.UPCOMING.value)),
        When(ends_at__gt=now, then=Value(Phase.LIVE.value)),
        default=Value(Phase.PAST.value),
        output_field=models.CharField(),
    )


class EventQuerySet(PageQuerySet):
    """Sets of event pages, asked by what they are at a given time."""

    def with_phase(self, now: dt.datetime) -> EventQuerySet:
        """Annotate each page with its phase at `now`."""
        return self.annotate(phase_now=own_phase(now))

    def in_phase(self, *phases: Phase, now: dt.datetime) -> EventQuerySet:
        """The pages in one of `phases` at `now`."""
        return self.with_phase(now).filter(phase_now__in=[phase.value for phase in phases])

    def in_order(self) -> EventQuerySet:
        """Earliest first, unknown times last."""
        return self.order_by(F("starts_at").asc(nulls_last=True), "pk")


class EventPage(AnnouncedPage, TimedModel, Page):
    """Something that happens, or collects things that happen. Concrete base of the page types; never created itself."""

    short_title = models.CharField(
        _("short title"), max_length=100, blank=True, help_text=_("For example an acronym such as “MLSEC”.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences for lists, feeds and search engines.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    status = models.CharField(_("status"), max_length=15, choices=EventStatus.choices, default=EventStatus.SCHEDULED)
    status_message = models.CharField(
        _("status in words"),
        max_length=500,
        blank=True,
        help_text=_("Shown beside the status, for example “The speaker is ill; a new date follows.”"),
    )
    attendance_mode = models.CharField(
        _("attendance"), max_length=10, choices=AttendanceMode.choices, default=AttendanceMode.UNKNOWN
    )
    venue = models.CharField(_("venue"), max_length=255, blank=True, help_text=_("Building and room."))
    address = models.CharField(_("address"), max_length=500, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    part_of = models.ForeignKey(
        "pages.EventPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("An event on this site that this one belongs to."),
    )
    part_of_title = models.CharField(_("part of (elsewhere)"), max_length=255, blank=True)
    part_of_url = WebAddressField(_("its address"))
    languages = ChoiceListField(_("languages"), values=language_choices)
    hero_image = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    topics = ParentalManyToManyField("pages.Topic", blank=True, related_name="events", verbose_name=_("topics"))
    is_listed = models.BooleanField(
        _("listed"),
        default=True,
        help_text=_("Off: reachable by its address only, and in no list, feed, search or sitemap."),
    )
    editors_notes = models.TextField(_("editors’ notes"), blank=True, help_text=_("Never shown in public."))

    objects = PageManager.from_queryset(EventQuerySet)()

    when_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
            FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time", help_text=_("Empty: not announced."))]),
            FieldPanel("time_zone"),
            FoldedPanel(
                [FieldPanel("date_precision"), FieldPanel("dates_as_announced")], heading=_("More about the dates")
            ),
        ],
        heading=_("When"),
    )
    status_panel = MultiFieldPanel(
        [FieldPanel("status"), FieldPanel("status_message")], heading=_("Status"), classname="collapsed"
    )
    where_panel = MultiFieldPanel(
        [
            InheritingFieldPanel("attendance_mode"),
            FieldPanel("venue"),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
        ],
        heading=_("Where"),
        classname="collapsed",
    )
    people_panel = MultipleChooserPanel(
        "contributions", chooser_field_name="person", heading=_("People"), label=_("person"), classname="collapsed"
    )
    links_panel = LinksPanel("links", heading=_("Links"), label=_("link"), classname="collapsed")
    dates_panel = InlinePanel("important_dates", heading=_("Important dates"), label=_("date"), classname="collapsed")
    programme_panel = InlinePanel("sessions", heading=_("Programme"), label=_("item"), classname="collapsed")
    about_panel = MultiFieldPanel(
        [
            FieldPanel("short_title"),
            FieldPanel("summary"),
            FieldPanel("topics", widget=FoldedCheckboxes),
            InheritingFieldPanel("languages"),
        ],
        heading=_("In short"),
        classname="collapsed",
    )
    body_panel = FieldPanel("body", classname="collapsed")
    more_panel = MultiFieldPanel(
        [
            FieldPanel("hero_image"),
            PageChooserPanel("part_of", "pages.EventPage"),
            FieldRowPanel([FieldPanel("part_of_title"), FieldPanel("part_of_url")]),
            InlinePanel("identifiers", heading=_("Identifiers elsewhere"), label=_("identifier")),
        ],
        heading=_("Picture, parent event and identifiers"),
        classname="collapsed",
    )
    private_panel = MultiFieldPanel(
        [FieldPanel("is_listed"), FieldPanel("editors_notes")], heading=_("For editors"), classname="collapsed"
    )
    changes_panel = PublicHistoryPanel(heading=_("Public history"), classname="collapsed")
    attention_panel = AttentionPanel(heading=_("Needs attention"), icon="warning", classname="collapsed")
    content_panels = [
        attention_panel,
        TitleFieldPanel("title", placeholder=_("Title"), help_text=_("As the public should read it.")),
        when_panel,
    ]
    base_form_class = EventForm

    search_fields = [
        *Page.search_fields,
        index.SearchField("short_title", boost=2),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
        index.FilterField("status"),
        index.FilterField("is_listed"),
    ]

    graphql_fields = [
        GraphQLString(
            "short_title",
            source="short_title_shown",
            description="Short name such as an acronym; null when there is none.",
        ),
        GraphQLString("summary", description="One or two sentences of plain text; null when there are none."),
        GraphQLStreamfield("body", required=True, description="Body text, block by block."),
        GraphQLField("status", EventStatus, required=True, description="What the organisers announced."),
        GraphQLString("status_message", description="The status in words; null when nothing is to be said."),
        GraphQLField(
            "attendance_mode",
            AttendanceMode,
            source="attendance_mode_shown",
            required=True,
            description="How people attend; a talk that does not say takes it from its series.",
        ),
        GraphQLString(
            "languages",
            source="languages_shown",
            is_list=True,
            required=True,
            description="BCP 47 tags of the languages it is held in; a talk without any takes those of its series.",
        ),
        GraphQLImage("hero_image", description="Picture for the head of the page; null when there is none."),
        GraphQLString("part_of_title", description="Title of an event elsewhere that it belongs to; null for none."),
        GraphQLString("part_of_url", description="Address of that event; null when not known."),
        GraphQLForeignKey("topics", "pages.Topic", is_list=True, required=True, description="Subjects, by name."),
        GraphQLForeignKey(
            "sessions",
            "pages.Session",
            is_list=True,
            required=True,
            description="Programme items other than talks of a series, in editorial order.",
        ),
        GraphQLForeignKey(
            "identifiers",
            "pages.Identifier",
            is_list=True,
            required=True,
            description="Identifiers in other systems.",
        ),
    ]

    is_creatable = False
    occurrence_kind: ClassVar[OccurrenceKind] = OccurrenceKind.EVENT
    changes_ahead: Sequence[DateChange] = ()
    """Of a draft that is shown as if it were published: the changes that publishing it would record."""

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @contextmanager
    def consequences(self, before: Self) -> Iterator[None]:
        """A save that puts new content before the public records the dates that it moves."""
        dates = published_dates(before) if self.live and before.live else {}
        yield
        if dates:
            record_date_changes(self, before=dates, after=published_dates(self), announced_at=timezone.now())

    def proposals_below(self, parent: Page) -> dict[str, Any]:
        """Values by field that the editor proposes for a new page below `parent`."""
        site = parent.get_site()
        return {"time_zone": SiteSettings.for_site(site).time_zone} if site else {}

    def inherited_text(self, _field_name: str, _parent: Page | None) -> str:
        """What holds where the field is empty, in words; empty when nothing is inherited."""
        return ""

    def find_phase(self, now: dt.datetime) -> Phase:
        """The phase of this event at `now`."""
        return find_phase(begins=self.starts_at, ends=self.ends_at, status=self.status, now=now)

    @property
    def title_shown(self) -> str | None:
        """The title; None while it is not announced."""
        return str(self.title)

    @property
    def short_title_shown(self) -> str:
        """The short title; empty while the title is not announced."""
        return self.short_title if self.title_shown is not None else ""

    @property
    def is_called_off(self) -> bool:
        """Whether it is cancelled or postponed."""
        return self.status in CALLED_OFF_STATUSES

    @property
    def languages_shown(self) -> list[str]:
        """BCP 47 tags of the languages it is held in, inherited where none are given."""
        return list(self.languages or [])

    @property
    def attendance_mode_shown(self) -> str:
        """How people attend, inherited where not stated."""
        return self.attendance_mode

    @property
    def public_path(self) -> str:
        """The page's path below the root of its site, with slashes at both ends; "/" when it lies outside all sites.

        Paths in other languages than the default one begin with the language.
        """
        place = find_place(self.url_path)
        return place.path if place else "/"

    @property
    def abstract_shown(self) -> str | None:
        """What it is about, as rich-text source; None where nothing is said or it is not announced."""
        return None

    def occurrences(self) -> Iterator[Occurrence]:
        """Every dated public thing this page announces: itself, its dates, its programme."""
        changes = list(self.date_changes.all())
        yield self._occurrence(
            kind=self.occurrence_kind,
            uid=self.translation_key,
            title=self.title_shown,
            span=self.span,
            series_uid=self.collection_uid,
            summary=self.summary,
            abstract=self.abstract_shown or "",
            people=tuple(row.participant for row in self.contributions.all()),
            changes=changes_of(None, changes),
        )
        for date in self.important_dates.all():
            date.event = self
            yield self._occurrence(
                kind=OccurrenceKind.DEADLINE,
                uid=date.translation_key,
                row_type=type(date).__name__,
                title=date.label_shown,
                span=date.span,
                series_uid=str(self.translation_key),
                subkind=date.kind,
                is_tentative=date.certainty != Certainty.CONFIRMED,
                summary=date.note,
                track=date.track,
                changes=changes_of(date.translation_key, changes),
            )
        for session in self.sessions.all():
            session.event = self
            yield self._occurrence(
                kind=OccurrenceKind.SESSION,
                uid=session.translation_key,
                row_type=type(session).__name__,
                title=session.title or None,
                span=session.span,
                series_uid=str(self.translation_key),
                subkind=session.kind,
                abstract=session.abstract,
                room=session.room,
                track=session.track,
                link=session.link,
                people=tuple(person.as_speaker for person in session.speakers.all()),
            )

    def _occurrence(self, *, uid: UUID, **facts: Any) -> Occurrence:
        language = self.locale.language_code
        return Occurrence(uid=str(uid), status=self.status, path=self.public_path, language=language, **facts)

    @property
    def collection_uid(self) -> str | None:
        """The translation key of the page that collects this one; None for a page on its own."""
        return None
