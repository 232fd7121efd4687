"""Nothing of a document disappears, nothing private comes out, and no line takes long."""

from __future__ import annotations

import dataclasses
import html
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pages.importers import call_for_papers, forum
from pages.importers.documents import ReadingOptions
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.importers.documents import Reading

FORUM = """\
---
title: Quiet Fans Forum
---
# Overview

The forum belongs to the two-day [Silence Days](https://silence.example/) in Singapore on Dec 4th and 5th.
A limited number of scholarships lets students who speak travel and stay.

Submissions by teams are welcome. It is divided into 2 tracks:

**Blades**: what turns.

**Bearings, and others:** what it turns on.

Each track has one award, evaluated by the committee.

**Submission guidelines and deadlines:** A proposal has 4 pages at most.
Proposals are due on November 5th, 2030 11:59 pm PST.
[TBD]
Final notification within one week of the submission deadline.

# Co-chairs

Ada Ex (Uni Ex), Bo Why (Acme Labs)

# News

- 2030/03/01: Updated submission deadline
"""
CALL = """\
---
title: Call for Papers
shorttitle: QM
sponsor: Example Ltd
---
The 3rd International Workshop on Quiet Machines welcomes you.

## Topics of Interest

**Motors**

- Private motors
- Fans

**Belts:**

- Flat belts · and pulleys
- …

## Important Dates

1) Abstracts: 1 May 2030
2) ~~Papers: 9 May 2030~~
3) Notification: 9 June 2030, sent by post

- Start of workshop (Lima): 3 July 2030
- End of workshop: 5 July 2030

## Program Co-Chairs ✉chairs@qm.example

+ Motors ✉motors@qm.example
  - Ada Ex (Uni Ex)
+ Belts
  - Bo Why (Acme Labs)

## Local committee

Cy Zed
Uni Zed, Peru
Di Ypsilon
Acme Labs
"""
FORMULAS = frozenset("overview topics interest important dates co chairs news program committee local".split())  # noqa: SIM905  # words of headings
READERS = {"forum.md": (forum, FORUM), "cfp.md": (call_for_papers, CALL)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def _words_of(reading: Reading) -> set[str]:
    text = " ".join(_texts((reading.event, reading.findings, reading.dropped)))
    return set(re.findall(r"[^\W\d_]+", html.unescape(re.sub(r"<[^>]*>", " ", text)).casefold()))


def _words_in(source: str) -> set[str]:
    body = re.sub(r"\A---.*?\n---\n", "", source, flags=re.DOTALL)
    text = re.sub(r"\]\([^)]*\)|✉\S+|https?://\S+|\[TBD\]", " ", body)
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def lost_words(source: str, reading: Reading) -> set[str]:
    """The words of the source that are nowhere in its reading, but for those of headings and placeholders."""
    return _words_in(source) - _words_of(reading) - FORMULAS


@pytest.mark.parametrize("path", READERS)
def test_every_word_is_somewhere(path: str) -> None:
    reader, source = READERS[path]
    document = read_document(source.encode(), path=path)

    reading = reader.read(document, tree=SourceTree(Path(), ()), options=ReadingOptions())

    assert lost_words(source, reading) == set()


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("broken", [False, True], ids=["valid", "broken"])
def test_no_private_value_comes_out(path: str, *, broken: bool) -> None:
    keys = ["student_id", "Matrikelnummer", "grade", "marks", "score1", "teacher_comment", "reviewer_notes", "phone"]
    private = "".join(f"{key}: CANARY{number}90123456\n" for number, key in enumerate(keys))
    people = "organizers:\n  - name: Ada Ex\n    id: CANARY8812345678\n    e-mail: CANARY9@ex.example\n"
    source = READERS[path][1].replace("---\n", f"---\n{private}{people}", 1)
    source = source.replace("title: ", "title: [", 1) if broken else source
    document = read_document((source + "\nWrite to 2030123456042@stu.uni.edu.cn.\n").encode(), path=path)

    readings = read_tree(SourceTree(Path(), (document,)), ReadingOptions())

    results = [(it.event, it.findings, it.dropped, it.document.body if broken else "") for it in readings]
    assert "CANARY" not in repr(results)
    assert "2030123456042" not in repr([it.event for it in readings])
    assert {f"front matter “{key}”" for key in keys} <= {it.what for reading in readings for it in reading.dropped}


LONG = 8000
HOSTILE = [
    *("a", "aB ", "A ", "(", "[", "](", "1", "1.", "~~", "<", "<s>", "<div>", "<!--", " ", "**", "{%", "{{", "{:", "@"),
    *("a@", "1-", "1:", "a: ", "A, ", ";", "&", "A and ", "|", "\n\n", "1 May ", "5 pages ", "submission ", "part of "),
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("path", READERS)
def test_hostile_line_takes_no_long(piece: str, path: str) -> None:
    source = f"# Call\n\n## Important dates\n\n{(piece * LONG)[:LONG]}\n\n## Organizers\n\n- {(piece * LONG)[:LONG]}\n"
    reader = READERS[path][0]
    begin = time.process_time()

    document = read_document(source.encode(), path=path)
    reader.resembles(document)
    reader.read(document, tree=SourceTree(Path(), ()), options=ReadingOptions())

    assert time.process_time() - begin < 3
