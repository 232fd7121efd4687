from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pages.importers import seminars
from pages.importers.documents import ImportedSeries, ImportedTalk, Reading, ReadingOptions, SourceDocument
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree

if TYPE_CHECKING:
    from collections.abc import Sequence

LONDON = ReadingOptions(time_zone="Europe/London")

PAGE = """\
---
permalink: /
author_profile: true
layout: single
image: ../images/group.jpeg
title: Safe Maps Talks
---

<br>Home of the **Safe Maps (SaMa) Circle**. We meet twice a month, always on Tuesdays, around 2.30 PM (London Time).

### Get Involved
- Join the [mailing list](https://groups.google.com/g/sama-circle)
- Talk to us on [Slack](https://sama.slack.com)
- See our [YouTube channel](https://www.youtube.com/@samacircle)

### Upcoming Seminars

<img src="../images/wanda.png" style="float:right">
- 8 March 2022, 16:00 ([UK time](https://www.timeanddate.com/worldclock/fixedtime.html?msg=S&iso=20220308T1600&p1=136))  
**Dr. Wanda Fjord (Northern Mapping Lab)**  
Drawing coasts twice  
[[Zoom Registration](https://x.zoom.us/meeting/register/one)] [[Live Stream](https://youtu.be/one)]<details><br>**Abstract:**<br>Coasts change. See [the atlas](https://atlas.example/).<br><br>**Bio:**<br>[https://wanda.example](https://wanda.example)<br></details>

<img src="../images/ole.jpg" style="float:right">
- 5 April 2022, 14:30 ([UK time](https://www.timeanddate.com/worldclock/fixedtime.html?msg=S&iso=20220405T1430&p1=136))  
**Ole Strand (Lake School and Hill Institute)**  
TBD  
[[Zoom Registration]()] [[Live Stream]( https://youtu.be/two)]<details><br>**Abstract:**<br>TBA<br><br>**Bio:**<br>Ole measures lakes.<br></details>

Google Calendar: \\[[html](https://calendar.google.com/calendar/embed?src=x)\\] \\[[ics](https://calendar.google.com/calendar/ical/x/basic.ics)\\]

### Past Seminars

<img src="../images/karl.jpeg" style="float:right">
- 8 February 2022, 14:30 ([UK time](https://www.timeanddate.com/worldclock/fixedtime.html?msg=S&iso=20220208T15&p1=136))  
**Prof. Karl Bucht (Universit√§t am See)**  
Maps of maps  
[[Live Stream](https://youtu.be/three)]

### Previous Iteration
We follow the [River Club](https://river.example) ([old page](https://river.example/old)).

<iframe width="560" height="315" src="https://www.youtube.com/embed/abcdefghijk"></iframe>

### Organizers
- [Prof. Ida Holm](https://ida.example/), Delta College
- Dr. Jon Vik, Fjord Institute
"""  # noqa: E501, W291  # two blanks at the end of a line are Markdown's line break


def _tree(folder: Path, files: dict[str, str]) -> SourceTree:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return SourceTree.collect([folder])


def _document(text: str, path: str = "seminar.md") -> SourceDocument:
    return read_document(text.encode(), path=path)


def _read(text: str, *, options: ReadingOptions = LONDON, path: str = "seminar.md") -> tuple[ImportedSeries, Reading]:
    document = _document(text, path)
    reading = seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=options)
    assert isinstance(reading.event, ImportedSeries)
    return reading.event, reading


def _brief(talks: Sequence[ImportedTalk]) -> list[tuple[str | None, str, str]]:
    """Start in UTC or else the date, names of speakers, title."""
    return [
        (
            talk.start.instant.strftime("%Y-%m-%d %H:%M") if talk.start.instant else str(talk.start.date),
            ", ".join(it.person.name for it in talk.contributions if it.role == "speaker"),
            talk.title,
        )
        for talk in talks
    ]


def test_series_page_gives_each_talk_with_its_instant() -> None:
    series, _reading = _read(PAGE)

    assert _brief(series.talks) == [
        ("2022-03-08 16:00", "Wanda Fjord", "Drawing coasts twice"),
        ("2022-04-05 13:30", "Ole Strand", ""),
        ("2022-02-08 14:30", "Karl Bucht", "Maps of maps"),
    ]


def test_series_page_says_what_holds_for_all_talks() -> None:
    series, _reading = _read(PAGE)

    assert (
        series.title,
        series.cadence_weekday,
        series.usual_time,
        series.time_zone,
        series.attendance_mode,
        series.hero_image.source if series.hero_image else None,
    ) == ("Safe Maps Talks", "TU", dt.time(14, 30), "Europe/London", "online", "../images/group.jpeg")
    assert series.cadence_text == "We meet twice a month, always on Tuesdays, around 2.30 PM (London Time)."


def test_series_page_gives_organisers_with_homepage_and_affiliation() -> None:
    series, _reading = _read(PAGE)

    people = [
        (it.role, it.person.honorific, it.person.name, it.person.affiliations, it.person.homepage)
        for it in series.contributions
    ]

    assert people == [
        ("organiser", "Prof.", "Ida Holm", ("Delta College",), "https://ida.example/"),
        ("organiser", "Dr.", "Jon Vik", ("Fjord Institute",), ""),
    ]


def test_series_page_gives_links_by_kind() -> None:
    series, _reading = _read(PAGE)

    assert [(link.kind, link.label) for link in series.links] == [
        ("mailing_list", "mailing list"),
        ("chat", "Slack"),
        ("video_channel", "YouTube channel"),
        ("calendar", "Google Calendar (html)"),
        ("calendar", "Google Calendar (ics)"),
        ("previous_edition", "old page"),
    ]


def test_series_page_keeps_the_rest_as_text() -> None:
    series, reading = _read(PAGE)

    text = series.about + "".join(block.html or block.url for block in series.body)

    assert ("Safe Maps (SaMa) Circle" in text, "River Club" in text, "abcdefghijk" in text) == (True, True, True)
    assert [word for word in ("Upcoming", "Past Seminars", "Wanda", "Ida Holm") if word in text] == []
    assert {"permalink", "author_profile", "layout"} <= {it.what for it in reading.dropped}


def test_speaker_has_what_stands_beside_the_name() -> None:
    series, _reading = _read(PAGE)

    people = [it.contributions[0].person for it in series.talks]

    assert [
        (it.honorific, it.affiliations, it.homepage, it.bio, it.photo.source if it.photo else None) for it in people
    ] == [
        ("Dr.", ("Northern Mapping Lab",), "https://wanda.example", "", "../images/wanda.png"),
        ("", ("Lake School", "Hill Institute"), "", "<p>Ole measures lakes.</p>", "../images/ole.jpg"),
        ("Prof.", ("Universität am See",), "", "", "../images/karl.jpeg"),
    ]


def test_abstract_keeps_its_links_and_placeholders_stay_empty() -> None:
    series, _reading = _read(PAGE)

    abstracts = [(it.abstract, it.abstract_announced) for it in series.talks]

    assert abstracts == [
        ('<p>Coasts change. See <a href="https://atlas.example/">the atlas</a>.</p>', True),
        ("", False),
        ("", True),
    ]


def test_links_without_address_are_kept_as_announced() -> None:
    series, _reading = _read(PAGE)

    assert [(link.kind, link.url) for link in series.talks[1].links] == [
        ("registration", None),
        ("stream", "https://youtu.be/two"),
    ]


def test_series_page_reports_what_an_editor_should_see() -> None:
    _series, reading = _read(PAGE)

    assert {it.code for it in reading.findings} == {
        "mojibake-repaired",
        "placeholder-left-empty",
        "link-empty",
        "link-trimmed",
        "time-contradicts-link",
    }


def test_portraits_follow_names_when_they_stand_beside_the_wrong_talk() -> None:
    page = PAGE.replace("wanda.png", "swap").replace("ole.jpg", "wanda.png").replace("swap", "ole.jpg")

    series, reading = _read(page)

    photos = [talk.contributions[0].person.photo for talk in series.talks]
    assert [photo.source if photo else None for photo in photos] == [
        "../images/wanda.png",
        "../images/ole.jpg",
        "../images/karl.jpeg",
    ]
    assert [it.code for it in reading.findings].count("photo-order-differs") == 2


LAYOUTS = {
    "headings": "## Talks\n\n### 12 May 2022, 14:00 — Counting stones\n\n**Ada Reed** (Stone College)\n\nSlow work.\n",
    "heading names the person": "## Upcoming talks\n\n### Ada Reed: Counting stones\n\n"
    "*12 May 2022, 14:00*, Room 2\n\nSlow work.\n",
    "table": "## Talks\n\n| Date | Speaker | Title |\n|---|---|---|\n"
    "| 12 May 2022, 14:00 | Ada Reed (Stone College) | Counting stones |\n",
    "table with a time column": "| Title | When | Time | Presenter |\n|---|---|---|---|\n"
    "| Counting stones | 12 May 2022 | 14:00 | Ada Reed |\n",
    "HTML table": "<table><tr><th>Date</th><th>Speaker</th><th>Title</th></tr><tr><td>"
    "12 May 2022<br>14:00</td><td>Ada Reed</td>"
    "<td><i>Counting stones</i></td></tr></table>",
    "list in one line": "## Past seminars\n\n- **12 May 2022, 14:00**: Ada Reed, *Counting stones*\n",
    "list with quotation marks": "- 12 May 2022, 2pm – Ada Reed (Stone College): “Counting stones” [[slides](https://a.example/s.pdf)]\n",
    "labels": "**Date:** 12 May 2022, 14:00\n\n**Speaker:** Ada Reed\n\n**Title:** Counting stones\n",
    "HTML paragraphs": "<p><b>12 May 2022, 14:00</b><br><b>Speaker:</b> Ada Reed (Stone College)<br>"
    "<b>Title:</b> Counting stones</p>",
    "moved": "- ~~5 May 2022~~ 12 May 2022, 14:00: Ada Reed, *Counting stones*\n",
    "HTML list": "<ul><li><b>12 May 2022, 14:00</b><br>Ada Reed (Stone College)<br><i>Counting stones</i></li></ul>",
    "time behind a bar": "- 12 May 2022 | 14:00 | Ada Reed | Counting stones\n",
    "numbered": "1. 12 May 2022, 14:00, Ada Reed, Stone College, Counting stones for a living\n",
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_of_the_same_talk_give_the_same_facts(body: str) -> None:
    series, _reading = _read(f"---\ntitle: Stone seminar\n---\n{body}")

    assert [(start, name, title.removesuffix(" for a living")) for start, name, title in _brief(series.talks)] == [
        ("2022-05-12 13:00", "Ada Reed", "Counting stones")
    ]


def test_usual_time_counts_for_talks_without_one() -> None:
    series, reading = _read(
        "---\ntitle: Noon talks\n---\n**Time:** Wednesdays at 12pm ET\n\n**Location:** Hall 4, Main Street 1\n\n"
        "# Talks\n\n- December 7, 2022: Ada Reed, *One*\n- October 5, 2022: Bo Kim, *Two*\n"
    )

    assert _brief(series.talks) == [("2022-12-07 17:00", "Ada Reed", "One"), ("2022-10-05 16:00", "Bo Kim", "Two")]
    assert (series.venue, series.attendance_mode, series.time_zone) == (
        "Hall 4, Main Street 1",
        "in_person",
        "America/New_York",
    )
    assert [it.code for it in reading.findings] == ["time-inferred", "time-inferred"]


def test_year_of_a_heading_counts_for_the_talks_below() -> None:
    series, _reading = _read(
        "---\ntitle: Year seminar\n---\n## 2021/22\n\n- 12 October, 14:00: Ada Reed, *One*\n"
        "- 3 May, 14:00: Bo Kim, *Two*\n\n"
        "## Spring 2023\n\n- 1 March, 14:00: Cy Low, *Three*\n"
    )

    assert _brief(series.talks) == [
        ("2021-10-12 13:00", "Ada Reed", "One"),
        ("2022-05-03 13:00", "Bo Kim", "Two"),
        ("2023-03-01 14:00", "Cy Low", "Three"),
    ]


def test_dates_without_any_year_keep_their_words() -> None:
    series, reading = _read("---\ntitle: Seminar\n---\n## Upcoming talks\n\n- 12 October, 14:00: Ada Reed, *One*\n")

    assert [(it.start.date, it.start.announced_as, it.title) for it in series.talks] == [
        (None, "12 October, 14:00", "One")
    ]
    assert "date-not-understood" in {it.code for it in reading.findings}


def test_breaks_and_news_are_no_talks() -> None:
    series, reading = _read(
        "---\ntitle: Seminar\n---\n## Schedule\n\n- 5 May 2022: No seminar (holiday)\n"
        "- 12 May 2022: Ada Reed, *One*\n\n"
        "## News\n\n- 3 May 2022: the room has changed.\n"
    )

    assert _brief(series.talks) == [("2022-05-12", "Ada Reed", "One")]
    assert "the room has changed" in "".join(block.html for block in series.body)
    assert "the entry “5 May 2022 No seminar (holiday)”" in {it.what for it in reading.dropped}


def test_cancelled_talk_keeps_its_date() -> None:
    series, _reading = _read(
        "---\ntitle: Seminar\n---\n## Talks\n\n- ~~12 May 2022~~ **CANCELLED** Ada Reed: *Counting stones*\n"
    )

    assert [(str(it.start.date), it.status, it.title) for it in series.talks] == [
        ("2022-05-12", "cancelled", "Counting stones")
    ]


def test_hosts_rooms_and_two_speakers() -> None:
    series, _reading = _read(
        "---\ntitle: Seminar\n---\n## Talks\n\n### 12 May 2022, 14:00-15:30\n\n"
        "**Speakers:** Ada Reed (Stone College) and Bo Kim (Lake School)\n\n"
        "**Title:** Two of us\n\n**Host:** Cy Low\n\n**Location:** Room 5 and [Zoom](https://x.zoom.us/j/1)\n"
    )

    (talk,) = series.talks
    assert [(it.role, it.person.name) for it in talk.contributions] == [
        ("speaker", "Ada Reed"),
        ("speaker", "Bo Kim"),
        ("host", "Cy Low"),
    ]
    assert (talk.minutes, talk.attendance_mode, [link.kind for link in talk.links]) == (90, "hybrid", ["join"])


TALK = """\
---
layout: talk
date: 2022-03-10 12:00:00+0900
name: 山田花子
name_en: Hanako Yamada
affiliation: Lake School
bio: Hanako maps lakes.
website: https://hanako.example/
topic: Lakes in layers
abstract: Layers of lakes are many, and the map of the lake is in the layers of the lake for all of us.
email: hanako@private.example
---
[[動画]](https://youtu.be/one) [[論文]](https://arxiv.org/abs/1) (Map 2022)
"""

POST = """\
---
title: Counting stones
speaker: Ada Reed
affiliation: Stone College
date: 2016-05-20 10:30
location: None
perso: https://ada.example
hybrid: https://teams.microsoft.com/l/meetup-join/1
---

###### Abstract
Stones are
counted.

###### Biography
Ada counts.
"""


def test_talk_files_of_one_folder_form_one_series(tmp_path: Path) -> None:
    tree = _tree(
        tmp_path,
        {
            "_config.yml": "title: Stone and Lake Seminar\ntimezone: Europe/Paris\n",
            "_seminars/a.md": TALK,
            "_seminars/b.md": POST,
        },
    )

    readings = {it.document.path: it for it in read_tree(tree, ReadingOptions())}

    series = readings["_seminars/a.md"].event
    assert isinstance(series, ImportedSeries)
    assert series.title == "Stone and Lake Seminar"
    assert _brief(series.talks) == [
        ("2022-03-10 03:00", "Hanako Yamada", "Lakes in layers"),
        ("2016-05-20 08:30", "Ada Reed", "Counting stones"),
    ]
    assert [(it.source, it.slug) for it in series.talks] == [("_seminars/a.md", "a"), ("_seminars/b.md", "b")]
    assert (readings["_seminars/b.md"].event, readings["_seminars/b.md"].part_of) == (None, "_seminars/a.md")


def test_talk_file_alone_is_a_series_of_one_talk() -> None:
    series, reading = _read(TALK, path="_schedule/2022-03-10_hanako.md")

    (talk,) = series.talks
    person = talk.contributions[0].person
    assert (person.name, person.name_native, person.affiliations, person.homepage) == (
        "Hanako Yamada",
        "山田花子",
        ("Lake School",),
        "https://hanako.example/",
    )
    assert [(link.kind, link.label) for link in talk.links] == [("recording", "動画"), ("paper", "論文")]
    assert "(Map 2022)" in talk.body[0].html
    assert "hanako@private.example" not in f"{reading.event}{reading.findings}{reading.dropped}"


def test_sections_of_a_talk_file_are_abstract_and_biography() -> None:
    series, _reading = _read(POST, path="_seminars/b.md")

    (talk,) = series.talks
    assert (talk.abstract, talk.contributions[0].person.bio, talk.venue, talk.attendance_mode) == (
        "<p>Stones are<br>\ncounted.</p>".replace("<br>", ""),
        "<p>Ada counts.</p>",
        "",
        "online",
    )


NEXT = """\
- speaker: "Ada Reed"
  date: April 13, 2021
  time: 16:00-17:00 (Paris Time)
  room: "https://meet.example/1"
  affiliation: "Stone College"
  url: "https://ada.example"
  title: " Counting stones"
  abstract: "Stones."
  slides: nothing
  video: nothing
"""
PAST = """\
- speaker: Bo Kim
  date: March 2, 2021
  time: 9:00-10:30
  room: "---"
  title: "One"
  video: https://youtu.be/one
- speaker: Cy Low
  date: March 2, 2021
  time: 9:00-10:30
  title: "Two"
  abstract: TBA
"""
HOME = """\
---
layout: page
title: "The Stone Seminar"
---
Welcome. Write to [us](mailto:us@stone.example).

Next seminars
=============
{% for oneitem in site.data.next %} {{ oneitem.date }} {% endfor %}

Scientific Committee
====================
- [Ida Holm](https://ida.example)
"""


def test_lists_of_a_site_join_one_series_with_its_page(tmp_path: Path) -> None:
    tree = _tree(tmp_path, {"_data/next.yml": NEXT, "_data/past.yml": PAST, "index.md": HOME})

    readings = {it.document.path: it for it in read_tree(tree, ReadingOptions())}

    series = readings["index.md"].event
    assert isinstance(series, ImportedSeries)
    assert (series.title, [(it.role, it.person.name) for it in series.contributions]) == (
        "The Stone Seminar",
        [("programme_committee", "Ida Holm")],
    )
    assert _brief(series.talks) == [
        ("2021-04-13 14:00", "Ada Reed", "Counting stones"),
        ("2021-03-02 08:00", "Bo Kim", "One"),
        ("2021-03-02 08:00", "Cy Low", "Two"),
    ]
    assert [[(link.kind, link.url) for link in talk.links] for talk in series.talks] == [
        [("join", "https://meet.example/1")],
        [("recording", "https://youtu.be/one")],
        [],
    ]
    assert [(talk.minutes, talk.abstract_announced) for talk in series.talks] == [(60, True), (90, True), (90, False)]
    assert {readings[path].part_of for path in ("_data/next.yml", "_data/past.yml")} == {"index.md"}
    assert "zone-inferred" in {it.code for it in readings["_data/past.yml"].findings}
    assert "template" not in series.about


def test_list_with_records_of_speakers_and_links() -> None:
    series, _reading = _read(
        "2022:\n- title: One\n  date: 2022-05-12\n  start_time: '14:00'\n  end_time: '15:00'\n"
        "  speakers:\n  - name: Ada Reed\n    affiliation: Stone College\n    bio: Counts.\n  - Bo Kim (Lake School)\n"
        "  links:\n  - label: Slides\n    url: https://a.example/s.pdf\n  hybrid: true\n  cancelled: true\n"
        "  mood: good\n",
        path="_data/talks.yml",
    )

    (talk,) = series.talks
    assert [(it.person.name, it.person.affiliations, it.person.bio) for it in talk.contributions] == [
        ("Ada Reed", ("Stone College",), "<p>Counts.</p>"),
        ("Bo Kim", ("Lake School",), ""),
    ]
    assert (_brief([talk])[0][0], talk.minutes, talk.status, talk.attendance_mode) == (
        "2022-05-12 13:00",
        60,
        "cancelled",
        "online",
    )
    assert [(link.kind, link.url) for link in talk.links] == [("slides", "https://a.example/s.pdf")]


def test_same_talk_in_two_lists_counts_once(tmp_path: Path) -> None:
    tree = _tree(tmp_path, {"_data/next.yml": NEXT, "_data/past.yml": NEXT})

    (reading, _other) = read_tree(tree, ReadingOptions())

    assert isinstance(reading.event, ImportedSeries)
    assert len(reading.event.talks) == 1


@pytest.mark.parametrize(
    ("text", "path", "least", "most"),
    [
        (PAGE, "about.md", 0.9, 1),
        (TALK, "_schedule/a.md", 0.9, 1),
        (NEXT, "_data/next.yml", 0.9, 1),
        (HOME, "index.md", 0.5, 1),
        ("---\ntitle: Invited talks\n---\nTo be determined.\n", "talks.md", 0, 0.2),
        ("---\ntitle: News\n---\n- 3 May 2022: Room changed.\n", "news.md", 0, 0.3),
        ("- name: Paper deadline\n  date: 3 May 2022\n", "_data/dates.yml", 0, 0),
        ("", "empty.md", 0, 0),
    ],
)
def test_resembles_tells_series_from_other_documents(text: str, path: str, least: float, most: float) -> None:
    assert least <= seminars.resembles(_document(text, path)) <= most
