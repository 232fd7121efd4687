"""What editors should look at: pure functions over a page, each finding with a stable code (docs/editors.md)."""

from __future__ import annotations

from pages.checks.findings import RULES, Finding, Rule

__all__ = ["RULES", "Finding", "Rule"]
