"""Keeping what the checks find: computed for pages in batches, of which only the differences are written."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from pages.attention.latest import read_latest
from pages.checks import check_page, gather
from pages.models import EventPage, StoredFinding
from pages.models.findings import make_digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from pages.checks import Finding

BATCH = 250
"""Pages that are in memory at a time."""


@dataclass(slots=True)
class Differences:
    """What has to be written so that the stored findings are those of now."""

    new: list[StoredFinding] = field(default_factory=list)
    changed: list[StoredFinding] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)

    def write(self) -> None:
        """Write them all or none; what another process has stored meanwhile is kept."""
        with transaction.atomic():
            if self.stale:
                StoredFinding.objects.filter(pk__in=self.stale).delete()
            if self.changed:
                StoredFinding.objects.bulk_update(self.changed, ["severity", "gone_at"])
            if self.new:
                StoredFinding.objects.bulk_create(self.new, ignore_conflicts=True)


def refresh_pages(keys: Iterable[int]) -> list[StoredFinding]:
    """Check the latest versions of the event pages with these primary keys, and keep what is found.

    Returns the open findings of these pages as stored, `event` read along, in the order of the report. For the pages of
    an import or of one save: all findings are in memory. Keys of other pages, aliases and pages that are gone are left
    out. Runs in a transaction of its own; call it after the pages are committed.
    """
    keys = list(keys)
    refresh_all(keys)
    return list(StoredFinding.objects.open().filter(event__in=keys).select_related("event").in_order())


def refresh_everything() -> None:
    """Check all event pages: findings depend on the clock and on people, pictures and series as well."""
    refresh_all(EventPage.objects.order_by("pk").values_list("pk", flat=True))


def refresh_all(keys: Iterable[int]) -> None:
    """Check the pages with these keys, batch by batch."""
    for _checked in refresh_in_batches(keys):
        continue


def refresh_in_batches(keys: Iterable[int], *, now: dt.datetime | None = None) -> Iterator[list[int]]:
    """Check pages, and give the keys of each batch once its findings are stored. `now` is the instant by default."""
    keys = iter(keys)
    while batch := list(itertools.islice(keys, BATCH)):
        refresh_batch(batch, now=now or timezone.now())
        yield batch


def refresh_batch(keys: Sequence[int], *, now: dt.datetime) -> None:
    """Check the pages that are in memory together."""
    pages = read_latest(keys)
    surroundings = gather(pages, now=now)
    found = {page.pk: check_page(page, surroundings=surroundings) for page in pages}
    stored: dict[int, list[StoredFinding]] = defaultdict(list)
    for finding in StoredFinding.objects.filter(event__in=keys).order_by("path", "pk"):
        stored[finding.event_id].append(finding)
    differences = Differences()
    for key in keys:
        compare(found.get(key, []), stored[key], event=key, now=now, differences=differences)
    differences.write()


def compare(
    found: Iterable[Finding],
    stored: Iterable[StoredFinding],
    *,
    event: int,
    now: dt.datetime,
    differences: Differences,
) -> None:
    """Add what is to be written for one page to `differences`.

    A finding whose row has moved keeps its age, and stays left as it is.
    """
    known = {finding.digest: finding for finding in stored}
    wanted = {finding.digest: finding for it in found if (finding := make_stored(it, event=event, now=now))}
    moved = defaultdict(list)
    for digest, old in known.items():
        if digest not in wanted:
            moved[identity_without_place(old)].append(old)
    for digest, new in wanted.items():
        if digest in known:
            revive(known[digest], severity=new.severity, differences=differences)
        else:
            if elsewhere := moved[identity_without_place(new)]:
                take_over(new, elsewhere.pop(0), differences=differences)
            differences.new.append(new)
    for old in itertools.chain.from_iterable(moved.values()):
        retire(old, now=now, differences=differences)


def make_stored(finding: Finding, *, event: int, now: dt.datetime) -> StoredFinding:
    """A finding of now, not stored yet."""
    return StoredFinding(
        event_id=event,
        code=finding.code,
        severity=finding.rule.severity,
        path=finding.path,
        details=dict(finding.details),
        digest=make_digest(finding.code, path=finding.path, details=finding.details),
        found_at=now,
    )


def identity_without_place(finding: StoredFinding) -> str:
    """What a finding says, wherever it stands."""
    return make_digest(finding.code, path="", details=finding.details)


def revive(finding: StoredFinding, *, severity: str, differences: Differences) -> None:
    """A stored finding is found again."""
    if finding.severity != severity or finding.gone_at is not None:
        finding.severity, finding.gone_at = severity, None
        differences.changed.append(finding)


def take_over(new: StoredFinding, old: StoredFinding, *, differences: Differences) -> None:
    """A finding stands somewhere else now."""
    new.found_at, new.dismissed_at, new.dismissed_by_id = old.found_at, old.dismissed_at, old.dismissed_by_id
    differences.stale.append(old.pk)


def retire(finding: StoredFinding, *, now: dt.datetime, differences: Differences) -> None:
    """A stored finding is found no more; a decision to leave it as it is is remembered."""
    if finding.dismissed_at is None:
        differences.stale.append(finding.pk)
    elif finding.gone_at is None:
        finding.gone_at = now
        differences.changed.append(finding)
