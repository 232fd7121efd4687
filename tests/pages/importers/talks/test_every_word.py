"""Every word of a document stands in its reading: in a field, in the body, or with what was left out."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pages.importers.documents import ReadingOptions, SourceDocument
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree
from pages.importers.talks.fields import FIELD_OF_LABEL
from pages.importers.text.markdown_source import take_out

SAID_BY_VALUES = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ch|il|ust|ember|tember|ober)?|\d.*|[ap]m|utc|gmt|[ecmp]?[sd]?t|cest|bst|noon|hours?|"
    r"cancell?ed|postponed|moved|online|minutes|min|tb[acd]|by|and|at|to|from|on|the|in|of|no|dr|prof(?:essor)?|"
    r"announced|be|local|time|link|here|clock|organisers"
)
"""Words whose meaning a value holds, such as those of dates, statuses and separators between people."""


def lost_words(documents: list[SourceDocument], options: ReadingOptions) -> list[str]:
    """Words of the documents' bodies that no field, body text or note about what was left out repeats."""
    readings = read_tree(SourceTree(Path("/nonexistent"), tuple(documents)), options)
    found = {word for reading in readings for text in _texts(_said(reading)) for word in _words(text)}
    labels = {word for label in FIELD_OF_LABEL for word in label.split()}
    written = [word for document in documents for word in _words(_visible(document.body))]
    lost = dict.fromkeys(word for word in written if word not in found | labels and not SAID_BY_VALUES.fullmatch(word))
    return list(lost)


def _said(reading: Any) -> Any:
    return (reading.event, reading.findings, reading.dropped)


def _visible(body: str) -> str:
    """The words of a body without comments, templates and tags; addresses of links stay."""
    text, _dropped = take_out(body)
    text = re.sub(r"<[^>]*?(?:href|src)\s*=\s*[\"']?([^\"'\s>]*)[^>]*>", r" \1 ", text)
    text = re.sub(r"<[^>]+>|^\s*\|?[\s:|-]+\|\s*$", " ", text, flags=re.MULTILINE)
    return html.unescape(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from (text for it in value.values() for text in _texts(it))
    elif isinstance(value, list | tuple):
        yield from (text for it in value for text in _texts(it))


def _words(text: str) -> list[str]:
    plain = re.sub(r"<[^>]*?(?:href|src)=\"([^\"]*)\"[^>]*>", r" \1 ", html.unescape(text))
    plain = re.sub(r"<[^>]+>", " ", plain).replace("%20", " ")
    return re.findall(r"[^\W_]+", re.sub(r"[*`~\\]", "", plain).casefold())


SERIES = """\
---
title: Coast Seminar
---

The **Coast Circle** meets every Friday at 14:00 (London time), with tea. It is run by volunteers.

## Get involved

Write to our [mailing list](https://groups.google.com/g/coasts), or bring a cake.

## Upcoming seminars

**20 November 2026, 14:00**

Dr. Ada Reed (Hill School)

Cheap Salt: Weighing rivers

Bring a spoon.

[Zoom](https://zoom.us/j/1) | [Slides](https://x.example/salt.pdf) | [Further notes](https://x.example/notes)

<details><summary>Details</summary>

**Abstract:** Rivers carry salt.

**Bio:** Ada weighs things.
</details>

**Cancelled:** 27 November 2026

Bo Kim (Lake School)

*Lakes at dusk*

## Past talks

| Date | Speaker | Title | Room |
|---|---|---|---|
| 3 March 2026 | Cy Low<br>Sand College | [Dunes](/talks/spring 2026/dunes.html) | Cellar |
| **Autumn break** | | | |

## Organisers

- [Di Gold](https://gold.example), Hill School

## History

Our first meeting took place in a lighthouse.
"""
TUTORIAL = """\
---
title: Salt in rivers
---
# Salt in rivers: a tutorial

This tutorial takes place on 5 May 2027, 9:00 - 12:00 UTC, beside the weir.

## Presenters

- [Ada Reed](https://a.example), Hill School

## Schedule

| Time | Topic |
|---|---|
| 9:00-9:30 | Introduction by Ada Reed |
| 9:30-12:00 | Weighing together |

## Materials

Please read the [slides](https://x.example/s.pdf) and bring a bucket.
"""


@pytest.mark.parametrize(("text", "path"), [(SERIES, "seminar.md"), (TUTORIAL, "tutorial.md")])
def test_every_word_is_somewhere(text: str, path: str) -> None:
    document = read_document(text.encode(), path=path)

    assert lost_words([document], ReadingOptions(time_zone="Europe/London")) == []
