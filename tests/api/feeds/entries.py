"""Invented entries of all kinds, and the channel they stand in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from api.addresses import FeedFormat
from api.feeds.formats import Channel, Tombstone
from api.ledger.entries import Item
from api.published.values import write_instant, write_moment
from pages.moments import Moment, Precision, Span

PUBLIC = "https://events.example.org"
FEEDS = "https://cms.example.org/feeds"
ALTERNATES = {it: f"{FEEDS}/events.{it}" for it in FeedFormat if it is not FeedFormat.JSON_LD}
PUBLISHED = dt.datetime(2027, 1, 11, 9, 30, tzinfo=dt.UTC)
CHANGED = dt.datetime(2027, 2, 1, 8, 0, tzinfo=dt.UTC)
LONDON = "Europe/London"
SERIES = {
    "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, "series")),
    "title": "Harbour Seminar on Dependable Systems",
    "url": f"{PUBLIC}/harbour-seminar/",
}
FORUM = {
    "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, "forum")),
    "title": "Tidewater Forum",
    "url": f"{PUBLIC}/tidewater-forum/",
}
CALL = {
    "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, "call")),
    "title": "Lighthouse 2027",
    "url": f"{PUBLIC}/lighthouse-2027/",
}
HOSTILE = "Commas, semi;colons, back\\slashes \\N, a\rb, N\x00UL, line\u2028end, ]]> and </script><b>"
EMOJI_AT_OCTET_74 = "Sixty-five octets of plain letters come first and then there is a🦉 that takes four"


def at(year: int, month: int, day: int, time: str | None = None, zone: str | None = None) -> Moment:
    return Moment.at(dt.date(year, month, day), dt.time.fromisoformat(time) if time else None, zone)


def aoe(year: int, month: int, day: int, time: str | None = None) -> Moment:
    return Moment.anywhere_on_earth(dt.date(year, month, day), dt.time.fromisoformat(time) if time else None)


def channel(**values: Any) -> Channel:
    values = {
        "title": "Talks, tutorials; deadlines\n& more",
        "description": "All dates of an invented community.",
        "home_url": f"{PUBLIC}/",
        "self_url": f"{FEEDS}/events.ics",
        "language": "en",
        "updated_at": dt.datetime(2027, 2, 3, 10, 0, tzinfo=dt.UTC),
        "author": "Harbour Community",
        "colour": "steelblue",
        "alternates": ALTERNATES,
        **values,
    }
    return Channel(**values)


def item(name: str, start: Moment, end: Moment | None = None, *, sequence: int = 0, **values: Any) -> Item:
    """An entry with the uid that follows from `name`; a talk of the series unless `values` say otherwise."""
    changed_at = CHANGED if sequence else PUBLISHED
    data = write_data(name, Span(start, end, usual_minutes=60), **values)
    return Item(data=data, rev=1, sequence=sequence, published_at=PUBLISHED, changed_at=changed_at)


def write_data(name: str, span: Span, *, kind: str = "talk", title: str | None = None, **values: Any) -> Any:
    is_deadline = kind == "deadline"
    closing = (span.end or span.start).instant if is_deadline else None
    path = values.pop("path", f"/harbour-seminar/{name}/")
    url = f"{PUBLIC}{path}" + ("" if kind in {"talk", "event"} else f"#{name}")
    data = {
        "uid": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        "kind": kind,
        "type": "Talk",
        "dateKind": None,
        "nodeId": name,
        "language": "en",
        "languages": ["en"],
        "title": title,
        "headline": title or "Title to be announced",
        "status": "scheduled",
        "statusMessage": None,
        "url": url,
        "path": path,
        "begins": write_instant(closing or span.begins),
        "ends": write_instant(closing or span.ends),
        "start": write_moment(span.start),
        "end": write_moment(span.end) if span.end else None,
        "isAllDay": span.start.precision is Precision.DAY and closing is None,
        "timeZone": write_moment(span.start)["timeZone"],
        "summary": None,
        "abstract": None,
        "people": [],
        "attendanceMode": "unknown",
        "location": None,
        "venue": None,
        "room": None,
        "track": None,
        "links": [],
        "image": None,
        "topics": [],
        "parent": SERIES if kind == "talk" else None,
        "changes": [],
        **values,
    }
    paragraphs = values.get("paragraphs", [data["summary"]])
    return {**data, "paragraphs": [*filter(None, paragraphs), url]}


def person(name: str, affiliation: str | None = None, role: str = "speaker", url: str | None = None) -> dict:
    uid = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    return {"uid": uid, "name": name, "role": role, "affiliation": affiliation, "url": url}


def change(kind: str, old: Moment, new: Moment, *, reason: str | None = None) -> dict:
    announced_at = write_instant(CHANGED)
    return {
        "kind": kind,
        "old": write_moment(old),
        "new": write_moment(new),
        "announcedAt": announced_at,
        "reason": reason,
    }


def talks() -> list[Item]:
    speaker = person("Maren Oldcastle", "Northmere University", url="https://oldcastle.example.org/")
    return [
        item(
            "before-summer-time",
            at(2027, 3, 24, "16:00", LONDON),
            at(2027, 3, 24, "17:00", LONDON),
            title="Proofs that sail",
            people=[speaker, person("Ilse Quillfeather", role="host")],
            paragraphs=[
                "Maren Oldcastle (Northmere University)",
                "Wednesday 24 March 2027, 16:00–17:00 Europe/London",
                "We prove what keeps afloat & what < sinks.\nIn two lines.",
                "Register: https://talks.example.org/register?talk=1&seat=2",
            ],
            summary="What keeps afloat.",
            location="Online",
            attendanceMode="online",
            links=[
                {
                    "kind": "registration",
                    "url": "https://talks.example.org/register?talk=1&seat=2",
                    "label": "Register",
                },
                {"kind": "stream", "url": "https://talks.example.org/live", "label": 'The "live" stream'},
            ],
            image=f"{PUBLIC}/media/images/sails.width-400.png",
            topics=[{"name": "Formal methods", "slug": "formal-methods"}],
        ),
        item(
            "after-summer-time",
            at(2027, 3, 31, "16:00", LONDON),
            at(2027, 3, 31, "17:00", LONDON),
            title="Proofs that sink",
            people=[speaker],
        ),
        item("unknown-title", at(2027, 4, 7, "16:00", LONDON), people=[person("Teo Brandvold")]),
        item(
            "cancelled",
            at(2027, 4, 14, "16:00", LONDON),
            sequence=1,
            title="Anchors in the cloud",
            headline="CANCELLED: Anchors in the cloud",
            status="cancelled",
            people=[person("Ilse Quillfeather", "Saltmarsh Institute")],
            paragraphs=["This event has been cancelled.", "Ilse Quillfeather (Saltmarsh Institute)"],
        ),
        item(
            "moved",
            at(2027, 4, 28, "16:30", LONDON),
            sequence=2,
            title="Buoys and their drift",
            paragraphs=["Rescheduled from Wednesday 21 April 2027, 16:00 Europe/London."],
            changes=[
                change(
                    "rescheduled",
                    at(2027, 4, 21, "16:00", LONDON),
                    at(2027, 4, 28, "16:30", LONDON),
                    reason="A storm.",
                ),
                change("corrected", at(2027, 4, 20), at(2027, 4, 21, "16:00", LONDON)),
            ],
        ),
        item(
            "chinese",
            at(2027, 5, 12, "10:00", "Asia/Shanghai"),
            title="可验证系统中的隐私保护与可信执行环境：从理论到工程实践的十年回顾与展望",
            language="zh-hans",
            people=[person("苏明澈", "临港理工大学")],
        ),
        item("octet-74", at(2027, 5, 19, "16:00", LONDON), title=EMOJI_AT_OCTET_74),
        item("hostile", at(2027, 5, 26, "16:00", LONDON), title=HOSTILE, paragraphs=[HOSTILE], summary=HOSTILE),
        item("floating", at(2027, 6, 2, "16:00"), title="A time in no zone"),
    ]


def deadlines() -> list[Item]:
    of_call = {"kind": "deadline", "type": "CallForPapers", "path": "/lighthouse-2027/", "parent": CALL}
    return [
        item(
            "aoe",
            aoe(2027, 7, 15, "23:59"),
            sequence=1,
            title="Submission deadline",
            headline="Submission deadline: Lighthouse 2027 (23:59 AoE)",
            dateKind="submission",
            paragraphs=["Extended from Thursday 1 July 2027, 23:59 Anywhere on Earth (UTC−12)."],
            changes=[change("extended", aoe(2027, 7, 1, "23:59"), aoe(2027, 7, 15, "23:59"))],
            **of_call,
        ),
        item(
            "aoe-day",
            aoe(2027, 6, 20),
            title="Abstract deadline",
            headline="Abstract deadline: Lighthouse 2027 (23:59 AoE)",
            dateKind="abstract",
            **of_call,
        ),
        item(
            "pacific",
            at(2017, 11, 5, "23:59", "America/Los_Angeles"),
            title="Proposals due",
            headline="Proposals due: Tidewater Forum (23:59 PST)",
            dateKind="submission",
            kind="deadline",
            type="Forum",
            path="/tidewater-forum/",
            parent=FORUM,
        ),
        item("day", at(2027, 9, 1), title="Notification", dateKind="notification", **of_call),
        item("days", at(2027, 9, 6), at(2027, 9, 10), title="Rebuttal", dateKind="rebuttal", **of_call),
    ]


def events() -> list[Item]:
    singapore = "Asia/Singapore"
    at_forum = {"type": "Forum", "path": "/tidewater-forum/"}
    return [
        item(
            "forum",
            at(2027, 12, 14, None, singapore),
            at(2027, 12, 15, None, singapore),
            title="Tidewater Forum",
            kind="event",
            location="Pier Hall, Singapore",
            attendanceMode="in_person",
            people=[person("Teo Brandvold", role="chair")],
            **at_forum,
        ),
        item(
            "session",
            at(2027, 12, 14, "10:30", singapore),
            at(2027, 12, 14, "11:15", singapore),
            title="Opening",
            headline="Opening (Tidewater Forum)",
            kind="session",
            room="Pier Hall",
            track="Plenary",
            parent=FORUM,
            **at_forum,
        ),
        item(
            "month",
            Moment(dt.date(2028, 3, 1), precision=Precision.MONTH),
            title="Lighthouse 2028",
            kind="event",
            type="CallForPapers",
            path="/lighthouse-2028/",
        ),
    ]


def all_items() -> list[Item]:
    return [*talks(), *deadlines(), *events()]


def find_item(name: str) -> Item:
    """The one of `all_items` with the uid that follows from `name`."""
    uid = str(uuid.uuid5(uuid.NAMESPACE_URL, name))
    return next(it for it in all_items() if it.data["uid"] == uid)


def tombstones() -> list[Tombstone]:
    removed_at = dt.datetime(2027, 2, 2, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    return [Tombstone(uid=str(uuid.uuid5(uuid.NAMESPACE_URL, "gone")), removed_at=removed_at, reason="deleted")]
