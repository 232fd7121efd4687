"""D01, D02, D06 and D07: dated rows that contradict each other, or say less than they should."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, label_of, register
from pages.checks.prose import states, written_dates
from pages.checks.subject import usual_day
from pages.choices import FindingSeverity, ImportantDateKind, LinkKind, Precision, ScheduleStatus, ZonePolicy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject

register(
    Rule(
        "D01-notification",
        FindingSeverity.ERROR,
        _("“%(label)s” (%(date)s) lies before “%(other)s” (%(other_date)s)."),
        _("Check both dates: nobody can be told of a decision before the deadline."),
    ),
    Rule(
        "D01-abstract",
        FindingSeverity.ERROR,
        _("“%(label)s” (%(date)s) lies after “%(other)s” (%(other_date)s)."),
        _("Check both dates: abstracts are due before papers."),
    ),
    Rule(
        "D01-final",
        FindingSeverity.ERROR,
        _("“%(label)s” (%(date)s) lies before “%(other)s” (%(other_date)s)."),
        _("Check both dates: final versions are due after the decision."),
    ),
    Rule(
        "D01-event",
        FindingSeverity.ERROR,
        _("“%(label)s” (%(date)s) lies after the event has begun (%(other_date)s)."),
        _("Check the date and that of the event."),
    ),
    Rule(
        "D02",
        FindingSeverity.WARNING,
        _("“%(label)s” does not say in which time zone its day ends. It is taken to end when it ends everywhere."),
        _("Choose which day counts: “Anywhere on Earth”, or a time in a time zone."),
    ),
    Rule(
        "D06",
        FindingSeverity.HINT,
        _("The announcement “%(words)s” names no year; %(year)s was inferred."),
        _("Check the year, and write it into the announced words."),
    ),
    Rule(
        "D07",
        FindingSeverity.WARNING,
        _("“%(label)s” was promised for %(date)s, and nothing leads to it yet."),
        _("Enter the link or the programme, or correct the date."),
    ),
)

DUE = frozenset(
    {
        *(ImportantDateKind.ABSTRACT, ImportantDateKind.SUBMISSION, ImportantDateKind.SUPPLEMENTARY),
        *(ImportantDateKind.REBUTTAL, ImportantDateKind.REVISION, ImportantDateKind.CAMERA_READY),
        *(ImportantDateKind.REGISTRATION, ImportantDateKind.GRANT_APPLICATION),
    }
)
"""Dates by which somebody must have done something."""

MATERIALS = frozenset(
    {
        *(LinkKind.RECORDING, LinkKind.SLIDES, LinkKind.PAPER, LinkKind.CODE, LinkKind.TEMPLATE),
        *(LinkKind.VIDEO_CHANNEL, LinkKind.OTHER),
    }
)
RELEASED_BY = {
    ImportantDateKind.MATERIAL_RELEASE: MATERIALS,
    ImportantDateKind.CALL_OPENS: frozenset({LinkKind.SUBMISSION}),
}
"""Kinds of links that a promised date is followed by."""

PROGRAMME = re.compile(r"\b(?:programmes?|programs?|schedules?|agendas?)\b", re.IGNORECASE)
"""Labels of days for which a programme is promised."""

Dated = tuple[dt.date, int, "Any"]
"""An important date with its day and its place among the rows."""


def check_order(subject: Subject) -> Iterator[Finding]:
    """Dates in an impossible order, round by round and track by track."""
    groups: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for number, row in enumerate(subject.rows("important_dates")):
        date = usual_day(row.start_date)
        if date is not None and row.date_precision != Precision.MONTH:
            groups[row.round or "", row.track or ""].append((date, number, row))
    for dated in groups.values():
        yield from _order_findings(dated)
        yield from _after_event(dated, subject)


def _order_findings(dated: list[Dated]) -> Iterator[Finding]:
    submissions = _of_kind(dated, ImportantDateKind.SUBMISSION)
    notifications = _of_kind(dated, ImportantDateKind.NOTIFICATION)
    finals = _of_kind(dated, ImportantDateKind.CAMERA_READY)
    abstracts = _of_kind(dated, ImportantDateKind.ABSTRACT)
    if submissions and notifications and notifications[0][0] < submissions[0][0]:
        yield _contradiction("D01-notification", notifications[0], submissions[0])
    before_final = notifications or submissions
    if finals and before_final and finals[0][0] < before_final[0][0]:
        yield _contradiction("D01-final", finals[0], before_final[0])
    if abstracts and submissions and abstracts[0][0] > submissions[-1][0]:
        yield _contradiction("D01-abstract", abstracts[0], submissions[-1])


def _of_kind(dated: list[Dated], kind: ImportantDateKind) -> list[Dated]:
    return sorted((it for it in dated if it[2].kind == kind), key=lambda it: it[:2])


def _contradiction(code: str, wrong: Dated, other: Dated) -> Finding:
    details = {"label": label_of(wrong[2]), "date": wrong[0].isoformat()}
    details |= {"other": label_of(other[2]), "other_date": other[0].isoformat()}
    return Finding(code, f"important_dates.{wrong[1]}.start_date", details)


def _after_event(dated: list[Dated], subject: Subject) -> Iterator[Finding]:
    """The first deadline of a group, if the event begins or is presented before it."""
    begins = [it[0] for it in _of_kind(dated, ImportantDateKind.PRESENTATION)]
    if subject.start_date is not None:
        begins.append(subject.start_date)
    due = _of_kind(dated, ImportantDateKind.ABSTRACT) + _of_kind(dated, ImportantDateKind.SUBMISSION)
    if begins and due and min(begins) < due[0][0]:
        date, number, row = due[0]
        details = {"label": label_of(row), "date": date.isoformat(), "other_date": min(begins).isoformat()}
        yield Finding("D01-event", f"important_dates.{number}.start_date", details)


def check_zones(subject: Subject) -> Iterator[Finding]:
    """Deadlines ahead that say neither a zone nor "Anywhere on Earth"."""
    if subject.is_called_off:
        return
    for number, row in enumerate(subject.rows("important_dates")):
        date = usual_day(row.start_date)
        is_known = row.date_precision != Precision.MONTH and date is not None and date >= subject.today
        if is_known and row.kind in DUE and not _has_zone(row, subject):
            yield Finding("D02", f"important_dates.{number}.zone_policy", {"label": label_of(row)})


def _has_zone(row: Any, subject: Subject) -> bool:
    if row.zone_policy == ZonePolicy.ZONE:
        return bool(row.time_zone or subject.time_zone)
    return row.zone_policy == ZonePolicy.AOE


def check_years(subject: Subject) -> Iterator[Finding]:
    """Dates whose announced words name a day without a year, which nothing else on the page says; each day once."""
    found: dict[dt.date, Finding] = {}
    for path, holder in _announced(subject):
        date, words = usual_day(holder.start_date), holder.dates_as_announced
        if date is not None and date not in found and _names_no_year(words) and not states(subject, date):
            found[date] = Finding("D06", path, {"words": words, "year": str(date.year)})
    yield from found.values()


def _names_no_year(words: str) -> bool:
    days = [it for it in written_dates(words) if it.days] if words and not words.isalpha() else []
    return bool(days) and all(it.year is None for it in days)


def _announced(subject: Subject) -> Iterator[tuple[str, Any]]:
    yield "start_date", subject.page
    for name in ("important_dates", "sessions"):
        yield from ((f"{name}.{number}.start_date", row) for number, row in enumerate(subject.rows(name)))


def check_promises(subject: Subject) -> Iterator[Finding]:
    """Things promised for a day that is over, while their link is missing."""
    if subject.is_called_off:
        return
    for number, row in enumerate(subject.rows("important_dates")):
        date = usual_day(row.end_date or row.start_date)
        is_past = date is not None and row.date_precision != Precision.MONTH and date < subject.today
        if is_past and _is_missing(row, subject):
            details = {"label": label_of(row), "date": str(date)}
            yield Finding("D07", f"important_dates.{number}.start_date", details)


def _is_missing(row: Any, subject: Subject) -> bool:
    """Whether what the row promises has no link; an opened call misses one only where a link was announced."""
    if row.kind == ImportantDateKind.OTHER:
        return PROGRAMME.search(row.label) is not None and _has_no_programme(subject)
    kinds = RELEASED_BY.get(row.kind)
    if kinds is None:
        return False
    links = [link for link in subject.rows("links") if link.kind in kinds]
    if any(link.url for link in links):
        return False
    is_announced = bool(links)
    if row.kind == ImportantDateKind.CALL_OPENS:
        return is_announced and not subject.is_over
    return is_announced or not _is_on_website(row, subject)


def _has_no_programme(subject: Subject) -> bool:
    status = getattr(subject.page, "schedule_status", None)
    return status == ScheduleStatus.TBD and not subject.rows("sessions") and not subject.is_over


def _is_on_website(row: Any, subject: Subject) -> bool:
    """Whether the row says that the event's website is where things appear."""
    words = f"{row.label} {row.note} {row.dates_as_announced}".casefold()
    websites = [link.url for link in subject.rows("links") if link.kind == LinkKind.WEBSITE and link.url]
    return bool(websites) and ("website" in words or "//" in words)
