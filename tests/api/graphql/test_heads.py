"""What stands in a page's head: titles, descriptions, the picture for cards, and the page as JSON-LD."""

from __future__ import annotations

import json

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Page, Site

from pages.models import SiteSettings
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImageFactory,
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

HEAD = """query Head($path: String!) { route(path: $path) { ... on PageRoute { page { seo {
    title description canonicalUrl isNoIndex image { alt } jsonLd } } } } }"""


@pytest.fixture
def head(ask, settings):
    settings.PUBLIC_URL = "https://tides.example.org"
    return lambda path: ask(HEAD, path=path)["route"]["page"]["seo"]


@pytest.fixture
def described(head):
    """The JSON-LD of the page at a path."""
    return lambda path: json.loads(head(path)["jsonLd"])


@pytest.fixture
def private(db):
    """A collection that only some may see."""
    collection = Collection.get_first_root_node().add_child(name="private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def test_a_head_says_what_the_page_says(home, head):
    image = ImageFactory(description="A harbour")
    ForumFactory(parent=home, title="Tides", slug="tides", summary="Ebb and flow", hero_image=image)

    found = head("/tides/")

    assert json.loads(found.pop("jsonLd"))["name"] == "Tides"
    assert found == {
        "title": "Tides",
        "description": "Ebb and flow",
        "canonicalUrl": "https://tides.example.org/tides/",
        "isNoIndex": False,
        "image": {"alt": "A harbour"},
    }


def test_what_editors_write_for_the_head_comes_first(home, head):
    words = {"seo_title": "Tides 2027", "search_description": "Found by search"}
    ForumFactory(parent=home, title="Tides", slug="tides", summary="Ebb", **words)

    found = head("/tides/")

    assert (found["title"], found["description"]) == ("Tides 2027", "Found by search")


def test_a_head_without_words_has_no_description(home, head):
    ForumFactory(parent=home, slug="tides")

    assert (head("/tides/")["description"], head("/tides/")["image"]) == (None, None)


def test_a_description_is_cut(home, head):
    ForumFactory(parent=home, slug="tides", summary="潮" * 160)
    ForumFactory(parent=home, slug="waves", summary="潮" * 161)

    assert [head(path)["description"] for path in ("/tides/", "/waves/")] == ["潮" * 160, "潮" * 159 + "…"]


def test_an_unlisted_page_and_those_below_it_are_not_for_search_engines(home, head):
    forum = ForumFactory(parent=home, slug="tides", is_listed=False)
    StandardPageFactory(parent=forum, slug="travel")

    assert [head(path)["isNoIndex"] for path in ("/", "/tides/", "/tides/travel/")] == [False, True, True]


def test_a_private_picture_is_in_no_head(home, head, private):
    ForumFactory(parent=home, slug="tides", hero_image=ImageFactory(title="zq7x", collection=private))

    found = head("/tides/")

    assert (found["image"], "image" in json.loads(found["jsonLd"])) == (None, False)


def test_an_event_is_described_with_all_it_names(home, described, settings):
    SiteSettings.objects.create(site=Site.objects.get(), name="Tidal community")
    image = ImageFactory()
    person = PersonFactory(
        name="Ada Byron", homepage="https://ada.example.org/", affiliation=OrganisationFactory(name="Institute")
    )
    forum = ForumFactory(parent=home, title="Forum", slug="forum")
    event = TutorialFactory(
        parent=home,
        title="Tides by hand",
        slug="tides",
        summary="How to.",
        hero_image=image,
        part_of=forum,
        venue="Pier 4",
        city="Cove",
        attendance_mode="hybrid",
        languages=["en"],
        contributions=[
            ContributionFactory(person=person, role="presenter"),
            ContributionFactory(person=PersonFactory(name="zq7x", is_public=False), role="presenter"),
            ContributionFactory(person=PersonFactory(name="Bo Lind"), role="organiser", affiliation="Pier 4 Ltd"),
        ],
        links=[
            LinkFactory(kind="join", url="https://meet.example.org/1"),
            LinkFactory(kind="join", url="https://meet.example.org/zq7x", access="private"),
            LinkFactory(kind="stream", url="https://meet.example.org/zq7x", access="members"),
        ],
    )
    event.topics.set([TopicFactory(name="Oceans")])
    publish(event)
    url = "https://tides.example.org/tides/"

    assert described("/tides/") == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": url,
        "name": "Tides by hand",
        "description": "How to.",
        "url": url,
        "image": f"{settings.WAGTAILADMIN_BASE_URL}{image.file.url}",
        "keywords": "Oceans",
        "inLanguage": "en",
        "startDate": "2027-06-15",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Pier 4",
                "address": {"@type": "PostalAddress", "addressLocality": "Cove"},
            },
            {"@type": "VirtualLocation", "url": "https://meet.example.org/1"},
        ],
        "performer": {
            "@type": "Person",
            "name": "Ada Byron",
            "url": "https://ada.example.org/",
            "affiliation": {"@type": "Organization", "name": "Institute"},
        },
        "organizer": {
            "@type": "Person",
            "name": "Bo Lind",
            "affiliation": {"@type": "Organization", "name": "Pier 4 Ltd"},
        },
        "superEvent": {"@type": "Event", "name": "Forum", "url": "https://tides.example.org/forum/"},
    }


def test_an_event_elsewhere_is_the_whole_of_its_parts(home, described):
    ForumFactory(parent=home, slug="tides", part_of_title="Ocean week", part_of_url="https://ocean.example.org/")

    assert described("/tides/")["superEvent"] == {
        "@type": "Event",
        "name": "Ocean week",
        "url": "https://ocean.example.org/",
    }


def test_a_whole_that_is_not_public_is_not_named(home, described):
    hidden = ForumFactory(parent=home, title="zq7x", published=False)
    ForumFactory(parent=home, slug="tides", part_of=hidden)

    assert "superEvent" not in described("/tides/")


def test_a_talk_belongs_to_its_series(home, described):
    series = SeriesFactory(parent=home, title="Tidal talks", slug="talks")
    TalkFactory(parent=series, title="Ebb", slug="ebb", abstract="<p>Of <b>ebb</b> &amp; flow.</p>")

    found = described("/talks/ebb/")

    assert (found["name"], found["description"]) == ("Ebb", "Of ebb & flow.")
    assert found["superEvent"] == {
        "@type": "EventSeries",
        "name": "Tidal talks",
        "url": "https://tides.example.org/talks/",
    }


def test_a_description_out_of_a_text_with_links_is_the_text(home, described):
    series = SeriesFactory(parent=home, slug="talks")
    text = f'<p>Ebb, see <a linktype="page" id="{home.pk}">home</a>.</p>'
    TalkFactory(parent=series, slug="ebb", abstract=text)

    assert described("/talks/ebb/")["description"] == "Ebb, see home."


def test_a_talk_whose_title_is_not_announced_is_not_described(home, head):
    series = SeriesFactory(parent=home, title="Tidal talks", slug="talks")
    TalkFactory(parent=series, title="zq7x", slug="ebb", title_announced=False)

    found = head("/talks/ebb/")

    assert (found["title"], found["jsonLd"]) == ("Tidal talks", None)


def test_a_talk_says_its_usual_name_while_its_series_is_not_public(home, head):
    series = SeriesFactory(parent=home, title="zq7x", slug="talks")
    TalkFactory(parent=series, title="zq7x", slug="ebb", title_announced=False)
    Page.objects.filter(pk=series.pk).update(live=False)

    assert head("/talks/ebb/")["title"] == "Talk"


def test_the_home_page_stands_for_the_site(home, described):
    SiteSettings.objects.create(site=Site.objects.get(), name="Tidal community")

    assert described("/") == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": "https://tides.example.org/",
        "name": "Tidal community",
        "url": "https://tides.example.org/",
        "inLanguage": "en",
    }


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- & -->", 'a "b" \\ c', "\u2028潮"])
def test_a_description_for_machines_stands_safely_in_a_page(home, head, title):
    ForumFactory(parent=home, slug="tides", title=title)

    text = head("/tides/")["jsonLd"]

    assert json.loads(text)["name"] == title
    assert not set(text) & set("<>&\u2028\u2029")
