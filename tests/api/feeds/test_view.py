from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction, Site

from api.addresses import FeedFormat
from api.feeds.formats import FORMATS
from api.rates import forget_spending
from pages.models import ForumPage
from tests.api.conftest import NOW
from tests.api.feeds.asking import ask, ask_anew, build_small_site, feed_paths, start_anew
from tests.api.watched_site import edit
from tests.factories import EventIndexFactory, ForumFactory, HomeFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db

BASE = django_settings.WAGTAILADMIN_BASE_URL
ENDINGS = (*(f".{extension}" for extension in FeedFormat), "/schedule.xml")
PROBLEM = "application/problem+json"


@pytest.fixture
def small_site(at_noon, home):
    return build_small_site(home)


def statuses(name: str) -> dict[str, int]:
    """What the documents of an event page answer, by how their addresses end."""
    return {ending: ask(f"/feeds/{name}{ending}").status_code for ending in ENDINGS}


def all_answer(status: int) -> dict[str, int]:
    return dict.fromkeys(ENDINGS, status)


def test_feeds_of_a_page_that_has_another_slug_lead_to_the_new_ones(small_site):
    edit(small_site[0], slug="harbour")
    query = "?kind=submission,event&topic=knots"

    found = {extension: ask(f"/feeds/forum.{extension}{query}") for extension in FORMATS}
    others = {ending: ask(f"/feeds/forum{ending}?language=en") for ending in (".jsonld", "/schedule.xml")}

    assert {extension: (it.status_code, it["Location"]) for extension, it in found.items()} == {
        extension: (301, f"/feeds/harbour.{extension}{query}") for extension in FORMATS
    }
    assert {ending: (it.status_code, it["Location"]) for ending, it in others.items()} == {
        ending: (301, f"/feeds/harbour{ending}?language=en") for ending in others
    }
    assert ask(found["ics"]["Location"]).content.count(b"BEGIN:VEVENT") == 2
    assert {it["Access-Control-Allow-Origin"] for it in found.values()} == {"*"}


def test_feeds_lead_to_the_last_slug_of_several_in_any_script(small_site):
    forum = edit(small_site[0], slug="潮汐")
    edit(forum, slug="harbour")

    found = [ask(f"/feeds/{name}.ics") for name in ("forum", "潮汐")]

    assert [(it.status_code, it["Location"]) for it in found] == [(301, "/feeds/harbour.ics")] * 2


def test_feed_of_a_slug_that_another_page_has_taken_is_that_page_s(small_site, home):
    edit(small_site[0], slug="harbour")
    ForumFactory(parent=home, title="Another forum", slug="forum")

    response = ask("/feeds/forum.json")

    assert (response.status_code, response.json()["title"]) == (200, "Another forum")


def test_feeds_of_a_renamed_page_lead_to_its_uid_where_another_page_has_the_slug(small_site, home):
    forum, uid = small_site[0], small_site[0].translation_key
    ForumFactory(parent=home, title="Another forum", slug="harbour")
    forum.move(EventIndexFactory(parent=home, slug="folder"), pos="last-child")
    edit(ForumPage.objects.get(pk=forum.pk), slug="harbour")

    found = {name: ask(f"/feeds/{name}.json") for name in ("forum", uid)}

    assert (found["forum"].status_code, found["forum"]["Location"]) == (301, f"/feeds/{uid}.json")
    assert (found[uid].status_code, found[uid].json()["title"]) == (200, "Harbour Forum")


def test_pages_that_exchanged_their_slugs_do_not_lead_to_each_other(small_site, home):
    Locale.objects.create(language_code="zh-hans")
    other = ForumFactory(parent=home, title="Another forum", slug="harbour")
    for page, slug in ((small_site[0], "between"), (other, "forum"), (small_site[0], "harbour")):
        edit(page.specific_class.objects.get(pk=page.pk), slug=slug)

    found = {name: ask(f"/feeds/{name}") for name in ("between.ics", "forum.json", "harbour.json")}
    chinese = [ask(f"/feeds/{name}.ics?language=zh-hans").status_code for name in ("between", "forum", "harbour")]

    assert found["between.ics"]["Location"] == "/feeds/harbour.ics"
    assert [found[name].json()["title"] for name in ("forum.json", "harbour.json")] == [
        "Another forum",
        "Harbour Forum",
    ]
    assert chinese == [404, 404, 404]


def test_feed_of_a_page_by_its_uid_stays_when_its_slug_changes(small_site):
    path = f"/feeds/{small_site[0].translation_key}.ics"
    before = ask(path)

    edit(small_site[0], slug="harbour")
    after = ask(path)

    assert [response.status_code for response in (before, after)] == [200, 200]
    assert [response.content.count(b"BEGIN:VEVENT") for response in (before, after)] == [3, 3]


def unpublish(page: Page) -> None:
    page.unpublish()


def delete(page: Page) -> None:
    page.delete()


def restrict(page: Page, *, kind: str) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


def restrict_above(page: Page) -> None:
    folder = EventIndexFactory(parent=page.get_parent(), title="Closed", slug="closed")
    page.refresh_from_db()
    page.move(folder, "last-child")
    restrict(folder, kind="login")


def take_off_lists(page: Page) -> None:
    edit(page, is_listed=False)


def expire(page: Page) -> None:
    page.expire_at = NOW - dt.timedelta(hours=1)
    Page.objects.filter(pk=page.pk).update(expire_at=page.expire_at)
    page.save()


WITHDRAWALS = {
    "unpublished": unpublish,
    "deleted": delete,
    "a password": partial(restrict, kind="password"),
    "a login": partial(restrict, kind="login"),
    "a login above": restrict_above,
    "unlisted": take_off_lists,
    "expired": expire,
}


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_feeds_of_a_page_that_was_public_are_gone(small_site, name):
    forum = small_site[0]
    before = statuses("forum")

    WITHDRAWALS[name](forum)

    assert (before, statuses("forum")) == (all_answer(200), all_answer(410))
    assert statuses(str(forum.translation_key)) == all_answer(410)
    refused = ask("/feeds/forum.ics")
    assert (refused["Content-Type"], refused["Cache-Control"]) == (PROBLEM, "no-store")
    assert refused.json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "“forum” is not public any more.",
    }


def test_feeds_of_a_page_that_is_public_again_answer(small_site):
    forum = small_site[0]
    forum.unpublish()
    gone = statuses("forum")

    publish(forum)

    assert (gone, statuses("forum")) == (all_answer(410), all_answer(200))


def test_feeds_of_a_page_that_was_never_public_are_those_of_none(small_site, home):
    ForumFactory(parent=home, title="Draft", slug="draft", published=False)
    ForumFactory(parent=home, title="Unlisted", slug="unlisted", is_listed=False)
    closed = EventIndexFactory(parent=home, title="Closed", slug="closed")
    restrict(closed, kind="login")
    ForumFactory(parent=closed, title="Below", slug="below")
    late = ForumFactory(parent=home, title="Late", slug="late", published=False, go_live_at=NOW + dt.timedelta(hours=1))
    late.save_revision().publish()
    small_site[0].create_alias(parent=home, update_slug="alias")
    names = ("draft", "unlisted", "below", "late", "alias", "closed", "colloquium", "nowhere")

    found = {name: [ask(f"/feeds/{name}{ending}{query}") for ending in ENDINGS for query in ("",)] for name in names}

    told = {
        name: [(it.status_code, it.content.replace(name.encode(), b"X"), dict(it.headers)) for it in responses]
        for name, responses in found.items()
    }
    for responses in told.values():
        for _, _, headers in responses:
            del headers["Content-Length"]
    assert [status for status, _, _ in told["nowhere"]] == [404] * len(ENDINGS)
    assert told == dict.fromkeys(names, told["nowhere"])


def test_feeds_of_a_page_that_was_renamed_in_secret_tell_of_no_new_name(small_site):
    forum = edit(small_site[0], slug="harbour")
    edit(forum, is_listed=False)

    found = [ask(f"/feeds/{name}.ics") for name in ("forum", "harbour")]

    assert [(it.status_code, b"harbour" in it.content) for it in found] == [(404, False), (410, True)]


LONG = "x" * 10_000
WRONG = {
    "/feeds/events.txt": (404, None),
    "/feeds/events.ICS": (404, None),
    "/feeds/nowhere.ics": (404, None),
    "/feeds/nowhere.jsonld": (404, None),
    "/feeds/nowhere/schedule.xml": (404, None),
    "/feeds/events.jsonld": (404, None),
    "/feeds/events/schedule.xml": (404, None),
    "/feeds/archive.json": (404, None),
    "/feeds/forum%00.ics": (404, None),
    "/feeds/%00.ics": (404, None),
    "/feeds/%00.%00": (404, None),
    "/feeds/%00/schedule.xml": (404, None),
    "/feeds/%ED%A0%80.ics": (404, None),
    "/feeds/%FF%FE.ics": (404, None),
    "/feeds/forum%0d%0aX-Evil:1.ics": (404, None),
    "/feeds/%F0%9F%A6%89.ics": (404, None),
    f"/feeds/{LONG}.ics": (404, None),
    "/feeds/%25.ics": (404, None),
    "/feeds/....ics": (404, None),
    "/feeds/00000000-0000-0000-0000-000000000000.ics": (404, None),
    "/feeds/events.ics?nonsense=1": (400, "nonsense"),
    "/feeds/events.ics?Kind=talk": (400, "Kind"),
    "/feeds/events.ics?=talk": (400, None),
    "/feeds/events.ics?kind": (400, "kind"),
    "/feeds/events.ics?kind=": (400, "kind"),
    "/feeds/events.ics?kind=talk,": (400, "kind"),
    "/feeds/events.ics?kind=Talk": (400, "kind"),
    "/feeds/events.ics?kind=talk&kind=nonsense": (400, "kind"),
    "/feeds/events.ics?type=CallForPapers": (400, "type"),
    "/feeds/events.ics?topic=nonsense": (400, "topic"),
    "/feeds/events.ics?topic=Knots": (400, "topic"),
    "/feeds/events.ics?topic=%25": (400, "topic"),
    "/feeds/events.ics?topic=%00": (400, "topic"),
    "/feeds/events.ics?topic=%ED%A0%80": (400, "topic"),
    "/feeds/events.ics?language=tlh": (400, "language"),
    "/feeds/events.ics?language=EN": (400, "language"),
    "/feeds/events.ics?language=en,zh-hans": (400, "language"),
    "/feeds/events.ics?series=nonsense": (400, "series"),
    "/feeds/events.ics?series=forum": (400, "series"),
    "/feeds/events.ics?series=%00": (400, "series"),
    "/feeds/events.ics?series=00000000-0000-0000-0000-000000000000": (400, "series"),
    "/feeds/events.ics?person=Ada+Marsh": (400, "person"),
    "/feeds/events.ics?person=%00": (400, "person"),
    f"/feeds/events.ics?person={LONG}": (400, "person"),
    f"/feeds/events.ics?{LONG}=1": (400, LONG),
    f"/feeds/events.ics?kind={'talk,' * 20}talk": (400, "kind"),
    f"/feeds/events.ics?{'kind=talk&' * 999}kind=talk": (400, "kind"),
    f"/feeds/events.ics?{'kind=talk&' * 5000}": (400, "kind"),
    "/feeds/events.ics?page=forum": (400, "page"),
    "/feeds/events.ics?cursor=x&limit=1": (400, "cursor"),
    "/feeds/nowhere.ics?nonsense=1": (400, "nonsense"),
    "/feeds/forum.ics?nonsense=1": (400, "nonsense"),
    "/feeds/forum.ics?language=tlh": (400, "language"),
    "/feeds/forum.ics?language=zh-hans": (404, None),
    "/feeds/forum.jsonld?nonsense=1": (400, "nonsense"),
    "/feeds/forum.jsonld?language=tlh": (400, "language"),
    "/feeds/forum/schedule.xml?kind=talk": (400, "kind"),
}


def shown(path: str) -> str:
    return path if len(path) < 100 else f"{path[:80]}… ({len(path)})"


def test_wrong_requests_are_refused_by_name(small_site):
    client = Client(raise_request_exception=False)

    found = {path: client.get(path) for path in WRONG}

    told = {shown(path): (it.status_code, it["Content-Type"]) for path, it in found.items()}
    assert told == {shown(path): (status, PROBLEM) for path, (status, _) in WRONG.items()}
    bodies = {shown(path): it.json() for path, it in found.items()}
    titles = {400: "Bad request", 404: "Not found"}
    assert {path: (it["status"], it.get("parameter"), it["title"]) for path, it in bodies.items()} == {
        shown(path): (status, parameter, titles[status]) for path, (status, parameter) in WRONG.items()
    }
    assert {it["Access-Control-Allow-Origin"] + it["Cache-Control"] for it in found.values()} == {"*no-store"}


def test_refusals_name_what_there_is(small_site):
    asked = {
        "/feeds/events.txt": "There is no format “txt”; there are ics, atom, rss, json, jsonld.",
        "/feeds/archive.json": "“archive” cannot be had in this format; it can in ics.",
        "/feeds/nowhere.ics": "There is no event “nowhere”.",
        "/feeds/events.ics?nonsense=1": (
            "There is no parameter “nonsense”; there are type, topic, language, series, person, kind."
        ),
        "/feeds/events.ics?language=tlh": "language has no value “tlh”; it has en, zh-hans.",
        "/feeds/events.ics?kind=": "kind takes between 1 and 20 values, none of them empty.",
        "/feeds/forum.jsonld?nonsense=1": "This document takes no parameter but “language”.",
    }

    found = {path: ask(path).json()["detail"] for path in asked}

    assert found == asked


@pytest.mark.parametrize("host", ["evil.example.org", "", "a b", "[::1", "localhost:99999999", "localhost:port", "🦉"])
def test_strange_hosts_get_an_answer(small_site, settings, host):
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    client = Client(raise_request_exception=False)

    response = client.get("/feeds/events.ics", headers={"Host": host})

    assert response.status_code in {200, 400}


def test_a_site_below_another_has_its_own_feeds(small_site, home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    below = EventIndexFactory(parent=home, slug="below")
    ForumFactory(parent=below, title="Inner forum", slug="inner")
    Site.objects.create(hostname="inner.example.org", root_page=below)

    found = [Client().get("/feeds/inner.json", headers={"Host": host}) for host in ("inner.example.org", "localhost")]

    assert [it.status_code for it in found] == [200, 404]
    assert [item["title"] for item in found[0].json()["items"]] == ["Inner forum"]


def test_parameters_may_be_repeated_or_listed_in_any_order(small_site):
    ways = ("kind=submission&kind=event", "kind=event,submission", "kind=submission,event")

    found = [ask(f"/feeds/events.ics?{way}") for way in ways]

    assert [(it.status_code, it.content.count(b"BEGIN:VEVENT")) for it in found] == [(200, 2)] * 3


def test_events_in_several_languages_have_a_feed_in_each(small_site):
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    translated = small_site[0].copy_for_translation(chinese, copy_parents=True)
    translated.title = "港口论坛"
    publish(translated)
    names = ("forum", str(small_site[0].translation_key))
    questions = ("", "?language=en", "?language=zh-hans")

    titles = [[ask(f"/feeds/{name}.json{it}").json()["title"] for it in questions] for name in names]
    languages = [ask(f"/feeds/forum.json{it}").json()["language"] for it in questions]

    assert titles == [["Harbour Forum", "Harbour Forum", "港口论坛"]] * 2
    assert languages == ["en", "en", "zh-hans"]


def test_each_site_has_feeds_of_its_own(small_site, home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    top = Page.get_first_root_node()
    other = HomeFactory(parent=top, title="Other", slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    ForumFactory(parent=other, title="Far away", slug="far")
    ForumFactory(parent=other, title="Same name", slug="forum")

    found = {
        (host, path): Client().get(path, headers={"Host": host})
        for host in ("testserver", "other.example.org")
        for path in ("/feeds/events.json", "/feeds/far.json", "/feeds/forum.json", "/feeds/seminar.json")
    }

    assert {key: it.status_code for key, it in found.items()} == {
        ("testserver", "/feeds/events.json"): 200,
        ("testserver", "/feeds/far.json"): 404,
        ("testserver", "/feeds/forum.json"): 200,
        ("testserver", "/feeds/seminar.json"): 200,
        ("other.example.org", "/feeds/events.json"): 200,
        ("other.example.org", "/feeds/far.json"): 200,
        ("other.example.org", "/feeds/forum.json"): 200,
        ("other.example.org", "/feeds/seminar.json"): 404,
    }
    titles = {host: {it["title"] for it in found[host, "/feeds/events.json"].json()["items"]} for host, _ in found}
    assert titles["other.example.org"] == {"Far away", "Same name"}
    assert titles["testserver"] & {"Far away", "Same name"} == set()
    assert found["other.example.org", "/feeds/forum.json"].json()["title"] == "Same name"


def test_clients_that_ask_for_too_many_feeds_wait(small_site, settings):
    settings.GRAPHQL_POINTS_PER_MINUTE = 40
    forget_spending()

    asked = ["/feeds/events.ics", "/feeds/forum.ics", "/feeds/seminar.ics", "/feeds/events.ics"]
    found = [ask(path) for path in asked]

    assert [response.status_code for response in found] == [200, 200, 429, 200]
    refused = found[2]
    seconds = int(refused["Retry-After"])
    assert 0 < seconds <= 120
    assert refused["RateLimit-Policy"] == '"points";q=40;w=60'
    assert refused.json() == {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": f"At most 40 points a minute; wait {seconds} seconds.",
    }


def test_without_the_database_clients_are_told_to_come_again(small_site, caplog):
    def fail(*_arguments):
        raise OperationalError("the database is away")

    paths = feed_paths()
    with connection.execute_wrapper(fail):
        found = {path: ask_anew(path) for path in paths}

    assert {path: (it.status_code, it["Content-Type"]) for path, it in found.items()} == dict.fromkeys(
        paths, (503, PROBLEM)
    )
    assert {b"database" in it.content for it in found.values()} == {False}
    assert found[paths[0]].json()["detail"].removeprefix("Internal error; incident ").removesuffix(".") in caplog.text


def count(path: str) -> int:
    """The number of statements of a process that has just started."""
    start_anew()
    with CaptureQueriesContext(connection) as captured:
        response = ask(path)
    assert response.status_code == 200
    return len(captured)


STATEMENTS = {
    **dict.fromkeys(feed_paths(page_names=()), 6),
    **dict.fromkeys(feed_paths(site_names=()), 13),
    "/feeds/archive.ics": 6,
    "/feeds/forum.jsonld": 14,
    "/feeds/seminar.jsonld": 12,
    "/feeds/talk.jsonld": 14,
    "/feeds/forum/schedule.xml": 16,
    "/feeds/seminar/schedule.xml": 16,
}


def test_feeds_take_as_many_statements_for_few_entries_as_for_many(small_site, home):
    paths = feed_paths()
    few = {path: count(path) for path in paths}
    talk = small_site[1]
    for number in range(5):
        TalkFactory(parent=talk.get_parent(), title=f"Talk {number}", slug=f"talk-{number}")
        ForumFactory(parent=home, title=f"Forum {number}", slug=f"forum-{number}")

    many = {path: count(path) for path in paths}

    assert many == few
    assert few == STATEMENTS
