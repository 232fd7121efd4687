"""The pages of each list of the root join to the whole list, forwards and backwards."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from tests.factories import (
    ContributionFactory,
    ImportantDateFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TutorialFactory,
)

pytestmark = pytest.mark.django_db

PAGE = (
    "totalCount nodes { __typename ... on Node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
)
PLACES = "$first: Int, $after: String, $last: Int, $before: String"
GIVEN = "first: $first, after: $after, last: $last, before: $before"
WAYS = [
    ("events", ""),
    ("events", ", orderBy: [{field: NEXT_DEADLINE}]"),
    ("events", ", orderBy: [{field: NEXT_DEADLINE, direction: DESC}, {field: TITLE}]"),
    ("events", ', search: "page"'),
    ("events", ', search: "page", orderBy: [{field: RELEVANCE, direction: DESC}]'),
    ("events", ", orderBy: [{field: UPDATED_AT, direction: DESC}]"),
    ("events", ", where: {phase: [UPCOMING, LIVE]}"),
    ("talks", ""),
    ("talks", ", orderBy: [{field: TITLE, direction: DESC}]"),
    ("talks", ', search: "page"'),
    ("importantDates", ""),
    ("importantDates", ", latestFirst: true"),
    ("sessions", ""),
    ("sessions", ", latestFirst: true"),
    ("people", ""),
    ("people", ', search: "person"'),
    ("search", ', words: "page"'),
]


@pytest.fixture
def shelf(home):
    """Seven rows for each list, with equal and unknown times among them."""
    series = SeriesFactory(parent=home, title="Page of talks")
    for number, day in enumerate((1, 2, 2, None, None, 3, 3)):
        start = day and dt.date(2027, 7, day)
        person = PersonFactory(name=f"Person {number // 2}")
        TalkFactory(parent=series, title=f"Page {number // 2}", start_date=start, title_announced=number != 3)
        TutorialFactory(
            parent=home,
            title="Page" if number % 2 else "Other",
            summary="page",
            start_date=start,
            contributions=[ContributionFactory(person=person)],
            important_dates=[ImportantDateFactory(start_date=start)],
            sessions=[SessionFactory(start_date=start)],
        )


def turn_pages(ask, field, more, *, size, backwards):
    """The ids of a whole list, page by page."""
    query = f"query P({PLACES}) {{ {field}({GIVEN}{more}) {{ {PAGE} }} }}"
    names = ("last", "before", "startCursor", "hasPreviousPage", "hasNextPage")
    if not backwards:
        names = ("first", "after", "endCursor", "hasNextPage", "hasPreviousPage")
    count, place, cursor_name, ahead, behind = names
    pages, cursor, has_more = [], None, True
    while has_more:
        page = ask(query, **{count: size, place: cursor})[field]
        assert page["pageInfo"][behind] is (cursor is not None)
        pages.append([node["id"] for node in page["nodes"]])
        cursor, has_more = page["pageInfo"][cursor_name], page["pageInfo"][ahead]
    return list(itertools.chain.from_iterable(reversed(pages) if backwards else pages)), page["totalCount"]


@pytest.mark.parametrize(("field", "more"), WAYS)
def test_the_pages_of_each_list_join_to_the_whole_both_ways(at_noon, shelf, ask, field, more):
    whole, total = turn_pages(ask, field, more, size=100, backwards=False)

    joined = [
        turn_pages(ask, field, more, size=size, backwards=backwards) for size in (1, 3) for backwards in (False, True)
    ]

    assert len(whole) == len(set(whole)) == total >= 6
    assert joined == [(whole, total)] * 4
