"""What answers say at each instant at which anything begins, passes, opens or expires."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from pages.models import EventPage
from tests.api.watched_answers import LISTS, Operation, Process, Seen, ask_afresh, operations
from tests.api.watched_site import HOUR, NOW, build_site, global_ids
from tests.factories import ForumFactory, ImportantDateFactory, LinkFactory, SeriesFactory, SessionFactory, TalkFactory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

pytestmark = pytest.mark.django_db

MICROSECOND, SECOND = dt.timedelta(microseconds=1), dt.timedelta(seconds=1)
LONGEST_PROMISE = 120
PATHS = ["/folder/forum/", "/notice/", "/old/", "/days/", "/seminar/", "/seminar/talk-0/", "/seminar/short/"]
CLOCK = Operation("clock", "{ serverTime }", {})


def boundaries() -> set[dt.datetime]:
    """Every instant of the content at which an answer may change by itself, or a page is published."""
    found: set[dt.datetime | None] = set()
    for page in Page.objects.specific():
        found |= {page.expire_at, page.go_live_at if not page.live else None}
        found |= set(instants_of(page)) if isinstance(page, EventPage) else set()
    return {instant for instant in found if instant is not None}


def instants_of(event: EventPage) -> Iterator[dt.datetime | None]:
    """The instants of an event and its child rows."""
    yield from (event.starts_at, event.ends_at)
    for link in event.links.all():
        yield from (link.visible_from, link.visible_until)
    for date in event.important_dates.all():
        yield from (date.ends_at, date.start.latest)
    for session in event.sessions.all():
        yield from (session.starts_at, session.ends_at)


def around(instants: Iterable[dt.datetime]) -> list[dt.datetime]:
    """Just before, at and just after each instant."""
    steps = (-SECOND, -MICROSECOND, dt.timedelta(), SECOND)
    return sorted({instant + step for instant in instants for step in steps})


def at_the_edge(instant: dt.datetime, changes: Iterable[dt.datetime]) -> bool:
    """Whether something changes at `instant` or a microsecond after it."""
    return not {instant, instant + MICROSECOND}.isdisjoint(changes)


class Watch:
    """Goes forward in time, and notes where an answer is not the one that a process without memory gives."""

    def __init__(self, watched: list[Operation], changes: Collection[dt.datetime]) -> None:
        self.watched = watched
        self.changes = sorted(changes)
        self.warm, self.idle = Process(), Process()
        self.latest: dict[str, Seen] = {}
        self.promised: dict[str, dt.datetime] = {}
        self.wrong: dict[str, list[str]] = defaultdict(list)
        self.different = 0

    def go_to(self, now: dt.datetime) -> None:
        """Ask everything at an instant; between changes, what was true after the one before is true still."""
        is_edge = at_the_edge(now, self.changes)
        for operation in self.watched:
            latest = self.latest.get(operation.name)
            true = ask_afresh(operation) if is_edge or latest is None else latest
            for process in (self.warm, self.idle):
                self.compare(operation, process.ask(operation), true, now)

    def compare(self, operation: Operation, seen: Seen, true: Seen, now: dt.datetime) -> None:
        """An answer of a process that has answered before, beside the one of a process without memory."""
        if (seen.body, seen.etag) != (true.body, true.etag):
            self.wrong[operation.name].append(f"{now}: {seen.body!r} instead of {true.body!r}")
        self.keep_promises(operation.name, seen, now)

    def keep_promises(self, name: str, seen: Seen, now: dt.datetime) -> None:
        """No shared cache gives an answer that is not true any more, and none asks again without need."""
        latest = self.latest.get(name)
        if latest is not None and latest.body != seen.body:
            self.different += 1
            if self.promised[name] > now:
                self.wrong[name].append(f"{now}: was to hold until {self.promised[name]}")
            del self.promised[name]
        self.latest[name] = seen
        until = now + dt.timedelta(seconds=seen.seconds)
        self.promised[name] = max(until, self.promised.get(name, until))
        if seen.seconds < self.least_promise(now):
            self.wrong[name].append(f"{now}: holds for {seen.seconds} s only")

    def least_promise(self, now: dt.datetime) -> int:
        """Seconds until anything changes."""
        ahead = next((instant - now for instant in self.changes if instant > now), dt.timedelta.max)
        return min(LONGEST_PROMISE, ahead // SECOND)

    def publish(self) -> None:
        """Have what is scheduled published; caches were told nothing of it before."""
        with self.warm.running():
            call_command("publish_scheduled")
        self.promised = dict.fromkeys(self.promised, NOW)


def test_answers_change_at_the_instants_of_the_content_and_hold_until_then(home):
    with time_machine.travel(NOW, tick=False) as clock:
        build_site(home)
        [published_at] = Page.objects.filter(go_live_at__isnull=False).values_list("go_live_at", flat=True)
        watch = Watch(operations(paths=PATHS, ids=global_ids()), boundaries())

        for instant in around({NOW, *watch.changes}):
            clock.move_to(instant)
            if instant == published_at:
                watch.publish()
            watch.go_to(instant)

    assert watch.wrong == {}
    assert (len(watch.changes), watch.different) == (35, 124)


@pytest.mark.parametrize(
    ("zone", "ended_at"),
    [
        ("Europe/Oslo", dt.datetime(2027, 6, 9, 22, tzinfo=dt.UTC)),
        ("", dt.datetime(2027, 6, 10, 12, tzinfo=dt.UTC)),
    ],
)
def test_answers_hold_until_the_last_day_of_a_link_has_ended_at_its_place(home, zone, ended_at):
    steps = [NOW, *around({ended_at})]
    with time_machine.travel(NOW, tick=False) as clock:
        ForumFactory(parent=home, slug="forum", time_zone=zone, links=[LinkFactory(expires_on=dt.date(2027, 6, 9))])
        watch = Watch(operations(paths=["/forum/"], ids=[], lists=["links"]), boundaries())
        shown = []
        for instant in steps:
            clock.move_to(instant)
            watch.go_to(instant)
            shown.append({name: b'"AVAILABLE"' in watch.latest[name].body for name in ("links", "route /forum/")})

    before, after = dict.fromkeys(shown[0], True), dict.fromkeys(shown[0], False)
    assert watch.wrong == {}
    assert shown == [before, before, before, after, after]


@pytest.mark.parametrize(("milliseconds", "seconds"), [(0, 1), (1, 0), (999, 0), (1000, 1), (61_000, 1)])
def test_clock_of_the_server_is_true_for_the_rest_of_its_second(home, milliseconds, seconds):
    process, now = Process(), NOW + dt.timedelta(milliseconds=milliseconds)
    with time_machine.travel(NOW, tick=False):
        process.ask(CLOCK)

    with time_machine.travel(now, tick=False):
        seen = process.ask(CLOCK)

    assert (json.loads(seen.body), seen.seconds) == ({"data": {"serverTime": f"{now:%Y-%m-%dT%H:%M:%SZ}"}}, seconds)


def test_slow_request_is_not_told_of_changes_after_the_first(home):
    """Its time is the one at which it came; others that came later may have been answered before."""
    process, start = Process(), NOW + HOUR
    with time_machine.travel(NOW, tick=False) as clock:
        series = SeriesFactory(parent=home, title="Series", time_zone="UTC")
        for hours in (1, 5):
            TalkFactory(parent=series, start_date=NOW.date(), start_time=(NOW + hours * HOUR).time(), minutes=30)
        process.ask(Operation("first", "{ serverTime }", {}))
        asked = [Operation(name, LISTS[name], {}) for name in ("talks in phases", "events in phases", "series")]

        clock.move_to(start + SECOND)
        later = [process.ask(operation) for operation in asked]
        clock.move_to(start - SECOND)
        slow = [process.ask(Operation(it.name, f"{it.document}#", {})) for it in asked]
        fresh = [ask_afresh(operation) for operation in asked]

    assert slow == fresh
    assert [it.seconds for it in slow] == [1, 1, 1]
    assert [it.body for it in later] != [it.body for it in slow]


MINUTES = st.integers(0, 14 * 24 * 60)
POLICIES = st.sampled_from(["aoe", "zone", "floating"])
ZONES = st.sampled_from(["UTC", "Europe/Oslo", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns"])


@st.composite
def contents(draw):
    """Times of a forum with what hangs on it and of talks, in minutes after `NOW`."""
    return {
        "zone": draw(ZONES),
        "event": draw(st.tuples(MINUTES, st.integers(1, 4000))),
        "dates": draw(
            st.lists(st.tuples(MINUTES, st.sampled_from(["aoe", "zone", "floating"]), st.booleans()), max_size=3)
        ),
        "sessions": draw(st.lists(MINUTES, max_size=2)),
        "talks": draw(st.lists(st.tuples(MINUTES, st.integers(1, 600)), max_size=3)),
        "window": draw(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000))),
        "expiry": draw(st.none() | MINUTES),
    }


def local(minutes: int) -> tuple[dt.date, dt.time]:
    instant = NOW + dt.timedelta(minutes=minutes)
    return instant.date(), instant.time()


def store(home, content) -> None:
    """The pages that `contents` describes."""
    (start, length), (opens, closes) = content["event"], content["window"]
    (start_date, start_time), (end_date, end_time) = local(start), local(start + length)
    ForumFactory(
        parent=home,
        title="Harbour Forum",
        slug="forum",
        time_zone=content["zone"],
        start_date=start_date,
        start_time=start_time,
        end_date=end_date,
        end_time=end_time,
        links=[LinkFactory(visible_from_minutes=opens, visible_until_minutes=closes)],
        important_dates=[make_date(*date) for date in content["dates"]],
        sessions=[SessionFactory(start_date=local(it)[0], start_time=local(it)[1]) for it in content["sessions"]],
        expire_at=None if content["expiry"] is None else NOW + dt.timedelta(minutes=content["expiry"]) + MICROSECOND,
    )
    series = SeriesFactory(parent=home, title="Harbour Seminar", slug="seminar", time_zone=content["zone"])
    for begins, minutes in content["talks"]:
        date, time = local(begins)
        TalkFactory(parent=series, start_date=date, start_time=time, minutes=minutes)


def make_date(minutes: int, policy: str, has_time: bool):  # noqa: FBT001  # drawn as a row of values
    date, time = local(minutes)
    return ImportantDateFactory(start_date=date, start_time=time if has_time else None, zone_policy=policy)


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=contents())
def test_answers_hold_until_they_change_whatever_the_times(home, content):
    # Content that was rolled back has the versions of the next one, because the clock goes back.
    cache.clear()

    with time_machine.travel(NOW, tick=False) as clock, transaction.atomic():
        store(home, content)
        watch = Watch(operations(paths=["/forum/", "/seminar/"], ids=[]), boundaries())
        for instant in around(watch.changes):
            clock.move_to(instant)
            watch.go_to(instant)
        transaction.set_rollback(True)

    assert watch.wrong == {}
