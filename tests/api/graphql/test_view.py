"""GraphQL over HTTP: methods, media types, limits, and errors that say nothing of the inside."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.db import OperationalError, connection

from api.graphql.view import dump
from api.published.models import PublishedPage
from tests.api.graphql.sending import CLOCK, GRAPHQL, JSON, send
from tests.factories import CallForPapersFactory, ForumFactory

pytestmark = pytest.mark.django_db


def break_document(page, **values):
    """Store something in a page's document that no schema can show."""
    rows = PublishedPage.objects.filter(pk=page.pk)
    document, texts = (json.dumps({**json.loads(text), **values}) for text in rows.values_list("document", "texts")[0])
    rows.update(document=document, texts=texts)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON}", JSON),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        (f"text/html, {JSON};q=nonsense, */*;q=0.2, {GRAPHQL};charset=latin-1", None),
        ("text/html", None),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"{GRAPHQL};q=0, */*;q=0.1", JSON),
        (f"{JSON};q=0, {GRAPHQL};q=0, */*", None),
        (f"application/*;q=0.5, {GRAPHQL};q=0.4", JSON),
        (f"{GRAPHQL}, */*", GRAPHQL),
        (f"{JSON}, */*", JSON),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{JSON};q=nan, */*;q=0", None),
        (",".join(["text/html"] * 100), None),
    ],
)
def test_the_media_type_is_the_one_the_client_likes_best(home, client, accept, expected):
    response = send(client, {"query": CLOCK}, accept=accept)

    assert response.status_code == (200 if expected else 406)
    assert response["Content-Type"] == f"{expected or JSON}; charset=utf-8"


def test_an_answer_may_be_read_from_anywhere_and_sets_no_cookie(home, client):
    response = send(client, {"query": CLOCK})

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Vary"] == "Accept"
    assert not response.cookies


def test_a_query_may_stand_in_the_address(home, client):
    query = "query Named($path: String!) { route(path: $path) { __typename } } query Other { serverTime }"
    variables = json.dumps({"path": "/"})

    response = client.get(
        "/graphql", {"query": query, "variables": variables, "operationName": "Named", "extensions": ""}
    )

    assert response.json() == {"data": {"route": {"__typename": "PageRoute"}}}


def test_head_answers_without_a_body(home, client):
    response = client.head("/graphql", {"query": CLOCK})

    assert (response.status_code, response.content) == (200, b"")


def test_options_lets_browsers_send_json(client):
    response = client.options("/graphql")

    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert response["Access-Control-Allow-Headers"] == (
        "Accept, Authorization, Cache-Control, Content-Type, If-None-Match"
    )
    assert response["Access-Control-Allow-Methods"] == "GET, POST, OPTIONS"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    response = getattr(client, method)("/graphql")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("{", JSON, 400, "The body must be JSON."),
        ("[" * 100_000, JSON, 413, "Send at most 65536 bytes."),
        ("[" * 60_000, JSON, 400, "The body must be JSON."),
        (b"\xff", JSON, 400, "The body must be JSON."),
        ([{"query": CLOCK}], JSON, 400, "The body must be one object; batches are not answered."),
        ({}, JSON, 400, "query must be a GraphQL document."),
        ({"query": 5}, JSON, 400, "query must be a GraphQL document."),
        ({"query": " "}, JSON, 400, "query must be a GraphQL document."),
        ({"query": CLOCK, "variables": []}, JSON, 400, "variables must be an object."),
        ({"query": CLOCK, "variables": "x"}, JSON, 400, "variables must be an object."),
        ({"query": CLOCK, "operationName": 1}, JSON, 400, "operationName must be a string."),
        ({"query": CLOCK, "extensions": "x"}, JSON, 400, "extensions must be an object."),
        ("query=x", "application/x-www-form-urlencoded", 415, "Send application/json in UTF-8."),
        (CLOCK, "application/graphql", 415, "Send application/json in UTF-8."),
        ({"query": CLOCK}, f"{JSON}; charset=utf-16", 415, "Send application/json in UTF-8."),
    ],
)
def test_what_is_no_request_is_refused(client, body, content_type, status, message):
    response = send(client, body, content_type=content_type)

    assert response.status_code == status
    assert response.json() == {"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]}


def test_variables_in_the_address_must_be_json(client):
    response = client.get("/graphql", {"query": CLOCK, "variables": "{"})

    assert (response.status_code, response.json()["errors"][0]["message"]) == (400, "variables must be JSON.")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ " + "a " * 2001 + "}", "GRAPHQL_PARSE_FAILED"),
        ("{ serverTim }", "GRAPHQL_VALIDATION_FAILED"),
        ("fragment A on Query { ...A } { ...A }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...Unknown }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { x }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { serverTime } query B { serverTime }", "BAD_USER_INPUT"),
        ("query ($id: ID!) { node(id: $id) { id } }", "BAD_USER_INPUT"),
        ("# " + "x" * 16_384, "QUERY_TOO_COMPLEX"),
        ("{ node(id: 1) { ... on Talk " + "{ partOf " * 13 + "{ id }" + "}" * 15, "QUERY_TOO_COMPLEX"),
    ],
)
@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 400), (JSON, 200)])
def test_a_document_that_cannot_be_executed_says_why(  # noqa: PLR0917  # pytest passes by name
    home, client, query, code, accept, status
):
    response = send(client, {"query": query}, accept=accept)

    assert response.status_code == status
    assert [error["extensions"] for error in response.json()["errors"]] == [{"code": code}]
    assert "data" not in response.json()


def test_a_mutation_over_get_is_refused(client):
    response = client.get("/graphql", {"query": "mutation { x }"})

    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_an_error_makes_no_guesses_at_the_schema(client):
    response = send(client, {"query": "{ serverTim }"})

    assert response.json()["errors"][0]["message"] == "Cannot query field 'serverTim' on type 'Query'."


def test_at_most_five_errors_are_told(client):
    response = send(client, {"query": "{ a b c d e f g }"})

    assert len(response.json()["errors"]) == 5


def test_a_wrong_argument_is_named_and_its_neighbours_answered(home, client):
    response = send(client, {"query": '{ events(first: 101) { totalCount } node(id: "x") { id } }'}, accept=GRAPHQL)

    assert response.status_code == 200
    assert response.json() == {
        "errors": [
            {
                "message": "first must be between 1 and 100.",
                "locations": [{"line": 1, "column": 3}],
                "path": ["events"],
                "extensions": {"code": "BAD_USER_INPUT"},
            }
        ],
        "data": {"events": None, "node": None},
    }


def test_a_failure_inside_is_an_incident_in_the_log(home, client, caplog):
    forum = ForumFactory(parent=home)
    break_document(forum, when={"start": "zq7x"})
    query = f'{{ event(by: {{path: "{forum.public_path}"}}) {{ title when {{ start {{ date }} }} }} }}'

    with caplog.at_level(logging.ERROR, "api.graphql.view"):
        body = send(client, {"query": query}).json()

    incident = re.fullmatch(r"Internal error; incident ([0-9a-f]{32})\.", body["errors"][0]["message"])
    assert incident
    assert [error["extensions"] for error in body["errors"]] == [{"code": "INTERNAL_SERVER_ERROR"}]
    assert "zq7x" not in json.dumps(body)
    assert incident[1] in caplog.text


def test_introspection_is_open(client):
    response = send(client, {"query": "{ __schema { queryType { name } mutationType { name } } __typename }"})

    assert response.json() == {
        "data": {"__schema": {"queryType": {"name": "Query"}, "mutationType": None}, "__typename": "Query"}
    }


def test_a_stored_value_that_does_not_fit_its_type_is_an_incident(home, post):
    break_document(CallForPapersFactory(parent=home), edition=2**40)

    body = post("{ events { nodes { title ... on CallForPapers { edition } } } }")

    assert [error["extensions"]["code"] for error in body["errors"]] == ["INTERNAL_SERVER_ERROR"]
    assert str(2**40) not in json.dumps(body)


def test_an_argument_found_wrong_while_executing_is_named(home, post):
    query = "query ($d: OrderDirection) { events(orderBy: [{field: TITLE, direction: $d}]) { totalCount } }"

    error = post(query, d=None)["errors"][0]

    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"].startswith("Argument 'orderBy'")


def test_a_fragment_is_as_deep_as_what_it_holds(home, post):
    fragments = "".join(f"fragment F{level} on Event {{ partOf {{ ...F{level + 1} }} }} " for level in range(14))

    body = post("{ events { nodes { ...F0 } } } " + fragments + "fragment F14 on Event { id }")

    assert body["errors"][0]["extensions"] == {"code": "QUERY_TOO_COMPLEX"}


def test_fragments_within_the_limit_are_answered(home, post):
    assert post("{ ...Clock } fragment Clock on Query { site { name } }")["data"] == {"site": {"name": "Colloquium"}}


def test_what_tools_ask_of_the_schema_is_answered(post):
    """Tools unpack types up to nine times, which is deeper than any other document may go."""
    unpack = "name"
    for _ in range(9):
        unpack = f"name ofType {{ {unpack} }}"

    body = post(f"{{ __schema {{ types {{ fields {{ args {{ type {{ {unpack} }} }} }} }} }} }}")

    assert "errors" not in body


@pytest.mark.parametrize("cookie", ["sessionid=short; csrftoken=short", "sessionid=" + "a" * 32])
def test_cookies_change_nothing(home, client, cookie):
    response = client.get("/graphql", {"query": CLOCK}, headers={"Cookie": cookie})

    assert (response.status_code, response["Vary"], response.cookies) == (200, "Accept", {})


@pytest.mark.parametrize(
    "body",
    [
        b'{"query": "query ($n: Int) { events(first: $n) { totalCount } }", "variables": {"n": "\\ud800"}}',
        json.dumps({"query": CLOCK}).encode("utf-16"),
        b'{"query": "{ serverTime } #\xff"}',
    ],
)
def test_what_is_no_unicode_text_is_refused(home, client, body):
    response = send(client, body)

    assert (response.status_code, response.json()["errors"][0]["message"]) == (400, "The body must be JSON.")


def test_a_byte_order_mark_is_passed_over(home, client):
    assert send(client, b"\xef\xbb\xbf" + json.dumps({"query": CLOCK}).encode()).status_code == 200


def test_half_a_surrogate_in_the_address_is_refused(home, client):
    response = client.get("/graphql", {"query": CLOCK, "variables": '{"a": "\\ud800"}'})

    assert (response.status_code, response.json()["errors"][0]["message"]) == (400, "variables must be JSON.")


@pytest.mark.parametrize(
    ("query_string", "status", "message"),
    [
        ("query=%FF", 400, "The address must hold UTF-8 and at most 20 arguments."),
        ("query=" + "&".join(["x"] * 30), 400, "The address must hold UTF-8 and at most 20 arguments."),
        ("query=" + "x" * 70_000, 414, "Send at most 65536 bytes."),
        ("", 400, "query must be a GraphQL document."),
        ("variables=%7B%22a%22%3A%22%FF%22%7D", 400, "The address must hold UTF-8 and at most 20 arguments."),
    ],
)
def test_an_address_that_is_no_request_is_refused(client, query_string, status, message):
    response = client.get(f"/graphql?{query_string}")

    assert (response.status_code, response.json()["errors"][0]["message"]) == (status, message)


@pytest.mark.parametrize(
    ("length", "status", "message"),
    [
        ("x", 400, "Content-Length must be a number."),
        ("-1", 400, "Content-Length must be a number."),
        ("²", 400, "Content-Length must be a number."),
        ("65537", 413, "Send at most 65536 bytes."),
        ("9" * 5000, 413, "Send at most 65536 bytes."),
    ],
)
def test_a_length_that_is_none_is_refused(client, length, status, message):
    response = client.generic("POST", "/graphql", b"{}", content_type=JSON, CONTENT_LENGTH=length)

    assert (response.status_code, response.json()["errors"][0]["message"]) == (status, message)


def test_a_body_in_chunks_is_refused(client):
    response = client.generic("POST", "/graphql", b"{}", content_type=JSON, headers={"Transfer-Encoding": "chunked"})

    assert (response.status_code, response.json()["errors"][0]["message"]) == (
        411,
        "Send the Content-Length with the body.",
    )


def test_without_a_database_the_answer_is_an_incident(client, settings, monkeypatch):
    def fail(*_arguments, **_options):
        raise OperationalError("the address of the database")

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/graphql", {"query": CLOCK})

    assert response.status_code == 503
    assert re.fullmatch(r"Internal error; incident [0-9a-f]{32}\.", response.json()["errors"][0]["message"])
    assert response["Cache-Control"] == "no-store"


def test_half_a_surrogate_that_is_stored_is_written_as_an_escape():
    assert dump({"a": "\ud800é"}) == b'{"a":"\\ud800\\u00e9"}'
