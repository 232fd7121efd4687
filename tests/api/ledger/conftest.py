"""What a change of the content does to the rows of the public calendar."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.repair import reconcile

Told = dict[str, str]


@pytest.fixture
def told() -> Callable[..., Told]:
    """What a call changes: the names of the entries that it writes, each with “new”, “changed”, “back” or a reason.

    Whatever it changes, the rows are well formed and as the pages are afterwards.
    """

    def run(action: Callable[..., object], *arguments: object, **options: object) -> Told:
        before = {entry.pk: entry for entry in CalendarEntry.objects.all()}
        action(*arguments, **options)
        after = {entry.pk: entry for entry in CalendarEntry.objects.order_by("rev")}
        check_rows(list(after.values()))
        assert reconcile() == 0
        return {
            name_of(entry, before.get(key)): write_difference(entry, before.get(key))
            for key, entry in after.items()
            if before.get(key) is None or before[key].rev != entry.rev
        }

    return run


def check_rows(entries: list[CalendarEntry]) -> None:
    """Tombstones are empty, revisions counted."""
    clock = LedgerClock.objects.first()
    assert [it.rev for it in entries if clock is None or it.rev > clock.rev] == []
    gone = [it for it in entries if it.removed_at is not None]
    assert [(it.data, len(it.ics), it.content_hash, it.removed_at) for it in gone] == [
        ("", 0, "", it.changed_at) for it in gone
    ]
    assert [bool(it.removal_reason) for it in gone] == [True] * len(gone)
    assert [it.removal_reason for it in entries if it.removed_at is None and it.removal_reason] == []


def name_of(entry: CalendarEntry, before: CalendarEntry | None) -> str:
    """The title, of other languages with their code; that of a tombstone is known from before."""
    data = entry.data or (before.data if before else "")
    title = orjson.loads(data)["title"] if data else "?"
    return title if entry.language == "en" else f"{title} ({entry.language})"


def write_difference(entry: CalendarEntry, before: CalendarEntry | None) -> str:
    """What has become of an entry."""
    if entry.removed_at is not None:
        return str(entry.removal_reason)
    if before is None:
        return "new"
    assert entry.rev > before.rev
    assert (entry.uid, entry.published_at) == (before.uid, before.published_at)
    return "changed" if before.removed_at is None else "back"
