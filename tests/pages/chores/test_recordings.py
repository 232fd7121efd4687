from __future__ import annotations

import datetime as dt

import pytest

from pages.chores.recordings import turn_stream_into_recording
from pages.models import TalkPage
from tests.factories import LinkFactory, SeriesFactory, TalkFactory

STREAM = "https://video.example.org/live"


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home)


def talk_with(series, *links):
    made = TalkFactory(parent=series, links=list(links))
    return TalkPage.objects.get(pk=made.pk)


def rows(page):
    return [(link.kind, link.url, link.label, link.access, link.visible_until_minutes) for link in page.links.all()]


def test_stream_becomes_recording(series):
    stream = LinkFactory(kind="stream", url=STREAM, label="Video", visible_from_minutes=-10, visible_until_minutes=30)
    talk = talk_with(series, LinkFactory(kind="slides", url="https://example.org/slides"), stream)

    assert turn_stream_into_recording(talk)

    talk.save()
    assert rows(TalkPage.objects.get()) == [
        ("slides", "https://example.org/slides", "", "public", None),
        ("recording", STREAM, "Video", "public", None),
    ]
    assert TalkPage.objects.get().links.last().pk == stream.pk


def test_recording_to_be_announced_takes_the_address(series):
    talk = talk_with(
        series,
        LinkFactory(kind="recording", url="", label="Watch again"),
        LinkFactory(kind="stream", url=STREAM, label="Watch live"),
    )

    assert turn_stream_into_recording(talk)

    assert rows(talk) == [("recording", STREAM, "Watch again", "public", None)]


@pytest.mark.parametrize(
    "links",
    [
        [("stream", "")],
        [("join", STREAM)],
        [("stream", STREAM), ("recording", "https://video.example.org/edited")],
    ],
)
def test_nothing_changes_without_a_stream_or_with_a_recording(series, links):
    talk = talk_with(series, *(LinkFactory(kind=kind, url=url) for kind, url in links))
    before = rows(talk)

    assert not turn_stream_into_recording(talk)

    assert rows(talk) == before


def test_stream_for_members_becomes_no_public_recording(series):
    talk = talk_with(series, LinkFactory(kind="stream", url=STREAM, access="members"))

    assert turn_stream_into_recording(talk)

    assert rows(talk) == [("recording", STREAM, "", "members", None)]


@pytest.mark.parametrize("others", [[], [{"kind": "recording", "url": "", "sort_order": 1}]])
def test_recording_is_shown_for_ever_though_the_stream_had_a_last_day(series, others):
    last_day = dt.date(2027, 6, 30)
    awaited = [LinkFactory(expires_on=last_day, **values) for values in others]
    talk = talk_with(series, LinkFactory(kind="stream", url=STREAM, expires_on=last_day), *awaited)

    assert turn_stream_into_recording(talk)

    assert [(link.kind, link.url, link.is_lasting) for link in talk.links.all()] == [("recording", STREAM, True)]
