from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zoneinfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.moments import (
    END_OF_DAY,
    Moment,
    Precision,
    Span,
    UnknownTimeZoneError,
    ZonePolicy,
    find_zone,
    time_zones,
    to_instant,
)

NOV_5 = dt.date(2017, 11, 5)
LONDON = "Europe/London"


def utc(*args: int) -> dt.datetime:
    return dt.datetime(*args, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("date", "time", "zone", "expected"),
    [
        (NOV_5, dt.time(23, 59), "America/Los_Angeles", utc(2017, 11, 6, 7, 59)),
        (dt.date(2021, 10, 13), dt.time(13), LONDON, utc(2021, 10, 13, 12)),
        (dt.date(2021, 11, 10), dt.time(16), LONDON, utc(2021, 11, 10, 16)),
        (dt.date(2021, 10, 27), dt.time(13, 30), LONDON, utc(2021, 10, 27, 12, 30)),
        (dt.date(2021, 11, 3), dt.time(13, 30), LONDON, utc(2021, 11, 3, 13, 30)),
        (dt.date(2021, 11, 1), dt.time(21), "UTC", utc(2021, 11, 1, 21)),
    ],
)
def test_instant_of_a_local_time(date, time, zone, expected):
    assert Moment.at(date, time, zone).instant == expected


def test_instant_of_an_aoe_date_is_its_last_second_at_utc_minus_12():
    assert Moment.anywhere_on_earth(dt.date(2022, 7, 15)).instant == utc(2022, 7, 16, 11, 59, 59)


def test_instant_of_an_aoe_time():
    assert Moment.anywhere_on_earth(dt.date(2022, 7, 15), dt.time(17)).instant == utc(2022, 7, 16, 5)


@pytest.mark.parametrize(
    "moment",
    [
        Moment(),
        Moment.at(NOV_5),
        Moment.at(NOV_5, None, LONDON),
        Moment.at(NOV_5, dt.time(9)),
        Moment.at(NOV_5.replace(day=1), None, LONDON, precision=Precision.MONTH),
    ],
)
def test_instant_is_unknown_without_time_or_zone(moment):
    assert moment.instant is None


def test_local_time_in_a_gap_is_read_with_the_offset_before_it():
    moment = Moment.at(dt.date(2021, 3, 28), dt.time(1, 30), LONDON)

    assert moment.instant == utc(2021, 3, 28, 1, 30)


def test_local_time_that_exists_twice_is_the_first():
    moment = Moment.at(dt.date(2021, 10, 31), dt.time(1, 30), LONDON)

    assert moment.instant == utc(2021, 10, 31, 0, 30)


def independent_instant(date: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """RFC 5545 section 3.3.5 by search: of all offsets the zone has around that day, the right one by definition."""
    local = dt.datetime.combine(date, time)
    around = [local.replace(tzinfo=dt.UTC) + dt.timedelta(minutes=minutes) for minutes in range(-2880, 2881, 15)]
    offsets = [instant.astimezone(zone).utcoffset() for instant in around]
    matches = {
        local - offset
        for offset in offsets
        if (local - offset).replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None) == local
    }
    if matches:
        return min(matches).replace(tzinfo=dt.UTC)
    passed = [
        offset
        for instant, offset in zip(around, offsets, strict=True)
        if instant.astimezone(zone).replace(tzinfo=None) < local
    ]
    return (local - passed[-1]).replace(tzinfo=dt.UTC)


@given(
    date=st.dates(dt.date(1995, 1, 1), dt.date(2036, 12, 31)),
    minutes=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
)
@example(date=dt.date(2021, 3, 28), minutes=90, zone="Europe/London")
@example(date=dt.date(2021, 10, 31), minutes=90, zone="Europe/London")
@example(date=dt.date(2021, 10, 3), minutes=135, zone="Australia/Lord_Howe")
@example(date=dt.date(2021, 4, 4), minutes=105, zone="Australia/Lord_Howe")
def test_instant_agrees_with_an_independent_computation(date, minutes, zone):
    time = dt.time(minutes // 60, minutes % 60)

    assert to_instant(date, time, find_zone(zone)) == independent_instant(date, time, find_zone(zone))


@given(
    date=st.dates(dt.date(2000, 1, 1), dt.date(2036, 12, 31)),
    time=st.times(),
    zone=st.sampled_from(sorted(time_zones())),
)
def test_bounds_of_a_day_hold_every_instant_in_it(date, time, zone):
    day = Moment.at(date, None, zone)
    instant = to_instant(date, time, find_zone(zone))

    assert day.earliest <= instant <= day.latest or instant.astimezone(find_zone(zone)).date() != date


def test_earliest_and_latest_of_a_floating_date_span_the_whole_earth():
    moment = Moment.at(dt.date(2022, 6, 30))

    assert (moment.earliest, moment.latest) == (utc(2022, 6, 29, 10), utc(2022, 7, 1, 12))


def test_earliest_and_latest_of_a_floating_time_span_the_whole_earth():
    moment = Moment.at(dt.date(2022, 6, 30), dt.time(12))

    assert (moment.earliest, moment.latest) == (utc(2022, 6, 29, 22), utc(2022, 7, 1))


def test_earliest_and_latest_of_a_month():
    moment = Moment.at(dt.date(2024, 2, 1), None, "UTC", precision=Precision.MONTH)

    assert (moment.earliest, moment.latest) == (utc(2024, 2, 1), utc(2024, 3, 1))


def test_earliest_and_latest_of_a_time_are_the_instant():
    moment = Moment.at(dt.date(2024, 2, 1), dt.time(9), "UTC")

    assert (moment.earliest, moment.latest) == (utc(2024, 2, 1, 9), utc(2024, 2, 1, 9))


def test_earliest_and_latest_of_an_unknown_date():
    assert (Moment().earliest, Moment().latest) == (None, None)


def test_find_zone_refuses_names_outside_the_database():
    with pytest.raises(UnknownTimeZoneError):
        find_zone("Middle/Earth")


def test_tzinfo_of_a_zone_policy_without_a_zone():
    assert Moment(NOV_5, None, ZonePolicy.ZONE, None, Precision.DAY).tzinfo is None


def test_end_of_day_is_the_last_second():
    assert dt.time(23, 59, 59) == END_OF_DAY


def test_span_of_two_days_ends_after_the_second():
    span = Span(
        Moment.at(dt.date(2017, 12, 14), None, "Asia/Singapore"),
        Moment.at(dt.date(2017, 12, 15), None, "Asia/Singapore"),
    )

    assert (span.begins, span.ends, span.is_all_day) == (utc(2017, 12, 13, 16), utc(2017, 12, 15, 16), True)


def test_span_without_end_lasts_the_usual_minutes():
    span = Span(Moment.at(dt.date(2021, 11, 10), dt.time(16), LONDON), usual_minutes=60)

    assert (span.begins, span.ends, span.is_all_day) == (utc(2021, 11, 10, 16), utc(2021, 11, 10, 17), False)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (Moment.at(dt.date(2021, 7, 10), dt.time(16), LONDON), utc(2021, 7, 10, 23)),
        (Moment.at(dt.date(2021, 7, 10), None, LONDON), utc(2021, 7, 10, 23)),
        (Moment.at(dt.date(2021, 7, 10)), utc(2021, 7, 11, 12)),
    ],
)
def test_span_without_end_and_usual_minutes_lasts_until_the_end_of_the_day(start, expected):
    assert Span(start).ends == expected


def test_span_whose_start_lies_in_a_gap_does_not_end_before_it():
    day = dt.date(2027, 3, 28)

    span = Span(Moment.at(day, dt.time(1, 30), LONDON), Moment.at(day, dt.time(2), LONDON))

    assert (span.begins, span.ends) == (utc(2027, 3, 28, 1, 30), utc(2027, 3, 28, 1, 30))


def test_span_ignores_an_end_that_is_to_be_announced():
    span = Span(Moment.at(dt.date(2021, 7, 10), dt.time(16), "UTC"), Moment(), usual_minutes=30)

    assert span.ends == utc(2021, 7, 10, 16, 30)


@pytest.mark.parametrize("start", [Moment(), Moment.at(dt.date(2021, 7, 1), None, "UTC", precision=Precision.MONTH)])
def test_span_of_an_unknown_day_has_no_bounds(start):
    assert (Span(start).begins, Span(start).ends) == (None, None)


def test_modules_import_without_django():
    code = "import sys, pages.moments, pages.occurrences; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
