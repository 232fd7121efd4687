from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers.documents import ImportedSeries, ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree
from pages.importers.talks.records import is_talk_file, is_talk_list


def _talks(text: str, path: str) -> list[tuple[str, list[str], str]]:
    document = read_document(text.encode(), path=path)
    (reading,) = read_tree(SourceTree(Path("/nonexistent"), (document,)), ReadingOptions())
    talks = reading.event.talks if isinstance(reading.event, ImportedSeries) else ()
    return [(str(it.start.date), [one.person.name for one in it.contributions], it.title) for it in talks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "- type: Upcoming\n  members:\n  - speaker: Ada Reed\n    date: 3 May 2026\n    title: Waves\n"
                "- type: Past\n  members:\n  - speaker: Bo Kim\n    date: 3 May 2025\n"
            ),
            [("2026-05-03", ["Ada Reed"], "Waves"), ("2025-05-03", ["Bo Kim"], "")],
        ),
        ("- seminar:\n    speaker: Ada Reed\n    date: 3 May 2026\n", [("2026-05-03", ["Ada Reed"], "")]),
        (
            (
                "meta: {title: Coasts}\norganizers:\n- name: Cy Low\nschedule:\n- year: 2026\n  sessions:\n"
                "  - {date: 1 October, speaker: Ada Reed, title: Waves}\n  - {date: 8 October, title: First meeting}\n"
            ),
            [("2026-10-01", ["Ada Reed"], "Waves"), ("2026-10-08", [], "First meeting")],
        ),
        ("'2025':\n- {date: 1 October, speaker: Ada Reed, title: Waves}\n", [("2025-10-01", ["Ada Reed"], "Waves")]),
        (
            "- {date: 1 October 2025, title: Waves}\n- {date: 8 October 2025, title: Lakes}\n",
            [("2025-10-01", [], "Waves"), ("2025-10-08", [], "Lakes")],
        ),
        ("a: {b: {c: {d: {e: {f: {g: [{date: 1 October 2025, speaker: Ada Reed}]}}}}}}\n", []),
    ],
)
def test_talks_inside_lists(text: str, expected: list[tuple[str, list[str], str]]) -> None:
    assert _talks(text, "_data/talks.yml") == expected


def test_list_of_other_things_is_no_list_of_talks() -> None:
    document = read_document(b"- {name: Ada Reed}\n- {name: Bo Kim}\n", path="_data/people.yml")

    assert not is_talk_list(document)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (
            "---\nspeaker: Ada Reed\nspeaker-uni: Hill School\ntitle: 6 November 2023\nsubtitle: Waves\n---\nWe see.\n",
            "_posts/2023-11-06-reed.md",
            [("2023-11-06", ["Ada Reed"], "Waves")],
        ),
        (
            "---\ntitle: Waves\nspeaker: {name: Ada Reed, affil: Hill School}\n---\n",
            "_posts/2022-10-11-reed.md",
            [("2022-10-11", ["Ada Reed"], "Waves")],
        ),
        (
            '+++\ntitle = "Waves"\n+++\n- _Speaker:_ Ada Reed\n- _Abstract:_ We see waves.\n- _Time:_ 1-2 pm\n',
            "content/news/2023-02-01-waves.md",
            [("2023-02-01", ["Ada Reed"], "Waves")],
        ),
        (
            (
                "---\ntitle: Waves\nauthor: webmaster\ndate: 2021-11-09\nabstract: true\n---\n**Speaker:** Ada Reed\n\n"
                "**Abstract:** We see waves.\n"
            ),
            "_posts/2021-11-09-waves.md",
            [("2021-11-09", ["Ada Reed"], "Waves")],
        ),
        ("---\ntitle: News\n---\nWe have a new sofa.\n", "_posts/2021-11-09-sofa.md", []),
        ("---\ntitle: News\n---\nWe have a new sofa.\n", "_posts/sofa.md", []),
    ],
)
def test_talk_of_a_dated_post(text: str, path: str, expected: list[tuple[str, list[str], str]]) -> None:
    assert _talks(text, path) == expected


def test_affiliation_under_a_prefixed_key() -> None:
    text = "---\nspeaker: Ada Reed\nspeaker-uni: Hill School\nspeaker_title: Professor\ntitle: Waves\n---\n"
    document = read_document(text.encode(), path="_posts/2023-11-06-reed.md")

    (reading,) = read_tree(SourceTree(Path("/nonexistent"), (document,)), ReadingOptions())

    assert is_talk_file(document)
    assert isinstance(reading.event, ImportedSeries)
    assert reading.event.talks[0].contributions[0].person.affiliations == ("Hill School",)
