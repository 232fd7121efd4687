"""What an import would do, as plain values for the page on which an editor decides."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from pages.choices import ContributionRole, ImportantDateKind, LinkKind
from pages.importers.documents import ImportedSeries
from pages.importers.report import finding_to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pages.importers.documents import ImportedEvent, ImportedTalk, Reading, SourceDocument
    from pages.importers.report import DocumentReport, ImportReport, PageReport
    from pages.moments import Moment

LONGEST = 300
ROWS = ("contributions", "links", "dates", "sessions")
"""Tuples of an event whose rows can be left out one by one."""


def describe(readings: Sequence[Reading], report: ImportReport) -> dict[str, Any]:
    """All documents of an import with their findings, and the files that are none."""
    pairs = zip(readings, report.documents, strict=True)
    return {
        "documents": [describe_document(reading, found) for reading, found in pairs],
        "skipped": [finding.message for finding in report.skipped],
        "digest": digest(readings),
    }


def digest(readings: Sequence[Reading]) -> str:
    """A fingerprint of what was read: two readings with the same one have the same rows in the same order."""
    said = json.dumps([_identity(reading) for reading in readings], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _identity(reading: Reading) -> Any:
    event = reading.event
    if event is None:
        return [reading.document.path, None]
    talks = event.talks if isinstance(event, ImportedSeries) else ()
    rows = [row["text"] for row in _rows(event)]
    return [reading.document.path, event.title, rows, [[talk.title, str(talk.start.date)] for talk in talks]]


def describe_document(reading: Reading, report: DocumentReport) -> dict[str, Any]:
    """One document: what would be made of it, what was found and what was left out."""
    event = reading.event
    sources = _source_lines(reading.document)
    findings = [
        {**finding_to_json(it), "source": sources.get(it.line or 0, "")[:LONGEST]}
        for it in sorted(report.findings, key=lambda it: it.line or 0)
    ]
    return {
        "file": report.file,
        "part_of": reading.part_of,
        "type": report.page.type if report.page else "",
        "outcome": report.page.outcome.value if report.page else "",
        "path": report.page.path if report.page else "",
        "is_failed": report.is_failed,
        "has_event": event is not None,
        **(_describe_event(event, report.page) if event else {}),
        "findings": findings,
        "dropped": [{"what": it.what, "reason": it.reason, "line": it.line} for it in report.dropped],
    }


def _describe_event(event: ImportedEvent, page: PageReport | None) -> dict[str, Any]:
    talks = event.talks if isinstance(event, ImportedSeries) else ()
    outcomes = [it.outcome.value for it in page.talks] if page else []
    return {
        **_main(event),
        "end": _moment(event.end) if event.end else "",
        "texts": [{"label": label, "value": value} for label, value in _texts(event) if value],
        "rows": list(_rows(event)),
        "talks": [
            _describe_talk(talk, number, outcomes[number] if number < len(outcomes) else "")
            for number, talk in enumerate(talks)
        ],
    }


def _describe_talk(talk: ImportedTalk, number: int, outcome: str) -> dict[str, Any]:
    people = ", ".join(row.person.name for row in talk.contributions)
    return {
        **_main(talk),
        "number": number,
        "line": talk.line,
        "outcome": outcome,
        "people": people,
        "status": talk.status if talk.status != "scheduled" else "",
        "links": [link.url for link in talk.links if link.url and link.access == "public"],
        "abstract": _short(strip_tags(talk.abstract)),
    }


def _main(event: ImportedEvent) -> dict[str, Any]:
    """The values that an editor can correct, as forms write them."""
    start = event.start
    return {
        "title": event.title,
        "date": start.date.isoformat() if start.date else "",
        "time": f"{start.time:%H:%M}" if start.time else "",
        "zone": "AoE" if start.policy.value == "aoe" else start.zone or "",
        "announced": start.announced_as,
    }


def _texts(event: ImportedEvent) -> Iterator[tuple[str, str]]:
    yield _("Summary"), _short(event.summary)
    yield _("Place"), ", ".join(it for it in (event.venue, event.city, event.country) if it)
    yield _("Topics"), ", ".join(event.topics)
    yield _("About"), _short(strip_tags(getattr(event, "about", "") or getattr(event, "abstract", "")))
    yield _("Text"), _short(" ".join(strip_tags(block.html) or block.text for block in event.body))


def _rows(event: ImportedEvent) -> Iterator[dict[str, Any]]:
    """The rows that can be left out; a private link is shown without its address."""
    for number, row in enumerate(event.contributions):
        role = row.role_label or str(dict(ContributionRole.choices).get(row.role, row.role))
        said = ", ".join([row.person.name, *row.person.affiliations])
        yield {"id": f"contributions.{number}", "what": role, "text": said, "line": row.person.line}
    for number, date in enumerate(event.dates):
        kind = date.label or str(dict(ImportantDateKind.choices).get(date.kind, date.kind))
        yield {"id": f"dates.{number}", "what": kind, "text": _moment(date.start), "line": date.line}
    for number, session in enumerate(event.sessions):
        said = f"{_moment(session.start)} {session.title or ''}".strip()
        yield {"id": f"sessions.{number}", "what": _("Session"), "text": said, "line": session.line}
    for number, link in enumerate(event.links):
        kind = str(dict(LinkKind.choices).get(link.kind, link.kind))
        address = _("private address") if link.access != "public" else link.url or _("address to be announced")
        yield {"id": f"links.{number}", "what": kind, "text": f"{link.label} {address}".strip(), "line": link.line}


def _moment(moment: Moment) -> str:
    """A date with its time and zone as read, or the document's words."""
    if moment.date is None:
        return moment.announced_as or _("to be announced")
    date = f"{moment.date:%Y-%m}" if moment.precision.value == "month" else moment.date.isoformat()
    zone = "AoE" if moment.policy.value == "aoe" else moment.zone
    return " ".join(it for it in (date, f"{moment.time:%H:%M}" if moment.time else "", zone or "") if it)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _source_lines(document: SourceDocument) -> dict[int, str]:
    """The lines of the body by their numbers in the file; private values are not in it any more."""
    return {number: line.strip() for number, line in enumerate(document.body.split("\n"), document.body_line)}
