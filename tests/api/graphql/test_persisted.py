"""Documents named by their SHA-256: Apollo's automatic persisted queries, and the documentId of GraphQL over HTTP."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import socket

import pytest
import time_machine

from api.graphql.documents import DOCUMENTS
from api.graphql.persisted import find_source, register_document

pytestmark = pytest.mark.django_db

GRAPHQL = "application/graphql-response+json"
SOURCE = "query Name { site { name } __typename }"
DIGEST = hashlib.sha256(SOURCE.encode()).hexdigest()
DATA = {"data": {"site": {"name": "Colloquium"}, "__typename": "Query"}}
MISS = {"errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]}


def apollo(digest=DIGEST, version=1):
    return {"persistedQuery": {"version": version, "sha256Hash": digest}}


def get(client, **parameters):
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    return client.get("/graphql", texts, headers={"Accept": GRAPHQL})


def post(client, **body):
    return client.post("/graphql", json.dumps(body), content_type="application/json", headers={"Accept": GRAPHQL})


def outcome(response):
    return response.status_code, response.json()


@pytest.mark.parametrize("send", [get, post])
@pytest.mark.parametrize("name", [{"extensions": apollo()}, {"documentId": f"sha256:{DIGEST}"}])
def test_an_unknown_document_is_a_miss_that_nobody_keeps(home, client, send, name):
    response = send(client, **name)

    assert outcome(response) == (200, MISS)
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


@pytest.mark.parametrize("register", [get, post])
@pytest.mark.parametrize("ask", [get, post])
@pytest.mark.parametrize("name", [{"extensions": apollo()}, {"documentId": f"sha256:{DIGEST}"}])
def test_a_registered_document_is_known_by_its_hash(home, client, register, ask, name):
    registered = register(client, query=SOURCE, extensions=apollo())

    asked = ask(client, **name)

    assert (outcome(registered), outcome(asked)) == ((200, DATA), (200, DATA))


def test_a_registered_document_is_known_to_other_processes(home, client):
    register_document(DIGEST, SOURCE)
    DOCUMENTS.kept.clear()

    assert outcome(get(client, documentId=f"sha256:{DIGEST}")) == (200, DATA)


def test_a_document_is_registered_though_its_answer_is_kept(home, client):
    post(client, query=SOURCE)
    post(client, query=SOURCE, extensions=apollo())

    assert find_source(DIGEST) == SOURCE


def test_a_document_sent_without_its_hash_is_not_registered(home, client):
    post(client, query=SOURCE)

    assert find_source(DIGEST) is None


def test_a_document_that_is_not_valid_is_not_registered(home, client):
    source = "{ nothing }"
    digest = hashlib.sha256(source.encode()).hexdigest()

    response = post(client, query=source, extensions=apollo(digest))

    assert response.status_code == 400
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]
    assert find_source(digest) is None


def test_a_registered_document_takes_variables_and_an_operation(home, client):
    source = "query A { serverTime } query B($path: String!) { route(path: $path) { __typename } }"
    digest = hashlib.sha256(source.encode()).hexdigest()
    post(client, query=source, operationName="B", variables={"path": "/"}, extensions=apollo(digest))

    asked = get(client, documentId=f"sha256:{digest}", operationName="B", variables={"path": "/nowhere/"})

    assert outcome(asked) == (200, {"data": {"route": None}})


def test_a_registered_document_is_within_the_same_limits(home, client):
    source = "{ events(first: 100) { nodes { ... on SeminarSeries { talks(first: 100) { nodes { id } } } } } }"
    digest = hashlib.sha256(source.encode()).hexdigest()
    post(client, query=source, extensions=apollo(digest))

    error = get(client, documentId=f"sha256:{digest}").json()["errors"][0]

    assert error == {
        "message": "The operation costs 10,201 points; at most 5,000 are allowed.",
        "extensions": {"code": "QUERY_TOO_COMPLEX"},
    }


WRONG_EXTENSION = "persistedQuery must have version 1 and a sha256Hash of 64 hexadecimal digits."
WRONG_ID = "documentId must be sha256: with 64 hexadecimal digits."
NOT_ALONE = "documentId stands for the document; send it alone."


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"query": SOURCE, "extensions": apollo("0" * 64)}, "persistedQuery.sha256Hash is not the SHA-256 of query."),
        ({"query": SOURCE, "documentId": f"sha256:{DIGEST}"}, NOT_ALONE),
        ({"query": "", "documentId": f"sha256:{DIGEST}"}, NOT_ALONE),
        ({"extensions": apollo(), "documentId": f"sha256:{DIGEST}"}, NOT_ALONE),
        ({"documentId": DIGEST}, WRONG_ID),
        ({"documentId": f"sha256:{DIGEST.upper()}"}, WRONG_ID),
        ({"documentId": f"md5:{DIGEST}"}, WRONG_ID),
        ({"documentId": 5}, WRONG_ID),
        ({"documentId": ["sha256", DIGEST]}, WRONG_ID),
        ({"extensions": apollo("xyz")}, WRONG_EXTENSION),
        ({"extensions": apollo(5)}, WRONG_EXTENSION),
        ({"extensions": apollo(version=2)}, WRONG_EXTENSION),
        ({"extensions": {"persistedQuery": []}}, WRONG_EXTENSION),
        ({"extensions": {"persistedQuery": "x"}}, WRONG_EXTENSION),
        ({"query": [SOURCE], "extensions": apollo()}, "query must be a GraphQL document."),
        ({"query": " ", "extensions": apollo()}, "query must be a GraphQL document."),
        ({"extensions": {}}, "query must be a GraphQL document."),
    ],
)
def test_what_names_no_document_is_refused(client, body, message):
    assert outcome(post(client, **body)) == (
        400,
        {"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]},
    )


def test_apollo_may_leave_an_empty_query(home, client):
    post(client, query=SOURCE, extensions=apollo())

    assert outcome(post(client, query="", extensions=apollo())) == (200, DATA)


def test_a_document_is_kept_for_another_day_when_it_is_asked_for(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "a day"}}
    with time_machine.travel(dt.datetime(2027, 6, 1, tzinfo=dt.UTC), tick=False) as clock:
        register_document(DIGEST, SOURCE)
        found = []
        for hours in (23, 23, 25):
            clock.shift(dt.timedelta(hours=hours))
            found.append(find_source(DIGEST))

    assert found == [SOURCE, SOURCE, None]


def test_without_the_cache_documents_are_unknown(settings, caplog):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{port}/0"}}

    with caplog.at_level(logging.WARNING, "api.graphql.persisted"):
        register_document(DIGEST, SOURCE)
        found = find_source(DIGEST)

    assert (found, len(caplog.records)) == (None, 2)
