"""Reading never writes: every field is answered over a connection that refuses to."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.images.models import Image
from wagtail.models import APIToken, Page

from api.caching import bump_version, forget_answers
from api.renditions import make_renditions
from tests.api.coordinates import Walk, find_answered, find_coordinates
from tests.api.hidden_content import HiddenContent
from tests.api.test_canary import SDL, all_ids, all_paths, id_queries, route_queries, values_for, walk_queries

pytestmark = pytest.mark.django_db

REFUSE = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
ALLOW = {"sqlite": "PRAGMA query_only = OFF"}
"""PostgreSQL's setting ends with the transaction, which each test rolls back."""


@pytest.fixture
def content(home):
    """Content, some of it without the files of its pictures."""
    made = HiddenContent(home)
    make_renditions(made.public_image.pk)
    assert Image.objects.filter(renditions=None).exists()
    return made


@pytest.fixture
def token(db):
    return APIToken.create_token(user=User.objects.create_user("partner"), name="Partner")[1]


@pytest.fixture
def read_only(content, token):
    """A connection that refuses to write; the content version has just risen."""
    bump_version()
    connection.check_constraints()
    execute(REFUSE)
    yield
    execute(ALLOW)


def execute(statements):
    if connection.vendor in statements:
        with connection.cursor() as cursor:
            cursor.execute(statements[connection.vendor])


def all_queries(content):
    walk = Walk(SDL, values_for(content, "/old"))
    return walk, [*walk_queries(walk), *route_queries(all_paths()), *id_queries(all_ids())]


def forget_all():
    forget_answers()
    cache.clear()


def post(client, query):
    return client.post("/graphql", json.dumps({"query": query}), content_type="application/json").json()


def test_the_connection_refuses_to_write(read_only):
    with pytest.raises(DatabaseError), transaction.atomic():
        Page.objects.update(title="Written")


def test_every_field_is_answered_without_writing(content, read_only, client):
    walk, queries = all_queries(content)

    answered, errors = set(), []
    for query in queries:
        body = post(client, query)
        errors += body.get("errors", [])
        answered |= find_answered(body["data"], SDL)

    assert errors == []
    assert find_coordinates(SDL) - answered - walk.written == set()


@pytest.mark.parametrize("has_token", [False, True])
def test_an_answer_is_the_same_over_cold_and_warm_caches(content, token, read_only, has_token):
    client = Client(headers={"Authorization": f"Bearer {token}"} if has_token else {})
    query = (
        "{ events { totalCount nodes { id title phase seo { jsonLd } heroImage { responsive(preset: CARD) { src } } } }"
        ' search(words: "tides") { nodes { id } } people { nodes { name } } site { name menu { id } } }'
    )

    cold, kept = post(client, query), post(client, query)
    forget_all()
    warm = post(client, query)

    assert cold == kept == warm
    assert (list(cold), cold["data"]["events"]["totalCount"]) == (["data"], 5)


def test_a_document_is_registered_and_found_again_without_writing(content, read_only, client):
    query = "{ site { name } }"
    digest = hashlib.sha256(query.encode()).hexdigest()
    extensions = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": digest}})

    missing = client.get("/graphql", {"extensions": extensions}).json()
    found = [
        client.get("/graphql", given).json()
        for given in ({"query": query, "extensions": extensions}, {"extensions": extensions})
    ]

    assert missing["errors"][0]["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}
    assert found == [{"data": {"site": {"name": "Tides"}}}] * 2
