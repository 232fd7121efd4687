from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from lxml import html

from api.caching import forget_answers
from api.ledger.selection import FILTERS, KINDS, page_types
from tests.factories import (
    EventIndexFactory,
    ForumFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

BASE = "http://localhost:8000"


def read(client, path="/feeds/"):
    return html.fromstring(client.get(path).content.decode())


def test_every_feed_of_a_series_can_be_subscribed_to(client, home):
    SeriesFactory(parent=home, title="Tidal Seminar", slug="tidal")

    page = read(client)

    card = page.xpath("//li[h3='Tidal Seminar']")[0]
    assert {link.text: link.get("href") for link in card.iter("a")} == {
        "a calendar program": "webcal://localhost:8000/feeds/tidal.ics",
        "Google": "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Flocalhost%3A8000%2Ffeeds%2Ftidal.ics",
        "Outlook": (
            "https://outlook.live.com/calendar/0/addfromweb"
            "?url=http%3A%2F%2Flocalhost%3A8000%2Ffeeds%2Ftidal.ics&name=Tidal+Seminar"
        ),
        "iCalendar": f"{BASE}/feeds/tidal.ics",
        "Atom": f"{BASE}/feeds/tidal.atom",
        "RSS": f"{BASE}/feeds/tidal.rss",
        "JSON Feed": f"{BASE}/feeds/tidal.json",
        "JSON-LD": f"{BASE}/feeds/tidal.jsonld",
        "schedule.xml": f"{BASE}/feeds/tidal/schedule.xml",
    }
    assert card.findtext("code") == f"{BASE}/feeds/tidal.ics"


def test_each_feed_leads_to_its_own_event(client, home):
    titles = ["First", "Second", "Third"]
    for title, slug in zip(titles, ("same", "same", "events"), strict=True):
        ForumFactory(parent=EventIndexFactory(parent=home), title=title, slug=slug)

    page = read(client)

    cards = {title: page.xpath(f"//li[h3='{title}']//a[text()='JSON Feed']/@href")[0] for title in titles}
    assert cards["First"] == f"{BASE}/feeds/same.json"
    assert [client.get(urlsplit(cards[title]).path).json()["title"] for title in titles] == titles


def test_archive_is_not_for_subscribers(client, home):
    page = read(client)

    card = page.xpath("//li[h3='Colloquium: archive']")[0]
    assert [link.get("href") for link in card.iter("a")] == [f"{BASE}/feeds/archive.ics"]


def test_filters_are_shown_with_the_values_that_exist(client, home):
    series = SeriesFactory(parent=home, title="Tidal Seminar", slug="tidal")
    topic = TopicFactory(name="Currents", slug="currents")
    TopicFactory(name="Secret", slug="secret")
    talk = TalkFactory(parent=series)
    talk.topics.add(topic)
    publish(talk)

    page = read(client)

    shown = {
        term.text_content().strip(): [code.text for code in term.getnext().iter("code")] for term in page.iter("dt")
    }
    assert set(shown) == set(FILTERS)
    assert shown == {
        "type": list(page_types()),
        "topic": ["currents"],
        "language": ["en", "zh-hans"],
        "series": ["tidal"],
        "person": [],
        "kind": list(KINDS),
    }


def test_what_is_hidden_or_over_is_not_listed(client, home):
    ForumFactory(parent=home, title="Public forum")
    ForumFactory(parent=home, title="Secret draft", published=False)
    ForumFactory(parent=home, title="Secret unlisted", is_listed=False)
    ForumFactory(parent=home, title="Over", start_date=dt.date(2026, 6, 14))

    titles = [heading.text for heading in read(client).iter("h3")]

    assert titles[4:] == ["Public forum"]


def test_every_feed_that_is_listed_exists(client, home):
    sessions = [SessionFactory(start_date=dt.date(2027, 6, 14), start_time=dt.time(9, 0))]
    ForumFactory(parent=home, title="With a programme", sessions=sessions)
    ForumFactory(parent=home, title="Without one")
    SeriesFactory(parent=home)

    page = read(client)

    ours = [link.removeprefix(BASE) for link in page.xpath("//a/@href") if link.startswith(f"{BASE}/feeds/")]
    declared = {link.get("href"): link.get("type") for link in page.xpath("//link[@rel='alternate']")}
    assert {path: client.get(path).status_code for path in ours} == dict.fromkeys(ours, 200)
    assert [path.rpartition(".")[2] for path in ours].count("xml") == 2
    assert {url: client.get(url.removeprefix(BASE)).headers["Content-Type"] for url in declared} == {
        url: f"{media_type}; charset=utf-8" for url, media_type in declared.items()
    }


def test_links_within_the_page_and_its_files_exist(client, home):
    page = read(client)

    ours = {link for _, attribute, link, _ in page.iterlinks() if link.startswith("/") and attribute == "href"}

    assert ours == {"/static/pages/mark.svg", "/static/api/feeds.css", "/embed/", "/feeds/changes.json"}
    assert [client.get(path).status_code for path in ("/embed/", "/feeds/changes.json")] == [200, 200]


def test_problem_of_an_expired_cursor_leads_to_its_explanation(client, home):
    ForumFactory(parent=home)
    cursor = client.get("/feeds/changes.json").json()["cursor"]

    kind = client.get("/feeds/changes.json", {"cursor": cursor, "kind": "talk"}).json()["type"]

    address, _, anchor = kind.partition("#")
    assert "410" in read(client, address.removeprefix(BASE)).get_element_by_id(anchor).text_content()


def test_examples_stand_beside_the_code_for_them(client, home):
    series = SeriesFactory(parent=home, title="Tides <&> Ebbs", slug="tidal")
    ForumFactory(parent=home, title="Forum", slug="forum")

    page = read(client, "/embed/")

    code = [it.text for it in page.xpath("//pre/code")]
    live = [it.get("series") or it.get("event") or it.get("kind") for it in page.iter("event-list")]
    assert code[0] == f'<script type="module" src="{BASE}/embed/v1/events.js"></script>'
    assert code[1] == (
        f'<event-list series="tidal" when="upcoming" limit="5">\n  <a href="{BASE}/{series.slug}/">'
        "Tides &lt;&amp;&gt; Ebbs</a>\n</event-list>"
    )
    assert live == ["tidal", "submission", "forum"]
    assert [urlsplit(it.get("src")).path for it in page.iter("iframe")] == ["/embed/tidal/"]


def test_examples_are_there_without_any_event(client, home):
    page = read(client, "/embed/")

    assert [it.get("kind") for it in page.iter("event-list")] == ["submission"]


def test_pages_run_nothing_from_elsewhere_and_are_not_framed(client, home):
    policies = {path: client.get(path).headers["Content-Security-Policy"] for path in ("/feeds/", "/embed/")}

    ours = ("style-src", "script-src", "connect-src", "img-src", "frame-src")
    nobody = ("base-uri", "form-action", "frame-ancestors")
    policy = ["default-src 'none'", *(f"{it} 'self'" for it in ours), *(f"{it} 'none'" for it in nobody)]
    assert set(policies.values()) == {"; ".join(policy)}


def test_unchanged_page_is_not_sent_again(client, home):
    first = client.get("/feeds/")

    second = client.get("/feeds/", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("events", [1, 3])
def test_number_of_statements_does_not_depend_on_events(client, home, django_assert_num_queries, events):
    for _ in range(events):
        SeriesFactory(parent=home)
    client.get("/feeds/")
    cache.clear()
    forget_answers()

    with django_assert_num_queries(5):
        client.get("/feeds/")
