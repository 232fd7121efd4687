"""What was public and is not any more is in no answer from the next one on, kept answers included."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pytest
import time_machine
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from api.ids import GlobalId
from api.renditions import make_renditions
from pages.models import Track
from tests.api.hidden_content import document, picture
from tests.factories import (
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db

PAGE, TALK, PERSON, IMAGE, LINK, FILE = "qpage", "qtalk", "qperson", "qimage", "qlink", "qfile"
"""Words that stand for a thing wherever it is shown."""
NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)

PICTURE = "alt url responsive(preset: CARD) { src sources { srcSet } }"
PERSONS = f"contributors {{ affiliation person {{ name bio {{ html }} photo {{ {PICTURE} }} }} photo {{ {PICTURE} }} }}"
EVENT = f"""title path summary seo {{ title description jsonLd image {{ {PICTURE} }} }} heroImage {{ {PICTURE} }}
  {PERSONS} links {{ label url note availability }} importantDates {{ label }} sessions {{ title speakers {{ name }} }}
  breadcrumbs {{ title }} partOf {{ title }} translations {{ title }}
  body {{ ... on TextBlock {{ content {{ html markdown text }} }} ... on FigureBlock {{ image {{ {PICTURE} }} }} }}"""
ROUTE = f"""query R($path: String!) {{ route(path: $path) {{ ... on PageRoute {{ page {{ title
  ... on Event {{ {EVENT} }} ... on Forum {{ tracks {{ name }} }}
  ... on SeminarSeries {{ talks {{ nodes {{ title seo {{ jsonLd }} }} }} }}
  ... on Talk {{ abstract {{ html }} series {{ title }} }} }} }} }} }}"""
NODES = f"""query N($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on Event {{ {EVENT} }} ... on ImportantDate {{ label }}
  ... on Session {{ title }} ... on Track {{ name }} ... on Person {{ name photo {{ {PICTURE} }} }} }} }}"""
LISTS = {
    "events": f"{{ events {{ nodes {{ {EVENT} }} }} }}",
    "talks": "{ talks { nodes { title abstract { html } contributors { person { name } } } } }",
    "dates": "{ importantDates { nodes { label event { title } } } }",
    "sessions": "{ sessions { nodes { title speakers { name } event { title } } } }",
    "people": f"{{ people {{ nodes {{ name photo {{ {PICTURE} }} }} }} }}",
    "search": "query S($words: String!) { search(words: $words) { nodes { title } } }",
    "menu": "{ site { menu { title } } }",
}


FEEDS = (
    *(f"/feeds/{name}.{it}" for name in ("events", PAGE, "series", "talk") for it in ("ics", "atom", "rss", "json")),
    *(f"/feeds/{name}.jsonld" for name in (PAGE, "series", "talk", "beside")),
    *("/feeds/deadlines.ics", "/feeds/archive.ics", "/feeds/changes.json", "/feeds/changes.atom", "/feeds/"),
    *(f"/feeds/{name}/schedule.xml" for name in (PAGE, "series")),
    *(f"/embed/{name}/" for name in (PAGE, "series", "talk")),
    *(f"/oembed?url=http://localhost:8000/{path}/" for path in (f"section/{PAGE}", "series/talk")),
)
"""Addresses of all that is given besides GraphQL."""

SAID_IN_FEEDS = {PAGE, TALK, PERSON, IMAGE, "Series"}


class Site:
    """A forum, a talk and their like, with a page beside them that names them."""

    def __init__(self, home):
        self.home = home
        self.collection = Collection.get_first_root_node().add_child(name="Pictures")
        self.image = picture(IMAGE, self.collection)
        self.document = document(FILE, self.collection)
        make_renditions(self.image.pk)
        self.person = PersonFactory(name=PERSON, photo=self.image, bio=PERSON)
        self.section = EventIndexFactory(parent=home, title="Section", slug="section")
        self.forum = self.make_forum()
        self.make_talk()
        text = (
            f'<p><a linktype="page" id="{self.forum.pk}">x</a> <a linktype="document" id="{self.document.pk}">y</a></p>'
        )
        TutorialFactory(parent=home, slug="beside", part_of=self.forum, body=[("text", text)])

    def make_forum(self):
        self.image.contextual_alt_text, self.image.decorative = IMAGE, False
        forum = ForumFactory(
            parent=self.section,
            title=PAGE,
            slug=PAGE,
            summary=PAGE,
            show_in_menus=True,
            hero_image=self.image,
            body=[("text", f"<p>{PAGE}</p>"), ("figure", {"image": self.image})],
            contributions=[ContributionFactory(person=self.person, photo=self.image)],
            important_dates=[ImportantDateFactory(label=PAGE)],
            sessions=[SessionFactory(title=PAGE)],
            tracks=[Track(name=PAGE)],
            links=[LinkFactory(label="Room", url=f"https://example.org/{LINK}", visible_until_minutes=0)],
            start_date=dt.date(2027, 6, 1),
            start_time=dt.time(13, 30),
            end_time=dt.time(14, 30),
            time_zone="UTC",
        )
        forum.sessions.get().speakers.set([self.person])
        return publish(forum)

    def make_talk(self):
        self.series = SeriesFactory(parent=self.home, title="Series", slug="series")
        speaker = ContributionFactory(person=self.person)
        self.talk = TalkFactory(parent=self.series, title=TALK, slug="talk", abstract=TALK, contributions=[speaker])

    def questions(self):
        """What is asked, with the variables."""
        ids = [
            GlobalId("Forum", str(self.forum.translation_key), "en"),
            GlobalId("ImportantDate", str(self.forum.important_dates.get().translation_key), "en"),
            GlobalId("Session", str(self.forum.sessions.get().translation_key), "en"),
            GlobalId("Track", str(self.forum.tracks.get().translation_key), "en"),
            GlobalId("Talk", str(self.talk.translation_key), "en"),
            GlobalId("Person", str(self.person.uid)),
        ]
        paths = (f"/section/{PAGE}/", "/beside/", "/series/", "/series/talk/", "/section/")
        yield from ((ROUTE, {"path": path}) for path in paths)
        yield NODES, {"ids": [str(key) for key in ids]}
        for name, query in LISTS.items():
            yield from (
                ((query, {"words": word}) for word in (PAGE, TALK, PERSON)) if name == "search" else [(query, {})]
            )


@pytest.fixture
def site(at_noon, home):
    return Site(home)


@pytest.fixture
def read(client):
    """The answers to some questions, each by POST and GET, by the tag of the latter."""

    def ask(questions):
        found = {}
        for query, variables in questions:
            asked = {"query": query, "variables": variables}
            posted = client.post("/graphql", json.dumps(asked), content_type="application/json")
            got = client.get("/graphql", {"query": query, "variables": json.dumps(variables)})
            assert posted.content == got.content
            assert "errors" not in got.json(), got.json()["errors"]
            found[query, json.dumps(variables)] = (got.headers["ETag"], got.content.decode())
        return found

    return ask


@pytest.fixture
def read_feeds(client):
    """The answers at `FEEDS`, by the tags they had before; what repeats the name that was asked for is left out."""

    def ask(tags):
        found = {}
        for path in FEEDS:
            tag = tags.get(path, ("", ""))[0]
            response = client.get(path, headers={"If-None-Match": tag} if tag else {})
            text = response.content.decode().replace("\r\n ", "")
            is_refused = response.status_code in {404, 410}
            found[path] = (response.headers.get("ETag"), text.replace(f"“{PAGE}”", "") if is_refused else text)
        return found

    return ask


def said(answers):
    """Everything that is said in answers."""
    return "".join(text for _, text in answers.values())


def unpublish(site):
    site.forum.unpublish()


def delete(site):
    site.forum.delete()


def restrict(page_name, kind, site):
    PageViewRestriction.objects.create(page=getattr(site, page_name), restriction_type=kind, password="x")


def restrict_and_move(site):
    closed = EventIndexFactory(parent=site.home, title="Closed")
    restrict_page(closed)
    site.forum.refresh_from_db()
    site.forum.move(closed, "last-child")


def restrict_page(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def withdraw_talk(site):
    site.talk.unpublish()


def withhold_title(site):
    site.talk.title_announced = site.talk.abstract_announced = False
    publish(site.talk)


def hide_person(site):
    site.person.is_public = False
    site.person.save()


def move_image(site):
    private = Collection.get_first_root_node().add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    site.image.collection = private
    site.image.save()


def restrict_collection(site):
    CollectionViewRestriction.objects.create(collection=site.collection, restriction_type="login")


def move_collection(site):
    private = Collection.get_first_root_node().add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    Collection.objects.get(pk=site.collection.pk).move(private, "sorted-child")


def delete_image(site):
    site.image.delete()


def close_link(access, site):
    link = site.forum.links.get()
    link.access = access
    site.forum.links = [link]
    publish(site.forum)


HIDINGS = {
    "a page is unpublished": (unpublish, {PAGE, LINK}),
    "a page is deleted": (delete, {PAGE, LINK}),
    "a page asks for a password": (partial(restrict, "forum", "password"), {PAGE, LINK}),
    "a page asks for a login": (partial(restrict, "forum", "login"), {PAGE, LINK}),
    "the page above asks for a login": (partial(restrict, "section", "login"), {PAGE, LINK, "Section"}),
    "a page is moved below a restricted one": (restrict_and_move, {PAGE, LINK}),
    "a talk is unpublished": (withdraw_talk, {TALK}),
    "a title is withheld": (withhold_title, {TALK}),
    "the series asks for a login": (partial(restrict, "series", "login"), {TALK, "Series"}),
    "a person is hidden": (hide_person, {PERSON}),
    "a picture is moved to a private collection": (move_image, {IMAGE}),
    "a collection is made private": (restrict_collection, {IMAGE, FILE}),
    "a collection is moved below a private one": (move_collection, {IMAGE, FILE}),
    "a picture is deleted": (delete_image, {IMAGE}),
    "a link is closed to all": (partial(close_link, "private"), {LINK, "Room"}),
    "a link is closed to most": (partial(close_link, "members"), {LINK}),
}


@pytest.mark.parametrize("name", HIDINGS)
def test_what_is_hidden_is_in_no_answer_from_then_on(site, read, name):
    hide, words = HIDINGS[name]
    questions = list(site.questions())
    before = read(questions)
    assert {word for word in words if word not in said(before)} == set()

    hide(site)
    after = read(questions)

    assert {word for word in words if word in said(after)} == set()


@pytest.mark.parametrize("name", HIDINGS)
def test_a_client_with_an_old_tag_gets_the_new_answer(site, client, read, name):
    hide, words = HIDINGS[name]
    before = read(site.questions())

    hide(site)

    for (query, variables), (tag, text) in before.items():
        given = {"query": query, "variables": variables}
        response = client.get("/graphql", given, headers={"If-None-Match": tag})
        has_been_said = any(word in text for word in words)
        assert (response.status_code == 200) or not has_been_said


@pytest.mark.parametrize("name", HIDINGS)
def test_what_is_hidden_is_in_no_feed_from_then_on(site, read_feeds, name):
    hide, words = HIDINGS[name]
    before = read_feeds({})
    assert {word for word in words & SAID_IN_FEEDS if word not in said(before)} == set()

    hide(site)
    known = read_feeds(before)
    anew = read_feeds({})

    assert {word for word in words if word in said(known) + said(anew)} == set()
    unchanged = [path for path, (_, text) in known.items() if not text]
    assert [path for path in unchanged for word in words if word in before[path][1]] == []


def test_an_expired_page_is_in_no_answer(site, read, read_feeds):
    site.forum.expire_at = LATER
    publish(site.forum)
    questions = list(site.questions())
    before = said(read(questions)), said(read_feeds({}))

    with time_machine.travel(LATER - dt.timedelta(seconds=1), tick=False):
        until = said(read(questions)), said(read_feeds({}))
    with time_machine.travel(LATER, tick=False):
        after = said(read(questions)), said(read_feeds({}))

    assert [[PAGE in text for text in texts] for texts in (before, until, after)] == [
        [True] * 2,
        [True] * 2,
        [False] * 2,
    ]


def test_an_address_is_in_no_answer_when_its_time_is_over(site, read):
    questions = list(site.questions())
    ends = dt.datetime(2027, 6, 1, 14, 30, tzinfo=dt.UTC)
    before = said(read(questions))

    with time_machine.travel(ends - dt.timedelta(seconds=1), tick=False):
        until = said(read(questions))
    with time_machine.travel(ends, tick=False):
        after = said(read(questions))

    assert [LINK in text for text in (before, until, after)] == [True, True, False]


def test_an_unlisted_page_is_in_no_feed(site, read_feeds):
    before = read_feeds({})
    site.forum.is_listed = False
    publish(site.forum)

    after = read_feeds({})

    whole = "/feeds/beside.jsonld"  # A listed part goes on naming the whole, whose address whoever follows it may see.
    assert [PAGE in said({**it, whole: ("", "")}) for it in (before, after)] == [True, False]


def test_an_unlisted_page_stays_at_its_address_only(site, read):
    lists = [question for question in site.questions() if question[0] in LISTS.values()]
    address = [(ROUTE, {"path": f"/section/{PAGE}/"})]
    before = said(read(lists))
    site.forum.is_listed = False
    publish(site.forum)

    # A listed part goes on naming the whole, whose address whoever follows it may see.
    after = read([question for question in lists if question[0] != LISTS["events"]])

    assert (PAGE in before, PAGE in said(after), PAGE in said(read(address))) == (True, False, True)
