"""Nothing hidden may be in any answer: generated queries walk the whole schema over a site full of markers."""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import parse
from wagtail.images.models import Image
from wagtail.models import APIToken, GroupPagePermission, Page

from api.caching import forget_answers
from api.declarations import type_name
from api.graphql.rows import NODES
from api.graphql.schema import schema
from api.ids import GlobalId
from api.ledger.models import CalendarEntry
from api.renditions import make_renditions
from tests.api.coordinates import Walk, find_answered, find_coordinates
from tests.api.hidden_content import ELSEWHERE, MARKER, UNLISTED, HiddenContent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

SDL = schema.graphql_schema
CODES = {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "QUERY_TOO_COMPLEX", "PREVIEW_EXPIRED"}
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


def send(client: Client, query: str) -> HttpResponse:
    return client.post("/graphql", json.dumps({"query": query}), content_type="application/json")


def check(response: HttpResponse, *markers: str) -> bytes:
    """The body; fails when a marker is anywhere in the response."""
    text = response.content.decode() + str(response.headers.items()) + str(response.cookies)
    texts = (text, *decoded(text))
    seen = [it[max(it.index(marker) - 200, 0) :][:300] for marker in markers for it in texts if marker in it]
    assert not seen
    return response.content


@pytest.fixture
def watch(client):
    """Send a document; fail when a marker is anywhere in the answer. Returns the decoded body."""

    def ask(query: str, *, markers: tuple[str, ...] = (MARKER,)) -> dict[str, Any]:
        return json.loads(check(send(client, query), *markers))

    return ask


@pytest.fixture
def watch_thrice(client):
    """Send a document, then have another client ask for the kept answer, and again with its tag."""

    def ask(query: str, *, markers: tuple[str, ...] = (MARKER,)) -> dict[str, Any]:
        body = check(send(client, query), *markers)
        other = Client()
        with CaptureQueriesContext(connection) as captured:
            kept = other.get("/graphql", {"query": query})
        assert (check(kept, *markers), len(captured)) == (body, 1)
        known = other.get("/graphql", {"query": query}, headers={"If-None-Match": kept.headers["ETag"]})
        assert (check(known, *markers), known.status_code) == (b"", 304)
        return json.loads(body)

    return ask


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
    return [*change_ids(), *(str(make_id(item)) for item in (*pages, *rows))]


def change_ids() -> list[str]:
    """The ids of what last happened to everything that is or was in the calendar of a site."""
    rows = CalendarEntry.objects.order_by("rev").values_list("uid", "rev")
    return [str(GlobalId("Change", str(uid), str(rev))) for uid, rev in rows]


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
    aside = {str(make_id(person)) for person in content.people_elsewhere}
    changes = change_ids()
    ids = [*changes[-10:], *(key for key in all_ids() if key not in {*aside, *changes})]
    return {
        "ids": json.dumps(ids[:100]),
        "id": json.dumps(str(make_id(content.public))),
        "below": json.dumps(str(make_id(content.home))),
        "path": json.dumps(path),
        "identifier": '"acm:tt3194"',
        "token": json.dumps(content.review.sign()),
        "hostname": '"localhost"',
        "search": json.dumps(content.public.title.split()[0]),
        "words": json.dumps(content.public.title.split()[0]),
        "first": "50",
        "last": "50",
        "after": "null",
        "before": "null",
        "truncate": "50",
    }


def walk_queries(walk: Walk) -> list[str]:
    """The queries over the schema; to sort by relevance needs a search."""
    return [
        it.replace("(orderBy: [{field: RELEVANCE", '(search: "x", orderBy: [{field: RELEVANCE') for it in walk.queries()
    ]


def test_no_marker_is_in_any_answer_and_every_coordinate_is_reached(at_noon, content, watch_thrice):
    walk = Walk(SDL, values_for(content, f"/{content.password.slug}/"), left_out=frozenset({"preview"}))

    answered: set[str] = set()
    for query in walk_queries(walk):
        body = watch_thrice(query, markers=(MARKER, ELSEWHERE))
        assert "errors" not in body, (query, body["errors"])
        answered |= find_answered(body["data"], SDL)
    for query in (*route_queries(all_paths()), *id_queries(all_ids())):
        body = watch_thrice(query)
        assert "errors" not in body, (query, body["errors"])
        answered |= find_answered(body["data"], SDL)

    # No answer with a preview is kept: tests/api/graphql/test_previews.py.
    assert find_coordinates(SDL) - answered - walk.written == {"Query.preview", "Query.preview(token:)"}


@pytest.fixture
def visitors(content) -> dict[str, Client]:
    """Clients of people who may see more elsewhere: in the admin, or with a partner's token."""
    group = Group.objects.create(name="Editors of one page")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=content.text, permission=permission)
    editor = User.objects.create_user("editor")
    editor.groups.add(group)
    return {
        "editor": session_of(editor),
        "staff": session_of(User.objects.create_user("staff", is_staff=True)),
        "superuser": session_of(content.editor),
        "editor's token": token_of(editor),
        "superuser's token": token_of(content.editor),
    }


def session_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def token_of(user: User) -> Client:
    _, text = APIToken.create_token(user=user, name="Partner")
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_whoever_asks_gets_what_everybody_gets(at_noon, content, visitors, client):
    walk = Walk(SDL, values_for(content, f"/{content.password.slug}/"))
    wide = [walk.wrap(path, walk.select_all(named_type)) for path, named_type in walk.find_paths()]
    hidden = [page.url_path.removeprefix(content.home.url_path[:-1]) for page in content.hidden]

    for query in (*wide, *route_queries(hidden)):
        expected = check(send(client, query), MARKER)
        for name, visitor in visitors.items():
            forget_answers()
            cache.clear()
            assert (name, check(send(visitor, query), MARKER)) == (name, expected)


def test_the_editor_is_signed_in_and_may_not_edit_a_hidden_page(content, visitors):
    editor = User.objects.get(username="editor")

    may_edit = [page.permissions_for_user(editor).can_edit() for page in (content.text, content.draft)]

    assert may_edit == [True, False]
    assert visitors["editor"].session["_auth_user_id"] == str(editor.pk)


def test_a_revoked_token_is_refused_without_a_marker(content, client):
    stored, text = APIToken.create_token(user=content.editor, name="Partner")
    stored.revoke()

    response = client.get("/graphql", {"query": "{ serverTime }"}, headers={"Authorization": f"Bearer {text}"})

    check(response, MARKER)
    assert (response.status_code, response.json()) == (
        401,
        {
            "errors": [
                {"message": "The token is unknown or revoked.", "extensions": {"code": "UNAUTHENTICATED"}},
            ]
        },
    )


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


ASIDE = (MARKER, UNLISTED, ELSEWHERE)
LISTS = {
    "events": "title path contributors { person { name } } links { url label note }",
    "talks": "title path contributors { person { name } } series { title }",
    "importantDates": "label event { title path }",
    "sessions": "title event { title path } speakers { name }",
    "people": "name bio { html }",
}


def test_no_unlisted_page_is_in_a_list(content, watch):
    below, types = json.dumps(str(make_id(content.home))), "FORUM, TUTORIAL, SEMINAR_SERIES, TALK, CALL_FOR_PAPERS"
    given = [
        *(("events", f"where: {{types: [{types}]}}"), ("events", f"where: {{below: {below}, types: [{types}]}}")),
        *((name, "where: null") for name in LISTS),
        *((name, f"where: {{below: {below}}}") for name in LISTS if name != "people"),
    ]
    ways = ("first: 100", "last: 100")

    for (name, where), way in itertools.product(given, ways):
        body = watch(f"{{ {name}({way}, {where}) {{ totalCount nodes {{ {LISTS[name]} }} }} }}", markers=ASIDE)
        assert body["data"][name]["totalCount"] == len(body["data"][name]["nodes"]) > 0


def test_the_menu_shows_listed_pages_only(content, watch):
    body = watch("{ site { menu { title } languages { path } } }", markers=ASIDE)

    assert body == {"data": {"site": {"menu": [{"title": "Travel"}], "languages": [{"path": "/"}]}}}


def test_the_people_are_those_of_listed_events(content, watch):
    body = watch("{ people { totalCount nodes { name } } }", markers=ASIDE)

    names = [content.person.name, content.shown_person.name]
    assert body == {"data": {"people": {"totalCount": 2, "nodes": [{"name": name} for name in sorted(names)]}}}


HIDDEN_WORDS = (
    *(*ASIDE, "alt", "unannounced", f"{MARKER}-notes", f"{MARKER}-private", f"{MARKER}-label", f"{MARKER}-draft-edit"),
    *(f"{MARKER}-unannounced-title", f"{MARKER}-unannounced-abstract", f"{MARKER}-alt", f"{MARKER}-person"),
    *(f"{MARKER}-affiliation", f"{MARKER}-email", f"{MARKER}-secret", f"{MARKER}-content"),
)


def test_hidden_words_find_as_much_as_words_that_stand_nowhere(content, post):
    query = """query Find($words: String!) {
        search(words: $words) { totalCount nodes { id } }
        events(search: $words) { totalCount nodes { id } }
        talks(search: $words) { totalCount nodes { id } }
        people(search: $words) { totalCount nodes { id } } }"""
    nothing = {"data": {name: {"totalCount": 0, "nodes": []} for name in ("search", "events", "talks", "people")}}

    found = {words: post(query, words=words) for words in (*HIDDEN_WORDS, "nowhere")}

    assert found == dict.fromkeys(found, nothing)


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
