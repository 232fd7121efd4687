from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection, connections, transaction

from api.caching import bump_version, forget_version, read_version, versions
from api.caching.versions import VERSION
from api.published.models import ContentVersion

NOON = "2026-11-20T12:00:00Z"
NOON_MICROSECONDS = 1_795_176_000_000_000

# Only the tables of the API are emptied afterwards.
committing = pytest.mark.django_db(transaction=True, available_apps=["api"])
needs_rows_that_lock = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")


@pytest.fixture
def long_memory(monkeypatch):
    monkeypatch.setattr(versions, "VERSION_HOLDS_SECONDS", 3600)


@pytest.fixture
def no_version():
    """Writing the first page in a migration has raised it."""
    ContentVersion.objects.all().delete()


@pytest.fixture
def no_memory(monkeypatch):
    monkeypatch.setattr(versions, "VERSION_HOLDS_SECONDS", 0)


def change_elsewhere(*, number):
    """What another process does to the version."""
    ContentVersion.objects.update_or_create(pk=1, defaults={"number": number})


def roll_back_a_bump():
    """The version within a transaction that raised it and came to nothing."""
    with transaction.atomic():
        bump_version()
        seen = read_version()
        transaction.set_rollback(True)
    return seen


@pytest.mark.django_db
def test_version_before_the_first_change_is_zero(no_version):
    assert read_version() == 0


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_version_follows_the_clock_and_rises_within_one_microsecond(no_version):
    seen = []

    for _ in range(3):
        bump_version()
        seen.append(read_version())

    assert seen == [NOON_MICROSECONDS, NOON_MICROSECONDS + 1, NOON_MICROSECONDS + 2]


@pytest.mark.django_db
def test_version_rises_when_the_clock_goes_back(no_version):
    with time_machine.travel(NOON, tick=False):
        bump_version()

    with time_machine.travel("2020-01-01T00:00:00Z", tick=False):
        bump_version()

    assert read_version() == NOON_MICROSECONDS + 1


@pytest.mark.django_db
def test_version_is_raised_by_one_statement(django_assert_num_queries):
    bump_version()

    with django_assert_num_queries(1):
        bump_version()


@pytest.mark.django_db
def test_version_within_a_transaction_is_read_each_time_and_not_remembered(long_memory, django_assert_num_queries):
    change_elsewhere(number=7)

    with django_assert_num_queries(2):
        seen = [read_version(), read_version()]

    assert (seen, VERSION.held) == ([7, 7], None)


@pytest.mark.django_db
def test_version_of_a_savepoint_that_is_rolled_back_is_the_one_before():
    change_elsewhere(number=7)

    seen = roll_back_a_bump()

    assert (seen > 7, read_version()) == (True, 7)


@committing
def test_version_is_remembered_for_a_moment(long_memory, django_assert_num_queries):
    change_elsewhere(number=7)

    with django_assert_num_queries(1):
        seen = [read_version(), read_version()]

    assert seen == [7, 7]


@committing
def test_version_is_read_again_after_that_moment(no_memory, django_assert_num_queries):
    change_elsewhere(number=7)

    with django_assert_num_queries(2):
        seen = [read_version(), read_version()]

    assert seen == [7, 7]


@committing
def test_version_read_afresh_is_the_stored_one_from_then_on(long_memory):
    change_elsewhere(number=7)
    read_version()
    change_elsewhere(number=8)

    seen = [read_version(), read_version(fresh=True), read_version()]

    assert seen == [7, 8, 8]


@committing
def test_version_that_is_forgotten_is_read_again(long_memory):
    change_elsewhere(number=7)
    read_version()
    change_elsewhere(number=8)

    forget_version()

    assert read_version() == 8


@committing
def test_version_that_is_forgotten_while_it_is_read_is_not_remembered(long_memory):
    change_elsewhere(number=7)

    def forget_meanwhile(execute, *query):
        result = execute(*query)
        forget_version()
        return result

    with connection.execute_wrapper(forget_meanwhile):
        seen = read_version()

    assert (seen, VERSION.held) == (7, None)


@committing
def test_raising_the_version_outside_a_transaction_is_seen_at_once(long_memory):
    change_elsewhere(number=7)
    read_version()

    bump_version()

    assert read_version() == ContentVersion.objects.get().number > 7


@committing
def test_raising_the_version_is_seen_on_commit_by_threads_that_read_before(long_memory):
    change_elsewhere(number=7)
    with transaction.atomic():
        bump_version()
        VERSION.held = (time.monotonic(), 7)

    assert read_version() == ContentVersion.objects.get().number > 7


@committing
def test_version_within_a_transaction_is_its_own_whatever_is_remembered(long_memory):
    change_elsewhere(number=7)
    with transaction.atomic():
        bump_version()
        VERSION.held = (time.monotonic(), 7)

        assert read_version() > 7


@committing
def test_version_that_is_rolled_back_is_neither_remembered_nor_used_again(long_memory):
    change_elsewhere(number=7)

    lost = roll_back_a_bump()
    after = read_version()
    bump_version()

    assert (after, read_version() > lost > 7) == (7, True)


@committing
@needs_rows_that_lock
def test_overlapping_transactions_never_share_a_version():
    start = threading.Barrier(4)

    def publish(_number):
        seen = []
        try:
            start.wait(timeout=10)
            for _ in range(5):
                with transaction.atomic():
                    bump_version()
                    seen.append(read_version())
        finally:
            connections.close_all()
        return seen

    with ThreadPoolExecutor(4) as threads:
        seen = [number for numbers in threads.map(publish, range(4)) for number in numbers]

    assert (len(set(seen)), read_version(fresh=True), ContentVersion.objects.count()) == (20, max(seen), 1)


@committing
@needs_rows_that_lock
def test_first_versions_that_overlap_are_both_counted():
    """The second waits for the row that the first inserts, and raises it."""
    raised = threading.Event()

    def publish_second():
        try:
            raised.wait(timeout=10)
            bump_version()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            bump_version()
            first = read_version()
            second = threads.submit(publish_second)
            raised.set()
            wait_for_a_blocked_statement()
        second.result()

    assert read_version(fresh=True) > first


def wait_for_a_blocked_statement():
    """Return once another connection waits for a row of this one, or after ten seconds."""
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return


@committing
@needs_rows_that_lock
def test_version_of_an_open_transaction_is_unknown_to_others(long_memory):
    change_elsewhere(number=7)

    def read_elsewhere():
        try:
            return read_version(fresh=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads, transaction.atomic():
        bump_version()
        seen = threads.submit(read_elsewhere).result(timeout=10)

    assert (seen, read_version() > 7) == (7, True)
