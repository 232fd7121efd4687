"""Stored findings as commands print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages.attention.wording import finding_of

if TYPE_CHECKING:
    from pages.models import StoredFinding


def to_lines(finding: StoredFinding) -> tuple[str, str]:
    """Page, field, severity, code and message on a line, and the advice on another."""
    words = finding_of(finding)
    place = f" {finding.path}" if finding.path else ""
    head = f"{finding.event.url_path}{place}: {finding.severity} {finding.code}: {words.message}"
    return head, f"  {words.advice}"


def to_json(finding: StoredFinding) -> dict[str, Any]:
    """A finding as plain values."""
    words = finding_of(finding)
    return {
        "page": finding.event.url_path,
        "page_id": finding.event_id,
        "title": finding.event.draft_title or finding.event.title,
        "code": finding.code,
        "severity": finding.severity,
        "path": finding.path,
        "message": words.message,
        "advice": words.advice,
        "found_at": finding.found_at.isoformat(),
        "details": finding.details,
    }
