from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import dedent

import pytest

from pages.importers.documents import (
    Dropped,
    ImportedForum,
    ImportedGrant,
    ImportedLink,
    NamedText,
    Reading,
    ReadingOptions,
)
from pages.importers.forum import read, resembles
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree
from pages.moments import Moment

FORUM = """\
---
layout: page
title: Quiet Machines Research Forum
---

# Overview

The forum brings together people who care for quiet
machines. It is part of a two-day
[gathering](https://quiet.example/) in
Singapore on Oct 7th and 8th, with many guests.
The forum offers stipends for students
from abroad to cover their flights and hotels.

Submissions can be written by teams. Talks will be
divided into 3 tracks:

**Motors**: Talks about motors
and gears

**Fans and others:** Talks about the rest.

Each track has a jury, which selects the talk for an
award. There will be a networking dinner.

Submission guidelines and deadlines: Please keep to ACM style,
two columns, 5 pages, 9-point type.
Proposals are due on February 5th, 2031 11:59 pm PST.
[TBD]
A notification about talks follows
within ten days of the submission deadline. Our jury will have them
ranked on surprise, everyday use and depth.

For news [join the mailing list](https://groups.google.com/d/forum/quiet).

# Co-chairs

Ada Ex, Bo Why

# Schedule

To be determined.
"""


def _read(text: str, *, options: ReadingOptions | None = None, path: str = "forum.md") -> Reading:
    document = read_document(dedent(text).encode(), path=path)
    return read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=options or ReadingOptions())


def _forum(text: str) -> ImportedForum:
    event = _read(text).event
    assert isinstance(event, ImportedForum)
    return event


def test_read_forum_facts() -> None:
    forum = _forum(FORUM)

    assert (forum.title, forum.city, forum.country, forum.attendance_mode) == (
        "Quiet Machines Research Forum",
        "Singapore",
        "SG",
        "in_person",
    )
    assert (forum.start.date, forum.end and forum.end.date) == (dt.date(2031, 10, 7), dt.date(2031, 10, 8))
    assert (forum.part_of_title, forum.part_of_url) == ("two-day gathering", "https://quiet.example/")
    assert [(it.role, it.person.name) for it in forum.contributions] == [("co_chair", "Ada Ex"), ("co_chair", "Bo Why")]
    assert (forum.sessions, forum.schedule_status) == ((), "tbd")


def test_read_forum_dates() -> None:
    submission, notification = _forum(FORUM).dates

    assert (submission.kind, submission.label, submission.start.instant) == (
        "submission",
        "Proposals",
        dt.datetime(2031, 2, 6, 7, 59, tzinfo=dt.UTC),
    )
    assert (notification.kind, notification.label, notification.start.date) == (
        "notification",
        "Notification about talks",
        None,
    )
    assert (notification.relative_to, notification.relation, notification.days) == ("Proposals", "within", 10)


def test_read_forum_offers_and_form() -> None:
    forum = _forum(FORUM)

    award = "Each track has a jury, which selects the talk for an award."
    assert forum.tracks == (
        NamedText("Motors", "Talks about motors and gears"),
        NamedText("Fans and others", "Talks about the rest."),
    )
    assert forum.awards == (NamedText("Award", award, "Motors"), NamedText("Award", award, "Fans and others"))
    assert forum.grants == (
        ImportedGrant(
            "Stipends",
            "students from abroad",
            ("travel", "accommodation"),
            "The forum offers stipends for students from abroad to cover their flights and hotels.",
        ),
    )
    assert (forum.template_name, forum.max_pages, forum.columns, forum.font_size_pt) == ("ACM", 5, 2, 9)
    assert forum.selection_criteria == ("surprise", "everyday use", "depth")
    assert forum.open_to_teams is True


def test_read_forum_links_and_placeholders() -> None:
    reading = _read(FORUM)

    assert reading.event is not None
    assert reading.event.links == (
        ImportedLink("mailing_list", "https://groups.google.com/d/forum/quiet", "join the mailing list", line=34),
        ImportedLink("submission", None, line=29),
    )
    assert [(it.code, it.line) for it in reading.findings] == [
        ("year-inferred", 9),
        ("count-contradicts-rows", 15),
        ("placeholder-left-empty", 29),
        ("placeholder-left-empty", 42),
    ]
    assert "the address of the submission site" in reading.findings[2].message


def test_no_placeholder_reaches_the_texts() -> None:
    forum = _forum(FORUM)

    texts = "\n".join([forum.submission_guidelines, *(block.html for block in forum.body)])
    assert "TBD" not in texts
    assert "determined" not in texts
    assert "within ten days" in texts
    assert texts.count("<h2>") == 1
    assert _read(FORUM).dropped == (Dropped("front matter “layout”", "the old site's theme", 2),)


def test_read_forum_with_a_programme_and_sections() -> None:
    forum = _forum(
        """\
        ---
        title: Robots Forum
        location: Hotel Blue, Vienna, Austria
        ---
        # Robots Forum

        Join us on 12 May 2031!

        ## Tracks

        - **Arms**: new arms
        - Legs

        We give a Best Demo Award and a People's Choice Prize.

        ## How to submit

        Send two pages (single-column, 11pt) by 1 March 2031 (AoE) on
        [OpenReview](https://openreview.net/group?id=x). No teams.

        ## Selection criteria

        - **Novelty**: is it new?
        - Clarity

        ## Important dates

        | What | When |
        |---|---|
        | Forum | 12 May 2031 |

        ## Schedule

        9:00 - Opening

        ## Links

        See [the old page](old.md).
        """
    )

    assert (forum.venue, forum.city, forum.country) == ("Hotel Blue", "Vienna", "AT")
    assert forum.start == Moment.at(dt.date(2031, 5, 12), announced_as="12 May 2031")
    assert forum.tracks == (NamedText("Arms", "new arms"), NamedText("Legs"))
    assert [it.name for it in forum.awards] == ["Best Demo Award", "People's Choice Prize"]
    assert [(it.kind, it.label) for it in forum.dates] == [("presentation", "Forum"), ("submission", "Submission")]
    assert (forum.max_pages, forum.columns, forum.font_size_pt) == (2, 1, 11)
    assert forum.selection_criteria == ("Novelty", "Clarity")
    assert forum.open_to_teams is False
    assert [(it.title, it.start.date) for it in forum.sessions] == [("Opening", dt.date(2031, 5, 12))]
    assert forum.schedule_status == "final"
    assert "openreview.net" in forum.submission_guidelines
    assert "Robots Forum" not in "".join(block.html for block in forum.body)


@pytest.mark.parametrize(
    ("text", "title", "codes"),
    [
        ("", "forum", ["title-missing"]),
        ("# A Day of Robots\n", "A Day of Robots", []),
        ("- a\n- b\n", "forum", ["title-missing"]),
    ],
)
def test_forum_without_front_matter(text: str, title: str, codes: list[str]) -> None:
    reading = _read(text)

    assert reading.event is not None
    assert (reading.event.title, [it.code for it in reading.findings]) == (title, codes)


def test_workshop_page_with_cards_and_topics() -> None:
    forum = _forum(
        """\
        ---
        title: Workshop on Bees
        start_date: 2031-05-12
        topics: [bees, honey]
        deadline: 1 March 2031
        ---
        The workshop is co-located with Example Conference on Insects. It is hybrid.

        # Room

        Blue Hall in the Old Hotel

        # Speakers

        <div><a href="https://ada.example/"><img src="ada.jpg"><div>Ada Ex</div></a></div>
        """
    )

    assert (forum.part_of_title, forum.attendance_mode, forum.venue) == (
        "Example Conference on Insects",
        "hybrid",
        "Blue Hall in the Old Hotel",
    )
    assert forum.topics == ("bees", "honey")
    assert [(it.kind, it.label) for it in forum.dates] == [("submission", "Deadline")]
    assert [(it.role, it.person.name, it.person.homepage) for it in forum.contributions] == [
        ("speaker", "Ada Ex", "https://ada.example/")
    ]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (FORUM, 0.8, 1.0),
        ("---\ntitle: Workshop on Bees\n---\n# Overview\n\n# Schedule\n", 0.5, 0.7),
        ("---\ntitle: Call for Papers\n---\n# Topics\n", 0.0, 0.1),
        ("- a list\n", 0.0, 0.0),
    ],
)
def test_resembles(text: str, least: float, most: float) -> None:
    assert least <= resembles(read_document(text.encode(), path="a.md")) <= most


@pytest.mark.parametrize(
    "text",
    [
        "There are two tracks:\n\nNo more is said.\n",
        "Papers are judged on merit.\n",
        "We select on merit, and the notification.\n",
    ],
)
def test_forum_that_names_neither_tracks_nor_criteria(text: str) -> None:
    forum = _forum(f"# Forum\n\n{text}")

    assert (forum.tracks, forum.selection_criteria) == ((), ())


def test_tracks_at_the_end_of_a_section() -> None:
    forum = _forum("# Forum\n\nTalks are in these tracks:\n\n**Red**: warm\n\n**Blue**: cold\n\n# Links\n")

    assert forum.tracks == (NamedText("Red", "warm"), NamedText("Blue", "cold"))
