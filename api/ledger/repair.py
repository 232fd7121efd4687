"""Compares the public calendar with the pages, and makes it anew."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from api.ledger.entries import read_item
from api.ledger.ical import render_event
from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.sync import FORMAT, bury, hash_of, read_clock, store, sync_chunk, sync_pages
from api.published.store import chunks, wait_for_writers
from pages.models import EventPage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator


def find_events() -> Iterable[int]:
    """The keys of all events that may stand in feeds, or have entries."""
    events = EventPage.objects.filter(live=True, alias_of=None).order_by().values_list("pk", flat=True)
    entries = CalendarEntry.objects.filter(removed_at=None, page__isnull=False).order_by()
    return sorted({*events, *entries.values_list("page_id", flat=True)})


def reconcile() -> int:
    """Compare all entries with the pages and write those that differ; how many did.

    Each step is a transaction of its own, so that nobody who publishes waits for long.
    """
    return sum(step() for step in find_steps())


def compare() -> int:
    """How many entries differ from the pages; nothing is changed."""
    found = 0
    for step in find_steps():
        with transaction.atomic():
            found += step()
            transaction.set_rollback(True)
    return found


def find_steps() -> Iterator[Callable[[], int]]:
    """What a comparison consists of; each gives how many entries it had to write."""
    yield bury_orphans
    for keys in chunks(find_events()):
        yield functools.partial(mend_chunk, keys)


@transaction.atomic
def bury_orphans() -> int:
    """Leave tombstones for entries whose pages are gone; how many there were."""
    wait_for_writers()
    orphans = list(CalendarEntry.objects.filter(page=None, removed_at=None))
    bury(orphans, public=(), now=timezone.now())
    return store(orphans)


@transaction.atomic
def mend_chunk(keys: Collection[int]) -> int:
    """Write the entries of a few pages, and then those whose bytes do not follow from what they say; how many."""
    found = sync_chunk(keys)
    live = CalendarEntry.objects.filter(page__in=keys, removed_at=None)
    damaged = [entry.pk for entry in live if bytes(entry.ics) != render_event(read_item(entry))]
    if damaged:
        CalendarEntry.objects.filter(pk__in=damaged).update(content_hash="")
        found += sync_chunk(keys)
    return found


def signature() -> str:
    """How entries are written, and for which addresses of pages and pictures and which languages."""
    addresses = (settings.PUBLIC_URL, settings.WAGTAILADMIN_BASE_URL, settings.MEDIA_URL)
    languages = (settings.LANGUAGE_CODE, *(code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES))
    return hash_of([FORMAT, addresses, languages])


def renew_when_outdated() -> int:
    """Write all entries again if they were written by another version or for another address; how many changed."""
    if read_clock().signature == signature():
        return 0
    changed = bury_orphans() + sync_pages(find_events())
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
        return bury_orphans() + sync_pages(find_events())
