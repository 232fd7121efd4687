"""Topics that something in lists is filed under."""

from __future__ import annotations

import pytest

from tests.factories import ForumFactory, SeriesFactory, TalkFactory, TopicFactory

pytestmark = pytest.mark.django_db

TOPICS = """query Topics($first: Int, $after: String) { topics(first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage } nodes { name slug } } }"""


@pytest.fixture
def topics(home):
    """Topics of events, of a talk, and some that only what is hidden has."""
    waves, tides, ebb = (TopicFactory(name=name) for name in ("Waves", "tides", "Ebb"))
    ForumFactory(parent=home, topics=[waves, tides])
    ForumFactory(parent=home, topics=[waves])
    TalkFactory(parent=SeriesFactory(parent=home), topics=[ebb])
    for number, values in enumerate(({"is_listed": False}, {"published": False})):
        ForumFactory(parent=home, topics=[TopicFactory(name=f"zq7x {number}"), tides], **values)
    TopicFactory(name="zq7x")


def test_topics_of_what_is_listed_stand_once_by_name(topics, ask):
    found = ask(TOPICS)["topics"]

    assert found["nodes"] == [
        {"name": "Ebb", "slug": "ebb"},
        {"name": "tides", "slug": "tides"},
        {"name": "Waves", "slug": "waves"},
    ]
    assert found["totalCount"] == 3


def test_topics_are_read_page_by_page(topics, ask):
    first = ask(TOPICS, first=2)["topics"]
    second = ask(TOPICS, first=2, after=first["pageInfo"]["endCursor"])["topics"]

    assert [[it["name"] for it in page["nodes"]] for page in (first, second)] == [["Ebb", "tides"], ["Waves"]]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_topics_cost_the_same_however_many_there_are(home, ask, django_assert_num_queries, number):
    ForumFactory(parent=home, topics=[TopicFactory(broader=TopicFactory()) for _ in range(number)])
    ask(TOPICS)

    with django_assert_num_queries(5):
        ask("{ topics { totalCount nodes { name broader { name } } } }")
