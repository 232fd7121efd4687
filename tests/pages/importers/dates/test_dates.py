from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.importers.dates import (
    DateContext,
    DateDistance,
    ZoneReading,
    ZoneStatement,
    find_dates,
    read_date,
    read_relation,
    read_times,
    read_zone,
    read_zone_statement,
    unreadable_dates,
)
from pages.importers.documents import Finding, Severity
from pages.moments import Moment, Precision

D = dt.date
T = dt.time
LA = "America/Los_Angeles"


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [it.code for it in findings]


@pytest.mark.parametrize(
    "text",
    [
        *("15 July  2022", "July 15, 2022", "15th of July, 2022", "July 15th 2022", "July, 15. 2022", "15 July, 2022"),
        *(
            "Fri 15 July 2022",
            "Friday, July 15, 2022",
            "July 15 (Fri), 2022",
            "15 Jul. 2022",
            "15-Jul-2022",
            "Jul 15 '22",
        ),
        *("2022-07-15", "2022/07/15", "2022.7.15", "20220715", "15.07.2022", "15/07/2022", "07/15/2022", "15-07-2022"),
        *("15 juillet 2022", "le 15 juillet 2022", "15 de julio de 2022", "15 de julho de 2022", "15. Juli 2022"),
        *("15 luglio 2022", "15º de julho de 2022", "2022年7月15日", "2022年7月15日（五）", "2022년 7월 15일"),
        *(
            "**July 15**, 2022",
            "15<sup>th</sup> July 2022",
            "15&nbsp;July&nbsp;2022",
            "[15 July 2022](https://a.example/2021-01-01)",
        ),
        *(
            "Deadline: July 15, 2022 (extended)",
            "by 15 July 2022",
            "NEW July, 15, 2022: papers due",
            "\uff11\uff15 July \uff12\uff10\uff12\uff12",
        ),
        *("15/07/22", "| July 15,2022 |", "until Fri. 15 July 2022!", "<!-- 1 May 2020 --> 15 July 2022"),
    ],
)
def test_read_date_gives_the_day(text: str) -> None:
    reading = read_date(text)

    assert reading is not None
    assert (reading.start.date, reading.start.precision, reading.end) == (D(2022, 7, 15), Precision.DAY, None)
    assert (reading.superseded, reading.findings) == ((), ())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("October 15-18, 2019", D(2019, 10, 15), D(2019, 10, 18)),
        ("October, 15–18, 2019", D(2019, 10, 15), D(2019, 10, 18)),
        ("15 – 18 October 2019", D(2019, 10, 15), D(2019, 10, 18)),
        ("15th to 18th October 2019", D(2019, 10, 15), D(2019, 10, 18)),
        ("Dec 14th and 15th, 2017", D(2017, 12, 14), D(2017, 12, 15)),
        ("13, 14 and 15 December 2017", D(2017, 12, 13), D(2017, 12, 15)),
        ("November 21 -- December 5, 2024", D(2024, 11, 21), D(2024, 12, 5)),
        ("April 9--11, 2025", D(2025, 4, 9), D(2025, 4, 11)),
        ("Dec 28 – Jan 2, 2021", D(2020, 12, 28), D(2021, 1, 2)),
        ("from 28 Dec 2020 until 2 Jan", D(2020, 12, 28), D(2021, 1, 2)),
        ("14 May 2021 and 15 May 2021", D(2021, 5, 14), D(2021, 5, 15)),
        ("2021-05-14 to 2021-05-16", D(2021, 5, 14), D(2021, 5, 16)),
        ("10.-12.11.2021", D(2021, 11, 10), D(2021, 11, 12)),
        ("13 e 14 de outubro de 2020", D(2020, 10, 13), D(2020, 10, 14)),
        ("2021年3月10日-12日", D(2021, 3, 10), D(2021, 3, 12)),
    ],
)
def test_read_date_gives_ranges_of_days(text: str, first: dt.date, last: dt.date) -> None:
    reading = read_date(text)

    assert reading is not None
    assert reading.end is not None
    assert (reading.start.date, reading.end.date, reading.findings) == (first, last, ())


@pytest.mark.parametrize(
    ("text", "time", "zone"),
    [
        ("November 5th, 2017 11:59 pm PST", T(23, 59), LA),
        ("5 November 2017, 23:59 ET", T(23, 59), "America/New_York"),
        ("noon PT on 5 November 2017", T(12), LA),
        ("Sunday, November 5th, 2017, at 1.30 PM (London Time)", T(13, 30), "Europe/London"),
        ("5 Nov 2017, 3:00 pm US Eastern Time", T(15), "America/New_York"),
        ("dimanche 5 novembre 2017 à 13h30, heure de Paris", T(13, 30), "Europe/Paris"),
        ("5. November 2017, 18.00 Uhr MEZ", T(18), "Europe/Berlin"),
        ("5 Nov 2017 16:00 ([UK time](https://clock.example/?iso=20171105T1700))", T(16), "Europe/London"),
        ("2017-11-05 12:00:00+0900", T(12), "Etc/GMT-9"),
        ("2017-11-05T12:00:00Z", T(12), "UTC"),
        ("20171105T1600 UTC", T(16), "UTC"),
        ("5 Nov 2017 10:00 UTC+5:30", T(10), "Asia/Kolkata"),
        ("5 Nov 2017 10:00 GMT+8", T(10), "Etc/GMT-8"),
        ("5 Nov 2017 10:00 JST", T(10), "Asia/Tokyo"),
        ("2017年11月5日 下午3:00 北京时间", T(15), "Asia/Shanghai"),
        ("5 Nov 2017 10:00 America/Sao_Paulo", T(10), "America/Sao_Paulo"),
        ("5 Nov 2017 10am Sao Paulo time", T(10), "America/Sao_Paulo"),
        ("5 Nov 2017, 10:00 UTC / 11:00 CET / 18:00 Beijing time", T(10), "UTC"),
        ("5 Nov 2017 24:00 UTC", T(23, 59), "UTC"),
    ],
)
def test_read_date_gives_time_and_zone(text: str, time: dt.time, zone: str) -> None:
    reading = read_date(text)

    assert reading is not None
    assert (reading.start.date, reading.start.time, reading.start.zone) == (D(2017, 11, 5), time, zone)
    assert reading.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "16:00-17:00 (UTC, 9 Mar 2021)",
        "9 Mar 2021 16:00–17:00 UTC",
        "9 March 2021, 4-5pm UTC",
        "9 March 2021, from 4 pm to 5 pm UTC",
        "le 9 mars 2021, de 16h à 17h (UTC)",
        "2021-03-09 16:00 - 2021-03-09 17:00 UTC",
    ],
)
def test_read_date_gives_ranges_of_times(text: str) -> None:
    reading = read_date(text, context=DateContext(zone="UTC"))

    assert reading is not None
    assert reading.end is not None
    assert reading.start.instant == dt.datetime(2021, 3, 9, 16, tzinfo=dt.UTC)
    assert reading.end.instant == dt.datetime(2021, 3, 9, 17, tzinfo=dt.UTC)


def test_read_date_ends_a_range_past_midnight_on_the_next_day() -> None:
    reading = read_date("9 March 2021, 22:00-01:00 UTC")

    assert reading is not None
    assert reading.end == Moment.at(D(2021, 3, 10), T(1), "UTC", announced_as="9 March 2021, 22:00-01:00 UTC")


@pytest.mark.parametrize(
    ("text", "time", "found"),
    [
        ("9 March 2021 AoE", None, []),
        ("9 March 2021, 11:59 PM (Anywhere on Earth)", T(23, 59), []),
        ("9 March 2021 23:59 UTC-12", T(23, 59), []),
        ("9 March 2021 23:59 UTC −12:00 (AoE)", T(23, 59), []),
        ("9 March 2021 23:59 Etc/GMT+12", T(23, 59), []),
        ("9 March 2021, 11:59 PM AoE (UTC +8)", T(23, 59), ["zone-contradicts"]),
    ],
)
def test_read_date_gives_anywhere_on_earth(text: str, time: dt.time | None, found: list[str]) -> None:
    reading = read_date(text)

    assert reading is not None
    assert reading.start == Moment.anywhere_on_earth(D(2021, 3, 9), time, reading.start.announced_as)
    assert codes(reading.findings) == found


@pytest.mark.parametrize(
    ("text", "zone", "found"),
    [
        ("1 November 2017 11 pm PST", "Etc/GMT+8", ["zone-contradicts-season"]),
        ("1 July 2021 12:00 CET", "Etc/GMT-1", ["zone-contradicts-season"]),
        ("1 July 2021 12:00 ACST", "Australia/Adelaide", []),
        ("1 January 2021 12:00 NST", None, ["zone-inferred"]),
        ("1 January 2021 12:00 UTC+1:07", None, ["zone-inferred"]),
        ("1 January 2021 12:00 IST", "Asia/Kolkata", ["zone-ambiguous"]),
        ("1 January 2021 12:00 GMT+15", None, ["zone-inferred"]),
    ],
)
def test_read_date_reports_doubtful_zones(text: str, zone: str | None, found: list[str]) -> None:
    reading = read_date(text)

    assert reading is not None
    assert (reading.start.zone, codes(reading.findings)) == (zone, found)


def test_read_date_settles_ambiguous_zone_by_context() -> None:
    reading = read_date("1 January 2021 12:00 CST", context=DateContext(zone="Asia/Shanghai"))

    assert reading is not None
    assert (reading.start.zone, reading.findings) == ("Asia/Shanghai", ())


def test_read_date_gives_plain_offset_the_place_of_the_context() -> None:
    reading = read_date("2021-03-10 12:00:00+0900", context=DateContext(zone="Asia/Tokyo"))

    assert reading is not None
    assert reading.start.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (DateContext(), Moment.at(D(2021, 3, 9), announced_as="9 March 2021")),
        (DateContext(zone="Asia/Tokyo"), Moment.at(D(2021, 3, 9), announced_as="9 March 2021")),
        (DateContext(aoe=True), Moment.anywhere_on_earth(D(2021, 3, 9), None, "9 March 2021")),
        (DateContext(aoe=True, time=T(12)), Moment.anywhere_on_earth(D(2021, 3, 9), T(12), "9 March 2021")),
        (
            DateContext(zone="ET", time=T(12)),
            Moment.at(D(2021, 3, 9), T(12), "America/New_York", announced_as="9 March 2021"),
        ),
    ],
)
def test_read_date_takes_time_and_zone_of_context(context: DateContext, expected: Moment) -> None:
    reading = read_date("9 March 2021", context=context)

    assert reading is not None
    assert reading.start == expected


def test_read_date_takes_no_time_of_context_for_ranges() -> None:
    reading = read_date("9-11 March 2021", context=DateContext(zone="UTC", time=T(12)))

    assert reading is not None
    assert reading.start.time is None


def test_read_date_without_year_takes_that_of_context() -> None:
    reading = read_date("Dec 14", context=DateContext(year=2017))

    assert reading is not None
    assert reading.start.date == D(2017, 12, 14)
    assert reading.findings == (
        Finding("year-inferred", Severity.HINT, '"Dec 14" says no year; 2017 was taken.', None, 0.8),
    )


@pytest.mark.parametrize(
    ("text", "context", "date", "found"),
    [
        ("10/11/2021", DateContext(), D(2021, 11, 10), ["date-ambiguous"]),
        ("10/11/2021", DateContext(day_first=True), D(2021, 11, 10), []),
        ("10/11/2021", DateContext(day_first=False), D(2021, 10, 11), []),
        ("11/11/2021", DateContext(), D(2021, 11, 11), []),
        ("Friday May 6, 2023", DateContext(), D(2023, 5, 6), ["weekday-contradicts-date"]),
        ("6 May 2023 10:00", DateContext(), D(2023, 5, 6), ["zone-inferred"]),
        ("6 May 2023 midnight UTC", DateContext(), D(2023, 5, 6), ["time-ambiguous"]),
        ("6 May 2023 12am UTC", DateContext(), D(2023, 5, 6), ["time-ambiguous"]),
        ("7 and 9 July 2024", DateContext(), D(2024, 7, 7), ["date-not-understood"]),
        ("3 ago 2021", DateContext(language="es"), D(2021, 8, 3), []),
    ],
)
def test_read_date_reports_what_is_doubtful(text: str, context: DateContext, date: dt.date, found: list[str]) -> None:
    reading = read_date(text, context=context)

    assert reading is not None
    assert (reading.start.date, codes(reading.findings)) == (date, found)


@pytest.mark.parametrize("text", ["October 2022", "mid-October 2022", "end of October 2022", "2022年10月"])
def test_read_date_gives_months(text: str) -> None:
    reading = read_date(text)

    assert reading is not None
    assert reading.start == Moment(D(2022, 10, 1), precision=Precision.MONTH, announced_as=text)


@pytest.mark.parametrize(
    ("text", "start", "older"),
    [
        ("~~May 19, 2019~~ / **May 26, 2019**", D(2019, 5, 26), [D(2019, 5, 19)]),
        ("<del>March 28th, 2024</del> April 8th 2024", D(2024, 4, 8), [D(2024, 3, 28)]),
        ("<s>June 12-14th 2024</s> June 13-14th 2024", D(2024, 6, 13), [D(2024, 6, 12)]),
        ("**November** ~~(3rd)~~ **6th, 2017**", D(2017, 11, 6), [D(2017, 11, 3)]),
        ("~~14~~ 21 November 2021", D(2021, 11, 21), [D(2021, 11, 14)]),
        ("~~1 May~~ ~~8 May~~ 15 May 2021", D(2021, 5, 15), [D(2021, 5, 1), D(2021, 5, 8)]),
        ("5 March 2022, extended from ~~26 February~~", D(2022, 3, 5), [D(2022, 2, 26)]),
        ("~~5 May 2021~~", D(2021, 5, 5), []),
        ("~~5 May 2021~~ ~~12 May 2021~~", D(2021, 5, 12), [D(2021, 5, 5)]),
        ("~~November 3~~ 6, 2017", D(2017, 11, 6), [D(2017, 11, 3)]),
        ("~~November 3, 2017~~ 6", D(2017, 11, 6), [D(2017, 11, 3)]),
        ("September 20, 2021 September 22, 2021", D(2021, 9, 22), [D(2021, 9, 20)]),
        ("5 May 2021, extended to 12 May 2021", D(2021, 5, 12), [D(2021, 5, 5)]),
        ("12 May 2021 (was 5 May 2021)", D(2021, 5, 12), [D(2021, 5, 5)]),
        ("~~typo~~ 5 May 2021", D(2021, 5, 5), []),
        ("~~31~~ 30 June 2021", D(2021, 6, 30), []),
        ("~~June 31~~ 30 June 2021", D(2021, 6, 30), []),
        ("30 June 2021 in the great hall of the old town; ~~Room 5~~", D(2021, 6, 30), []),
    ],
)
def test_read_date_keeps_older_announcements(text: str, start: dt.date, older: list[dt.date]) -> None:
    reading = read_date(text, context=DateContext(year=2020))

    assert reading is not None
    assert (reading.start.date, [it.date for it in reading.superseded]) == (start, older)


def test_read_date_keeps_an_older_time_of_the_same_day() -> None:
    reading = read_date("5 May 2021 ~~10:00~~ 11:00 UTC")

    assert reading is not None
    assert reading.superseded == (Moment.at(D(2021, 5, 5), T(10), "UTC", announced_as="10:00"),)


def test_read_date_keeps_an_older_date_with_its_own_time() -> None:
    reading = read_date("~~4 May 2021 9:00 UTC~~ 5 May 2021 11:00 UTC")

    assert reading is not None
    assert reading.superseded == (Moment.at(D(2021, 5, 4), T(9), "UTC", announced_as="4 May 2021 9:00 UTC"),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "TBD",
            "Fall 2022",
            "June 31, 2021",
            "29 Feb 2023",
            "2021-02-30",
            "5 Nov",
            "June 28-31, 2021",
            "2021-13-01",
        ),
        *("4-page, 10-point, 3 tracks", "pp. 3-9", "version 1.2.10", "arXiv 2103.06641", "+65 6516 2727", "13/13/2021"),
        *("https://a.example/2021/05/06/", "we may 3 times march 4 miles", "16:9", "ratio 1:100", "2021年13月1日"),
    ],
)
def test_read_date_takes_nothing_else_for_a_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("June 31, 2021", ['"June 31, 2021" is no date of the calendar; it was kept as text.']),
        ("5 Nov", ['"5 Nov" says no year; it was kept as text.']),
        ("5 Nov 2021", []),
        ("5 Nov – 2 Dec 2021", []),
    ],
)
def test_unreadable_dates_are_reported(text: str, messages: list[str]) -> None:
    assert unreadable_dates(text, line=7) == tuple(
        Finding("date-not-understood", Severity.WARNING, message, 7) for message in messages
    )


def test_find_dates_gives_each_date_with_its_place() -> None:
    text = "Papers by **May 1, 2021**; answers on ~~3~~ 4 June 2021.\n\n- 5 June 2021\n- 10:00 start on 6 June 2021"

    readings = find_dates(text)

    assert [(it.start.announced_as, it.start.time, text[it.begin : it.stop]) for it in readings] == [
        ("May 1, 2021", None, "May 1, 2021"),
        ("4 June 2021", None, "~~3~~ 4 June 2021"),
        ("5 June 2021", None, "5 June 2021"),
        ("6 June 2021", None, "6 June 2021"),
    ]


def test_find_dates_keeps_single_days_of_a_list_apart() -> None:
    assert [it.start.date for it in find_dates("7 and 9 July 2024")] == [D(2024, 7, 7), D(2024, 7, 9)]


def test_find_dates_gives_times_before_and_after() -> None:
    readings = find_dates("11:00 UTC, 1 May 2021. Then 2 May 2021, 12:00 UTC.")

    assert [it.start.instant for it in readings] == [
        dt.datetime(2021, 5, 1, 11, tzinfo=dt.UTC),
        dt.datetime(2021, 5, 2, 12, tzinfo=dt.UTC),
    ]


def test_find_dates_joins_no_range_to_a_further_date() -> None:
    readings = find_dates("5-7 May 2021 – 9 May 2021")

    assert [it.start.date for it in readings] == [D(2021, 5, 5), D(2021, 5, 9)]


def test_find_dates_gives_a_struck_date_to_the_nearer_neighbour() -> None:
    readings = find_dates("1 May 2021 ~~30 April 2021~~ is when we open, and the last of all our days is 9 June 2021")

    assert [[older.date for older in it.superseded] for it in readings] == [[D(2021, 4, 30)], []]


def test_abbreviation_without_a_time_is_no_zone() -> None:
    reading = read_date("9 March 2021 (MT track)")

    assert reading is not None
    assert reading.start == Moment.at(D(2021, 3, 9), announced_as="9 March 2021")


def test_find_dates_is_quick_on_long_blanks() -> None:
    assert [it.start.date for it in find_dates("5" + " " * 5000 + "May 2021")] == [D(2021, 5, 5)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All deadlines are 11:59 pm UTC-12.", ZoneStatement(None, True, T(23, 59), (), "UTC-12")),
        ("Deadlines (Anywhere on Earth) as follows", ZoneStatement(None, True, None, (), "Anywhere on Earth")),
        ("Times are in UTC", ZoneStatement("UTC", False, None, (), "UTC")),
        ("We meet. Talks start at 12pm ET.", ZoneStatement("America/New_York", False, T(12), (), "ET")),
        ("All times UTC+8", ZoneStatement("Etc/GMT-8", False, None, (), "UTC+8")),
        ("All times UTC+5:30", ZoneStatement(None, False, None, (), "UTC+5:30")),
        ("Deadlines are at 5 p.m. PST", ZoneStatement(LA, False, T(17), (), "PST")),
        ("The deadline is 5 May 2021, 17:00 PST.", None),
        ("All times in Oslo time", ZoneStatement("Europe/Oslo", False, None, (), "Oslo time")),
        ("All times are given in CET", ZoneStatement("Europe/Paris", False, None, (), "CET")),
        ("Submissions on MT, ICT and CT images are welcome", None),
        ("All the time in the world", None),
        ("", None),
    ],
)
def test_zone_statement_is_read(text: str, expected: ZoneStatement | None) -> None:
    assert read_zone_statement(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deadlines are 11:59 PM AoE (UTC +8)", "zone-contradicts"), ("All times are IST", "zone-ambiguous")],
)
def test_zone_statement_reports_doubts(text: str, code: str) -> None:
    statement = read_zone_statement(text, line=3)

    assert statement is not None
    assert [(it.code, it.line) for it in statement.findings] == [(code, 3)]


@pytest.mark.parametrize(
    ("statement", "context", "expected"),
    [
        (ZoneStatement(LA, False, T(17), (), "PST"), DateContext(aoe=True), DateContext(zone="PST", time=T(17))),
        (ZoneStatement(None, True, None, (), "AoE"), DateContext(zone="UTC"), DateContext(aoe=True)),
        (ZoneStatement(None, False, None), DateContext(zone="UTC", aoe=True), DateContext(zone="UTC", aoe=True)),
    ],
)
def test_zone_statement_applies_to_a_context(
    statement: ZoneStatement, context: DateContext, expected: DateContext
) -> None:
    assert statement.apply(context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within one week of the submission deadline.", DateDistance("within", 7, "submission deadline")),
        ("Two weeks after notification", DateDistance("after", 14, "notification")),
        ("no later than 10 days after the conference", DateDistance("within", 10, "conference")),
        ("3 (three) weeks prior to the event", DateDistance("before", 21, "event")),
        ("the day before the workshop", DateDistance("before", 1, "workshop")),
        ("a fortnight following acceptance", DateDistance("after", 14, "acceptance")),
        ("on the day of the deadline", None),
        ("five working days after notification", None),
        ("0 days after notification", None),
        ("soon", None),
    ],
)
def test_relation_is_read(text: str, expected: DateDistance | None) -> None:
    assert read_relation(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16:00-17:00 (Paris Time)", (T(16), T(17))),
        ("9:00 – 10:30", (T(9), T(10, 30))),
        ("3:30 - 4:30pm", (T(15, 30), T(16, 30))),
        ("11-1pm", (T(11), T(13))),
        ("9am to noon", (T(9), T(12))),
        ("1.30 PM", (T(13, 30), None)),
        ("12am", (T(0), None)),
        ("16:00 pm", (T(16), None)),
        ("上午10点30分", (T(10, 30), None)),
        ("10:00 to 99:00", (T(10), None)),
        ("25:00", None),
        ("Room 12", None),
        ("", None),
    ],
)
def test_times_are_read(text: str, expected: tuple[dt.time, dt.time | None] | None) -> None:
    assert read_times(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Europe/Paris", ZoneReading("Europe/Paris")),
        ("16:00 (Paris Time)", ZoneReading("Europe/Paris")),
        ("UTC+8 / AoE", ZoneReading(None, aoe=True)),
        ("Etc/GMT+12", ZoneReading(None, aoe=True)),
        ("10 am EST", ZoneReading("America/New_York")),
        ("every time, et al., local time", None),
        ("No/Where", None),
    ],
)
def test_zone_is_read(text: str, expected: ZoneReading | None) -> None:
    assert read_zone(text, at=D(2021, 1, 15)) == expected


STYLES = (
    "{d:%d %B %Y}, {d:%H:%M} UTC",
    "{d:%A}, {d:%B} {d.day}, {d:%Y} at {d:%I:%M %p} (UTC)",
    "{d:%b} {d.day}th {d:%Y} {d:%I:%M%p} UTC",
    "{d:%Y-%m-%d %H:%M} UTC",
    "{d:%Y-%m-%dT%H:%M:%S}Z",
    "{d:%Y%m%dT%H%M} UTC",
    "{d:%d.%m.%Y}, {d:%H:%M} UTC",
    "{d.year}年{d.month}月{d.day}日 {d:%H:%M} UTC",
    "{d:%H:%M} (UTC, {d.day} {d:%b} {d.year})",
    "**{d.day} {d:%B} {d.year}** at *{d:%H:%M}* UTC",
)


@given(
    moment=st.datetimes(min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2090, 1, 1)),  # noqa: DTZ001  # hypothesis wants naive bounds
    style=st.sampled_from(STYLES),
)
def test_read_date_gives_back_what_was_written(moment: dt.datetime, style: str) -> None:
    written = moment.replace(second=0, microsecond=0, tzinfo=dt.UTC)

    reading = read_date(style.format(d=written))

    assert reading is not None
    assert reading.start.instant == written


@given(text=st.text(alphabet="0123456789 -/.,:()~*<>dels[]MayJun年月日UTCapm\n", max_size=60))
def test_reading_never_fails(text: str) -> None:
    readings = find_dates(text, context=DateContext(year=2020))

    assert all(0 <= it.begin < it.stop <= len(text) for it in readings)
    assert len(unreadable_dates(text)) >= 0
    assert read_date(text) is None or readings


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9 May 2030 22:00 - 03:00 10 May 2030", [("2030-05-09 22:00:00", "2030-05-10 03:00:00")]),
        ("9 May 2030 22:00 - 23:00", [("2030-05-09 22:00:00", "2030-05-09 23:00:00")]),
        (
            "Thu 9 May 2030 9:00-11:00, Fri 10 May 2030 8:00-9:00",
            [("2030-05-09 09:00:00", "2030-05-09 11:00:00"), ("2030-05-10 08:00:00", "2030-05-10 09:00:00")],
        ),
    ],
)
def test_times_between_two_dates_belong_to_one_each(text: str, spans: list[tuple[str, str]]) -> None:
    readings = find_dates(text)

    said = [(f"{it.start.date} {it.start.time}", it.end and f"{it.end.date} {it.end.time}") for it in readings]
    assert said == spans


def test_offset_beside_an_abbreviation_tells_its_meaning() -> None:
    reading = read_date("28 April 2030, 12:59 PM CST (UTC+8)")

    assert reading is not None
    assert (reading.start.zone, [it.code for it in reading.findings]) == ("Asia/Shanghai", [])


def test_misspelt_month_is_read() -> None:
    reading = read_date("1 Augest 2030")

    assert reading is not None
    assert str(reading.start.date) == "2030-08-01"
