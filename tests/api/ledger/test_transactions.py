"""Transactions that overlap: nobody who polls misses what either of them writes. SQLite has one writer at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from wagtail.models import Locale

from api.ledger.changes import read_changes
from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.repair import reconcile
from pages.models import EventPage
from tests.api.calendar_rows import LONG_AGO, whole_site
from tests.conftest import find_home
from tests.factories import ForumFactory, publish

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time"),
]

PATIENCE = 30
"""Seconds after which a test that waits for another thread has failed."""


class Poller:
    """A mirror that asks what has changed since it last did."""

    def __init__(self) -> None:
        self.cursor: str | None = None
        self.seen: list[int] = []

    def poll(self) -> None:
        """Read all there is by now."""
        page = read_changes(whole_site(), now=LONG_AGO, after=self.cursor, limit=500)
        self.seen += [change.rev for change in page.changes]
        self.cursor = str(page.cursor)


@pytest.fixture
def forums(db):
    Locale.objects.get_or_create(language_code="en")
    home = find_home()
    return [ForumFactory(parent=home, title=f"Forum {number}") for number in range(2)]


def rename(page, title: str, *, before_commit: Callable[[], object] = lambda: None) -> list[int]:
    """Publish a new title in a transaction of this thread; the revisions of its entries."""
    try:
        with transaction.atomic():
            stored = EventPage.objects.get(pk=page.pk).specific
            stored.title = title
            publish(stored)
            before_commit()
            return list(CalendarEntry.objects.filter(page=page.pk).values_list("rev", flat=True))
    finally:
        connection.close()


def waits_for_lock() -> bool:
    """Whether another connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def wait_until(condition: Callable[[], bool]) -> None:
    """Ask again and again."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until


def test_the_second_waits_for_the_first_and_no_poll_misses_either(forums):
    poller, written, may_commit = Poller(), threading.Event(), threading.Event()
    poller.poll()
    before = LedgerClock.objects.get().rev

    def hold() -> None:
        written.set()
        assert may_commit.wait(PATIENCE)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(rename, forums[0], "First", before_commit=hold)
        assert written.wait(PATIENCE)
        second = threads.submit(rename, forums[1], "Second")
        wait_until(waits_for_lock)
        poller.poll()
        seen_while_open = (list(poller.seen[2:]), LedgerClock.objects.get().rev, second.done())
        may_commit.set()
        revs = (first.result(PATIENCE), second.result(PATIENCE))
        poller.poll()

    assert seen_while_open == ([], before, False)
    assert revs == ([before + 1], [before + 2])
    assert poller.seen[2:] == [before + 1, before + 2]


def test_many_at_once_get_revisions_of_their_own_in_the_order_in_which_they_commit(forums):
    poller, at_once = Poller(), threading.Barrier(4)
    poller.poll()
    before = LedgerClock.objects.get().rev

    def rename_often(number: int) -> None:
        at_once.wait(PATIENCE)
        for count in range(5):
            rename(forums[number % 2], f"Title {number} {count}")

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(rename_often, number) for number in range(4)]
        while not all(it.done() for it in running):
            poller.poll()
        for it in running:
            it.result()
    poller.poll()

    live = dict(CalendarEntry.objects.values_list("page", "rev"))
    assert LedgerClock.objects.get().rev == before + 20
    assert poller.seen == sorted(set(poller.seen))
    assert set(live.values()) <= set(poller.seen)
    assert reconcile() == 0


def test_the_first_two_changes_of_all_count_on_one_clock(forums):
    CalendarEntry.objects.all().delete()
    LedgerClock.objects.all().delete()
    at_once = threading.Barrier(2)

    with ThreadPoolExecutor(2) as threads:
        running = [
            threads.submit(lambda page: (at_once.wait(PATIENCE), rename(page, f"New {page.pk}"))[1], page)
            for page in forums
        ]
        revs = [it.result(PATIENCE) for it in running]

    assert sorted(revs) == [[1], [2]]
    assert LedgerClock.objects.get().rev == 2
