"""Every branch of the one rule: kinds of objects by states of the pages and collections they hang on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from api.visibility import LinkAvailability, Visibility, find_site, link_availability
from pages.models import (
    EventPage,
    ForumPage,
    Link,
    StandardPage,
)
from tests.factories import (
    ForumFactory,
    HomeFactory,
    ImageFactory,
    PersonFactory,
    StandardPageFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)


def leave(_page):
    """The page stays public."""


def unpublish(page):
    page.unpublish()


def expire(page):
    Page.objects.filter(pk=page.pk).update(expire_at=NOW)


def expire_later(page):
    Page.objects.filter(pk=page.pk).update(expire_at=NOW + dt.timedelta(seconds=1))


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")  # nobody's password


def restrict_parent(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def unlist(page):
    page.is_listed = False
    publish(page)


def move_off_site(page):
    page.move(Page.get_first_root_node(), "last-child")


STATES = [
    (leave, True, True),
    (expire_later, True, True),
    (unlist, True, False),
    (unpublish, False, False),
    (expire, False, False),
    (restrict, False, False),
    (restrict_parent, False, False),
    (move_off_site, False, False),
]


@pytest.mark.parametrize(("change", "is_public", "is_listed"), STATES)
def test_a_page_is_as_public_as_its_state(home, change, is_public, is_listed):
    forum = ForumFactory(parent=home)
    change(forum)
    visibility = Visibility(now=NOW)

    page = ForumPage.objects.get(pk=forum.pk)

    assert visibility.admits(page) is is_public
    assert visibility.pages(ForumPage).filter(pk=page.pk).exists() is is_public
    assert visibility.listed_documents().filter(page=page).exists() is is_listed


def test_a_page_below_an_unlisted_one_is_reachable_and_not_listed(home):
    forum = ForumFactory(parent=home, is_listed=False)
    page = StandardPageFactory(parent=forum)
    visibility = Visibility()

    assert visibility.admits(page)
    assert not visibility.is_listed(page)
    assert not visibility.listed_documents().filter(page=page).exists()
    assert list(visibility.pages(StandardPage)) == [page]


def test_an_alias_is_not_public(home):
    forum = ForumFactory(parent=home)
    alias = forum.create_alias(update_slug="again")
    visibility = Visibility()

    assert not visibility.admits(ForumPage.objects.get(pk=alias.pk))
    assert list(visibility.pages(ForumPage)) == [forum]


def test_without_a_site_nothing_is_public(home):
    Site.objects.all().delete()
    visibility = Visibility()

    assert visibility.site is None
    assert not visibility.admits(home)
    assert list(visibility.pages(Page)) == []
    assert visibility.public_path(home) == "/"


def test_lists_show_one_site_and_relations_those_that_were_admitted(home):
    other_home = HomeFactory(parent=Page.get_first_root_node(), slug="other")
    site = Site.objects.create(hostname="other.example.org", root_page=other_home)
    forum = ForumFactory(parent=other_home)
    visibility = Visibility()
    assert not visibility.admits(forum)

    visibility.admit_site(site)

    assert visibility.admits(forum)
    assert list(visibility.pages(ForumPage)) == [forum]
    assert not visibility.listed_documents().filter(page=forum.pk).exists()
    assert visibility.public_path(forum) == f"/{forum.slug}/"


@pytest.mark.parametrize(
    ("hostname", "expected"),
    [(None, "localhost"), ("other.example.org", "other.example.org"), ("other.example.org:443", "other.example.org")],
)
def test_a_site_is_found_by_its_host_name(home, hostname, expected):
    Site.objects.create(hostname="other.example.org", root_page=home.add_child(instance=StandardPage(title="X")))

    assert find_site(hostname).hostname == expected


def test_an_unknown_host_name_is_the_default_site(home):
    assert find_site("nobody.example.org").is_default_site


def make_document(*, collection):
    return Document.objects.create(title="Plan", collection=collection)


@pytest.mark.parametrize("make", [ImageFactory, make_document])
@pytest.mark.parametrize(("depth", "is_public"), [(0, False), (1, False), (None, True)])
def test_a_file_is_as_public_as_its_collection_and_those_above(make, depth, is_public):
    root = Collection.get_first_root_node()
    private = root.add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    collections = {0: private, 1: private.add_child(name="below"), None: root.add_child(name="open")}

    assert Visibility().admits(make(collection=collections[depth])) is is_public


def test_a_file_is_public_where_nothing_is_restricted():
    image = ImageFactory()

    assert Visibility().admits(image)


def test_a_person_is_public_unless_the_record_says_otherwise():
    shown, _hidden = PersonFactory(), PersonFactory(is_public=False)

    assert list(Visibility().people()) == [shown]


def test_what_the_rule_does_not_know_is_hidden():
    assert not Visibility().admits(User(username="x"))


AVAILABILITY = [
    ({}, LinkAvailability.AVAILABLE),
    ({"url": ""}, LinkAvailability.TO_BE_ANNOUNCED),
    ({"access": "private"}, LinkAvailability.PRIVATE),
    ({"access": "private", "url": ""}, LinkAvailability.PRIVATE),
    ({"access": "members"}, LinkAvailability.MEMBERS_ONLY),
    ({"access": "registered"}, LinkAvailability.REGISTERED_ONLY),
    ({"visible_from_minutes": -60}, LinkAvailability.AVAILABLE),
    ({"visible_from_minutes": -59}, LinkAvailability.NOT_YET),
    ({"visible_until_minutes": -119}, LinkAvailability.AVAILABLE),
    ({"visible_until_minutes": -120}, LinkAvailability.EXPIRED),
    ({"visible_from_minutes": -90, "visible_until_minutes": 0}, LinkAvailability.AVAILABLE),
    ({"expires_on": NOW.date()}, LinkAvailability.AVAILABLE),
    ({"expires_on": NOW.date() - dt.timedelta(days=2)}, LinkAvailability.EXPIRED),
    ({"expires_on": NOW.date(), "visible_until_minutes": -120}, LinkAvailability.EXPIRED),
    ({"expires_on": NOW.date() - dt.timedelta(days=2), "url": ""}, LinkAvailability.TO_BE_ANNOUNCED),
]


@pytest.mark.parametrize(("values", "expected"), AVAILABILITY)
def test_the_address_of_a_link_is_available_by_access_and_time(values, expected):
    event = EventPage(starts_at=NOW + dt.timedelta(hours=1), ends_at=NOW + dt.timedelta(hours=2))
    link = Link(event=event, **{"url": "https://example.org/", **values})

    assert link_availability(link, NOW) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"visible_from_minutes": -60}, LinkAvailability.NOT_YET),
        ({"visible_until_minutes": 60}, LinkAvailability.AVAILABLE),
    ],
)
def test_a_link_of_an_event_without_a_time_waits_for_it(values, expected):
    link = Link(event=EventPage(), url="https://example.org/", **values)

    assert link_availability(link, timezone.now()) == expected


def test_restrictions_are_read_once_for_any_number_of_objects(home, django_assert_num_queries):
    pages = [ForumFactory(parent=home) for _ in range(3)]
    images = [ImageFactory() for _ in range(3)]
    visibility = Visibility()

    with django_assert_num_queries(5):
        assert all(visibility.admits(it) for it in (*pages, *images))
