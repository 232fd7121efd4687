"""Compares the public calendar with the pages, and makes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from api.ledger.entries import read_item
from api.ledger.ical import render_event
from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.sync import FORMAT, bury, read_clock, store, sync_pages
from api.published.store import CHUNK, wait_for_writers
from pages.models import EventPage

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_events() -> Iterable[int]:
    """The keys of all events that may stand in feeds, or have entries."""
    events = EventPage.objects.filter(live=True, alias_of=None).order_by().values_list("pk", flat=True)
    entries = CalendarEntry.objects.filter(removed_at=None, page__isnull=False).order_by()
    return sorted({*events, *entries.values_list("page_id", flat=True)})


def reconcile() -> int:
    """Compare all entries with the pages and write those that differ; how many did. Some pages at a time."""
    with transaction.atomic():
        wait_for_writers()
        orphans = list(CalendarEntry.objects.filter(page=None, removed_at=None))
        bury(orphans, public=(), now=timezone.now())
        found = store(orphans)
    found += sync_pages(find_events())
    return found + sync_pages(distrust_damaged())


def distrust_damaged() -> set[int]:
    """Have entries written again whose bytes do not follow from what they say; the keys of their pages."""
    live = CalendarEntry.objects.filter(removed_at=None).iterator(chunk_size=CHUNK)
    damaged = [entry for entry in live if bytes(entry.ics) != render_event(read_item(entry))]
    CalendarEntry.objects.filter(pk__in=[entry.pk for entry in damaged]).update(content_hash="")
    return {entry.page_id for entry in damaged if entry.page_id is not None}


def signature() -> str:
    """How entries are written, and for which addresses."""
    return f"{FORMAT} {settings.PUBLIC_URL}"


def renew_when_outdated() -> int:
    """Write all entries again if they were written by another version or for another address; how many changed."""
    if read_clock().signature == signature():
        return 0
    changed = reconcile()
    LedgerClock.objects.update(signature=signature())
    return changed


def rebuild() -> int:
    """Make the table anew, without tombstones, so that all mirrors begin again; how many entries there are.

    Entries keep when they were published and how often they changed: calendars ignore what counts backwards.
    """
    with transaction.atomic():
        wait_for_writers()
        clock = read_clock(for_update=True)
        CalendarEntry.objects.exclude(removed_at=None).delete()
        CalendarEntry.objects.update(content_hash="")
        clock.epoch, clock.horizon, clock.signature = uuid4(), clock.rev, signature()
        clock.save()
        return reconcile()
