from __future__ import annotations

import datetime as dt

import pytest

from api.caching import Lifetime

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def after(**span):
    return NOW + dt.timedelta(**span)


@pytest.mark.parametrize(
    ("instants", "until"),
    [
        ([], None),
        ([None], None),
        ([after(hours=2), None, after(hours=1), after(hours=3)], after(hours=1)),
        ([after(seconds=-1)], None),
        ([NOW], None),
        ([NOW, after(microseconds=1)], after(microseconds=1)),
    ],
)
def test_lifetime_ends_with_the_first_instant_ahead(instants, until):
    lifetime = Lifetime(NOW)

    lifetime.ends(*instants)

    assert lifetime == Lifetime(NOW, until=until)


def test_lifetime_is_never_prolonged():
    lifetime = Lifetime(NOW)

    lifetime.ends(after(hours=1))
    lifetime.ends(after(hours=2))
    lifetime.ends()

    assert lifetime == Lifetime(NOW, until=after(hours=1))


def test_lifetime_collects_each_tag_once():
    lifetime = Lifetime(NOW)

    lifetime.shows("Forum", "Forum:42")
    lifetime.shows("Forum:42", "Talk:7")

    assert lifetime == Lifetime(NOW, tags={"Forum", "Forum:42", "Talk:7"})


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        (None, 60),
        (after(seconds=61), 60),
        (after(seconds=60), 60),
        (after(seconds=59, microseconds=999_999), 59),
        (after(microseconds=999_999), 0),
        (NOW, 0),
        (after(seconds=-1), 0),
    ],
)
def test_seconds_of_a_lifetime_are_whole_and_end_before_it(until, seconds):
    assert Lifetime(NOW, until=until).seconds(60) == seconds
