"""T02: what a talk of the next days still lacks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.checks.texts import plain_text
from pages.choices import SPEAKING_ROLES, AttendanceMode, EventStatus, FindingSeverity, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject

register(
    Rule(
        "T02-title",
        FindingSeverity.WARNING,
        _("The talk is within seven days, and its title is not announced."),
        _("Enter the title, and tick “Title is announced”."),
    ),
    Rule(
        "T02-speaker",
        FindingSeverity.WARNING,
        _("The talk is within seven days, and nobody is named as its speaker."),
        _("Add the speaker."),
    ),
    Rule(
        "T02-abstract",
        FindingSeverity.WARNING,
        _("The talk is within seven days, and its abstract is missing."),
        _("Ask the speaker for it, and enter it."),
    ),
    Rule(
        "T02-bio",
        FindingSeverity.HINT,
        _("The talk is within seven days, and there is no biography of %(name)s."),
        _("Ask the speaker for it, and enter it."),
    ),
    Rule(
        "T02-photo",
        FindingSeverity.HINT,
        _("The talk is within seven days, and there is no photo of %(name)s."),
        _("Ask the speaker for one."),
    ),
    Rule(
        "T02-registration",
        FindingSeverity.WARNING,
        _("The talk is within seven days, and no link says how to take part."),
        _("Enter the link to the registration, the meeting or the stream."),
    ),
)

SOON = dt.timedelta(days=7)
WAYS_IN = frozenset({LinkKind.REGISTRATION, LinkKind.JOIN, LinkKind.STREAM})
TAKES_PLACE = frozenset({EventStatus.SCHEDULED, EventStatus.MOVED_ONLINE})


def check_readiness(subject: Subject) -> Iterator[Finding]:
    """What is missing of a talk that takes place within seven days."""
    page, begins = subject.page, subject.span.begins
    if not subject.is_talk or page.status not in TAKES_PLACE or begins is None:
        return
    if not dt.timedelta(0) < begins - subject.now <= SOON:
        return
    if not page.title_announced:
        yield Finding("T02-title", "title_announced")
    if not page.abstract_announced or not plain_text(page.abstract).strip():
        yield Finding("T02-abstract", "abstract")
    yield from _people_findings(subject)
    is_on_site = page.attendance_mode == AttendanceMode.IN_PERSON
    if not is_on_site and not any(link.kind in WAYS_IN and link.url for link in subject.rows("links")):
        yield Finding("T02-registration", "links")


def _people_findings(subject: Subject) -> Iterator[Finding]:
    rows = [it for it in enumerate(subject.rows("contributions")) if it[1].role in SPEAKING_ROLES]
    if not rows:
        yield Finding("T02-speaker", "contributions")
    for number, row in rows:
        person = subject.person(row)
        if person is None:
            continue
        if not (row.bio or person.has_bio):
            yield Finding("T02-bio", f"contributions.{number}.bio", {"name": person.name})
        if row.photo_id is None and person.photo is None:
            yield Finding("T02-photo", f"contributions.{number}.photo", {"name": person.name})
