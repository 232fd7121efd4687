"""Values taken over from documents are those that graphql-core would have completed."""

from __future__ import annotations

import pytest
from django.utils import timezone
from graphql import ExecutionContext, execute, parse, validate
from wagtail.images.models import Image

from api.graphql.execution import PublicExecutionContext
from api.graphql.plain import USUAL_WAY, Kind, PlainField, find_plain_field
from api.graphql.schema import PLAIN_FIELDS, schema
from api.published.models import PublishedPage
from api.reading import Reading
from api.renditions import make_renditions
from api.visibility import Visibility
from tests.api.coordinates import Walk
from tests.api.hidden_content import HiddenContent
from tests.api.test_canary import all_ids, all_paths, id_queries, route_queries, values_for, walk_queries
from tests.factories import ForumFactory, LinkFactory

pytestmark = pytest.mark.django_db

SDL = schema.graphql_schema


class UsualExecutionContext(PublicExecutionContext):
    """Completes every field as graphql-core does."""

    execute_fields = ExecutionContext.execute_fields


def answer(query, *, context_class, now, variables=None):
    """The data and the errors of a query."""
    result = execute(
        SDL,
        parse(query),
        context_value=Reading(Visibility(now=now)),
        variable_values=variables,
        execution_context_class=context_class,
    )
    return result.data, [error.formatted for error in result.errors or ()]


def answer_both_ways(query, variables=None):
    assert validate(SDL, parse(query)) == []
    now = timezone.now()
    ways = (PublicExecutionContext, UsualExecutionContext)
    return [answer(query, context_class=way, now=now, variables=variables) for way in ways]


def test_all_fields_are_answered_as_in_the_usual_way(home):
    content = HiddenContent(home)
    for key in Image.objects.values_list("pk", flat=True):
        make_renditions(key)
    walk = Walk(SDL, values_for(content, f"/{content.password.slug}/"))

    for query in (*walk_queries(walk), *route_queries(all_paths()), *id_queries(all_ids())):
        plain, usual = answer_both_ways(query)
        assert (query, plain) == (query, usual)
        assert usual[1] == []


@pytest.fixture
def forum(home):
    return ForumFactory(
        parent=home,
        title="Tides",
        slug="tides",
        summary="Ebb",
        attendance_mode="online",
        links=[LinkFactory(kind="website", url="https://example.org/", label="Home")],
        venue="Pier 4",
    )


def damage(page, text, other):
    """Change what is stored of a page, as a fault of ours would."""
    row = PublishedPage.objects.get(page=page)
    assert text in row.document
    PublishedPage.objects.filter(page=page).update(document=row.document.replace(text, other))


DAMAGES = [
    ('"slug":"tides"', '"slug":null', "slug"),
    ('"slug":"tides"', '"slug":7', "slug"),
    ('"slug":"tides"', '"slug":true', "slug"),
    ('"slug":"tides"', '"slug":["a"]', "slug"),
    ('"summary":"Ebb"', '"summary":null', "summary"),
    ('"summary":"Ebb"', '"summary":1.5', "summary"),
    ('"summary":"Ebb"', '"summary":{"a":1}', "summary"),
    ('"attendanceMode":"online"', '"attendanceMode":null', "attendanceMode"),
    ('"attendanceMode":"online"', '"attendanceMode":"by post"', "attendanceMode"),
    ('"attendanceMode":"online"', '"attendanceMode":["online"]', "attendanceMode"),
    ('"kind":"website"', '"kind":null', "links { kind label }"),
    ('"kind":"website"', '"kind":"by post"', "links { label kind }"),
    ('"when":{', '"when":null,"was":{', "when { isAllDay }"),
    ('"when":{', '"when":[],"was":{', "when { isAllDay }"),
    ('"isAllDay":true', '"isAllDay":null', "when { isAllDay start { date } }"),
    ('"isAllDay":true', '"isAllDay":"yes"', "when { start { date } isAllDay }"),
    ('"isAllDay":true', '"isAllDay":1', "when { isAllDay }"),
    ('"precision":"day"', '"precision":null', "when { start { precision } }"),
    ('"date":"2027-06-14"', '"date":20270614', "when { start { date } }"),
    ('"venue":{', '"venue":"Pier","was":{', "venue { name }"),
    ('"venue":{', '"venue":null,"was":{', "venue { name }"),
    ('"links":[', '"links":null,"were":[', "links { label }"),
    ('"links":[', '"links":[null,', "links { label }"),
    ('"links":[', '"links":{},"were":[', "links { label }"),
]


@pytest.mark.parametrize(("text", "other", "selection"), DAMAGES)
def test_a_stored_value_that_does_not_fit_is_answered_as_in_the_usual_way(forum, text, other, selection):
    damage(forum, text, other)
    query = f'{{ event(by: {{path: "/tides/"}}) {{ title ... on Forum {{ {selection} }} }} serverTime }}'

    plain, usual = answer_both_ways(query)

    assert plain == usual


def test_an_error_beside_a_missing_value_is_told_once(forum):
    damage(forum, '"announcedAs":null', '"announcedAs":[]')
    damage(forum, '"isAllDay":true', '"isAllDay":null')

    plain, usual = answer_both_ways('{ event(by: {path: "/tides/"}) { when { start { announcedAs } isAllDay } } }')

    assert plain == usual
    assert len(usual[1]) == 2


NULLS = [
    ('event(by: {path: "/tides/"}) { title slug }', {"event": None}),
    ("events { nodes { slug } }", {"events": None}),
    ("events { edges { node { slug } } }", {"events": {"edges": [{"node": None}]}}),
    ('nodes(ids: ["x"]) { id } event(by: {path: "/tides/"}) { slug }', {"nodes": [None], "event": None}),
]


@pytest.mark.parametrize(("selection", "data"), NULLS)
def test_a_missing_value_that_is_needed_takes_away_what_holds_it(forum, selection, data):
    damage(forum, '"slug":"tides"', '"slug":null')

    plain, usual = answer_both_ways(f"{{ {selection} }}")

    assert plain == usual
    assert (plain[0], [error["message"] for error in plain[1]]) == (
        data,
        ["Cannot return null for non-nullable field Forum.slug."],
    )


SELECTIONS = [
    "__typename title",
    "a: title b: title title",
    "t: __typename when { w: __typename start { s: __typename date } }",
    "...Head ...Head title",
    "... on Node { id } ... on ContentPage { slug ... on Event { when { isAllDay } } } ... on Forum { slug }",
    "... on Talk { minutes } ... on Forum { summary }",
    "when { start { date } } when { start { instant } end { date } }",
    "when { ...Span start { date } } ...Head",
    "... @include(if: $yes) { title } ... @skip(if: $yes) { slug }",
    "title @skip(if: $yes) slug @include(if: $yes) when @skip(if: $no) { isAllDay @include(if: $no) start { date } }",
    "...Head @include(if: $no) slug",
    "when @include(if: $no) { isAllDay } links @skip(if: $no) { kind @skip(if: $yes) label }",
    "links { k: kind kind l: label } slug",
]


@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_selection_is_answered_as_in_the_usual_way(forum, selection):
    fragments = (
        "fragment Head on ContentPage { title slug seo { title } }",
        "fragment Span on TimeSpan { end { date } start { precision } isAllDay }",
    )
    used = " ".join(it for it in fragments if f"...{it.split()[1]}" in selection)
    given = ", ".join(f"${name}: Boolean!" for name in ("yes", "no") if f"${name}" in selection)
    query = f'query Q{f"({given})" if given else ""} {{ event(by: {{path: "/tides/"}}) {{ {selection} }} }} {used}'

    plain, usual = answer_both_ways(query, {"yes": True, "no": False})

    assert plain == usual
    assert list(plain[0]["event"]) == list(usual[0]["event"])
    assert plain[1] == []


def test_most_fields_of_cards_are_plain():
    names = {"id", "title", "path", "locale", "phase", "when", "venue", "links", "contributors", "seo", "partOf"}

    assert names <= PLAIN_FIELDS["Forum"].keys()
    assert {"instant", "date", "time", "timeZone", "precision", "announcedAs"} <= PLAIN_FIELDS["EventTime"].keys()


def test_a_field_that_needs_an_argument_and_those_of_the_root_are_not_plain():
    assert find_plain_field(SDL.type_map["Image"].fields["responsive"]) is None
    assert "Query" not in PLAIN_FIELDS


def leaf(**values):
    return PlainField(read=getattr, kind=Kind.LEAF, is_required=False, **values)


@pytest.mark.parametrize(
    ("plain", "value", "expected"),
    [
        (leaf(), "", ""),
        (leaf(holds=bool), False, False),
        (leaf(holds=float), 1.5, 1.5),
        (leaf(holds=int), 2**31 - 1, 2**31 - 1),
        (leaf(names={"a": "A"}), "a", "A"),
    ],
)
def test_a_plain_value_is_taken_over(plain, value, expected):
    assert plain.complete(value) == expected


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        (leaf(), 1),
        (leaf(holds=bool), 1),
        (leaf(holds=int), True),
        (leaf(holds=int), 2**31),
        (leaf(holds=float), 1),
        (leaf(names={"a": "A"}), "b"),
        (leaf(names={"a": "A"}), ["a"]),
        (leaf(names={"a": "A"}), {"a": 1}),
    ],
)
def test_a_value_that_does_not_fit_goes_the_usual_way(plain, value):
    assert plain.complete(value) is USUAL_WAY
