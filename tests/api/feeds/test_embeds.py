from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from wagtail.models import Locale, PageViewRestriction

from api.caching import forget_answers
from api.feeds.embeds import SCRIPT
from pages.models import Person
from tests.factories import (
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ADDRESS = "http://localhost:8000"


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidal Seminar", slug="tidal")


def read_list(response):
    """What people read of a page: its heading, and each row line by line."""
    html = response.content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]
    rows = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    return plain(heading), [[plain(line) for line in re.findall(r"<div[^>]*>(.*?)</div>", row)] for row in rows]


def plain(html):
    return re.sub(r"<[^>]+>", "", html).strip()


def test_series_shows_its_next_talks(series, client):
    speakers = [ContributionFactory(person=PersonFactory(name="Farida Okonjo"))]
    TalkFactory(parent=series, title="What the moon pulls", contributions=speakers)
    TalkFactory(parent=series, title="Last year", start_date=dt.date(2026, 6, 16))
    TalkFactory(parent=series, title="Secret", title_announced=False, start_date=dt.date(2027, 6, 9))

    response = client.get("/embed/tidal/")

    assert read_list(response) == (
        "Tidal Seminar",
        [
            ["Title to be announced", "Wednesday 9 June 2027, 13:30 Europe/London"],
            ["What the moon pulls", "Wednesday 16 June 2027, 13:30 Europe/London", "Farida Okonjo"],
        ],
    )


def test_event_shows_its_deadlines_and_programme(home, client):
    ForumFactory(
        parent=home,
        title="Forum on Tides",
        slug="tides",
        start_date=dt.date(2027, 6, 14),
        end_date=dt.date(2027, 6, 15),
        city="Porto",
        important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 1), zone_policy="aoe")],
        sessions=[SessionFactory(title="Opening", start_date=dt.date(2027, 6, 14), start_time=dt.time(9, 0))],
    )

    response = client.get("/embed/tides/")

    heading, rows = read_list(response)
    assert heading == "Forum on Tides"
    assert [row[:2] for row in rows] == [
        ["Submission", "Monday 1 March 2027, 23:59 Anywhere on Earth (UTC−12)"],
        ["Forum on Tides", "Monday 14 June 2027 – Tuesday 15 June 2027"],
        ["Opening", "Monday 14 June 2027, 09:00"],
    ]


def test_characters_that_html_does_not_know_are_left_out(series, client):
    person = PersonFactory(name="Farida\x02 Okonjo")
    TalkFactory(
        parent=series, title="Neap\x01 and\u2028spring\ufffe", contributions=[ContributionFactory(person=person)]
    )

    response = client.get("/embed/tidal/")

    rows = read_list(response)[1]
    assert [(row[0], row[2]) for row in rows] == [("Neap and spring", "Farida Okonjo")]


def test_what_became_of_dates_is_said_in_words(series, client):
    moved = TalkFactory(parent=series, title="Moved")
    cancelled = TalkFactory(parent=series, title="Called off", start_date=dt.date(2027, 6, 23))
    moved.start_date = dt.date(2027, 6, 30)
    cancelled.status = "cancelled"

    publish(moved)
    publish(cancelled)

    response = client.get("/embed/tidal/")
    assert read_list(response)[1] == [
        ["Called off", "Cancelled", "Wednesday 23 June 2027, 13:30 Europe/London"],
        [
            "Moved",
            "Rescheduled from Wednesday 16 June 2027, 13:30 Europe/London",
            "Wednesday 30 June 2027, 13:30 Europe/London",
        ],
    ]
    assert response.content.decode().count("<s>") == 1


def test_options_choose_what_is_shown(series, client):
    for year in (2024, 2025, 2026, 2028):
        TalkFactory(parent=series, title=f"In {year}", start_date=dt.date(year, 6, 16))

    shown = {
        query: [row[0] for row in read_list(client.get(f"/embed/tidal/?{query}"))[1]]
        for query in ("when=past&limit=2", "when=upcoming", "when=all", "language=en&when=past&limit=1")
    }

    assert shown == {
        "when=past&limit=2": ["In 2026", "In 2025"],
        "when=upcoming": ["In 2028"],
        "when=all": ["In 2024", "In 2025", "In 2026", "In 2028"],
        "language=en&when=past&limit=1": ["In 2026"],
    }


def test_page_without_dates_says_so(series, client):
    response = client.get(f"/embed/{series.translation_key}/")

    assert "There are no dates to show." in response.content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=0", "limit is a number from 1 to 100."),
        ("limit=101", "limit is a number from 1 to 100."),
        ("limit=٣", "limit is a number from 1 to 100."),
        ("limit=", "limit is a number from 1 to 100."),
        ("limit=2&limit=3", "limit takes one value."),
        ("when=soon", "when has no value “soon”; it has upcoming, past, all."),
        ("language=xx", "language has no value “xx”; it has en, zh-hans."),
        ("colour=red", "There is no parameter “colour”; there are limit, when, language."),
        ("when=%00", "when has no value “\0”; it has upcoming, past, all."),
    ],
)
def test_unknown_options_are_named(series, client, query, message):
    response = client.get(f"/embed/{series.slug}/?{query}")

    assert (response.status_code, response.content.decode()) == (400, f"{message}\n")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_languages_have_pages_of_their_own(home, series, client):
    chinese = Locale.objects.create(language_code="zh-hans")
    home.copy_for_translation(chinese).save_revision().publish()
    copy = series.copy_for_translation(chinese)
    copy.title = "潮汐研讨会"
    publish(copy)

    found = {path: read_list(client.get(path))[0] for path in ("/embed/tidal/", "/embed/tidal/?language=zh-hans")}

    assert found == {"/embed/tidal/": "Tidal Seminar", "/embed/tidal/?language=zh-hans": "潮汐研讨会"}


def test_nothing_hidden_is_shown(home, series, client):
    secret = Person.objects.create(name="Secret Person", email="secret@example.org", is_public=False)
    links = [LinkFactory(url="https://example.org/secret", access="private")]
    contributions = [ContributionFactory(person=secret)]
    TalkFactory(parent=series, title="Public", links=links, contributions=contributions)
    TalkFactory(parent=series, title="Secret draft", published=False)
    TalkFactory(parent=series, title="Secret unlisted", is_listed=False)
    restricted = TalkFactory(parent=series, title="Secret members")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    ForumFactory(parent=home, slug="draft", title="Secret forum", published=False)
    ForumFactory(parent=home, slug="unlisted", title="Secret unlisted forum", is_listed=False)

    html = client.get("/embed/tidal/?when=all").content.decode()
    statuses = [client.get(f"/embed/{slug}/").status_code for slug in ("draft", "unlisted", restricted.slug)]

    assert "Public" in html
    assert "secret" not in html.lower()
    assert statuses == [404, 404, 410]


@pytest.mark.parametrize(
    "name", ["nothing", "%00", "%0A", "a" * 300, "0d6ef2d0-6f1c-4c1c-8a53-4c1c8a534c1c", "%25", "_____"]
)
def test_unknown_event_is_not_found(series, client, name):
    response = client.get(f"/embed/{name}/")

    assert (response.status_code, response.content.decode()) == (404, f"There is no event “{unquote(name)}”.\n")


def test_event_that_was_public_is_gone(home, client):
    withdrawn = ForumFactory(parent=home, slug="withdrawn", title="Forum on Ebbs")
    deleted = ForumFactory(parent=home, slug="deleted")
    key = deleted.translation_key

    withdrawn.unpublish()
    deleted.delete()

    answers = [client.get(f"/embed/{name}/") for name in ("withdrawn", "deleted", key)]
    assert [(it.status_code, it.content.decode()) for it in answers] == [
        (410, "“withdrawn” is not public any more.\n"),
        (410, "“deleted” is not public any more.\n"),
        (410, f"“{key}” is not public any more.\n"),
    ]
    assert {it.headers["Content-Security-Policy"].rpartition("; ")[2] for it in answers} == {"frame-ancestors *"}


def test_event_with_another_slug_is_led_to(series, client):
    series.slug = "currents"
    publish(series)

    response = client.get("/embed/tidal/?when=past")

    assert (response.status_code, response.headers["Location"]) == (301, "/embed/currents/?when=past")


@pytest.mark.parametrize(("slug", "is_name"), [("waves", True), ("tidal", False), ("events", False)])
def test_calendar_is_that_of_the_event(home, series, client, slug, is_name):
    forum = ForumFactory(parent=EventIndexFactory(parent=home), title="Waves", slug=slug)

    page = client.get(f"/embed/{forum.translation_key}/").content.decode()

    assert f"/feeds/{slug if is_name else forum.translation_key}.ics" in page


def test_page_may_be_framed_and_do_nothing_else(series, client):
    response = client.get("/embed/tidal/", headers={"Cookie": "sessionid=x; csrftoken=y"})

    style = re.search(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert dict(response.headers) | {"ETag": "", "Content-Length": ""} == {
        "Content-Type": "text/html; charset=utf-8",
        "ETag": "",
        "Cache-Control": "public, max-age=900, stale-while-revalidate=3600, stale-if-error=86400",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors *"
        ),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Content-Length": "",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After",
    }
    assert not response.cookies


def test_unchanged_page_is_not_sent_again(series, client):
    first = client.get("/embed/tidal/")

    second = client.get("/embed/tidal/", headers={"If-None-Match": first.headers["ETag"]})
    TalkFactory(parent=series)
    third = client.get("/embed/tidal/", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content, second.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert third.status_code == 200
    assert third.headers["ETag"] != first.headers["ETag"]


def test_only_reading_is_allowed(series, client):
    assert client.post("/embed/tidal/").status_code == 405
    assert client.head("/embed/tidal/").status_code == 200
    assert client.post("/embed/v1/events.js").status_code == 405


@pytest.mark.parametrize("talks", [1, 4])
def test_number_of_statements_does_not_depend_on_talks(series, client, django_assert_num_queries, talks):
    for number in range(talks):
        TalkFactory(parent=series, title=f"Talk {number}", contributions=[ContributionFactory()])
    client.get("/embed/tidal/")
    cache.clear()
    forget_answers()

    with django_assert_num_queries(5):
        response = client.get("/embed/tidal/")

    assert len(read_list(response)[1]) == talks


def test_script_is_for_pages_of_any_origin(client):
    response = client.get("/embed/v1/events.js")

    assert response.content == Path(SCRIPT).read_bytes()
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(gzip.compress(response.content)) <= 3200


def test_script_writes_no_markup():
    assert re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval", SCRIPT.read_text()) == []
