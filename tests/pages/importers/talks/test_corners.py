"""Rare forms of announcements."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pages.importers import seminars
from pages.importers.documents import ImportedSeries, Reading, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree


def _reading(body: str, path: str = "seminar.md") -> Reading:
    text = body if path.endswith(".yml") else f"---\ntitle: Coast Seminar\n---\n{body}\n"
    document = read_document(text.encode(), path=path)
    return seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=ReadingOptions())


def _talks(body: str, path: str = "seminar.md") -> list[tuple[list[str], str, str, list[str]]]:
    event = _reading(body, path).event
    assert isinstance(event, ImportedSeries)
    return [
        ([one.person.name for one in it.contributions], it.title, it.abstract, [link.kind for link in it.links])
        for it in event.talks
    ]


TABLE = "## Talks\n\n| Date | Speaker | {} |\n|---|---|---|\n| 3 March 2026 | Ada Reed | {} |\n"
ENTRY = "## Talks\n\n3 March 2026\n\nDr. Ada Reed\n\n{}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (TABLE.format("Whatever", "Waves"), (["Ada Reed"], "Waves", "", [])),
        (TABLE.format("Paper", "[Waves](https://x.example/w.pdf)"), (["Ada Reed"], "Waves", "", ["paper"])),
        (TABLE.format("Title", "[mail us](mailto:a@b.example) Waves"), (["Ada Reed"], "mail us Waves", "", [])),
        (ENTRY.format("*Waves*\n\n<p>\n<b>Abstract:</b> <h3>One</h3> two</p>"), (["Ada Reed"], "Waves", "", [])),
        (ENTRY.format("*Waves* | [pdf](https://x.example/w.pdf)"), (["Ada Reed"], "Waves", "", ["paper"])),
        (
            "## Talks\n\n3 March 2026\n\n**mapping the sea**\n\nlowercase words\n",
            ([], "lowercase words", "", []),
        ),
        ("## Talks\n\n3 March 2026\n\n**陈海**\n\n*Waves*\n", (["陈海"], "Waves", "", [])),
        (ENTRY.format("Counting (all: of them) stones"), (["Ada Reed"], "Counting (all: of them) stones", "", [])),
    ],
)
def test_entry_of_a_rare_form(body: str, expected: tuple[list[str], str, str, list[str]]) -> None:
    ((names, title, abstract, links),) = _talks(body)

    assert (names, title, links) == (expected[0], expected[1], expected[3])
    assert "two" in abstract or not expected[2]


def test_column_of_no_known_kind_is_kept_with_the_talk() -> None:
    event = _reading(
        "## Talks\n\n| Date | Speaker | Title | Snack |\n|---|---|---|---|\n"
        "| 3 March 2026 | Ada Reed | Waves | Plum cake |\n"
    ).event

    assert isinstance(event, ImportedSeries)
    assert "Plum cake" in "".join(block.html for block in event.talks[0].body)


def test_rows_and_long_lines_inside_an_entry_are_kept() -> None:
    event = _reading(ENTRY.format("*Waves*\n\n| left | right |\n\n" + "Salt is heavy and rivers carry it. " * 20)).event

    assert isinstance(event, ImportedSeries)
    (talk,) = event.talks
    assert "left" in "".join(block.html for block in talk.body)
    assert talk.abstract.count("Salt is heavy") == 20


def test_nested_values_of_a_record() -> None:
    talks = _talks(
        "- {date: 3 March 2026, speaker: [{name: Ada Reed}, {name: TBA}], title: [Waves], abstract: {en: We see.}}\n"
        "- {date: 10 March 2026, speaker: Bo Kim, title: Lakes, slides: [https://x.example/a.pdf]}\n",
        "_data/talks.yml",
    )

    assert talks == [(["Ada Reed"], "Waves", "<p>We see.</p>", []), (["Bo Kim"], "Lakes", "", ["slides"])]


def test_pictures_between_paragraphs_part_the_entries() -> None:
    talks = _talks(
        "## Talks\n\n![](img/ada.png)\n\n3 March 2026\n\nDr. Ada Reed\n\n*Waves*\n\n<details>\nMore.\n</details>\n\n"
        "![](img/bo.png)\n\n10 March 2026\n\nDr. Bo Kim\n\n*Lakes*\n"
    )

    assert [(names, title) for names, title, _abstract, _links in talks] == [
        (["Ada Reed"], "Waves"),
        (["Bo Kim"], "Lakes"),
    ]


def test_ends_of_floating_times_take_the_zone_of_the_others() -> None:
    event = _reading(
        "## Talks\n\n- 3 March 2026, 14:00-15:00 (UK time): Ada Reed (Hill), *Waves*\n"
        "- 10 March 2026, 14:00-15:00: Bo Kim (Hill), *Lakes*\n- 17 March 2026, 14:00: Cy Low (Hill), *Sands*\n"
    ).event

    assert isinstance(event, ImportedSeries)
    assert [(it.start.zone, it.end.zone if it.end else None) for it in event.talks] == [
        ("Europe/London", "Europe/London"),
        ("Europe/London", "Europe/London"),
        ("Europe/London", None),
    ]


def test_organisers_without_names_are_none() -> None:
    event = _reading(
        "**Colloquium of *coasts* and lakes** meets.\n\n## Organisers\n\n- TBA\n- [Di Gold](https://g.example)\n"
    ).event

    assert isinstance(event, ImportedSeries)
    assert [it.person.name for it in event.contributions] == ["Di Gold"]


def test_text_of_a_talks_file_without_a_label_is_its_abstract() -> None:
    text = "---\nspeaker: Ada Reed\ntitle: Waves\ndate: 3 March 2026\n---\n" + "Salt is heavy and rivers carry it. " * 4
    document = read_document(text.encode(), path="_talks/reed.md")

    reading = seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=ReadingOptions())

    assert isinstance(reading.event, ImportedSeries)
    assert reading.event.talks[0].abstract.count("Salt is heavy") == 4


def test_struck_date_alone_still_dates_the_entry() -> None:
    event = _reading("## Talks\n\n- ~~3 March~~ ~~2026~~ 10 March 2026: Ada Reed (Hill), *Waves*\n").event

    assert isinstance(event, ImportedSeries)
    assert [str(it.start.date) for it in event.talks] == ["2026-03-10"]


def test_label_of_a_registration_column() -> None:
    ((_names, _title, _abstract, links),) = _talks(
        "## Talks\n\n| Date | Speaker | Slides |\n|---|---|---|\n"
        "| 3 March 2026 | Ada Reed | [watch the recording](https://y.example/1) |\n"
    )

    assert links == ["slides"]


def test_pictures_part_entries_whose_date_stands_below_the_speaker() -> None:
    body = """
![](ada.png)

Speaker: Ada Reed (Stone College)
12 May 2026, 13:00 (UK time)
Knots for beginners

![](bo.png)

Speaker: Bo Kim (Tidal Institute)
19 May 2026, 13:00 (UK time)
Tides without tables
"""

    assert [(people, title) for people, title, *_ in _talks(body)] == [
        (["Ada Reed"], "Knots for beginners"),
        (["Bo Kim"], "Tides without tables"),
    ]


def test_paragraphs_that_begin_with_a_date_follow_each_other() -> None:
    body = """
12 May 2026

Ada Reed (Stone College)
Time: 12 May 2026, 15:00 (UK time)
Knots for beginners

19 May 2026, 13:00 (UK time)
**Bo Kim (Tidal Institute)**
Tides without tables
"""
    event = _reading(body).event

    assert isinstance(event, ImportedSeries)
    assert [(talk.title, talk.start.date, talk.start.time) for talk in event.talks] == [
        ("Knots for beginners", dt.date(2026, 5, 12), dt.time(15)),
        ("Tides without tables", dt.date(2026, 5, 19), dt.time(13)),
    ]
