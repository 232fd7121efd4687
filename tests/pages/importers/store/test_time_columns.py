"""Moments as columns and back."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.importers.store.column_values import Remarks
from pages.importers.store.time_columns import fit_span, mend_end, read_moment, read_time, write_time
from pages.models import Session
from pages.moments import Moment, Precision

MAY = dt.date(2030, 5, 1)
NOON = dt.time(12)


@pytest.mark.parametrize(
    ("start", "end", "columns"),
    [
        (Moment(), None, ([None, None, "tbd"], [None, None], "", "")),
        (Moment(), Moment.at(MAY), ([None, None, "tbd"], [None, None], "", "")),
        (Moment.at(MAY, announced_as="in May"), Moment(), (["2030-05-01", None, "day"], [None, None], "", "in May")),
        (
            Moment.at(MAY, NOON, "Asia/Tokyo"),
            Moment.at(MAY, dt.time(13), "Asia/Tokyo", announced_as="till one"),
            (["2030-05-01", "12:00:00", "minute"], [None, "13:00:00"], "Asia/Tokyo", "till one"),
        ),
        (
            Moment.at(MAY, NOON, "Asia/Tokyo"),
            Moment.at(MAY, dt.time(6), "Europe/London"),
            (["2030-05-01", "12:00:00", "minute"], [None, "14:00:00"], "Asia/Tokyo", ""),
        ),
        (
            Moment.at(MAY),
            Moment.at(dt.date(2030, 5, 3), zone="Asia/Tokyo"),
            (["2030-05-01", None, "day"], ["2030-05-03", None], "Asia/Tokyo", ""),
        ),
        (
            Moment.at(dt.date(2030, 5, 9), precision=Precision.MONTH),
            Moment.at(dt.date(2030, 5, 1), precision=Precision.MONTH),
            (["2030-05-01", None, "month"], ["2030-05-01", None], "", ""),
        ),
        (Moment.anywhere_on_earth(MAY), None, (["2030-05-01", None, "day"], [None, None], "Etc/GMT+12", "")),
    ],
)
def test_span_as_columns(start, end, columns):
    values = fit_span(start, end, remarks=Remarks())

    assert tuple(values.values()) == columns


@pytest.mark.parametrize(
    ("start", "end", "note"),
    [
        (Moment.at(MAY), Moment.at(dt.date(2030, 4, 1)), "end: 2030-04-01"),
        (Moment.at(MAY, NOON), Moment.at(MAY, dt.time(9)), "end: 2030-05-01 09:00:00"),
    ],
)
def test_end_before_the_start_is_reported_and_left_out(start, end, note):
    remarks = Remarks()

    values = fit_span(start, end, remarks=remarks, line=3)

    assert values["end"] == [None, None]
    assert ([it.code for it in remarks.findings], remarks.notes) == (["end-before-start"], [note])


def test_unknown_zone_is_reported_and_left_out():
    remarks = Remarks()

    values = fit_span(Moment(), None, zone="Europe/Atlantis", remarks=remarks)

    assert values["time_zone"] == ""
    assert ([it.code for it in remarks.findings], remarks.notes) == (["value-invalid"], ["time zone: Europe/Atlantis"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("start", ["2030-05-01", "12:00:00", "minute"]), ("start", [None, None, "tbd"]), ("end", ["2030-05-01", None])],
)
def test_columns_are_read_as_written(name, value):
    row = Session(start_date=MAY)

    write_time(row, name, value)

    assert read_time(row, name) == value


@pytest.mark.parametrize(
    ("values", "is_mended"),
    [
        ({}, False),
        ({"start_date": MAY}, False),
        ({"start_date": MAY, "end_date": dt.date(2030, 4, 30)}, True),
        ({"start_date": MAY, "start_time": NOON, "end_time": dt.time(11)}, True),
        ({"start_date": MAY, "start_time": NOON, "end_time": dt.time(13)}, False),
        ({"start_date": MAY, "start_time": NOON, "end_date": dt.date(2030, 5, 2), "end_time": dt.time(1)}, False),
    ],
)
def test_end_before_the_start_is_mended(values, is_mended):
    row = Session(**values)

    assert mend_end(row) is is_mended
    assert (row.end_date, row.end_time) == (
        (None, None) if is_mended else (values.get("end_date"), values.get("end_time"))
    )


@pytest.mark.parametrize(
    ("start", "zone", "policy", "moment"),
    [
        ([None, None, "tbd"], "", "zone", Moment()),
        (["2030-05-01", None, "day"], "", "aoe", Moment.anywhere_on_earth(MAY)),
        (["2030-05-01", None, "month"], "", "aoe", Moment.at(MAY, precision=Precision.MONTH)),
        (["2030-05-01", "12:00:00", "minute"], "Asia/Tokyo", "zone", Moment.at(MAY, NOON, "Asia/Tokyo")),
    ],
)
def test_moment_of_a_form(start, zone, policy, moment):
    assert read_moment(start, zone, policy) == moment
