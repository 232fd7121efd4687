"""What is known before a date is read, and what a reading gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from pages.importers.documents import Finding
    from pages.moments import Moment


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the rest of the document, or the person who imports, says about dates.

    `zone` is an IANA name or a zone in the organisers' words; it counts for times that name none. `aoe` and `time`
    count for single dates that name neither. `day_first` settles "10/11/2021".
    """

    zone: str | None = None
    aoe: bool = False
    time: dt.time | None = None
    year: int | None = None
    day_first: bool | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DateReading:
    """One announced date. `superseded` are struck or replaced values, oldest first.

    `begin` and `stop` are the offsets of its words in the given text. `end` is set for ranges of days or times.
    """

    start: Moment
    end: Moment | None
    superseded: tuple[Moment, ...]
    findings: tuple[Finding, ...]
    begin: int
    stop: int
