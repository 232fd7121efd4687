"""Programmes for conference apps."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from api.feeds import schedule
from api.feeds.schedule import Conference, find_conference, number, render_schedule
from api.ledger.entries import read_item
from api.ledger.models import CalendarEntry
from api.reading import Reading
from api.visibility import Visibility
from pages.moments import Moment
from tests.api.feeds.entries import FORUM, HOSTILE, LONDON, PUBLIC, at, person, talks
from tests.api.feeds.programmes import CONFERENCE, MIDSUMMER, URL, evening, programme, session
from tests.factories import (
    ForumFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
)

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture(scope="module")
def promised():
    """What partners may expect of a schedule."""
    return etree.RelaxNG(etree.parse(GOLDEN / "schemas" / "schedule.rng"))


@pytest.fixture
def draw_up(promised):
    """A schedule as partners read it."""

    def parse(*items, **values):
        root = etree.fromstring(render_schedule(replace(CONFERENCE, **values), items))
        promised.assertValid(root)
        return root

    return parse


def times(root):
    """Each event by its title: the day it stands in, when it begins, and how long it lasts."""
    return {
        event.findtext("title"): (day.get("date"), event.findtext("date"), event.findtext("duration"))
        for day in root.iter("day")
        for event in day.iter("event")
    }


def rooms(root):
    return [
        (day.get("date"), room.get("name"), room.xpath("event/title/text()"))
        for day in root.iter("day")
        for room in day
    ]


def test_a_programme_as_partners_have_it(promised):
    rendered = render_schedule(CONFERENCE, programme())

    assert rendered == (GOLDEN / "feeds" / "schedule.xml").read_bytes()
    promised.assertValid(etree.fromstring(rendered))


def test_a_programme_is_the_same_whatever_the_order_of_its_items():
    assert render_schedule(CONFERENCE, programme()) == render_schedule(CONFERENCE, programme()[::-1])


def test_items_are_grouped_by_days_and_rooms(draw_up):
    found = draw_up(*programme())

    assert rooms(found) == [
        ("2027-06-14", "Pier Hall", ["Opening", "Proofs that sail & sink"]),
        ("2027-06-14", "Boat House", ["Knots"]),
        ("2027-06-15", "Pier Hall", ["Closing"]),
    ]
    assert found.xpath("//room[@name='Pier Hall']/@guid")[0] == found.xpath("//room[@name='Pier Hall']/@guid")[1]


@pytest.mark.parametrize(
    ("days", "date", "start", "end"),
    [
        ((MIDSUMMER, dt.date(2027, 6, 15)), "2027-06-14", "2027-06-14", "2027-06-15"),
        ((None, None), "2027-01-11", "2027-01-11", "2027-01-11"),
    ],
)
def test_a_programme_without_items_has_a_day(draw_up, days, date, start, end):
    found = draw_up(first_day=days[0], last_day=days[1])

    assert [(day.get("index"), day.get("date"), len(day)) for day in found.iter("day")] == [("1", date, 0)]
    assert [found.findtext(f"conference/{name}") for name in ("start", "end", "days")] == [start, end, "1"]


def test_a_series_lasts_from_its_first_talk_to_its_last(draw_up):
    found = draw_up(*talks(), first_day=None, last_day=None)

    assert [found.findtext(f"conference/{name}") for name in ("start", "end", "days")] == [
        "2027-03-24",
        "2027-06-02",
        "8",
    ]
    assert [day.get("index") for day in found.iter("day")] == list("12345678")


def test_times_are_those_of_the_event_whatever_the_zone_of_an_item(draw_up):
    found = draw_up(session("tea", evening("10:00", zone="Asia/Shanghai"), evening("11:00", zone="Asia/Shanghai")))

    assert times(found) == {"Tea": ("2027-06-14", "2027-06-14T03:00:00+01:00", "01:00")}
    assert found.findtext(".//event/start") == "03:00"


def test_an_item_past_midnight_belongs_to_the_day_on_which_it_begins(draw_up):
    night = session("ball", evening("23:30"), evening("01:00", day=15))
    late = session("walk", evening("00:30", day=15), evening("02:00", day=15))

    assert times(draw_up(night, late)) == {
        "Ball": ("2027-06-14", "2027-06-14T23:30:00+01:00", "01:30"),
        "Walk": ("2027-06-15", "2027-06-15T00:30:00+01:00", "01:30"),
    }


def test_an_item_over_a_change_of_the_clocks_lasts_as_long_as_it_does(draw_up):
    night = session("night", at(2027, 10, 30, "23:00", LONDON), at(2027, 10, 31, "05:00", LONDON))

    found = draw_up(night, first_day=None, last_day=None)

    assert times(found) == {"Night": ("2027-10-30", "2027-10-30T23:00:00+01:00", "07:00")}


def test_a_day_lasts_from_midnight_to_midnight(draw_up):
    found = draw_up(session("tea", at(2027, 10, 31, "10:00", LONDON)), first_day=None, last_day=None)

    day = found.find("day")
    assert (day.get("start"), day.get("end")) == ("2027-10-31T00:00:00+01:00", "2027-11-01T00:00:00+00:00")


@pytest.mark.parametrize("zone", [LONDON, None])
@pytest.mark.parametrize(
    ("end", "duration"), [(None, "24:00"), (dt.date(2027, 6, 15), "48:00"), (dt.date(2027, 6, 30), "99:59")]
)
def test_whole_days_begin_at_midnight(draw_up, zone, end, duration):
    posters = session("posters", Moment.at(MIDSUMMER, None, zone), Moment.at(end, None, zone) if end else None)

    assert times(draw_up(posters)) == {"Posters": ("2027-06-14", "2027-06-14T00:00:00+01:00", duration)}


@pytest.mark.parametrize(("end", "duration"), [("17:30", "01:30"), (None, "08:00")])
def test_a_time_in_no_zone_is_one_of_the_event(draw_up, end, duration):
    tea = session("tea", evening("16:00", zone=None), evening(end, zone=None) if end else None)

    assert times(draw_up(tea)) == {"Tea": ("2027-06-14", "2027-06-14T16:00:00+01:00", duration)}


def test_an_item_ends_when_the_entry_does(draw_up):
    found = draw_up(session("tea", evening("16:00")))

    assert times(found) == {"Tea": ("2027-06-14", "2027-06-14T16:00:00+01:00", "01:00")}


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_was_called_off_is_left_out(draw_up, status):
    gone = replace(session("zq7x", evening("10:00"), status=status), rev=12)

    found = draw_up(gone, session("tea", evening("16:00")), rev=0)

    assert list(times(found)) == ["Tea"]
    assert found.findtext("version") == "12"


@pytest.mark.parametrize("values", [{"kind": "deadline"}, {"kind": "event"}])
def test_only_sessions_and_talks_have_a_place_in_a_programme(draw_up, values):
    assert times(draw_up(session("zq7x", evening("10:00"), **values))) == {}


def test_what_has_no_day_has_no_place_in_a_programme(draw_up):
    assert times(draw_up(session("zq7x", Moment()))) == {}


def test_a_version_does_not_go_back_when_the_newest_item_is_removed(draw_up):
    assert draw_up(*programme(), rev=41).findtext("version") == "41"
    assert draw_up(rev=42).findtext("version") == "42"


@pytest.mark.parametrize(
    ("values", "room"),
    [
        ({"room": "Pier  Hall\n2", "venue": {"name": "Pier"}}, "Pier Hall 2"),
        ({"room": "Zoom A", "attendanceMode": "online"}, "Zoom A"),
        ({"room": "Pier Hall", "status": "moved_online", "attendanceMode": "online", "location": "Online"}, "Online"),
        ({"venue": {"name": "Pier"}, "location": "Pier, Cove"}, "Pier"),
        ({"venue": {"name": "Pier"}, "location": "Online", "attendanceMode": "online"}, "Online"),
        ({"venue": {"name": None}, "location": "Cove"}, "Cove"),
        ({}, "To be announced"),
    ],
)
def test_an_item_without_a_room_is_where_the_event_is(draw_up, values, room):
    found = draw_up(session("tea", evening("16:00"), **values))

    assert [name for _, name, _ in rooms(found)] == [found.findtext(".//event/room")] == [room]


def test_an_item_whose_title_is_not_announced_is_called_what_lists_call_it(draw_up):
    [unknown] = [it for it in talks() if it.data["title"] is None]

    assert list(times(draw_up(unknown))) == ["Title to be announced"]


def test_one_long_text_is_the_abstract(draw_up):
    found = draw_up(
        session("tea", evening("16:00"), abstract="Long."), session("cake", evening("17:00"), summary="Short.")
    )

    assert found.xpath("//abstract/text()") == ["Long.", "Short."]
    assert found.find(".//description") is None


@pytest.mark.parametrize(("slug", "acronym"), [("forum_27", "forum_27"), ("pets", "pets"), ("ai", "event-ai")])
def test_an_acronym_is_the_slug(draw_up, slug, acronym):
    assert draw_up(slug=slug).findtext("conference/acronym") == acronym


def test_an_acronym_of_another_script_is_of_the_uid(draw_up):
    assert draw_up(slug="潮汐").findtext("conference/acronym") == f"event-{FORUM['uid'][:8]}"


@pytest.mark.parametrize(("track", "slug"), [("Ebb & flow", {"slug": "ebb-flow"}), ("潮", {}), ("2nd", {}), ("A", {})])
def test_a_track_has_a_slug_where_it_can_be_written(draw_up, track, slug):
    found = draw_up(session("tea", evening("16:00"), track=track))

    assert [dict(it.attrib) for it in found.iterfind("conference/track")] == [{"name": track, **slug}]
    assert found.findtext(".//event/track") == track


def test_numbers_stay_when_others_come_and_go():
    uids = [it.data["uid"] for it in programme()]

    numbers = number(uids)

    assert numbers == {uid: number([uid])[uid] for uid in uids}
    assert len(set(numbers.values())) == len(uids)


def test_numbers_are_unique_where_digests_are_not(monkeypatch):
    monkeypatch.setattr(schedule, "LARGEST_ID", 3)

    numbers = number(it.data["uid"] for it in programme()[:3])

    assert sorted(numbers.values()) == [1, 2, 3]


@given(st.text(), st.text())
def test_any_text_can_be_read(promised, text, other):
    texts = {"title": f"T{text}", "room": text, "track": other, "summary": text, "abstract": other}
    link = {"kind": "website", "url": PUBLIC, "label": text}
    tea = session("tea", evening("16:00"), **texts, people=[person(f"P{other}")], links=[link])

    rendered = render_schedule(replace(CONFERENCE, title=f"C{text}"), [tea])

    promised.assertValid(etree.fromstring(rendered))


def test_a_hostile_text_keeps_what_can_be_written(draw_up):
    found = draw_up(session("tea", evening("16:00"), title=HOSTILE))

    clean = "Commas, semi;colons, back\\slashes \\N, a b, NUL, line end, ]]> and </script><b>"
    assert found.findtext(".//event/title") == clean


@pytest.mark.django_db
def test_a_schedule_of_a_page_says_what_is_public(home, settings, promised):
    settings.PUBLIC_URL = PUBLIC
    hidden = PersonFactory(name="zq7x", is_public=False)
    tea = SessionFactory(
        title="Tea", start_date=MIDSUMMER, start_time=dt.time(16), end_date=MIDSUMMER, end_time=dt.time(17), room="Pier"
    )
    tea.speakers = [PersonFactory(name="Ada Byron"), hidden]
    forum = ForumFactory(
        parent=home,
        title="Tides",
        slug="tides",
        time_zone=LONDON,
        end_date=dt.date(2027, 6, 15),
        sessions=[tea],
        links=[LinkFactory(kind="join", url="https://meet.example.org/zq7x", access="private")],
    )
    reading = Reading(Visibility())
    [page] = reading.take(reading.visibility.documents().filter(pk=forum.pk))

    conference = find_conference(page, reading.visibility, schedule_url=URL, rev=7)
    rendered = render_schedule(conference, [read_item(entry) for entry in CalendarEntry.objects.all()])

    found = etree.fromstring(rendered)
    promised.assertValid(found)
    assert conference == Conference(
        uid=str(forum.translation_key),
        title="Tides",
        slug="tides",
        url=f"{PUBLIC}/tides/",
        site_url=f"{PUBLIC}/",
        schedule_url=URL,
        time_zone=LONDON,
        announced_on=forum.first_published_at.date(),
        first_day=MIDSUMMER,
        last_day=dt.date(2027, 6, 15),
        rev=7,
    )
    assert times(found) == {"Tea": ("2027-06-14", "2027-06-14T16:00:00+01:00", "01:00")}
    assert (rooms(found)[0][1], found.xpath("//person/text()")) == ("Pier", ["Ada Byron"])
    assert found.xpath("//event/@guid") == [str(forum.sessions.get().translation_key)]
    assert b"zq7x" not in rendered


@pytest.mark.django_db
def test_a_schedule_of_a_series_has_its_talks(home, promised):
    series = SeriesFactory(parent=home, slug="talks")
    ebb = TalkFactory(parent=series, title="Ebb", slug="ebb")
    TalkFactory(parent=series, title="zq7x", published=False)
    reading = Reading(Visibility())
    [page] = reading.take(reading.visibility.documents().filter(pk=series.pk))

    conference = find_conference(page, reading.visibility, schedule_url=URL)
    found = etree.fromstring(render_schedule(conference, [read_item(it) for it in CalendarEntry.objects.all()]))

    promised.assertValid(found)
    assert (conference.first_day, conference.last_day) == (None, None)
    assert times(found) == {"Ebb": ("2027-06-16", "2027-06-16T13:30:00+01:00", "01:00")}
    assert found.xpath("//event/@guid") == [str(ebb.translation_key)]
