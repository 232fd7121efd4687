"""One document's share of a seminar series, and what its talks have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, Finding, ImportedTalk, Severity, SourceDocument
from pages.importers.talks.wording import ONLINE_WORDS
from pages.moments import Precision, ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pages.importers.talks.fields import TalkNotes


@dataclass(slots=True)
class Part:
    """One document's share: its talks' notes, findings and what was left out."""

    document: SourceDocument
    notes: tuple[TalkNotes, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    talks: list[ImportedTalk] = field(default_factory=list)


def once(talks: Iterable[ImportedTalk]) -> list[ImportedTalk]:
    """The talks without exact repetitions, as in two lists that overlap."""
    seen: dict[Any, ImportedTalk] = {}
    for talk in talks:
        people = tuple(it.person.name for it in talk.contributions if it.role == "speaker")
        key = (
            (people, talk.title, talk.start.date, talk.start.time) if people or talk.title else (talk.source, talk.line)
        )
        seen.setdefault(key, talk)
    return list(seen.values())


def join_zones(parts: Sequence[Part]) -> None:
    """Times without a zone take the one that all other talks name."""
    talks = [talk for part in parts for talk in part.talks]
    zone = common_zone(talks)
    if zone is None:
        return
    for part in parts:
        floating = [talk for talk in part.talks if _is_floating(talk)]
        part.talks = [_in_zone(talk, zone) if _is_floating(talk) else talk for talk in part.talks]
        if floating:
            message = (
                f"{len(floating)} talks name no time zone; they were read in {zone} as the other talks of the series."
            )
            part.findings.append(Finding("zone-inferred", Severity.WARNING, message, floating[0].line, 0.6))


def _is_floating(talk: ImportedTalk) -> bool:
    return talk.start.precision is Precision.MINUTE and talk.start.policy is ZonePolicy.FLOATING


def _in_zone(talk: ImportedTalk, zone: str) -> ImportedTalk:
    end = talk.end
    if end is not None and end.precision is Precision.MINUTE and end.policy is ZonePolicy.FLOATING:
        end = replace(end, policy=ZonePolicy.ZONE, zone=zone)
    return replace(talk, start=replace(talk.start, policy=ZonePolicy.ZONE, zone=zone), end=end)


def common_language(talks: Sequence[ImportedTalk]) -> str | None:
    """The language of most talks; None when none is known."""
    counted = Counter(tag for talk in talks for tag in talk.languages)
    return counted.most_common(1)[0][0] if counted else None


def common_zone(talks: Sequence[ImportedTalk]) -> str | None:
    """The one zone that talks name; None when they name none or several."""
    zones = {talk.start.zone for talk in talks if talk.start.zone}
    return zones.pop() if len(zones) == 1 else None


def common_minutes(talks: Sequence[ImportedTalk]) -> int | None:
    """The length that all talks share; None when they do not or it is unknown."""
    lengths = {talk.minutes for talk in talks}
    return lengths.pop() if len(lengths) == 1 else None


def common_mode(talks: Sequence[ImportedTalk], cadence: str, place: str) -> str:
    """How people attend all talks, or else what the series says about them in general."""
    modes = {talk.attendance_mode for talk in talks} - {"unknown"}
    if len(modes) == 1 and all(talk.attendance_mode in modes for talk in talks):
        return modes.pop()
    is_online = ONLINE_WORDS.search(f"{cadence} {place}") is not None
    is_place = bool(place) and not ONLINE_WORDS.fullmatch(place)
    if not modes and re.search(r"\bhybrid\b", f"{cadence} {place}", re.IGNORECASE):
        return "hybrid"
    if modes or not (is_online or is_place):
        return "unknown"
    return "hybrid" if is_online and is_place else "online" if is_online else "in_person"
