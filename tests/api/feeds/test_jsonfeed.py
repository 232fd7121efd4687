from __future__ import annotations

import json

import jsonschema
import pytest

from api.feeds.jsonfeed import render_json_feed
from pages.moments import Moment
from tests.api.feeds.entries import ALTERNATES, all_items, aoe, at, channel, deadlines, find_item, item
from tests.golden.write import SCHEMAS

SELF = {"self_url": "https://cms.example.org/feeds/events.json"}


def render(*items, **values):
    return json.loads(render_json_feed(channel(**SELF, **values), items))


def event_of(name):
    return render(find_item(name))["items"][0]["_event"]


def test_json_feed_conforms_to_its_schema():
    schema = json.loads((SCHEMAS / "jsonfeed.json").read_text(encoding="utf-8"))

    feed = render(*all_items())

    jsonschema.Draft202012Validator.check_schema(schema)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(feed)] == []


def test_json_feed_says_where_it_stands():
    feed = render()

    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Talks, tutorials; deadlines & more",
        "home_page_url": "https://events.example.org/",
        "feed_url": "https://cms.example.org/feeds/events.json",
        "description": "All dates of an invented community.",
        "user_comment": "For feed readers; the same as a calendar: https://cms.example.org/feeds/events.ics",
        "authors": [{"name": "Harbour Community", "url": "https://events.example.org/"}],
        "language": "en",
        "items": [],
    }


def test_json_feed_without_a_calendar_points_to_none():
    alternates = {name: url for name, url in ALTERNATES.items() if name != "ics"}

    feed = render(alternates=alternates)

    assert "user_comment" not in feed


def test_json_item_is_dated_by_its_announcement():
    extended = find_item("aoe")

    written = render(extended)["items"][0]

    assert written == {
        "id": f"urn:uuid:{extended.data['uid']}",
        "url": "https://events.example.org/lighthouse-2027/#aoe",
        "title": "Submission deadline: Lighthouse 2027 (23:59 AoE)",
        "content_html": (
            "<p>Extended from Thursday 1 July 2027, 23:59 Anywhere on Earth (UTC−12).</p>"
            '<p><a href="https://events.example.org/lighthouse-2027/#aoe">'
            "https://events.example.org/lighthouse-2027/#aoe</a></p>"
        ),
        "content_text": (
            "Extended from Thursday 1 July 2027, 23:59 Anywhere on Earth (UTC−12).\n\n"
            "https://events.example.org/lighthouse-2027/#aoe"
        ),
        "date_published": "2027-01-11T09:30:00+00:00",
        "date_modified": "2027-02-01T08:00:00+00:00",
        "tags": ["Deadline", "Call for papers", "extended"],
        "language": "en",
        "attachments": [
            {
                "url": f"https://cms.example.org/feeds/{extended.data['parent']['uid']}.ics",
                "mime_type": "text/calendar",
                "title": "Calendar",
            }
        ],
        "_event": {
            "id": extended.data["uid"],
            "kind": "deadline",
            "type": "CallForPapers",
            "dateKind": "submission",
            "status": "scheduled",
            "attendanceMode": "unknown",
            "timeZone": "Etc/GMT+12",
            "url": "https://events.example.org/lighthouse-2027/#aoe",
            "sequence": 1,
            "isAllDay": False,
            "deadline": "2027-07-15T23:59:00-12:00",
            "deadlineZone": "AoE",
            "parent": dict(extended.data["parent"]),
            "previous": [
                {
                    "kind": "extended",
                    "old": "2027-07-01T23:59:00-12:00",
                    "new": "2027-07-15T23:59:00-12:00",
                    "announcedAt": "2027-02-01T08:00:00Z",
                    "reason": None,
                }
            ],
        },
    }


TIMES = ("start", "end", "startDate", "endDate", "deadline", "deadlineZone", "isAllDay")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "before-summer-time",
            ("2027-03-24T16:00:00+00:00", "2027-03-24T17:00:00+00:00", None, None, None, None, False),
        ),
        (
            "after-summer-time",
            ("2027-03-31T16:00:00+01:00", "2027-03-31T17:00:00+01:00", None, None, None, None, False),
        ),
        ("moved", ("2027-04-28T16:30:00+01:00", None, None, None, None, None, False)),
        ("chinese", ("2027-05-12T10:00:00+08:00", None, None, None, None, None, False)),
        ("floating", (None, None, "2027-06-02", None, None, None, False)),
        ("aoe", (None, None, None, None, "2027-07-15T23:59:00-12:00", "AoE", False)),
        ("aoe-day", (None, None, None, None, "2027-06-20T23:59:59-12:00", "AoE", False)),
        ("pacific", (None, None, None, None, "2017-11-05T23:59:00-08:00", "America/Los_Angeles", False)),
        ("day", (None, None, "2027-09-01", "2027-09-01", None, None, True)),
        ("days", (None, None, "2027-09-06", "2027-09-10", None, None, True)),
        ("forum", (None, None, "2027-12-14", "2027-12-15", None, None, True)),
        ("month", (None, None, None, None, None, None, None)),
    ],
)
def test_json_event_has_its_times_as_far_as_they_are_known(name, expected):
    event = event_of(name)

    assert tuple(event.get(key) for key in TIMES) == expected


def test_json_event_that_ends_on_a_later_day_has_that_day():
    lasting = item("lasting", at(2027, 6, 1, "09:00", "Europe/London"), at(2027, 6, 3, None, "Europe/London"))

    event = render(lasting)["items"][0]["_event"]

    assert {key: event[key] for key in TIMES if key in event} == {
        "start": "2027-06-01T09:00:00+01:00",
        "endDate": "2027-06-03",
        "isAllDay": False,
    }


def test_json_event_whose_end_is_to_be_announced_has_none():
    event = render(item("open", at(2027, 6, 1, "09:00", "Europe/London"), Moment()))["items"][0]["_event"]

    assert {key: event[key] for key in TIMES if key in event} == {
        "start": "2027-06-01T09:00:00+01:00",
        "isAllDay": False,
    }


def test_json_event_that_starts_on_a_day_anywhere_on_earth_has_no_instant():
    event = render(item("everywhere", aoe(2027, 6, 1), kind="event"))["items"][0]["_event"]

    assert {key: event[key] for key in TIMES if key in event} == {
        "startDate": "2027-06-01",
        "endDate": "2027-06-01",
        "isAllDay": True,
    }


def test_json_deadline_with_a_period_closes_at_its_end():
    window = item("window", aoe(2027, 6, 1), aoe(2027, 6, 9, "12:00"), kind="deadline")

    event = render(window)["items"][0]["_event"]

    assert (event["deadline"], event["deadlineZone"]) == ("2027-06-09T12:00:00-12:00", "AoE")


def test_json_event_lists_former_values_newest_first():
    previous = event_of("moved")["previous"]

    assert previous == [
        {
            "kind": "rescheduled",
            "old": "2027-04-21T16:00:00+01:00",
            "new": "2027-04-28T16:30:00+01:00",
            "announcedAt": "2027-02-01T08:00:00Z",
            "reason": "A storm.",
        },
        {
            "kind": "corrected",
            "old": "2027-04-20",
            "new": "2027-04-21T16:00:00+01:00",
            "announcedAt": "2027-02-01T08:00:00Z",
            "reason": None,
        },
    ]


def test_json_item_names_those_who_speak_and_not_the_host():
    written = render(find_item("before-summer-time"))["items"][0]

    assert written["authors"] == [{"name": "Maren Oldcastle", "url": "https://oldcastle.example.org/"}]


def test_json_item_escapes_text_in_html():
    written = render(find_item("hostile"))["items"][0]

    escaped = "Commas, semi;colons, back\\slashes \\N, a<br>b, NUL, line<br>end, ]]&gt; and &lt;/script&gt;&lt;b&gt;"
    assert written["content_html"].startswith(f"<p>{escaped}</p>")
    assert written["title"] == "Commas, semi;colons, back\\slashes \\N, a b, NUL, line end, ]]> and </script><b>"


def test_json_feed_keeps_the_order_given():
    feed = render(*deadlines())

    assert [it["_event"]["id"] for it in feed["items"]] == [it.data["uid"] for it in deadlines()]
