from __future__ import annotations

import datetime as dt

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from api.caching import Answer, conditional_response, no_store, strong_etag

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
JSON = "application/json"
BODY = b'{"data":{}}'
ETAG = '"0123456789abcdef"'
CACHED = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"


def respond(method="get", *, until=None, tags=(), **headers):
    return conditional_response(
        getattr(RequestFactory(), method)("/graphql", headers=headers),
        answer=Answer(BODY, ETAG, until, tags, 7, 12),
        media_type=JSON,
        now=NOW,
    )


def seen(response):
    return response.status_code, response.content, dict(response.headers)


@pytest.mark.parametrize("method", ["get", "head"])
def test_answer_carries_tag_and_lifetime(method):
    response = respond(method, tags=("Forum", "Forum:42"))

    assert seen(response) == (
        200,
        BODY,
        {
            "Content-Type": "application/json; charset=utf-8",
            "ETag": ETAG,
            "Cache-Control": CACHED,
            "Cache-Tag": "all,Forum,Forum:42",
        },
    )


@pytest.mark.parametrize("method", ["get", "head"])
def test_answer_that_the_client_has_is_not_sent_again(method):
    response = respond(method, tags=("Forum",), if_none_match=ETAG)

    assert seen(response) == (304, b"", {"ETag": ETAG, "Cache-Control": CACHED, "Cache-Tag": "all,Forum"})


def test_answer_to_a_post_is_kept_by_nobody():
    response = respond("post", tags=("Forum",), if_none_match=ETAG)

    assert seen(response) == (
        200,
        BODY,
        {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"},
    )


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (ETAG, 304),
        (f"W/{ETAG}", 304),
        (f'"other", {ETAG}', 304),
        (f'"other",W/{ETAG} , "third"', 304),
        ("*", 304),
        (" * ", 304),
        ('"other"', 200),
        ('W/"other"', 200),
        ("", 200),
        (",", 200),
        (ETAG.strip('"'), 200),
        (ETAG[:-1], 200),
        (f'"W/{ETAG[1:]}', 200),
        (f"w/{ETAG}", 200),
        ('"*"', 200),
        ('"other", *', 200),
        ('"0123456789abcdef-gzip"', 200),
        ("\u00ff\x00", 200),
        (",".join(['"x"'] * 2_000), 200),
    ],
)
def test_if_none_match_is_compared_weakly(given, status):
    assert respond(if_none_match=given).status_code == status


@pytest.mark.parametrize(
    ("given", "status"), [(ETAG, 200), (f'"other", {ETAG}', 200), ("*", 200), ("malformed", 200), ("", 200)]
)
def test_if_match_that_names_the_answer_or_nothing_changes_nothing(given, status):
    assert respond(if_match=given).status_code == status


@pytest.mark.parametrize("given", ['"other"', f"W/{ETAG}"])
def test_if_match_that_names_another_answer_is_refused(given):
    response = respond(if_match=given, if_none_match=ETAG)

    assert seen(response) == (
        412,
        b"If-Match names another answer.",
        {"Content-Type": "text/plain", "Cache-Control": "no-store"},
    )


@pytest.mark.parametrize(
    ("seconds", "cache_control"),
    [
        (86_400, CACHED),
        (120, CACHED),
        (119.9, "public, max-age=0, s-maxage=60, stale-while-revalidate=59, stale-if-error=86400"),
        (61, "public, max-age=0, s-maxage=60, stale-while-revalidate=1, stale-if-error=86400"),
        (60, "public, max-age=0, s-maxage=60, stale-while-revalidate=0, stale-if-error=86400"),
        (59.5, "public, max-age=0, s-maxage=59, stale-while-revalidate=0, stale-if-error=86400"),
        (1, "public, max-age=0, s-maxage=1, stale-while-revalidate=0, stale-if-error=86400"),
        (0.999, "public, max-age=0, must-revalidate"),
        (0, "public, max-age=0, must-revalidate"),
        (-5, "public, max-age=0, must-revalidate"),
    ],
)
def test_lifetime_never_crosses_the_instant_at_which_the_answer_changes(seconds, cache_control):
    response = respond(until=NOW.timestamp() + seconds)

    assert response.headers["Cache-Control"] == cache_control


@pytest.mark.parametrize(
    ("tags", "header"),
    [
        ((), "all"),
        (("x" * 7_996,), "all," + "x" * 7_996),
        (("Forum:" + "x" * 7_990,), "all,Forum:" + "x" * 7_990),
        (("x" * 7_997,), "all"),
        (("Forum", "Talk", *(f"Talk:{number}" for number in range(1_000))), "all,Forum,Talk"),
    ],
)
def test_cache_tag_of_many_objects_names_their_lists(tags, header):
    assert respond(tags=tags).headers["Cache-Tag"] == header


def test_no_store_takes_back_what_caches_were_told():
    response = HttpResponse(BODY, headers={"ETag": ETAG, "Cache-Tag": "all", "Cache-Control": CACHED, "Vary": "Accept"})

    returned = no_store(response)

    assert (returned is response, dict(response.headers)) == (
        True,
        {"Vary": "Accept", "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"},
    )


def test_etag_is_the_same_for_the_same_bytes_of_the_same_type():
    assert strong_etag(BODY, media_type=JSON) == '"8669a7d280e3b678c84ce26c31471bcf"'


def test_etag_differs_with_bytes_and_type():
    etags = {
        strong_etag(BODY, media_type=JSON),
        strong_etag(BODY + b" ", media_type=JSON),
        strong_etag(BODY, media_type="application/graphql-response+json"),
    }

    assert len(etags) == 3
