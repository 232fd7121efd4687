from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers import seminars
from pages.importers.documents import ImportedSeries, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree


def _series(body: str) -> ImportedSeries:
    document = read_document(f"---\ntitle: Coast Seminar\n---\n{body}\n".encode(), path="seminar.md")
    tree = SourceTree(Path("/nonexistent"), (document,))
    event = seminars.read(document, tree=tree, options=ReadingOptions(time_zone="UTC")).event
    assert isinstance(event, ImportedSeries)
    return event


def _rows(body: str) -> list[tuple[str, list[tuple[str, tuple[str, ...]]], str]]:
    people = [[(it.person.name, it.person.affiliations) for it in talk.contributions] for talk in _series(body).talks]
    return [(str(talk.start.date), names, talk.title) for talk, names in zip(_series(body).talks, people, strict=True)]


HEADER = "## Talks\n\n| Date | Speaker | Title |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ada Reed<br>Haute École", [("Ada Reed", ("Haute École",))]),
        ("Ada Reed,<br>Bo Kim", [("Ada Reed", ()), ("Bo Kim", ())]),
        ("Ada Reed<br>and Bo Kim", [("Ada Reed", ()), ("Bo Kim", ())]),
        ("Ada Reed (Hill)<br>Bo Kim (Lake)", [("Ada Reed", ("Hill",)), ("Bo Kim", ("Lake",))]),
        ("Ada Reed<br>Hill School<br>[Slides](https://x.example/a.pdf)", [("Ada Reed", ("Hill School",))]),
    ],
)
def test_lines_of_a_speakers_cell(cell: str, people: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _rows(f"{HEADER}| 3 March 2026 | {cell} | Waves |\n") == [("2026-03-03", people, "Waves")]


@pytest.mark.parametrize(
    ("cell", "title", "abstract", "links"),
    [
        ("Waves of<br>salt", "Waves of salt", "", []),
        ("Waves<br>Abstract: We see *waves*.", "Waves", "<p>We see <i>waves</i>.</p>", []),
        ("Waves<br>[Slides](https://x.example/a.pdf)", "Waves", "", ["slides"]),
        ("[Waves](/talks/spring 2026/waves.html)", "Waves", "", ["other"]),
        ("[Waves]()", "Waves", "", []),
    ],
)
def test_lines_of_a_titles_cell(cell: str, title: str, abstract: str, links: list[str]) -> None:
    (talk,) = _series(f"{HEADER}| 3 March 2026 | Ada Reed | {cell} |\n").talks

    assert (talk.title, talk.abstract, [it.kind for it in talk.links]) == (title, abstract, links)


def test_blank_in_an_address_is_encoded() -> None:
    (talk,) = _series(f'{HEADER}| 3 March 2026 | Ada Reed | [Waves](/a b/waves.html "see") |\n').talks

    assert [it.url for it in talk.links] == ["/a%20b/waves.html"]


def test_speaker_below_a_title() -> None:
    rows = _rows("## Talks\n\n| Date | Title |\n|---|---|\n| 3 March 2026 | Waves<br>Ada Reed (Hill) |\n")

    assert rows == [("2026-03-03", [("Ada Reed", ("Hill",))], "Waves")]


def test_years_between_rows_and_paragraphs_date_what_follows() -> None:
    table = f"{HEADER}| **Fall 2027** | | |\n| October 4 | Ada Reed | Waves |\n"
    lists = "\n**Spring 2024**\n\n- Jan 26: Bo Kim: Lakes\n\n**Spring 2023**\n\n- Jan 27: Cy Low: Sands\n"

    series = _series(table + lists)

    assert [str(it.start.date) for it in series.talks] == ["2027-10-04", "2024-01-26", "2023-01-27"]
    assert (series.about, series.body) == ("", ())


def test_table_without_a_header() -> None:
    series = _series(
        "Talks with friends.\n\n<table>\n<tr><td colspan=2><b>Fall 2023</b></td></tr>\n<tr>\n"
        "<td>Friday, December 8, 3-4 pm</td>\n"
        "<td><b>Copies of waves</b><br>Speaker: <a href='https://a.example'>Ada Reed, Hill School</a>\n"
        "<br>Abstract: Copies matter.</td></tr>\n"
        "<tr><td><h3>2023-12-15</h3></td></tr>\n"
        "<tr><td><a href='https://b.example'>Bo Kim</a><p>Lake</p></td><td><em>Lakes at dusk</em></td></tr>\n</table>\n"
    )

    talks = [(str(it.start.date), it.contributions[0].person.name, it.title) for it in series.talks]
    assert talks == [("2023-12-08", "Ada Reed", "Copies of waves"), ("2023-12-15", "Bo Kim", "Lakes at dusk")]
    assert (series.about, series.body) == ("<p>Talks with friends.</p>", ())


def test_table_of_deadlines_without_a_header_is_no_table_of_talks() -> None:
    series = _series(
        "<table><tr><td>3 May 2023</td><td>Paper submission</td></tr>"
        "<tr><td>4 June 2023</td><td>Notification</td></tr></table>\n"
    )

    assert series.talks == ()


def test_year_of_usual_time_with_a_dash() -> None:
    series = _series("Talks take place every Tuesday, 4:30–5:30 PM PT.\n")

    assert (str(series.usual_time), series.usual_minutes) == ("16:30:00", 60)


def test_entry_of_empty_template_says_nothing() -> None:
    assert _series("## Talks\n\n**Date:** {{ talk.date }}\n**Speaker:** {{ talk.speaker }}\n").talks == ()
