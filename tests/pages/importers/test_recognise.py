from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.importers.documents import ReadingOptions, SourceDocument
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree

SERIES = """\
---
title: Stone Seminar
---
We meet Tuesdays at 14:00 (UK time).

## Upcoming talks

<img src="img/ada.png">
- ~~5 May 2022~~ 12 May 2022, 14:00 ([UK time](https://www.timeanddate.com/x?iso=20220512T1400))
  **Dr. Ada Reed (Stone College)**
  Counting stones
  [[Zoom](https://x.zoom.us/j/1)]<details>**Abstract:**<br>Stones.<br>**Bio:**<br>TBA</details>

## Past talks

| Date | Speaker | Title |
|---|---|---|
| 3 May 2022 | Bo Kim | *Lakes* |
"""
TUTORIAL = """\
---
acm_id: mm1
author_bios:
 - <a href="http://adareed.example/">x</a>
author_imgs: [/img/ada.png]
schedule:
 - "Q&A: 11:00 – 11:30 (UTC, 1 Nov 2021)"
abstract: Stones by hand.
---
# Tutorial

The live tutorial will take place on 3 May 2022 at noon PT.
"""
FORUM = """\
---
title: Stone Research Forum
---
# Overview
The forum is part of a two-day event on Dec 14th and 15th. Submissions are due on November 5th, 2017 11:59 pm PST.

# Co-chairs
Ada Reed, Bo Kim
"""
CALL = """\
---
title: International Conference on Stones
---
## Call for Papers
Topics of interest include
- stones

## Important dates
- Submission deadline: 3 May 2022
- Notification: 1 June 2022
"""
TALKS = "- speaker: Ada Reed\n  date: 12 May 2022\n  time: 14:00-15:00\n  title: Stones\n  room: TBA\n"
DOCUMENTS = {"series.md": SERIES, "tutorial.md": TUTORIAL, "forum.md": FORUM, "cfp.md": CALL, "_data/talks.yml": TALKS}


def _tree(*documents: SourceDocument) -> SourceTree:
    return SourceTree(Path("/nonexistent"), documents)


def _document(text: str, path: str) -> SourceDocument:
    return read_document(text.encode(), path=path)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("series.md", "ImportedSeries"),
        ("tutorial.md", "ImportedTutorial"),
        ("forum.md", "ImportedForum"),
        ("cfp.md", "ImportedCallForPapers"),
        ("_data/talks.yml", "ImportedSeries"),
    ],
)
def test_each_kind_of_document_finds_its_reader(path: str, kind: str) -> None:
    (reading,) = read_tree(_tree(_document(DOCUMENTS[path], path)), ReadingOptions())

    assert type(reading.event).__name__ == kind


def test_readings_follow_the_order_of_the_tree() -> None:
    documents = [_document(text, path) for path, text in sorted(DOCUMENTS.items())]

    readings = read_tree(_tree(*documents), ReadingOptions())

    assert [it.document.path for it in readings] == [it.path for it in documents]


def test_list_joins_the_page_that_shows_it() -> None:
    page = _document("---\ntitle: Stone Seminar\n---\n{% for it in site.data.talks %}{% endfor %}\n", "index.md")

    talks, home = read_tree(_tree(_document(TALKS, "_data/talks.yml"), page), ReadingOptions())

    assert (talks.event, talks.part_of, type(home.event).__name__) == (None, "index.md", "ImportedSeries")


def test_list_does_not_join_a_page_of_another_kind() -> None:
    talks, call = read_tree(_tree(_document(TALKS, "_data/talks.yml"), _document(CALL, "cfp.md")), ReadingOptions())

    assert (type(talks.event).__name__, type(call.event).__name__) == ("ImportedSeries", "ImportedCallForPapers")


def test_folders_of_years_belong_to_one_series() -> None:
    talk = "---\ntitle: Stones\nspeaker: Ada Reed\ndate: {}-05-12 14:00\n---\n"
    tree = _tree(_document(talk.format(2021), "_talks/2021/a.md"), _document(talk.format(2022), "_talks/2022/a.md"))

    first, second = read_tree(tree, ReadingOptions(time_zone="Europe/London"))

    assert (len(getattr(first.event, "talks", ())), second.part_of) == (2, "_talks/2021/a.md")


def test_data_file_is_no_page_of_its_own() -> None:
    data = _document("papers:\n- title: Stones\n", "_data/papers.yml")

    readings = read_tree(_tree(data, _document(CALL, "cfp.md")), ReadingOptions())

    assert (readings[0].event, [it.code for it in readings[0].findings]) == (None, ["read-as-data"])
    assert [it.reason for it in readings[0].dropped] == ["read as data for cfp.md"]


def test_document_like_nothing_is_reported() -> None:
    (reading,) = read_tree(_tree(_document("A shopping list.\n", "list.md")), ReadingOptions())

    assert (reading.event, [it.code for it in reading.findings]) == (None, ["not-understood"])


class _Unprintable:
    def __str__(self) -> str:
        raise ValueError


def test_reader_that_fails_on_one_document_reads_the_others(caplog: pytest.LogCaptureFixture) -> None:
    broken = replace(_document(CALL, "broken.md"), metadata={"venue": _Unprintable()})

    failed, call = read_tree(_tree(broken, _document(CALL, "other.md")), ReadingOptions())

    assert (failed.event, [it.code for it in failed.findings]) == (None, ["reader-failed"])
    assert type(call.event).__name__ == "ImportedCallForPapers"
    assert "Could not read broken.md" in caplog.text


@pytest.mark.parametrize("key", ["title", "layout"])
def test_document_at_which_recognition_fails_is_reported(key: str) -> None:
    metadata = {key: _Unprintable(), "date": "12 May 2022", "title ": "x"}
    document = SourceDocument("talks/a.md", None, metadata, "Abstract: x", 1)

    (reading,) = read_tree(_tree(document), ReadingOptions())

    assert reading.event is None


def test_series_goes_on_without_a_home_that_cannot_be_read() -> None:
    home = _document("---\ntitle: Stone Seminar\n---\n{{ site.data.talks }}\n", "index.md")
    home = replace(home, metadata={"title": "Stone Seminar", "permalink": _Unprintable()})

    talks, index = read_tree(_tree(_document(TALKS, "_data/talks.yml"), home), ReadingOptions())

    assert (len(getattr(talks.event, "talks", ())), index.event) == (1, None)
    assert [it.code for it in index.findings] == ["reader-failed"]


def _mutate(text: str, changes: list[tuple[int, int, str]]) -> str:
    for position, length, replacement in changes:
        at = position % (len(text) + 1)
        text = text[:at] + replacement + text[at + length :]
    return text


CHANGE = st.tuples(
    st.integers(0, 2000),
    st.integers(0, 40),
    st.sampled_from(
        ["", "[", "](", "**", "~~", "|", "\n", "\n- ", "<", "<td>", "<details>", "{{", "---\n", ": ", "99", "\x00", '"']
    )
    | st.text(max_size=8),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(sorted(DOCUMENTS)), changes=st.lists(CHANGE, max_size=12))
def test_damaged_documents_never_raise_and_never_fail_a_reader(path: str, changes: list[tuple[int, int, str]]) -> None:
    document = read_document(_mutate(DOCUMENTS[path], changes).encode("utf-8", "surrogatepass"), path=path)

    readings = read_tree(_tree(document), ReadingOptions(time_zone="Europe/London"))

    assert [it.document.path for it in readings] == [path]
    assert [finding.code for it in readings for finding in it.findings if finding.code == "reader-failed"] == []


@settings(max_examples=60, deadline=None)
@given(
    raw=st.binary(max_size=400),
    path=st.sampled_from(["a.md", "_tutorials/a.md", "_talks/a.md", "_data/talks.yml", "a.html"]),
)
def test_random_bytes_never_raise(raw: bytes, path: str) -> None:
    readings = read_tree(_tree(read_document(raw, path=path)), ReadingOptions())

    assert len(readings) == 1
