"""Stable addresses lead on to what is kept under them, for everybody or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from pages.models import Forwarding
from tests.factories import ForumFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

INVITATION = "https://chat.example.org/known-to-few?a=1&b=%20"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def keep(event, **values):
    facts = {"community": "harbour", "name": "chat", "url": INVITATION, **values}
    return Forwarding.objects.create(event=event, **facts)


def told(response):
    """The status, and the headers that are always the same."""
    return response.status_code, {name: response.headers.get(name) for name in HEADERS}


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home, title="Harbour Forum", slug="forum", time_zone="Europe/London")


@pytest.mark.parametrize("method", ["get", "head"])
def test_address_leads_to_the_invitation(client, forum, method):
    keep(forum)

    response = getattr(client, method)("/go/harbour/chat")

    assert (told(response), response.headers["Location"]) == ((302, HEADERS), INVITATION)


@pytest.mark.parametrize(
    "path", ["/go/Harbour/CHAT", "/go/harbour/chat?next=https://evil.example.org/&url=//evil.example"]
)
def test_nothing_but_the_path_counts_in_any_case(client, forum, path):
    keep(forum)

    assert client.get(path).headers["Location"] == INVITATION


def test_a_replaced_invitation_counts_at_once(client, forum):
    kept = keep(forum)
    client.get("/go/harbour/chat")
    kept.url = "https://chat.example.org/next"
    kept.save()

    assert client.get("/go/harbour/chat").headers["Location"] == "https://chat.example.org/next"


def test_names_of_any_script_are_found(client, forum):
    keep(forum, community="海港", name="聊天")

    assert client.get("/go/海港/聊天").headers["Location"] == INVITATION


@pytest.mark.parametrize("access", ["registered", "members", "private"])
def test_what_is_not_for_everybody_is_not_found(client, forum, access):
    keep(forum, access=access)

    check_unknown(client.get("/go/harbour/chat"))


def test_what_is_not_kept_is_not_found(client, forum):
    keep(forum)

    for path in (
        "/go/harbour/room",
        "/go/other/chat",
        "/go/harbour/chat%00",
        "/go/%00/chat",
        "/go/harbour/" + "a" * 3000,
    ):
        check_unknown(client.get(path))


def test_pages_that_are_not_public_lead_nowhere(client, home, forum):
    draft = ForumFactory(parent=home, published=False)
    restricted = ForumFactory(parent=home)
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    expired = ForumFactory(parent=home)
    expired.expire_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    expired.save()
    for number, page in enumerate((draft, restricted, expired)):
        keep(page, name=f"chat{number}")

    for number in range(3):
        check_unknown(client.get(f"/go/harbour/chat{number}"))


def test_unlisted_pages_lead_on(client, home):
    keep(ForumFactory(parent=home, is_listed=False))

    assert client.get("/go/harbour/chat").status_code == 302


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (dt.datetime(2027, 6, 30, 22, 59, 59, tzinfo=dt.UTC), 302),
        (dt.datetime(2027, 6, 30, 23, tzinfo=dt.UTC), 410),
    ],
)
def test_an_invitation_ends_with_its_last_day_in_the_zone_of_the_event(client, home, now, status):
    series = SeriesFactory(parent=home, time_zone="Europe/London")
    talk = TalkFactory(parent=series, title="Tides", slug="tides", time_zone="")
    keep(talk, expires_on=dt.date(2027, 6, 30))

    with time_machine.travel(now, tick=False):
        response = client.get("/go/harbour/chat")

    assert told(response) == (status, HEADERS)


def test_what_has_expired_says_where_to_ask_and_not_where_it_led(client, forum, settings):
    keep(forum, expires_on=dt.date(2020, 1, 1))

    response = client.get("/go/harbour/chat")

    assert (told(response), "Location" in response.headers) == ((410, HEADERS), False)
    text = response.content.decode()
    assert f'<a href="{settings.PUBLIC_URL}/forum/">Harbour Forum</a>' in text
    assert "chat.example.org" not in text


def test_what_has_expired_names_no_title_that_is_not_announced(client, home):
    series = SeriesFactory(parent=home)
    keep(TalkFactory(parent=series, title="Secret title", title_announced=False), expires_on=dt.date(2020, 1, 1))

    text = client.get("/go/harbour/chat").content.decode()

    assert ("Secret title" in text, "the page of the event" in text) == (False, True)


def test_addresses_are_only_read(client, forum):
    keep(forum)

    assert client.post("/go/harbour/chat").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_request_costs_the_same_with_few_and_many(client, forum, count, django_assert_num_queries):
    for number in range(count):
        keep(forum, name=f"chat{number}")
    client.get("/go/harbour/chat0")

    with django_assert_num_queries(2):
        client.get("/go/harbour/chat0")


def check_unknown(response):
    assert (told(response), "Location" in response.headers) == ((404, HEADERS), False)
    assert "chat.example.org" not in response.content.decode()
