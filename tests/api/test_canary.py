"""Nothing hidden may be in any answer: generated queries walk the whole schema over a site full of markers."""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from graphql import parse
from wagtail.images.models import Image
from wagtail.models import Page

from api.declarations import type_name
from api.graphql.rows import NODES
from api.graphql.schema import schema
from api.ids import GlobalId
from api.renditions import make_renditions
from tests.api.coordinates import Walk, find_answered, find_coordinates
from tests.api.hidden_content import MARKER, UNLISTED, HiddenContent

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

SDL = schema.graphql_schema
CODES = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "QUERY_TOO_COMPLEX"}
TOKEN = re.compile(r"[A-Za-z0-9_-]{12,}")
WRONG = [
    *("null", "-1", "0", "101", "99999999999", "1.5", "true", '""', '"x"', '"zz\\u0000"', '"owner__password"'),
    *('"eyJ4IjoxfQ"', '"WyJzdGFydHNfYXQiLG51bGwsMV0"', '"W10"', '"2027-01-01"', '"9999-12-31T23:59:59-12:00"'),
    *(
        "[]",
        "[null]",
        "{}",
        "{gte: null}",
        "PUBLISHED",
        "{field: OWNER}",
        "[{field: TITLE}, {field: TITLE}]",
        '"/%00/"',
    ),
    *('{id: "x", path: "/"}', '{identifier: "nocolon"}', '{path: "//evil"}', '{below: "x"}', '{topics: ["x"]}'),
]


@pytest.fixture
def content(home) -> HiddenContent:
    made = HiddenContent(home)
    for key in Image.objects.values_list("pk", flat=True):
        make_renditions(key)
    return made


@pytest.fixture
def watch(client):
    """Send a document; fail when a marker is anywhere in the answer. Returns the decoded body."""

    def send(query: str, *, markers: tuple[str, ...] = (MARKER,)) -> dict[str, Any]:
        response = client.post("/graphql", json.dumps({"query": query}), content_type="application/json")
        text = response.content.decode() + str(response.headers.items()) + str(response.cookies)
        texts = (text, *decoded(text))
        seen = [it[max(it.index(marker) - 200, 0) :][:300] for marker in markers for it in texts if marker in it]
        assert not seen
        return json.loads(response.content)

    return send


def decoded(text: str) -> Iterator[str]:
    for token in TOKEN.findall(text):
        try:
            yield base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue


def all_ids() -> list[str]:
    """The ids of everything that has one, hidden or not."""
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    rows = itertools.chain.from_iterable(model.objects.all() for model in sorted(NODES, key=lambda it: it.__name__))
    return [str(make_id(item)) for item in (*pages, *rows)]


def make_id(item: Any) -> GlobalId:
    name = type_name(type(item))
    if hasattr(item, "translation_key"):
        return GlobalId(name, str(item.translation_key), item.locale.language_code)
    return GlobalId(name, str(item.uid))


def all_paths() -> list[str]:
    """The paths of all pages below every root, and of redirects."""
    paths = {
        "/" + "/".join(page.url_path.strip("/").split("/")[depth:]) for page in Page.objects.all() for depth in (0, 1)
    }
    return sorted({*paths, "/old", "/old-secret", "/nothing/"})


def values_for(content: HiddenContent, path: str) -> dict[str, str]:
    ids = all_ids()
    return {
        "ids": json.dumps(ids[:100]),
        "id": json.dumps(str(make_id(content.public))),
        "below": json.dumps(str(make_id(content.home))),
        "path": json.dumps(path),
        "identifier": '"acm:tt3194"',
        "hostname": '"localhost"',
        "search": json.dumps(content.public.title.split()[0]),
        "words": json.dumps(content.public.title.split()[0]),
        "first": "50",
        "last": "50",
        "after": "null",
        "before": "null",
        "truncate": "50",
    }


def test_no_marker_is_in_any_answer_and_every_coordinate_is_reached(content, watch):
    walk = Walk(SDL, values_for(content, f"/{content.password.slug}/"))
    queries = [*walk.queries(), *route_queries(all_paths()), *id_queries(all_ids())]

    answered: set[str] = set()
    for written in queries:
        query = written.replace("(orderBy: [{field: RELEVANCE", '(search: "x", orderBy: [{field: RELEVANCE')
        body = watch(query)
        assert "errors" not in body, (query, body["errors"])
        answered |= find_answered(body["data"], SDL)

    assert find_coordinates(SDL) - answered - walk.written == set()


def route_queries(paths: list[str]) -> Iterator[str]:
    walk = Walk(SDL, {})
    for path in paths:
        page = walk.select_all(SDL.type_map["ContentPage"])
        outcomes = (
            "... on RedirectRoute { url isPermanent } ... on ProtectedRoute { requirement } ... on GoneRoute { since }"
        )
        given = json.dumps(path)
        yield f"{{ route(path: {given}) {{ __typename ... on PageRoute {{ page {{ {page} }} }} {outcomes} }} }}"
        yield f"{{ event(by: {{path: {given}}}) {{ {walk.select_all(SDL.type_map['Event'])} }} }}"


def id_queries(ids: list[str]) -> Iterator[str]:
    walk = Walk(SDL, {})
    for start in range(0, len(ids), 100):
        given = json.dumps(ids[start : start + 100])
        events = f"... on Event {{ {walk.select_all(SDL.type_map['Event'])} }}"
        pages = f"... on ContentPage {{ {walk.select_all(SDL.type_map['ContentPage'])} }}"
        people = "... on Person { name bio { __typename html } }"
        yield f"{{ nodes(ids: {given}) {{ __typename id {pages} {events} {people} }} }}"


def test_no_unlisted_page_is_in_a_list(content, watch):
    types = "types: [FORUM, TUTORIAL, SEMINAR_SERIES, TALK, CALL_FOR_PAPERS]"

    for where in ("null", f"{{{types}}}", f"{{below: {json.dumps(str(make_id(content.home)))}, {types}}}"):
        watch(f"{{ events(first: 100, where: {where}) {{ nodes {{ title path }} }} }}", markers=(MARKER, UNLISTED))
    owner = "event { title path }"
    for field in (
        "talks { nodes { title path } }",
        f"importantDates {{ nodes {{ label {owner} }} }}",
        f"sessions {{ nodes {{ title {owner} }} }}",
        "people { nodes { name } }",
        f'search(words: "{UNLISTED}") {{ totalCount nodes {{ title path }} }}',
        f'events(search: "{UNLISTED}") {{ totalCount nodes {{ title path }} }}',
        "site { menu { title path } }",
    ):
        watch(f"{{ {field} }}", markers=(MARKER, UNLISTED))


def test_an_unlisted_page_is_reached_by_path_and_id(content, watch):
    body = watch(
        f'{{ route(path: "/{UNLISTED}/") {{ ... on PageRoute {{ page {{ title seo {{ isNoIndex }} }} }} }}'
        f' below: route(path: "/{UNLISTED}/{UNLISTED}-below/")'
        " { ... on PageRoute { page { seo { isNoIndex } } } }"
        f" node(id: {json.dumps(str(make_id(content.unlisted)))}) {{ ... on Forum {{ title }} }} }}"
    )

    assert body["data"] == {
        "route": {"page": {"title": UNLISTED, "seo": {"isNoIndex": True}}},
        "below": {"page": {"seo": {"isNoIndex": True}}},
        "node": {"title": UNLISTED},
    }


def test_hidden_objects_are_the_null_of_unknown_ones(content, watch):
    ids = [str(make_id(page)) for page in content.hidden if page.pk != content.alias.pk]
    ids += [str(make_id(content.hidden_person)), "nonsense"]

    body = watch(f"{{ nodes(ids: {json.dumps(ids)}) {{ id }} }}")

    assert body == {"data": {"nodes": [None] * len(ids)}}


def test_wrong_arguments_are_refused_without_a_marker_or_an_internal_error(content, watch):
    fields = [
        (f"{{ {name}({argument}: {literal}{rest(field, argument)}) {tail(field)} }}")
        for name, field in SDL.query_type.fields.items()
        for argument in field.args
        for literal in WRONG
    ]
    series = f'event(by: {{path: "/{content.series.slug}/"}})'
    talks = [
        f"{{ {series} {{ ... on SeminarSeries {{ talks({argument}: {literal}) {{ totalCount }} }} }} }}"
        for argument in SDL.type_map["SeminarSeries"].fields["talks"].args
        for literal in WRONG
    ]

    for query in [*fields, *talks]:
        parse(query)
        codes = {error["extensions"]["code"] for error in watch(query).get("errors", ())}
        assert codes <= CODES, (query, codes)


def rest(field: Any, argument: str) -> str:
    needed = {"id": '"x"', "ids": '["x"]', "path": '"/"', "by": '{path: "/"}', "words": '"x"'}
    return "".join(f", {name}: {needed[name]}" for name in field.args if name in needed and name != argument)


def tail(field: Any) -> str:
    return "{ __typename }" if field.args else ""
