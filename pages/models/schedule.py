"""Dated children of any event: deadlines, programme rows, and the record of moved dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

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
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin

from pages import moments
from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import (
    Certainty,
    DateChangeKind,
    DateRelation,
    ImportantDateKind,
    Precision,
    SessionKind,
    ZonePolicy,
)
from pages.models.fields import WebAddressField
from pages.models.timed import MOST_DAYS, USUAL_MINUTES, TimedModel, check_distance
from pages.moments import Moment
from pages.occurrences import DateState, find_date_state
from pages.panels import FoldedPanel
from pages.widgets import PeopleInput


class ImportantDate(TranslatableMixin, TimedModel, Orderable):
    """A deadline or another announced date of an event.

    Unlike a programme row it has a zone policy of its own: a deadline "Anywhere on Earth" is at UTC-12, and without a
    time at 23:59:59 there. A date without time and zone stays a calendar date. `starts_at` is the derived instant
    (None for a calendar date); `ends_at` is when the date counts as passed.
    """

    event = ParentalKey("pages.EventPage", on_delete=models.CASCADE, related_name="important_dates")
    kind = models.CharField(
        _("kind"), max_length=20, choices=ImportantDateKind.choices, default=ImportantDateKind.SUBMISSION
    )
    label = models.CharField(
        _("label"), max_length=255, blank=True, help_text=_("Empty: named after the kind, for example “Notification”.")
    )
    round = models.CharField(_("round"), max_length=100, blank=True, help_text=_("For example “Round 2”."))
    track = models.CharField(_("track"), max_length=255, blank=True)
    zone_policy = models.CharField(
        _("counts"),
        max_length=10,
        choices=ZonePolicy.choices,
        default=ZonePolicy.AOE,
        help_text=_("Anywhere on Earth: the day ends when it has ended everywhere (UTC−12)."),
    )
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty.choices, default=Certainty.CONFIRMED)
    mandatory = models.BooleanField(_("has to be met"), default=True)
    relative_to = models.CharField(
        _("depends on"), max_length=255, blank=True, help_text=_("Label of the date it is announced from.")
    )
    relation = models.CharField(_("how"), max_length=10, choices=DateRelation.choices, blank=True)
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True, help_text=_("Shown beside the date."))

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("label")]),
        FieldRowPanel(
            [FieldPanel("start_date"), FieldPanel("start_time", help_text=_("Empty: until the end of that day."))]
        ),
        FieldRowPanel(
            [
                FieldPanel("zone_policy", heading=_("Which day counts")),
                FieldPanel("time_zone", help_text=_("Only with “In a time zone”. Empty: that of the event.")),
            ]
        ),
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("date_precision"),
                FieldRowPanel([FieldPanel("certainty"), FieldPanel("mandatory")]),
                FieldRowPanel([FieldPanel("round"), FieldPanel("track")]),
                FieldRowPanel([FieldPanel("relation"), FieldPanel("days"), FieldPanel("relative_to")]),
                FieldPanel("note"),
                FieldPanel("dates_as_announced"),
            ],
            heading=_("More about this date"),
        ),
    ]

    graphql_fields = [
        GraphQLField("kind", ImportantDateKind, required=True, description="What it means."),
        GraphQLString("label", source="label_shown", required=True, description="Label as announced, else the kind."),
        GraphQLString("round", description="Round it belongs to; null when there is one only."),
        GraphQLString("track", description="Track it belongs to; null for all."),
        GraphQLField("certainty", Certainty, required=True, description="How sure it is."),
        GraphQLBoolean("is_mandatory", source="mandatory", required=True, description="Whether it has to be met."),
        GraphQLString("relative_to", description="Label of the date it is counted from; null when it stands alone."),
        GraphQLField("relation", DateRelation, description="How it relates to that date; null when it stands alone."),
        GraphQLInt("days", description="Its distance from that date in days; null when not given."),
        GraphQLString("note", description="What to know about it; null when nothing."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("important date")
        verbose_name_plural = _("important dates")

    def __str__(self) -> str:
        return self.label_shown

    @property
    def label_shown(self) -> str:
        """The label as announced, else the name of the kind."""
        return self.label or str(self.get_kind_display())

    @property
    def zone(self) -> str:
        """The date's own zone, else that of its event."""
        return self.time_zone or self.event.zone

    @property
    def start(self) -> Moment:
        """The announced date, or the one that follows from the date it depends on."""
        anchor = self._find_anchor() if self.start_date is None and self.days is not None else None
        if anchor is None or anchor.start_date is None:
            return super().start
        days = dt.timedelta(days=self.days or 0)
        date = anchor.start_date - days if self.relation == DateRelation.BEFORE else anchor.start_date + days
        return Moment.at(date, announced_as=self.dates_as_announced)

    def clean(self) -> None:
        """Refuse also distances from another date that no deadline has."""
        super().clean()
        check_distance(self, {"days": MOST_DAYS})

    def _find_anchor(self) -> ImportantDate | None:
        """The dated row that `relative_to` names by its label or kind; of several, one of the same round."""
        rows = [
            row for row in self.event.important_dates.all() if row.start_date and row.label_shown != self.label_shown
        ]
        rows.sort(key=lambda row: row.round != self.round)
        wanted = self.relative_to.casefold()
        by_label = (row for row in rows if row.label_shown.casefold() == wanted)
        by_kind = (row for row in rows if row.kind.replace("_", " ") in wanted)
        return next(by_label, None) or next(by_kind, None)

    def _moment(self, date: dt.date | None, time: dt.time | None, announced_as: str) -> Moment:
        if date is None or self.date_precision == Precision.MONTH:
            return super()._moment(date, None, announced_as)
        if self.zone_policy == ZonePolicy.AOE:
            return Moment.anywhere_on_earth(date, time, announced_as)
        if self.zone_policy == ZonePolicy.ZONE:
            return super()._moment(date, time, announced_as)
        return Moment.at(date, time, announced_as=announced_as)

    def derive_instants(self) -> None:
        """Set the precision, the instant, and the moment from which the date counts as passed."""
        super().derive_instants()
        last = self.end or self.start
        self.starts_at = self.start.instant
        self.ends_at = None if self.start.precision is moments.Precision.MONTH else last.latest

    def state(self, now: dt.datetime) -> DateState:
        """OPEN, CLOSED or UNKNOWN at `now`."""
        return find_date_state(self.end or self.start, now)


class Session(TranslatableMixin, TimedModel, Orderable, ClusterableModel):
    """A row of the programme of a forum, tutorial or conference."""

    event = ParentalKey("pages.EventPage", on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=30, choices=SessionKind.choices, default=SessionKind.TALK)
    title = models.CharField(_("title"), max_length=255, blank=True, help_text=_("Empty: to be announced."))
    track = models.CharField(_("track"), max_length=255, blank=True)
    speakers = ParentalManyToManyField("pages.Person", blank=True, related_name="sessions", verbose_name=_("speakers"))
    abstract = RichTextField(_("abstract"), blank=True, features=PLAIN_TEXT_FEATURES)
    room = models.CharField(_("room"), max_length=100, blank=True)
    link = WebAddressField(_("link"))

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
        FieldRowPanel([FieldPanel("room"), FieldPanel("end_time")]),
        FieldPanel("speakers", widget=PeopleInput),
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("time_zone")]),
                FieldRowPanel([FieldPanel("date_precision"), FieldPanel("track")]),
                FieldPanel("abstract"),
                FieldPanel("link"),
                FieldPanel("dates_as_announced"),
            ],
            heading=_("More about this item"),
        ),
    ]

    graphql_fields = [
        GraphQLField("kind", SessionKind, required=True, description="What it is."),
        GraphQLString("title", description="Title; null while to be announced."),
        GraphQLString("track", description="Track it belongs to; null for none."),
        GraphQLForeignKey("speakers", "pages.Person", is_list=True, required=True, description="Speakers."),
        GraphQLRichText("abstract", description="Abstract; null while to be announced."),
        GraphQLString("room", description="Room; null when not announced."),
        GraphQLString("link", description="Address of more about it; null when there is none."),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def zone(self) -> str:
        """The row's own zone, else that of its event."""
        return self.time_zone or self.event.zone

    @property
    def usual_minutes_assumed(self) -> int:
        """The length assumed where no end is announced; minutes."""
        return USUAL_MINUTES


class DateChange(models.Model):
    """What a publish did to a start or an important date that was public before.

    Written by publishing, never by hand; no part of a page's revisions. `date_key` is the translation key of the
    important date, None for the event's own start. `old` and `new` hold the moment as `moment_to_json` gives it.
    """

    event = models.ForeignKey("pages.EventPage", models.CASCADE, related_name="date_changes")
    date_key = models.UUIDField(null=True)
    label = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=12, choices=DateChangeKind.choices)
    old = models.JSONField()
    new = models.JSONField()
    announced_at = models.DateTimeField(null=True, help_text=_("None: not known, read from an imported document."))
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-announced_at", "-pk"]
        indexes = [models.Index(fields=["event", "date_key"])]
        verbose_name = _("changed date")
        verbose_name_plural = _("changed dates")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"

    @property
    def old_moment(self) -> Moment:
        """The value before."""
        return moment_from_json(self.old)

    @property
    def new_moment(self) -> Moment:
        """The value after."""
        return moment_from_json(self.new)


def moment_to_json(moment: Moment) -> dict[str, Any]:
    """A moment as plain values: ISO 8601 date and time, policy, zone, precision and announced words."""
    return {
        "date": moment.date and moment.date.isoformat(),
        "time": moment.time and moment.time.isoformat(),
        "policy": moment.policy.value,
        "zone": moment.zone,
        "precision": moment.precision.value,
        "announced_as": moment.announced_as,
    }


def moment_from_json(value: dict[str, Any]) -> Moment:
    """The moment that `moment_to_json` wrote; floating where its zone has left the time-zone database since."""
    zone = value["zone"] if value["zone"] in moments.time_zones() else None
    policy = moments.ZonePolicy(value["policy"])
    return Moment(
        value["date"] and dt.date.fromisoformat(value["date"]),
        value["time"] and dt.time.fromisoformat(value["time"]),
        moments.ZonePolicy.FLOATING if policy is moments.ZonePolicy.ZONE and zone is None else policy,
        zone,
        moments.Precision(value["precision"]),
        value["announced_as"],
    )
