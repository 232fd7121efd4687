"""How many statements an answer takes, whatever its length, and that nothing hidden is completed."""

from __future__ import annotations

import graphene
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from api.caching import bump_version, forget_answers
from api.graphql.execution import PublicExecutionContext
from api.ids import GlobalId
from api.published.models import PublishedPage
from api.reading import Pool, Reading
from api.visibility import Visibility
from pages.models import Identifier, Person, Session, Track
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db

PHOTO = "photo { url alt responsive(preset: AVATAR) { src sources { type srcSet } } }"
PERSON = f"person {{ id name bio {{ html }} {PHOTO} affiliation {{ name }} }}"
PEOPLE = f"contributors {{ role affiliation {PERSON} {PHOTO} bio {{ html }} }}"
TIMES = "when { start { instant date } end { instant } isAllDay } phase"
HEAD = "id title path url locale seo { title description canonicalUrl isNoIndex } breadcrumbs { title path }"
CARD = f"{HEAD} {TIMES} links {{ kind url availability }}"
DATES = "importantDates { label state at { instant } previousValues { date } } dateChanges { kind }"
EVENT = f"""{CARD} {PEOPLE} heroImage {{ url alt }} topics {{ name broader {{ name }} }} translations {{ id }}
  partOf {{ title }} languages attendanceMode {DATES}
  sessions {{ title {TIMES} speakers {{ name {PHOTO} }} abstract {{ html }} }}
  body {{ ... on TextBlock {{ content {{ html }} }} ... on FigureBlock {{ image {{ url alt }} }} }}
  ... on SeminarSeries {{ talks(first: 2) {{ totalCount nodes {{ {CARD} series {{ title phase }} }} }} }}"""
OWNER = f"event {{ {HEAD} {TIMES} topics {{ name }} }}"


def listed(field, selection, arguments="first: 50"):
    return f"{{ {field}({arguments}) {{ totalCount nodes {{ {selection} }} }} }}"


LISTS = {
    "events": listed("events", EVENT, "first: 10, orderBy: [{field: UPDATED_AT, direction: DESC}]"),
    "events in a phase": listed("events", "id title phase", "first: 50, where: {phase: [UPCOMING, LIVE]}"),
    "events searched": listed("events", "id title phase", 'first: 50, search: "home"'),
    "talks": listed("talks", f"{CARD} {PEOPLE} abstract {{ html }} series {{ title }}", "first: 20"),
    "importantDates": listed("importantDates", f"label state at {{ instant }} {OWNER}"),
    "sessions": listed("sessions", f"title {TIMES} speakers {{ name }} {OWNER}"),
    "people": listed("people", f"name bio {{ html }} {PHOTO} affiliation {{ name }}"),
    "search": listed("search", f"{HEAD} translations {{ id }}", 'words: "home", first: 50'),
    "nodes": f"query N($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on Event {{ {CARD} {PEOPLE} }}"
    " ... on Session { title } ... on Track { name } ... on Person { name } } }",
    "site": "{ site { name url menu { title path } languages { path } } }",
}
"""Fields of the root with lists below them."""
STATEMENTS = {
    "events": (23, 15),
    "events in a phase": (13, 3),
    "events searched": (10, 3),
    "talks": (18, 11),
    "importantDates": (12, 6),
    "sessions": (13, 7),
    "people": (14, 7),
    "search": (11, 5),
    "nodes": (18, 11),
    "site": (10, 3),
}
"""How many their answers take when the content has just changed, and from then on; one reads the content version."""
ONE = {
    "node": "query N($id: ID!) { node(id: $id) { id ... on Forum { title } } }",
    "event by id": "query E($id: ID!) { event(by: {id: $id}) { title } }",
    "event by path": '{ event(by: {path: "/deep/"}) { title } }',
    "event by identifier": '{ event(by: {identifier: "acm:tt1"}) { title } }',
    "nowhere": '{ route(path: "/nothing/") { __typename } }',
    "serverTime": "{ serverTime }",
}
"""Fields of the root that answer with one object."""
STATEMENTS_OF_ONE = {
    "node": (7, 2),
    "event by id": (7, 2),
    "event by path": (8, 3),
    "event by identifier": (8, 2),
    "nowhere": (8, 4),
    "serverTime": (2, 1),
}
ROUTE = f"""{{ route(path: "/deep/") {{ __typename ... on PageRoute {{ page {{
  {HEAD} seo {{ jsonLd image {{ alt responsive(preset: HERO) {{ src }} }} }}
  ... on Event {{ {TIMES} links {{ kind url label }}
    contributors {{ role affiliation person {{ id name {PHOTO} }} }} }}
  ... on Forum {{ tracks {{ id name description {{ html }} }} }} }} }} }} }}"""


def person(image):
    return PersonFactory(photo=image, affiliation=OrganisationFactory(), bio="<p>Hello.</p>")


def shared(home, image):
    return {
        "contributions": [ContributionFactory(person=person(image)) for _ in range(2)],
        "links": [LinkFactory(url="https://example.org/")],
        "hero_image": image,
        "languages": ["en"],
        "body": [
            ("text", f'<p><a linktype="page" id="{home.pk}">home</a></p>'),
            ("figure", {"image": in_block(image)}),
        ],
    }


def in_block(image):
    image.contextual_alt_text, image.decorative = "A view", False
    return image


def add_events(home, number):
    """`number` forums, tutorials and series, with three dates, programme items or talks each."""
    for _ in range(number):
        image = ImageFactory()
        forum = ForumFactory(
            parent=home,
            important_dates=[ImportantDateFactory() for _ in range(3)],
            sessions=[SessionFactory() for _ in range(3)],
            **shared(home, image),
        )
        forum.topics.set([TopicFactory()])
        next(iter(forum.sessions.all())).speakers.set([person(image)])
        forum = publish(forum)
        TutorialFactory(parent=home, part_of=forum, **shared(home, image))
        series = SeriesFactory(parent=home, **shared(home, image))
        for _ in range(3):
            TalkFactory(parent=series, **shared(home, image))


def count(ask, query, **variables):
    """The statements of an answer after a change of the content, and of another answer without one."""
    bump_version()
    return count_again(ask, query, **variables), count_again(ask, query, **variables)


def count_again(ask, query, **variables):
    forget_answers()
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        ask(query, **variables)
    return len(captured)


@pytest.fixture
def deep(home):
    """A forum with all that a page can show, and its id."""
    image = ImageFactory()
    forum = ForumFactory(
        parent=home,
        slug="deep",
        identifiers=[Identifier(scheme="acm", value="tt1")],
        tracks=[Track(name="Deep", description=f'<p><a linktype="page" id="{home.pk}">home</a></p>')],
        **shared(home, image),
    )
    forum.topics.set([TopicFactory(broader=TopicFactory())])
    publish(forum)
    return str(GlobalId("Forum", str(forum.translation_key), "en"))


def some_ids(number):
    """Ids of so many pages, sessions and persons each."""
    pages = PublishedPage.objects.filter(type_name="Forum").order_by("pk")[:number]
    keys = [("Forum", page.page.translation_key, "en") for page in pages]
    keys += [("Session", row.translation_key, "en") for row in Session.objects.order_by("pk")[:number]]
    keys += [("Person", person.uid, "") for person in Person.objects.order_by("pk")[:number]]
    return [str(GlobalId(name, str(key), language)) for name, key, language in keys]


def test_the_statements_of_lists_do_not_grow_with_them(home, ask):
    def count_all(number):
        given = {"nodes": {"ids": some_ids(number)}}
        return {name: count(ask, query, **given.get(name, {})) for name, query in LISTS.items()}

    add_events(home, 2)
    few = count_all(2)
    add_events(home, 15)
    many = count_all(17)

    assert few == many == STATEMENTS


def test_the_statements_of_one_object(deep, ask):
    given = {"node": {"id": deep}, "event by id": {"id": deep}}

    found = {name: count(ask, query, **given.get(name, {})) for name, query in ONE.items()}

    assert found == STATEMENTS_OF_ONE


def test_the_statements_of_a_whole_page(deep, ask):
    assert count(ask, ROUTE) == (20, 12)


@pytest.mark.parametrize(("rounds", "codes"), [(1, []), (4, ["QUERY_TOO_COMPLEX"])])
def test_an_answer_that_grows_with_each_round_is_refused(home, post, rounds, codes):
    series = SeriesFactory(parent=home)
    for _ in range(15):
        TalkFactory(parent=series)
    selection = "id"
    for _ in range(rounds):
        selection = f"... on Talk {{ series {{ talks {{ nodes {{ {selection} }} }} }} }}"

    body = post(f"{{ events(where: {{types: [TALK]}}) {{ nodes {{ {selection} }} }} }}")

    assert [error["extensions"]["code"] for error in body.get("errors", ())] == codes


def test_many_root_fields_are_refused(home, post):
    allowed, refused = (" ".join(f"a{number}: serverTime" for number in range(count)) for count in (20, 21))

    assert "errors" not in post(f"{{ {allowed} }}")
    assert post(f"{{ {refused} }}") == {
        "errors": [
            {
                "message": "The document asks for 21 root fields; at most 20 are allowed.",
                "extensions": {"code": "QUERY_TOO_COMPLEX"},
            }
        ]
    }


def test_the_statements_of_tracks_by_id_do_not_grow_with_them(home, ask):
    def add(number):
        tracks = [Track(name="Deep") for _ in range(number)]
        publish(ForumFactory(parent=home, tracks=tracks))
        return [str(GlobalId("Track", str(track.translation_key), "en")) for track in tracks]

    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { ... on Track { name } } }"
    few, many = (count(ask, query, ids=add(number)) for number in (1, 5))

    assert few == many == (9, 4)


def squares():
    """A pool of squares of even numbers, and which keys it was asked to read."""
    asked = []

    def read(keys):
        asked.append(set(keys))
        return {key: key * key for key in keys if key % 2 == 0}

    return Pool(read), asked


def test_a_pool_reads_nothing_unless_asked():
    pool, asked = squares()

    pool.want([2, 4])

    assert asked == []


def test_a_pool_reads_all_that_is_wanted_at_once_and_nothing_twice():
    pool, asked = squares()
    pool.want([2, 3])

    found = [pool[4], pool[2], pool[3], pool[3]]
    pool.want([2, 3, 6])
    found += [pool[2], pool[8], pool[6]]

    assert found == [16, 4, None, None, 4, 64, 36]
    assert asked == [{2, 3, 4}, {6, 8}]


class Book(graphene.ObjectType):
    words = graphene.String()

    @staticmethod
    def resolve_words(book, _info):
        return book if isinstance(book, str) else "zq7x"


class Library(graphene.ObjectType):
    """Fields that hand over whatever stands at the root, as a careless resolver would."""

    one = graphene.Field(Book)
    each = graphene.List(graphene.NonNull(Book))
    perhaps = graphene.List(Book)
    needed = graphene.Field(graphene.NonNull(Book))
    inner = graphene.Field(lambda: Library)

    @staticmethod
    def resolve_one(root, _info):
        return root[0]

    @staticmethod
    def resolve_each(root, _info):
        return root

    resolve_perhaps = resolve_each
    resolve_needed = resolve_one
    resolve_inner = resolve_each


def hand_over(query, *items, reading):
    result = graphene.Schema(query=Library).execute(
        query, root=items, context=reading, execution_context_class=PublicExecutionContext
    )
    return result.data, [error.message for error in result.errors or ()]


GUARDED = "{ one { words } each { words } perhaps { words } }"


def test_a_hidden_page_is_not_completed(home):
    shown, hidden = ForumFactory(parent=home), ForumFactory(parent=home)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    reading = Reading(Visibility())
    pages = {page.pk: page for page in reading.take(PublishedPage.objects.filter(pk__in=[shown.pk, hidden.pk]))}

    found = hand_over(GUARDED, pages[hidden.pk], pages[shown.pk], reading=reading)

    seen = {"words": "zq7x"}
    assert found == ({"one": None, "each": [seen], "perhaps": [None, seen]}, [])


@pytest.mark.parametrize("make", [PersonFactory, ImageFactory, TopicFactory])
def test_a_stored_object_is_not_completed_even_where_it_is_public(home, make):
    found = hand_over(GUARDED, make(), "words", reading=Reading(Visibility()))

    assert found == ({"one": None, "each": [{"words": "words"}], "perhaps": [None, {"words": "words"}]}, [])


def test_a_hidden_object_where_one_is_needed_takes_its_holder_along(home):
    found = hand_over("{ inner { needed { words } } }", home, reading=Reading(Visibility()))

    assert found == ({"inner": None}, ["Cannot return null for non-nullable field Library.needed."])
