"""Reads research forums, and workshops and other events of one page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.call_metadata import CallMetadata, MetadataReader
from pages.importers.call_topics import TopicList, read_topics
from pages.importers.committees import read_committees, without_addresses
from pages.importers.date_rows import DateRules
from pages.importers.date_sentences import sentences
from pages.importers.dates import DateContext
from pages.importers.documents import Finding, ImportedForum, Reading, Severity
from pages.importers.event_facts import event_days, event_place, read_accompanied_event, read_event_facts
from pages.importers.forum_offers import (
    is_open_to_teams,
    read_awards,
    read_criteria,
    read_grants,
    read_guidelines,
    read_tracks,
)
from pages.importers.important_dates import read_important_dates
from pages.importers.page_text import (
    body_of,
    placeholder_findings,
    placeholder_links,
    read_links,
    read_page_text,
    relative_links,
)
from pages.importers.paper_format import read_format
from pages.importers.programme import read_programme

if TYPE_CHECKING:
    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.page_text import PageText
    from pages.importers.sources import SourceTree

SIGNS = (
    (0.45, re.compile(r"\bforum\b", re.IGNORECASE), "title"),
    (0.3, re.compile(r"\b(?:workshop|symposium|hackathon|meeting|summit|school|day)\b|研讨会", re.IGNORECASE), "title"),
    (
        0.15,
        re.compile(
            (
                r"^\s*#+\s*(?:co-?chairs|organi[sz]ers?|schedule|program(?:me)?|agenda|venue|room|invited speakers|"
                r"speakers)\b"
            ),
            re.IGNORECASE | re.MULTILINE,
        ),
        "body",
    ),
    (
        0.15,
        re.compile(
            r"talk proposals?|research talks?|tracks?\b|networking session|work[- ]in[- ]progress", re.IGNORECASE
        ),
        "body",
    ),
    (0.1, re.compile(r"\bforum\b", re.IGNORECASE), "body"),
    (0.1, re.compile(r"^\s*#+\s*(?:overview|about)\b", re.IGNORECASE | re.MULTILINE), "body"),
    (-0.3, re.compile(r"call for (?:papers|contributions)|\bcfp\b", re.IGNORECASE), "heading"),
)
HEADING = re.compile(r"^\s*(?:title:.*|#+ .*)$", re.MULTILINE)


def resembles(document: SourceDocument) -> float:
    """How much the document looks like the page of a forum or workshop, from 0 to 1."""
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    headings = HEADING.findall(document.body)
    title = str(metadata.get("title") or next(iter(headings), ""))
    texts = {"title": title, "body": document.body, "heading": "\n".join([title, *headings])}
    score = sum(weight for weight, pattern, where in SIGNS if pattern.search(texts[where]))
    return max(0.0, min(1.0, score))


def _title(metadata: CallMetadata, page: PageText) -> str:
    return metadata.values.get("title") or next((section.title for section in page.sections if section.title), "")


def _listed_topics(topics: TopicList) -> tuple[str, ...]:
    """Topics of a list of their own; a sentence about contributions is no list of topics."""
    return topics.topics if topics.used else ()


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The forum with everything it announces; what has no field stays in the body."""
    plain = DateContext(zone=options.time_zone, year=options.year, language=options.language)
    metadata = MetadataReader(document, tree=tree, rules=DateRules(plain, plain)).read()
    page = read_page_text(document, tree=tree, private=metadata.private)
    sections = page.sections
    dates = read_important_dates(sections, options=options)
    context = replace(
        plain, year=options.year or next((it.start.date.year for it in dates.dates if it.start.date), None)
    )
    facts = read_event_facts(sections, context=context)
    start, end = event_days(metadata, dates, facts)
    place = event_place(metadata, facts)
    programme = read_programme(sections, context=context, day=start.date if end is None else None)
    tracks = read_tracks(sections)
    topics = read_topics(sections)
    guidelines, in_guidelines = read_guidelines(sections)
    committees = read_committees(sections, tree=tree, document=document)
    people, private = without_addresses([*metadata.contributions, *committees.contributions])
    links, link_findings = read_links(page.blocks)
    awaited = placeholder_links(page)
    form = read_format(_format_text(page, guidelines), [link for block in page.blocks for link in block.links])
    part_of_title, part_of_url = read_accompanied_event(page.blocks)
    used = {*dates.used, *committees.used, *tracks.used, *programme.used, *topics.used, *in_guidelines}
    title = _title(metadata, page)
    event = ImportedForum(
        title=title or PurePosixPath(document.path).stem,
        short_title=metadata.values.get("short_title", ""),
        summary=metadata.values.get("summary", ""),
        body=body_of(sections, used=used, besides=metadata.rest),
        start=start,
        end=end,
        attendance_mode=facts.attendance_mode,
        venue=place.venue,
        city=place.city,
        country=place.country,
        part_of_title=metadata.values.get("part_of", part_of_title),
        part_of_url=part_of_url,
        languages=tuple(metadata.languages),
        hero_image=metadata.hero_image,
        topics=tuple(metadata.topics) or _listed_topics(topics),
        is_listed=metadata.is_listed,
        contributions=people,
        links=(*metadata.links, *links, *(it for it in awaited if it.kind not in {link.kind for link in links})),
        dates=(*(row.date for row in metadata.rows), *dates.dates),
        sessions=programme.sessions,
        submission_guidelines=guidelines,
        template_name=form.template_name,
        template_url=form.template_url,
        max_pages=form.max_pages,
        columns=form.columns,
        font_size_pt=form.font_size_pt,
        selection_criteria=read_criteria(sections),
        open_to_teams=is_open_to_teams(" ".join(block.prose for block in page.blocks)),
        tracks=tracks.tracks,
        awards=read_awards(sections, tracks=tracks.tracks),
        grants=read_grants(sections),
        schedule_status=programme.status,
    )
    missing = [] if title else [Finding("title-missing", Severity.WARNING, "The document says no title.", 1)]
    findings = [
        *document.findings,
        *missing,
        *metadata.findings,
        *(it for row in metadata.rows for it in row.findings),
        *dates.findings,
        *(facts.findings if start == facts.start else ()),
        *tracks.findings,
        *link_findings,
        *placeholder_findings(page),
    ]
    dropped = (*metadata.dropped, *page.dropped, *private, *relative_links(page.blocks))
    return Reading(document, event, tuple(dict.fromkeys(findings)), dropped)


def _format_text(page: PageText, guidelines: str) -> str:
    """What is said about the form of submissions: the guidelines, else every sentence of the page."""
    if guidelines:
        return guidelines
    return "\n".join(sentence for block in page.blocks for sentence, _line in sentences(block))
