"""What stands at an address: a page, a redirect, a protected or a removed page, or nothing."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from tests.factories import (
    ForumFactory,
    HomeFactory,
    ImportantDateFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db

ROUTE = """query Route($path: String!, $hostname: String) { route(path: $path, hostname: $hostname) {
  __typename ... on PageRoute { page { title path } } ... on RedirectRoute { url isPermanent }
  ... on ProtectedRoute { requirement } ... on GoneRoute { since } } }"""
AN_HOUR = dt.timedelta(hours=1)


@pytest.fixture
def route(ask):
    return lambda path, hostname=None: ask(ROUTE, path=path, hostname=hostname)["route"]


@pytest.mark.parametrize("path", ["/forum/", "/forum", "//forum/"[1:], "/forum//", "/forum/?x=1", "/%66orum/"])
def test_a_page_is_found_however_its_path_is_written(home, route, path):
    ForumFactory(parent=home, title="Forum", slug="forum")

    assert route(path) == {"__typename": "PageRoute", "page": {"title": "Forum", "path": "/forum/"}}


def test_the_home_page_stands_at_the_root(home, route):
    assert route("/") == {"__typename": "PageRoute", "page": {"title": home.title, "path": "/"}}


@pytest.mark.parametrize("path", ["", "forum", "//evil.example.org/", "/" + "x" * 2000])
def test_what_is_no_path_is_refused(home, post, path):
    error = post(ROUTE, path=path)["errors"][0]

    assert error["message"] == "path must begin with one slash and have at most 2000 characters."


@pytest.mark.parametrize("path", ["/\0/", "/%00/", "/\t/[", "/%09/[", "/forum\n/", "/\x7f/"])
def test_control_characters_in_a_path_are_refused(home, post, path):
    error = post(ROUTE, path=path)["errors"][0]

    assert (error["message"], error["extensions"]["code"]) == (
        "path must have no control characters.",
        "BAD_USER_INPUT",
    )


@pytest.mark.parametrize("port", ["5" * 5000, "99999999", "x", ""])
def test_a_port_that_is_none_is_left_out(home, route, port):
    assert route("/", f"testserver:{port}") == {"__typename": "PageRoute", "page": {"title": home.title, "path": "/"}}


@pytest.mark.parametrize("published", [True, False])
def test_nothing_and_a_draft_are_the_same_null(home, route, published):
    if not published:
        ForumFactory(parent=home, slug="nothing", published=False)

    assert route("/nothing/") is None


def test_an_alias_is_null(home, route):
    ForumFactory(parent=home).create_alias(update_slug="again")

    assert route("/again/") is None


@pytest.mark.parametrize(
    ("kinds", "requirement"),
    [(["password"], "PASSWORD"), (["login"], "LOGIN"), (["groups"], "LOGIN"), (["password", "login"], "LOGIN")],
)
def test_a_protected_page_says_what_it_asks_for(home, route, kinds, requirement):
    forum = ForumFactory(parent=home, slug="forum")
    child = StandardPageFactory(parent=forum, slug="inside")
    for page, kind in zip([child, forum], kinds, strict=False):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
        restriction.groups.set(Group.objects.all()[:1])

    assert route("/forum/inside/") == {"__typename": "ProtectedRoute", "requirement": requirement}


def test_a_protected_draft_is_null(home, route):
    forum = ForumFactory(parent=home, slug="forum", published=False)
    PageViewRestriction.objects.create(page=forum, restriction_type="password")

    assert route("/forum/") is None


def test_an_unpublished_page_is_gone_since_then(home, route):
    forum = ForumFactory(parent=home, slug="forum")
    with time_machine.travel(dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC), tick=False):
        forum.unpublish(log_action=True)

    assert route("/forum/") == {"__typename": "GoneRoute", "since": "2030-01-02T03:04:05Z"}


def test_a_page_unpublished_without_a_record_is_gone(home, route):
    forum = ForumFactory(parent=home, slug="forum")
    Page.objects.filter(pk=forum.pk).update(live=False)

    assert route("/forum/") == {"__typename": "GoneRoute", "since": None}


def test_an_expired_page_is_gone_before_it_is_swept(home, route):
    forum = ForumFactory(parent=home, slug="forum")
    Page.objects.filter(pk=forum.pk).update(expire_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert route("/forum/") == {"__typename": "GoneRoute", "since": "2020-01-01T00:00:00Z"}


def test_a_restricted_page_that_is_gone_leaves_no_trace(home, route):
    forum = ForumFactory(parent=home, slug="forum")
    forum.unpublish()
    PageViewRestriction.objects.create(page=forum, restriction_type="password")

    assert route("/forum/") is None


def test_a_deleted_page_is_gone_since_then(home, route):
    series = SeriesFactory(parent=home, slug="series")
    talk = TalkFactory(parent=series, slug="talk")
    ForumFactory(parent=home, slug="forum", important_dates=[ImportantDateFactory()])
    with time_machine.travel(dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC), tick=False):
        talk.delete()
        Page.objects.get(slug="forum").delete()

    gone = {"__typename": "GoneRoute", "since": "2030-01-02T03:04:05Z"}
    assert [route("/series/talk/"), route("/forum"), route("/series/other/")] == [gone, gone, None]


def test_a_page_deleted_after_it_was_withdrawn_is_gone_since_the_latter(home, route):
    forum = ForumFactory(parent=home, slug="forum")
    with time_machine.travel(dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC), tick=False):
        forum.unpublish()
    with time_machine.travel(dt.datetime(2030, 2, 2, tzinfo=dt.UTC), tick=False):
        Page.objects.get(slug="forum").delete()

    assert route("/forum/") == {"__typename": "GoneRoute", "since": "2030-01-02T03:04:05Z"}


def test_a_deleted_page_is_told_of_at_its_own_site_only(home, route):
    other = HomeFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    ForumFactory(parent=other, slug="forum").delete()

    assert (route("/forum/"), route("/forum/", "other.example.org")["__typename"]) == (None, "GoneRoute")


def test_a_deleted_draft_leaves_no_trace(home, route):
    ForumFactory(parent=home, slug="forum", published=False).delete()

    assert route("/forum/") is None


def test_a_deleted_unlisted_page_leaves_no_trace(home, route):
    ForumFactory(parent=home, slug="forum", is_listed=False).delete()

    assert route("/forum/") is None


@pytest.mark.parametrize("kind", ["password", "login"])
def test_a_page_deleted_after_it_was_protected_leaves_no_trace(home, route, kind):
    forum = ForumFactory(parent=home, slug="forum")
    PageViewRestriction.objects.create(page=forum, restriction_type=kind)
    Page.objects.get(slug="forum").delete()

    assert route("/forum/") is None


def test_another_page_or_redirect_stands_where_one_was_deleted(home, route):
    ForumFactory(parent=home, slug="forum").delete()
    ForumFactory(parent=home, slug="forum", title="Another")
    ForumFactory(parent=home, slug="old").delete()
    Redirect.objects.create(old_path="/old", redirect_link="https://example.org/new/")

    assert route("/forum/") == {"__typename": "PageRoute", "page": {"title": "Another", "path": "/forum/"}}
    assert route("/old/") == {"__typename": "RedirectRoute", "url": "https://example.org/new/", "isPermanent": True}


def test_a_page_deleted_and_made_anew_as_a_draft_is_null(home, route):
    ForumFactory(parent=home, slug="forum").delete()
    ForumFactory(parent=home, slug="forum", published=False)

    assert route("/forum/") is None


@pytest.mark.parametrize(
    ("link", "url"),
    [("https://example.org/x", "https://example.org/x"), ("/here/", "http://localhost:8000/here/")],
)
def test_a_redirect_leads_to_an_address(home, route, settings, link, url):
    settings.PUBLIC_URL = "http://localhost:8000"
    Redirect.objects.create(old_path="/old", redirect_link=link, is_permanent=False)

    assert route("/old/") == {"__typename": "RedirectRoute", "url": url, "isPermanent": False}


def test_a_redirect_to_a_script_is_null(home, route):
    Redirect.objects.create(old_path="/old", redirect_link="javascript:alert(1)")

    assert route("/old/") is None


def test_a_redirect_leads_to_public_pages_only(home, route, settings):
    settings.PUBLIC_URL = "https://example.org"
    shown, draft = ForumFactory(parent=home, slug="a"), ForumFactory(parent=home, slug="b", published=False)
    Redirect.objects.create(old_path="/old", redirect_page=shown)
    Redirect.objects.create(old_path="/older", redirect_page=draft)

    assert route("/old") == {"__typename": "RedirectRoute", "url": "https://example.org/a/", "isPermanent": True}
    assert route("/older") is None


def test_a_host_name_chooses_the_site(home, route):
    other = HomeFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)

    assert route("/", "other.example.org")["page"]["title"] == "Other"
    assert route("/", "localhost")["page"]["title"] == home.title


def test_without_a_site_there_is_nothing(home, route):
    Site.objects.all().delete()

    assert route("/") is None


def test_a_host_name_with_a_null_character_is_refused(home, post):
    assert post(ROUTE, path="/", hostname="\0")["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


def test_a_page_of_another_site_shows_what_belongs_to_it(home, ask):
    other = HomeFactory(parent=Page.get_first_root_node(), title="Other", slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    TalkFactory(parent=SeriesFactory(parent=other, title="Series", slug="series"), start_date=dt.date(2099, 6, 1))
    ForumFactory(parent=home, title="Forum")
    about = "phase breadcrumbs { title } ... on SeminarSeries { talks { totalCount } }"

    data = ask(
        '{ route(path: "/series/", hostname: "other.example.org") { ... on PageRoute { page { ... on Event {'
        f" {about} }} }} }} }} events {{ nodes {{ title }} }} }}"
    )

    assert data == {
        "route": {"page": {"phase": "UPCOMING", "breadcrumbs": [{"title": "Other"}], "talks": {"totalCount": 1}}},
        "events": {"nodes": [{"title": "Forum"}]},
    }


def test_a_page_of_another_site_is_found_after_a_field_that_could_not_name_it(home, ask):
    other = HomeFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    whole = ForumFactory(parent=other, title="Whole", slug="whole")
    ForumFactory(parent=home, part_of=whole)
    query = """{ events { nodes { partOf { title } } }
        route(path: "/whole/", hostname: "other.example.org") { ... on PageRoute { page { title } } } }"""

    found = ask(query)

    assert found == {"events": {"nodes": [{"partOf": None}]}, "route": {"page": {"title": "Whole"}}}
