"""The addresses of feeds, and what a client gets there from a process that has kept nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.test import Client

from api.caching import forget_answers, forget_version
from api.feeds.formats import FORMATS
from api.visibility import kept_grounds
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from pages.models import ForumPage, HomePage, TalkPage

SITE_NAMES = ("events", "deadlines")
PAGE_NAMES = ("forum", "seminar", "talk")
"""Slugs of the events of `build_small_site`."""


def build_small_site(home: HomePage) -> tuple[ForumPage, TalkPage]:
    """A forum with a deadline and a programme, and a series with one talk; returns the forum and the talk."""
    ada = PersonFactory(name="Ada Marsh")
    forum = ForumFactory(
        parent=home,
        title="Harbour Forum",
        slug="forum",
        summary="All about harbours.",
        time_zone="Europe/Oslo",
        topics=[TopicFactory(name="Knots")],
        important_dates=[ImportantDateFactory(label="Papers", start_date=dt.date(2027, 6, 4), zone_policy="aoe")],
        sessions=[SessionFactory(title="Opening", start_date=dt.date(2027, 6, 14), start_time=dt.time(9))],
        contributions=[ContributionFactory(person=ada, role="chair")],
    )
    series = SeriesFactory(parent=home, title="Harbour Seminar", slug="seminar")
    stream = LinkFactory(kind="stream", url="https://live.example.org/")
    speaker = ContributionFactory(person=ada)
    talk = TalkFactory(parent=series, title="Tides", slug="talk", contributions=[speaker], links=[stream])
    return forum, talk


def feed_paths(site_names: Iterable[str] = SITE_NAMES, page_names: Iterable[str] = PAGE_NAMES) -> list[str]:
    """The addresses of all feeds with these names, in all formats they have."""
    pages = tuple(page_names)
    return [
        *(f"/feeds/{name}.{extension}" for name in (*site_names, *pages) for extension in FORMATS),
        *(f"/feeds/{name}.jsonld" for name in pages),
        *(f"/feeds/{name}/schedule.xml" for name in pages if name in {"forum", "seminar"}),
        "/feeds/archive.ics",
    ]


def start_anew() -> None:
    """Forget what processes and the cache they share have kept."""
    cache.clear()
    forget_answers()
    forget_version()
    kept_grounds.clear()


def ask_anew(path: str, **headers: str) -> HttpResponse:
    """The answer of a process that has just started; headers are named with underscores."""
    start_anew()
    return ask(path, **headers)


def ask(path: str, **headers: str) -> HttpResponse:
    """The answer to a GET request."""
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def said(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """All that a client is told."""
    return response.status_code, response.content, dict(response.headers.items())
