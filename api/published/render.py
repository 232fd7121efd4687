"""Renders pages as the documents that the public reads.

What depends on the time or on other objects is left to reading.
Persons, topics, organisations and images stand in documents by their keys, other pages by theirs. Private links,
unannounced titles and abstracts, and everything else that no reader may see are not written at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Prefetch
from django.utils import translation
from wagtail.models import Locale

from api.declarations import Shape, find_column, read_declarations, type_name
from api.ids import global_id
from api.published.bodies import write_body
from api.published.columns import FAR_FUTURE, find_columns, find_rows
from api.published.values import without_gaps, write_instant, write_moment, write_span, write_value
from api.rich_text import write_rich_text
from api.visibility import is_open, is_shown
from pages.models import (
    Contribution,
    DateChange,
    EventPage,
    ImportantDate,
    Link,
    Organisation,
    Person,
    Session,
    Topic,
    Track,
)
from pages.moments import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wagtail.models import Page

    from api.declarations import Declaration

SNIPPETS = (Person, Organisation, Topic)
"""Models whose rows stand in documents by their primary keys."""
ROWS_WITH_IDS = (ImportantDate, Session, Track)

ROWS_OF_EVENTS = ("links", "important_dates", "date_changes")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is stored of a page: its document and long texts, the columns for lists, and its rows that have ids."""

    page_id: int
    document: dict[str, Any]
    texts: dict[str, Any]
    columns: dict[str, Any]
    rows: list[dict[str, Any]]


def render(pages: Iterable[Page]) -> list[Rendering]:
    """The renderings of pages of their own types. Give them with `relations_of` their types read before."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return [render_page(page, codes) for page in pages]


def render_page(page: Page, codes: Mapping[int, str]) -> Rendering:
    """One page; what the interface says in words is said in the page's language."""
    with translation.override(codes[page.locale_id]):
        document = {**write_head(page, codes), **(write_event(page, codes) if isinstance(page, EventPage) else {})}
        texts: dict[str, Any] = {}
        for declaration in read_declarations(type(page)):
            target = texts if is_long(declaration, type(page)) else document
            target[declaration.key] = write_field(page, declaration, codes)
    columns = find_columns(page, codes[page.locale_id], document, texts)
    return Rendering(page.pk, document, texts, columns, list(find_rows(page, codes)))


def is_long(declaration: Declaration, owner: type[Page]) -> bool:
    """Whether a field belongs to the long texts of a page: running text and child rows."""
    if declaration.shape in {Shape.RICH_TEXT, Shape.BODY}:
        return True
    related = find_related(declaration, owner)
    return related is not None and related not in SNIPPETS


def find_related(declaration: Declaration, owner: type[Model]) -> Any:
    """The model that a declared relation leads to; None for any other field."""
    column = find_column(owner, declaration.source)
    if column is None or not column.is_relation or declaration.shape is Shape.PICTURE:
        return None
    return column.related_model


def relations_of(model: type[Page]) -> list[str | Prefetch]:
    """The relations to prefetch for rendering pages of a type.

    People are joined: where more than a thousand are asked for by key, SQLite finds the condition too deep.
    """
    declared = [it.source for it in read_declarations(model) if find_related(it, model) is not None]
    if not issubclass(model, EventPage):
        return [*declared]
    people = Prefetch("contributions", Contribution.objects.select_related("person__affiliation"))
    speakers = Prefetch("sessions__speakers", Person.objects.select_related("affiliation"))
    return [*declared, *([speakers] if "sessions" in declared else []), people, *ROWS_OF_EVENTS]


def write_head(page: Page, codes: Mapping[int, str]) -> dict[str, Any]:
    """What all pages have."""
    title = page.title_shown if isinstance(page, EventPage) else page.title
    words = page.search_description or getattr(page, "summary", "") or getattr(page, "introduction", "")
    return {
        "__typename": type_name(type(page)),
        "id": global_id(page, type_name=type_name(type(page)), language_codes=codes),
        "title": title,
        "slug": page.slug,
        "locale": codes[page.locale_id],
        "firstPublishedAt": write_instant(page.first_published_at),
        "updatedAt": write_instant(page.last_published_at),
        "seoTitle": page.seo_title or title,
        "seoDescription": words or None,
        "isInMenu": page.show_in_menus,
    }


def write_event(event: EventPage, codes: Mapping[int, str]) -> dict[str, Any]:
    """What all events have beside what they declare."""
    place = {"name": event.venue, "address": event.address, "city": event.city, "countryCode": event.country}
    changes = [*event.changes_ahead, *event.date_changes.all()]
    return {
        "when": write_span(event.span),
        "venue": without_gaps(place),
        "partOf": event.part_of_id,
        "contributors": [write_contribution(row) for row in event.contributions.all()],
        "links": [write_link(row, event) for row in event.links.all() if is_shown(row.access)],
        "importantDates": write_dates(event, changes, codes),
        "dateChanges": [write_change(change) for change in changes],
    }


def write_field(owner: Any, declaration: Declaration, codes: Mapping[int, str]) -> Any:
    """A declared field."""
    value = getattr(owner, declaration.source) if find_related(declaration, type(owner)) is None else None
    match declaration.shape:
        case Shape.RICH_TEXT:
            return write_rich_text(value)
        case Shape.BODY:
            return write_body(value)
        case Shape.PICTURE:
            return {"image": value.pk, "alt": None} if value is not None else None
    related = find_related(declaration, type(owner))
    if related is None:
        return write_value(value)
    if not declaration.is_list:
        return getattr(owner, find_column(type(owner), declaration.source).attname)
    return [write_related(row, owner, codes) for row in getattr(owner, declaration.source).all()]


def write_related(row: Any, owner: Any, codes: Mapping[int, str]) -> Any:
    """A row of a relation: the key of a snippet, the content of a child row."""
    if isinstance(row, SNIPPETS):
        return row.pk
    if isinstance(row, Session):
        row.event = owner
    return write_row(row, codes)


def write_row(row: Any, codes: Mapping[int, str]) -> dict[str, Any]:
    """The declared fields of a child row, its id if it has one, and its times if it is dated."""
    name = type_name(type(row))
    written = {it.key: write_field(row, it, codes) for it in read_declarations(type(row))}
    written["__typename"] = name
    if isinstance(row, ROWS_WITH_IDS):
        written["id"] = global_id(row, type_name=name, language_codes=codes)
        written["key"] = str(row.translation_key)
    if isinstance(row, Session):
        times = {"startsAt": write_instant(row.starts_at), "endsAt": write_instant(row.ends_at)}
        written |= {"when": write_span(row.span), **times}
    return written


def write_contribution(row: Contribution) -> dict[str, Any]:
    """A contribution's own values; where they are null, the person's hold."""
    return {
        "__typename": type_name(Contribution),
        "person": row.person_id,
        "role": row.role,
        "roleLabel": row.role_label or None,
        "affiliation": row.affiliation or None,
        "honorific": row.honorific or None,
        "photo": {"image": row.photo_id, "alt": None} if row.photo_id else None,
        "bio": write_rich_text(row.bio),
    }


def write_link(row: Link, event: EventPage) -> dict[str, Any]:
    """A link with the instants between which its address is shown; closed addresses are not written."""
    row.event = event
    has_open_address = is_open(row.access)
    declared = {it.key: write_value(getattr(row, it.source)) for it in read_declarations(Link)}
    return {
        **declared,
        "__typename": type_name(Link),
        "access": row.access,
        "url": (row.url or None) if has_open_address else None,
        "note": (row.note or None) if has_open_address else None,
        "isHeldBack": row.visible_from_minutes is not None,
        "visibleFrom": write_instant(row.visible_from),
        "visibleUntil": write_instant(row.visible_until),
    }


def write_dates(event: EventPage, changes: Sequence[DateChange], codes: Mapping[int, str]) -> list[dict[str, Any]]:
    """The important dates, earliest first, with the instant at which each counts as passed and its former values."""
    rows = list(event.important_dates.all())
    for row in rows:
        row.event = event
    dates = sorted(rows, key=lambda row: (row.start.earliest or FAR_FUTURE, row.sort_order or 0))
    written = []
    for row in dates:
        last = row.end or row.start
        closes_at = None if last.precision is Precision.MONTH else last.latest
        former = [write_moment(it.old_moment) for it in changes if it.date_key == row.translation_key]
        values = {"at": write_moment(row.start), "until": write_moment(row.end) if row.end else None}
        written.append(
            {**write_row(row, codes), **values, "closesAt": write_instant(closes_at), "previousValues": former}
        )
    return written


def write_change(change: DateChange) -> dict[str, Any]:
    """A change of a date. The event's own title is left to the event, which may not have announced it."""
    return {
        "kind": change.kind,
        "label": (change.label or None) if change.date_key else None,
        "old": write_moment(change.old_moment),
        "new": write_moment(change.new_moment),
        "announcedAt": write_instant(change.announced_at),
        "reason": change.reason or None,
    }
