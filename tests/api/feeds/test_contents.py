from __future__ import annotations

import copy
import datetime as dt
import itertools
import random
import uuid

import feedparser
import icalendar
import orjson
import pytest
import time_machine
from django.utils import timezone
from django.utils.http import parse_http_date
from wagtail.models import Page, PageViewRestriction, Site

from api.feeds.contents import LARGEST_CALENDAR
from api.ledger.models import CalendarEntry
from pages.models import EventPage, Topic
from tests.api.conftest import NOW
from tests.api.feeds.asking import ask, ask_anew, build_small_site, feed_paths, said
from tests.api.watched_site import edit
from tests.factories import HomeFactory, SeriesFactory, TalkFactory, TopicFactory, publish

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def small_site(at_noon, home):
    return build_small_site(home)


def tags(paths: list[str]) -> dict[str, str]:
    """The tags of documents, each made anew."""
    return {path: ask_anew(path)["ETag"] for path in paths}


def titles(path: str) -> list[str]:
    """The names of the events of a calendar, in its order."""
    calendar = icalendar.Calendar.from_ical(ask_anew(path).content)
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_publishing_what_was_published_moves_nothing(small_site):
    paths = feed_paths()
    before = {path: said(ask_anew(path)) for path in paths}

    with time_machine.travel(NOW + DAY, tick=False):
        for page in EventPage.objects.specific():
            publish(page)
        after = {path: said(ask_anew(path)) for path in paths}

    moving = {path for path in paths if path.endswith(".jsonld")}
    assert {path for path in paths if after[path] != before[path]} - moving == set()
    assert {path: after[path][1] for path in moving} == {path: before[path][1] for path in moving}


def test_an_edit_changes_the_feeds_it_is_in_and_no_others(small_site):
    about_talk = [path for path in feed_paths() if "/talk." in path or "/seminar" in path]
    about_events = [f"/feeds/events.{it}" for it in ("ics", "atom", "rss", "json")]
    others = [path for path in feed_paths() if "/forum" in path or "/deadlines." in path]
    filtered = ["/feeds/events.ics?type=forum", "/feeds/events.ics?type=talk", "/feeds/events.ics?kind=deadline"]
    paths = [*feed_paths(), *filtered]
    before = tags(paths)

    with time_machine.travel(NOW + HOUR, tick=False):
        edit(small_site[1], title="Ebb")
        after = tags(paths)

    changed = {path for path in paths if before[path] != after[path]}
    assert changed & {*others, filtered[0], filtered[2]} == set()
    assert {*about_talk, *about_events, "/feeds/archive.ics", filtered[1]} - changed == {"/feeds/seminar.jsonld"}


class History:
    """Things that editors do, in an order that follows from a number, with the time going on."""

    def __init__(self, home, seed: int) -> None:
        self.home = home
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.numbers = itertools.count()
        self.series = SeriesFactory(parent=home, title="Seminar", slug="seminar")
        self.topics = [TopicFactory(name="Knots"), TopicFactory(name="Ropes")]
        self.other = SeriesFactory(parent=home, title="Other", slug="other")
        for _ in range(3):
            self.add()

    def pages(self):
        return list(EventPage.objects.child_of(self.series).specific())

    def any_page(self):
        return self.chance.choice(self.pages() or [self.add()])

    def step(self) -> str:
        name = self.chance.choice(self.steps)
        getattr(self, name)()
        return name

    steps = (
        "add",
        "rename",
        "file",
        "unfile",
        "delete_newest",
        "withdraw",
        "restore",
        "restrict",
        "open",
        "hide",
        "repeat",
        "pass_soon",
        "call_off",
        "wait",
        "move",
        "take_away",
        "name_topic",
    )

    def add(self):
        topics = self.chance.sample(self.topics, self.chance.randrange(3))
        number = next(self.numbers)
        day = dt.date(2027, 6, 1) + dt.timedelta(self.chance.randrange(-120, 60))
        return TalkFactory(
            parent=self.series, title=f"Talk {number}", slug=f"talk-{number}", start_date=day, topics=topics
        )

    def rename(self):
        edit(self.any_page(), title=f"Talk {next(self.numbers)}")

    def file(self):
        edit(self.any_page(), topics=self.topics)

    def unfile(self):
        edit(self.any_page(), topics=[])

    def delete_newest(self):
        newest = CalendarEntry.objects.filter(removed_at=None, kind="talk").order_by("-rev").first()
        if newest is not None:
            EventPage.objects.get(pk=newest.page_id).specific.delete()

    def withdraw(self):
        page = self.any_page()
        page.unpublish()

    def restore(self):
        for page in self.pages():
            if not page.live:
                page.expire_at = None
                publish(page)

    def restrict(self):
        PageViewRestriction.objects.create(page=self.any_page(), restriction_type="login")

    def open(self):
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    def hide(self):
        edit(self.any_page(), is_listed=self.chance.random() < 0.5)

    def repeat(self):
        publish(self.any_page())

    def pass_soon(self):
        edit(self.any_page(), expire_at=timezone.now() + self.chance.randrange(1, 90) * HOUR)

    def call_off(self):
        edit(self.any_page(), status=self.chance.choice(["cancelled", "scheduled", "postponed"]))

    def wait(self):
        pass

    def move(self):
        page = self.any_page()
        edit(page, start_date=page.start_date + dt.timedelta(self.chance.randrange(-30, 30)))

    def take_away(self):
        page = self.any_page()
        page.move(self.other, "last-child")

    def name_topic(self):
        topic = Topic.objects.get(pk=self.topics[0].pk)
        topic.name = f"Knots {next(self.numbers)}"
        topic.save()


@pytest.mark.parametrize("seed", range(3))
def test_tags_follow_the_bytes_and_dates_never_go_back(at_noon, home, seed):
    history = History(home, seed)
    paths = [
        *("/feeds/events.ics", "/feeds/events.ics?topic=knots", "/feeds/events.atom?topic=ropes", "/feeds/archive.ics"),
        *("/feeds/seminar.json", "/feeds/seminar.rss?topic=knots", "/feeds/events.ics?series=other"),
    ]
    now, seen = NOW, {path: [] for path in paths}
    done = []

    for _ in range(25):
        now += history.chance.choice([1, 60, 3600, 50_000, 200_000]) * dt.timedelta(seconds=1)
        with time_machine.travel(now, tick=False):
            done.append(history.step())
        now += dt.timedelta(seconds=1)
        with time_machine.travel(now, tick=False):
            for path in paths:
                kept, anew = ask(path), ask_anew(path)
                assert said(kept) == said(anew), (done, path)
                seen[path].append((anew["ETag"], anew.content, parse_http_date(anew["Last-Modified"])))

    for path, states in seen.items():
        by_tag, by_body = {}, {}
        for tag, body, _ in states:
            assert by_tag.setdefault(tag, body) == body, (done, path)
            by_body.setdefault(body, tag)
        for (_, before, was), (_, after, becomes) in itertools.pairwise(states):
            assert becomes >= was, (done, path)
            assert becomes > was or before == after, (done, path)
        assert len(by_body) > 2


def test_calendars_reach_back_to_the_first_day_of_the_month_three_months_ago(at_noon, home):
    series = SeriesFactory(parent=home, title="Seminar", slug="seminar", time_zone="UTC", usual_minutes=60)
    times = [(2, 27, 12, 0), (2, 28, 22, 59), (2, 28, 23, 30), (3, 1, 0, 0), (5, 31, 12, 0), (9, 1, 12, 0)]
    for month, day, hour, minute in times:
        start = {"start_date": dt.date(2027, month, day), "start_time": dt.time(hour, minute)}
        TalkFactory(parent=series, title=f"On {month}-{day} at {hour}:{minute:02}", **start)
    all_titles = [f"On {month}-{day} at {hour}:{minute:02}" for month, day, hour, minute in times]
    paths = ("/feeds/events.ics", "/feeds/archive.ics", "/feeds/seminar.ics")

    found = {path: titles(path) for path in paths}
    first = {path: ask(path) for path in paths}
    with time_machine.travel(dt.datetime(2027, 6, 30, 23, 59, 59, tzinfo=dt.UTC), tick=False):
        last = {path: ask(path) for path in paths}
    with time_machine.travel(dt.datetime(2027, 7, 1, tzinfo=dt.UTC), tick=False):
        kept = ask("/feeds/events.ics")
        moved = titles("/feeds/events.ics")

    assert found == {
        "/feeds/events.ics": all_titles[2:],
        "/feeds/archive.ics": all_titles,
        "/feeds/seminar.ics": all_titles,
    }
    assert {path: said(it) for path, it in last.items()} == {path: said(it) for path, it in first.items()}
    assert moved == all_titles[4:]
    assert kept["ETag"] != first["/feeds/events.ics"]["ETag"]
    assert kept["Last-Modified"] == "Thu, 01 Jul 2027 00:00:00 GMT"


def test_an_expired_event_leaves_the_kept_feed_at_its_instant(small_site):
    edit(small_site[1], expire_at=NOW + HOUR)
    before = ask("/feeds/events.ics")

    with time_machine.travel(NOW + HOUR - dt.timedelta(seconds=1), tick=False):
        until = ask("/feeds/events.ics")
    with time_machine.travel(NOW + HOUR, tick=False):
        after = ask("/feeds/events.ics", If_None_Match=before["ETag"])
        by_date = ask("/feeds/events.ics", If_Modified_Since=before["Last-Modified"])

    assert [b"Tides" in it.content for it in (before, until, after, by_date)] == [True, True, False, False]
    assert [after.status_code, by_date.status_code] == [200, 200]
    assert after["Last-Modified"] == "Tue, 01 Jun 2027 13:00:00 GMT"


def test_an_event_that_moves_to_another_site_changes_the_feeds_of_both(small_site, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = HomeFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    before = ask_anew("/feeds/events.ics")

    with time_machine.travel(NOW + HOUR, tick=False):
        Page.objects.get(pk=small_site[0].pk).move(other, "last-child")
        after = ask("/feeds/events.ics", If_Modified_Since=before["Last-Modified"])
        there = ask("/feeds/events.ics", Host="other.example.org")

    assert [b"Harbour Forum" in it.content for it in (before, after, there)] == [True, False, True]
    assert [it["Last-Modified"] for it in (after, there)] == ["Tue, 01 Jun 2027 13:00:00 GMT"] * 2


def make_many(number: int, *, text: str = "", start: dt.datetime = NOW) -> None:
    """Store entries like that of the only talk, an hour apart."""
    talk = CalendarEntry.objects.get(kind="talk")
    data, rows = orjson.loads(talk.data), []
    for index in range(number):
        uid, title, begins = uuid.UUID(int=index + 1), f"Talk {index}", start + index * HOUR
        row = copy.copy(talk)
        row.pk, row.uid, row.rev, row.starts_at, row.ends_at = None, uid, 1000 + index, begins, begins + HOUR
        row.data = orjson.dumps({**data, "uid": str(uid), "title": title, "headline": title}).decode()
        ics = bytes(talk.ics).decode().replace(str(talk.uid), str(uid)).replace("Tides", title)
        row.ics = ics.replace("END:VEVENT", f"X-TEXT:{text}\r\nEND:VEVENT").encode()
        rows.append(row)
    CalendarEntry.objects.bulk_create(rows, batch_size=100)


def test_feeds_hold_as_many_entries_as_clients_take_and_the_archive_all(small_site):
    make_many(1100)
    words = {"ics": b"BEGIN:VEVENT", "json": b'"date_modified"', "atom": b"<entry", "rss": b"<item>"}

    found = {extension: ask(f"/feeds/events.{extension}").content.count(word) for extension, word in words.items()}
    archive = ask("/feeds/archive.ics").content.count(b"BEGIN:VEVENT")

    assert found == {"ics": 1000, "json": 500, "atom": 100, "rss": 100}
    assert archive == 1104


def test_calendars_are_as_small_as_clients_take(small_site):
    make_many(700, text="x" * 2000)

    body = ask("/feeds/events.ics").content

    assert 980_000 < len(body) < LARGEST_CALENDAR
    assert body.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert ask("/feeds/archive.ics").content.count(b"BEGIN:VEVENT") == 704


@pytest.mark.parametrize("text", ["", "x" * 2000])
def test_calendars_of_pages_leave_out_the_oldest_where_there_are_too_many(small_site, text):
    make_many(1100, text=text, start=NOW - 1200 * HOUR)

    held = titles("/feeds/seminar.ics")
    listed = {it["title"] for it in ask("/feeds/seminar.json").json()["items"]}

    assert held[-2:] == ["Ada Marsh: Talk 1099", "Ada Marsh: Tides"]
    assert {"Talk 1099", "Tides"} - listed == set()
    assert held == [f"Ada Marsh: Talk {index}" for index in range(1101 - len(held), 1100)] + ["Ada Marsh: Tides"]


def test_calendars_begin_with_the_earliest_and_other_feeds_with_the_last_change(small_site):
    with time_machine.travel(NOW + HOUR, tick=False):
        edit(small_site[0], summary="Again.")

    calendar = titles("/feeds/events.ics")
    atom = [it["title"] for it in feedparser.parse(ask("/feeds/events.atom").content).entries]
    listed = [it["title"] for it in ask("/feeds/events.json").json()["items"]]

    assert calendar == [
        "Papers: Harbour Forum (23:59 AoE)",
        "Harbour Forum",
        "Opening (Harbour Forum)",
        "Ada Marsh: Tides",
    ]
    assert atom == ["Harbour Forum", "Tides", "Harbour Seminar", "Opening (Harbour Forum)", calendar[0]]
    assert listed == atom
