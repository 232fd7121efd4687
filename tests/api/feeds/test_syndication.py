from __future__ import annotations

import datetime as dt

import feedparser
import pytest
from lxml import etree

from api.addresses import FeedFormat
from api.feeds.items import write_html
from api.feeds.syndication import REMOVALS, render_atom, render_changes, render_rss
from api.ledger.models import RemovalReason
from tests.api.feeds.entries import FEEDS, all_items, channel, find_item, tombstones
from tests.golden.write import SCHEMAS

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
}
ATOM = {"self_url": f"{FEEDS}/events.atom"}
RSS = {"self_url": f"{FEEDS}/events.rss"}


def atom(*items, **values):
    return etree.fromstring(render_atom(channel(**ATOM, **values), items))


def rss(*items):
    return etree.fromstring(render_rss(channel(**RSS), items))[0]


def changes(*items, **values):
    return etree.fromstring(render_changes(channel(self_url=f"{FEEDS}/changes.atom"), items, **values))


def texts(element, path):
    return [found.text for found in element.findall(path, NAMES)]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(lambda: atom(*all_items()), id="entries"),
        pytest.param(atom, id="empty"),
        pytest.param(
            lambda: changes(*all_items(), tombstones=tombstones(), next_url="https://example.org/"), id="changes"
        ),
    ],
)
def test_atom_conforms_to_rfc_4287(document):
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))

    feed = document()

    assert schema.validate(feed), schema.error_log
    assert feed.findall("atom:author", NAMES)
    assert all(it.findall("atom:link[@rel='alternate']", NAMES) for it in feed.findall("atom:entry", NAMES))


@pytest.mark.parametrize("broken", ["id", "updated", "title"])
def test_schema_of_atom_refuses_an_entry_without(broken):
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    feed = atom(find_item("aoe"))
    entry = feed.find("atom:entry", NAMES)

    entry.remove(entry.find(f"atom:{broken}", NAMES))

    assert not schema.validate(feed)


def test_atom_entry_says_what_happened():
    extended = find_item("aoe")

    entry = atom(extended).find("atom:entry", NAMES)

    assert [(child.tag.partition("}")[2], child.text or dict(child.attrib)) for child in entry] == [
        ("title", "Submission deadline: Lighthouse 2027 (23:59 AoE)"),
        ("link", {"href": "https://events.example.org/lighthouse-2027/#aoe", "rel": "alternate"}),
        ("published", "2027-01-11T09:30:00+00:00"),
        ("updated", "2027-02-01T08:00:00+00:00"),
        ("id", f"urn:uuid:{extended.data['uid']}"),
        ("category", {"term": "Deadline"}),
        ("category", {"term": "Call for papers"}),
        ("category", {"term": "extended"}),
        ("content", write_html(extended.data["paragraphs"])),
        ("startdate", "2027-07-15T23:59:00-12:00"),
        ("enddate", "2027-07-15T23:59:00-12:00"),
    ]


def test_atom_entry_names_its_speakers_and_its_place():
    entry = atom(find_item("before-summer-time")).find("atom:entry", NAMES)

    assert texts(entry, "atom:author/atom:name") == ["Maren Oldcastle"]
    assert texts(entry, "atom:author/atom:uri") == ["https://oldcastle.example.org/"]
    assert texts(entry, "atom:summary") == ["What keeps afloat."]
    assert texts(entry, "ev:startdate") == ["2027-03-24T16:00:00+00:00"]
    assert texts(entry, "ev:enddate") == ["2027-03-24T17:00:00+00:00"]
    assert texts(entry, "ev:location") == ["Online"]


def test_atom_feed_says_where_it_stands_and_when_it_changed():
    feed = atom(updated_at=dt.datetime(2027, 2, 3, 10, 0, 59, 999_999, tzinfo=dt.UTC))

    assert texts(feed, "atom:id") == [f"urn:uuid:{channel(**ATOM).uid}"]
    assert texts(feed, "atom:updated") == ["2027-02-03T10:00:59+00:00"]
    assert [dict(link.attrib) for link in feed.findall("atom:link", NAMES)] == [
        {"href": "https://events.example.org/", "rel": "alternate"},
        {"href": f"{FEEDS}/events.atom", "rel": "self"},
        {"href": f"{FEEDS}/events.ics", "rel": "alternate", "type": "text/calendar"},
        {"href": f"{FEEDS}/events.rss", "rel": "alternate", "type": "application/rss+xml"},
        {"href": f"{FEEDS}/events.json", "rel": "alternate", "type": "application/feed+json"},
    ]


def test_days_of_an_event_are_included_and_unknown_days_left_out():
    feed = atom(find_item("forum"), find_item("month"))

    days = [(texts(it, "ev:startdate"), texts(it, "ev:enddate")) for it in feed.findall("atom:entry", NAMES)]
    assert days == [(["2027-12-14"], ["2027-12-15"]), ([], [])]


def test_entries_say_their_language_where_it_is_not_the_feeds():
    feed, channel_of_rss = atom(find_item("chinese"), find_item("moved")), rss(find_item("chinese"), find_item("moved"))

    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.get(language) == "en"
    assert [it.get(language) for it in feed.findall("atom:entry", NAMES)] == ["zh-hans", None]
    assert [it.get(language) for it in channel_of_rss.findall("item")] == ["zh-hans", None]


def test_rss_item_is_dated_by_its_last_change():
    cancelled = find_item("cancelled")

    item = rss(cancelled).find("item")

    assert [(child.tag.rpartition("}")[2], child.text) for child in item] == [
        ("title", "CANCELLED: Anchors in the cloud"),
        ("link", "https://events.example.org/harbour-seminar/cancelled/"),
        ("description", write_html(cancelled.data["paragraphs"])),
        ("pubDate", "Mon, 01 Feb 2027 08:00:00 +0000"),
        ("guid", f"urn:uuid:{cancelled.data['uid']}"),
        ("category", "Talk"),
        ("category", "cancelled"),
        ("creator", "Ilse Quillfeather"),
        ("startdate", "2027-04-14T16:00:00+01:00"),
    ]
    assert item.find("guid").get("isPermaLink") == "false"


def test_rss_channel_says_where_it_stands_and_when_it_changed():
    head = rss()

    assert [(child.tag.rpartition("}")[2], child.text or dict(child.attrib)) for child in head] == [
        ("title", "Talks, tutorials; deadlines & more"),
        ("link", "https://events.example.org/"),
        ("description", "All dates of an invented community."),
        ("link", {"rel": "self", "href": f"{FEEDS}/events.rss"}),
        ("language", "en"),
        ("lastBuildDate", "Wed, 03 Feb 2027 10:00:00 +0000"),
        ("ttl", "360"),
        ("link", {"rel": "alternate", "type": "text/calendar", "href": f"{FEEDS}/events.ics"}),
        ("link", {"rel": "alternate", "type": "application/atom+xml", "href": f"{FEEDS}/events.atom"}),
        ("link", {"rel": "alternate", "type": "application/feed+json", "href": f"{FEEDS}/events.json"}),
        ("generator", "Colloquium"),
    ]


@pytest.mark.parametrize("render", [render_atom, render_rss])
def test_hostile_text_is_text_for_a_foreign_parser(render):
    title = "\x00Feeds\r\nof\u2028dates\ud800 ]]> & <b>"

    parsed = feedparser.parse(render(channel(title=title, description=title, author=title), [find_item("hostile")]))

    assert not parsed.bozo
    assert parsed.feed.title == "Feeds of dates ]]> & <b>"
    assert parsed.entries[0].title == (
        "Commas, semi;colons, back\\slashes \\N, a b, NUL, line end, ]]> and </script><b>"
    )


@pytest.mark.parametrize(("extension", "render"), [(FeedFormat.ATOM, render_atom), (FeedFormat.RSS, render_rss)])
def test_foreign_parser_reads_ids_addresses_and_changes(extension, render):
    parsed = feedparser.parse(render(channel(self_url=f"{FEEDS}/events.{extension}"), all_items()))

    dates = "updated_parsed" if extension is FeedFormat.ATOM else "published_parsed"
    assert not parsed.bozo
    assert [(it.id, it.link, dt.datetime(*it[dates][:6], tzinfo=dt.UTC)) for it in parsed.entries] == [
        (f"urn:uuid:{it.data['uid']}", it.data["url"], it.changed_at) for it in all_items()
    ]


def test_changes_have_tombstones_before_entries():
    feed = changes(
        find_item("moved"), tombstones=tombstones(), next_url="https://cms.example.org/feeds/changes.atom?c=1"
    )

    deleted = feed.findall("at:deleted-entry", NAMES)
    assert [dict(it.attrib) for it in deleted] == [
        {"ref": f"urn:uuid:{tombstones()[0].uid}", "when": "2027-02-02T11:00:00+00:00"}
    ]
    assert texts(feed, "at:deleted-entry/at:comment") == ["Deleted."]
    assert [it.get("href") for it in feed.findall("atom:link[@rel='next']", NAMES)] == [
        "https://cms.example.org/feeds/changes.atom?c=1"
    ]
    assert texts(feed, "atom:entry/atom:title") == ["Buoys and their drift"]


def test_changes_on_their_last_page_have_no_next_one():
    feed = changes(tombstones=[])

    assert feed.findall("atom:link[@rel='next']", NAMES) == []


def test_each_reason_of_removal_has_its_words():
    reasons = set(REMOVALS)

    assert reasons == set(RemovalReason.values)
