"""Seminar series: one page that lists its talks, records of talks in data files, or one file for each talk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext
from pages.importers.documents import (
    Dropped,
    Finding,
    ImportedSeries,
    Reading,
    Severity,
)
from pages.importers.talks.cadence import read_cadence
from pages.importers.talks.entries import find_talks
from pages.importers.talks.lines import LineKind, read_lines
from pages.importers.talks.records import is_talk_file, is_talk_list, read_file, read_list
from pages.importers.talks.series_parts import Part
from pages.importers.talks.series_reader import SeriesReader
from pages.importers.talks.series_text import SeriesText, read_series_text
from pages.importers.talks.walk import TALK_SECTIONS
from pages.importers.talks.wording import person_score
from pages.importers.text.repairs import repair_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree

ANY_LEAP_YEAR = 2000
"""Stands in for an unknown year while entries are looked for; no talk is dated with it."""

SURE_SIGNS = 0.5
"""A title and a heading of a series: enough for a page whose talks are still to come."""

FEWEST_TALKS = 3
"""Talks with a speaker, most with a title, that make a series of a page with no other sign of one."""

TALK_LISTS = re.compile(
    r"\b(?:upcoming|past|next|previous|recent|future) (?:seminars?|talks?|speakers?|sessions?|events?|"
    r"webinars?)|seminar schedule|"
    r"(?:list|schedule|archive) of (?:talks|seminars)|prochains? exposés?|kommende vorträge|過去の|これまでの|往期",
    re.IGNORECASE,
)
SERIES_TITLE = re.compile(
    r"seminar|colloqui|webinar|reading group|talk series|lecture series|séminaire|talks\b|"
    r"セミナー|コロキウム|研究会|讲座",
    re.IGNORECASE,
)
DATA_LISTS = re.compile(r"site\.(?:data\.)?(?:talks|seminars|past|next|upcoming|speakers|schedule|events)\b")


def resembles(document: SourceDocument) -> float:
    """How much the document looks like a seminar series, a list of talks or a talk's file."""
    if is_talk_list(document):
        return 0.95
    if is_talk_file(document):
        return 0.9
    if not document.body.strip():
        return 0.0
    return _page_score(document)


def _page_score(document: SourceDocument) -> float:
    """Signs of a series (its name, its cadence, its lists) count with the talks found; either alone says little."""
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    lines = read_lines(document.body, first_line=document.body_line)
    headings = " ".join(line.text for line in lines if line.kind is LineKind.HEADING)
    notes = find_talks(lines, context=DateContext(year=ANY_LEAP_YEAR)).notes
    talks = [it for it in notes if person_score(it.text("speaker"))]
    complete = [it for it in talks if it.text("title")]
    signs = 0.25 * bool(TALK_LISTS.search(headings))
    signs += 0.25 * bool(SERIES_TITLE.search(f"{metadata.get('title', '')} {headings[:200]}"))
    signs += 0.3 * bool(DATA_LISTS.search(document.body))
    signs += 0.15 * bool(read_cadence([document.body[:4000]]).weekday)
    found = 0.1 * (len(talks) > 0) + 0.25 * (len(talks) > 1) + 0.05 * min(len(talks), 4)
    if not talks and not DATA_LISTS.search(document.body):
        return signs if signs >= SURE_SIGNS else min(signs, 0.2)
    if signs:
        return min(signs + found, 0.95)
    return min(found, 0.5 if len(talks) >= FEWEST_TALKS and len(complete) > 1 else 0.28)


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The series of one page, one list, or one talk's file given alone."""
    return read_series(document, (), tree=tree, options=options)[0]


def read_series(
    home: SourceDocument, others: Sequence[SourceDocument], *, tree: SourceTree, options: ReadingOptions
) -> list[Reading]:
    """One series from its home and the other documents of its talks: the series' reading, then one for each other.

    `home` is the series' page where it has one, otherwise the first of its documents.
    """
    home, repairs = repair_document(home)
    is_page = not (is_talk_file(home) or is_talk_list(home))
    first = Part(home, findings=[*home.findings, *repairs])
    text = _read_page(first) if is_page else SeriesText()
    if not is_page:
        _read_records(first)
    if not is_page and others:
        message = f"{len(others) + 1} documents of talks without a page above them were read as one series."
        first.findings.append(Finding("kind-inferred", Severity.HINT, message, None, 0.8))
    parts = [first, *(_read_part(document) for document in others)]
    reader = SeriesReader(tree, options, first, text)
    reader.read_talks(parts)
    series = reader.series(parts, is_page=is_page)
    readings = [Reading(home, series, tuple(first.findings), tuple(first.dropped))]
    readings += [_part_reading(part, series, home) for part in parts[1:]]
    return readings


def _part_reading(part: Part, series: ImportedSeries, home: SourceDocument) -> Reading:
    count = len(part.talks)
    message = f"Read as {count} talk{'' if count == 1 else 's'} of “{series.title}”."
    findings = (*part.findings, Finding("read-as-part", Severity.HINT, message))
    return Reading(part.document, None, findings, tuple(part.dropped), part_of=home.path)


def _read_part(document: SourceDocument) -> Part:
    document, repairs = repair_document(document)
    part = Part(document, findings=[*document.findings, *repairs])
    if is_talk_file(document) or is_talk_list(document):
        _read_records(part)
    return part


def _read_records(part: Part) -> None:
    context = DateContext(year=ANY_LEAP_YEAR)
    is_list = is_talk_list(part.document)
    records = read_list(part.document) if is_list else read_file(part.document, context=context)
    part.notes = records.notes
    part.dropped += records.dropped


def _read_page(part: Part) -> SeriesText:
    """Take the talks' lines out of the page, and read what is left."""
    document = part.document
    lines = read_lines(document.body, first_line=document.body_line)
    found = find_talks(lines, context=DateContext(year=ANY_LEAP_YEAR), source=document.path)
    part.notes = found.notes
    part.dropped += [
        Dropped(f"heading “{line.text}”", "upcoming and past follow from the dates", line.number)
        for line in lines
        if line.kind is LineKind.HEADING
        and line.number in found.lines
        and TALK_SECTIONS.search(line.text)
        and line.number not in {note.line for note in found.notes}
    ]
    kept = [
        "" if number in found.lines else line
        for number, line in enumerate(document.body.split("\n"), document.body_line)
    ]
    text = read_series_text("\n".join(kept), first_line=document.body_line)
    part.findings += text.findings
    part.dropped += text.dropped
    return text
