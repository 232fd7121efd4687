"""Fixing what was found on a stored page: a version of the user's, published only where that publishes nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from pages.attention.fixes import suggest
from pages.attention.latest import read_latest
from pages.attention.refresh import refresh_pages
from pages.checks import check_page, gather
from pages.models import EventPage
from pages.models.findings import make_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.contrib.auth.models import AbstractUser

    from pages.attention.fixes import Fix
    from pages.checks import Finding, Surroundings
    from pages.models import StoredFinding


class Result(Enum):
    """What became of a page."""

    PUBLISHED = auto()
    DRAFT = auto()
    UNCHANGED = auto()
    LOCKED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding with the fix of it."""

    finding: Finding
    fix: Fix


def propose_stored(findings: Sequence[StoredFinding]) -> list[tuple[EventPage, list[Proposal]]]:
    """The fixes of stored findings by page, in the order of the findings; the number of queries is constant."""
    digests = {finding.digest for finding in findings}
    pages = {page.pk: page for page in read_latest({finding.event_id for finding in findings})}
    surroundings = gather(list(pages.values()), now=timezone.now())
    in_order = [pages[key] for key in dict.fromkeys(finding.event_id for finding in findings) if key in pages]
    proposals = ((page, propose(page, digests, surroundings=surroundings)) for page in in_order)
    return [(page, found) for page, found in proposals if found]


def propose(page: EventPage, digests: Collection[str], *, surroundings: Surroundings) -> list[Proposal]:
    """The fixes of those findings with these digests that the page object in hand still has."""
    return [
        Proposal(finding, fix)
        for finding in check_page(page, surroundings=surroundings)
        if make_digest(finding.code, path=finding.path, details=finding.details) in digests
        and (fix := suggest(finding, page)) is not None
    ]


def repair(key: int, digests: Collection[str], *, user: AbstractUser) -> Result:
    """Fix findings on the latest version of a page, all or none.

    Raises `PermissionDenied` without the right to edit, `EventPage.DoesNotExist` for a page that is gone.

    The version is the user's. It is published if the page is, has no changes that wait, and the user may publish it;
    else it stays a draft. Whatever happens, the findings are those of now afterwards.
    """
    try:
        with transaction.atomic():
            result = repair_latest(key, digests, user=user)
    except ValidationError:
        result = Result.REFUSED
    refresh_pages([key])
    return result


def repair_latest(key: int, digests: Collection[str], *, user: AbstractUser) -> Result:
    """Fix findings within a transaction; raises `ValidationError` where the page could not be saved by hand either."""
    stored = EventPage.objects.get(pk=key).specific
    rights = stored.permissions_for_user(user)
    if not rights.can_edit():
        raise PermissionDenied
    if rights.page_locked():
        return Result.LOCKED
    draft = stored.get_latest_revision_as_object()
    proposals = propose(draft, digests, surroundings=gather([draft], now=timezone.now()))
    if not proposals:
        return Result.UNCHANGED
    apply_all(proposals)
    is_to_publish = stored.live and not stored.has_unpublished_changes and rights.can_publish()
    revision = draft.save_revision(user=user, log_action=True)
    if not is_to_publish:
        return Result.DRAFT
    revision.publish(user=user)
    return Result.PUBLISHED


def apply_all(proposals: Sequence[Proposal]) -> None:
    """Make the changes in the page object that they were proposed for."""
    for proposal in proposals:
        proposal.fix.apply()
