"""Seminar series and their talks."""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLBoolean, GraphQLField, GraphQLInt, GraphQLRichText, GraphQLString
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.signals import post_page_move

from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import AttendanceMode, SeriesStatus, Weekday
from pages.models.base import EventPage
from pages.models.date_changes import published_dates, record_date_changes
from pages.models.fields import language_choices
from pages.models.publishing import content_saved
from pages.models.timed import USUAL_MINUTES
from pages.occurrences import OccurrenceKind, Phase
from pages.panels import FoldedPanel, InheritingFieldPanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page

    from pages.models.base import EventQuerySet


class SeminarSeriesPage(EventPage):
    """A series of talks. What it says about time, length, attendance and language holds for each talk that does not."""

    about = RichTextField(_("about the group"), blank=True, features=PLAIN_TEXT_FEATURES)
    cadence_text = models.CharField(
        _("how often"), max_length=255, blank=True, help_text=_("For example “Every other Wednesday at 13:30”.")
    )
    cadence_weekday = models.CharField(_("usual day"), max_length=2, choices=Weekday.choices, blank=True)
    usual_time = models.TimeField(_("usual time"), null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(_("usual length (minutes)"), default=USUAL_MINUTES)
    series_status = models.CharField(
        _("state of the series"), max_length=10, choices=SeriesStatus.choices, default=SeriesStatus.ACTIVE
    )

    content_panels = [
        EventPage.attention_panel,
        TitleFieldPanel("title", placeholder=_("Name of the series"), help_text=_("As the public should read it.")),
        FieldPanel("about"),
        MultiFieldPanel(
            [
                FieldPanel("cadence_text"),
                FieldRowPanel([FieldPanel("cadence_weekday"), FieldPanel("usual_time"), FieldPanel("usual_minutes")]),
                FieldRowPanel([FieldPanel("time_zone"), FieldPanel("attendance_mode")]),
            ],
            heading=_("When talks take place"),
            help_text=_("These hold for every talk that says nothing else."),
        ),
        MultiFieldPanel(
            [FieldPanel("series_status"), FieldPanel("status_message")], heading=_("State"), classname="collapsed"
        ),
        EventPage.people_panel,
        EventPage.links_panel,
        EventPage.about_panel,
        EventPage.body_panel,
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
            ],
            heading=_("Where"),
            classname="collapsed",
        ),
        EventPage.more_panel,
        EventPage.private_panel,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("about")]

    graphql_fields = [
        *EventPage.graphql_fields,
        GraphQLRichText("about", description="About the group; null when nothing is said."),
        GraphQLString("cadence_text", description="How often talks take place, in words; null when not said."),
        GraphQLField("cadence_weekday", Weekday, description="Usual day of the week; null when there is none."),
        GraphQLString("usual_time", description="Usual local time in the series’ zone; null when there is none."),
        GraphQLInt("usual_minutes", required=True, description="Usual length of a talk in minutes."),
        GraphQLField("series_status", SeriesStatus, required=True, description="Whether the series goes on."),
    ]

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = ["pages.TalkPage"]

    class Meta:
        verbose_name = _("seminar series")
        verbose_name_plural = _("seminar series")

    @contextmanager
    def consequences(self, before: Self) -> Iterator[None]:
        """Talks that inherit from the series get their instants derived again."""
        with super().consequences(before):
            yield
        derive_talk_instants(self, before=before)

    @property
    def abstract_shown(self) -> str:
        """What is said about the group, as rich-text source."""
        return str(self.about)

    def shared_text(self, field_name: str) -> str:
        """What the series says for its talks in a field, in words; empty when it says nothing."""
        match field_name:
            case "minutes":
                return str(_("%(number)s minutes") % {"number": self.usual_minutes})
            case "attendance_mode":
                return "" if self.attendance_mode == AttendanceMode.UNKNOWN else self.get_attendance_mode_display()
            case "languages":
                names = dict(language_choices())
                return ", ".join(names[tag] for tag in self.languages_shown)
            case _:
                return str(getattr(self, field_name))

    def next_free_date(self, today: dt.date) -> dt.date | None:
        """The first usual day after `today` without a talk; None when the series has no usual day."""
        if not self.cadence_weekday:
            return None
        ahead = (Weekday.values.index(self.cadence_weekday) - today.weekday() - 1) % 7 + 1
        taken = set(self.talks.filter(start_date__gt=today).values_list("start_date", flat=True))
        dates = (today + dt.timedelta(days=ahead + 7 * weeks) for weeks in itertools.count())
        return next(date for date in dates if date not in taken)

    @property
    def talks(self) -> EventQuerySet:
        """The talks of this series, drafts included."""
        return TalkPage.objects.child_of(self)

    def find_phase(self, now: dt.datetime) -> Phase:
        """LIVE or UPCOMING if a public talk is; PAST once the series has ended or only past talks are left."""
        if self.is_called_off:
            return super().find_phase(now)
        phases = set(self.talks.live().with_phase(now).order_by().values_list("phase_now", flat=True).distinct())
        if self.series_status == SeriesStatus.ENDED:
            return Phase.PAST
        return next((phase for phase in (Phase.LIVE, Phase.UPCOMING, Phase.PAST) if phase in phases), Phase.UNSCHEDULED)


class TalkPage(EventPage):
    """A talk of a seminar series. What it leaves empty it takes from the series, whenever it is read."""

    title_announced = models.BooleanField(
        _("title is announced"), default=True, help_text=_("Off: shown as “Title to be announced”.")
    )
    abstract = RichTextField(_("abstract"), blank=True, features=PLAIN_TEXT_FEATURES)
    abstract_announced = models.BooleanField(
        _("abstract is announced"), default=True, help_text=_("Off: shown as “to be announced”.")
    )
    minutes = models.PositiveSmallIntegerField(
        _("length (minutes)"), null=True, blank=True, help_text=_("Empty: as usual in the series.")
    )

    content_panels = [
        EventPage.attention_panel,
        TitleFieldPanel(
            "title",
            placeholder=_("Title of the talk"),
            help_text=_("Not known yet? Write a working title, and open “To be announced” below."),
        ),
        MultipleChooserPanel(
            "contributions", chooser_field_name="person", heading=_("Speakers and hosts"), label=_("person")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([InheritingFieldPanel("minutes"), InheritingFieldPanel("time_zone")]),
                FoldedPanel(
                    [
                        FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                        FieldPanel("date_precision"),
                        FieldPanel("dates_as_announced"),
                    ],
                    heading=_("More about the time"),
                ),
            ],
            heading=_("When"),
        ),
        FieldPanel("abstract"),
        EventPage.links_panel,
        EventPage.status_panel,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("title_announced"), FieldPanel("abstract_announced")])],
            heading=_("To be announced"),
            classname="collapsed",
        ),
        EventPage.where_panel,
        EventPage.about_panel,
        EventPage.body_panel,
        EventPage.more_panel,
        EventPage.private_panel,
        EventPage.changes_panel,
    ]
    search_fields = [*EventPage.search_fields, index.SearchField("abstract")]

    graphql_fields = [
        *EventPage.graphql_fields,
        GraphQLBoolean(
            "is_title_announced", source="title_announced", required=True, description="Whether the title is announced."
        ),
        GraphQLBoolean(
            "is_abstract_announced",
            source="abstract_announced",
            required=True,
            description="Whether the abstract is announced.",
        ),
        GraphQLRichText("abstract", source="abstract_shown", description="Abstract; null while to be announced."),
        GraphQLInt(
            "minutes",
            source="usual_minutes_assumed",
            required=True,
            description="Length in minutes, as usual in the series where not announced.",
        ),
    ]

    parent_page_types = ["pages.SeminarSeriesPage"]
    subpage_types: ClassVar[list[str]] = []
    occurrence_kind = OccurrenceKind.TALK

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")

    @cached_property
    def series(self) -> SeminarSeriesPage | None:
        """The series this talk belongs to; None before it has a place in the tree."""
        parent = self.get_parent() if self.path else None
        return parent.specific if parent is not None and parent.specific_class is SeminarSeriesPage else None

    @property
    def title_shown(self) -> str | None:
        """The title; None while it is not announced."""
        return self.title if self.title_announced else None

    @property
    def abstract_shown(self) -> str | None:
        """The abstract as rich-text source; None while it is not announced."""
        return self.abstract if self.abstract_announced else None

    @property
    def zone(self) -> str:
        """The talk's own zone, else that of its series."""
        return self.time_zone or (self.series.time_zone if self.series else "")

    @property
    def usual_minutes_assumed(self) -> int:
        """The announced length, else the usual one of the series; minutes."""
        return self.minutes or (self.series.usual_minutes if self.series else USUAL_MINUTES)

    @property
    def attendance_mode_shown(self) -> str:
        """How people attend; as in the series where not stated."""
        if self.attendance_mode != AttendanceMode.UNKNOWN or self.series is None:
            return self.attendance_mode
        return self.series.attendance_mode

    @property
    def languages_shown(self) -> list[str]:
        """BCP 47 tags of the talk's languages; as in the series where none are given."""
        return super().languages_shown or (self.series.languages_shown if self.series else [])

    def proposals_below(self, parent: Page) -> dict[str, Any]:
        """The next free usual day and the usual time of the series."""
        if not isinstance(parent, SeminarSeriesPage):
            return {}
        today = timezone.now().astimezone(parent.start.tzinfo).date()
        return {"start_date": parent.next_free_date(today), "start_time": parent.usual_time}

    def inherited_text(self, field_name: str, parent: Page | None) -> str:
        """What the series says of a field the talk leaves empty."""
        series = parent if isinstance(parent, SeminarSeriesPage) else self.series
        return series.shared_text(field_name) if series else ""

    @property
    def collection_uid(self) -> str | None:
        """The translation key of the series."""
        return str(self.series.translation_key) if self.series else None


def derive_talk_instants(series: SeminarSeriesPage, *, before: SeminarSeriesPage) -> None:
    """Derive the instants of the talks of `series` again, after what they inherit has changed from `before`."""
    if (series.time_zone, series.usual_minutes) == (before.time_zone, before.usual_minutes):
        return
    now = timezone.now()
    for talk in series.talks:
        derive_inherited_instants(talk, series=series, before=before, now=now)


def derive_inherited_instants(
    talk: TalkPage, *, series: SeminarSeriesPage, before: SeminarSeriesPage, now: dt.datetime
) -> None:
    """Derive the instants of a talk that has inherited from `before` and now inherits from `series`.

    If its public time moves by it, it gets a `DateChange`, as if it had been published itself.
    """
    talk.series = before
    old = published_dates(talk) if talk.live else {}
    talk.series = series
    talk.derive_instants()
    EventPage.objects.filter(pk=talk.pk).update(starts_at=talk.starts_at, ends_at=talk.ends_at)
    record_date_changes(talk, before=old, after=published_dates(talk), announced_at=now)


@receiver(post_page_move, sender=TalkPage)
def derive_moved_talk(instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """A talk that moves to another series inherits from that one."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    talk = TalkPage.objects.get(pk=instance.pk)
    series, before = (SeminarSeriesPage.objects.get(pk=page.pk) for page in (parent_page_after, parent_page_before))
    with transaction.atomic():
        derive_inherited_instants(talk, series=series, before=before, now=timezone.now())
        content_saved.send(sender=TalkPage, page=talk, is_moved=False)
