"""One thing is told with the same facts in every format, whichever way they take there."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import feedparser
import icalendar
import pytest
import time_machine
from django.core.management import call_command

from api.feeds.events import listed_events
from api.ids import GlobalId
from api.visibility import Visibility
from pages import demo
from pages.choices import SPEAKING_ROLES
from tests.api.feeds.asking import ask as read
from tests.api.watched_site import NOW, build_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

pytestmark = pytest.mark.django_db

SPEAKING = {role.upper() for role in SPEAKING_ROLES}
WHEN = "start { instant date } end { instant date }"
GRAPH = """{
  events(first: 100, where: { types: [FORUM, TUTORIAL, CALL_FOR_PAPERS, SEMINAR_SERIES, TALK] }) {
    totalCount nodes { __typename id title url status when { WHEN } contributors { role person { name } } }
  }
  importantDates(first: 100) {
    totalCount nodes { id label at { instant date } until { instant date } event { url status } certainty }
  }
  sessions(first: 100) {
    totalCount nodes { id title when { WHEN } speakers { name } event { url status } }
  }
}""".replace("WHEN", WHEN)
ICAL_STATUSES = {"CANCELLED": "CANCELLED", "POSTPONED": "TENTATIVE", "TENTATIVE": "TENTATIVE"}
SCHEMA_ORG = "https://schema.org/"


@dataclass(frozen=True)
class Fact:
    """What one format says of one thing: when in UTC, or on which day; who speaks; the address of its page."""

    title: str | None
    start: str | None
    url: str
    status: str
    people: tuple[str, ...]
    kind: str


def instant_or_day(moment: dict[str, Any] | None) -> str | None:
    return (moment["instant"] or moment["date"]) if moment else None


def at_utc(text: str | None) -> str | None:
    """An instant in UTC, or the day of what has no zone."""
    if text is None or len(text) <= len("2027-06-14"):
        return text
    value = dt.datetime.fromisoformat(text)
    return value.date().isoformat() if value.tzinfo is None else f"{value.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def names(people: Iterable[dict[str, Any] | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person["name"] for person in people if person))


def from_graph(data: dict[str, Any]) -> Iterator[tuple[str, Fact]]:
    for field in data.values():
        assert field["totalCount"] == len(field["nodes"])
    for node in data["events"]["nodes"]:
        speakers = names(it["person"] for it in node["contributors"] if it["role"] in SPEAKING)
        kind = "talk" if node["__typename"] == "Talk" else "event"
        start = instant_or_day(node["when"]["start"])
        yield uid_of(node), Fact(node["title"], start, node["url"], node["status"], speakers, kind)
    for node in data["sessions"]["nodes"]:
        event, start = node["event"], instant_or_day(node["when"]["start"])
        yield (
            uid_of(node),
            Fact(node["title"], start, event["url"], event["status"], names(node["speakers"]), "session"),
        )
    for node in data["importantDates"]["nodes"]:
        event, closing = node["event"], node["until"] or node["at"]
        start = closing["instant"] or node["at"]["date"]
        is_unsure = node["certainty"] != "CONFIRMED" and event["status"] == "SCHEDULED"
        status = "TENTATIVE" if is_unsure else event["status"]
        yield uid_of(node), Fact(node["label"], start, event["url"], status, (), "deadline")


def uid_of(node: dict[str, Any]) -> str:
    return GlobalId.parse(node["id"]).key


def page_names() -> list[str]:
    """The uids of all event pages in the first language; their feeds hold everything, whenever it is."""
    rows = listed_events(Visibility(hostname="testserver"))
    return [str(key) for key in rows.values_list("page__translation_key", flat=True)]


def from_json(names_of_feeds: list[str]) -> Iterator[tuple[str, Fact]]:
    for name in names_of_feeds:
        for item in json.loads(read(f"/feeds/{name}.json").content)["items"]:
            event = item["_event"]
            start = event.get("deadline") or event.get("start") or event.get("startDate")
            people = names(item.get("authors", ()))
            status = event["status"].upper()
            url = event["url"].partition("#")[0]
            yield event["id"], Fact(item["title"], at_utc(start), url, status, people, event["kind"])


def from_syndication(names_of_feeds: list[str], extension: str) -> Iterator[tuple[str, Fact]]:
    for name in names_of_feeds:
        parsed = feedparser.parse(read(f"/feeds/{name}.{extension}").content)
        assert not parsed.bozo
        for entry in parsed.entries:
            tags = [tag.term for tag in entry.get("tags", ())]
            status = next((it.upper().replace(" ", "_") for it in tags if it in STATUS_WORDS), "SCHEDULED")
            kind = tags[0].lower() if tags[0].lower() in {"talk", "session", "deadline"} else "event"
            people = names(entry.get("authors", ())) if extension == "atom" else ()
            start = at_utc(entry.get("ev_startdate"))
            url = unquote(entry.link.partition("#")[0])
            yield entry.id.removeprefix("urn:uuid:"), Fact(entry.title, start, url, status, people, kind)


STATUS_WORDS = {"cancelled", "postponed", "moved online"}


def from_calendar() -> Iterator[tuple[str, Fact]]:
    for event in icalendar.Calendar.from_ical(read("/feeds/archive.ics").content).walk("VEVENT"):
        kind = event["categories"].to_ical().decode().split(",")[0].lower()
        kind = kind if kind in {"talk", "session", "deadline"} else "event"
        start = event["dtend" if kind == "deadline" and isinstance(event["dtend"].dt, dt.datetime) else "dtstart"].dt
        url = unquote(str(event["url"]).partition("#")[0])
        yield (
            str(event["uid"]),
            Fact(str(event["summary"]), at_utc(start.isoformat()), url, str(event["status"]), (), kind),
        )


def from_changes() -> Iterator[tuple[str, Fact]]:
    for change in json.loads(read("/feeds/changes.json?limit=500").content)["changes"]:
        data = change["object"]
        closing = data["end"] or data["start"]
        start = instant_or_day(data["start"])
        if data["kind"] == "deadline":
            start = closing["instant"] or data["start"]["date"]
        people = names(it for it in data["people"] if it["role"] in SPEAKING_ROLES)
        url = data["url"].partition("#")[0]
        yield change["uid"], Fact(data["title"], start, url, data["status"].upper(), people, data["kind"])


def from_linked_data(names_of_feeds: list[str]) -> Iterator[tuple[str, Fact]]:
    for name in names_of_feeds:
        response = read(f"/feeds/{name}.jsonld")
        if response.status_code == 404:
            continue
        node = json.loads(response.content)
        performers = node.get("performer", [])
        people = names(performers if isinstance(performers, list) else [performers])
        statuses = node.get("eventStatus", [])
        words = [
            it.removeprefix(f"{SCHEMA_ORG}Event").upper()
            for it in ([statuses] if isinstance(statuses, str) else statuses)
        ]
        yield name, Fact(node["name"], at_utc(node.get("startDate")), node["url"], " ".join(words), people, "")


def collect(facts: Iterable[tuple[str, Fact]]) -> dict[str, Fact]:
    """The facts by uid; what stands in several feeds says the same in all of them."""
    found: dict[str, Fact] = {}
    for uid, fact in facts:
        assert found.setdefault(uid, fact) == fact
    return found


def in_headlines(facts: dict[str, Fact], found: dict[str, Fact]) -> dict[str, Fact]:
    """The facts with the title as the format has it, if that holds the plain one."""
    return {
        uid: replace(fact, title=found[uid].title)
        for uid, fact in facts.items()
        if (fact.title or "Title to be announced") in found[uid].title
    }


def compare(expected: dict[str, Fact]) -> None:
    """Read everything everywhere, and compare."""
    feeds = page_names()
    listed = collect(from_json(feeds))
    assert listed == in_headlines(expected, listed)

    tentative = {uid for uid, fact in expected.items() if fact.status == "TENTATIVE"}
    as_news = {uid: replace(it, status="SCHEDULED") if uid in tentative else it for uid, it in expected.items()}
    atom = collect(from_syndication(feeds, "atom"))
    assert atom == in_headlines(as_news, atom)
    rss = collect(from_syndication(feeds, "rss"))
    assert rss == in_headlines({uid: replace(it, people=()) for uid, it in as_news.items()}, rss)

    dated = {uid: it for uid, it in expected.items() if it.start}
    in_calendar = {
        uid: replace(it, status=ICAL_STATUSES.get(it.status, "CONFIRMED"), people=()) for uid, it in dated.items()
    }
    calendar = collect(from_calendar())
    assert calendar == in_headlines(in_calendar, calendar)
    for uid, it in dated.items():
        assert it.kind != "talk" or all(name in calendar[uid].title for name in it.people[:1])

    logged = collect(from_changes())
    assert logged == expected

    described = collect(from_linked_data(feeds))
    pages = {uid: it for uid, it in expected.items() if uid in feeds and it.title}
    words = {uid: it.status.replace("_", "") for uid, it in pages.items()}
    assert {uid: replace(it, status="") for uid, it in described.items()} == {
        uid: replace(it, status="", kind="") for uid, it in pages.items()
    }
    assert {uid for uid, it in described.items() if it.status not in {words[uid], "RESCHEDULED", ""}} == set()


def test_a_site_with_everything_is_told_alike_everywhere(home, ask):
    with time_machine.travel(NOW, tick=False):
        build_site(home)

        expected = collect(from_graph(ask(GRAPH)))

        assert len(expected) == 20
        compare(expected)


def test_the_sample_communities_are_told_alike_everywhere(home, ask, tmp_path):
    with time_machine.travel(NOW, tick=False):
        documents = demo.render(NOW.date(), tmp_path)
        call_command("import_documents", str(documents), publish=True, stdout=io.StringIO())

        expected = collect(from_graph(ask(GRAPH)))

        assert len(expected) > 20
        compare(expected)
