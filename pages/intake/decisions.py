"""What an editor decides about each document of an import: taken, corrected or left out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pages.importers.documents import ImportedEvent, ImportedSeries
from pages.intake.preview import ROWS
from pages.intake.reading import without_document
from pages.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.importers.documents import Reading

Event = TypeVar("Event", bound=ImportedEvent)


@dataclass(frozen=True)
class Correction:
    """New main values of an event or a talk; None for what stays as read. `start` is (date, time, zone) as text."""

    title: str | None = None
    start: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Decision:
    """One document. `left_out` are ids of rows as the preview names them; `talks` are corrections by number."""

    is_taken: bool = True
    correction: Correction = field(default_factory=Correction)
    left_out: frozenset[str] = frozenset()
    talks_left_out: frozenset[int] = frozenset()
    talks: Mapping[int, Correction] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "is_taken": self.is_taken,
            "correction": _plain(self.correction),
            "left_out": sorted(self.left_out),
            "talks_left_out": sorted(self.talks_left_out),
            "talks": {str(number): _plain(it) for number, it in self.talks.items()},
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Decision:
        """The decision that `to_json` wrote."""
        return cls(
            values["is_taken"],
            _correction(values["correction"]),
            frozenset(values["left_out"]),
            frozenset(values["talks_left_out"]),
            {int(number): _correction(it) for number, it in values["talks"].items()},
        )


def _plain(correction: Correction) -> dict[str, Any]:
    return {"title": correction.title, "start": correction.start}


def _correction(values: Mapping[str, Any]) -> Correction:
    return Correction(values["title"], tuple(values["start"]) if values["start"] else None)


def apply(readings: Sequence[Reading], decisions: Mapping[str, Decision]) -> list[Reading]:
    """The readings as decided, by the documents' paths; those without a decision stay as they are."""
    return [_apply(reading, decisions.get(reading.document.path, Decision())) for reading in readings]


def _apply(reading: Reading, decision: Decision) -> Reading:
    if not decision.is_taken:
        return without_document(reading)
    if reading.event is None:
        return reading
    event = _without_rows(correct(reading.event, decision.correction), decision.left_out)
    if isinstance(event, ImportedSeries):
        talks = [
            correct(talk, decision.talks.get(number, Correction()))
            for number, talk in enumerate(event.talks)
            if number not in decision.talks_left_out
        ]
        event = replace(event, talks=tuple(talks))
    return replace(reading, event=event)


def _without_rows(event: Event, left_out: frozenset[str]) -> Event:
    kept: dict[str, Any] = {
        name: tuple(row for number, row in enumerate(getattr(event, name)) if f"{name}.{number}" not in left_out)
        for name in ROWS
    }
    return replace(event, **kept) if left_out else event


def correct(event: Event, correction: Correction) -> Event:
    """The event with an editor's values; its end moves with its start."""
    if correction.title is not None:
        event = replace(event, title=correction.title)
    if correction.start is None:
        return event
    start = to_moment(*correction.start)
    return replace(event, start=start, end=_moved_end(event, start))


def to_moment(date: str, time: str, zone: str) -> Moment:
    """The moment that the fields of a form say; raises ValueError for what is no date or time."""
    if not date:
        return Moment()
    day = dt.date.fromisoformat(date)
    clock = dt.time.fromisoformat(time) if time else None
    if zone == "AoE":
        return Moment.anywhere_on_earth(day, clock)
    return Moment.at(day, clock, zone or None)


def _moved_end(event: ImportedEvent, start: Moment) -> Moment | None:
    """The end as long after the new start as it was after the old one; None where that cannot be told."""
    old, end = event.start, event.end
    if end is None or not (old.date and end.date and start.date):
        return None
    if bool(old.time and end.time) != bool(start.time):
        return None
    length = _local(end) - _local(old)
    moved = _local(start) + length
    return replace(start, date=moved.date(), time=moved.time() if end.time else None, announced_as="")


def _local(moment: Moment) -> dt.datetime:
    return dt.datetime.combine(moment.date or dt.date.min, moment.time or dt.time.min, tzinfo=dt.UTC)
