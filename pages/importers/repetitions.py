"""The events of a calendar one by one: repeated ones expanded as far as anybody plans ahead."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from icalendar import Calendar, vDDDTypes, vRecur
from icalendar.prop.broken import vBroken

from pages.importers.documents import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Event = Any
"""A component of icalendar, whose properties are of any kind."""

MOST_REPETITIONS = 104
HORIZON = dt.timedelta(days=2 * 366)
"""From its first occurrence, how many times and how long an event is repeated at most."""

TOO_OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


def expand(calendar: Calendar, *, lines: Mapping[str, int], findings: list[Finding]) -> list[Event]:
    """The events in the order of their starts. Moved and cancelled occurrences stand in for the repeated ones.

    `lines` are those of the events by UID; an event whose rule cannot be followed is given once, with a finding.
    """
    groups: dict[str, list[Event]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        _take_out_broken(event, lines.get(str(event.get("UID"))), findings)
        if isinstance(getattr(event.get("DTSTART"), "dt", None), dt.date):
            groups.setdefault(str(event.get("UID") or f"#{number}"), []).append(event)
        else:
            message = "An event has no readable start; it is left out."
            findings.append(Finding("event-without-start", Severity.WARNING, message, lines.get(str(event.get("UID")))))
    events = [it for uid, group in groups.items() for it in _expand_group(calendar, group, lines.get(uid), findings)]
    return sorted(events, key=_sort_key)


def _take_out_broken(event: Event, line: int | None, findings: list[Finding]) -> None:
    """Take what cannot be read out of an event, so that the rest of the calendar can; its rules stay to be named."""
    for name in [name for name, value in event.items() if name != "RRULE" and _is_broken(value)]:
        del event[name]
        message = f"The {name} of an event cannot be read; it is left out."
        findings.append(Finding("event-value-left-out", Severity.WARNING, message, line))


def _is_broken(value: Any) -> bool:
    return any(isinstance(part, vBroken) for part in (value if isinstance(value, list) else [value]))


def _expand_group(calendar: Calendar, group: Sequence[Event], line: int | None, findings: list[Finding]) -> list[Event]:
    latest = _latest_versions(group)
    repeated = next((it for it in latest if "RRULE" in it or "RDATE" in it), None)
    if repeated is None:
        return latest
    if not all(isinstance(rule, vRecur) and min(rule.get("INTERVAL", [1])) > 0 for rule in _rules(repeated)):
        return [_reported(repeated, line, findings)]
    if _repeats_too_often(repeated):
        message = "An event is repeated more often than daily; only its first occurrence is read."
        findings.append(Finding("repetition-left-out", Severity.WARNING, message, line))
        return [repeated]
    try:
        return _occurrences(calendar, latest, repeated, line, findings)
    except (ValueError, TypeError, OverflowError, KeyError, recurring_ical_events.errors.InvalidCalendar):
        return [_reported(repeated, line, findings)]


def _reported(event: Event, line: int | None, findings: list[Finding]) -> Event:
    message = "The rule by which an event is repeated cannot be read; only its first occurrence is."
    findings.append(Finding("repetition-left-out", Severity.WARNING, message, line))
    return event


def _latest_versions(group: Sequence[Event]) -> list[Event]:
    """One event for each occurrence that the group describes: that with the highest sequence number."""
    chosen: dict[str, Event] = {}
    for event in group:
        key = original_start(event)
        if key not in chosen or _sequence(event) >= _sequence(chosen[key]):
            chosen[key] = event
    return list(chosen.values())


def _sequence(event: Event) -> int:
    try:
        return int(event.get("SEQUENCE") or 0)
    except (TypeError, ValueError):
        return 0


def original_start(event: Event) -> str:
    """The start that an occurrence of a repeated event had at first, as written; empty for other events."""
    original = event.get("RECURRENCE-ID")
    return original.to_ical().decode() if isinstance(original, vDDDTypes) else ""


def _rules(event: Event) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _repeats_too_often(event: Event) -> bool:
    return any(str(part).upper() in TOO_OFTEN for rule in _rules(event) for part in rule.get("FREQ", []))


def _occurrences(
    calendar: Calendar, events: Sequence[Event], repeated: Event, line: int | None, findings: list[Finding]
) -> list[Event]:
    alone = Calendar()
    for zone in calendar.walk("VTIMEZONE"):
        alone.add_component(zone)
    for event in events:
        alone.add_component(copy.copy(event))
    first = _as_instant(repeated["DTSTART"].dt)
    query = recurring_ical_events.of(alone)
    ahead = itertools.takewhile(
        lambda it: _as_instant(it["DTSTART"].dt) <= first + HORIZON, query.after(first - dt.timedelta(days=1))
    )
    found = list(itertools.islice(ahead, MOST_REPETITIONS + 1))
    is_cut = len(found) > MOST_REPETITIONS or _is_endless(repeated)
    if is_cut:
        message = (
            f"An event is repeated without end; its first {min(len(found), MOST_REPETITIONS)} occurrences were read."
        )
        findings.append(Finding("repetition-cut", Severity.WARNING, message, line))
    return found[:MOST_REPETITIONS] or [repeated]


def _is_endless(event: Event) -> bool:
    return any("UNTIL" not in rule and "COUNT" not in rule for rule in _rules(event))


def _as_instant(when: dt.date) -> dt.datetime:
    if not isinstance(when, dt.datetime):
        return dt.datetime.combine(when, dt.time.min, tzinfo=dt.UTC)
    return when if when.tzinfo else when.replace(tzinfo=dt.UTC)


def _sort_key(event: Event) -> tuple[dt.datetime, str]:
    return _as_instant(event["DTSTART"].dt), str(event.get("UID", ""))
