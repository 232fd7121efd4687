"""An invented programme, and the event whose it is."""

from __future__ import annotations

import datetime as dt

from api.feeds.schedule import Conference
from tests.api.feeds.entries import FORUM, LONDON, PUBLIC, at, item, person

URL = "https://cms.example.org/feeds/tidewater-forum/schedule.xml"
CONFERENCE = Conference(
    uid=FORUM["uid"],
    title=FORUM["title"],
    slug="tidewater-forum",
    url=FORUM["url"],
    site_url=f"{PUBLIC}/",
    schedule_url=URL,
    time_zone=LONDON,
    announced_on=dt.date(2027, 1, 11),
    first_day=dt.date(2027, 6, 14),
    last_day=dt.date(2027, 6, 15),
    rev=41,
)
MIDSUMMER = dt.date(2027, 6, 14)


def session(name, start, end=None, **values):
    values = {"kind": "session", "type": "Forum", "path": "/tidewater-forum/", "parent": FORUM, **values}
    return item(name, start, end, title=values.pop("title", name.title()), **values)


def evening(time, *, day=14, zone=LONDON):
    return at(2027, 6, day, time, zone)


def programme():
    speaker = person("Maren Oldcastle", "Northmere University")
    return [
        session(
            "opening",
            evening("09:00"),
            evening("09:15"),
            dateKind="ceremony",
            room="Pier Hall",
            track="Plenary",
            image=f"{PUBLIC}/media/pier.jpg",
            people=[person("Teo Brandvold", role="chair")],
        ),
        session(
            "sails",
            evening("09:15"),
            evening("10:45"),
            title="Proofs that sail & sink",
            dateKind="talk",
            room="Pier Hall",
            track="Formal methods",
            summary="What keeps afloat.",
            abstract="We prove what keeps afloat.\n\nIn two paragraphs.",
            languages=["de", "en"],
            people=[speaker, speaker, person("Ilse Quillfeather", role="panelist")],
            links=[{"kind": "website", "url": "https://sails.example.org/?a=1&b=2", "label": "Slides <1>"}],
        ),
        session("knots", evening("09:15"), evening("10:00"), dateKind="poster", room="Boat House"),
        session("closing", evening("17:00", day=15), evening("18:00", day=15), room="Pier Hall", abstract="Thanks."),
    ]
