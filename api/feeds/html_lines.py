"""What a page for people shows of an entry, in the language that is active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from api.ledger.ical_text import one_line
from api.ledger.wording import CHANGE_WORDS, write_moment, write_span
from api.published.values import read_moment
from pages.choices import CALLED_OFF_STATUSES, SPEAKING_ROLES, EventStatus
from pages.moments import Span
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    from api.ledger.entries import EntryData


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry in a list.

    `title` is None while it is to be announced, `machine_time` an instant, a day or a month as ISO 8601, empty while
    nothing is known. `news` is what became of it, `people` and `place` are empty where there are none.
    """

    title: str | None
    url: str
    language: str
    is_called_off: bool
    time: str
    machine_time: str
    news: tuple[str, ...]
    people: str
    place: str


def write_line(data: EntryData) -> Line:
    """The line for an entry, without characters that HTML does not know."""
    start, end = read_moment(data["start"]), read_moment(data["end"]) if data["end"] else None
    closing = data["end"] if data["kind"] == OccurrenceKind.DEADLINE else None
    moment = closing or data["start"]
    speaking = (one_line(it["name"]) for it in data["people"] if it["role"] in SPEAKING_ROLES)
    return Line(
        title=one_line(data["title"]) if data["title"] is not None else None,
        url=data["url"],
        language=data["language"],
        is_called_off=data["status"] in CALLED_OFF_STATUSES,
        time=capfirst(write_span(Span(start, end))),
        machine_time=moment["instant"] or moment["date"] or moment["month"] or "",
        news=tuple(find_news(data)),
        people=", ".join(dict.fromkeys(speaking)),
        place=one_line(data["location"] or ""),
    )


def find_news(data: EntryData) -> list[str]:
    """What became of it: its status unless it takes place as planned, and how its date was moved last."""
    status = EventStatus(data["status"])
    news = [] if status is EventStatus.SCHEDULED else [str(status.label)]
    change = data["changes"][0] if data["changes"] else None
    if change is not None and change["kind"] != data["status"]:
        news.append(CHANGE_WORDS[change["kind"]]() % {"old": write_moment(read_moment(change["old"]))})
    return news
