from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers import seminars
from pages.importers.documents import ImportedSeries, ImportedTalk, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree

OPTIONS = ReadingOptions(time_zone="Europe/London")


def _read(
    body: str, *, path: str = "seminar.md", options: ReadingOptions = OPTIONS
) -> tuple[ImportedSeries, list[str]]:
    """The series and the codes of its findings."""
    text = body if path.endswith(".yml") else f"---\ntitle: Stone seminar\n---\n{body}"
    document = read_document(text.encode(), path=path)
    reading = seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=options)
    assert isinstance(reading.event, ImportedSeries)
    return reading.event, [it.code for it in reading.findings]


def _talks(body: str, *, path: str = "seminar.md") -> list[tuple[str, list[str], str]]:
    series, _codes = _read(body, path=path)
    return [(_start(it), [person.person.name for person in it.contributions], it.title) for it in series.talks]


def _start(talk: ImportedTalk) -> str:
    return talk.start.instant.strftime("%Y-%m-%d %H:%M") if talk.start.instant else str(talk.start.date)


def test_speaker_may_stand_before_the_labelled_date() -> None:
    talks = _talks(
        "**Speaker:** Ada Reed\n**Date and time:** 4 June 2024, 11:00\n**Title:** Stones\n**Abstract:** One.\n"
        "\nTwo.\n\n---\n\n"
        "**Speaker:** Bo Kim\n\n**Date:** 11 June 2024, 11:00\n\n**Title:** TBC\n\n**Speaker:** Cy Low\n"
    )

    assert talks == [("2024-06-04 10:00", ["Ada Reed"], "Stones"), ("2024-06-11 10:00", ["Bo Kim", "Cy Low"], "")]


def test_paragraphs_of_an_abstract_stay_apart() -> None:
    series, _codes = _read(
        "**Date:** 4 June 2024\n**Speaker:** Ada Reed\n**Abstract:** One.\n\n- first\n- second\n\nTwo.\n"
    )

    assert series.talks[0].abstract == "<p>One.</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>\n<p>Two.</p>"


def test_item_may_name_the_date_in_its_second_line() -> None:
    talks = _talks(
        "## Past talks\n\n- **Ada Reed** (Stone College)\n  12 May 2022, 14:00\n  *Stones*\n- **Bo Kim**\n  *Lakes*\n"
    )

    assert talks == [("2022-05-12 13:00", ["Ada Reed"], "Stones")]


@pytest.mark.parametrize(
    "table",
    [
        (
            "| Date | Speaker & Title | Slides/Video |\n|---|---|---|\n| 12 May 2022 | **Ada Reed**: *Stones* | "
            "[pdf](a.pdf) |\n"
        ),
        (
            "| Date & Time | Speaker (Affiliation) | Paper |\n|---|---|---|\n| 12 May 2022 | Ada Reed (MIT) | "
            "[Stones](https://a.example) |\n"
        ),
        "| When | Who | What | Notes |\n|---|---|---|---|\n| 12 May 2022 | Ada Reed | Stones | |\n",
        (
            "| Day | Presenter | Topic | Link |\n|---|---|---|---|\n| 12 May 2022 | "
            "[Ada Reed](https://ada.example) | Stones | https://a.example |\n"
        ),
    ],
)
def test_columns_of_many_names_give_the_same_talk(table: str) -> None:
    assert _talks(table) == [("2022-05-12", ["Ada Reed"], "Stones")]


def test_row_without_a_date_belongs_to_the_day_above() -> None:
    talks = _talks(
        "| Date | Speaker | Title |\n|---|---|---|\n| 12 May 2022 | Ada Reed | One |\n| | Bo Kim | Two |\n"
        "| 19 May 2022 | | |\n"
    )

    assert talks == [("2022-05-12", ["Ada Reed"], "One"), ("2022-05-12", ["Bo Kim"], "Two")]


def test_table_of_other_things_stays_text() -> None:
    series, _codes = _read("| Room | Seats |\n|---|---|\n| 12 | 40 |\n\n- 12 May 2022: Ada Reed, *Stones*\n")

    assert [block.rows for block in series.body if block.kind == "table"] == [(("Room", "Seats"), ("12", "40"))]


def test_affiliation_may_stand_in_a_line_of_its_own() -> None:
    series, _codes = _read("## Talks\n\n### 12 May 2022\n\n**Ada Reed**\n\nUniversity of Stones\n\nHow stones grow\n")

    (talk,) = series.talks
    assert (talk.contributions[0].person.affiliations, talk.title) == (("University of Stones",), "How stones grow")


def test_long_text_without_a_label_is_the_abstract() -> None:
    words = "Stones are counted by hand in every village of the valley. " * 6

    series, _codes = _read(f"## Talks\n\n### 12 May 2022: Ada Reed\n\n*Stones*\n\n{words}\n\nBring boots.\n")

    (talk,) = series.talks
    assert (talk.title, talk.abstract) == ("Stones", f"<p>{words.strip()}</p>")
    assert "Bring boots" in talk.body[0].html


def test_labelled_links_and_notes_are_kept() -> None:
    series, codes = _read(
        "## Talks\n\n### 12 May 2022: Ada Reed\n\n**Title:** Stones\n\n**Slides:** TBA\n\n"
        "**Video:** ask the speaker\n\n"
        "**Paper:** [the journal](https://j.example)\n\n**Contact:** the desk\n\n"
        "**Email:** ada@private.example\n\n**Language:** fr\n"
    )

    (talk,) = series.talks
    assert [(link.kind, link.url, link.label) for link in talk.links] == [
        ("slides", None, "Slides"),
        ("paper", "https://j.example", "Paper: the journal"),
    ]
    text = "".join(block.html for block in talk.body)
    assert ("ask the speaker" in text, "the desk" in text, "private.example" in f"{series}", talk.languages) == (
        True,
        True,
        False,
        ("fr",),
    )
    assert "link-empty" in codes


@pytest.mark.parametrize(
    ("clock", "codes"),
    [
        ("20220512T1400", []),
        ("20220512T14", []),
        ("20220512", []),
        ("20220512T1430", ["time-contradicts-link"]),
        ("20220513T1400", ["time-contradicts-link"]),
        ("20221350T1400", []),
    ],
)
def test_world_clock_is_compared_with_the_words(clock: str, codes: list[str]) -> None:
    _series, found = _read(
        f"- 12 May 2022, 14:00 ([UK time](https://www.timeanddate.com/x?iso={clock})): Ada Reed, *Stones*\n"
    )

    assert found == codes


def test_world_clock_gives_a_time_that_the_words_leave_out() -> None:
    talks = _talks(
        "- 12 May 2022 ([time](https://www.timeanddate.com/x?iso=20220512T1400&p1=136)): Ada Reed, *Stones*\n"
    )

    assert talks == [("2022-05-12 13:00", ["Ada Reed"], "Stones")]


@pytest.mark.parametrize(
    ("record", "start", "minutes"),
    [
        ("date: 2022-05-12\n  time: 2pm - 3pm", "2022-05-12 13:00", 60),
        ("date: 2022-05-12 14:00\n  duration: 45 min", "2022-05-12 13:00", 45),
        ("date: 2022-05-12 14:00\n  duration: 2 hours", "2022-05-12 13:00", 120),
        ("date: 2022-05-12 14:00\n  end: 2022-05-12 15:30", "2022-05-12 13:00", 90),
        ("date: 2022-05-12 14:00\n  end: 2022-05-11 15:30", "2022-05-12 13:00", None),
        ("date: TBA", "None", None),
        ("date: some day in June", "None", None),
    ],
)
def test_records_say_when_in_several_keys(record: str, start: str, minutes: int | None) -> None:
    series, _codes = _read(f"- speaker: Ada Reed\n  title: Stones\n  {record}\n", path="_data/talks.yml")

    (talk,) = series.talks
    assert (_start(talk), talk.minutes) == (start, minutes)


def test_records_with_two_names_for_one_fact() -> None:
    series, codes = _read(
        "term:\n- name: Stones\n  speaker: TBA\n  date: 12 May 2022\n  topics: [x]\n- title: Lakes\n"
        "  topic: water\n  speaker: Bo Kim\n"
        "  affiliation: Lake School; Hill Institute\n  date: 19 May 2022\n  photo: img/bo.png\n"
        "  homepage: '[Bo](https://bo.example)'\n"
        "  slides: [https://a.example/1.pdf, later]\n  links: {code: https://github.com/a/b}\n- title: no talk\n",
        path="_data/talks.yml",
    )

    first, second = series.talks
    person = second.contributions[0].person
    assert ([it.person.name for it in first.contributions], first.title, second.title) == ([], "Stones", "Lakes")
    assert (person.affiliations, person.homepage, person.photo.source if person.photo else "") == (
        ("Lake School", "Hill Institute"),
        "https://bo.example",
        "img/bo.png",
    )
    assert [(link.kind, link.url) for link in second.links] == [
        ("slides", "https://a.example/1.pdf"),
        ("slides", "later"),
        ("code", "https://github.com/a/b"),
    ]
    assert "placeholder-left-empty" in codes


def test_dated_headings_above_talks_are_no_talks() -> None:
    talks = _talks(
        "## Term from 3 March 2022\n\n### 10 March 2022: Ada Reed\n\n*Stones*\n\n### 17 March 2022: Bo Kim\n\n*Lakes*\n"
    )

    assert talks == [("2022-03-10", ["Ada Reed"], "Stones"), ("2022-03-17", ["Bo Kim"], "Lakes")]


def test_pictures_stand_before_each_paragraph() -> None:
    series, _codes = _read(
        "## Talks\n\n![Ada](img/ada.png)\n\n**12 May 2022** Ada Reed (Stone College)\n\n*Stones*\n\n![](img/bo.png)\n\n"
        "**19 May 2022** Bo Kim\n\n*Lakes*\n\nCalendar: [ics](https://c.example/all.ics)\n"
    )

    photos = [it.contributions[0].person.photo for it in series.talks]
    assert [(it.source, it.alt) for it in photos if it] == [("img/ada.png", "Ada"), ("img/bo.png", "")]
    assert [(link.kind, link.label) for link in series.links] == [("calendar", "Calendar (ics)")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Every Friday from 3pm to 4:30pm EST.", ("FR", "15:00:00", 90, "America/New_York")),
        ("Wann: mittwochs, 16:15 Uhr (Berlin time)", ("WE", "16:15:00", None, "Europe/Berlin")),
        ("We meet once a month.", ("", "None", None, "Europe/London")),
        ("The group was founded on 3 May 2020.", ("", "None", None, "Europe/London")),
        ("Mondays 10:00 UTC+2", ("MO", "10:00:00", None, "Etc/GMT-2")),
    ],
)
def test_usual_day_time_length_and_zone(sentence: str, expected: tuple[str, str, int | None, str]) -> None:
    series, _codes = _read(f"{sentence}\n\n## Upcoming talks\n")

    assert (series.cadence_weekday, str(series.usual_time), series.usual_minutes, series.time_zone) == expected


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The seminar is on hiatus.", "paused"),
        ("The series has ended.", "ended"),
        ("All are welcome.", "active"),
    ],
)
def test_state_of_the_series(sentence: str, status: str) -> None:
    series, _codes = _read(f"{sentence}\n\n## Upcoming talks\n")

    assert series.series_status == status


def test_damaged_characters_in_records_are_restored() -> None:
    series, codes = _read(
        "- speaker: Ada Reed\n  date: 12 May 2022\n  affiliation: Universit√§t am See\n", path="_data/talks.yml"
    )

    assert series.talks[0].contributions[0].person.affiliations == ("Universität am See",)
    assert "mojibake-repaired" in codes


def test_year_from_the_title_is_reported_once() -> None:
    document = read_document(
        b"---\ntitle: Stone Seminar 2022\nlang: fr\n---\n- 12 May: Ada Reed, *A*\n- 19 May: Bo Kim, *B*\n", path="a.md"
    )

    reading = seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=OPTIONS)

    assert [it.code for it in reading.findings] == ["year-inferred"]
    assert (
        (reading.event.languages, len(getattr(reading.event, "talks", ()))) == (("fr",), 2) if reading.event else False
    )


@pytest.mark.parametrize(
    ("line", "names", "title"),
    [
        ("Counting (all) stones by Ada Reed", ["Ada Reed"], "Counting (all) stones"),
        ("Ada Reed (Stone College) Counting all stones", ["Ada Reed"], "Counting all stones"),
        ("Counting all stones, Ada Reed (Stone College)", ["Ada Reed"], "Counting all stones"),
        ("Counting the stones – Ada Reed (Stone College)", ["Ada Reed"], "Counting the stones"),
        ("TBA", [], ""),
    ],
)
def test_names_and_titles_in_one_line(line: str, names: list[str], title: str) -> None:
    ((_start, found, read_title),) = _talks(f"- 12 May 2022: {line}\n")

    assert (found, read_title) == (names, title)


def test_code_is_no_talk() -> None:
    series, _codes = _read("## Talks\n\n```\n- 12 May 2022: Ada Reed\n```\n\n- 19 May 2022: Bo Kim, *Lakes*\n")

    assert ([it.title for it in series.talks], [block.kind for block in series.body][-1:]) == (["Lakes"], ["code"])


def test_organisers_in_prose_and_lines() -> None:
    series, _codes = _read(
        "**Organisers:** [Ada Reed](https://ada.example) and Bo Kim\n\n## Upcoming talks\n\n## Organised by\n\n"
        "Cy Low, Lake School\n"
    )

    assert [it.person.name for it in series.contributions] == ["Ada Reed", "Bo Kim", "Cy Low"]


def test_online_and_hybrid_series() -> None:
    online, _codes = _read("Every Monday at 10:00 on Zoom.\n\n## Upcoming talks\n")
    hybrid, _codes = _read("Every Monday at 10:00, hybrid.\n\n**Location:** Room 5\n\n## Upcoming talks\n")

    assert (online.attendance_mode, hybrid.attendance_mode) == ("online", "hybrid")


def test_html_table_over_many_lines() -> None:
    series, _codes = _read(
        "<table>\n<thead><tr><th>Date</th><th>Time</th><th>Location</th><th>Speaker</th>"
        "<th>Title &amp; Abstract</th></tr>\n"
        "</thead>\n<tbody>\n<tr><td>12 May 2022</td><td>3pm-4pm</td><td>Room 1</td>"
        "\n<td><a href='https://ada.example'>Ada Reed</a>"
        "<br>Stone College</td><td><b>Stones</b><details><summary>Abstract</summary>They lie.</details></td></tr>\n"
        "<tr><td>19 May 2022</td><td>3pm</td><td>Zoom</td><td>TBA</td><td>TBA</td></tr>\n</tbody></table>\n"
    )

    first, second = series.talks
    assert (_start(first), first.minutes, first.venue, first.title, first.abstract) == (
        "2022-05-12 14:00",
        60,
        "Room 1",
        "Stones",
        "<p>They lie.</p>",
    )
    assert (_start(second), second.title, second.attendance_mode, second.contributions) == (
        "2022-05-19 14:00",
        "",
        "online",
        (),
    )


def test_note_in_brackets_behind_the_date() -> None:
    series, _codes = _read("## Talks\n\n- **12 May 2022** (in person, Room 7): Ada Reed\n")

    (talk,) = series.talks
    assert (talk.contributions[0].person.name, talk.venue, talk.attendance_mode) == (
        "Ada Reed",
        "in person, Room 7",
        "in_person",
    )


def test_organisers_named_in_a_sentence() -> None:
    series, _codes = _read(
        "Organised by [Ada Reed](https://ada.example) and Bo Kim. All are welcome.\n\n## Upcoming talks\n"
    )

    assert [(it.person.name, it.person.homepage) for it in series.contributions] == [
        ("Ada Reed", "https://ada.example"),
        ("Bo Kim", ""),
    ]


def test_addresses_of_organisers_and_speakers_are_private() -> None:
    document = read_document(
        b"---\ntitle: Stone seminar\n---\n## Talks\n\n- 12 May 2022: Ada Reed <ada@private.example>, *Stones*\n\n"
        b"## Organisers\n\n- Bo Kim, Lake School (bo@private.example)\n",
        path="a.md",
    )

    reading = seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=OPTIONS)

    assert "private.example" not in f"{reading.event}{reading.findings}{reading.dropped}"
    assert "e-mail address" in {it.what for it in reading.dropped}
