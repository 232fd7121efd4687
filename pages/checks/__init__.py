"""What editors should look at: pure functions over a page, each finding with a stable code (docs/editors.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.checks.content import check_counts, check_private_values, check_repetition, check_topics
from pages.checks.dates import check_order, check_promises, check_years, check_zones
from pages.checks.dead_links import check_visits
from pages.checks.editions import check_copied_dates
from pages.checks.findings import RULES, Finding, Rule
from pages.checks.gathering import gather
from pages.checks.links import check_addresses, check_empty_links, check_invitations, check_passcodes, check_recording
from pages.checks.people import check_affiliations, check_photos, check_twins, check_typed_names
from pages.checks.prose_dates import check_abbreviations, check_dates_in_text, check_weekdays
from pages.checks.readiness import check_readiness
from pages.checks.subject import Subject
from pages.checks.surroundings import Surroundings
from pages.checks.wording import check_letters, check_lines, check_ordinals, check_placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages.models import EventPage

__all__ = ["RULES", "Finding", "Rule", "Surroundings", "check_page", "gather"]

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    *(check_order, check_zones, check_abbreviations, check_dates_in_text, check_weekdays, check_years, check_promises),
    *(check_empty_links, check_addresses, check_invitations, check_recording, check_passcodes, check_visits),
    *(check_placeholders, check_readiness, check_letters, check_lines),
    *(check_photos, check_affiliations, check_typed_names, check_twins),
    *(check_topics, check_repetition, check_counts, check_ordinals, check_copied_dates, check_private_values),
)
"""Every check, in the order of the documentation."""


def check_page(page: EventPage, *, surroundings: Surroundings) -> list[Finding]:
    """What is to be looked at on a page of its specific type, in the order of the checks.

    `surroundings` are those that `gather` read for it, among others; nothing more is read. The page may be stored,
    built from a revision or never saved.
    """
    subject = Subject(page, surroundings)
    return [finding for check in CHECKS for finding in check(subject)]
