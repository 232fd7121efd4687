"""What somebody sends who means harm: a documented answer, after hardly any work."""

from __future__ import annotations

import gc
import json
import sys
import time

import pytest
from graphql import get_introspection_query

from api.graphql.documents import DocumentRefused, check_document
from tests.api.graphql.sending import GRAPHQL, JSON, NAME, send
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

MOST_SECONDS = 0.1
"""Of the processor, for one request."""

TRACED_SECONDS = 0.3
"""The same while each line is counted."""


def work(request):
    """A response, and the processor time it took."""
    # The garbage of other tests is not the request's doing.
    gc.disable()
    try:
        started = time.process_time()
        response = request()
        return response, time.process_time() - started
    finally:
        gc.enable()


def is_traced():
    """Whether coverage slows the tests down."""
    monitoring = getattr(sys, "monitoring", None)
    return sys.gettrace() is not None or bool(monitoring and monitoring.get_tool(monitoring.COVERAGE_ID))


def assert_refused(request, status, code):
    """The answer is this refusal, and is made in time; twice, as a busy machine counts odd costs once."""
    response, seconds = work(request)
    if seconds > MOST_SECONDS:
        response, seconds = work(request)

    body = response.json()
    assert (response.status_code, {error["extensions"]["code"] for error in body["errors"]}) == (status, {code})
    assert len(body["errors"]) <= 5
    assert "data" not in body
    assert response["Cache-Control"] == "no-store"
    assert seconds < (TRACED_SECONDS if is_traced() else MOST_SECONDS)


def inside(fields):
    return f"{{ events {{ nodes {{ {fields} }} }} }}"


def chain(count, body):
    """Fragments of which each holds the next one as `body` says."""
    return " ".join(f"fragment F{n} on Event {{ {body.format(next=f'F{n + 1}')} }}" for n in range(count))


DOUBLING = inside("...F0") + chain(100, "...{next} ...{next}") + "fragment F100 on Event { id }"
DOUBLING_BY_ALIAS = (
    inside("...F0") + chain(12, "a: partOf {{ ...{next} }} b: partOf {{ ...{next} }}") + "fragment F12 on Event { id }"
)
CIRCLES = inside("...F0") + " ".join(
    f"fragment F{n} on Event {{ {' '.join(f'...F{m}' for m in range(25) if m != n)} partOf {{ ...F{n} }} }}"
    for n in range(25)
)
LONG_CHAIN = inside("...F0") + chain(240, "...{next}") + "fragment F240 on Event { id }"
TYPES = ("Forum", "Tutorial", "Talk", "SeminarSeries", "CallForPapers")


def schema_in_circles(rounds):
    return "{ __schema { types { " + "fields { type { " * rounds + "name" + " } }" * rounds + " } } }"


COMPLEX, INVALID, UNREADABLE = "QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"

DOCUMENTS = {
    "1,000 aliases": ("{ " + " ".join(f"a{n}:id" for n in range(1000)) + " }", UNREADABLE),
    "600 aliases": ("{ " + " ".join(f"a{n}: serverTime" for n in range(600)) + " }", COMPLEX),
    "a field 600 times": ("{ " + "serverTime " * 600 + "}", COMPLEX),
    "a field 1,990 times": (inside("title " * 1990), COMPLEX),
    "objects 280 times": (inside("contributors { person { name } } " * 280), COMPLEX),
    "objects in objects 100 times": (inside("partOf { partOf { partOf { id } } } " * 100), COMPLEX),
    "long arguments compared": (inside(f"contributors(roles: [{'CHAIR ' * 30}]) {{ role }} " * 40), COMPLEX),
    "fragments in circles": (CIRCLES, INVALID),
    "a fragment in itself": ("{ ...F } fragment F on Query { ...F }", INVALID),
    "fragments that double": (DOUBLING, COMPLEX),
    "fragments that double by aliases": (DOUBLING_BY_ALIAS, COMPLEX),
    "fragments that hold all later ones": (
        inside("...F0") + " ".join(f"fragment F{n} on Event {{ {' '.join(f'...F{m}' for m in range(n + 1, 30))} id }}"
                                   for n in range(30)),
        COMPLEX,
    ),
    "a long chain of fragments": (LONG_CHAIN, COMPLEX),
    "a fragment nobody uses": (f"{NAME} fragment F on Event {{ {'title ' * 1900} }}", INVALID),
    "fragments of one name": (
        f"{inside('...F')} fragment F on Event {{ {'title ' * 1900} }} fragment F on Event {{ id }}",
        INVALID,
    ),
    "unknown fragments": ("{ " + " ".join(f"...F{n}" for n in range(900)) + " }", INVALID),
    "unknown fields": (inside(" ".join(f"titel{n}" for n in range(590))), INVALID),
    "unknown arguments": (inside(f"title({' '.join(f'a{n}: 1' for n in range(450))})"), INVALID),
    "unknown directives": ("{ serverTime " + "@x " * 900 + "}", INVALID),
    "one directive very often": ("{ serverTime " + "@include(if: true) " * 250 + "}", INVALID),
    "unused variables": (f"query ({' '.join(f'$v{n}: Int' for n in range(450))}) {NAME}", INVALID),
    "200 levels": ("{ a " * 200 + "}" * 200, COMPLEX),
    "650 levels": ("{ a " * 650 + "}" * 650, UNREADABLE),
    "lists in lists": (f"{{ events(first: {'[' * 900}{']' * 900}) {{ totalCount }} }}", UNREADABLE),
    "objects in objects": (f"{{ events(where: {'{a: ' * 500}1{'}' * 500}) {{ totalCount }} }}", UNREADABLE),
    "20,000 fields": ("{ " + "a " * 20_000 + "}", COMPLEX),
    "2,001 tokens": ("{ " + "a " * 2_001 + "}", UNREADABLE),
    "a comment of 60 kB": ("{ serverTime } #" + "x" * 60_000, COMPLEX),
    "100 operations": (" ".join(f"query Q{n} {{ events {{ nodes {{ ...F }} }} }}" for n in range(100))
                       + f" fragment F on Event {{ {'id ' * 50} }}", COMPLEX),
    "lists in lists of rows": (
        "{ events(first: 100) { nodes { ... on SeminarSeries { talks(first: 100) { nodes { id } } } } } }",
        COMPLEX,
    ),
    "types of types": (schema_in_circles(2), COMPLEX),
    "types of types of types": (schema_in_circles(5), INVALID),
    "the schema six times": (
        "{ " + " ".join(f"a{n}: __schema {{ types {{ fields {{ name }} }} }}" for n in range(6)) + " }",
        COMPLEX,
    ),
    "definitions of types": ("type A { a: Int } " * 200, INVALID),
    "every type at once": (inside(" ".join(f"... on {name} {{ {'id title slug ' * 40} }}" for name in TYPES)), COMPLEX),
}  # fmt: skip


@pytest.mark.parametrize(("document", "code"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_that_makes_work_is_refused(home, client, document, code):
    assert_refused(lambda: send(client, {"query": document}, accept=GRAPHQL), 400, code)


def valid_documents():
    """Documents just within the limits, which are checked in full."""
    scalars = "id title slug path url phase status summary shortTitle locale partOfTitle partOfUrl updatedAt "
    yield inside(scalars * 40)
    yield inside("contributors { role } " * 28)
    yield inside("title " * 200)
    yield inside(f"contributors(roles: [{'CHAIR ' * 20}]) {{ role }} " * 25)
    yield inside(" ".join(f"... on {name} {{ {scalars * 4} }}" for name in TYPES))
    yield inside("partOf { title phase url " * 8 + "... on Forum { id } ... on Talk { id } " + "}" * 8)
    yield inside("translations { ... on Event { " * 5 + "id " + "} } " * 5)
    yield f"{{ events(where: {{types: [{'TALK ' * 1900}]}}) {{ totalCount }} }}"


@pytest.mark.parametrize("document", list(valid_documents()))
def test_a_document_within_the_limits_is_checked_in_time(document):
    def check():
        try:
            return check_document(document)
        except DocumentRefused as refused:
            return refused

    _, seconds = min((work(check) for _ in range(2)), key=lambda it: it[1])

    assert seconds < (TRACED_SECONDS if is_traced() else MOST_SECONDS)


BODIES = {
    "1 MB": (b'{"query": "' + b"x" * 1_000_000 + b'"}', JSON, 413),
    "a form": (b"query=%7BserverTime%7D", "application/x-www-form-urlencoded", 415),
    "a form with files": (
        b'--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{a}\r\n--x--',
        "multipart/form-data; boundary=x",
        415,
    ),
    "plain text": (b'{"query": "{ serverTime }"}', "text/plain", 415),
    "no type": (b'{"query": "{ serverTime }"}', "", 415),
    "a batch": (json.dumps([{"query": NAME}] * 100).encode(), JSON, 400),
    "brackets": (b"[" * 60_000, JSON, 400),
    "objects in objects": (b'{"a":' * 10_000, JSON, 400),
    "no UTF-8": (b'{"query": "{ serverTime } #\xff"}', JSON, 400),
    "half a surrogate": (b'{"query": "{ serverTime } #\\ud800"}', JSON, 400),
    "UTF-16": (json.dumps({"query": NAME}).encode("utf-16"), JSON, 400),
    "no number": (b'{"query": "{ serverTime }", "variables": {"a": NaN}}', JSON, 400),
    "nothing": (b" ", JSON, 400),
    "null": (b"null", JSON, 400),
    "a zero byte": (b"\x00", JSON, 400),
}  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "status"), BODIES.values(), ids=BODIES)
def test_a_body_that_makes_work_is_refused(client, body, content_type, status):
    assert_refused(lambda: send(client, body, content_type=content_type), status, "BAD_REQUEST")


ADDRESSES = {
    "10 MB": ("query=" + "x" * 10_000_000, 414),
    "many arguments": ("&".join(f"a{n}=1" for n in range(5_000)), 400),
    "no UTF-8": ("query=%7BserverTime%7D%23%FF", 400),
    "no UTF-8 in variables": ("query=%7BserverTime%7D&variables=%7B%22a%22%3A%22%C3%28%22%7D", 400),
    "half a surrogate": ("query=%7BserverTime%7D&variables=%7B%22a%22%3A%22%5Cud800%22%7D", 400),
    "extensions that are none": ("query=%7BserverTime%7D&extensions=%5B%5D", 400),
    "variables that are none": ("query=%7BserverTime%7D&variables=1", 400),
}


@pytest.mark.parametrize(("query_string", "status"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_that_makes_work_is_refused(client, query_string, status):
    assert_refused(lambda: client.get(f"/graphql?{query_string}"), status, "BAD_REQUEST")


VARIABLES = [
    ("$v: Int", "events(first: $v) { totalCount }", ["1", 1.5, True, [1], {"a": 1}, 2**31, 2**70, -(2**31) - 1]),
    ("$v: String", "events(after: $v) { totalCount }", [1, True, [], {}, 1.5]),
    ("$v: ID!", "node(id: $v) { id }", [None, True, 1.5, [], {}]),
    ("$v: [ID!]!", "nodes(ids: $v) { id }", [None, [None], [["a"]], [{}], True]),
    ("$v: EventFilter", "events(where: $v) { totalCount }", [1, "x", [], {"unknown": 1}, {"types": ["X"]},
                                                            {"startsAt": "now"}, {"startsAt": {"gte": "yesterday"}}]),
    ("$v: [EventOrder!]", "events(orderBy: $v) { totalCount }", [1, "TITLE", [None], {"field": "X"}, [{}]]),
    ("$v: EventLookup!", "event(by: $v) { id }", [None, 1, [], {"path": 1}, {"id": True}]),
    ("$v: EventType!", "events(where: {types: [$v]}) { totalCount }", [None, 1, "talk", [], {}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "selection", "value"),
    [(declared, selection, value) for declared, selection, values in VARIABLES for value in values],
)
def test_a_variable_of_a_wrong_type_is_named(home, client, declared, selection, value):
    body = {"query": f"query ({declared}) {{ {selection} }}", "variables": {"v": value}}

    assert_refused(lambda: send(client, body, accept=GRAPHQL), 400, "BAD_USER_INPUT")


@pytest.mark.parametrize(
    "variables",
    [
        {f"unused{number}": "x" * 50 for number in range(900)},
        {"unused": [0] * 20_000},
        {"unused": json.loads("[" * 300 + "]" * 300)},
        {"unused": 2**70},
        {"unused": 1e300},
        {"": None},
    ],
)
def test_variables_nobody_declared_are_passed_over(home, client, variables):
    response, seconds = work(lambda: send(client, {"query": NAME, "variables": variables}))

    assert response.json() == {"data": {"site": {"name": "Colloquium"}}}
    assert seconds < TRACED_SECONDS


def test_many_ids_are_refused(home, client):
    body = {"query": "query ($v: [ID!]!) { nodes(ids: $v) { id } }", "variables": {"v": ["x"] * 10_000}}

    response, seconds = work(lambda: send(client, body))

    assert [error["message"] for error in response.json()["errors"]] == ["ids must be at most 100."]
    assert seconds < (TRACED_SECONDS if is_traced() else MOST_SECONDS)


@pytest.mark.parametrize("ids", [["\x00"], ["x" * 10_000], ["Forum:" + "0" * 9_000], ["💥"], [""], ["/" * 100]])
def test_ids_that_are_none_are_null(home, client, ids):
    ForumFactory(parent=home)

    body = send(client, {"query": "query ($v: [ID!]!) { nodes(ids: $v) { id } }", "variables": {"v": ids}}).json()

    assert body == {"data": {"nodes": [None]}}


def test_the_whole_schema_is_answered_in_time(home, client):
    query = get_introspection_query()
    work(lambda: send(client, {"query": f"{query} # first"}))

    response, seconds = work(lambda: send(client, {"query": query}))

    assert "errors" not in response.json()
    assert seconds < TRACED_SECONDS
