"""L05: dead addresses and moved ones, wherever a page has them."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.checks import check_page, gather
from pages.models import LinkCheck
from pages.models.link_checks import digest_of
from tests.factories import ForumFactory, LinkFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def note(url, **values):
    LinkCheck.objects.create(url=url, digest=digest_of(url), host="example.org", due_at=NOW, **values)


def find(page):
    surroundings = gather([page], now=NOW)
    found = check_page(page, surroundings=surroundings)
    return [(it.code, it.path, it.message) for it in found if it.code.startswith("L05")]


def test_dead_and_moved_addresses_are_found_at_their_places(home):
    page = ForumFactory(
        parent=home,
        part_of_url="https://example.org/dead",
        links=[LinkFactory(url="https://example.org/there"), LinkFactory(url="https://example.org/dead")],
        sessions=[SessionFactory(link="https://example.org/moved")],
    )
    note("https://example.org/dead", failures=3, dead_since=NOW)
    note("https://example.org/moved", moved_to="https://example.org/new")
    note("https://example.org/there", failures=2)

    dead = "Nobody is found at https://example.org/dead any more. It was tried on three days."
    assert find(page) == [
        ("L05-dead", "part_of_url", dead),
        ("L05-dead", "links.1.url", dead),
        (
            "L05-moved",
            "sessions.0.link",
            "The page at https://example.org/moved has moved for good to https://example.org/new.",
        ),
    ]


def test_addresses_of_other_pages_are_no_finding(home):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/mine")])
    note("https://example.org/other", dead_since=NOW)

    assert find(page) == []
