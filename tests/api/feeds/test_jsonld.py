"""A page as JSON-LD at its own address."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, get_page_models

from api.feeds.jsonld import render_page
from api.reading import Reading
from api.visibility import Visibility
from pages.models import EventPage
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db

HEAD = "query Head($path: String!) { route(path: $path) { ... on PageRoute { page { seo { jsonLd } } } } }"
EVENTS = {"call": CallForPapersFactory, "forum": ForumFactory, "series": SeriesFactory, "tutorial": TutorialFactory}
OTHERS = {"index": EventIndexFactory, "text": StandardPageFactory}


@pytest.fixture
def read():
    """A page that the public may see, and the reading that found it."""

    def find(page):
        reading = Reading(Visibility())
        return reading.take(reading.visibility.documents().filter(pk=page.pk))[0], reading

    return find


@pytest.fixture
def pages(home):
    """A page of each type by its path, with much of what it may name."""
    person = PersonFactory(name="Ada Byron", affiliation=OrganisationFactory(name="Institute"))
    found = {"/": home}
    for slug, factory in OTHERS.items():
        found[f"/{slug}/"] = factory(parent=home, slug=slug, title="<Ebb> & Çiçek 潮")
    for slug, factory in EVENTS.items():
        people = [ContributionFactory(person=person, role="organiser")]
        links = [LinkFactory(kind="join", url="https://meet.example.org/1")]
        found[f"/{slug}/"] = factory(parent=home, slug=slug, title="<Ebb>", contributions=people, links=links)
    found["/series/ebb/"] = TalkFactory(parent=found["/series/"], slug="ebb", abstract="<p>Of <b>ebb</b>.</p>")
    return found


def test_every_type_of_page_is_the_object_of_graphql(pages, read, ask):
    rendered = {path: render_page(*read(page)) for path, page in pages.items()}

    asked = {path: ask(HEAD, path=path)["route"]["page"]["seo"]["jsonLd"].encode() for path in pages}

    assert rendered == asked
    assert {type(page) for page in pages.values()} == set(get_page_models()) - {Page, EventPage}


def test_a_talk_whose_title_is_not_announced_has_no_object(home, read):
    series = SeriesFactory(parent=home)
    talk = TalkFactory(parent=series, title="zq7x", title_announced=False)

    assert render_page(*read(talk)) is None


def test_no_markup_stands_in_the_object(home, read):
    forum = ForumFactory(parent=home, title="</script><!--\u2028&")

    rendered = render_page(*read(forum)).decode()

    assert json.loads(rendered)["name"] == "</script><!--\u2028&"
    assert not set(rendered) & set("<>&\u2028\u2029")


def test_what_is_hidden_is_not_named(home, read):
    hidden = PersonFactory(name="zq7x", is_public=False)
    forum = ForumFactory(
        parent=home,
        attendance_mode="online",
        part_of=ForumFactory(parent=home, title="zq7x", published=False),
        contributions=[ContributionFactory(person=hidden)],
        links=[LinkFactory(kind="join", url="https://meet.example.org/zq7x", access="private")],
    )

    assert b"zq7x" not in render_page(*read(forum))


@pytest.mark.parametrize("many", [1, 3])
def test_an_object_takes_as_many_statements_whatever_it_names(home, read, many):
    people = PersonFactory.create_batch(many)
    forum = ForumFactory(parent=home, contributions=[ContributionFactory(person=person) for person in people])
    forum.topics.set(TopicFactory.create_batch(many))
    page, reading = read(publish(forum))

    with CaptureQueriesContext(connection) as statements:
        rendered = render_page(page, reading)

    assert (rendered.count(b'"Person"'), len(statements)) == (many, 4)
