"""The talks of several series, one page for each."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db


def test_the_talks_of_several_series_are_paged_for_each(home, ask):
    for name, count in (("a", 3), ("b", 1), ("c", 0)):
        series = SeriesFactory(parent=home, title=name, time_zone="UTC")
        for day in range(1, count + 1):
            TalkFactory(parent=series, title=f"{name}{day}", start_date=dt.date(2027, 6, day))
    query = """query Several($after: String) { events { nodes { ... on SeminarSeries {
        first: talks(first: 2) { totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage endCursor } }
        latest: talks(last: 1) { nodes { title } pageInfo { hasPreviousPage } }
        newest: talks(first: 1, newestFirst: true) { nodes { title } }
        rest: talks(first: 2, after: $after) { totalCount nodes { title } pageInfo { hasPreviousPage } }
    } } } }"""

    def read(series, name):
        return [node["title"] for node in series[name]["nodes"]]

    series = ask(query)["events"]["nodes"]
    cursor = series[0]["first"]["pageInfo"]["endCursor"]
    rest = ask(query, after=cursor)["events"]["nodes"]

    assert [read(it, "first") for it in series] == [["a1", "a2"], ["b1"], []]
    assert [it["first"]["totalCount"] for it in series] == [3, 1, 0]
    assert [it["first"]["pageInfo"]["hasNextPage"] for it in series] == [True, False, False]
    assert [read(it, "latest") for it in series] == [["a3"], ["b1"], []]
    assert [it["latest"]["pageInfo"]["hasPreviousPage"] for it in series] == [True, False, False]
    assert [read(it, "newest") for it in series] == [["a3"], ["b1"], []]
    assert [read(it, "rest") for it in rest] == [["a3"], [], []]
    assert [it["rest"]["totalCount"] for it in rest] == [3, 1, 0]


def test_an_impossible_page_of_talks_is_refused_for_each_series(home, post):
    for name in ("a", "b"):
        SeriesFactory(parent=home, title=name)

    body = post("{ events { nodes { title ... on SeminarSeries { talks(first: 0) { totalCount } } } } }")

    assert body["data"]["events"]["nodes"] == [{"title": "a", "talks": None}, {"title": "b", "talks": None}]
    assert [(error["message"], error["path"]) for error in body["errors"]] == [
        ("first must be between 1 and 100.", ["events", "nodes", at, "talks"]) for at in (0, 1)
    ]
