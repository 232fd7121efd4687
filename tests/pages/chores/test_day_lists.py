from __future__ import annotations

import datetime as dt

import pytest

from pages.chores.day_lists import Days, UnreadableDaysError, read_days

CHRISTMAS = dt.date(2021, 12, 24)
EPIPHANY = dt.date(2022, 1, 6)


@pytest.mark.parametrize("line", ["2021-12-24", " 24 December 2021 ", "24 Dec 2021", "December 24, 2021", "24.12.2021"])
def test_one_day(line):
    assert read_days(line) == (Days(CHRISTMAS, CHRISTMAS),)


@pytest.mark.parametrize(
    "line",
    [
        "2021-12-24 – 2022-01-06",
        "2021-12-24 - 2022-01-06",
        "2021-12-24/2022-01-06",
        "2021-12-24..2022-01-06",
        "24 December 2021 to 6 January 2022",
    ],
)
def test_range(line):
    assert read_days(line) == (Days(CHRISTMAS, EPIPHANY),)


def test_several_lines():
    assert read_days("2021-12-24\n\n2022-01-06; 2022-01-06") == (Days(CHRISTMAS, CHRISTMAS), Days(EPIPHANY, EPIPHANY))


def test_nothing():
    assert read_days(" \n ") == ()


def test_lines_without_a_day_are_all_named():
    with pytest.raises(UnreadableDaysError) as caught:
        read_days("2021-12-24\nEaster\n03/04/2021\n2022-01-06 – 2021-12-24\n2021-02-30")

    assert caught.value.lines == ["Easter", "03/04/2021", "2022-01-06 – 2021-12-24", "2021-02-30"]
