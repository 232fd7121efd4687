"""Hand-written views of events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from wagtail.models import Page, Site

from api.ledger.models import CalendarEntry
from pages.choices import CALLED_OFF_STATUSES, LinkAccess, SeriesStatus
from pages.models import Contribution, DateChange, EventPage, ImportantDate, SeminarSeriesPage, TalkPage
from pages.models.schedule import moment_from_json
from tests.bench.reference.pictures import portrait
from tests.bench.reference.rules import address, affiliation, answer, clean, listed, public, site_of
from tests.bench.reference.values import (
    id_of,
    instant,
    moment,
    page_info,
    person_id,
    read_variables,
    row_id,
    span,
    type_of,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import HttpRequest, JsonResponse

PAGES = ("event", "talk")
"""Kinds of entries that are pages."""


def home_upcoming(request: HttpRequest) -> JsonResponse:
    """Events ahead or running; series stand after them, because they have no time of their own."""
    now, size = timezone.now(), read_variables(request)["first"]
    _, above = site_of(request)
    talks = ContentType.objects.get_for_model(TalkPage)
    rows = listed(EventPage, now).exclude(content_type=talks).exclude(status__in=CALLED_OFF_STATUSES)
    found = list(rows.filter(ends_at__gt=now).order_by("starts_at", "pk")[: size + 1])
    if len(found) <= size:
        found += series_ahead(now)[: size + 1 - len(found)]
    return answer(
        events={
            "nodes": [card(event, now, above) for event in found[:size]],
            "pageInfo": page_info(found, size, "starts_at"),
        }
    )


def series_ahead(now: dt.datetime) -> list[SeminarSeriesPage]:
    """Series with a talk ahead or running."""
    talks = listed(TalkPage, now).exclude(status__in=CALLED_OFF_STATUSES).filter(ends_at__gt=now)
    paths = {path[: -Page.steplen] for path in talks.values_list("path", flat=True)}
    rows = listed(SeminarSeriesPage, now).exclude(status__in=CALLED_OFF_STATUSES)
    return list(rows.exclude(series_status=SeriesStatus.ENDED).filter(path__in=paths).order_by("pk"))


def card(event: EventPage, now: dt.datetime, above: int) -> dict[str, Any]:
    """An event on a home page."""
    return {
        "id": id_of(event),
        "__typename": type_of(event),
        "title": event.title,
        "shortTitle": event.short_title or None,
        "path": event.url_path[above:],
        "phase": event.find_phase(now).name,
        "summary": event.summary or None,
        "attendanceMode": event.attendance_mode.upper(),
        "when": span(event.span),
        "venue": {"city": event.city or None, "countryCode": event.country or None},
    }


def deadline_board(request: HttpRequest) -> JsonResponse:
    """Deadlines within a range."""
    variables, now = read_variables(request), timezone.now()
    _, above = site_of(request)
    rows = ImportantDate.objects.filter(
        event__in=listed(EventPage, now).values("pk"),
        kind__in=["submission", "abstract"],
        ends_at__gte=parse_datetime(variables["now"]),
        ends_at__lt=parse_datetime(variables["until"]),
    )
    found = list(rows.select_related("locale", "event__locale").order_by("ends_at", "pk")[:51])
    changes: dict[Any, list[dict[str, Any]]] = {}
    for change in DateChange.objects.filter(date_key__in=[row.translation_key for row in found]):
        old = moment(moment_from_json(change.old))
        changes.setdefault(change.date_key, []).append({key: old[key] for key in ("date", "announcedAs")})
    nodes = [deadline(row, changes.get(row.translation_key, []), now, above) for row in found[:50]]
    return answer(importantDates={"nodes": nodes, "pageInfo": {"hasNextPage": len(found) > 50}})


def deadline(row: ImportantDate, former: list[dict[str, Any]], now: dt.datetime, above: int) -> dict[str, Any]:
    """A deadline on a board."""
    return {
        "id": row_id(row, "ImportantDate"),
        "label": row.label_shown,
        "state": row.state(now).name,
        "at": moment(row.start),
        "previousValues": former,
        "event": {
            "id": id_of(row.event),
            "__typename": type_of(row.event),
            "title": row.event.title,
            "shortTitle": row.event.short_title or None,
            "url": settings.PUBLIC_URL + row.event.url_path[above:],
        },
    }


def route(request: HttpRequest) -> JsonResponse:
    """The page of a forum."""
    now, path = timezone.now(), read_variables(request)["path"]
    root, above = site_of(request)
    page = public(Page, now).get(url_path=root.url_path + path.lstrip("/")).specific
    people = Contribution.objects.select_related("person__affiliation", "person__photo").prefetch_related(
        "person__photo__renditions"
    )
    contributions = people.filter(event=page, person__is_public=True)
    tracks = page.tracks.select_related("locale")
    ancestors = page.get_ancestors().live().filter(depth__gte=root.depth)
    address_shown = settings.PUBLIC_URL + page.url_path[above:]
    shown = {
        "id": id_of(page),
        "__typename": type_of(page),
        "title": page.title,
        "locale": page.locale.language_code,
        "seo": {
            "title": page.seo_title or page.title,
            "description": Truncator(page.search_description or page.summary).chars(160) or None,
            "canonicalUrl": address_shown,
            "isNoIndex": not page.is_listed,
        },
        "breadcrumbs": [{"title": it.title, "path": it.url_path[above:]} for it in ancestors],
        "phase": page.find_phase(now).name,
        "links": [
            {"kind": link.kind.upper(), "url": address(link, page, now), "label": link.label or None}
            for link in page.links.exclude(access=LinkAccess.PRIVATE)
        ],
        "contributors": [member(row) for row in contributions],
        "tracks": [
            {"id": row_id(it, "Track"), "name": it.name, "description": {"html": clean(it.description)}}
            for it in tracks
        ],
    }
    return answer(route={"__typename": "PageRoute", "page": shown})


def member(row: Contribution) -> dict[str, Any]:
    """Somebody with a portrait."""
    return {
        "role": row.role.upper(),
        "affiliation": affiliation(row),
        "person": {"id": person_id(row.person), "name": row.person.name, "photo": portrait(row.person.photo)},
    }


def partner_sync(request: HttpRequest) -> JsonResponse:
    """What is public, by when it changed last, with the pages as they are now."""
    _, above = site_of(request)
    site = Site.find_for_request(request)
    rows = CalendarEntry.objects.filter(site=site, is_preferred=True, removed_at=None).order_by("rev")
    found = list(rows.defer("ics", "data")[:101])
    events = public(EventPage, timezone.now()).filter(pk__in=[it.page_id for it in found[:100] if it.kind in PAGES])
    pages = {event.pk: event for event in events.defer("body").annotate(is_announced=F("talkpage__title_announced"))}
    talks = [event for event in pages.values() if type_of(event) == "Talk" and not event.time_zone]
    paths = {talk.path[: -Page.steplen] for talk in talks}
    zones = dict(SeminarSeriesPage.objects.filter(path__in=paths).values_list("path", "time_zone"))
    for talk in talks:
        talk.time_zone = zones[talk.path[: -Page.steplen]]
    nodes = [change_of(entry, pages, above) for entry in found[:100]]
    return answer(changes={"nodes": nodes, "pageInfo": page_info(found, 100, "changed_at")})


def change_of(entry: CalendarEntry, pages: Mapping[int, EventPage], above: int) -> dict[str, Any]:
    """What happened to a thing that is public."""
    name = "Session" if entry.kind == "session" else "ImportantDate"
    return {
        "kind": "UPDATED" if entry.sequence else "PUBLISHED",
        "uid": str(entry.uid),
        "rev": entry.rev,
        "at": instant(entry.changed_at),
        "reason": None,
        "node": copy_of(pages[entry.page_id], above)
        if entry.kind in PAGES
        else {"id": entry.node_id, "__typename": name},
    }


def copy_of(event: EventPage, above: int) -> dict[str, Any]:
    """An event as partners keep it."""
    return {
        "id": id_of(event),
        "__typename": type_of(event),
        "title": None if event.is_announced is False else event.title,
        "url": settings.PUBLIC_URL + event.url_path[above:],
        "updatedAt": instant(event.last_published_at),
        "when": span(event.span),
    }
