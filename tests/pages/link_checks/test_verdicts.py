"""What visits say: three different days without a page make an address dead, and a refusal says nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.link_checks.verdicts import Verdict, judge, settle
from pages.models import LinkCheck
from pages.outgoing.visits import Visit

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def after(*visits):
    """The row of an address after visits, given with the days on which they were made."""
    check = LinkCheck(url="https://example.org/", due_at=NOW)
    for day, visit in visits:
        settle(check, visit, at=NOW + day * DAY)
    return check


@pytest.mark.parametrize(
    ("visit", "verdict"),
    [
        (Visit(200), Verdict.THERE),
        (Visit(206), Verdict.THERE),
        (Visit(404), Verdict.GONE),
        (Visit(410), Verdict.GONE),
        *((Visit(fault=fault), Verdict.GONE) for fault in ("unknown_host", "connection", "timeout", "tls", "protocol")),
        *((Visit(fault=fault), Verdict.UNDECIDED) for fault in ("refused", "redirects")),
        *((Visit(status), Verdict.UNDECIDED) for status in (301, 400, 401, 403, 429, 451, 500, 502, 503, 999)),
    ],
)
def test_judge_takes_only_what_is_not_found_for_gone(visit, verdict):
    assert judge(visit) is verdict


def test_three_different_days_make_an_address_dead():
    gone = Visit(404)

    checks = [after(*((day, gone) for day in days)) for days in ([0, 1], [0, 0.1, 0.2], [0, 0.1, 1, 2], [0, 3, 9, 10])]

    assert [(it.failures, it.dead_since) for it in checks] == [
        (2, None),
        (1, None),
        (3, NOW + 2 * DAY),
        (4, NOW + 9 * DAY),
    ]


def test_a_page_that_is_there_again_is_alive_and_starts_from_nought():
    check = after((0, Visit(404)), (1, Visit(404)), (2, Visit(404)), (3, Visit(200)), (4, Visit(404)))

    assert (check.failures, check.dead_since, check.status) == (1, None, 404)


@pytest.mark.parametrize("visit", [Visit(403), Visit(429), Visit(503), Visit(fault="refused")])
def test_a_refusal_neither_kills_nor_revives(visit):
    gone = [(day, Visit(404)) for day in range(3)]

    dying, dead = after(*gone[:2], (2, visit), (3, visit)), after(*gone, (3, visit))

    assert (dying.failures, dying.dead_since) == (2, None)
    assert (dead.failures, dead.dead_since) == (3, NOW + 2 * DAY)


def test_where_a_page_has_moved_is_known_until_it_is_not_said_any_more():
    moved = Visit(200, moved_to="https://example.org/new")

    assert after((0, moved)).moved_to == "https://example.org/new"
    assert after((0, moved), (7, Visit(503))).moved_to == "https://example.org/new"
    assert after((0, moved), (7, Visit(200))).moved_to == ""


@pytest.mark.parametrize(
    ("visit", "days"),
    [
        (Visit(200), 7),
        (Visit(404), 1),
        (Visit(403), 3),
        (Visit(429, retry_after=60), 3),
        (Visit(429, retry_after=10 * 86_400), 10),
        (Visit(503, retry_after=999_999_999), 30),
    ],
)
def test_the_next_visit_is_due_after_days(visit, days):
    assert after((0, visit)).due_at == NOW + days * DAY
