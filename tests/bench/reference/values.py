"""How hand-written views write ids, times and cursors."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from pages.moments import ZonePolicy

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest
    from wagtail.models import Page

    from pages.models import EventPage
    from pages.moments import Moment, Span

TYPE_NAMES = {
    "forumpage": "Forum",
    "tutorialpage": "Tutorial",
    "seminarseriespage": "SeminarSeries",
    "talkpage": "Talk",
    "callforpaperspage": "CallForPapers",
}


def read_variables(request: HttpRequest) -> dict[str, Any]:
    """The variables of the operation, as the API takes them."""
    return json.loads(request.GET.get("variables", "{}"))


def read_id(text: str) -> tuple[str, str, str]:
    """Type, key and language of a global id."""
    name, key, language = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(":")
    return name, key, language


def encode(text: str) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def type_of(page: Page) -> str:
    """The name of a page's type in the schema."""
    return TYPE_NAMES[ContentType.objects.get_for_id(page.content_type_id).model]


def id_of(page: Page) -> str:
    """The global id of a page."""
    return encode(f"{type_of(page)}:{page.translation_key}:{page.locale.language_code}")


def row_id(row: Any, name: str) -> str:
    """The global id of a translatable child row."""
    return encode(f"{name}:{row.translation_key}:{row.locale.language_code}")


def person_id(person: Any) -> str:
    """The global id of a person."""
    return encode(f"Person:{person.uid}")


def instant(value: dt.datetime | None) -> str | None:
    """An instant."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def moment(value: Moment) -> dict[str, Any]:
    """A time as the fragment `Time` asks for it."""
    is_anywhere = value.policy is ZonePolicy.AOE
    return {
        "instant": instant(value.instant),
        "date": value.date.isoformat() if value.date else None,
        "timeZone": "Etc/GMT+12" if is_anywhere else value.zone,
        "precision": value.precision.name,
        "isAnywhereOnEarth": is_anywhere,
        "announcedAs": value.announced_as or None,
    }


def span(value: Span) -> dict[str, Any]:
    """A span as the fragment `Span` asks for it."""
    return {
        "start": moment(value.start),
        "end": moment(value.end) if value.end else None,
        "isAllDay": value.is_all_day,
    }


def page_info(events: list[EventPage], size: int, key: str) -> dict[str, Any]:
    """Where a page of a list ends, of which one row more than its size was read."""
    last = events[:size][-1] if events else None
    cursor = encode(json.dumps([instant(getattr(last, key)), last.pk])) if last else None
    return {"hasNextPage": len(events) > size, "endCursor": cursor}
