"""Points in a sliding minute, and whose they are."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import uuid

import pytest
import time_machine

from api.rates import Counter, RateLimited, counter_at, find_wait, forget_spending, spend

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def somebody():
    """A client that has spent nothing yet."""
    return uuid.uuid4().hex


@pytest.fixture
def counter(settings):
    return counter_at(settings.RATES_URL)


def test_points_are_counted_until_there_are_too_many(counter, somebody):
    spent = [counter.spend(somebody, points, most=100) for points in (60, 40, 1)]

    assert spent[:2] == [0, 0]
    assert 1 <= spent[2] <= 120


def test_points_that_were_refused_are_not_counted(counter, somebody):
    counter.spend(somebody, 60, most=100)

    assert counter.spend(somebody, 50, most=100) > 0
    assert counter.spend(somebody, 40, most=100) == 0


def test_clients_do_not_pay_for_each_other(counter, somebody):
    counter.spend(somebody, 100, most=100)

    assert counter.spend(f"{somebody}-other", 100, most=100) == 0


def test_whoever_waits_as_long_as_told_may_ask_again(somebody):
    counter = Counter("memory://")
    with time_machine.travel(NOW, tick=False) as clock:
        counter.spend(somebody, 100, most=100)
        clock.shift(75)
        wait = counter.spend(somebody, 60, most=100)
        clock.shift(wait - 1)
        too_early = counter.spend(somebody, 60, most=100)
        clock.shift(1)

        assert (wait, too_early, counter.spend(somebody, 60, most=100)) == (21, 1, 0)


@pytest.mark.parametrize(
    ("window", "room", "seconds"),
    [
        ((0, 0.0, 0, 0.0), 10, 1),
        ((0, 0.0, 100, 90.0), 0, 90),
        ((0, 0.0, 100, 90.0), 99, 31),
        ((0, 0.0, 100, 90.0), 49, 61),
        ((100, 60.0, 0, 60.0), 49, 31),
        ((100, 60.0, 20, 120.0), 49, 43),
        ((100, 3.0, 60, 63.0), 40, 23),
    ],
)
def test_the_wait_ends_when_enough_has_faded(window, room, seconds):
    assert find_wait(window, room=room) == seconds


def test_what_costs_more_than_a_minute_takes_the_whole_minute(settings, somebody):
    spend(somebody, 5_000, most=100)

    with pytest.raises(RateLimited) as limited:
        spend(somebody, 1, most=100)

    assert (limited.value.most, limited.value.seconds > 0) == (100, True)


def test_without_a_limit_nothing_is_counted(somebody):
    spend(somebody, 10**9, most=0)
    spend(somebody, 100, most=100)


def test_spending_can_be_forgotten(somebody):
    spend(somebody, 100, most=100)

    forget_spending()

    spend(somebody, 100, most=100)


def closed_port():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


def test_while_the_counter_cannot_be_reached_nobody_waits(somebody, caplog):
    counter = Counter(f"redis://127.0.0.1:{closed_port()}/0")

    with caplog.at_level(logging.WARNING, "api.rates"):
        waits = [counter.spend(somebody, 1_000, most=100) for _ in range(3)]

    assert waits == [0, 0, 0]
    assert [record.name for record in caplog.records] == ["api.rates"]
