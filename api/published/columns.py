"""The columns by which documents and their rows are found, filtered and sorted."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import TYPE_CHECKING, Any

from api.declarations import type_name
from api.published.models import PageKind
from api.search import search_terms
from pages.choices import SeriesStatus
from pages.models import EventPage, ImportantDate, SeminarSeriesPage, Session, TalkPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wagtail.models import Page

FAR_FUTURE = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
FAR_PAST = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
LONGEST_TITLE_KEY = 250
TAG = re.compile(r"<[^>]*>")


def find_columns(page: Page, language: str, document: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """The columns by which lists are filtered and sorted."""
    title = document["title"]
    key = title.lower()[:LONGEST_TITLE_KEY] if title is not None else None
    columns = {
        "type_name": document["__typename"],
        "kind": find_kind(page),
        "title_ascending": "1" if key is None else f"0{key}",
        "title_descending": "0" if key is None else f"1{key}",
        "updated_at": page.last_published_at or page.first_published_at or FAR_PAST,
        "search_title": search_terms(" ".join(find_words([title, document.get("shortTitle")]))),
        "search_text": search_terms(" ".join(find_words(list(searched_values(page, document, texts))))),
    }
    if not isinstance(page, EventPage):
        return {**columns, "start_ascending": FAR_FUTURE, "start_descending": FAR_PAST, "languages": f",{language},"}
    return {
        **columns,
        "series_id": page.series.pk if isinstance(page, TalkPage) and page.series else None,
        "status": page.status,
        "has_ended": isinstance(page, SeminarSeriesPage) and page.series_status == SeriesStatus.ENDED,
        "is_listed": page.is_listed,
        "attendance_mode": page.attendance_mode_shown,
        "languages": f",{','.join(page.languages_shown)},",
        **bounds(page.starts_at, page.ends_at, sorted_by=page.starts_at),
    }


def find_kind(page: Page) -> PageKind:
    """Which lists a page stands in."""
    if isinstance(page, TalkPage):
        return PageKind.TALK
    return PageKind.EVENT if isinstance(page, EventPage) else PageKind.TEXT


def bounds(
    starts_at: dt.datetime | None, ends_at: dt.datetime | None, *, sorted_by: dt.datetime | None
) -> dict[str, Any]:
    """The columns for times."""
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "start_ascending": sorted_by or FAR_FUTURE,
        "start_descending": sorted_by or FAR_PAST,
    }


def find_rows(page: Page, codes: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    """The columns of the child rows that have ids."""
    for name in ("important_dates", "sessions", "tracks"):
        for row in getattr(page, name).all() if hasattr(page, name) else ():
            yield {
                "type_name": type_name(type(row)),
                "key": row.translation_key,
                "language": codes[row.locale_id],
                "kind": getattr(row, "kind", ""),
                **row_bounds(row),
            }


def row_bounds(row: Any) -> dict[str, Any]:
    """The times of a row: a date stands where the day it names has passed, a programme item where it begins."""
    if isinstance(row, ImportantDate):
        at = row.start.latest
        return bounds(at, row.ends_at, sorted_by=at)
    if isinstance(row, Session):
        return bounds(row.starts_at, row.ends_at, sorted_by=row.starts_at)
    return bounds(None, None, sorted_by=None)


def searched_values(page: Page, document: Mapping[str, Any], texts: Mapping[str, Any]) -> Iterator[Any]:
    """What full-text search reads of a page beside its title: everything in words that it shows, and its people."""
    yield from (document.get(key) for key in ("seoDescription", "summary", "introduction", "partOfTitle"))
    yield (document.get("venue") or {}).get("name"), (document.get("venue") or {}).get("city")
    yield from texts.values()
    yield [row["label"] for row in document.get("importantDates", ())]
    if isinstance(page, EventPage):
        yield [row.person.name for row in page.contributions.all() if row.person.is_public]
        yield [row.affiliation for row in page.contributions.all() if row.person.is_public]
        yield [topic.name for topic in page.topics.all()]


WORDLESS_KEYS = frozenset(
    {
        "__typename",
        "id",
        "key",
        "html",
        "markdown",
        "url",
        "link",
        "when",
        "speakers",
        "image",
        "alt",
        "kind",
        "startsAt",
        "endsAt",
    }
)


def find_words(value: Any) -> Iterator[str]:
    """The words in a value of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if "source" in value:
            yield unescape(TAG.sub(" ", value["source"]))
        for key, item in value.items():
            if key not in WORDLESS_KEYS and key != "source":
                yield from find_words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from find_words(item)
