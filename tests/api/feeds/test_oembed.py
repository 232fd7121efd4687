from __future__ import annotations

import re

import pytest
from django.utils.html import escape
from lxml import etree
from wagtail.embeds.finders.oembed import OEmbedFinder
from wagtail.models import Locale

from tests.factories import ForumFactory, SeriesFactory, TalkFactory, publish

SITE = "http://localhost:8000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home, title="Forum on Tides & “Ebbs”", slug="tides")


def ask(client, url=f"{SITE}/tides/", **parameters):
    return client.get("/oembed", {"url": url, **parameters})


def test_page_is_described_by_a_frame(client, forum):
    response = ask(client)

    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json() == {
        "version": "1.0",
        "type": "rich",
        "title": "Forum on Tides & “Ebbs”",
        "provider_name": "Colloquium",
        "provider_url": f"{SITE}/",
        "cache_age": 86400,
        "width": 600,
        "height": 400,
        "html": (
            f'<iframe src="{SITE}/embed/{forum.translation_key}/" title="Forum on Tides &amp; “Ebbs”" width="600" '
            'height="400" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox '
            'allow-top-navigation-by-user-activation" style="border:0"></iframe>'
        ),
    }


def test_frame_leads_to_the_page(client, forum):
    source = re.search(r'src="([^"]+)"', ask(client).json()["html"])[1]

    response = client.get(source.removeprefix(SITE))

    assert f"<title>{escape(forum.title)}</title>" in response.content.decode()


def test_xml_says_the_same(client, forum):
    response = ask(client, format="xml")

    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    written = {name: str(value) for name, value in ask(client).json().items()}
    assert (root.tag, {child.tag: child.text for child in root}) == ("oembed", written)


def test_frame_is_no_larger_than_wanted(client, forum):
    answers = [
        ask(client, **sizes).json()
        for sizes in ({"maxwidth": 320, "maxheight": 5000}, {"maxwidth": 5000, "maxheight": 100})
    ]

    assert [(it["width"], it["height"]) for it in answers] == [(320, 400), (600, 100)]
    assert 'width="320" height="400"' in answers[0]["html"]


def test_what_wordpress_sends_is_answered(client, forum):
    assert ask(client, maxwidth=500, maxheight=750, dnt=1, format="json").status_code == 200


@pytest.mark.parametrize("address", ["tides", "/tides", "/tides/?utm_source=x", "/tides/#programme", "/%74ides/"])
def test_addresses_of_the_same_page_are_known(client, forum, address):
    assert ask(client, f"{SITE}/{address.lstrip('/')}").status_code == 200


def test_talk_whose_title_is_not_announced_has_none(client, home):
    series = SeriesFactory(parent=home, slug="tidal")
    TalkFactory(parent=series, slug="first", title="Secret", title_announced=False)

    response = ask(client, f"{SITE}/tidal/first/")

    assert response.json()["title"] == "Title to be announced"
    assert "Secret" not in response.content.decode()


def test_page_that_moved_is_found_where_it_was(client, forum):
    forum.slug = "currents"
    publish(forum)

    response = ask(client)

    assert response.json()["html"] == ask(client, f"{SITE}/currents/").json()["html"]


def test_page_in_another_language_is_shown_in_it(client, home, forum):
    chinese = Locale.objects.create(language_code="zh-hans")
    publish(home.copy_for_translation(chinese))
    copy = forum.copy_for_translation(chinese)
    copy.title = "潮汐论坛"
    publish(copy)

    answer = ask(client, f"{SITE}/zh-hans/tides/").json()

    assert answer["title"] == "潮汐论坛"
    assert f'src="{SITE}/embed/{forum.translation_key}/?language=zh-hans"' in answer["html"]


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/",
        f"{SITE}/nothing/",
        f"{SITE}/draft/",
        f"{SITE}/unlisted/",
        f"{SITE}/tides%00/",
        "https://elsewhere.example.org/tides/",
        "http://localhost:8000@elsewhere.example.org/tides/",
        "ftp://localhost:8000/tides/",
        "javascript:alert(1)",
        "http://[::1/tides/",
        "tides",
    ],
)
def test_addresses_of_nothing_public_are_not_found(client, home, forum, url):
    ForumFactory(parent=home, slug="draft", published=False)
    ForumFactory(parent=home, slug="unlisted", is_listed=False)

    response = ask(client, url)

    assert (response.status_code, response.json()["detail"]) == (404, "There is no public event page at this address.")


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("", 400, "url is missing: the address of an event page."),
        ("url=", 400, "url is missing: the address of an event page."),
        ("url=a&url=b", 400, "url takes one value."),
        ("url=a&width=3", 400, "There is no parameter “width”; there are url, format, maxwidth, maxheight, dnt."),
        ("url=a&maxwidth=0", 400, "maxwidth is a number of pixels."),
        ("url=a&maxheight=wide", 400, "maxheight is a number of pixels."),
        ("url=a&maxheight=999999", 400, "maxheight is a number of pixels."),
        ("url=a&format=yaml", 501, "There is no format “yaml”; there are json, xml."),
    ],
)
def test_bad_parameters_are_named(client, home, query, status, message):
    response = client.get(f"/oembed?{query}")

    assert (response.status_code, response.json()["detail"]) == (status, message)


def test_unchanged_answer_is_not_sent_again(client, forum):
    first = ask(client)

    second = client.get("/oembed", {"url": f"{SITE}/tides/"}, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_another_wagtail_site_embeds_a_page(home, live_server, settings):
    """With the provider that docs/partners.md shows."""
    ForumFactory(parent=home, title="Forum on Tides", slug="tides")
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    provider = {"endpoint": f"{live_server.url}/oembed", "urls": [rf"^{re.escape(live_server.url)}/.+$"]}
    finder = OEmbedFinder(providers=[provider])

    found = finder.find_embed(f"{live_server.url}/tides/", max_width=480)

    assert finder.accept(f"{live_server.url}/tides/")
    assert (found["type"], found["title"], found["provider_name"]) == ("rich", "Forum on Tides", "Colloquium")
    assert (found["width"], found["height"]) == (480, 400)
    assert found["html"].startswith(f'<iframe src="{live_server.url}/embed/')
