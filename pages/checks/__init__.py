"""What editors should look at: pure functions over a page, each finding with a stable code (docs/editors.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.checks.editions import check_copied_dates
from pages.checks.findings import RULES, Finding, Rule
from pages.checks.gathering import gather
from pages.checks.subject import Subject
from pages.checks.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages.models import EventPage

__all__ = ["RULES", "Finding", "Rule", "Surroundings", "check_page", "gather"]

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (check_copied_dates,)
"""Every check, in the order of the documentation."""


def check_page(page: EventPage, *, surroundings: Surroundings) -> list[Finding]:
    """What is to be looked at on a page of its specific type, in the order of the checks.

    `surroundings` are those that `gather` read for it, among others; nothing more is read. The page may be stored,
    built from a revision or never saved.
    """
    subject = Subject(page, surroundings)
    return [finding for check in CHECKS for finding in check(subject)]
