"""Contradictions between the announced dates of one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.importers.documents import Finding, ImportedDate, Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pages.moments import Moment


def _in_order(dates: list[ImportedDate], kind: str) -> list[tuple[dt.date, ImportedDate]]:
    found = [(date.start.date, date) for date in dates if date.kind == kind and date.start.date is not None]
    return sorted(found, key=lambda it: it[0])


def _before(code: str, early: tuple[dt.date, ImportedDate], late: tuple[dt.date, ImportedDate]) -> Finding:
    message = f"“{early[1].label}” ({early[0]}) lies before “{late[1].label}” ({late[0]})."
    return Finding(code, Severity.WARNING, message, early[1].line)


def _round_findings(dates: list[ImportedDate]) -> Iterator[Finding]:
    submissions = _in_order(dates, "submission")
    notifications = _in_order(dates, "notification")
    if submissions and notifications and notifications[0][0] < submissions[0][0]:
        yield _before("notification-before-submission", notifications[0], submissions[0])
    finals = _in_order(dates, "camera_ready")
    if finals and notifications and finals[0][0] < notifications[0][0]:
        yield _before("dates-out-of-order", finals[0], notifications[0])
    elif finals and submissions and finals[0][0] < submissions[0][0]:
        yield _before("dates-out-of-order", finals[0], submissions[0])
    abstracts = _in_order(dates, "abstract")
    if abstracts and submissions and submissions[-1][0] < abstracts[0][0]:
        yield _before("dates-out-of-order", submissions[-1], abstracts[0])


def order_findings(dates: tuple[ImportedDate, ...], *, event_start: Moment | None = None) -> Iterator[Finding]:
    """Dates in an impossible order, round by round, and an event that begins before its papers are due."""
    for group in dict.fromkeys((date.round, date.track) for date in dates):
        yield from _round_findings([date for date in dates if (date.round, date.track) == group])
    submissions = _in_order(list(dates), "submission")
    event_day = event_start.date if event_start else None
    if submissions and event_day and event_day < submissions[0][0]:
        message = f"The event begins on {event_day}, before “{submissions[0][1].label}” ({submissions[0][0]})."
        yield Finding("dates-out-of-order", Severity.WARNING, message, submissions[0][1].line)
