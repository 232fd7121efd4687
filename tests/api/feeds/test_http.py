from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from api.caching import forget_version
from tests.api.conftest import NOW
from tests.api.feeds.asking import ask, ask_anew, build_small_site, feed_paths, said, start_anew
from tests.factories import ForumFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db

PATHS = feed_paths()
ARCHIVE = "/feeds/archive.ics"
NAMES = re.compile(b"Harbour|Tides")
SECOND = dt.timedelta(seconds=1)
MEDIA_TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, RateLimit, RateLimit-Policy, Retry-After",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def small_site(at_noon, home):
    return build_small_site(home)


def extension_of(path: str) -> str:
    return path.partition("?")[0].rpartition(".")[2]


def file_of(path: str) -> str:
    return path.removeprefix("/feeds/").replace("/", "-")


def test_each_path_is_that_of_a_feed_with_content(small_site):
    found = {path: ask(path) for path in PATHS}

    assert {path for path, response in found.items() if response.status_code != 200} == set()
    assert {path for path, response in found.items() if not NAMES.search(response.content)} == set()


def test_answers_are_the_same_a_second_later_in_another_process(small_site):
    first = {path: said(ask(path)) for path in PATHS}

    with time_machine.travel(NOW + SECOND, tick=False):
        kept = {path: said(ask(path)) for path in PATHS}
        anew = {path: said(ask_anew(path)) for path in PATHS}

    assert kept == first
    assert anew == first


def test_headers_are_these_and_no_others_whoever_asks(small_site):
    client = Client(
        headers={"Accept": "text/html;q=0.1", "Accept-Language": "zh-hans", "Origin": "https://partner.example.org"}
    )
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "x"))
    client.cookies["csrftoken"] = "of no length that the middleware likes"

    given = {path: client.get(path) for path in PATHS}

    told = {path: {**response.headers} for path, response in given.items()}
    lengths = {path: str(len(response.content)) for path, response in given.items()}
    tags = {path: headers.pop("ETag") for path, headers in told.items()}
    dates = {path: headers.pop("Last-Modified", None) for path, headers in told.items()}
    assert told == {
        path: {
            **ALWAYS,
            "Content-Type": MEDIA_TYPES[extension_of(path)],
            "Content-Length": lengths[path],
            "Content-Disposition": f'inline; filename="{file_of(path)}"',
            "Cache-Control": "public, max-age=900, stale-while-revalidate=3600, stale-if-error=86400",
        }
        for path in PATHS
    }
    assert {path for path, tag in tags.items() if not (tag.startswith('"') and tag.endswith('"'))} == set()
    assert len(set(tags.values())) == len(PATHS)
    dateless = {path for path in PATHS if extension_of(path) in {"jsonld", "xml"}}
    assert dates == {path: None if path in dateless else http_date(NOW.timestamp()) for path in PATHS}
    assert {path for path, response in given.items() if response.cookies} == set()


def test_answers_are_the_same_whatever_the_client_accepts(small_site):
    plain = {path: ask(path).content for path in PATHS}

    choosy = {path: ask(path, Accept="application/json", Accept_Language="zh-hans").content for path in PATHS}

    assert choosy == plain


def conditions(tag: str, date: str) -> dict[str, tuple[dict[str, str], int]]:
    """What a client may send, and the status it gets (RFC 9110, section 13.2.2)."""
    day = 86_400
    earlier, later = (http_date(NOW.timestamp() + seconds) for seconds in (-day, day))
    return {
        "its tag": ({"If_None_Match": tag}, 304),
        "its tag, as a weak one": ({"If_None_Match": f"W/{tag}"}, 304),
        "a list with its tag": ({"If_None_Match": f'"other", W/"x,y", {tag}'}, 304),
        "any tag": ({"If_None_Match": "*"}, 304),
        "another tag": ({"If_None_Match": '"other"'}, 200),
        "no tag at all": ({"If_None_Match": ""}, 200),
        "a torn tag": ({"If_None_Match": tag[:-1]}, 200),
        "its date": ({"If_Modified_Since": date}, 304),
        "a later date": ({"If_Modified_Since": later}, 304),
        "an earlier date": ({"If_Modified_Since": earlier}, 200),
        "no date": ({"If_Modified_Since": "yesterday"}, 200),
        "its tag and an earlier date": ({"If_None_Match": tag, "If_Modified_Since": earlier}, 304),
        "another tag and its date": ({"If_None_Match": '"other"', "If_Modified_Since": date}, 200),
    }


def test_conditional_requests_get_304_where_the_client_has_the_answer(small_site):
    for path in [path for path in PATHS if extension_of(path) not in {"jsonld", "xml"}]:
        whole = ask(path)
        table = conditions(whole["ETag"], whole["Last-Modified"])

        found = {name: ask(path, **headers) for name, (headers, _) in table.items()}

        assert {name: response.status_code for name, response in found.items()} == {
            name: status for name, (_, status) in table.items()
        }
        known = [response for response in found.values() if response.status_code == 304]
        kept = {name: value for name, value in whole.headers.items() if name != "Content-Type"} | {
            "Content-Length": "0"
        }
        assert [(response.content, {**response.headers}) for response in known] == [(b"", kept)] * len(known)


def test_documents_without_a_date_are_known_by_their_tags(small_site):
    paths = [path for path in PATHS if extension_of(path) in {"jsonld", "xml"}]
    tags = {path: ask(path)["ETag"] for path in paths}

    found = {path: (ask(path, If_None_Match=tag).status_code, ask(path).status_code) for path, tag in tags.items()}

    assert found == dict.fromkeys(paths, (304, 200))


def count(path: str, **headers: str) -> tuple[int, int]:
    """The status and the number of statements."""
    forget_version()
    with CaptureQueriesContext(connection) as captured:
        response = ask(path, **headers)
    return response.status_code, len(captured)


def test_kept_answers_and_304_take_one_statement(small_site):
    tags = {path: ask(path)["ETag"] for path in PATHS}

    whole = {path: count(path) for path in PATHS}
    known = {path: count(path, If_None_Match=tag) for path, tag in tags.items()}

    assert whole == dict.fromkeys(PATHS, (200, 1))
    assert known == dict.fromkeys(PATHS, (304, 1))


def test_clients_that_have_an_answer_are_told_so_without_rendering_it(small_site):
    paths = [path for path in PATHS if extension_of(path) not in {"jsonld", "xml"}]
    expected = {path: (304, 12 if path in feed_paths(site_names=()) else 5) for path in paths} | {ARCHIVE: (304, 5)}
    answers = {path: ask(path) for path in paths}

    by_tag = {path: count_anew(path, If_None_Match=answers[path]["ETag"]) for path in paths}
    by_date = {path: count_anew(path, If_Modified_Since=answers[path]["Last-Modified"]) for path in paths}
    for number in range(3):
        TalkFactory(parent=small_site[1].get_parent(), title=f"Talk {number}", slug=f"talk-{number}")
    tags = {path: ask(path)["ETag"] for path in paths}
    many = {path: count_anew(path, If_None_Match=tag) for path, tag in tags.items()}
    whole = {path: ask(path) for path in paths}

    assert [by_tag, by_date, many] == [expected] * 3
    assert {path: (it.status_code, it["ETag"]) for path, it in whole.items()} == {
        path: (200, tag) for path, tag in tags.items()
    }
    assert {path for path, it in whole.items() if not NAMES.search(it.content)} == set()


def count_anew(path: str, **headers: str) -> tuple[int, int]:
    start_anew()
    return count(path, **headers)


def test_head_is_get_without_the_body(small_site):
    client = Client()

    found = {path: client.head(path) for path in PATHS}

    assert {path: (it.status_code, it.content, {**it.headers}) for path, it in found.items()} == {
        path: (200, b"", {**ask(path).headers}) for path in PATHS
    }


def test_methods_that_write_are_refused(small_site):
    client = Client(enforce_csrf_checks=True)
    methods = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND")

    found = {(it, path): client.generic(it, path, b"x=1", "text/plain") for it in methods for path in PATHS}

    refusal = {"type": "about:blank", "title": "Method not allowed", "status": 405, "detail": "Feeds can only be read."}
    headers = {
        **ALWAYS,
        "Allow": "GET, HEAD, OPTIONS",
        "Cache-Control": "no-store",
        "Content-Type": "application/problem+json",
    }
    for response in found.values():
        given = {**response.headers}
        del given["Content-Length"]
        assert (response.status_code, response.json(), given) == (405, refusal, headers)


def test_browsers_may_ask_first_what_they_may_send(small_site):
    asked = {"Origin": "https://partner.example.org", "Access-Control-Request-Headers": "if-none-match"}

    found = {path: Client().options(path, headers=asked) for path in PATHS}

    expected = {
        **ALWAYS,
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Cache-Control, If-Modified-Since, If-None-Match",
        "Access-Control-Max-Age": "86400",
        "Content-Length": "0",
    }
    for response in found.values():
        given = {name: value for name, value in response.headers.items() if name != "Content-Type"}
        assert (response.status_code, response.content, given) == (204, b"", expected)


def test_names_in_other_scripts_are_encoded_in_the_name_of_the_file(at_noon, home):
    ForumFactory(parent=home, title="潮汐", slug="潮汐-论坛")

    found = {extension: ask(f"/feeds/潮汐-论坛.{extension}") for extension in ("ics", "atom", "json", "jsonld")}

    encoded = "%E6%BD%AE%E6%B1%90-%E8%AE%BA%E5%9D%9B"
    assert {extension: it["Content-Disposition"] for extension, it in found.items()} == {
        extension: f"inline; filename*=utf-8''{encoded}.{extension}" for extension in found
    }


def test_addresses_in_calendars_are_uris(at_noon, home):
    ForumFactory(parent=home, title="潮汐", slug="潮汐")

    lines = ask("/feeds/潮汐.ics").content.decode().replace("\r\n ", "").split("\r\n")

    encoded = "http://localhost:8000/%E6%BD%AE%E6%B1%90/"
    assert [line for line in lines if line.startswith(("URL", "SOURCE"))] == [
        f"URL:{encoded}",
        "SOURCE;VALUE=URI:http://localhost:8000/feeds/%E6%BD%AE%E6%B1%90.ics",
        f"URL:{encoded}",
    ]


@pytest.mark.parametrize("path", ["/feeds/{}.ics", "/feeds/{}.jsonld", "/feeds/{}/schedule.xml", "/embed/{}/"])
def test_a_page_may_get_its_former_address_back(at_noon, home, path):
    forum = ForumFactory(parent=home, slug="harbour")
    for slug in ("haven", "harbour"):
        forum.slug = slug
        publish(forum)

    moved = ask(path.format("haven"))

    assert (moved.status_code, moved.headers["Cache-Control"]) == (301, "public, max-age=900")
    assert moved.headers["Location"].endswith(path.format("harbour"))
    assert ask(path.format("harbour")).status_code == 200
