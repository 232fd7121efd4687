from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from pages.importers import tutorial
from pages.importers.documents import ImportedTutorial, Reading, ReadingOptions, SourceDocument
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree

ABSTRACT = (
    "This tutorial shows how coasts are drawn, from the first survey to the printed sheet, and which errors stay. "
    "We compare three ways of measuring and end with an open problem that every map of a moving coast has to face."
)
RECORD = f"""\
---
acm_id: mm042
website: "http://coasts.example/"
author_bios:
 - <a href="http://wandafjord.example/">http://wandafjord.example/</a>
 - <a href="https://sites.example/site/olestrand00/">https://sites.example/site/olestrand00/</a>
 - <a href="https://lake.example/~karl/">https://lake.example/~karl/</a>
author_imgs:
 - /img/coasts/wanda.jpg
 - /img/coasts/karl.jpg
 - /img/coasts/ole.jpg
schedule:
 - We give pre-recorded videos and online Q&A sessions. We will release our videos via http://coasts.example/ by 10 Oct
 - On the tutorial day, 1 Nov, we will hold two Q&A sessions via Zoom
 - "Q&A Session 1: 11:00 – 11:30 (UTC, 1 Nov)"
 - "Q&A Session 2: 21:00 – 21:30 (UTC, 1 Nov)"
date_order: 0
abstract: {ABSTRACT}
---\x20

{ABSTRACT.replace("; ", ", ").replace("sheet, and", "sheet and")}"""

ACCEPTED = """\
tutorials:
- acm_id: mm042
  title: 'Drawing Coasts'
  subtitle: A Short History
  keywords: [Maps, Coasts]
  authors:
  - {name: Wanda Fjord, affiliation: Northern Mapping Lab}
  - {name: Ole Strand, affiliation: Lake School}
  - {name: Karl Bucht, affiliation: Lake School}
- acm_id: mm043
  title: Other
"""


def _document(text: str, path: str = "_tutorials/coasts.md") -> SourceDocument:
    return read_document(text.encode(), path=path)


def _read(
    text: str, *, path: str = "_tutorials/coasts.md", year: int | None = None, data: str = ""
) -> tuple[ImportedTutorial, Reading]:
    document = _document(text, path)
    documents = (document, *([_document(data, "_data/accepted.yml")] if data else []))
    options = ReadingOptions(year=year)
    reading = tutorial.read(document, tree=SourceTree(Path("/nonexistent"), documents), options=options)
    assert isinstance(reading.event, ImportedTutorial)
    return reading.event, reading


def _codes(reading: Reading) -> set[str]:
    return {it.code for it in reading.findings}


def _sessions(event: ImportedTutorial) -> list[tuple[str, str | None, str, str]]:
    return [
        (it.kind, it.title, str(it.start.instant or it.start.announced_as), str(it.end.instant if it.end else None))
        for it in event.sessions
    ]


def test_record_takes_title_and_people_from_the_data_file() -> None:
    event, reading = _read(RECORD, year=2021, data=ACCEPTED)

    assert (event.title, event.topics, event.identifiers) == (
        "Drawing Coasts: A Short History",
        ("Maps", "Coasts"),
        (("acm_id", "mm042"),),
    )
    assert [
        (
            it.role,
            it.person.name,
            it.person.affiliations,
            it.person.homepage,
            it.person.photo.source if it.person.photo else "",
        )
        for it in event.contributions
    ] == [
        ("presenter", "Wanda Fjord", ("Northern Mapping Lab",), "http://wandafjord.example/", "/img/coasts/wanda.jpg"),
        ("presenter", "Ole Strand", ("Lake School",), "https://sites.example/site/olestrand00/", "/img/coasts/ole.jpg"),
        ("presenter", "Karl Bucht", ("Lake School",), "https://lake.example/~karl/", "/img/coasts/karl.jpg"),
    ]
    assert ("photo-order-differs" in _codes(reading), "name-inferred" in _codes(reading)) == (True, False)


def test_record_without_data_says_what_was_guessed() -> None:
    event, reading = _read(RECORD, year=2021)

    assert event.title == "Untitled tutorial mm042"
    assert [it.person.name for it in event.contributions] == ["Wanda Fjord", "Ole Strand", "Karl"]
    assert {"title-missing", "name-inferred", "photo-order-differs"} <= _codes(reading)


def test_schedule_gives_sessions_delivery_and_release() -> None:
    event, _reading = _read(RECORD, year=2021)

    assert _sessions(event) == [
        ("questions_and_answers", "Q&A Session 1", "2021-11-01 11:00:00+00:00", "2021-11-01 11:30:00+00:00"),
        ("questions_and_answers", "Q&A Session 2", "2021-11-01 21:00:00+00:00", "2021-11-01 21:30:00+00:00"),
    ]
    assert [(it.kind, str(it.start.date)) for it in event.dates] == [("material_release", "2021-10-10")]
    assert (event.start.date, event.delivery, event.attendance_mode) == (
        dt.date(2021, 11, 1),
        ("pre_recorded", "questions_and_answers"),
        "online",
    )
    assert [(link.kind, link.url) for link in event.links] == [("website", "http://coasts.example/"), ("join", None)]
    assert event.delivery_note.startswith("We give pre-recorded videos")


def test_body_that_repeats_the_abstract_is_left_out() -> None:
    event, reading = _read(RECORD, year=2021)

    assert (event.abstract, event.body) == (f"<p>{ABSTRACT}</p>", ())
    assert "body-repeats-abstract" in _codes(reading)
    assert "text below the front matter" in {it.what for it in reading.dropped}


@pytest.mark.parametrize(
    ("path", "data", "confidence"),
    [
        ("maps2021/_tutorials/coasts.md", "", 0.85),
        ("maps21/_tutorials/coasts.md", "", 0.85),
        ("_tutorials/coasts.md", "dates:\n- {name: Papers, date: 21 Apr 2021}\n", 0.7),
    ],
)
def test_year_comes_from_what_names_the_conference(path: str, data: str, confidence: float) -> None:
    event, reading = _read(RECORD, path=path, data=data)

    assert event.start.date == dt.date(2021, 11, 1)
    assert [it.confidence for it in reading.findings if it.code == "year-inferred"] == [confidence]


def test_without_any_year_dates_keep_their_words() -> None:
    event, reading = _read(RECORD)

    assert (event.start.date, "1 Nov" in event.start.announced_as, event.dates) == (None, True, ())
    assert [it.start.announced_as for it in event.sessions] == ["11:00 - 11:30", "21:00 - 21:30"]
    assert "date-not-understood" in _codes(reading)


def test_programme_rows_are_sessions_in_the_stated_zone() -> None:
    event, _reading = _read(
        "---\ntitle: Maps by hand\ndate: 3 May 2022\nlocation: Room 4\nschedule:\n - times in UTC\n"
        " - 5:00AM–5:10AM Welcome (by Ada Reed)\n - 5:10AM–6:15AM Ink and paper (by Bo Kim and Cy Low)\n"
        " - 6:15 - 6:30 Coffee break\n - hands-on session 11:30pm - 0:30am\n"
        "slides: https://a.example/s.pdf\nvideo: TBA\nprerequisites: A pencil.\n---\n"
    )

    assert _sessions(event) == [
        ("ceremony", "Welcome", "2022-05-03 05:00:00+00:00", "2022-05-03 05:10:00+00:00"),
        ("talk", "Ink and paper", "2022-05-03 05:10:00+00:00", "2022-05-03 06:15:00+00:00"),
        ("break", "Coffee break", "2022-05-03 06:15:00+00:00", "2022-05-03 06:30:00+00:00"),
        ("talk", "hands-on session", "2022-05-03 23:30:00+00:00", "2022-05-04 00:30:00+00:00"),
    ]
    assert [[it.name for it in session.speakers] for session in event.sessions[:2]] == [
        ["Ada Reed"],
        ["Bo Kim", "Cy Low"],
    ]
    assert (event.venue, event.attendance_mode, event.prerequisites, event.delivery) == (
        "Room 4",
        "in_person",
        "<p>A pencil.</p>",
        ("hands_on",),
    )
    assert [(link.kind, link.url) for link in event.links] == [("slides", "https://a.example/s.pdf")]


def test_day_headings_date_the_rows_below() -> None:
    event, _reading = _read(
        "---\ntitle: Maps by hand\nschedule:\n - All times are in CET\n - Day 1, 7 February 2022\n - 9:00-10:00 Ink\n"
        " - Day 2, 8 February 2022\n - 9:00-10:00 Paper\n---\n"
    )

    assert [start for _kind, _title, start, _end in _sessions(event)] == [
        "2022-02-07 08:00:00+00:00",
        "2022-02-08 08:00:00+00:00",
    ]


BIOS = """\
---
title: Maps by hand
authors:
- name: Rita Moor
  affiliation: Hill Institute
  email: rita@private.example
author_bios:
- Dr. Ada Reed is a map maker at Stone College.
- Rita Moor has drawn hills since 1990.
- TBA
additional_organisers:
- name: Bo Kim
  img: /img/bo.png
  bio: Bo draws lakes.
images: [/img/x1.png]
---
A short text about maps.
"""


def test_biographies_in_prose_name_their_people() -> None:
    event, reading = _read(BIOS)

    assert [(it.person.honorific, it.person.name, it.person.bio) for it in event.contributions] == [
        ("", "Rita Moor", "<p>Rita Moor has drawn hills since 1990.</p>"),
        ("", "Bo Kim", "<p>Bo draws lakes.</p>"),
        ("Dr.", "Ada Reed", "<p>Dr. Ada Reed is a map maker at Stone College.</p>"),
    ]
    assert (event.abstract, event.body) == ("<p>A short text about maps.</p>", ())
    assert "rita@private.example" not in f"{event}{reading.findings}{reading.dropped}"
    assert "photo-unmatched" in _codes(reading)


PAGE = """\
---
layout: single
title: MAPS 2020 Tutorial
---

Welcome to the page of the MAPS 2020 tutorial on **"Drawing Coasts: Past and Present"**.

The live tutorial starts at 2:15pm PT on **Tuesday, November 17th, 2020**. A second QA session is held in the night of
**Thursday, November 19th, 2020**, from 4:45am PT.

<a class="btn" href="https://maps.example/virtual">Virtual Site</a>

# Presenters

- [Ada Reed](https://ada.example) (Stone College)
- Bo Kim

# Video

{% include video id="abcdefghijk" provider="youtube" %}

# Slides

<a href="files/coasts.pdf">Download (PDF)</a>
"""


def test_prose_page_gives_title_sessions_people_and_materials() -> None:
    event, _reading = _read(PAGE, path="maps20.md")

    assert (event.title, event.short_title, event.part_of_title) == (
        "Drawing Coasts: Past and Present",
        "MAPS 2020 Tutorial",
        "MAPS 2020",
    )
    assert _sessions(event) == [
        ("talk", "Live tutorial", "2020-11-17 22:15:00+00:00", "None"),
        ("questions_and_answers", "Second QA session", "2020-11-19 12:45:00+00:00", "None"),
    ]
    assert event.start.instant == dt.datetime(2020, 11, 17, 22, 15, tzinfo=dt.UTC)
    assert [(it.person.name, it.person.affiliations) for it in event.contributions] == [
        ("Ada Reed", ("Stone College",)),
        ("Bo Kim", ()),
    ]
    assert [(link.kind, link.url) for link in event.links] == [
        ("website", "https://maps.example/virtual"),
        ("recording", "https://www.youtube.com/watch?v=abcdefghijk"),
        ("slides", "files/coasts.pdf"),
    ]
    assert event.delivery == ("live", "questions_and_answers")


MIXED = """\
---
title: Program
---
# Keynote and Tutorial

### Keynote

### _Dr. Ida Holm_

**Title**: _Hills_

### Tutorial

### _Prof. Ada Reed_ and _MSc. Bo Kim_

**Title**: _Stones by hand_

**Bio**: Ada Reed counts stones.

**Bio**: Bo Kim draws them.

**Abstract**: Stones have edges.
"""


def test_section_of_a_programme_page_is_the_tutorial_and_the_rest_stays_text() -> None:
    event, _reading = _read(MIXED, path="program.md")

    assert (event.title, event.abstract) == ("Stones by hand", "<p>Stones have edges.</p>")
    assert [(it.person.name, it.person.bio) for it in event.contributions] == [
        ("Ada Reed", "<p>Ada Reed counts stones.</p>"),
        ("Bo Kim", "<p>Bo Kim draws them.</p>"),
    ]
    assert "Ida Holm" in "".join(block.html for block in event.body)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (RECORD, "_tutorials/coasts.md", True),
        (PAGE, "maps20.md", True),
        (MIXED, "program.md", True),
        ("---\ntitle: Call for Tutorials\n---\nSend tutorial proposals.\n", "cfp/tutorials.md", False),
        ("---\ntitle: Stone seminar\n---\nTalks.\n", "index.md", False),
        ("", "empty.md", False),
        ("title: Stone tutorial\n", "tutorial.yml", False),
    ],
)
def test_resembles_tells_tutorials_from_other_documents(text: str, path: str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (tutorial.resembles(_document(text, path)) >= 0.3) is expected


def test_tutorial_beside_its_data_file_is_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "_tutorials").mkdir()
    (tmp_path / "_data").mkdir()
    (tmp_path / "_tutorials" / "coasts.md").write_text(RECORD, encoding="utf-8")
    (tmp_path / "_data" / "accepted.yml").write_text(ACCEPTED, encoding="utf-8")

    alone = read_tree(SourceTree.collect([tmp_path / "_tutorials" / "coasts.md"]), ReadingOptions(year=2021))
    folder = read_tree(SourceTree.collect([tmp_path]), ReadingOptions(year=2021))

    assert [it.event.title if it.event else None for it in alone] == ["Drawing Coasts: A Short History"]
    assert [it.event.title if it.event else None for it in folder] == [None, "Drawing Coasts: A Short History"]
    assert [it.code for it in folder[0].findings] == ["read-as-data"]


def test_page_with_an_abstract_section_and_a_dated_record() -> None:
    event, _reading = _read(
        "---\ntitle: Maps by hand\npresenters: [Ada Reed (Stone College), TBA]\ndate: 3 May 2022\n"
        "time: 14:00 UTC\nimage: img/m.png\n"
        "links:\n- {title: Code, url: https://github.com/a/b}\nyear: 2022\n---\n## Abstract\n\n"
        "Maps are drawn.\n\n## Outline\n\nInk.\n"
    )

    assert (str(event.start.instant), event.abstract, event.hero_image.source if event.hero_image else "") == (
        "2022-05-03 14:00:00+00:00",
        "<p>Maps are drawn.</p>",
        "img/m.png",
    )
    assert [(it.person.name, it.person.affiliations) for it in event.contributions] == [
        ("Ada Reed", ("Stone College",))
    ]
    assert [(link.kind, link.url) for link in event.links] == [("code", "https://github.com/a/b")]
    assert "Ink." in "".join(block.html for block in event.body)
    assert "Abstract" not in "".join(block.html for block in event.body)


def test_conference_title_stays_when_nothing_else_tells() -> None:
    event, _reading = _read(
        "---\ntitle: MAPS 2020 Tutorial\n---\n## When\n\nThe tutorial takes place in spring.\n", path="maps.md"
    )

    assert (event.title, event.part_of_title) == ("MAPS 2020 Tutorial", "MAPS 2020")


def test_biographies_without_names_go_by_position() -> None:
    event, _reading = _read(
        "---\ntitle: Maps by hand\nauthors:\n- name: Ada Reed\n- name: ''\n- name: Bo Kim\nauthor_bios:\n"
        "- She draws.\n- He prints.\n"
        "author_imgs: [img/1.png]\n---\n"
    )

    assert [(it.person.name, it.person.bio) for it in event.contributions] == [
        ("Ada Reed", "<p>She draws.</p>"),
        ("Bo Kim", "<p>He prints.</p>"),
    ]


def test_schedule_of_records_with_zones() -> None:
    event, _reading = _read(
        "---\ntitle: Maps by hand\ndate: 3 May 2022\nschedule:\n- All times are UTC+2\n"
        "- {time: '10:00-11:00', title: Ink}\n"
        "- {time: '11:00-12:00 PT', title: Paper}\n- 23:30-23:15 Night\n---\n"
    )

    assert [(title, start) for _kind, title, start, _end in _sessions(event)] == [
        ("Ink", "2022-05-03 08:00:00+00:00"),
        ("Paper", "2022-05-03 18:00:00+00:00"),
        ("Night", "2022-05-03 21:30:00+00:00"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "# Schedule\n\n5 May 2030 " + "~" * 20_000,
        "# Schedule\n\n" + "- 5 May 2030: the tutorial takes place at 2 pm, Stone College\n" * 240,
        "# Stones\n\n**Abstract:** " + "Stones are counted by hand. " * 4000,
    ],
)
def test_long_pages_take_little_time(body: str) -> None:
    begin = time.process_time()

    _read(f"---\ntitle: Stones tutorial\n---\n{body}")

    assert time.process_time() - begin < 5
