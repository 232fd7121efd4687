"""Whatever happens to the calendar and to those who copy it: in the end, each copy is what is public."""

from __future__ import annotations

import datetime as dt
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from api.ledger.changes import SyncTokenExpired, prune, read_changes
from api.ledger.models import CalendarEntry, LedgerClock
from api.visibility import Visibility
from pages.models import EventPage
from tests.api.calendar_rows import LONG_AGO, key, remove, whole_site, write
from tests.factories import ForumFactory, SeriesFactory, publish

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)
LANGUAGES = ("en", "de")
THINGS = 2


class Mirror:
    """A copy of a part of the calendar, kept by uid, that asks for a few changes at a time."""

    def __init__(self, selection, *, limit):
        self.selection = selection
        self.limit = limit
        self.copy = {}
        self.cursors = [None]

    def poll(self, now, *, lost=0):
        """Ask once; with `lost`, as somebody who kept what came but forgot as many of the cursors.

        Who has no cursor begins with an empty copy.
        """
        del self.cursors[max(1, len(self.cursors) - lost) :]
        if self.cursors == [None]:
            self.copy = {}
        try:
            page = read_changes(self.selection, now=now, after=self.cursors[-1], limit=self.limit)
        except SyncTokenExpired:
            self.cursors = [None]
            return True
        for change in page.changes:
            if change.reason is None:
                self.copy[change.entry.uid] = (change.entry.language, change.entry.data)
            else:
                self.copy.pop(change.entry.uid, None)
        self.cursors.append(str(page.cursor))
        return page.has_more

    def catch_up(self, now):
        while self.poll(now):
            pass


class World:
    """The calendar with the time, and mirrors of several parts of it."""

    def __init__(self):
        self.now = LONG_AGO
        self.number = 0
        CalendarEntry.objects.all().delete()
        LedgerClock.objects.all().delete()
        self.mirrors = [
            Mirror(whole_site(), limit=2),
            Mirror(whole_site(topics=("tides",)), limit=1),
            Mirror(whole_site(languages=("de",), kinds=("talk",)), limit=2),
            Mirror(whole_site(languages=("de", "en")), limit=3),
        ]

    def put(self, thing, language, topic, lasts):
        """Publish a thing in a language; it is preferred in the first of its languages."""
        self.number += 1
        write(
            thing,
            language=language,
            topics=",tides," if topic else "",
            expires_at=self.now + lasts * A_DAY if lasts else None,
            data={"title": f"{self.number}"},
            changed_at=self.now,
        )
        self.prefer(thing)

    def take(self, thing, language):
        """Withdraw it."""
        if self.live(thing, language).exists():
            remove(thing, language=language, at=self.now)
            self.prefer(thing)

    def live(self, thing, *languages):
        return CalendarEntry.objects.filter(uid=key(thing), language__in=languages, removed_at=None)

    def prefer(self, thing):
        """Whoever is preferred, or not any more, changes."""
        first = next((it for it in LANGUAGES if self.live(thing, it).exists()), None)
        for entry in self.live(thing, *LANGUAGES):
            if entry.is_preferred is not (entry.language == first):
                write(thing, language=entry.language, is_preferred=entry.language == first, changed_at=self.now)

    def wait(self, days):
        self.now += days * A_DAY

    def sweep(self):
        """Withdraw what has expired."""
        for entry in CalendarEntry.objects.filter(removed_at=None, expires_at__lte=self.now):
            remove(entry.uid.int, language=entry.language, reason="expired", at=self.now)
            self.prefer(entry.uid.int)

    def purge(self, days):
        prune(self.now - days * A_DAY)

    def make_anew(self):
        CalendarEntry.objects.exclude(removed_at=None).delete()
        clock = LedgerClock.objects.first()
        if clock is not None:
            clock.epoch, clock.horizon = uuid.uuid4(), clock.rev
            clock.save()

    def poll(self, *lost):
        """Each mirror asks, having lost so many answers."""
        for mirror, number in zip(self.mirrors, lost, strict=True):
            mirror.poll(self.now, lost=number)

    def public(self, selection):
        """What is public of a part, by uid: in the language that changed last."""
        rows = selection.entries(self.now).order_by("rev")
        return {entry.uid: (entry.language, entry.data) for entry in rows}


THING, LANGUAGE = st.integers(1, THINGS), st.sampled_from(LANGUAGES)
LOST = st.sampled_from([0, 0, 0, 1, 2])
WRITING = st.one_of(
    st.tuples(st.just("put"), THING, LANGUAGE, st.booleans(), st.sampled_from([0, 0, 1, 2])),
    st.tuples(st.just("take"), THING, LANGUAGE),
)
TIME = st.one_of(st.tuples(st.just("wait"), st.integers(1, 2)), st.tuples(st.just("sweep")))
PURGING = st.tuples(st.just("purge"), st.integers(-1, 2))
POLLING = st.tuples(st.just("poll"), *[LOST] * 4)
RESTORING = st.tuples(st.just("make_anew"))
KINDS = [*[WRITING] * 10, *[POLLING] * 5, *[TIME] * 3, *[PURGING] * 3, RESTORING]
STEPS = st.sampled_from(KINDS).flatmap(lambda kind: kind)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=10, max_size=40))
def test_every_copy_ends_as_what_is_public(home, steps):
    with transaction.atomic():
        world = World()
        for name, *arguments in steps:
            getattr(world, name)(*arguments)
        world.sweep()
        for mirror in world.mirrors:
            mirror.catch_up(world.now)

        assert [mirror.copy for mirror in world.mirrors] == [world.public(it.selection) for it in world.mirrors]
        transaction.set_rollback(True)


class Site(World):
    """The same with pages."""

    def __init__(self, home):
        self.home = home
        self.number = 0
        self.now = timezone.now()
        kinds = ("event",)
        self.mirrors = [
            Mirror(whole_site(kinds=kinds), limit=2),
            Mirror(whole_site(types=("Forum",), kinds=kinds), limit=1),
        ]

    def make(self):
        self.number += 1
        kind = SeriesFactory if self.number % 3 == 0 else ForumFactory
        kind(parent=self.home, title=f"Made {self.number}")

    def page(self, number):
        rows = EventPage.objects.order_by("path")
        return rows[number % rows.count()].specific if rows else None

    def edit(self, number):
        self.change(number, title=f"Edited {self.next()}")

    def hide(self, number):
        self.change(number, is_listed=False)

    def show(self, number):
        self.change(number, is_listed=True)

    def change(self, number, **values):
        page = self.page(number)
        if page is not None:
            for name, value in values.items():
                setattr(page, name, value)
            publish(page)

    def withdraw(self, number):
        page = self.page(number)
        if page is not None:
            page.unpublish()

    def delete(self, number):
        page = self.page(number)
        if page is not None:
            page.delete()

    def protect(self, number):
        page = self.page(number)
        if page is not None:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def open(self, number):
        for restriction in PageViewRestriction.objects.all()[number % 2 :][:1]:
            restriction.delete()

    def next(self):
        self.number += 1
        return self.number

    def titles(self, *types):
        """What lists show."""
        rows = Visibility(now=self.now).listed_documents().filter(type_name__in=types)
        return sorted(EventPage.objects.filter(pk__in=rows.values("page")).values_list("title", flat=True))


PAGE = st.integers(0, 5)
EDITS = st.one_of(
    st.tuples(st.just("make")),
    st.tuples(st.sampled_from(["edit", "hide", "show", "withdraw", "delete", "protect", "open"]), PAGE),
    st.tuples(st.just("poll"), LOST, LOST),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(EDITS, max_size=15))
def test_copies_follow_what_editors_do(home, steps):
    with transaction.atomic():
        site = Site(home)
        for name, *arguments in [("make",), ("make",), ("poll", 0, 0), *steps]:
            getattr(site, name)(*arguments)
        for mirror in site.mirrors:
            mirror.catch_up(site.now)

        assert [titles_of(mirror) for mirror in site.mirrors] == [
            site.titles("Forum", "SeminarSeries"),
            site.titles("Forum"),
        ]
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(not connection.features.has_select_for_update, reason="One transaction at a time writes anyway.")
def test_transactions_that_overlap_lose_no_change(home):
    """The second one began to write before the first one ended; the copy asked in between, and after each."""
    forums = [ForumFactory(parent=home, title=f"Forum {number}") for number in range(2)]
    mirror = Mirror(whole_site(), limit=100)
    mirror.catch_up(timezone.now())
    written, may_commit = threading.Event(), threading.Event()

    def publish_slowly():
        with transaction.atomic():
            rename(forums[0], "First")
            written.set()
            assert may_commit.wait(timeout=30)

    def publish_meanwhile():
        assert written.wait(timeout=30)
        rename(forums[1], "Second")

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(closing, publish_slowly), threads.submit(closing, publish_meanwhile)]
        wait_for_a_blocked_statement()
        mirror.poll(timezone.now())
        seen = titles_of(mirror)
        may_commit.set()
        for it in done:
            it.result(timeout=30)
    mirror.catch_up(timezone.now())

    assert (seen, titles_of(mirror)) == (["Forum 0", "Forum 1"], ["First", "Second"])


def rename(page, title):
    page.title = title
    page.save_revision().publish()


def closing(work):
    try:
        work()
    finally:
        connections.close_all()


def titles_of(mirror):
    return sorted(orjson.loads(data)["title"] for _, data in mirror.copy.values())


def wait_for_a_blocked_statement():
    """Return once a connection waits for another one, or after half a minute."""
    until = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
