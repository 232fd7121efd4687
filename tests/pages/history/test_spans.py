import datetime as dt

import pytest
from django.utils import translation

from pages.history.spans import describe_announcement, describe_move
from pages.moments import Moment, Precision


def day(*parts, time=None, zone=None):
    return Moment.at(dt.date(*parts), time, zone)


NINE, TEN = dt.time(9), dt.time(10)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (day(2017, 11, 5), day(2017, 11, 12), "from 5 to 12 November 2017"),
        (day(2017, 10, 28), day(2017, 11, 3), "from 28 October to 3 November 2017"),
        (day(2017, 12, 28), day(2018, 1, 3), "from 28 December 2017 to 3 January 2018"),
        (
            Moment.anywhere_on_earth(dt.date(2017, 11, 5)),
            Moment.anywhere_on_earth(dt.date(2017, 11, 12)),
            "from 5 to 12 November 2017",
        ),
        (day(2021, 11, 10, time=NINE), day(2021, 11, 17, time=NINE), "from 10 to 17 November 2021"),
        (day(2021, 11, 10, time=NINE), day(2021, 11, 10, time=TEN), "from 09:00 to 10:00 on 10 November 2021"),
        (
            day(2021, 11, 10, time=NINE),
            day(2021, 11, 17, time=TEN),
            "from 10 November 2021, 09:00 to 17 November 2021, 10:00",
        ),
        (
            day(2021, 11, 10, time=NINE, zone="Europe/London"),
            day(2021, 11, 10, time=NINE, zone="Asia/Tokyo"),
            "from 10 Nov 2021, 09:00 (Europe/London) to 10 Nov 2021, 09:00 (Asia/Tokyo)",
        ),
        (day(2021, 11, 10), day(2021, 11, 17, time=NINE), "from 10 Nov 2021 to 17 Nov 2021, 09:00"),
        (
            Moment.at(dt.date(2021, 11, 1), precision=Precision.MONTH),
            day(2021, 11, 17),
            "from November 2021 to 17 Nov 2021",
        ),
    ],
)
def test_move_says_once_what_both_moments_share(old, new, words):
    assert describe_move(old, new) == words


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        (dt.date(2017, 11, 12), "the 5th"),
        (dt.date(2017, 12, 12), "5 November 2017"),
        (dt.date(2018, 11, 12), "5 November 2017"),
        (None, "5 November 2017"),
    ],
)
def test_announcement_takes_its_month_from_the_day_beside_it(beside, words):
    assert describe_announcement(dt.datetime(2017, 11, 5, 12, tzinfo=dt.UTC), beside=beside) == words


def test_names_of_months_are_those_of_the_language():
    with translation.override("de"):
        assert "November" in describe_move(day(2017, 10, 28), day(2017, 11, 3))
        assert "Oktober" in describe_move(day(2017, 10, 28), day(2017, 11, 3))
