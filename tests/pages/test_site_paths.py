"""Addresses that the public site has for itself are given to no page, and pages that have them are named."""

from __future__ import annotations

import json
import re

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from cms.environment import BASE_DIR
from pages.models import EventIndexPage, ForumPage, HomePage, StandardPage
from pages.site_paths import find_reserved_slugs, is_reserved
from tests.factories import EventIndexFactory, ForumFactory

ROUTES = BASE_DIR / "frontend" / "src" / "routes.mjs"


def test_all_views_of_the_site_are_reserved():
    patterns = re.findall(r"\['/([\w-]+)[^']*', '[^']+'\]", ROUTES.read_text())
    prefixes = json.loads(re.search(r"LANGUAGE_PREFIXES = .*?(\[.*?\])", ROUTES.read_text())[1].replace("'", '"'))

    assert {"events", "people"} < set(patterns)
    assert set(patterns) | {prefix.strip("/") for prefix in prefixes} <= find_reserved_slugs()


@pytest.mark.django_db
def test_only_pages_directly_below_a_home_page_would_stand_there(home):
    index = EventIndexFactory(parent=home)

    assert [is_reserved(slug, below=home) for slug in ("events", "zh-hans", "eventful")] == [True, True, False]
    assert not is_reserved("events", below=index)


def errors_of(page, parent, *, slug):
    """What the editor is told of a slug."""
    form_class = page.get_edit_handler().get_form_class()
    form = form_class({"title": "Title", "slug": slug, "body-count": "0"}, instance=page, parent_page=parent)
    return form.errors.get("slug", [])


@pytest.mark.django_db
@pytest.mark.parametrize("page_type", [ForumPage, EventIndexPage, StandardPage])
def test_the_editor_is_told_at_the_slug(home, page_type):
    index = EventIndexFactory(parent=home)

    found = [
        errors_of(page_type(), home, slug="events"),
        errors_of(page_type(), index, slug="events"),
        errors_of(page_type(), home, slug="events-2"),
    ]

    assert found == [
        ["The public site has a page of its own at this address. Choose another slug, such as “events-2”."],
        [],
        [],
    ]


@pytest.mark.django_db
def test_a_page_from_before_is_named_and_can_still_be_changed_by_programs(home):
    forum = ForumFactory(parent=home, title="All <events>", slug="events")
    ForumFactory(parent=EventIndexFactory(parent=home, slug="2027"), slug="people")
    forum.title = "All events"
    forum.save_revision().publish()

    found = [str(it.msg) for it in run_checks(databases=["default"]) if it.id == "pages.W001"]

    assert found == ["The page “All events” cannot be visited: the public site has a page of its own at /events/."]
    assert [it for it in run_checks() if it.id == "pages.W001"] == []


@pytest.mark.django_db
def test_the_form_in_the_admin_refuses_such_an_address(home, admin_client):
    address = reverse("wagtailadmin_pages:add", args=["pages", "eventindexpage", home.pk])

    response = admin_client.post(address, {"title": "Events", "slug": "events", "introduction": ""})

    assert "The public site has a page of its own at this address." in response.content.decode()
    assert not HomePage.objects.get(pk=home.pk).get_children().filter(slug="events").exists()


REFUSED = "The public site has a page of its own at this address. Choose another slug, such as “events-2”."


def move(admin, page, destination):
    """Confirm the move of one page; returns what the admin shows next."""
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    return admin.post(address, follow=True).content.decode()


def move_several(admin, page, destination):
    """Confirm the move of the pages that were ticked."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    query = {"id": page.pk, "next": reverse("wagtailadmin_explore", args=[page.get_parent().pk])}
    response = admin.post(address, {"chooser": destination.pk}, query_params=query, follow=True)
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("move_to", [move, move_several])
def test_a_page_does_not_move_to_such_an_address(home, admin_client, move_to):
    year = EventIndexFactory(parent=home, slug="2027")
    events, tides = ForumFactory(parent=year, slug="events"), ForumFactory(parent=year, slug="tides")

    answers = [move_to(admin_client, page, home) for page in (events, tides)]

    assert [REFUSED in answer for answer in answers] == [True, False]
    assert [page.url_path for page in ForumPage.objects.order_by("slug")] == [
        f"{home.url_path}2027/events/",
        f"{home.url_path}tides/",
    ]


@pytest.mark.django_db
def test_a_copy_does_not_get_such_an_address(home, admin_client):
    forum = ForumFactory(parent=EventIndexFactory(parent=home), slug="tides")
    address = reverse("wagtailadmin_pages:copy", args=[forum.pk])
    values = {"new_title": "Events", "new_slug": "events", "new_parent_page": home.pk, "publish_copies": "on"}

    refused = admin_client.post(address, values).content.decode()
    admin_client.post(address, {**values, "new_slug": "events-2"})

    assert REFUSED in refused
    assert sorted(ForumPage.objects.values_list("slug", flat=True)) == ["events-2", "tides"]
