"""The closed vocabularies of the schema, out of those of the content model."""

from __future__ import annotations

import enum
import inspect
from typing import TYPE_CHECKING

import graphene
from django.utils import translation

from api.visibility import LinkAvailability as Availability
from pages import choices
from pages.occurrences import DateState as State
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import TextChoices


def build_enum(name: str, source: type[enum.Enum], descriptions: Mapping[str, str], about: str) -> type[graphene.Enum]:
    """An enum of the schema with the members of `source`, described by member name."""

    def describe(member: enum.Enum | None) -> str:
        return about if member is None else descriptions[member.name]

    members = {member.name: member.value for member in source}
    return graphene.Enum(name, members, description=describe)


def build_choices(source: type[TextChoices], name: str | None = None) -> type[graphene.Enum]:
    """An enum out of a vocabulary of the content model; its labels describe the values."""
    with translation.override("en"):
        labels = {member.name: f"{member.label}." for member in source}
    return build_enum(name or source.__name__, source, labels, inspect.cleandoc(source.__doc__ or ""))


EventStatus = build_choices(choices.EventStatus)
AttendanceMode = build_choices(choices.AttendanceMode)
ImportantDateKind = build_choices(choices.ImportantDateKind)
ContributionRole = build_choices(choices.ContributionRole)
LinkKind = build_choices(choices.LinkKind)
DateChangeKind = build_choices(choices.DateChangeKind)
SessionKind = build_choices(choices.SessionKind)
TimePrecision = build_choices(choices.Precision, "TimePrecision")

EventPhase = build_enum(
    "EventPhase",
    Phase,
    {
        "UPCOMING": "Not started; a series with a talk ahead.",
        "LIVE": "Running now; a series with a talk running now.",
        "PAST": "Over; a series that has ended or has only past talks.",
        "CANCELLED": "Called off.",
        "POSTPONED": "Moved; the new time is not known.",
        "UNSCHEDULED": "No usable date.",
    },
    "State of an event at the time of the request. Clients must accept new values.",
)
DateState = build_enum(
    "DateState",
    State,
    {
        "OPEN": "Still ahead; a date without a time is open until that day has ended.",
        "CLOSED": "Passed.",
        "UNKNOWN": "Only a month or nothing is known.",
    },
    "State of an announced date at the time of the request.",
)
LinkAvailability = build_enum(
    "LinkAvailability",
    Availability,
    {
        "AVAILABLE": "The address is shown.",
        "TO_BE_ANNOUNCED": "The organisers have not given an address.",
        "NOT_YET": "Shown nearer to the event, or once its time is known.",
        "EXPIRED": "No longer shown.",
        "REGISTERED_ONLY": "Given to registered participants.",
        "MEMBERS_ONLY": "Given to members.",
        "PRIVATE": "Kept by the organisers; such links are in no answer.",
    },
    "Whether a link's address is shown, and if not, why.",
)


class EventTypeName(enum.Enum):
    """The page types that are events, by their names."""

    FORUM = "Forum"
    TUTORIAL = "Tutorial"
    SEMINAR_SERIES = "SeminarSeries"
    TALK = "Talk"
    CALL_FOR_PAPERS = "CallForPapers"


EventType = build_enum(
    "EventType",
    EventTypeName,
    {
        "FORUM": "A research forum.",
        "TUTORIAL": "A tutorial.",
        "SEMINAR_SERIES": "A seminar series.",
        "TALK": "A talk of a seminar series.",
        "CALL_FOR_PAPERS": "A conference’s call for papers.",
    },
    "Concrete types of events.",
)

ENUMS: dict[type, type[graphene.Enum]] = {
    choices.EventStatus: EventStatus,
    choices.AttendanceMode: AttendanceMode,
    choices.ImportantDateKind: ImportantDateKind,
    choices.ContributionRole: ContributionRole,
    choices.LinkKind: LinkKind,
    choices.Precision: TimePrecision,
    choices.SessionKind: SessionKind,
    **{
        source: build_choices(source)
        for source in (
            choices.SeriesStatus,
            choices.ScheduleStatus,
            choices.Weekday,
            choices.Certainty,
            choices.DateRelation,
            choices.Delivery,
            choices.GrantCover,
            choices.Anonymity,
        )
    },
}
"""The schema's enum for each vocabulary that a model may declare as a field's type."""
