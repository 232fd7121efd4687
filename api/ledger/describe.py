"""Pages as entries of the public calendar: what of each occurrence everybody may read, at any time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import translation

from api.declarations import type_name
from api.ids import GlobalId
from api.ledger.entries import EntryData
from api.ledger.wording import closing_moment, name_occurrence, shows_link, write_headline, write_paragraphs
from api.pictures import read_pictures
from api.published.values import write_instant, write_moment, write_value
from api.rich_text import RichTextValue
from api.structured_data import ORGANISING_ROLES
from api.visibility import LinkAvailability, Visibility, link_availability
from pages.choices import SPEAKING_ROLES, AttendanceMode, EventStatus, LinkKind
from pages.models import TalkPage
from pages.models.addresses import find_place
from pages.moments import Precision
from pages.occurrences import Occurrence, OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.ledger.entries import EntryChange, EntryLink, EntryParent, EntryPerson, EntryVenue
    from pages.models import EventPage, Link
    from pages.occurrences import Change, Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An entry, and the columns by which it is found: its site, its topics' slugs and its people's uids.

    `published_at` is when its page was first public; None for a part of a page, which may have come later.
    """

    data: EntryData
    site_id: int
    page_id: int
    topics: tuple[str, ...]
    people: tuple[str, ...]
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    expires_at: dt.datetime | None
    published_at: dt.datetime | None


def describe(pages: Sequence[EventPage], visibility: Visibility) -> list[Described]:
    """The entries of public, listed event pages as `read_pages` gives them; the number of statements is constant."""
    prefetch_related_objects(pages, "locale")
    images = find_images(pages, visibility)
    described: list[Described] = []
    for page in pages:
        with translation.override(page.locale.language_code):
            described += PageDescription(page, visibility, images.get(page.hero_image_id)).entries()
    return described


def find_images(pages: Sequence[EventPage], visibility: Visibility) -> dict[int | None, str]:
    """The addresses of the pictures of pages, as far as everybody may see them."""
    rows = read_pictures({page.hero_image_id for page in pages if page.hero_image_id})
    return {key: row.url for key, row in rows.items() if row.collection_id not in visibility.private_collections}


class PageDescription:
    """One page on its way to entries."""

    def __init__(self, page: EventPage, visibility: Visibility, image: str | None) -> None:
        self.page = page
        self.visibility = visibility
        self.image = image
        self.place = find_place(page.url_path)
        self.type_name = type_name(type(page))
        self.series = self._find_series()
        self.links = [write_link(row) for row in page.links.all() if self._is_open(row)]

    def entries(self) -> Iterator[Described]:
        """An entry for each occurrence; none for a page that stands outside of all sites."""
        if self.place is None:
            return
        topics = [(topic.slug, topic.name) for topic in self.page.topics.all()]
        for occurrence in self.page.occurrences():
            data = self._write(occurrence, topics)
            starts_at, ends_at = find_bounds(occurrence)
            yield Described(
                data=data,
                site_id=self.place.site_id,
                page_id=self.page.pk,
                topics=tuple(slug for slug, _ in topics),
                people=tuple(dict.fromkeys(it.uid for it in occurrence.people if it.is_public)),
                starts_at=starts_at,
                ends_at=ends_at,
                expires_at=self.page.expire_at,
                published_at=None if occurrence.row_type else self.page.first_published_at,
            )

    def _find_series(self) -> Any:
        """The series of a talk, if it is public as long as the talk is."""
        series = self.page.series if isinstance(self.page, TalkPage) else None
        is_named = series is not None and series.expire_at is None and self.visibility.admits(series)
        return series if is_named else None

    def _is_open(self, row: Link) -> bool:
        """Whether everybody may follow a link at any time; one with a window stands on the page alone."""
        row.event = self.page
        return row.is_lasting and link_availability(row, self.visibility.now) is LinkAvailability.AVAILABLE

    def _write(self, occurrence: Occurrence, topics: Sequence[tuple[str, str]]) -> EntryData:
        """An entry."""
        page, span = self.page, occurrence.span
        begins, ends = find_bounds(occurrence)
        url = f"{settings.PUBLIC_URL}{occurrence.path}" + (f"#{occurrence.uid}" if occurrence.row_type else "")
        people = [write_person(it) for it in occurrence.people if it.is_public]
        abstract = RichTextValue(occurrence.abstract).text() or None
        links = self._find_links(occurrence)
        place = self._write_place(occurrence)
        parent = self._write_parent(occurrence)
        return EntryData(
            uid=occurrence.uid,
            kind=occurrence.kind.value,
            type=self.type_name,
            dateKind=occurrence.subkind or None,
            nodeId=str(GlobalId(occurrence.row_type or self.type_name, occurrence.uid, occurrence.language)),
            language=occurrence.language,
            languages=list(page.languages_shown),
            title=occurrence.title,
            headline=write_headline(occurrence, event_title=page.short_title_shown or page.title_shown),
            status=find_status(occurrence),
            statusMessage=page.status_message or None,
            url=url,
            path=occurrence.path,
            begins=write_instant(begins),
            ends=write_instant(ends),
            start=write_moment(span.start),  # type: ignore[typeddict-item]  # the same keys, as a plain dictionary
            end=write_moment(span.end) if span.end else None,  # type: ignore[typeddict-item]  # the same
            isAllDay=is_all_day(occurrence),
            timeZone=write_moment(span.start)["timeZone"],
            summary=occurrence.summary or None,
            abstract=abstract,
            paragraphs=write_paragraphs(
                occurrence,
                status=find_status(occurrence),
                status_message=page.status_message,
                people=foremost(people),
                abstract=abstract,
                links=links,
                place=place,
                parent_title=parent["title"] if parent else None,
                url=url,
            ),
            people=people,
            attendanceMode=find_mode(page).value,
            location=place,
            venue=find_venue(page),
            room=occurrence.room or None,
            track=occurrence.track or None,
            links=links,
            image=self.image,
            topics=[{"name": name, "slug": slug} for slug, name in topics],
            parent=parent,
            changes=[write_change(it) for it in occurrence.changes],
        )

    def _find_links(self, occurrence: Occurrence) -> list[EntryLink]:
        """The links that belong to an occurrence."""
        own: list[EntryLink] = []
        if occurrence.link:
            own.append({"kind": LinkKind.WEBSITE.value, "url": occurrence.link, "label": name_occurrence(occurrence)})
        return [*own, *(link for link in self.links if shows_link(link["kind"], occurrence))]

    def _write_place(self, occurrence: Occurrence) -> str | None:
        """Where it takes place, in one line; nothing for a deadline."""
        if occurrence.kind is OccurrenceKind.DEADLINE:
            return None
        mode, page = find_mode(self.page), self.page
        if mode is AttendanceMode.ONLINE:
            return translation.gettext("Online")
        country = page.get_country_display() if page.country else ""
        parts = [occurrence.room, page.venue, page.address, page.city, country]
        place = ", ".join(dict.fromkeys(part for part in parts if part))
        if mode is AttendanceMode.HYBRID:
            place = f"{place} / {translation.gettext('Online')}".removeprefix(" / ")
        return place or None

    def _write_parent(self, occurrence: Occurrence) -> EntryParent | None:
        """What it belongs to; a series that is not public is not named."""
        if occurrence.series_uid is None:
            return None
        whole = self.page if occurrence.row_type else self.series
        if whole is None:
            return {"uid": occurrence.series_uid, "title": None, "url": None}
        return {
            "uid": occurrence.series_uid,
            "title": whole.title_shown,
            "url": f"{settings.PUBLIC_URL}{whole.public_path}",
        }


def find_bounds(occurrence: Occurrence) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The UTC bounds; of a deadline with a time both are that instant."""
    span = occurrence.span
    if span.begins is None:
        return None, None
    if occurrence.kind is OccurrenceKind.DEADLINE and not is_all_day(occurrence):
        return closing_moment(span).latest, closing_moment(span).latest
    return span.begins, span.ends


def is_all_day(occurrence: Occurrence) -> bool:
    """Whether it covers whole days; a deadline that ends at an instant does not."""
    if occurrence.kind is OccurrenceKind.DEADLINE:
        closing = closing_moment(occurrence.span)
        return closing.precision is Precision.DAY and closing.instant is None
    return occurrence.span.is_all_day


def find_status(occurrence: Occurrence) -> str:
    """The status of the event; a date that is not sure is tentative."""
    is_unsure = occurrence.is_tentative and occurrence.status == EventStatus.SCHEDULED
    return EventStatus.TENTATIVE.value if is_unsure else str(occurrence.status)


def find_mode(page: EventPage) -> AttendanceMode:
    """How people attend now."""
    is_moved = page.status == EventStatus.MOVED_ONLINE
    return AttendanceMode.ONLINE if is_moved else AttendanceMode(page.attendance_mode_shown)


def find_venue(page: EventPage) -> EntryVenue | None:
    """The venue as far as it is announced."""
    venue: EntryVenue = {
        "name": write_value(page.venue),
        "address": write_value(page.address),
        "city": write_value(page.city),
        "countryCode": write_value(page.country),
    }
    return venue if any(venue.values()) else None


def write_person(participant: Participant) -> EntryPerson:
    """A person."""
    return {
        "uid": participant.uid,
        "name": participant.name,
        "role": participant.role,
        "affiliation": participant.affiliation or None,
        "url": participant.url or None,
    }


def foremost(people: Sequence[EntryPerson]) -> list[EntryPerson]:
    """Those who speak; where nobody does, those who organise."""
    speaking = [it for it in people if it["role"] in SPEAKING_ROLES]
    return speaking or [it for it in people if it["role"] in ORGANISING_ROLES]


def write_link(row: Link) -> EntryLink:
    """A link with the words for it."""
    return {"kind": row.kind, "url": row.url, "label": row.label or str(row.get_kind_display())}


def write_change(change: Change) -> EntryChange:
    """How a publish moved it."""
    values: Mapping[str, Any] = {
        "kind": change.kind,
        "old": write_moment(change.old),
        "new": write_moment(change.new),
        "announcedAt": write_instant(change.announced_at),
        "reason": change.reason or None,
    }
    return values  # type: ignore[return-value]  # the same keys, as a plain dictionary
