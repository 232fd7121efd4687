"""Which answers are kept, how long they hold, and what conditional requests get."""

from __future__ import annotations

import re

import pytest

from api.caching import bump_version, name_version, read_version
from tests.api.graphql.sending import GRAPHQL, JSON, NAME, ask, send, titles
from tests.factories import ForumFactory, publish

pytestmark = pytest.mark.django_db

VERSION = "{ contentVersion }"
KEPT = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"


def test_an_answer_says_how_long_it_holds(home, client):
    response = ask(client, NAME)

    assert response["Cache-Control"] == KEPT
    assert re.fullmatch(r'"[0-9a-f]{32}"', response["ETag"])
    assert response["Cache-Tag"].split(",")[0] == "all"


def test_an_answer_is_kept_and_takes_one_statement_then(home, client, django_assert_num_queries):
    first = ask(client, NAME)

    with django_assert_num_queries(1):
        second = ask(client, NAME)

    assert (second.content, second["ETag"], second["Cache-Control"]) == (first.content, first["ETag"], KEPT)


def test_a_client_that_has_the_answer_gets_none(home, client):
    etag = ask(client, NAME)["ETag"]

    response = ask(client, NAME, If_None_Match=f'"other", W/{etag}')

    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert response["Cache-Control"] == KEPT
    assert response["Vary"] == "Accept"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_change_of_content_is_a_new_answer(home, client):
    forum = ForumFactory(parent=home, title="Before")
    query = "{ events { nodes { title } } }"
    before = ask(client, query)
    forum.title = "After"
    publish(forum)

    after = ask(client, query, If_None_Match=before["ETag"])

    assert (before.json(), after.json()) == (titles("Before"), titles("After"))


def test_media_types_have_answers_of_their_own(home, client):
    answers = [ask(client, NAME, accept=accept) for accept in (JSON, GRAPHQL, JSON, GRAPHQL)]

    assert [answer["Content-Type"].partition(";")[0] for answer in answers] == [JSON, GRAPHQL, JSON, GRAPHQL]
    assert len({answer["ETag"] for answer in answers}) == 2


def test_variables_and_operations_have_answers_of_their_own(home, client):
    forum = ForumFactory(parent=home, title="Found")
    query = "query A($id: ID!) { node(id: $id) { ... on Event { title } } } query B { serverTime }"
    found = str(event_id(client))

    answers = [
        send(client, {"query": query, "operationName": "A", "variables": {"id": key}}).json()
        for key in (found, "x", found)
    ]

    assert answers == [{"data": {"node": node}} for node in ({"title": forum.title}, None, {"title": forum.title})]


def event_id(client):
    return send(client, {"query": "{ events { nodes { id } } }"}).json()["data"]["events"]["nodes"][0]["id"]


@pytest.mark.parametrize(
    "query",
    [
        "{",
        "{ nothing }",
        "{ events(first: 0) { totalCount } }",
        "query ($n: Int!) { events(first: $n) { totalCount } }",
    ],
)
def test_an_answer_with_errors_is_kept_nowhere(home, client, query):
    response = ask(client, query)

    assert (response["Cache-Control"], "ETag" in response) == ("no-store", False)


def test_an_answer_to_a_post_is_kept_here_only(home, client, django_assert_num_queries):
    send(client, {"query": NAME})

    with django_assert_num_queries(1):
        response = send(client, {"query": NAME})

    assert (response["Cache-Control"], "ETag" in response) == ("no-store", False)


def test_head_says_what_get_would(home, client):
    asked, headed = ask(client, NAME), ask(client, NAME, method="head")

    assert (headed.status_code, headed.content) == (200, b"")
    assert {name: headed[name] for name in ("ETag", "Cache-Control", "Content-Type")} == {
        name: asked[name] for name in ("ETag", "Cache-Control", "Content-Type")
    }


def test_the_content_version_is_another_one_after_a_change_and_only_then(home, client):
    before = ask(client, VERSION).json()["data"]["contentVersion"]
    again = ask(client, VERSION).json()["data"]["contentVersion"]

    bump_version()

    after = ask(client, VERSION).json()["data"]["contentVersion"]
    assert before == again
    assert after != before


def test_no_cache_gives_the_content_version_without_asking(home, client, django_assert_num_queries):
    ask(client, VERSION)

    with django_assert_num_queries(1):
        response = ask(client, VERSION)

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert ask(client, VERSION, If_None_Match=response.headers["ETag"]).status_code == 304


def test_what_stands_beside_the_content_version_is_asked_for_each_time(home, client):
    ask(client, NAME)

    response = ask(client, "{ contentVersion site { name } }")

    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.json()["data"]["contentVersion"] == name_version(read_version())
