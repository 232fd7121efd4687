from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers import seminars
from pages.importers.documents import ImportedSeries, Reading, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree
from pages.importers.talks.wording import find_status, is_room, person_score, without_status


def _read(entries: str) -> Reading:
    text = f"---\ntitle: Coast Seminar\n---\nFridays at 14:00 (London time).\n\n## Upcoming seminars\n\n{entries}\n"
    document = read_document(text.encode(), path="seminar.md")
    return seminars.read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=ReadingOptions())


def _series(entries: str) -> ImportedSeries:
    event = _read(entries).event
    assert isinstance(event, ImportedSeries)
    return event


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ("4 December 2026, 14:00\n\nDr. Ada Reed (Hill School)\n\nCANCELLED: Waves at night", "cancelled"),
        ("4 December 2026, 14:00\n\nDr. Ada Reed (Hill School)\n\n**Cancelled:** Waves at night", "cancelled"),
        (
            "~~4 December 2026, 14:00~~ **Cancelled** (UK time)\n\nDr. Ada Reed (Hill School)\n\nWaves at night",
            "cancelled",
        ),
        ("4 December 2026, 14:00 **CANCELLED**\n\nDr. Ada Reed (Hill School)\n\nWaves at night", "cancelled"),
        ("**Cancelled:** 4 December 2026, 14:00\n\nDr. Ada Reed (Hill School)\n\nWaves at night", "cancelled"),
        ("4 December 2026, 14:00\n\nDr. Ada Reed (Hill School)\n\nWaves at night (postponed)", "postponed"),
        ("- 4 December 2026 (moved online): Ada Reed (Hill School), *Waves at night*", "moved_online"),
        ("- **[Postponed]** 4 December 2026: Ada Reed (Hill School), *Waves at night*", "postponed"),
        ("- 4 December 2026: Ada Reed (Hill School), *Waves at night*", "scheduled"),
    ],
)
def test_talk_called_off_keeps_speaker_and_title(entry: str, status: str) -> None:
    (talk,) = _series(entry).talks

    names = [it.person.name for it in talk.contributions]
    assert (talk.status, names, talk.title, str(talk.start.date)) == (
        status,
        ["Ada Reed"],
        "Waves at night",
        "2026-12-04",
    )


@pytest.mark.parametrize(
    ("text", "status", "rest"),
    [
        ("Postponed gratification in rivers", None, "Postponed gratification in rivers"),
        ("Why elections get postponed", None, "Why elections get postponed"),
        ("This talk has been cancelled.", "cancelled", "This talk has been  ."),
        ("Waves, 3 May – annulé", "cancelled", "Waves, 3 May –"),
        ("講演は中止", "cancelled", "講演は"),
    ],
)
def test_status_stands_apart_from_the_title(text: str, status: str | None, rest: str) -> None:
    assert (find_status(text), without_status(text)) == (status, rest)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("**Date to be announced**\n\nDr. Bo Kim (Hill School)\n\nLakes", [("Bo Kim", "Lakes")]),
        ("TBA\n\nDr. Bo Kim (Hill School)\n\nLakes", [("Bo Kim", "Lakes")]),
        ("- TBA: Bo Kim (Hill School), *Lakes*", [("Bo Kim", "Lakes")]),
        ("- Date TBD: Bo Kim (Hill School), *Lakes*", [("Bo Kim", "Lakes")]),
        ("**Date:** TBC\n**Speaker:** Bo Kim\n**Title:** Lakes", [("Bo Kim", "Lakes")]),
        ("### TBA\n\nDr. Bo Kim (Hill School)\n\n*Lakes*", [("Bo Kim", "Lakes")]),
        ("TBA\n\nTo be continued", []),
    ],
)
def test_talk_without_a_date_yet(entries: str, expected: list[tuple[str, str]]) -> None:
    reading = _read(entries)

    assert isinstance(reading.event, ImportedSeries)
    talks = [(it.contributions[0].person.name, it.title) for it in reading.event.talks]
    dates = [(it.start.date, it.start.announced_as) for it in reading.event.talks]
    left_empty = [it.message for it in reading.findings if it.code == "placeholder-left-empty"]
    assert (talks, dates) == (expected, [(None, "")] * len(expected))
    assert left_empty == ["The date is still to be announced; it was left empty."] * len(expected)


@pytest.mark.parametrize(
    "entry",
    [
        "20 November 2026 (all day)\n\nDr. Ada Reed (Hill School)\n\nWaves",
        "**Date:** 20 November 2026\n**Time:** all day\n**Speaker:** Ada Reed\n**Title:** Waves",
    ],
)
def test_talk_of_a_whole_day_has_no_time(entry: str) -> None:
    (talk,) = _series(entry).talks

    assert (str(talk.start.date), talk.start.time, talk.title) == ("2026-11-20", None, "Waves")


def test_time_in_utc_stays_in_utc() -> None:
    (talk,) = _series("28 March 2027, 23:30 (UTC)\n\nDr. Ada Reed (Hill School)\n\nWaves").talks

    assert talk.start.zone == "UTC"


@pytest.mark.parametrize(
    ("lines", "names", "title"),
    [
        (["Dr. Ada Reed (Hill School)", "Cheap Salt: Weighing rivers"], ["Ada Reed"], "Cheap Salt: Weighing rivers"),
        (["Ada Reed (Hill School), Cheap Salt: Weighing rivers"], ["Ada Reed"], "Cheap Salt: Weighing rivers"),
        (
            ["Mateu d'Aro-Lind (Hill School)", "One Pixel, Many Seas: maps"],
            ["Mateu d'Aro-Lind"],
            "One Pixel, Many Seas: maps",
        ),
        (["Ada Reed: Weighing rivers"], ["Ada Reed"], "Weighing rivers"),
        (["Ada Reed, Hill School: Weighing rivers"], ["Ada Reed"], "Weighing rivers"),
        (["Hill University", "Ada Reed: Weighing rivers"], ["Ada Reed"], "Weighing rivers"),
        (["Ada Reed. Weighing rivers again"], ["Ada Reed"], "Weighing rivers again"),
        (["**Speaker:** Ada Reed", "Cheap Salt: Weighing rivers"], ["Ada Reed"], "Cheap Salt: Weighing rivers"),
        (["Ada Reed (Hill School), Bo Kim (Lake School)"], ["Ada Reed", "Bo Kim"], ""),
    ],
)
def test_colon_ends_a_name_only_where_nobody_else_speaks(lines: list[str], names: list[str], title: str) -> None:
    (talk,) = _series("4 December 2026, 14:00\n\n" + "\n\n".join(lines)).talks

    assert ([it.person.name for it in talk.contributions], talk.title) == (names, title)


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("Online", True),
        ("Zoom only", True),
        ("Room 3.12", True),
        ("Building A3", True),
        ("Hill Building, second floor", True),
        ("Online learning of rivers", False),
        ("Building bridges with paper", False),
        ("*Room for doubt*", False),
    ],
)
def test_titles_with_words_of_places_are_no_rooms(text: str, is_place: bool) -> None:  # noqa: FBT001  # an expected value
    assert is_room(text) == is_place


@pytest.mark.parametrize("text", ["Cheap Salt: Rivers", "Organizational Meeting", "Why rivers?"])
def test_title_is_no_person(text: str) -> None:
    assert person_score(text) == 0
