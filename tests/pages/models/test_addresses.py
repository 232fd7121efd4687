"""Pages that move or change their slug are still found where they were."""

from __future__ import annotations

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from pages.models import EventIndexPage, ForumPage
from tests.factories import EventIndexFactory, ForumFactory, HomeFactory, SeriesFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db


def redirects():
    return {(row.old_path, row.redirect_page.slug): row.automatically_created for row in Redirect.objects.all()}


def test_a_changed_slug_leads_on_for_the_page_and_those_below_it(home):
    series = SeriesFactory(parent=home, slug="lunch")
    TalkFactory(parent=series, slug="knots")
    TalkFactory(parent=series, slug="draft", published=False)

    series.slug = "dinner"
    publish(series)

    assert redirects() == {("/lunch", "dinner"): True, ("/lunch/knots", "knots"): True}


def test_a_moved_page_leads_on(home):
    year = EventIndexFactory(parent=home, slug="2027")
    forum = ForumFactory(parent=home, slug="forum")

    forum.move(year, pos="last-child")

    assert redirects() == {("/forum", "forum"): True}


def test_moving_within_a_folder_leaves_no_redirect(home):
    first, second = ForumFactory(parent=home), ForumFactory(parent=home)

    second.move(first, pos="left")

    assert redirects() == {}


def test_a_page_that_comes_back_is_found_before_its_redirect(home, client):
    forum = ForumFactory(parent=home, slug="forum", title="Forum")
    for slug in ("meeting", "forum"):
        forum.slug = slug
        forum = publish(forum)

    gone = 'gone: route(path: "/meeting/") { ... on RedirectRoute { url } }'
    query = f'{{ there: route(path: "/forum/") {{ __typename }} {gone} }}'
    answer = client.post("/graphql", {"query": query}, "application/json").json()

    assert answer["data"] == {
        "there": {"__typename": "PageRoute"},
        "gone": {"url": "http://localhost:8000/forum/"},
    }


def test_a_redirect_of_an_editor_stays(home):
    forum = ForumFactory(parent=home, slug="forum")
    other = ForumFactory(parent=home, slug="other")
    site = Site.objects.get(is_default_site=True)
    Redirect.objects.create(old_path="/forum", site=site, redirect_page=other)

    forum.slug = "meeting"
    publish(forum)

    assert redirects() == {("/forum", "other"): False}


def test_a_later_page_of_the_same_address_takes_its_redirect_over(home):
    for slug in ("first", "second"):
        forum = ForumFactory(parent=home, slug="forum")
        forum.slug = slug
        publish(forum)

    assert redirects() == {("/forum", "second"): True}


def test_nothing_leads_to_another_site(home):
    other = HomeFactory(parent=home.get_parent(), slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    folder = EventIndexFactory(parent=home, slug="2027")

    EventIndexPage.objects.get(pk=folder.pk).move(other, pos="last-child")

    assert redirects() == {}


def test_a_page_is_seen_live_on_the_public_site(home, settings):
    settings.PUBLIC_URL = "https://www.example.org"
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    forum = ForumFactory(parent=home, slug="forum")
    translated = publish(forum.copy_for_translation(chinese, copy_parents=True))
    alias = forum.create_alias(parent=EventIndexFactory(parent=home), update_slug="alias").specific
    nowhere = HomeFactory(parent=home.get_parent(), slug="nowhere")

    assert {page.url for page in (forum, alias)} == {"https://www.example.org/forum/"}
    assert forum.full_url == forum.relative_url(forum.get_site()) == "https://www.example.org/forum/"
    assert translated.full_url == "https://www.example.org/zh-hans/forum/"
    assert (home.full_url, nowhere.full_url, nowhere.url, ForumPage(title="New").url) == (
        *("https://www.example.org/", None, None, None),
    )


def test_the_admin_leads_to_the_public_site(home, settings, admin_client):
    settings.PUBLIC_URL = "https://www.example.org"
    forum = ForumFactory(parent=home, slug="forum")

    editor = admin_client.get(f"/admin/pages/{forum.pk}/edit/").content.decode()
    explorer = admin_client.get(f"/admin/pages/{home.pk}/").content.decode()

    assert 'href="https://www.example.org/forum/"' in editor
    assert 'href="https://www.example.org/forum/"' in explorer
