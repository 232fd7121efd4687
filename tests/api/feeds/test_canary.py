"""Nothing hidden may be in any feed, embed or change, in any filter, header, refusal, kept answer or message."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from api.addresses import FeedFormat
from api.feeds.formats import FORMATS
from api.ledger.models import CalendarEntry
from api.ledger.selection import is_live, page_types
from api.renditions import make_renditions
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from pages.models import EventPage, ForumPage
from tests.api.feeds.asking import ask, start_anew
from tests.api.hidden_content import ELSEWHERE, MARKER, UNLISTED, HiddenContent
from tests.factories import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

MARKERS = (MARKER, UNLISTED, ELSEWHERE)
PUBLIC_WORDS = (
    *("Forum on tides", "Tides by hand", "Tides 2030", "Tidal talks", "Second", "Opening", "Papers", "潮汐"),
    *("Ada Byron", "Bo Lind", "Institute of Tides", "Title to be announced", "Pier 4", "harbour"),
)
ENDINGS = (*(f".{extension}" for extension in FeedFormat), "/schedule.xml")
TOKEN = re.compile(r"[A-Za-z0-9_-]{12,}")


@pytest.fixture
def content(at_noon, home) -> HiddenContent:
    made = HiddenContent(home)
    make_renditions(made.public_image.pk)
    return made


def all_names() -> list[str]:
    """The slugs and uids of all pages, hidden or not, and of what leads to them."""
    rows = Page.objects.filter(depth__gt=1).values_list("slug", "translation_key")
    return sorted({*(str(it) for row in rows for it in row), "old", "old-secret"})


def all_filters(content: HiddenContent) -> Iterator[str]:
    """Each filter with values that something public has."""
    yield from (f"type={name}" for name in page_types())
    yield from (f"kind={name}" for name in ("event", "talk", "session", "deadline", "submission"))
    yield from ("topic=tides", "language=en", "language=zh-hans", f"series={content.series.slug}")
    yield from (f"person={person.uid}" for person in (content.person, content.shown_person))


def public_paths(content: HiddenContent) -> Iterator[str]:
    """Addresses at which nothing is asked for by a hidden name."""
    queries = ["", *(f"?{it}" for it in all_filters(content))]
    for query in queries:
        yield from (f"/feeds/{name}.{extension}{query}" for name in ("events", "deadlines") for extension in FORMATS)
        yield from (f"/feeds/archive.ics{query}", f"/feeds/changes.json{query}", f"/feeds/changes.atom{query}")
    yield from ("/feeds/", "/embed/", "/feeds/?language=zh-hans", "/embed/v1/events.js")


def named_paths(name: str) -> Iterator[str]:
    """Addresses of what there is of one page."""
    yield from (f"/feeds/{quote(name)}{ending}" for ending in ENDINGS)
    yield from (f"/feeds/{quote(name)}.{extension}?language=zh-hans" for extension in ("ics", "jsonld"))
    yield from (f"/embed/{quote(name)}/", f"/embed/{quote(name)}/?when=all&limit=100")


def oembed_paths() -> Iterator[str]:
    for page in Page.objects.filter(depth__gt=1):
        path = "/" + "/".join(page.url_path.strip("/").split("/")[1:]) + "/"
        yield f"/oembed?{urlencode({'url': f'http://localhost:8000{path}'})}"


def find_texts(response: HttpResponse) -> Iterator[str]:
    """All that is said, with what is said in base64."""
    body = response.content.decode()
    text = body.replace("\r\n ", "") + str(response.headers.items()) + str(response.cookies)
    yield text
    for token in TOKEN.findall(text):
        try:
            yield base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue


def check(response: HttpResponse, *, asked: str = "\0") -> str:
    """The text; fails when a marker is anywhere but in the repeated name that was asked for."""
    texts = [text.replace(asked, "").replace(quote(asked), "") for text in find_texts(response)]
    seen = [it[max(it.index(marker) - 200, 0) :][:400] for marker in MARKERS for it in texts if marker in it]
    assert seen == []
    return texts[0]


def check_thrice(path: str, *, asked: str = "\0") -> str:
    """The text of an answer made anew, which is that of the kept one; a client that has it is told no more."""
    first = ask(path)
    text = check(first, asked=asked)
    kept = ask(path)
    check(kept, asked=asked)
    assert (kept.status_code, kept.content) == (first.status_code, first.content)
    if "ETag" in first.headers:
        known = ask(path, If_None_Match=first["ETag"])
        check(known, asked=asked)
        assert (known.status_code, known.content) == (304, b"")
    return text


def test_no_marker_is_in_any_feed_and_what_is_public_is(content):
    texts = [check_thrice(path) for path in public_paths(content)]
    found = "".join(texts)

    assert {word for word in PUBLIC_WORDS if word not in found} == set()
    # Of the public forum, an alias and a translation are hidden; tombstones name what was public once by its uid.
    known = {
        content.public.translation_key,
        *CalendarEntry.objects.exclude(removed_at=None).values_list("uid", flat=True),
    }
    never_public = {page.translation_key for page in content.hidden} - known
    assert [uid for uid in never_public if str(uid) in found] == []
    assert {content.draft.translation_key, content.draft_talk.translation_key} <= never_public


def test_no_marker_is_in_what_is_asked_for_by_a_name(content):
    statuses = {}

    for name in all_names():
        for path in named_paths(name):
            check_thrice(path, asked=name)
            statuses[path] = ask(path).status_code
    for path in oembed_paths():
        asked = path.rpartition("%2F")[0].rpartition("%2F")[2]
        check_thrice(path, asked=asked)
        statuses[path] = ask(path).status_code

    hidden = {page.slug for page in content.hidden if page.slug != content.public.slug}
    told = {(path, status) for path, status in statuses.items() for slug in hidden if f"/{quote(slug)}." in path}
    assert {status for _, status in told} == {404, 410}
    assert set(statuses.values()) == {200, 301, 404, 410}


@pytest.mark.parametrize("name", ["nonsense", f"{MARKER}-hidden"])
def test_unlisted_names_are_answered_like_those_of_nothing(content, name):
    unlisted = (UNLISTED, str(content.unlisted.translation_key), f"{UNLISTED}-talk", content.draft.slug)

    for asked in unlisted:
        for path, other in zip(named_paths(asked), named_paths(name), strict=True):
            found, expected = ask(path), ask(other)
            assert (found.status_code, found.content.replace(asked.encode(), b"X")) == (
                expected.status_code,
                expected.content.replace(name.encode(), b"X"),
            )


def test_values_of_filters_tell_nothing_of_what_is_hidden(content):
    hidden = {
        "series": [content.group.slug, str(content.group.translation_key)],
        "person": [str(content.hidden_person.uid)],
        "topic": [f"{MARKER}-topic"],
    }
    unknown = {"series": "nonsense", "person": "nonsense", "topic": "nonsense"}

    for name, values in hidden.items():
        for value in values:
            found, expected = (ask(f"/feeds/events.json?{name}={it}") for it in (value, unknown[name]))
            assert (found.status_code, found.content.replace(value.encode(), b"nonsense")) == (400, expected.content)


def test_whoever_is_signed_in_gets_what_everybody_gets(content):
    editor = Client()
    editor.force_login(content.editor)
    paths = [path for path in public_paths(content) if "?" not in path]
    paths += [path for name in all_names() for path in named_paths(name)][::3]
    expected = {path: (it.status_code, it.content) for path in paths for it in [ask(path)]}

    start_anew()
    found = {path: (it.status_code, it.content) for path in paths for it in [editor.get(path)]}

    assert found == expected


def test_wrong_requests_tell_no_marker(content):
    for name in ("events.ics", "forum-on-tides.json", "changes.json", "changes.atom", "forum-on-tides.jsonld"):
        for query in ("nonsense=1", "kind=x", "topic=x", "series=x", "person=x", "language=x", "cursor=x", "limit=0"):
            response = ask(f"/feeds/{name}?{query}")
            check(response)
            assert response.status_code == 400


def test_no_live_entry_says_anything_hidden(content):
    rows = CalendarEntry.objects.filter(is_live(timezone.now()), site__is_default_site=True).values()
    said = [str({**row, "ics": bytes(row["ics"]).replace(b"\r\n ", b"").decode()}) for row in rows]

    assert [text for text in said for marker in MARKERS if marker in text] == []
    assert len(said) > 8


def test_tombstones_keep_no_word(content):
    rows = CalendarEntry.objects.exclude(removed_at=None)

    assert {(row.data, bytes(row.ics)) for row in rows} == {("", b"")}


def test_no_message_names_what_was_never_public(content):
    WebhookEndpoint.objects.create(url="https://partner.example.org/hook")

    for page in EventPage.objects.filter(live=True, alias_of=None).specific():
        publish(page)
    forum = ForumPage.objects.get(pk=content.public.pk)
    forum.summary = "Now with a summary."
    publish(forum)
    forum.title = forum.slug = f"{MARKER}-draft-again"
    forum.save_revision()
    content.draft.title = f"{MARKER}-draft-again"
    content.draft.save_revision()
    content.hidden_person.name = f"{MARKER}-person-again"
    content.hidden_person.save()
    publish(ForumPage.objects.get(pk=content.unlisted.pk))
    content.private_image.title = f"{MARKER}-image-again"
    content.private_image.save()

    bodies = "".join(WebhookDelivery.objects.values_list("body", flat=True))
    assert "/forum-on-tides/" in bodies
    assert [marker for marker in MARKERS if marker in bodies] == []
