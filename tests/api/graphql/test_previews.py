"""`preview` shows one draft to whoever has its token, and is nobody else's."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from api.caching import answers
from api.declarations import type_name
from api.previews.drafts import keep_draft
from api.previews.models import Purpose
from api.previews.tokens import SALT, PreviewToken
from tests.api.coordinates import Walk
from tests.api.hidden_content import ELSEWHERE, MARKER, HiddenContent
from tests.api.previews.editing import edit_address, make_editor, read, type_and_preview
from tests.api.test_canary import SDL, check, values_for
from tests.factories import EventIndexFactory, ForumFactory, LinkFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
TITLE = "query ($token: String!) { preview(token: $token) { title } }"
EXPIRED = "The preview is not available any more. Open it again in the page editor."


@pytest.fixture
def editor(home):
    return make_editor(home)


@pytest.fixture
def admin(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home, title="Tides", slug="tides")


@pytest.fixture
def token(clock, admin, forum):
    return type_and_preview(admin, edit_address(forum), title="Waves")


def title_of(token):
    """What is answered: the title, or the message of the only error."""
    body = read(Client(), token, TITLE).json()
    if "errors" not in body:
        return body["data"]["preview"]["title"]
    [error] = body["errors"]
    assert (body["data"], error["extensions"]) == ({"preview": None}, {"code": "PREVIEW_EXPIRED"})
    return error["message"]


def test_a_token_holds_for_an_hour(clock, token):
    clock.shift(dt.timedelta(minutes=60))
    last = title_of(token)
    clock.shift(dt.timedelta(seconds=1))

    assert (last, title_of(token)) == ("Waves", EXPIRED)


def test_a_token_that_is_none_says_nothing(token):
    body, stamp, signature = token.split(":")
    other = PreviewToken(Purpose.VERSION, 1, 1).sign().split(":")[0]
    foreign = signing.dumps(["editing", 1, 1, None, None, None], salt="another")
    wrong = [
        *("", "x", "::", "\0", token[:-1], f"{token}x", f"{other}:{stamp}:{signature}", f"{body}:{signature}", foreign),
        *("a" * 5_000, f"{body}:{stamp}"),
    ]

    assert {text: title_of(text) for text in wrong} == dict.fromkeys(wrong, EXPIRED)


def test_values_that_no_token_of_ours_has_say_nothing(token):
    shapes = [
        [],
        ["editing"],
        ["other", 1, 1, None, None, None],
        {"x": 1},
        "text",
        5,
        ["review", 1, 1, None, None, None],
    ]
    wrong = [signing.dumps(shape, salt=SALT) for shape in shapes]

    assert {title_of(text) for text in wrong} == {EXPIRED}


def test_a_token_of_another_page_user_or_purpose_says_nothing(home, editor, forum, token):
    other_page, other_user = ForumFactory(parent=home), make_editor(home, name="other")
    tokens = [
        PreviewToken(Purpose.EDITING, editor.pk, other_page.pk),
        PreviewToken(Purpose.EDITING, other_user.pk, forum.pk),
        PreviewToken(Purpose.VERSION, editor.pk, forum.pk),
        PreviewToken(Purpose.REVIEW, editor.pk, forum.pk),
        PreviewToken(Purpose.EDITING, 0, forum.pk),
        PreviewToken(Purpose.EDITING, editor.pk, None),
        PreviewToken(Purpose.EDITING, editor.pk, None, home.pk, 0),
    ]

    assert [title_of(it.sign()) for it in tokens] == [EXPIRED] * len(tokens)


def deactivate(editor, forum):
    editor.is_active = False
    editor.save()


def withdraw_rights(editor, forum):
    GroupPagePermission.objects.filter(group__in=editor.groups.all()).delete()


def close_the_admin(editor, forum):
    editor.groups.get().permissions.clear()


def delete_user(editor, forum):
    editor.delete()


def delete_page(editor, forum):
    forum.delete()


def move_out_of_reach(editor, forum):
    place = Page.get_first_root_node().add_child(title="Elsewhere", slug="elsewhere")
    Page.objects.get(pk=forum.pk).move(place, "last-child")


@pytest.mark.parametrize(
    "change", [deactivate, withdraw_rights, close_the_admin, delete_user, delete_page, move_out_of_reach]
)
def test_a_token_says_nothing_once_its_user_may_not_edit_the_page(editor, forum, token, change):
    before = title_of(token)

    change(editor, forum)

    assert (before, title_of(token)) == ("Waves", EXPIRED)


def test_a_page_in_a_private_place_is_shown_without_the_place(clock, home, admin, client):
    secret = EventIndexFactory(parent=home, title="Secret place", slug="secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    forum = ForumFactory(parent=secret, title="Tides")
    token = type_and_preview(admin, edit_address(forum), title="Waves")
    query = "query ($token: String!) { preview(token: $token) { title breadcrumbs { title } } }"

    shown = read(client, token, query).json()["data"]["preview"]

    assert shown == {"title": "Waves", "breadcrumbs": [{"title": "Home"}]}


def test_a_talk_of_a_series_that_is_a_draft_does_not_show_it(clock, home, admin, client):
    series = SeriesFactory(parent=home, title="Draft series", usual_minutes=25, published=False)
    talk = TalkFactory(parent=series, title="Talk", published=False)
    token = type_and_preview(admin, edit_address(talk), title="Typed")
    query = "query ($token: String!) { preview(token: $token) { title ... on Talk { minutes series { title } } } }"

    body = read(client, token, query)

    assert body.json()["data"]["preview"] == {"title": "Typed", "minutes": 25, "series": None}
    assert "Draft series" not in body.content.decode()


def answer_of(ask):
    """What a client and everybody behind it is told of an answer."""
    response = ask()
    names = ("Cache-Control", "X-Robots-Tag", "ETag", "Cache-Tag")
    return response.status_code, {name: response.headers.get(name) for name in names}


PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "ETag": None, "Cache-Tag": None}


@pytest.mark.parametrize("is_valid", [True, False])
def test_no_answer_is_kept_over_get_or_post(token, client, is_valid):
    text = token if is_valid else "x"
    given = {"query": TITLE, "variables": json.dumps({"token": text})}
    known = {"If-None-Match": "*"}
    answers.forget_answers()

    found = [
        answer_of(lambda: read(client, text, TITLE)),
        answer_of(lambda: client.get("/graphql", given)),
        answer_of(lambda: client.get("/graphql", given, headers=known)),
        answer_of(lambda: client.head("/graphql", given)),
    ]

    assert found == [(200, PRIVATE)] * 4
    assert list(answers.MEMORY.kept) == []


def test_what_stands_beside_a_preview_is_not_kept_either(token, client):
    query = "query ($token: String!) { preview(token: $token) { title } site { name } contentVersion }"

    response = read(client, token, query)

    assert response.json()["data"]["contentVersion"] is None
    assert response.headers["Cache-Control"] == "private, no-store"
    assert list(answers.MEMORY.kept) == []


def test_a_draft_is_shown_in_its_own_answer_only(token, post):
    query = '{ event(by: {path: "/tides/"}) { title } events { nodes { title } } }'

    during = title_of(token)

    titles = {"event": {"title": "Tides"}, "events": {"nodes": [{"title": "Tides"}]}}
    assert (during, post(query)["data"]) == ("Waves", titles)


def test_the_published_page_beside_its_draft_has_its_own_texts(clock, home, admin, client):
    series = SeriesFactory(parent=home, title="Public", about="<p>Public.</p>")
    TalkFactory(parent=series)
    token = type_and_preview(admin, edit_address(series), title="Draft", body=[])
    query = """query ($token: String!) {
      preview(token: $token) { title ... on SeminarSeries { about { text } talks { nodes { series { title } } } } }
      events { nodes { title ... on SeminarSeries { about { text } } } }
    }"""

    data = read(client, token, query).json()["data"]

    assert data["events"]["nodes"] == [{"title": "Public", "about": {"text": "Public."}}]
    assert data["preview"]["talks"] == {"nodes": [{"series": {"title": "Draft"}}]}


def test_no_token_is_in_a_message_or_log(token, client, caplog):
    caplog.set_level(logging.DEBUG)
    clipped = token[:-2]

    bodies = [read(client, text, TITLE).content.decode() for text in (clipped, f"{token}x")]
    bodies.append(client.get("/graphql", {"query": f'{{ preview(token: "{clipped}") {{ title }} }}'}).content.decode())

    assert not [it for it in (*bodies, caplog.text) if clipped[:40] in it]


def test_reading_a_preview_writes_nothing(token, client):
    with CaptureQueriesContext(connection) as captured:
        read(client, token, TITLE)

    verbs = {query["sql"].split()[0] for query in captured}
    assert verbs <= {"SELECT"}


def test_private_links_and_unannounced_titles_stay_private(clock, home, admin, client):
    links = [LinkFactory(access="private", url="https://example.org/secret", label="Secret"), LinkFactory(label="Open")]
    series = SeriesFactory(parent=home, title="Seminar")
    talk = TalkFactory(parent=series, title="Working title", title_announced=False, links=links)
    token = type_and_preview(admin, edit_address(talk), editors_notes="Secret notes")
    query = """query ($token: String!) {
      preview(token: $token) { title seo { title jsonLd } ... on Event { links { label } } }
    }"""

    body = read(client, token, query)

    assert body.json()["data"]["preview"] == {
        "title": None,
        "seo": {"title": "Seminar", "jsonLd": None},
        "links": [{"label": "Open"}],
    }
    assert not [it for it in ("Secret", "secret", "Working") if it in body.content.decode()]


def test_nothing_hidden_is_in_the_preview_of_any_page(clock, home, client):
    content = HiddenContent(home)
    pages = [content.tutorial, content.call, content.series, content.talk, content.text, content.index, content.home]

    for page in pages:
        token = keep_draft(page.get_latest_revision_as_object(), content.editor, Purpose.EDITING).sign()
        walk = Walk(SDL, values_for(content, "/"))
        names = ("ContentPage", type_name(type(page)))
        selections = [f"... on {name} {{ {walk.select_all(SDL.type_map[name])} }}" for name in names]
        for selection in selections:
            query = f"query ($token: String!) {{ preview(token: $token) {{ __typename {selection} }} }}"
            shown = json.loads(check(read(client, token, query), MARKER, ELSEWHERE))
            assert shown["data"]["preview"]["__typename"] == type_name(type(page))
