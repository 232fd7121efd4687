"""Wagtail's user bar for the preview on the public site."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from lxml import html

from api.previews.models import ReviewLink
from pages.models import ForumPage
from tests.api.previews.editing import add_address, edit_address, token_in, type_and_preview
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

CMS, SITE = "https://cms.example.org", "https://www.example.org"


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.WAGTAILADMIN_BASE_URL, settings.PUBLIC_URL = CMS, SITE
    settings.ALLOWED_HOSTS = ["testserver", "cms.example.org"]


@pytest.fixture
def token(home, admin):
    return type_and_preview(admin, edit_address(ForumFactory(parent=home)), title="Waves")


def ask(token, **arguments):
    return Client().get("/userbar/", {"token": token, **arguments})


def parts(response):
    return html.fromstring(response.content.decode())


def test_the_bar_is_for_the_site_and_kept_by_nobody(token):
    response = ask(token)

    names = ("Access-Control-Allow-Origin", "Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Vary", "Set-Cookie")
    assert response.status_code == 200
    assert [response.headers.get(name) for name in names] == [
        *(SITE, "private, no-store", "no-referrer", "noindex", None, None)
    ]


def test_everything_is_loaded_from_the_cms(token):
    page = parts(ask(token, in_preview_panel="true"))

    addresses = [*page.xpath("//script/@src"), *page.xpath("//link/@href")]
    assert [it.partition("?")[0] for it in addresses] == [
        *("//cms.example.org/static/wagtailadmin/js/vendor.js", "//cms.example.org/static/wagtailadmin/js/userbar.js"),
        *("//cms.example.org/static/wagtailadmin/css/core.css", "//cms.example.org/static/pages/admin.css"),
    ]
    assert page.xpath("//@style") == []
    assert [it.get("type") for it in page.xpath("//script[not(@src)]")] == ["application/json"]


def test_the_bar_speaks_to_the_cms_alone(token):
    page = parts(ask(token, in_preview_panel="true"))

    [configuration] = page.xpath("//script[@id='checker-axe-configuration']/text()")
    assert page.xpath("//@data-wagtail-userbar-origin") == [CMS]
    assert json.loads(configuration)["spec"]["allowedOrigins"] == [CMS]


def test_the_editor_checks_the_site_alone(home, admin):
    forum = ForumFactory(parent=home)

    page = parts(admin.get(edit_address(forum)))

    [configuration] = page.xpath("//script[@id='checker-axe-configuration']/text()")
    assert json.loads(configuration)["spec"]["allowedOrigins"] == [SITE]
    assert page.xpath("//script[@data-site-origin]/@data-site-origin") == [SITE]


def test_the_bar_is_hidden_in_the_panel_and_leads_on_in_a_tab(token):
    in_panel, in_tab = parts(ask(token, in_preview_panel="true")), parts(ask(token))

    assert (in_panel.xpath("//aside[@aria-labelledby]/@hidden"), in_panel.xpath("//li//a/@href")) == ([""], [])
    links = in_tab.xpath("//li//a/@href")
    assert (in_tab.xpath("//aside[@aria-labelledby]/@hidden"), links[0]) == ([], "//cms.example.org/admin/")
    assert not [link for link in links if link.endswith("/edit/")]


def test_the_bar_of_a_stored_version_leads_to_the_editor(home, admin):
    forum = ForumFactory(parent=home)
    token = token_in(admin.get(reverse("wagtailadmin_pages:view_draft", args=[forum.pk])))

    assert f"//cms.example.org{edit_address(forum)}" in parts(ask(token)).xpath("//li//a/@href")


def test_a_page_that_is_not_stored_has_a_bar(home, admin):
    token = type_and_preview(admin, add_address(ForumPage, home), title="New")

    assert parts(ask(token)).xpath("//li//a/@href") == ["//cms.example.org/admin/"]


def test_there_is_no_bar_without_a_token_or_for_a_reviewer(home, admin, token):
    forum = ForumFactory(parent=home)
    admin.post(reverse("share_preview", args=[forum.pk]), {"span": "day"})
    review = token_in(Client().get(reverse("review", args=[ReviewLink.objects.get().key])))

    answers = [ask(token + "x"), ask(""), Client().get("/userbar/"), ask(review)]

    assert [(it.status_code, it.content, it.headers["Cache-Control"]) for it in answers] == [
        (404, b"", "private, no-store")
    ] * 4


def test_a_bar_is_for_an_hour(token):
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=61)):
        assert ask(token).status_code == 404


def test_the_bar_is_in_the_editors_language(editor, token):
    editor.wagtail_userprofile.preferred_language = "de"
    editor.wagtail_userprofile.save()

    with translation.override("de"):
        words = translation.gettext("Go to Wagtail admin")
    assert words != "Go to Wagtail admin"
    assert words in ask(token).content.decode()


def test_cookies_change_nothing(admin, token):
    assert admin.get("/userbar/", {"token": "x"}).status_code == 404
    assert admin.get("/userbar/", {"token": token}).cookies == {}


def test_the_bar_is_only_read(token):
    with CaptureQueriesContext(connection) as captured:
        ask(token)

    assert {query["sql"].split()[0] for query in captured} == {"SELECT"}
    assert Client().post("/userbar/", {"token": token}).status_code == 405
