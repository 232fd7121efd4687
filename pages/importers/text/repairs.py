"""Repair of wrongly decoded text in a whole document, reported line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages.importers.documents import Finding, Severity, SourceDocument
from pages.importers.encoding import repair_mojibake


def repair_document(document: SourceDocument) -> tuple[SourceDocument, tuple[Finding, ...]]:
    """The document with its damaged characters restored, and a finding for each text that was."""
    findings: list[Finding] = []
    lines = []
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        repaired = repair_mojibake(line)
        if repaired != line:
            findings.append(_finding(line, repaired, number))
        lines.append(repaired)
    metadata = _repair_value(document.metadata, "", document, findings)
    if not findings:
        return document, ()
    return replace(document, body="\n".join(lines), metadata=metadata), tuple(findings)


def _repair_value(value: Any, key: str, document: SourceDocument, findings: list[Finding]) -> Any:
    if isinstance(value, dict):
        return {name: _repair_value(it, f"{key}.{name}".strip("."), document, findings) for name, it in value.items()}
    if isinstance(value, list):
        return [_repair_value(it, f"{key}.{number}".strip("."), document, findings) for number, it in enumerate(value)]
    if not isinstance(value, str):
        return value
    repaired = repair_mojibake(value)
    if repaired != value:
        findings.append(_finding(value, repaired, document.metadata_lines.get(key)))
    return repaired


def _finding(damaged: str, repaired: str, line: int | None) -> Finding:
    """Names the repaired words alone: the rest of the text may be private."""
    words = [new for old, new in zip(damaged.split(), repaired.split(), strict=False) if old != new]
    shown = ", ".join(f"“{word.strip('.,;:()[]*')}”" for word in words[:3])
    message = f"Wrongly decoded characters were restored: {shown}."
    return Finding("mojibake-repaired", Severity.WARNING, message, line)
