"""How many statements an answer takes, whatever its length, and that nothing hidden is completed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.ids import GlobalId
from pages.models import Session, Track
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

PERSON = "person { id name bio { html } photo { url alt } affiliation { name } }"
PEOPLE = f"contributors {{ role affiliation {PERSON} photo {{ url }} }}"
TIMES = "when { start { instant date } end { instant } isAllDay } phase"
HEAD = "id title path url locale seo { title isNoIndex } breadcrumbs { path }"
CARD = f"{HEAD} {TIMES} links {{ kind url availability }}"
EVENTS = f"""{{ events(first: 10) {{ totalCount nodes {{
  {CARD} {PEOPLE} heroImage {{ url }} topics {{ name }} translations {{ id }} partOf {{ title }}
  languages attendanceMode
  importantDates {{ label state at {{ instant }} previousValues {{ date }} }} dateChanges {{ kind }}
  sessions {{ title when {{ start {{ instant }} }} speakers {{ name photo {{ url }} }} abstract {{ html }} }}
  body {{ ... on TextBlock {{ content {{ html }} }} ... on FigureBlock {{ image {{ url alt }} }} }}
  ... on SeminarSeries {{ talks(first: 10) {{
    totalCount nodes {{ {CARD} {PEOPLE} series {{ title phase }} abstract {{ html }} }} }} }}
}} }} }}"""
TALKS = f"""{{ events(first: 100, where: {{ types: [TALK], languages: ["en"], phase: [UPCOMING] }}) {{
  edges {{ cursor node {{ {CARD} {PEOPLE} ... on Talk {{
    minutes series {{ title phase talks(first: 2) {{ nodes {{ id }} }} }} }} }} }}
  pageInfo {{ endCursor }} }} }}"""
SERIES_TALKS = f"""query ($path: String!) {{ event(by: {{path: $path}}) {{ ... on SeminarSeries {{
  talks(first: 100) {{ nodes {{ {CARD} {PEOPLE} series {{ title }} }} }} }} }} }}"""


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
    """`number` forums, tutorials and series with three talks each."""
    for _ in range(number):
        image = ImageFactory()
        forum = ForumFactory(
            parent=home,
            important_dates=[ImportantDateFactory()],
            sessions=[SessionFactory(title="Opening")],
            **shared(home, image),
        )
        forum.topics.set([TopicFactory()])
        forum = publish(forum)
        session = Session.objects.get(event=forum)
        session.speakers.set([person(image)])
        session.save()
        TutorialFactory(parent=home, part_of=forum, **shared(home, image))
        series = SeriesFactory(parent=home, **shared(home, image))
        for _ in range(3):
            TalkFactory(parent=series, **shared(home, image))


def count(ask, query, **variables):
    with CaptureQueriesContext(connection) as captured:
        ask(query, **variables)
    return len(captured)


@pytest.mark.parametrize(("query", "statements"), [(EVENTS, 48), (TALKS, 17)])
def test_the_statements_of_a_list_do_not_grow_with_it(home, ask, query, statements):
    add_events(home, 1)
    ask(query)
    few = count(ask, query)
    add_events(home, 9)

    many = count(ask, query)

    assert (few, many) == (statements, statements)


def test_the_statements_of_the_talks_of_a_series_do_not_grow_with_them(home, ask):
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series, **shared(home, ImageFactory()))
    few = count(ask, SERIES_TALKS, path=f"/{series.slug}/")
    for _ in range(9):
        TalkFactory(parent=series, **shared(home, ImageFactory()))

    many = count(ask, SERIES_TALKS, path=f"/{series.slug}/")

    assert (few, many) == (15, 15)


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


def test_the_statements_of_what_rows_belong_to_do_not_grow_with_them(home, ask):
    def add(number):
        for _ in range(number):
            SeriesFactory(parent=home, important_dates=[ImportantDateFactory()], sessions=[SessionFactory()])

    query = "{ events { nodes { importantDates { event { phase } } sessions { event { phase } } } } }"
    add(1)
    few = count(ask, query)
    add(4)

    assert (few, count(ask, query)) == (10, 10)


def test_the_statements_of_tracks_by_id_do_not_grow_with_them(home, ask):
    def add(number):
        tracks = [Track(name="Deep") for _ in range(number)]
        publish(ForumFactory(parent=home, tracks=tracks))
        return [str(GlobalId("Track", str(track.translation_key), "en")) for track in tracks]

    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { ... on Track { name } } }"
    few = count(ask, query, ids=add(1))

    assert (few, count(ask, query, ids=add(5))) == (6, 6)
