"""Visitors of another site read our events there; partners find what to copy."""

from __future__ import annotations

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ImportantDateFactory,
    PersonFactory,
    SeriesFactory,
    TalkFactory,
    publish,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WAIT = 15_000
WEDNESDAY = dt.date(2031, 6, 18)
POLICY = "default-src 'none'; script-src {0}; connect-src {0}; style-src 'none'; frame-src {0}"


@pytest.fixture
def partner():
    """Serves what `html` says at another origin, with `policy` as its Content-Security-Policy."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            is_page = self.path == "/"
            self.send_response(200 if is_page else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if is_page:
                self.send_header("Content-Security-Policy", server.policy)
            self.end_headers()
            self.wfile.write(server.html.encode() if is_page else b"")

        def log_message(self, *_arguments):
            """Nothing: tests say themselves what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.url, server.policy, server.html = f"http://127.0.0.1:{server.server_port}/", "", ""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def cms(home, live_server, settings):
    """The address of a server with a series of talks and a call for papers."""
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    series = SeriesFactory(parent=home, title="Tidal Seminar", slug="tidal")
    speakers = [ContributionFactory(person=PersonFactory(name="Farida Okonjo"))]
    TalkFactory(parent=series, title="What <b>the</b> moon pulls", start_date=WEDNESDAY, contributions=speakers)
    TalkFactory(parent=series, title="Too late to see", start_date=dt.date(2021, 6, 16))
    moved = TalkFactory(parent=series, title="Moved", start_date=WEDNESDAY + dt.timedelta(days=7))
    moved.start_date += dt.timedelta(days=1)
    publish(moved)
    off = TalkFactory(parent=series, title="Ebbs: a history", start_date=WEDNESDAY + dt.timedelta(days=14))
    off.status = "cancelled"
    publish(off)
    dates = [ImportantDateFactory(start_date=dt.date(2031, 5, 2), zone_policy="aoe")]
    call = CallForPapersFactory(parent=home, title="Conference on Ebbs", slug="ebbs", important_dates=dates)
    row = call.important_dates.get()
    row.start_date = dt.date(2031, 5, 9)
    call.important_dates = [row]
    publish(call)
    return live_server.url


def show(browser, partner, *elements, cms, **options):
    """A page of the partner with these elements; console errors are kept on it."""
    partner.policy = POLICY.format(cms)
    partner.html = "\n".join(
        [
            '<!doctype html><html lang="en"><title>Partner</title>',
            f'<script type="module" src="{cms}/embed/v1/events.js"></script>',
            *elements,
        ]
    )
    page = browser.new_context(viewport={"width": 390, "height": 844}, **options).new_page()
    page.set_default_timeout(WAIT)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(partner.url)
    return page


def read_list(page):
    """The lists on a page: each row line by line."""
    page.get_by_role("list").first.wait_for()
    return [row.inner_text().split("\n") for row in page.get_by_role("listitem").all()]


def test_talks_of_a_series_stand_on_another_site(cms, browser, partner):
    page = show(browser, partner, '<event-list series="tidal"><a href="/x">Talks</a></event-list>', cms=cms)

    rows = read_list(page)

    assert rows == [
        ["What <b>the</b> moon pulls", "Wed, 18 Jun 2031, 13:30 BST", "Farida Okonjo"],
        ["Moved", "Thu, 26 Jun 2031, 13:30 BST", "Rescheduled (was 25 June, 13:30)"],
        ["Ebbs: a history", "Wed, 2 Jul 2031, 13:30 BST", "Cancelled"],
    ]
    assert page.get_by_role("list", name="Colloquium (tidal)").count() == 1
    assert page.get_by_role("link", name="Moved").get_attribute("href").startswith(f"{cms}/tidal/")
    assert page.locator("s").all_inner_texts() == ["Ebbs: a history"]
    assert page.locator("time").first.get_attribute("datetime") == "2031-06-18T13:30:00+01:00"
    assert not page.get_by_role("link", name="Talks").is_visible()
    assert page.complaints == []


def test_deadline_is_shown_where_it_ends_last(cms, browser, partner):
    page = show(browser, partner, '<event-list kind="submission"></event-list>', cms=cms, timezone_id="Asia/Tokyo")

    assert read_list(page) == [
        [
            "Submission: Conference on Ebbs (23:59 AoE)",
            "Fri, 9 May 2031, 23:59 AoE (Anywhere on Earth)",
            "Extended (was 2 May, 23:59)",
        ]
    ]
    assert page.complaints == []


def test_attributes_choose_what_is_shown(cms, browser, partner):
    page = show(browser, partner, '<event-list event="tidal" when="past"></event-list>', cms=cms, locale="en-GB")
    assert [row[0] for row in read_list(page)] == ["Too late to see"]

    page.evaluate(
        "Object.entries({when: 'all', limit: 2, lang: 'de'})"
        ".forEach(([name, value]) => document.querySelector('event-list').setAttribute(name, value))"
    )
    page.get_by_role("listitem").nth(1).wait_for()

    assert [row[:2] for row in read_list(page)] == [
        ["Too late to see", "Mi., 16. Juni 2021, 13:30 GMT+1"],
        ["What <b>the</b> moon pulls", "Mi., 18. Juni 2031, 13:30 GMT+1"],
    ]


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        ("en_US", "Wed, Jun 18, 2031, 01:30 PM GMT+1"),
        ("x", "Wed, 18 Jun 2031, 13:30 BST"),
        ("", "Wed, 18 Jun 2031, 13:30 BST"),
    ],
)
def test_languages_that_are_none_for_dates_do_no_harm(cms, browser, partner, lang, day):
    page = show(browser, partner, f'<event-list series="tidal" limit="1" lang="{lang}"></event-list>', cms=cms)

    assert [row[1].replace("\u202f", " ") for row in read_list(page)] == [day]
    assert page.complaints == []


@pytest.mark.parametrize(
    ("attributes", "message"),
    [('series="nothing"', "The events could not be loaded."), ('topic="none"', "The events could not be loaded.")],
)
def test_page_keeps_its_own_link_where_the_feed_fails(cms, browser, partner, attributes, message):
    page = show(browser, partner, f'<event-list {attributes}><a href="/x">Talks</a></event-list>', cms=cms)

    page.get_by_text(message).wait_for()

    assert page.get_by_role("status").inner_text() == message
    assert page.get_by_role("link", name="Talks").is_visible()


def test_page_keeps_its_own_link_where_there_is_nothing(cms, browser, partner):
    page = show(browser, partner, '<event-list type="forum"><a href="/x">Forums</a></event-list>', cms=cms)

    page.get_by_text("There are no events to show.").wait_for()

    assert page.get_by_role("link", name="Forums").is_visible()
    assert page.complaints == []


def test_page_keeps_its_own_link_without_scripts(cms, browser, partner):
    element = '<event-list series="tidal"><a href="/x">Talks</a></event-list>'
    page = show(browser, partner, element, cms=cms, java_script_enabled=False)

    assert page.get_by_role("link", name="Talks").is_visible()
    assert page.get_by_role("listitem").count() == 0


def test_frame_shows_an_event_without_scripts(cms, browser, partner):
    element = f'<iframe src="{cms}/embed/tidal/" title="Talks" sandbox=""></iframe>'
    page = show(browser, partner, element, cms=cms, java_script_enabled=False)

    frame = page.frame_locator("iframe")

    assert frame.get_by_role("heading").inner_text() == "Tidal Seminar"
    assert frame.get_by_role("listitem").count() == 3
    assert frame.locator("body").evaluate("it => getComputedStyle(it).fontFamily") == "system-ui, sans-serif"
    assert page.complaints == []


@pytest.mark.parametrize("path", ["/feeds/", "/embed/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_small_screens(cms, browser, path, scheme):
    page = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme).new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(cms + path, wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.get_by_role("heading", level=1).count() == 1
    assert complaints == []
