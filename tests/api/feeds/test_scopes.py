from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail.models import Site as WagtailSite

from api.feeds.scopes import window_start
from api.ledger.entries import read_item
from api.ledger.models import CalendarEntry
from api.ledger.selection import KINDS, filter_value, is_live, page_types
from pages.models import SiteSettings
from tests.api.feeds.asking import ask
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.ledger.entries import EntryData

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
DAY = dt.date(2027, 6, 14)
Filter = tuple[str, str]


class Site:
    """Events of all types under two topics, by three people, in two series, some of them in Chinese too."""

    def __init__(self, home) -> None:
        self.ada = PersonFactory(name="Ada Marsh", orcid=ORCID)
        self.bo = PersonFactory(name="Bo Reed")
        self.knots, self.ropes = TopicFactory(name="Knots"), TopicFactory(name="Rope works")
        self.forum = self.make_forum(home)
        TutorialFactory(parent=home, title="Knots by hand", slug="by-hand", topics=[self.knots])
        self.call = CallForPapersFactory(
            parent=home,
            title="Ropes 2028",
            slug="ropes",
            topics=[self.ropes],
            important_dates=[
                ImportantDateFactory(kind="camera_ready", start_date=DAY),
                ImportantDateFactory(kind="submission", start_date=None),
            ],
        )
        self.series = [
            SeriesFactory(parent=home, title=f"Seminar {name}", slug=f"seminar-{name}", topics=[self.knots])
            for name in ("one", "two")
        ]
        for series, person, topic in itertools.product(self.series, (self.ada, self.bo), (self.knots, self.ropes)):
            name = f"{person.name} on {topic.name}"
            TalkFactory(parent=series, title=name, topics=[topic], contributions=[ContributionFactory(person=person)])
        self.translate(self.forum, "港口论坛")
        self.translate(self.series[0], "讲座一")

    def make_forum(self, home):
        pause = SessionFactory(kind="break", title="Tea", start_date=DAY, start_time=dt.time(10))
        opening = SessionFactory(kind="keynote", title="Opening", start_date=DAY, start_time=dt.time(9))
        opening.speakers = [self.bo]
        dates = [ImportantDateFactory(kind=kind, start_date=DAY) for kind in ("submission", "notification", "other")]
        return ForumFactory(
            parent=home,
            title="Harbour Forum",
            slug="forum",
            topics=[self.knots, self.ropes],
            sessions=[opening, pause],
            important_dates=dates,
            contributions=[ContributionFactory(person=self.ada, role="chair")],
        )

    @staticmethod
    def translate(page, title: str) -> None:
        chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
        translated = page.copy_for_translation(chinese, copy_parents=True)
        translated.title = title
        publish(translated)

    def filters(self) -> Iterator[Filter]:
        """Each filter with all the values it has here, and with some that nothing has."""
        yield from (("type", name) for name in page_types())
        yield from (("kind", name) for name in ("event", "talk", "session", "deadline"))
        yield from (("kind", name) for name in ("submission", "camera-ready", "other", "rebuttal"))
        yield from (("topic", slug) for slug in ("knots", "rope-works"))
        yield from (("language", code) for code in ("en", "zh-hans"))
        yield from (("series", name) for name in ("seminar-one", str(self.series[1].translation_key)))
        yield from (("person", name) for name in (ORCID, str(self.bo.uid)))

    def matches(self, data: EntryData, name: str, value: str) -> bool:
        """Whether an entry has a value of a filter, told from what it says."""
        people = {ORCID: "Ada Marsh", str(self.bo.uid): "Bo Reed"}
        uids = {"seminar-one": str(self.series[0].translation_key)}
        parent = data["parent"]["uid"] if data["parent"] else None
        has = {
            "type": lambda: filter_value(data["type"]) == value,
            "kind": lambda: data["kind"] == value or (data["kind"] == "deadline" and data["dateKind"] == KINDS[value]),
            "topic": lambda: value in {topic["slug"] for topic in data["topics"]},
            "language": lambda: data["language"] == value,
            "series": lambda: uids.get(value, value) in {data["uid"], parent},
            "person": lambda: people[value] in {person["name"] for person in data["people"]},
        }
        return has[name]()


@pytest.fixture
def site(at_noon, home):
    return Site(home)


def all_data() -> list[EntryData]:
    rows = CalendarEntry.objects.filter(is_live(timezone.now()))
    return [read_item(row).data for row in rows]


def stands_in(data: EntryData, name: str, chosen: set[Filter], site: Site) -> bool:
    """Whether an entry stands in a feed with some filters: one value of each, and each thing in one language."""
    by_name = {key: {value for other, value in chosen if other == key} for key, _ in chosen}
    has_language = "language" in by_name or data["language"] == "en"
    is_meant = (name != "deadlines" or data["kind"] == "deadline") and data["dateKind"] != "break"
    return (
        has_language
        and is_meant
        and all(any(site.matches(data, key, value) for value in values) for key, values in by_name.items())
    )


def expect(name: str, chosen: set[Filter], site: Site, entries: list[EntryData]) -> set[tuple[str, str]]:
    return {(it["uid"], it["language"]) for it in entries if stands_in(it, name, chosen, site)}


def find(name: str, chosen: set[Filter]) -> set[tuple[str, str]]:
    """The uids and languages of what stands in a feed."""
    query = "&".join(f"{key}={value}" for key, value in sorted(chosen))
    items = ask(f"/feeds/{name}.json?{query}").json()["items"]
    return {(item["_event"]["id"], item["language"]) for item in items}


def test_each_filter_leaves_what_a_plain_comparison_leaves(site):
    entries, filters = all_data(), [set(), *({it} for it in site.filters())]
    asked = [(name, chosen) for name in ("events", "deadlines") for chosen in filters]

    found = [find(name, chosen) for name, chosen in asked]

    expected = [expect(name, chosen, site, entries) for name, chosen in asked]
    assert found == expected
    empty = [filter_ for (name, chosen), it in zip(asked, found, strict=True) for filter_ in chosen if not it]
    assert [filter_ for filter_ in empty if empty.count(filter_) == 2] == [("kind", "rebuttal")] * 2
    assert len(entries) == len(CalendarEntry.objects.all()) == 27


def test_filters_in_pairs_leave_what_a_plain_comparison_leaves(site):
    entries = all_data()
    both = {("language", "en"), ("language", "zh-hans")}  # A feed has each thing once.
    pairs = [{*pair} for pair in itertools.combinations(site.filters(), 2) if {*pair} != both]

    found = [find("events", pair) for pair in pairs]

    assert found == [expect("events", pair, site, entries) for pair in pairs]
    assert sum(1 for it in found if it) > 100


def test_feeds_of_a_page_hold_the_page_and_its_parts_breaks_included(site):
    def find_titles(path: str) -> list[str]:
        return sorted(item["title"] for item in ask(path).json()["items"])

    found = {
        path: find_titles(f"/feeds/{path}")
        for path in (
            "forum.json",
            "forum.json?kind=session",
            "forum.json?kind=event&language=zh-hans",
            "seminar-one.json?kind=talk",
        )
    }

    assert found == {
        "forum.json": [
            "Harbour Forum",
            "Notification: Harbour Forum (23:59 AoE)",
            "Opening (Harbour Forum)",
            "Other: Harbour Forum (23:59 AoE)",
            "Submission: Harbour Forum (23:59 AoE)",
            "Tea (Harbour Forum)",
        ],
        "forum.json?kind=session": ["Opening (Harbour Forum)", "Tea (Harbour Forum)"],
        "forum.json?kind=event&language=zh-hans": ["港口论坛"],
        "seminar-one.json?kind=talk": sorted(
            f"{person} on {topic}" for person in ("Ada Marsh", "Bo Reed") for topic in ("Knots", "Rope works")
        ),
    }


def test_a_feed_says_whose_and_of_what_it_is(site):
    settings = {"name": "Harbours", "tagline": "Ebb and flow."}
    SiteSettings.objects.update_or_create(site=WagtailSite.objects.get(is_default_site=True), defaults=settings)
    keys = ("title", "description", "home_page_url", "feed_url", "language")
    base = "http://localhost:8000"

    found = {
        path: [ask(f"/feeds/{path}").json()[key] for key in keys]
        for path in (
            "events.json",
            "deadlines.json?topic=knots,rope-works",
            "events.json?language=zh-hans",
            "forum.json",
        )
    }

    assert found == {
        "events.json": ["Harbours", "Ebb and flow.", f"{base}/", f"{base}/feeds/events.json", "en"],
        "deadlines.json?topic=knots,rope-works": [
            "Harbours: deadlines (knots, rope-works)",
            "Ebb and flow.",
            f"{base}/",
            f"{base}/feeds/deadlines.json?topic=knots&topic=rope-works",
            "en",
        ],
        "events.json?language=zh-hans": [
            "Harbours (zh-hans)",
            "Ebb and flow.",
            f"{base}/",
            f"{base}/feeds/events.json?language=zh-hans",
            "zh-hans",
        ],
        "forum.json": [
            "Harbour Forum",
            "Harbour Forum",
            f"{base}/forum/",
            f"{base}/feeds/forum.json",
            "en",
        ],
    }


def test_a_long_text_is_cut_in_the_head_of_a_feed(home):
    SeriesFactory(parent=home, slug="wordy", about=f"<p>{'tide ' * 5000}</p>")

    found = ask("/feeds/wordy.json").json()["description"]

    assert (len(found), found[-6:]) == (1000, " tide…")


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2027-06-01T00:00:00", "2027-03-01"),
        ("2027-06-30T23:59:59", "2027-03-01"),
        ("2027-03-31T12:00:00", "2026-12-01"),
        ("2027-01-15T12:00:00", "2026-10-01"),
        ("2028-05-31T12:00:00", "2028-02-01"),
    ],
)
def test_window_begins_with_the_month_three_months_back(now, start):
    found = window_start(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC))

    assert found == dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC)
