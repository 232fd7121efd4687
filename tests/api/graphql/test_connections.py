"""Pages of lists by keyset cursors: both ways, with equal and unknown times, bound to their ordering."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from wagtail.models import Page

from api.graphql.connections import Ordering, SortKey, Window
from tests.factories import ForumFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

LIST = """query List($first: Int, $after: String, $last: Int, $before: String, $orderBy: [EventOrder!]) {
  events(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    totalCount nodes { title } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
TIME = {"at": "2027-06-01T00:00:00Z"}
TALKS = """query Talks(
  $path: String!, $first: Int, $after: String, $last: Int, $before: String, $newestFirst: Boolean) {
  event(by: {path: $path}) { ... on SeminarSeries {
    talks(first: $first, after: $after, last: $last, before: $before,
          newestFirst: $newestFirst) {
      totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }"""
ORDERS = [
    ([{"field": "STARTS_AT"}], ["a", "b", "c", "d", "e", "f"]),
    ([{"field": "STARTS_AT", "direction": "DESC"}], ["d", "c", "b", "a", "f", "e"]),
    ([{"field": "TITLE", "direction": "DESC"}], ["f", "e", "d", "c", "b", "a"]),
    (
        [{"field": "STARTS_AT", "direction": "DESC"}, {"field": "TITLE", "direction": "DESC"}],
        ["d", "c", "b", "a", "f", "e"],
    ),
    ([{"field": "UPDATED_AT"}], ["a", "b", "c", "d", "e", "f"]),
    (None, ["a", "b", "c", "d", "e", "f"]),
]


@pytest.fixture
def events(home):
    """Six events: two with equal starts, two without."""
    days = {"a": 1, "b": 2, "c": 2, "d": 3, "e": None, "f": None}
    return [
        ForumFactory(parent=home, title=title, start_date=day and dt.date(2027, 6, day)) for title, day in days.items()
    ]


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


@pytest.mark.parametrize(("order", "expected"), ORDERS)
@pytest.mark.parametrize("size", [1, 2, 5, 6])
def test_forward_pages_join_to_the_whole_list(events, ask, order, expected, size):
    seen, after, more = [], None, True
    while more:
        page = ask(LIST, first=size, after=after, orderBy=order)["events"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        seen += titles(page)
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert seen == expected


@pytest.mark.parametrize(("order", "expected"), ORDERS)
@pytest.mark.parametrize("size", [1, 4])
def test_backward_pages_join_to_the_whole_list(events, ask, order, expected, size):
    seen, before, more = [], None, True
    while more:
        page = ask(LIST, last=size, before=before, orderBy=order)["events"]
        assert page["pageInfo"]["hasNextPage"] is (before is not None)
        seen = titles(page) + seen
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]

    assert seen == expected


def test_a_page_has_edges_cursors_and_the_count_of_all(events, ask):
    page = ask(LIST, first=2)["events"]

    assert page["totalCount"] == 6
    assert [edge["node"]["title"] for edge in page["edges"]] == ["a", "b"]
    assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
    assert page["pageInfo"]["endCursor"] == page["edges"][1]["cursor"]


def test_an_empty_list_has_no_cursors(home, ask):
    assert ask(LIST)["events"] == {
        "totalCount": 0,
        "nodes": [],
        "edges": [],
        "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    }


def test_a_cursor_survives_the_row_it_came_from(events, ask):
    cursor = ask(LIST, first=2)["events"]["pageInfo"]["endCursor"]
    Page.objects.get(title="b").delete()

    assert titles(ask(LIST, first=2, after=cursor)["events"]) == ["c", "d"]


def encode(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "ÿ",
        encode(1),
        encode([]),
        encode(["start_ascending"]),
        encode(["-start_ascending", TIME, 1]),
        encode(["start_ascending", TIME, "1"]),
        encode(["start_ascending", TIME, True]),
        encode(["start_ascending", TIME, 2**63]),
        encode(["start_ascending", {"at": "2027-06-01T00:00:00"}, 1]),
        encode(["start_ascending", {"at": "yesterday"}, 1]),
        encode(["start_ascending", {"at": 5}, 1]),
        encode(["start_ascending", [1], 1]),
        encode(["start_ascending", "\0", 1]),
    ],
)
@pytest.mark.parametrize(("argument", "size"), [("after", "first"), ("before", "last")])
def test_a_cursor_of_something_else_is_refused(events, post, cursor, argument, size):
    error = post(LIST, **{argument: cursor, size: 2})["errors"][0]

    assert (error["message"], error["extensions"]["code"]) == (
        f"{argument} is no cursor of this ordering.",
        "BAD_USER_INPUT",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first": 0}, "first must be between 1 and 100."),
        ({"first": -1}, "first must be between 1 and 100."),
        ({"first": 101}, "first must be between 1 and 100."),
        ({"last": 0}, "last must be between 1 and 100."),
        ({"first": 1, "last": 1}, "first and after cannot be combined with last and before."),
        ({"first": 1, "before": "y"}, "first and after cannot be combined with last and before."),
        ({"after": "x", "before": "y"}, "first and after cannot be combined with last and before."),
    ],
)
def test_an_impossible_part_of_a_list_is_refused(events, post, arguments, message):
    assert post(LIST, **arguments)["errors"][0]["message"] == message


def test_ordering_by_a_field_twice_is_refused(home, post):
    order = [{"field": "TITLE"}, {"field": "TITLE", "direction": "DESC"}]

    assert post(LIST, orderBy=order)["errors"][0]["message"] == "orderBy names a field twice."


def test_an_absent_size_is_twenty():
    assert [Window.of().size, Window.of(before="x").size, Window.of(first=7).size] == [20, 20, 7]


def test_an_ordering_is_named_by_its_columns():
    assert Ordering((SortKey("a"), SortKey("b", is_descending=True))).name == "a,-b"


@pytest.mark.parametrize(
    ("newest_first", "expected"),
    [(None, ["a", "b", "c", "d"]), (False, ["a", "b", "c", "d"]), (True, ["c", "b", "a", "d"])],
)
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_of_talks_join_to_the_whole_list(home, ask, newest_first, expected, backwards):
    series = SeriesFactory(parent=home, slug="series")
    for title, day in {"a": 1, "b": 2, "c": 3, "d": None}.items():
        TalkFactory(parent=series, title=title, start_date=day and dt.date(2027, 6, day))
    size, cursor, edge = ("last", "before", "startCursor") if backwards else ("first", "after", "endCursor")
    more_name = "hasPreviousPage" if backwards else "hasNextPage"

    seen, position, more = [], None, True
    while more:
        arguments = {size: 3, cursor: position, "newestFirst": newest_first}
        page = ask(TALKS, path="/series/", **arguments)["event"]["talks"]
        seen = titles(page) + seen if backwards else seen + titles(page)
        position, more = page["pageInfo"][edge], page["pageInfo"][more_name]

    assert seen == expected
    assert page["totalCount"] == 4


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "value",
    [
        *("abc", 5, True, [1], {"at": "x"}, {"at": None}, {"at": "2027-01-01"}, {}),
        *({"at": "0001-01-01T00:00:00+14:00"}, {"at": "9999-12-31T23:59:59-12:00"}),
    ],
)
@pytest.mark.parametrize("argument", ["after", "before"])
def test_a_cursor_with_a_value_that_is_no_time_is_refused(events, post, argument, value):
    body = post(LIST, **{argument: cursor("start_ascending", value, 1)})

    assert [error["message"] for error in body["errors"]] == [f"{argument} is no cursor of this ordering."]


@pytest.mark.parametrize("value", [5, 1.5, {"at": "2027-01-01T00:00:00Z"}, "\0", "\ud800"])
def test_a_cursor_with_a_value_that_is_no_title_is_refused(events, post, value):
    body = post(LIST, after=cursor("title_ascending", value, 1), orderBy=[{"field": "TITLE"}])

    assert [error["message"] for error in body["errors"]] == ["after is no cursor of this ordering."]


def test_a_cursor_of_thousands_of_brackets_is_refused(events, post):
    deep = base64.urlsafe_b64encode(b"[" * 30_000).decode()

    assert [error["message"] for error in post(LIST, after=deep)["errors"]] == ["after is no cursor of this ordering."]
