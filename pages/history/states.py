"""What the public could read in one version of a page: the parts whose change is worth a sentence."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pages.choices import EventStatus, LinkAccess, LinkKind

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = (
    "body",
    "summary",
    "about",
    "submission_guidelines",
    "policies",
    "delivery_note",
    "prerequisites",
)
"""Fields of running text; a type has some of them."""


@dataclass(frozen=True, slots=True)
class PublishedState:
    """One published version. `title` and `abstract` are None while to be announced.

    `links` are kinds with addresses, `people` keys of persons with roles, `dates` labels and days by translation key,
    `programme` the texts of its items. Links for nobody outside are not among them.
    """

    title: str | None = None
    abstract: str | None = None
    status: str = EventStatus.SCHEDULED
    status_message: str = ""
    series_status: str = ""
    place: str = ""
    attendance_mode: str = ""
    start_date: dt.date | None = None
    is_listed: bool = True
    links: frozenset[tuple[str, str]] = frozenset()
    people: tuple[tuple[int, str], ...] = ()
    dates: Mapping[str, tuple[str, str, dt.date | None]] = field(default_factory=dict)
    programme: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def read_state(content: Mapping[str, Any]) -> PublishedState:
    """The state that the serialised content of a revision holds; parts that its type or time had not are empty."""
    return PublishedState(
        title=content.get("title", "") if content.get("title_announced", True) else None,
        abstract=(content.get("abstract") or None) if content.get("abstract_announced", True) else None,
        status=content.get("status") or EventStatus.SCHEDULED,
        status_message=content.get("status_message") or "",
        series_status=content.get("series_status") or "",
        place=", ".join(part for name in ("venue", "city") if (part := content.get(name))),
        attendance_mode=content.get("attendance_mode") or "",
        start_date=read_day(content.get("start_date")),
        is_listed=content.get("is_listed", True),
        links=read_links(content.get("links", [])),
        people=tuple((row["person"], row["role"]) for row in content.get("contributions", []) if row.get("person")),
        dates=read_dates(content.get("important_dates", [])),
        programme=tuple(read_item(row) for row in content.get("sessions", [])),
        texts=tuple(str(content.get(name) or "") for name in TEXTS),
    )


def read_links(rows: list[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    """Kind and address of each link that has one and is not kept from everybody outside."""
    known = [row for row in rows if row.get("kind") in LinkKind.values and row.get("url")]
    return frozenset((row["kind"], row["url"]) for row in known if row.get("access") != LinkAccess.PRIVATE)


def read_dates(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str, dt.date | None]]:
    """Kind, label and day of each important date, by translation key."""
    return {
        str(row["translation_key"]): (row.get("kind", ""), row.get("label") or "", read_day(row.get("start_date")))
        for row in rows
        if row.get("translation_key")
    }


def read_item(row: Mapping[str, Any]) -> str:
    """What the public reads of a programme item, as one text to compare."""
    names = ("kind", "title", "start_date", "start_time", "end_date", "end_time", "room", "track", "speakers")
    return json.dumps([row.get(name) for name in names], default=str)


def read_day(text: str | None) -> dt.date | None:
    """A stored day; None for none."""
    return dt.date.fromisoformat(text) if text else None
