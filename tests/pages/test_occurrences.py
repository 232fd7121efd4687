from __future__ import annotations

import datetime as dt

import pytest

from pages.moments import Moment, Precision, Span
from pages.occurrences import DateState, Phase, find_date_state, find_phase

LONDON = "Europe/London"


def utc(*args: int) -> dt.datetime:
    return dt.datetime(*args, tzinfo=dt.UTC)


START, END = utc(2021, 11, 10, 16), utc(2021, 11, 10, 17)


@pytest.mark.parametrize(
    ("begins", "ends", "status", "now", "expected"),
    [
        (START, END, "scheduled", utc(2021, 11, 10, 15, 59), Phase.UPCOMING),
        (START, END, "scheduled", START, Phase.LIVE),
        (START, END, "moved_online", utc(2021, 11, 10, 16, 59), Phase.LIVE),
        (START, END, "scheduled", END, Phase.PAST),
        (START, None, "scheduled", START, Phase.PAST),
        (None, None, "tentative", START, Phase.UNSCHEDULED),
        (START, END, "cancelled", START, Phase.CANCELLED),
        (None, None, "postponed", START, Phase.POSTPONED),
    ],
)
def test_phase(begins, ends, status, now, expected):
    assert find_phase(begins=begins, ends=ends, status=status, now=now) is expected


@pytest.mark.parametrize(
    ("moment", "now", "expected"),
    [
        (Moment.anywhere_on_earth(dt.date(2022, 7, 15)), utc(2022, 7, 16, 11, 59), DateState.OPEN),
        (Moment.anywhere_on_earth(dt.date(2022, 7, 15)), utc(2022, 7, 16, 12), DateState.CLOSED),
        (Moment.at(dt.date(2022, 7, 15)), utc(2022, 7, 16, 11, 59), DateState.OPEN),
        (Moment.at(dt.date(2022, 7, 15)), utc(2022, 7, 16, 12), DateState.CLOSED),
        (Moment.at(dt.date(2022, 7, 1), precision=Precision.MONTH), utc(2030, 1, 1), DateState.UNKNOWN),
        (Moment(), utc(2030, 1, 1), DateState.UNKNOWN),
    ],
)
def test_date_state(moment, now, expected):
    assert find_date_state(moment, now) is expected


@pytest.mark.parametrize(
    ("now", "upcoming", "live"),
    [(utc(2021, 11, 10, 7, 47), 4, 0), (utc(2021, 11, 10, 16, 30), 3, 1), (utc(2021, 11, 10, 18), 3, 0)],
)
def test_phases_change_by_themselves(now, upcoming, live):
    days = [(dt.date(2021, 11, 10), dt.time(16)), (dt.date(2021, 11, 17), dt.time(13, 30))]
    days += [(dt.date(2021, 12, 1), dt.time(13, 30)), (dt.date(2021, 12, 8), dt.time(13, 30))]
    spans = [Span(Moment.at(date, time, LONDON), usual_minutes=60) for date, time in days]

    phases = [find_phase(begins=it.begins, ends=it.ends, status="scheduled", now=now) for it in spans]

    assert (phases.count(Phase.UPCOMING), phases.count(Phase.LIVE)) == (upcoming, live)
