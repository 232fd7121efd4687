from __future__ import annotations

import datetime as dt

import pytest

from api.feeds.items import find_categories, write_html, write_moment
from api.published.values import write_moment as write_published
from pages.moments import Moment, Precision
from tests.api.feeds.entries import at, find_item, item


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("before-summer-time", ["Talk", "Formal methods"]),
        ("cancelled", ["Talk", "cancelled"]),
        ("moved", ["Talk", "rescheduled"]),
        ("aoe", ["Deadline", "Call for papers", "extended"]),
        ("pacific", ["Deadline", "Forum"]),
        ("forum", ["Forum"]),
        ("session", ["Session", "Forum"]),
    ],
)
def test_categories_are_the_sort_the_topics_and_the_news(name, expected):
    categories = find_categories(find_item(name).data)

    assert categories == expected


def test_category_of_a_topic_is_named_once():
    topics = [{"name": "Talk", "slug": "talk"}, {"name": "Two\nlines", "slug": "two-lines"}]

    categories = find_categories(item("x", at(2027, 6, 1), topics=topics, status="moved_online").data)

    assert categories == ["Talk", "Two lines", "moved online"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A < B & C", "A &lt; B &amp; C"),
        (
            "Slides: https://example.org/a?b=1&c=2",
            'Slides: <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>',
        ),
        (
            'https://example.org/"onclick="x',
            '<a href="https://example.org/&quot;onclick=&quot;x">https://example.org/&quot;onclick=&quot;x</a>',
        ),
        ("See https://example.org/ for more.", "See https://example.org/ for more."),
        ("javascript://example.org/", "javascript://example.org/"),
        ("one\r\ntwo\u2028three\x00", "one<br>two<br>three"),
    ],
)
def test_html_has_text_escaped_and_last_addresses_linked(line, expected):
    html = write_html([line, "second"])

    assert html == f"<p>{expected}</p><p>second</p>"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(2027, 3, 31, "16:00", "Europe/London"), "2027-03-31T16:00:00+01:00"),
        (at(1905, 3, 31, "16:00", "Europe/Amsterdam"), "1905-03-31T15:40:28+00:00"),
        (at(2027, 3, 31, "16:00"), "2027-03-31T16:00:00"),
        (at(2027, 3, 31, None, "Europe/London"), "2027-03-31"),
        (Moment(dt.date(2027, 3, 1), precision=Precision.MONTH), "2027-03"),
        (Moment(), None),
    ],
)
def test_moment_is_written_as_far_as_it_is_known(moment, expected):
    written = write_moment(write_published(moment))

    assert written == expected
