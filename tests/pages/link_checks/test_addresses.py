"""Addresses that are visited: what everybody is shown, and nothing that lets in whoever has it."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import PageViewRestriction

from pages.link_checks.addresses import find_addresses, gather, may_be_visited
from pages.models import Forwarding, LinkCheck, PaperCategory
from tests.factories import CallForPapersFactory, ForumFactory, LinkFactory, SessionFactory, publish

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/", True),
        ("http://example.org/?page=2", True),
        ("https://chat.example.org/invite/abc", True),
        ("mailto:chair@example.org", False),
        ("https://zoom.example.org/j/1?pwd=secret", False),
        ("https://example.org/?a=1&TOKEN=x", False),
        ("https://example.org/#access_token=x", False),
        ("https://user:word@example.org/", False),
        ("https://example.org:99999/", False),
        ("https://[::1/", False),
        ("", False),
    ],
)
def test_addresses_that_let_somebody_in_are_left_alone(url, expected):
    assert may_be_visited(url) is expected


def test_addresses_of_public_pages_are_found_wherever_they_stand(home):
    forum = ForumFactory(
        parent=home,
        part_of_url="https://example.org/whole",
        template_url="https://example.org/template",
        links=[LinkFactory(url="https://example.org/link"), LinkFactory(url="")],
        sessions=[SessionFactory(link="https://example.org/session"), SessionFactory()],
    )
    CallForPapersFactory(parent=home, paper_categories=[PaperCategory(template_url="https://example.org/category")])
    Forwarding.objects.create(event=forum, community="forum", name="chat", url="https://example.org/chat")

    assert sorted(find_addresses(now=NOW)) == [
        "https://example.org/category",
        "https://example.org/chat",
        "https://example.org/link",
        "https://example.org/session",
        "https://example.org/template",
        "https://example.org/whole",
    ]


def test_addresses_that_are_not_for_everybody_are_not_visited(home):
    closed = [LinkFactory(url=f"https://example.org/{access}", access=access) for access in ("private", "members")]
    closed += [
        LinkFactory(url="https://example.org/registered", access="registered"),
        LinkFactory(url="https://example.org/expired", expires_on=dt.date(2027, 2, 27)),
    ]
    forum = ForumFactory(parent=home, links=[*closed, LinkFactory(url="https://example.org/today", expires_on=NOW)])
    Forwarding.objects.create(event=forum, community="a", name="b", url="https://example.org/m", access="members")
    ForumFactory(parent=home, published=False, links=[LinkFactory(url="https://example.org/draft")])
    restricted = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/restricted")])
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")

    assert list(find_addresses(now=NOW)) == ["https://example.org/today"]


def test_gather_keeps_what_is_known_and_forgets_what_stands_nowhere(home):
    forum = ForumFactory(
        parent=home, links=[LinkFactory(url="https://a.example.org/"), LinkFactory(url="https://B.example.org/b")]
    )
    gather(now=NOW)
    LinkCheck.objects.filter(host="a.example.org").update(failures=2, due_at=NOW + dt.timedelta(days=1))
    links = list(forum.links.all())
    links[1].url = "https://c.example.org/"
    forum.links = links
    publish(forum)

    count = gather(now=NOW + dt.timedelta(hours=1))

    assert (count, list(LinkCheck.objects.values_list("url", "host", "failures", "due_at"))) == (
        2,
        [
            ("https://a.example.org/", "a.example.org", 2, NOW + dt.timedelta(days=1)),
            ("https://c.example.org/", "c.example.org", 0, NOW + dt.timedelta(hours=1)),
        ],
    )


@pytest.mark.parametrize("count", [1, 3])
def test_gather_asks_the_same_of_few_and_of_many(home, count, django_assert_num_queries):
    for _number in range(count):
        ForumFactory(parent=home, links=[LinkFactory(), LinkFactory()])

    with django_assert_num_queries(11):
        gather(now=NOW)
