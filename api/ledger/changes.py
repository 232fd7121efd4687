"""The change log: what somebody who keeps a copy of the public calendar has to do since they last asked.

There are no records of changes. Each entry has the revision of its last change, and a tombstone stays where one was:
who knows all up to a revision reads the rows beyond it. Copies are kept by uid, of each thing the matching entry that
changed last.
"""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q

from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.selection import is_live

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from api.ledger.selection import Selection

TOMBSTONES_KEPT = timedelta(days=180)
"""How long a copy may go without asking."""

CURSOR_VERSION = 1
MOST_REV = 2**63 - 1
NO_CLOCK = LedgerClock(epoch=UUID(int=0))
"""The clock before anything was ever public."""


class MalformedCursorError(ValueError):
    """A text is no cursor of a change log."""

    def __init__(self) -> None:
        super().__init__("The cursor is none of this calendar’s.")


class SyncTokenExpired(Exception):  # noqa: N818  # what it says of the cursor
    """A cursor says too little about what its holder knows; the message says why. They have to begin anew."""


class ChangeReason(StrEnum):
    """Why a thing is not to be kept any longer: those of `RemovalReason`, or it only does not match the filters."""

    UNPUBLISHED = "unpublished"
    DELETED = "deleted"
    EXPIRED = "expired"
    HIDDEN = "hidden"
    FILTERED = "filtered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """What somebody knows: all changes up to `rev` of the entries that `filter` names, in the table called `epoch`.

    `start` is the revision of the clock when they began. Until they reach it they are told of nothing that was gone by
    then, so that they need no tombstones up to it.
    """

    epoch: str
    rev: int
    start: int
    filter: str

    def __str__(self) -> str:
        text = orjson.dumps({"v": CURSOR_VERSION, **dataclasses.asdict(self)})
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """The cursor that `str` wrote; raises `MalformedCursorError`, and `SyncTokenExpired` for other versions."""
        values = read_values(text)
        if read_rev(values, "v") != CURSOR_VERSION:
            raise SyncTokenExpired("The cursor is of another version of this software.")
        rev, start = read_rev(values, "rev"), read_rev(values, "start")
        return cls(epoch=read_name(values, "epoch"), rev=rev, start=start, filter=read_name(values, "filter"))

    def check(self, *, clock: LedgerClock, selection: Selection) -> None:
        """Raise `SyncTokenExpired` where the rows beyond `rev` would not tell all that its holder has to know."""
        if self.epoch != str(clock.epoch):
            raise SyncTokenExpired("The calendar was made anew since the cursor was given.")
        if self.filter != selection.digest():
            raise SyncTokenExpired("The cursor was given for other filters.")
        if max(self.rev, self.start) > clock.rev:
            raise SyncTokenExpired("The cursor is ahead of the calendar, which was restored from an older copy.")
        if clock.horizon > max(self.rev, self.start):
            raise SyncTokenExpired(f"The cursor is older than {TOMBSTONES_KEPT.days} days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """At revision `rev`: keep `entry` under its uid, or with a `reason` nothing any more."""

    rev: int
    entry: CalendarEntry
    reason: ChangeReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Changes by revision, and the cursor that says what is known with them; there is always one."""

    changes: list[Change]
    cursor: Cursor
    has_more: bool

    def cursor_of(self, change: Change) -> Cursor:
        """The cursor of somebody who has read up to a change."""
        return dataclasses.replace(self.cursor, rev=change.rev)


def read_changes(selection: Selection, *, now: dt.datetime, after: str | None, limit: int) -> ChangePage:
    """The changes beyond a cursor, at most `limit`; None: from the beginning.

    Raises `MalformedCursorError` and `SyncTokenExpired`. It takes two statements, one more with a cursor, and one
    more where something is removed.
    """
    given = Cursor.parse(after) if after is not None else None
    clock = read_clock()
    cursor = given or Cursor(epoch=str(clock.epoch), rev=0, start=clock.rev, filter=selection.digest())
    cursor.check(clock=clock, selection=selection)
    rows = list(find_rows(selection, cursor, now=now)[: limit + 1])
    changes = write_changes(rows[:limit], selection, now=now)
    if given is not None:
        # A purge just before the rows were read has taken tombstones that they would have told of.
        given.check(clock=read_clock(), selection=selection)
    has_more = len(rows) > limit
    # Revisions are committed in their order: who sees one sees all before it.
    known = changes[-1].rev if has_more else max([clock.rev, *(change.rev for change in changes[-1:])])
    return ChangePage(changes=changes, cursor=dataclasses.replace(cursor, rev=known), has_more=has_more)


def read_clock() -> LedgerClock:
    """The counter of revisions as it is now."""
    return LedgerClock.objects.order_by("pk").first() or NO_CLOCK


def find_rows(selection: Selection, cursor: Cursor, *, now: dt.datetime) -> QuerySet[CalendarEntry]:
    """The entries beyond a cursor that match, and those that may have: `matches` tells them apart.

    One that does not match is left out when another of the same uid matches and comes later.
    """
    matching = selection.condition() & is_live(now)
    later = CalendarEntry.objects.filter(matching, uid=OuterRef("uid"), rev__gt=OuterRef("rev"))
    rows = CalendarEntry.objects.filter(matching | (Q(rev__gt=cursor.start) & ~Exists(later)), rev__gt=cursor.rev)
    matches = ExpressionWrapper(matching, output_field=BooleanField())
    return rows.annotate(matches=matches).defer("ics", "content_hash").order_by("rev")


def write_changes(rows: Sequence[CalendarEntry], selection: Selection, *, now: dt.datetime) -> list[Change]:
    """What to do about entries; the place of one that does not match is taken by another of its uid that does."""
    removed = [row.uid for row in rows if not row.matches]  # type: ignore[attr-defined]  # an annotation of find_rows
    others = selection.entries(now).filter(uid__in=removed).defer("ics", "content_hash").order_by("rev")
    remaining = {entry.uid: entry for entry in others} if removed else {}
    return [write_change(row, remaining.get(row.uid), now=now) for row in rows]


def write_change(row: CalendarEntry, other: CalendarEntry | None, *, now: dt.datetime) -> Change:
    """What to do about an entry; `other` is the one to keep if it does not match."""
    kept = row if row.matches else other  # type: ignore[attr-defined]  # an annotation of find_rows
    if kept is not None:
        return Change(rev=row.rev, entry=kept, reason=None)
    return Change(rev=row.rev, entry=row, reason=find_absence(row, now=now) or ChangeReason.FILTERED)


def find_absence(entry: CalendarEntry, *, now: dt.datetime) -> ChangeReason | None:
    """Why an entry is not public; None when it is."""
    if entry.removed_at is not None:
        return ChangeReason(entry.removal_reason)
    is_expired = entry.expires_at is not None and entry.expires_at <= now
    return ChangeReason.EXPIRED if is_expired else None


@transaction.atomic
def prune(before: dt.datetime) -> int:
    """Forget what was removed before an instant, and refuse cursors that would have to tell of it; how many there were.

    Callers keep what was removed within `TOMBSTONES_KEPT`.
    """
    clock = LedgerClock.objects.select_for_update().order_by("pk").first()
    gone = CalendarEntry.objects.filter(removed_at__lt=before)
    newest = gone.aggregate(rev=Max("rev"))["rev"]
    if clock is None or newest is None:
        return 0
    clock.horizon = max(clock.horizon, newest)
    clock.save(update_fields=["horizon"])
    return gone.delete()[0]


def read_values(text: str) -> dict[str, Any]:
    """The values in a cursor; raises `MalformedCursorError`."""
    try:
        values = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except ValueError as error:
        raise MalformedCursorError from error
    if not isinstance(values, dict):
        raise MalformedCursorError
    return values


def read_rev(values: Mapping[str, Any], name: str) -> int:
    """A revision, or the version, in a cursor; raises `MalformedCursorError`."""
    value = values.get(name)
    if type(value) is not int or not 0 <= value <= MOST_REV:
        raise MalformedCursorError
    return value


def read_name(values: Mapping[str, Any], name: str) -> str:
    """A text in a cursor; raises `MalformedCursorError`."""
    value = values.get(name)
    if not isinstance(value, str):
        raise MalformedCursorError
    return value
