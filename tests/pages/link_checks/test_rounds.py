"""Rounds over real sockets: few visits to one host, with pauses, and none where rest was asked for."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from pages.link_checks.rounds import Limits, Pace, make_round, make_visitor
from pages.models import LinkCheck
from pages.models.link_checks import digest_of
from pages.outgoing.visits import host_of
from tests.pages.outgoing.website import Page, Website

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
LIMITS = Limits(visits=20, of_one_host=3, seconds=60)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def note(*urls, host=""):
    """Have addresses visited from now on."""
    for url in urls:
        LinkCheck.objects.create(url=url, digest=digest_of(url), host=host or host_of(url), due_at=NOW)


def visit(*websites, is_early=False, limits=LIMITS):
    visitor = make_visitor(pause=0, ours=frozenset(it.host for it in websites))
    return [it.url for it in make_round(visitor, limits=limits, is_early=is_early)]


def test_a_round_stores_how_its_visits_went_and_says_who_comes(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"
    with Website(there=Page(), old=Page(301, headers={"Location": "/there"})) as website:
        note(*(website.url(name) for name in ("there", "old", "gone")))
        visit(website)

    assert website.agents == {"Mozilla/5.0 (compatible; Colloquium link check; +https://cms.example.org)"}
    assert {
        check.url.removeprefix(website.origin): (check.status, check.failures, check.moved_to, check.due_at)
        for check in LinkCheck.objects.all()
    } == {
        "/there": (200, 0, "", NOW + dt.timedelta(days=7)),
        "/old": (200, 0, website.url("there"), NOW + dt.timedelta(days=7)),
        "/gone": (404, 1, "", NOW + dt.timedelta(days=1)),
    }


def test_an_address_is_visited_again_when_it_is_due(clock):
    with Website(there=Page()) as website:
        note(website.url("there"))
        rounds = [visit(website), visit(website)]
        clock.shift(dt.timedelta(days=7))
        rounds.append(visit(website))
        rounds.append(visit(website, is_early=True))

    assert [len(urls) for urls in rounds] == [1, 0, 1, 1]


def test_a_round_visits_few_addresses_of_one_host_and_hosts_in_turns():
    with Website() as one, Website() as other:
        urls = [one.url(number) for number in range(5)]
        note(*urls, host="one")
        note(other.url("a"), other.url("b"), host="other")
        found = visit(one, other)

    assert found == [urls[0], other.url("a"), urls[1], other.url("b"), urls[2]]


def test_a_host_that_asks_for_rest_is_left_alone(clock):
    busy = Page(429, headers={"Retry-After": "3600"})
    with Website(a=busy, b=busy) as website:
        note(website.url("a"), website.url("b"))
        found = [visit(website), visit(website), visit(website, is_early=True)]
        clock.shift(dt.timedelta(hours=2))
        found.append(visit(website))

    assert found == [[website.url("a")], [], [], [website.url("b")]]


def test_an_address_that_another_round_has_claimed_is_passed_over():
    with Website(a=Page(), b=Page()) as website:
        note(website.url("a"), website.url("b"))
        rounds = make_round(make_visitor(pause=0, ours=frozenset({website.host})), limits=LIMITS)
        first = next(rounds).url
        other = visit(website)

        assert (first, other, list(rounds)) == (website.url("a"), [website.url("b")], [])


def test_a_round_begins_no_visit_after_its_time():
    with Website(a=Page()) as website:
        note(website.url("a"))

        assert visit(website, limits=Limits(visits=20, of_one_host=3, seconds=0)) == []
    assert LinkCheck.objects.get().due_at == timezone.now()


def test_pace_lets_time_pass_between_requests_to_one_host(monkeypatch):
    slept, now = [], [100.0]
    monkeypatch.setattr("pages.link_checks.rounds.time.monotonic", lambda: now[0])
    monkeypatch.setattr("pages.link_checks.rounds.time.sleep", slept.append)
    pace = Pace(1.0)

    for host, passes in (("a", 0.25), ("b", 0), ("a", 2), ("a", 0)):
        pace.wait(host)
        now[0] += passes

    assert slept == [0.75]
