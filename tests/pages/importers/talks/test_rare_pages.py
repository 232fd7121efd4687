"""Rare forms of pages and rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers import seminars
from pages.importers.dates import DateContext
from pages.importers.documents import ImportedSeries, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree
from pages.importers.talks.series_text import read_series_text
from pages.importers.talks.snippets import cut_date

OPTIONS = ReadingOptions()


def _series(body: str) -> ImportedSeries:
    document = read_document(f"---\ntitle: Coast Seminar\n---\n{body}\n".encode(), path="seminar.md")
    tree = SourceTree(Path("/nonexistent"), (document,))
    event = seminars.read(document, tree=tree, options=OPTIONS).event
    assert isinstance(event, ImportedSeries)
    return event


def test_page_between_pictures_ends_at_the_next_picture() -> None:
    series = _series(
        "## Talks\n\n![Ada](a.png)\n\n3 March 2026\n\nDr. Ada Reed\n\n*Waves*\n\nWords of hers.\n\n"
        "![Bo](b.png)\n\n10 March 2026\n\nDr. Bo Kim\n\n*Salt*\n"
    )

    assert [it.title for it in series.talks][:1] == ["Waves"]


def test_row_with_nothing_but_a_date_is_no_talk() -> None:
    series = _series(
        "## Talks 2026\n\n| Date | Speaker | Title |\n|---|---|---|\n| 3 March | | |\n"
        "| 10 March 2026 | Bo Kim | Salt |\n"
    )

    assert [(str(it.start.date), it.title) for it in series.talks] == [("2026-03-10", "Salt")]


def test_link_that_stands_twice_is_taken_once() -> None:
    link = "[Zoom](https://x.zoom.us/j/1)"

    series = _series(f"## Talks\n\n- 3 March 2026 **Ada Reed** *Waves* {link} {link}\n")

    assert [[(it.kind, it.url) for it in talk.links] for talk in series.talks] == [[("join", "https://x.zoom.us/j/1")]]


def test_page_of_a_series_without_talks_is_one_by_its_name_and_cadence() -> None:
    body = "---\ntitle: Coast Seminar\n---\nWe meet every Tuesday at 14:00.\n\n## Upcoming talks\n\nSoon.\n"

    assert seminars.resembles(read_document(body.encode(), path="a.md")) >= seminars.SURE_SIGNS


def test_document_without_talks_beside_a_series_gives_none() -> None:
    home = read_document(b"---\ntitle: Coast Seminar\n---\nWe meet on Tuesdays.\n", path="index.md")
    other = read_document(b"---\ntitle: Notes\n---\nWords.\n", path="notes.md")
    tree = SourceTree(Path("/nonexistent"), (home, other))

    readings = seminars.read_series(home, [other], tree=tree, options=OPTIONS)

    assert [it.code for it in readings[1].findings] == ["read-as-part"]
    assert "0 talks" in readings[1].findings[0].message


def test_organisers_still_to_be_named_are_left_out() -> None:
    text = read_series_text("**Organisers:** [TBA](https://x.example); [Ada Reed](https://ada.example)\n", first_line=1)

    assert [it.person.name for it in text.contributions] == ["Ada Reed"]


def test_empty_page_and_bold_name_of_a_series() -> None:
    assert read_series_text("", first_line=1).dropped == ()
    assert "The Coast Seminar" in f"{read_series_text('This is **The Coast Seminar** of ours.', first_line=1)}"


@pytest.mark.parametrize(
    "text",
    ["3 March 2026 | 14h Ada", "3 March 2026 – Wednesday, 14:00 Ada", "3 March 2026 – Wed, 2 pm – 3 pm CET Ada"],
)
def test_time_after_a_date(text: str) -> None:
    dated = cut_date(text, context=DateContext())

    assert dated is not None
    assert dated.after.endswith("Ada")


def test_page_with_two_talks_and_no_other_sign_of_a_series_is_little_like_one() -> None:
    body = "- 3 March 2026: **Ada Reed** (Stone College), *Waves*\n- 10 March 2026: **Bo Kim** (Lake College), *Salt*\n"

    assert 0 < seminars.resembles(read_document(body.encode(), path="a.md")) < seminars.SURE_SIGNS


def test_untitled_part_with_nothing_but_a_link_is_no_heading() -> None:
    text = read_series_text("[Zoom](https://x.zoom.us/j/1)\n\n# Coast\n\n[Zoom](https://x.zoom.us/j/2)\n", first_line=1)

    assert [it.what for it in text.dropped if "“”" in it.what] == []
