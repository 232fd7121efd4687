"""The change log over HTTP, and the changes that feed readers show."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import quote

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from api.ledger.changes import prune
from api.ledger.models import CalendarEntry, LedgerClock
from tests.api.calendar_rows import describe, key, remove, whole_site, write
from tests.factories import ForumFactory, ImportantDateFactory, SeriesFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
DOCS = "http://localhost:8000/feeds/"


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"


@pytest.fixture
def read(client):
    """A page of changes as JSON."""

    def send(**parameters):
        response = client.get("/feeds/changes.json", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return send


@pytest.fixture
def refusal(client):
    """The problem document of a request that is refused."""

    def send(query):
        response = client.get(f"/feeds/changes.json?{query}")
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.json()["status"] == response.status_code
        return response.status_code, response.json()["detail"], response.json().get("parameter")

    return send


def test_a_page_says_what_to_keep_and_what_to_forget(home, read):
    title = 'Tides \\ "waves" \u2028 潮汐'
    write(1)
    cursor = read()["cursor"]
    write(2, data={"title": title})
    remove(1, reason="unpublished", at=NOW)

    page = read(cursor=cursor)

    assert page == {
        "changes": [
            {
                "action": "upsert",
                "uid": str(key(2)),
                "language": "en",
                "rev": 2,
                "changedAt": "2027-01-01T00:00:00Z",
                "sequence": 0,
                "publishedAt": "2027-01-01T00:00:00Z",
                "object": describe(2, "en", title=title),
            },
            {
                "action": "remove",
                "uid": str(key(1)),
                "language": "en",
                "rev": 3,
                "changedAt": "2027-06-01T12:00:00Z",
                "reason": "unpublished",
            },
        ],
        "cursor": page["cursor"],
        "hasMore": False,
        "docs": DOCS,
    }


def test_pages_follow_one_another(home, read):
    for number in range(1, 6):
        write(number)

    first = read(limit=2)
    second = read(limit=2, cursor=first["cursor"])
    third = read(limit=2, cursor=second["cursor"])
    empty = read(limit=2, cursor=third["cursor"])

    pages = [first, second, third, empty]
    assert [[it["rev"] for it in page["changes"]] for page in pages] == [[1, 2], [3, 4], [5], []]
    assert [page["hasMore"] for page in pages] == [True, True, False, False]
    assert empty["cursor"] == third["cursor"]


def test_an_empty_cursor_is_the_beginning(home, read):
    write(1)

    assert read(cursor="") == read()


def test_a_hundred_changes_stand_on_a_page_unless_another_number_is_asked_for(home, read):
    for number in range(1, 102):
        write(number)

    assert [len(read(**given)["changes"]) for given in ({}, {"limit": 500}, {"limit": "007"})] == [100, 101, 7]


@pytest.mark.parametrize(
    ("query", "detail", "parameter"),
    [
        *(
            (f"limit={quote(text)}", "limit must be a number between 1 and 500.", "limit")
            for text in ("0", "501", "-1", "x", "", "1.5", "1,2", "٣", "9999")
        ),
        ("limit=1&limit=2", "limit must be a number between 1 and 500.", "limit"),
        ("cursor=x&cursor=y", "cursor must be given once.", "cursor"),
        ("cursor=%00", "The cursor is none of this calendar’s.", "cursor"),
        ("cursor=eyJ4IjoxfQ&limit=1", "The cursor is none of this calendar’s.", "cursor"),
        (
            "since=1",
            "There is no parameter “since”; there are cursor, limit, type, topic, language, series, person, kind.",
            "since",
        ),
        ("type=Forum", None, "type"),
        ("kind=", None, "kind"),
        ("topic=nowhere", "topic has no value “nowhere”.", "topic"),
        ("person=%00", None, "person"),
        ("series=x", "series has no value “x”.", "series"),
        ("language=tlh", None, "language"),
    ],
)
def test_what_is_not_understood_is_refused_and_named(home, refusal, query, detail, parameter):
    status, message, named = refusal(query)

    assert (status, named) == (400, parameter)
    assert detail in (None, message)


def test_a_copy_that_is_too_old_has_to_be_made_anew(home, read, client):
    write(1)
    cursor = read()["cursor"]
    remove(1)
    prune(NOW)

    response = client.get("/feeds/changes.json", {"cursor": cursor})

    assert (response.status_code, response.json()) == (
        410,
        {
            "type": f"{DOCS}#sync-token-expired",
            "title": "Gone",
            "status": 410,
            "detail": "The cursor is older than 180 days."
            " Begin anew: ask without a cursor, and forget what does not come again.",
            "parameter": "cursor",
        },
    )


def test_a_calendar_made_anew_refuses_old_cursors(home, read, refusal):
    write(1)
    cursor = read()["cursor"]
    LedgerClock.objects.update(epoch=uuid.uuid4())
    write(2)

    assert refusal(f"cursor={cursor}")[0] == 410


def test_filters_narrow_and_belong_to_the_cursor(home, read, refusal):
    ForumFactory(parent=home, title="Forum", important_dates=[ImportantDateFactory(label="Abstracts")])
    SeriesFactory(parent=home, title="Series")
    cursor = read(type="forum")["cursor"]

    found = {
        query: [it["object"]["title"] for it in read(**dict(pair.split("=") for pair in query.split("&")))["changes"]]
        for query in ("type=forum", "type=forum&kind=event", "kind=event", "kind=submission", "type=tutorial")
    }

    assert found == {
        "type=forum": ["Forum", "Abstracts"],
        "type=forum&kind=event": ["Forum"],
        "kind=event": ["Forum", "Series"],
        "kind=submission": ["Abstracts"],
        "type=tutorial": [],
    }
    assert read(type="forum", cursor=cursor)["changes"] == []
    assert refusal(f"type=tutorial&cursor={cursor}")[0] == 410


def test_an_idle_poll_is_a_304_and_costs_no_more_than_the_version(home, client, read):
    write(1)
    address = f"/feeds/changes.json?cursor={read()['cursor']}"
    first = client.get(address)

    with CaptureQueriesContext(connection) as captured:
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert [it["sql"] for it in captured] == ["SELECT number FROM api_contentversion WHERE id = 1"]
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (first.headers["ETag"], "no-cache")


def test_a_publication_ends_the_304(home, client, read):
    address = f"/feeds/changes.json?cursor={read()['cursor']}"
    first = client.get(address)
    ForumFactory(parent=home, title="Forum")

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, [it["object"]["title"] for it in again.json()["changes"]]) == (200, ["Forum"])


def test_an_expiry_ends_the_304(home, client, read):
    with time_machine.travel(NOW, tick=False) as clock:
        cursor = read()["cursor"]
        ForumFactory(parent=home, expire_at=NOW + dt.timedelta(minutes=1))
        before = read(cursor=cursor)["changes"]
        clock.shift(61)
        after = read(cursor=cursor)["changes"]

    assert ([it["action"] for it in before], [it["reason"] for it in after]) == (["upsert"], ["expired"])


def test_the_answer_may_be_read_by_everybody_and_keeps_nothing(home, client):
    client.cookies["sessionid"] = "x"

    response = client.get("/feeds/changes.json", headers={"Origin": "https://example.org"})

    assert {name: response.headers[name] for name in ("Content-Type", "Cache-Control", "Vary")} == {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    assert (response.headers["Access-Control-Allow-Origin"], response.cookies) == ("*", {})
    assert response.headers["ETag"].startswith('"')


@pytest.mark.parametrize("path", ["/feeds/changes.json", "/feeds/changes.atom"])
def test_it_can_only_be_read(home, client, path):
    answers = [client.get(path), client.head(path), client.post(path), client.options(path)]

    assert [it.status_code for it in answers] == [200, 200, 405, 204]
    assert answers[1].headers["ETag"] == answers[0].headers["ETag"]
    assert answers[2].headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("count", [1, 5])
def test_the_statements_of_a_page(home, client, count):
    for number in range(1, count + 1):
        write(number)
    client.get("/feeds/changes.json?kind=deadline")

    with CaptureQueriesContext(connection) as captured:
        client.get("/feeds/changes.json")

    assert len(captured) == 3


def as_item(number, **values):
    """What feeds of news need of an entry besides."""
    item = {"headline": f"Talk {number}", "type": "Talk", "people": [], "topics": [], "paragraphs": ["About."]}
    return {**item, "summary": None, "location": None, "status": "scheduled", "begins": None, **values}


def test_news_are_the_last_changes_with_tombstones(home, client):
    for number in range(1, 5):
        write(number, data=as_item(number), changed_at=NOW + dt.timedelta(minutes=number))
    remove(2, at=NOW + dt.timedelta(hours=1))
    write(1, data=as_item(1, headline="Talk 1, moved"), changed_at=NOW + dt.timedelta(hours=2))

    response = client.get("/feeds/changes.atom")

    parsed = feedparser.parse(response.content)
    deleted = etree.fromstring(response.content).findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    assert [entry.title for entry in parsed.entries] == ["Talk 1, moved", "Talk 4", "Talk 3"]
    assert [dict(it.attrib) for it in deleted] == [{"ref": f"urn:uuid:{key(2)}", "when": "2027-06-01T13:00:00+00:00"}]
    assert parsed.feed.updated == "2027-06-01T14:00:00+00:00"
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert parsed.feed.title.endswith(": changes")


def test_a_thing_in_another_language_is_not_deleted(home, client):
    write(1, data=as_item(1))
    write(1, language="de", is_preferred=False, data=as_item(1))
    remove(1)
    write(1, language="de", is_preferred=True)

    response = client.get("/feeds/changes.atom")

    assert (response.content.count(b"<entry"), response.content.count(b"deleted-entry")) == (1, 0)


def test_news_hold_a_hundred_changes(home, client):
    for number in range(1, 61):
        write(number, data=as_item(number))
    for number in range(100, 160):
        write(number, data=as_item(number))
        remove(number)

    content = client.get("/feeds/changes.atom").content

    assert (content.count(b"<entry"), content.count(b"<at:deleted-entry")) == (40, 60)


def test_news_of_nothing_are_an_empty_feed(home, client):
    response = client.get("/feeds/changes.atom")

    assert (response.status_code, feedparser.parse(response.content).entries) == (200, [])
    assert CalendarEntry.objects.filter(whole_site().condition()).count() == 0


@pytest.mark.parametrize("query", ["cursor=x", "limit=5", "topic=nowhere", "type="])
def test_news_refuse_what_they_do_not_know(home, client, query):
    response = client.get(f"/feeds/changes.atom?{query}")

    assert (response.status_code, response.json()["parameter"]) == (400, query.partition("=")[0])


def test_news_are_had_as_atom_only(home, client):
    response = client.get("/feeds/changes.ics")

    assert (response.status_code, response.json()["detail"]) == (
        404,
        "“changes” cannot be had in this format; it can in atom.",
    )
