"""What clients may ask for: points of an operation, points of a minute, and what a token changes."""

from __future__ import annotations

import hmac
import json

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from wagtail.models import APIToken

from api.caching import bump_version, versions
from api.published.models import ContentVersion
from api.rates import forget_spending
from tests.api.graphql.sending import GRAPHQL, JSON, NAME, ask, send, titles
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db


def test_a_client_learns_what_its_operation_costs(home, client):
    body = {"query": "{ events(first: 7) { nodes { id } } }", "extensions": {"cost": True}}

    answers = [send(client, body).json() for _ in range(2)]

    cost = {"extensions": {"cost": {"requested": 8, "limit": 5000}}}
    assert answers == [{"data": {"events": {"nodes": []}}, **cost}] * 2
    assert "extensions" not in send(client, {"query": body["query"]}).json()


EXPENSIVE = (
    "query ($n: Int!) { events(first: $n) { nodes { ... on SeminarSeries { talks(first: 50) { nodes { id } } } } } }"
)


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL, 400), (JSON, 200)])
def test_an_operation_that_costs_too_much_is_refused(home, client, accept, status):
    body = {"query": EXPENSIVE, "variables": {"n": 100}, "extensions": {"cost": True}}

    response = send(client, body, accept=accept)

    assert (response.status_code, response.json()) == (
        status,
        {
            "errors": [
                {
                    "message": "The operation costs 5,201 points; at most 5,000 are allowed.",
                    "extensions": {"code": "QUERY_TOO_COMPLEX"},
                }
            ],
            "extensions": {"cost": {"requested": 5201, "limit": 5000}},
        },
    )


@pytest.fixture
def token(db):
    """The text of a partner's token."""
    return APIToken.create_token(user=User.objects.create_user("partner"), name="Partner")[1]


def test_a_token_raises_what_an_operation_may_cost(home, client, token):
    body = json.dumps({"query": EXPENSIVE, "variables": {"n": 100}})
    expected = {"data": {"events": {"nodes": []}}}

    with_token = client.post("/graphql", body, content_type=JSON, headers={"Authorization": f"Bearer {token}"})
    without = client.post("/graphql", body, content_type=JSON)

    assert with_token.json() == expected
    assert without.json()["errors"][0]["extensions"] == {"code": "QUERY_TOO_COMPLEX"}


def test_shared_caches_keep_no_answer_that_tells_the_limit_of_a_token(home, client, token):
    address = {"query": NAME, "extensions": '{"cost": true}'}
    stored = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"

    with_token = client.get("/graphql", address, headers={"Authorization": f"Bearer {token}"})
    without = client.get("/graphql", address)

    limits = [response.json()["extensions"]["cost"]["limit"] for response in (with_token, without)]
    assert limits == [20_000, 5_000]
    assert [with_token["Cache-Control"], without["Cache-Control"]] == ["no-store", stored]


def test_a_token_shows_nothing_more(home, client, token):
    ForumFactory(parent=home).unpublish()

    response = ask(client, "{ events { nodes { title } } }", Authorization=f"Bearer {token}")

    assert response.json() == titles()


@pytest.mark.parametrize("token", ["", "nonsense", "wagtail_000000000000000000000000000000000", "a b"])
def test_a_token_that_is_not_valid_is_refused(home, client, token):
    response = ask(client, NAME, Authorization=f"Bearer {token}")

    assert (response.status_code, response.json()) == (
        401,
        {"errors": [{"message": "The token is unknown or revoked.", "extensions": {"code": "UNAUTHENTICATED"}}]},
    )
    assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert response["Cache-Control"] == "no-store"


def test_other_ways_to_log_in_are_passed_over(home, client):
    assert ask(client, NAME, Authorization="Basic eHg6eHg=").json() == {"data": {"site": {"name": "Colloquium"}}}


@pytest.fixture
def few_points(settings):
    """Room for 10 points a minute, 30 with a token."""
    settings.GRAPHQL_POINTS_PER_MINUTE, settings.GRAPHQL_TOKEN_POINTS_PER_MINUTE = 10, 30
    forget_spending()
    yield
    forget_spending()


def fresh(number):
    """A document nobody has asked for before."""
    return f"{{ events(first: {number}) {{ nodes {{ id }} }} }}"


def test_a_client_that_asks_too_much_has_to_wait(home, client, few_points):
    first = ask(client, fresh(8))

    second = ask(client, fresh(9))

    assert (first.status_code, second.status_code) == (200, 429)
    seconds = int(second["Retry-After"])
    assert 1 <= seconds <= 120
    assert second.json() == {
        "errors": [
            {"message": f"At most 10 points a minute; wait {seconds} seconds.", "extensions": {"code": "RATE_LIMITED"}}
        ]
    }
    assert second["RateLimit"] == f'"points";r=0;t={seconds}'
    assert second["RateLimit-Policy"] == '"points";q=10;w=60'
    assert (second["Cache-Control"], second["Access-Control-Allow-Origin"]) == ("no-store", "*")


def test_kept_answers_are_free(home, client, few_points):
    etag = ask(client, fresh(8))["ETag"]

    assert {ask(client, fresh(8)).status_code for _ in range(20)} == {200}
    assert {ask(client, fresh(8), If_None_Match=etag).status_code for _ in range(20)} == {304}


@pytest.mark.parametrize(
    "attempt",
    [
        lambda number: {"query": f"{{ broken{number}"},
        lambda number: {"query": f"{{ unknown{number} }}"},
        lambda number: {"query": "query A { serverTime }", "operationName": f"B{number}"},
        lambda number: {"query": EXPENSIVE, "variables": {"n": 100, "x": number}},
        lambda number: {"documentId": f"sha256:{number:064x}"},
        lambda number: {"query": f"{{ site {{ name }} }} # {number}"},
        lambda number: {"query": f"{{ a{number}: site {{ name }} }}"},
        lambda number: {"query": NAME, "variables": {"unused": number}},
    ],
)
def test_whatever_makes_work_is_counted(home, client, few_points, attempt):
    statuses = [send(client, attempt(number), accept=GRAPHQL).status_code for number in range(11)]

    assert (429 in statuses[:10], statuses[10]) == (False, 429)


def test_a_long_document_is_counted_by_its_length_unless_it_is_known(home, client, few_points):
    long = f"{{ site {{ name }} }} # {'x' * 500}"
    bodies = [{"query": long}, {"query": long, "variables": {"unused": 1}}, {"query": f"{{ {long}"}]

    assert [send(client, body, accept=GRAPHQL).status_code for body in bodies] == [200, 200, 429]


def test_aliases_are_counted_one_by_one(home, client, few_points):
    aliases = " ".join(f"a{number}: events(first: 1) {{ nodes {{ id }} }}" for number in range(5))

    assert [ask(client, f"{{ {aliases} }}").status_code, ask(client, NAME).status_code] == [200, 429]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "Cookie", "Accept-Language"]
)
def test_no_header_makes_another_client(home, client, few_points, header):
    statuses = [ask(client, fresh(8 + number), **{header: f"203.0.113.{number}"}).status_code for number in range(3)]

    assert statuses == [200, 429, 429]


def test_behind_a_proxy_each_client_has_its_own_points(home, client, few_points, settings):
    settings.TRUSTED_PROXIES = 1
    forwarded = ["203.0.113.1", "203.0.113.2", "203.0.113.9, 203.0.113.1"]

    statuses = [
        ask(client, fresh(8 + number), X_Forwarded_For=value).status_code for number, value in enumerate(forwarded)
    ]

    assert statuses == [200, 200, 429]


def test_a_token_has_points_of_its_own(home, client, few_points, token):
    authorization = f"Bearer {token}"
    ask(client, fresh(8))

    statuses = [ask(client, fresh(9 + number), Authorization=authorization).status_code for number in range(3)]

    assert [ask(client, fresh(20)).status_code, *statuses] == [429, 200, 200, 429]


def test_guessing_tokens_is_counted(home, client, few_points):
    statuses = [ask(client, NAME, Authorization="Bearer guess").status_code for _ in range(11)]

    assert statuses == [401] * 10 + [429]


KNOWN_TO_BOTH = "what the CMS and the site know, in ASCII or not: 门铃"


@pytest.fixture
def site_token(settings):
    """The token of the public site, as its own program makes it out of the secret."""
    settings.SITE_SECRET = KNOWN_TO_BOTH
    return "site_" + hmac.digest(KNOWN_TO_BOTH.encode(), b"graphql", "sha256").hex()


def test_the_public_site_has_no_limit_per_minute(home, client, few_points, site_token):
    statuses = [
        ask(client, fresh(8 + number), Authorization=f"Bearer {site_token}").status_code for number in range(20)
    ]

    assert statuses == [200] * 20
    assert ask(client, fresh(9)).status_code == 200


def test_the_public_site_may_ask_for_as_much_as_a_partner(home, client, site_token):
    body = json.dumps({"query": EXPENSIVE, "variables": {"n": 100}, "extensions": {"cost": True}})

    response = client.post("/graphql", body, content_type=JSON, headers={"Authorization": f"Bearer {site_token}"})

    assert response.json()["extensions"] == {"cost": {"requested": 5201, "limit": 20_000}}
    assert response["Cache-Control"] == "no-store"


def test_the_public_site_reads_what_everybody_reads(home, client, site_token, django_assert_num_queries):
    ForumFactory(parent=home, title="Hidden").unpublish()
    query = "{ events { nodes { title } } }"
    first = ask(client, query, Authorization=f"Bearer {site_token}")

    with django_assert_num_queries(1):
        second = ask(client, query)

    assert first.json() == titles()
    assert (first.content, dict(first.headers)) == (second.content, dict(second.headers))


@pytest.mark.parametrize(
    "spoil", [lambda it: it[:-1], lambda it: f"{it}0", str.upper, lambda _it: "site_", lambda it: it[5:]]
)
def test_what_resembles_the_token_of_the_site_is_refused(home, client, site_token, spoil):
    response = ask(client, NAME, Authorization=f"Bearer {spoil(site_token)}")

    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


@pytest.mark.django_db(transaction=True, available_apps=["api"])
def test_the_public_site_never_hears_of_a_former_state(client, site_token, monkeypatch):
    monkeypatch.setattr(versions, "VERSION_HOLDS_SECONDS", 3600)
    asked = "{ contentVersion }"
    bump_version()
    before = ask(client, asked).json()
    ContentVersion.objects.update(number=F("number") + 1)

    answers = [ask(client, asked, Authorization=f"Bearer {site_token}").json(), ask(client, asked).json()]

    assert before not in answers
