"""What communities do to their pages afterwards, as partners, calendars and feed readers learn of it."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass

import feedparser
import pytest
import time_machine
from django.core.management import call_command
from ical.calendar_stream import IcsCalendarStream
from lxml import etree

from pages.models import TalkPage
from tests.api.feeds.asking import ask as feed
from tests.api.watched_site import edit
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db

UTC = dt.UTC


def at(text: str) -> time_machine.travel:
    """Have it be this time, in UTC."""
    return time_machine.travel(dt.datetime.fromisoformat(text).replace(tzinfo=UTC), tick=False)


@dataclass(frozen=True)
class Told:
    """What a feed says of one thing in the calendar, Atom and JSON."""

    sequence: int
    summary: str
    start: dt.date
    end: dt.date
    updated: str
    categories: list[str]
    event: dict


def read(name: str) -> dict[str, Told]:
    """What the feeds of a name say, by uid; a thing without a day stands in no calendar."""
    calendar = IcsCalendarStream.calendar_from_ics(feed(f"/feeds/{name}.ics").content.decode())
    entries = {it.id: it for it in feedparser.parse(feed(f"/feeds/{name}.atom").content).entries}
    items = {it["id"]: it for it in feed(f"/feeds/{name}.json").json()["items"]}
    assert entries.keys() == items.keys()
    return {event.uid: tell(event, entries[f"urn:uuid:{event.uid}"], items) for event in calendar.events}


def tell(event, entry, items) -> Told:
    item = items[entry.id]
    assert item["date_modified"] == entry.updated
    return Told(
        sequence=event.sequence,
        summary=event.summary,
        start=event.dtstart,
        end=event.dtend,
        updated=entry.updated,
        categories=[tag.term for tag in entry.get("tags", [])],
        event=item["_event"],
    )


def changes_since(cursor: str) -> tuple[list[dict], str]:
    """The changes beyond a cursor, and the next one."""
    body = feed(f"/feeds/changes.json?limit=500&cursor={cursor}").json()
    return body["changes"], body["cursor"]


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


PACIFIC = {"time_zone": "America/Los_Angeles", "zone_policy": "zone"}


def test_a1_deadline_is_extended_on_its_day(home, ask):
    due = ImportantDateFactory(
        label="Proposals due", start_date=dt.date(2017, 11, 5), start_time=dt.time(23, 59), **PACIFIC
    )
    notice = ImportantDateFactory(
        label="Notices", kind="notification", start_date=None, relation="within", days=7, relative_to="Proposals due"
    )
    with at("2017-10-01T12:00"):
        forum = ForumFactory(
            parent=home,
            title="Quay Forum",
            slug="quay",
            start_date=dt.date(2017, 12, 14),
            important_dates=[due, notice],
        )
        before, (_, cursor) = read("quay"), changes_since("")

    with at("2017-11-05T17:25"):
        dates = list(forum.important_dates.all())
        dates[0].start_date = dt.date(2017, 11, 12)
        edit(forum, important_dates=dates)
        after, (changes, _) = read("quay"), changes_since(cursor)
        graph = ask("{ importantDates { nodes { label at { instant date } } } }")["importantDates"]["nodes"]
    due_uid, notice_uid = (str(it.translation_key) for it in dates)
    was, becomes = before[due_uid], after[due_uid]

    assert before.keys() == after.keys()
    assert (was.sequence, was.end, was.summary) == (0, utc("2017-11-06T07:59"), "Proposals due: Quay Forum (23:59 PST)")
    assert (becomes.sequence, becomes.end, becomes.summary) == (1, utc("2017-11-13T07:59"), was.summary)
    assert (becomes.end - becomes.start, becomes.updated) == (dt.timedelta(minutes=30), "2017-11-05T17:25:00+00:00")
    assert ("extended" in was.categories, "extended" in becomes.categories) == (False, True)
    assert [(it["kind"], it["old"], it["new"]) for it in becomes.event["previous"]] == [
        ("extended", "2017-11-05T23:59:00-08:00", "2017-11-12T23:59:00-08:00")
    ]
    assert (becomes.event["deadline"], becomes.event["deadlineZone"]) == (
        "2017-11-12T23:59:00-08:00",
        "America/Los_Angeles",
    )
    assert after[notice_uid].end - before[notice_uid].end == dt.timedelta(days=7)
    assert [(it["action"], it["uid"], it["sequence"]) for it in changes] == [
        ("upsert", due_uid, 1),
        ("upsert", notice_uid, 1),
    ]
    assert {it["label"]: it["at"]["instant"] for it in graph}["Proposals due"] == "2017-11-13T07:59:00Z"
    assert after[str(forum.translation_key)] == before[str(forum.translation_key)]


def test_a2_where_to_submit_is_announced(at_noon, home):
    due = ImportantDateFactory(label="Papers", start_date=dt.date(2027, 7, 1))
    link = LinkFactory(kind="submission", url="")
    forum = ForumFactory(parent=home, title="Quay Forum", slug="quay", important_dates=[due], links=[link])
    due_uid = str(forum.important_dates.get().translation_key)
    before, (_, cursor) = read("quay"), changes_since("")

    row = forum.links.get()
    row.url = "https://submit.example.org/quay"
    edit(forum, links=[row])
    after, (changes, _) = read("quay"), changes_since(cursor)

    told = [{"kind": "submission", "url": "https://submit.example.org/quay", "label": "Submission system"}]
    assert ("links" in before[due_uid].event, after[due_uid].event["links"]) == (False, told)
    assert (before[due_uid].sequence, after[due_uid].sequence) == (0, 1)
    assert {it["uid"] for it in changes} == {due_uid, str(forum.translation_key)}
    assert b"Submit: https://submit.example.org/quay" in b"".join(feed("/feeds/quay.ics").content.split(b"\r\n "))


def test_a3_speaker_of_a_talk_joins_a_committee(at_noon, home):
    ada = PersonFactory(name="Ada Marsh")
    series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar")
    talk = TalkFactory(parent=series, title="Tides", contributions=[ContributionFactory(person=ada)])
    forum = ForumFactory(parent=home, title="Quay Forum", slug="quay")
    path = f"/feeds/events.json?person={ada.uid}"
    before = [it["_event"]["id"] for it in feed(path).json()["items"]]

    edit(forum, contributions=[ContributionFactory(person=ada, role="award_committee")])
    after = feed(path).json()["items"]

    keys = [str(forum.translation_key), str(talk.translation_key)]
    assert (before, [it["_event"]["id"] for it in after]) == (keys[1:], keys)
    assert [it.get("authors") for it in after] == [None, [{"name": "Ada Marsh"}]]


def test_a4_programme_is_announced(at_noon, home):
    forum = ForumFactory(
        parent=home, title="Quay Forum", slug="quay", time_zone="Asia/Singapore", start_date=dt.date(2027, 12, 14)
    )
    before, (_, cursor) = read("quay"), changes_since("")

    talks = [
        SessionFactory(
            title=f"Talk {number}",
            start_date=dt.date(2027, 12, 14 + number // 9),
            start_time=dt.time(9 + number % 9),
            end_time=dt.time(9 + number % 9, 45),
        )
        for number in range(17)
    ]
    edit(forum, sessions=talks, schedule_status="final")
    after, (changes, _) = read("quay"), changes_since(cursor)

    key = str(forum.translation_key)
    assert before == {key: after[key]}
    assert sorted(it.summary for uid, it in after.items() if uid != key) == sorted(
        f"Talk {number} (Quay Forum)" for number in range(17)
    )
    first = next(it for it in after.values() if it.summary.startswith("Talk 0"))
    assert (first.start, first.end) == (utc("2027-12-14T01:00"), utc("2027-12-14T01:45"))
    assert ({it["action"] for it in changes}, len(changes)) == ({"upsert"}, 17)
    schedule = etree.fromstring(feed("/feeds/quay/schedule.xml").content)
    assert sorted(schedule.xpath("//event/title/text()")) == sorted(f"Talk {number}" for number in range(17))
    assert set(schedule.xpath("//event/@guid")) == after.keys() - {key}


def test_a5_talk_is_moved_twice(home):
    with at("2027-05-01T12:00"):
        series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar")
        talk = TalkFactory(parent=series, title="Tides", slug="tides")
        before = read("seminar")[str(talk.translation_key)]
    with at("2027-05-02T12:00"):
        talk = edit(talk, start_date=dt.date(2027, 6, 30))
    with at("2027-05-03T12:00"):
        edit(talk, start_time=dt.time(14))
        after = read("seminar")[str(talk.translation_key)]
        node = json.loads(feed("/feeds/tides.jsonld").content)

    assert (before.sequence, before.start, before.end) == (0, utc("2027-06-16T12:30"), utc("2027-06-16T13:30"))
    assert (after.sequence, after.start, after.end) == (2, utc("2027-06-30T13:00"), utc("2027-06-30T14:00"))
    assert ("rescheduled" in after.categories, after.updated) == (True, "2027-05-03T12:00:00+00:00")
    assert [(it["old"], it["new"]) for it in after.event["previous"]] == [
        ("2027-06-30T13:30:00+01:00", "2027-06-30T14:00:00+01:00"),
        ("2027-06-16T13:30:00+01:00", "2027-06-30T13:30:00+01:00"),
    ]
    assert (node["eventStatus"], node["startDate"], node["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2027-06-30T14:00:00+01:00",
        ["2027-06-30T13:30:00+01:00", "2027-06-16T13:30:00+01:00"],
    )


def test_a6_title_is_announced(home):
    with at("2027-05-01T12:00"):
        series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar")
        talk = TalkFactory(parent=series, title="Not to be seen", slug="tides", title_announced=False)
        before = read("seminar")
        unnamed = feed("/feeds/tides.jsonld").status_code
    with at("2027-05-02T12:00"):
        edit(talk, title="Tides", title_announced=True)
        after = read("seminar")
        named = json.loads(feed("/feeds/tides.jsonld").content)

    key = str(talk.translation_key)
    assert list(before) == list(after) == [key]
    assert (before[key].summary, before[key].sequence) == ("Title to be announced", 0)
    assert (after[key].summary, after[key].sequence) == ("Tides", 1)
    assert [before[key].updated, after[key].updated] == ["2027-05-01T12:00:00+00:00", "2027-05-02T12:00:00+00:00"]
    assert (unnamed, named["name"]) == (404, "Tides")


def test_a7_chat_invitation_is_replaced_without_a_word(at_noon, home):
    chat = LinkFactory(kind="chat", url="https://chat.example.org/one")
    series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar", links=[chat])
    TalkFactory(parent=series, title="Tides", slug="tides")
    paths = [f"/feeds/{name}.{it}" for name in ("events", "seminar") for it in ("ics", "atom", "rss", "json")]
    before, (_, cursor) = {path: feed(path).headers["ETag"] for path in paths}, changes_since("")

    row = series.links.get()
    row.url = "https://chat.example.org/two"
    edit(series, links=[row])

    assert {path: feed(path).headers["ETag"] for path in paths} == before
    assert changes_since(cursor) == ([], cursor)


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_a8_sleeping_series_keeps_its_calendar(at_noon, home, state):
    link = LinkFactory(kind="previous_edition", url="https://old.example.org/")
    series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar")
    talk = TalkFactory(parent=series, title="Tides", slug="tides")
    before = read("seminar")

    edit(series, series_status=state, links=[link])
    TalkFactory(parent=series, title="Ebb", slug="ebb", start_date=dt.date(2030, 6, 5))
    with at("2029-06-01T12:00"):
        asleep = read("seminar")

    assert asleep.keys() > before.keys() == {str(talk.translation_key)}
    assert asleep[str(talk.translation_key)] == before[str(talk.translation_key)]
    assert sorted(it.summary for it in asleep.values()) == ["Ebb", "Tides"]


def test_a9_list_of_what_is_ahead_changes_without_an_edit(home, ask):
    with at("2021-11-01T12:00"):
        series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar")
        days = [utc(f"2021-{it}") for it in ("11-10T16:00", "11-17T13:30", "12-01T13:30", "12-08T13:30")]
        for number, start in enumerate(days):
            TalkFactory(parent=series, title=f"Talk {number}", start_date=start.date(), start_time=start.time())
    query = "{ talks(where: { phase: [UPCOMING, LIVE] }) { nodes { title phase } } }"
    instants = ("2021-11-10T07:47", "2021-11-10T16:30", "2021-11-10T18:00")

    lists, tags, ahead = [], set(), []
    for instant in instants:
        with at(instant):
            lists.append([it["phase"] for it in ask(query)["talks"]["nodes"]])
            response = feed("/feeds/seminar.ics")
            tags.add(response.headers["ETag"])
            calendar = IcsCalendarStream.calendar_from_ics(response.content.decode())
            ahead.append(sum(event.dtend > utc(instant) for event in calendar.events))

    assert lists == [["UPCOMING"] * 4, ["LIVE", *["UPCOMING"] * 3], ["UPCOMING"] * 3]
    assert ahead == [4, 4, 3]
    assert len(tags) == 1


def test_a10_weekly_talks_keep_their_local_time(home):
    with at("2021-10-01T12:00"):
        series = SeriesFactory(parent=home, title="Quay Seminar", slug="seminar", time_zone="Europe/London")
        talks = [
            TalkFactory(parent=series, title=f"Talk {day}", start_date=day, start_time=dt.time(13, 30))
            for day in (dt.date(2021, 10, 27), dt.date(2021, 11, 3))
        ]
        found = read("seminar")

    told = [found[str(talk.translation_key)] for talk in talks]
    assert [it.start for it in told] == [utc("2021-10-27T12:30"), utc("2021-11-03T13:30")]
    assert [it.event["start"] for it in told] == ["2021-10-27T13:30:00+01:00", "2021-11-03T13:30:00+00:00"]


DOCUMENT = """---
title: Quay Seminar
---

Welcome. Talks last 60 minutes, are held online and in English (London Time).

### Upcoming Seminars

- {day}, {time} (UK time)
**Dr. Ada Marsh (Harbour University)**
{title}
[[Registration](https://meet.example.org/one)]

- 23 June 2027, 13:30 (UK time)
**Bo Reed (Harbour University)**
Ropes
[[Registration](https://meet.example.org/two)]
"""


def test_edited_document_moves_and_names_the_same_talk(home, tmp_path):
    path = tmp_path / "seminar.md"

    def load(**values):
        path.write_text(DOCUMENT.format(**values), encoding="utf-8")
        call_command(
            "import_documents",
            str(path),
            "--publish",
            "--time-zone",
            "Europe/London",
            stdout=io.StringIO(),
        )
        return read("events")

    with at("2027-05-01T12:00"):
        before, (_, cursor) = load(day="16 June 2027", time="13:30", title="TBD"), changes_since("")
    with at("2027-05-02T12:00"):
        again, (nothing, _) = load(day="16 June 2027", time="13:30", title="TBD"), changes_since(cursor)
    with at("2027-05-03T12:00"):
        after, (changes, _) = load(day="30 June 2027", time="14:00", title="Tides"), changes_since(cursor)

    [talk] = TalkPage.objects.filter(contributions__person__name__endswith="Ada Marsh")
    key = str(talk.translation_key)
    assert (again, nothing) == (before, [])
    assert before.keys() == after.keys()
    assert [(it["uid"], it["sequence"]) for it in changes] == [(key, 1)]
    assert [(it[key].summary, it[key].start) for it in (before, after)] == [
        ("Ada Marsh: Title to be announced", utc("2027-06-16T12:30")),
        ("Ada Marsh: Tides", utc("2027-06-30T13:00")),
    ]
