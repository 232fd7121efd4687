"""Fields that are computed for the request, beside those that the models declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.conf import settings

from api.graphql.connections import build_connection, page_arguments
from api.graphql.enums import DateState, EventPhase, LinkAvailability
from api.graphql.images import Image
from api.graphql.interfaces import Event, many, model_type, reading
from api.graphql.plain import document_resolver
from api.graphql.scalars import URL
from api.graphql.sites import SiteFields
from api.graphql.talks import TalkFilter, resolve_talks
from api.graphql.types import EventTime, RichText, TimeSpan
from api.published.values import read_instant
from api.visibility import LinkAvailability as Availability
from pages.models import (
    Contribution,
    ImportantDate,
    Link,
    Organisation,
    Person,
    SeminarSeriesPage,
    Session,
    SiteSettings,
    TalkPage,
    Topic,
    Track,
)
from pages.occurrences import DateState as State
from pages.occurrences import find_phase

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PageValue, Reading

Row = dict[str, Any]
ANCHOR = "Fragment of its address, which is that of its event’s page, `#` and this; feeds link there."


class LinkFields:
    """What a link shows depends on when and to whom."""

    url = graphene.Field(URL, description="Address; null unless `availability` is `AVAILABLE`.")
    note = graphene.String(description="What to know about it; null when nothing, or unless `AVAILABLE`.")
    availability = graphene.Field(LinkAvailability, required=True, description="Whether the address is shown.")

    @staticmethod
    def resolve_url(link: Row, info: ResolveInfo) -> str | None:
        """The address, where it may be shown."""
        return link["url"] if is_available(link, info) else None

    @staticmethod
    def resolve_note(link: Row, info: ResolveInfo) -> str | None:
        """The note, where the address may be shown."""
        return link["note"] if is_available(link, info) else None

    @staticmethod
    def resolve_availability(link: Row, info: ResolveInfo) -> str:
        """The reason."""
        return reading(info).availability(link).value


def is_available(link: Row, info: ResolveInfo) -> bool:
    """Whether a link's address may be shown."""
    return reading(info).availability(link) is Availability.AVAILABLE


class ImportantDateFields:
    """An announced date's value, history and state."""

    at = graphene.Field(EventTime, required=True, description="Current value.")
    until = graphene.Field(EventTime, description="End of the period; null for a single date.")
    state = graphene.Field(DateState, required=True, description="State at request time.")
    previous_values = many(
        EventTime, description="Earlier published values, newest first; not empty when it was moved."
    )
    event = graphene.Field(lambda: Event, description="Event it belongs to.")
    anchor = graphene.String(required=True, description=ANCHOR)
    resolve_anchor = staticmethod(document_resolver("key", attribute="key"))

    @staticmethod
    def resolve_state(date: Row, info: ResolveInfo) -> str:
        """The state now."""
        return find_state(date, reading(info)).value

    @staticmethod
    def resolve_event(date: Row, _info: ResolveInfo) -> PageValue:
        """The event."""
        return date["page"]


def find_state(date: Row, context: Reading) -> State:
    """OPEN, CLOSED or UNKNOWN at the time of the request."""
    closes_at = read_instant(date["closesAt"])
    context.lifetime.ends(closes_at)
    if closes_at is None:
        return State.UNKNOWN
    return State.OPEN if context.visibility.now < closes_at else State.CLOSED


class SessionFields:
    """When a programme item takes place."""

    when = graphene.Field(TimeSpan, required=True, description="When; every part may be unknown.")
    phase = graphene.Field(EventPhase, required=True, description="State at request time.")
    event = graphene.Field(lambda: Event, description="Event it belongs to.")
    anchor = graphene.String(required=True, description=ANCHOR)
    resolve_anchor = staticmethod(document_resolver("key", attribute="key"))

    @staticmethod
    def resolve_phase(session: Row, info: ResolveInfo) -> str:
        """The phase now; that of its event where it is called off."""
        context = reading(info)
        begins, ends = read_instant(session["startsAt"]), read_instant(session["endsAt"])
        context.lifetime.ends(begins, ends)
        phase = find_phase(begins=begins, ends=ends, status=session["page"].status, now=context.visibility.now)
        return phase.value

    @staticmethod
    def resolve_event(session: Row, _info: ResolveInfo) -> PageValue:
        """The event."""
        return session["page"]


class ContributionFields:
    """What is given at a contribution stands before what the person's own record says."""

    affiliation = graphene.String(description="Affiliation then; null when not known.")
    honorific = graphene.String(description="Title then; null when not given.")
    photo = graphene.Field(Image, description="Portrait for this event, else the person’s own.")
    bio = graphene.Field(RichText, description="Biography for this event, else the person’s own.")

    @staticmethod
    def resolve_affiliation(row: Row, info: ResolveInfo) -> str | None:
        """The affiliation at the time, else the person's own."""
        key = reading(info).people[row["person"]]["affiliation"]
        if row["affiliation"] or key is None:
            return row["affiliation"]
        return (reading(info).organisations[key] or {}).get("name")

    @staticmethod
    def resolve_honorific(row: Row, info: ResolveInfo) -> str | None:
        """The title at the time, else the person's own."""
        return row["honorific"] or reading(info).people[row["person"]]["honorific"]

    @staticmethod
    def resolve_photo(row: Row, info: ResolveInfo) -> Any:
        """The portrait for this event, else the person's own; the own one also where the event's is hidden."""
        context = reading(info)
        return context.picture(row["photo"]) or context.picture(context.people[row["person"]]["photo"])

    @staticmethod
    def resolve_bio(row: Row, info: ResolveInfo) -> Any:
        """The biography for this event, else the person's own."""
        context = reading(info)
        return context.rich_text(row["bio"] or context.people[row["person"]]["bio"])


class PersonFields:
    """Where a person has a page."""

    path = graphene.String(
        required=True, description="Path of the person’s page below the public site’s root, with slashes at both ends."
    )
    url = graphene.Field(URL, required=True, description="Address of the person’s page on the public site.")

    @staticmethod
    def resolve_path(person: Row, _info: ResolveInfo) -> str:
        """The public path."""
        return person_path(person)

    @staticmethod
    def resolve_url(person: Row, _info: ResolveInfo) -> str:
        """The public address."""
        return f"{settings.PUBLIC_URL}{person_path(person)}"


def person_path(person: Row) -> str:
    """The path of a person's page, in the default language."""
    return f"/people/{person['uid']}/"


TalkConnection = build_connection(lambda: model_type("Talk"), "Talk")


class SeminarSeriesFields:
    """The talks of a series."""

    talks = graphene.Field(
        TalkConnection,
        **page_arguments(),
        where=graphene.Argument(TalkFilter, description="Only these talks; null: all."),
        newest_first=graphene.Boolean(description="Latest talk first; null: earliest first. Unknown times last."),
        resolver=resolve_talks,
        description="Talks of the series that are listed.",
    )


class TalkFields:
    """The series a talk belongs to."""

    series = graphene.Field(lambda: model_type("SeminarSeries"), description="Series the talk belongs to.")

    @staticmethod
    def resolve_series(talk: PageValue, info: ResolveInfo) -> PageValue | None:
        """The series."""
        return reading(info).pages[talk.series_id] if talk.series_id else None


COMPUTED_FIELDS: dict[type, type] = {
    Contribution: ContributionFields,
    ImportantDate: ImportantDateFields,
    Link: LinkFields,
    Person: PersonFields,
    Session: SessionFields,
    SeminarSeriesPage: SeminarSeriesFields,
    SiteSettings: SiteFields,
    TalkPage: TalkFields,
}
"""Fields beside those that the model declares, or instead of them."""

NODES = frozenset({ImportantDate, Session, Track, Person, Organisation, Topic})
"""Models besides pages whose rows can be fetched by id."""
