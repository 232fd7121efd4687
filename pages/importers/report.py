"""What an import did, for people and for programs; no private value of a document is in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FAILURES = frozenset({"store-failed", "reader-failed"})
"""Codes of findings that mean that a document has not been imported."""

CHECKS = {
    "notification-before-submission": "D01",
    "dates-out-of-order": "D01",
    "deadline-without-zone": "D02",
    "zone-ambiguous": "D03",
    "zone-contradicts": "D03",
    "zone-contradicts-season": "D03",
    "weekday-contradicts-date": "D05",
    "year-inferred": "D06",
    "link-empty": "L01",
    "link-trimmed": "L01",
    "link-insecure": "L01",
    "link-passcode": "L04",
    "placeholder-left-empty": "T01",
    "mojibake-repaired": "T03",
    "photo-order-differs": "P01",
    "topics-similar": "C01",
    "body-repeats-abstract": "C02",
    "count-contradicts-rows": "C03",
    "ordinal-misspelt": "C04",
    "private-in-text": "C06",
}
"""The editorial check that says of a page what a finding says of a document, by the finding's code."""


class Outcome(StrEnum):
    """What an import did to a page."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class DateReport:
    """A dated row of a page; `start` is the instant or the date, None when it is to be announced."""

    kind: str
    label: str
    start: str | None


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page of a document. `title` is None while it is to be announced; `talks` are those of a series.

    `source` is the document of its own that a talk has.
    """

    type: str
    path: str
    title: str | None
    outcome: Outcome
    live: bool = False
    start: str | None = None
    dates: tuple[DateReport, ...] = ()
    talks: tuple[PageReport, ...] = ()
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        """As plain values; the outcome is named and is a key of its own as well."""
        values: dict[str, Any] = {
            "type": self.type,
            "path": self.path,
            "title": self.title,
            "outcome": self.outcome.value,
            self.outcome.value: True,
            "live": self.live,
            "start": self.start,
        }
        if self.dates:
            values["important_dates"] = [
                {"kind": date.kind, "label": date.label, "start": date.start} for date in self.dates
            ]
        if self.type == "seminar_series":
            values["talks"] = [talk.to_json() for talk in self.talks]
        return values


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """One document's page, if one was made, and what was found and left out."""

    file: str
    page: PageReport | None
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def is_failed(self) -> bool:
        """Whether the document could not be read or stored at all."""
        return any(finding.code in FAILURES for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "file": self.file,
            "page": self.page and self.page.to_json(),
            "findings": [finding_to_json(finding) for finding in self.findings],
            "dropped": [{"what": it.what, "reason": it.reason, "line": it.line} for it in self.dropped],
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The documents in their order, and files that are none."""

    documents: tuple[DocumentReport, ...] = ()
    skipped: tuple[Finding, ...] = field(default=())

    @property
    def is_failed(self) -> bool:
        """Whether any document could not be imported."""
        return any(document.is_failed for document in self.documents)

    def to_json(self, *, attention: Sequence[Mapping[str, Any]] | None = None) -> str:
        """The report for programs; with what needs attention on the stored pages, where that was asked."""
        values: dict[str, Any] = {"documents": [document.to_json() for document in self.documents]}
        if self.skipped:
            values["skipped"] = [finding_to_json(finding) for finding in self.skipped]
        if attention is not None:
            values["attention"] = attention
        return json.dumps(values, ensure_ascii=False, indent=2)

    def to_text(self, *, is_dry_run: bool = False, attention: Sequence[str] = ()) -> str:
        """The report for people; `attention` are lines on what needs attention on the stored pages."""
        blocks = ["\n".join(_document_lines(document)) for document in self.documents]
        if self.skipped:
            blocks.append("\n".join(["Skipped", *(f"  {finding.message}" for finding in self.skipped)]))
        if attention:
            blocks.append("\n".join(["Needs attention", *(f"  {line}" for line in attention)]))
        return "\n\n".join([*blocks, _summary(self.documents, is_dry_run=is_dry_run)])


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values; the check only where one says the same, the confidence where a value was inferred."""
    values: dict[str, Any] = {
        "code": finding.code,
        "check": CHECKS.get(finding.code),
        "severity": finding.severity.value,
        "line": finding.line,
        "message": finding.message,
        "confidence": finding.confidence,
    }
    return {name: value for name, value in values.items() if value is not None or name == "line"}


def _document_lines(document: DocumentReport) -> Iterator[str]:
    yield document.file
    if document.page is None:
        yield "  no page"
    else:
        yield from _page_lines(document.page, indent="  ")
    for finding in document.findings:
        yield f"  {_place(document.file, finding.line)}: {finding.severity.value} {_code(finding)}: {finding.message}"
    for dropped in document.dropped:
        yield f"  {_place(document.file, dropped.line)}: left out: {dropped.what} ({dropped.reason})"


def _page_lines(page: PageReport, *, indent: str) -> Iterator[str]:
    state = "" if page.live else " (draft)"
    yield f"{indent}{page.outcome.value} {page.type} {page.path} “{page.title or 'to be announced'}”{state}"
    for talk in page.talks:
        yield from _page_lines(talk, indent=f"{indent}  ")


def _code(finding: Finding) -> str:
    """The code, with that of the check that says the same of a page."""
    check = CHECKS.get(finding.code)
    return f"{finding.code} [{check}]" if check else finding.code


def _place(file: str, line: int | None) -> str:
    return file if line is None else f"{file}:{line}"


def _summary(documents: Sequence[DocumentReport], *, is_dry_run: bool) -> str:
    pages = [page for it in documents if it.page for page in (it.page, *it.page.talks)]
    counts = ", ".join(f"{sum(page.outcome is outcome for page in pages)} {outcome.value}" for outcome in Outcome)
    failed = sum(document.is_failed for document in documents)
    end = " Nothing was written." if is_dry_run else ""
    return f"{len(documents)} documents; pages: {counts}; {failed} failed.{end}"
