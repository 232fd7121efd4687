from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from tests.factories import EventIndexFactory, ForumFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

BASE = "http://localhost:8000"
FEED = "feed { title calendarUrl webcalUrl googleCalendarUrl outlookUrl atomUrl rssUrl jsonFeedUrl }"
ADDRESSES = "{ events(first: 20) { nodes { feed { calendarUrl } } } }"


def test_feeds_of_the_site(ask, home):
    data = ask("{ site { feeds { title calendarUrl webcalUrl } } }")

    assert data["site"]["feeds"] == [
        {
            "title": "Colloquium",
            "calendarUrl": f"{BASE}/feeds/events.ics",
            "webcalUrl": "webcal://localhost:8000/feeds/events.ics",
        },
        {
            "title": "Colloquium: deadlines",
            "calendarUrl": f"{BASE}/feeds/deadlines.ics",
            "webcalUrl": "webcal://localhost:8000/feeds/deadlines.ics",
        },
    ]


def test_feed_of_an_event(ask, home):
    SeriesFactory(parent=home, title="Harbour & Sea", slug="harbour")

    data = ask(f'{{ event(by: {{path: "/harbour/"}}) {{ {FEED} }} }}')

    webcal = "webcal%3A%2F%2Flocalhost%3A8000%2Ffeeds%2Fharbour.ics"
    quoted = "http%3A%2F%2Flocalhost%3A8000%2Ffeeds%2Fharbour.ics"
    assert data["event"]["feed"] == {
        "title": "Harbour & Sea",
        "calendarUrl": f"{BASE}/feeds/harbour.ics",
        "webcalUrl": "webcal://localhost:8000/feeds/harbour.ics",
        "googleCalendarUrl": f"https://calendar.google.com/calendar/r?cid={webcal}",
        "outlookUrl": f"https://outlook.live.com/calendar/0/addfromweb?url={quoted}&name=Harbour+%26+Sea",
        "atomUrl": f"{BASE}/feeds/harbour.atom",
        "rssUrl": f"{BASE}/feeds/harbour.rss",
        "jsonFeedUrl": f"{BASE}/feeds/harbour.json",
    }


def test_unlisted_event_has_no_feed(ask, home):
    ForumFactory(parent=home, slug="quiet", is_listed=False)

    assert ask(f'{{ event(by: {{path: "/quiet/"}}) {{ {FEED} }} }}') == {"event": {"feed": None}}


def test_each_feed_leads_to_its_own_event(ask, client, home):
    folder = EventIndexFactory(parent=home, slug="folder")
    ForumFactory(parent=folder, title="Third", slug="events")
    forum = ForumFactory(parent=home, title="First", slug="same")
    ForumFactory(parent=folder, title="Second", slug="same")
    chinese = Locale.objects.create(language_code="zh-hans")
    home.copy_for_translation(chinese)
    translated = forum.copy_for_translation(chinese)
    translated.title = "第一"
    translated.save_revision().publish()
    nodes = ask("{ events(first: 20) { nodes { title locale feed { jsonFeedUrl } } } }")["events"]["nodes"]

    titles = {client.get(node["feed"]["jsonFeedUrl"].removeprefix(BASE)).json()["title"] for node in nodes}

    assert len({node["feed"]["jsonFeedUrl"] for node in nodes}) == 4
    assert titles == {"First", "Second", "Third", "第一"}


def test_feeds_of_many_events_cost_one_statement(post, home):
    def count(number: int) -> int:
        for _ in range(number):
            ForumFactory(parent=home)
        post("{ events(first: 20) { nodes { title } } }")
        with CaptureQueriesContext(connection) as captured:
            post(ADDRESSES)
        return sum("slug" in query["sql"] for query in captured)

    assert (count(1), count(5)) == (1, 1)


def test_feed_of_a_talk_without_title_says_no_more(ask, home):
    series = SeriesFactory(parent=home, title="Harbour", slug="harbour")
    TalkFactory(parent=series, title="A note to ourselves", slug="talk", title_announced=False)

    data = ask('{ event(by: {path: "/harbour/talk/"}) { feed { title calendarUrl } } }')

    assert data["event"]["feed"] == {"title": "Talk", "calendarUrl": f"{BASE}/feeds/talk.ics"}
