"""Reads research forums, and workshops and other events of one page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.calls.forum_offers import (
    Tracks,
    is_open_to_teams,
    read_awards,
    read_criteria,
    read_grants,
    read_guidelines,
    read_tracks,
)
from pages.importers.calls.metadata import CallMetadata, MetadataReader
from pages.importers.calls.titles import find_title, home_of, is_generic
from pages.importers.calls.topics import TopicList, read_topics
from pages.importers.dates import DateContext
from pages.importers.dates.important_dates import DateFacts, read_important_dates
from pages.importers.dates.rows import DateRules
from pages.importers.dates.sentences import sentences
from pages.importers.dates.years import infer_year
from pages.importers.documents import Finding, ImportedForum, Reading
from pages.importers.events.facts import EventFacts, event_days, event_place, read_accompanied_event, read_event_facts
from pages.importers.events.paper_format import read_format
from pages.importers.events.programme import Programme, read_programme
from pages.importers.people.committees import Committees, read_committees, without_addresses
from pages.importers.text.body_text import to_body
from pages.importers.text.page_text import (
    body_of,
    placeholder_findings,
    placeholder_links,
    read_links,
    read_page_text,
    relative_links,
    repeated_headings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.importers.calls.titles import EventTitle
    from pages.importers.documents import ImportedLink, ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree
    from pages.importers.text.page_text import PageText
    from pages.importers.text.passages import Block

SIGNS = (
    (0.45, re.compile(r"\bforum\b", re.IGNORECASE), "title"),
    (0.3, re.compile(r"\b(?:workshop|symposium|hackathon|meeting|summit|school|day)\b|研讨会", re.IGNORECASE), "title"),
    (
        0.15,
        re.compile(
            (
                r"^[ \t]*#+[ \t]*(?:co-?chairs|organi[sz]ers?|schedule|program(?:me)?|agenda|venue|room|"
                r"(?:invited )?speakers)\b"
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
    (0.1, re.compile(r"^[ \t]*#+[ \t]*(?:overview|about)\b", re.IGNORECASE | re.MULTILINE), "body"),
    (-0.3, re.compile(r"call for (?:papers|contributions)|\bcfp\b", re.IGNORECASE), "heading"),
)
HOME_NAMES = frozenset({"index", "home", "workshop", "forum"})
OWN_EVENT = re.compile(
    r"\b(?:this|the|our) (?:\w+ )?(?:workshop|symposium|forum|hackathon|summer school)\b", re.IGNORECASE
)
HOME_WEIGHT = 0.3
"""A home page that speaks of its event is a page of that event, whatever its headings are."""
HEADING = re.compile(r"^[ \t]*(?:title:.*|#+ .*)$", re.MULTILINE)


def resembles(document: SourceDocument) -> float:
    """How much the document looks like the page of a forum or workshop, from 0 to 1."""
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    headings = HEADING.findall(document.body)
    said = str(metadata.get("title") or "")
    title = said if not is_generic(said) else next(iter(headings), said)
    texts = {"title": title, "body": document.body, "heading": "\n".join([title, *headings])}
    score = sum(weight for weight, pattern, where in SIGNS if pattern.search(texts[where]))
    is_home = PurePosixPath(document.path).stem.lower() in HOME_NAMES and OWN_EVENT.search(document.body)
    return max(0.0, min(1.0, score + (HOME_WEIGHT if is_home else 0.0)))


def _listed_topics(topics: TopicList) -> tuple[str, ...]:
    """Topics of a list of their own; a sentence about contributions is no list of topics."""
    return topics.topics if topics.used else ()


@dataclass(frozen=True, slots=True)
class _ForumText:
    """What the text of a forum's page gives, part by part."""

    page: PageText
    dates: DateFacts
    event: EventFacts
    programme: Programme
    tracks: Tracks
    topics: TopicList
    guidelines: tuple[Block, ...]
    committees: Committees
    links: tuple[ImportedLink, ...]
    link_findings: tuple[Finding, ...]

    @property
    def used(self) -> set[Block]:
        """The blocks that are wholly in fields."""
        parts = (self.dates, self.programme, self.tracks, self.topics, self.committees)
        return {*self.guidelines, *(block for part in parts for block in part.used)}


def _plain_context(options: ReadingOptions) -> DateContext:
    return DateContext(zone=options.time_zone, year=options.year, language=options.language)


def _read_text(
    page: PageText, metadata: CallMetadata, *, tree: SourceTree, document: SourceDocument, options: ReadingOptions
) -> _ForumText:
    plain = _plain_context(options)
    words = [
        *(str(metadata.values.get(key, "")) for key in ("title", "short_title")),
        *(it.prose for it in page.blocks),
    ]
    likely = infer_year(document, tree=tree, options=options, texts=words)
    dates = read_important_dates(page.sections, plain=plain, likely=likely)
    years = (it.start.date.year for it in dates.dates if it.start.date)
    context = replace(plain, year=plain.year or next(years, likely.year if likely else None))
    facts = read_event_facts(page.sections, context=context)
    start, end = event_days(metadata, dates, facts)
    links, link_findings = read_links(page.blocks)
    return _ForumText(
        page,
        dates,
        facts,
        read_programme(page.sections, context=context, day=start.date if end is None else None),
        read_tracks(page.sections),
        read_topics(page.sections),
        read_guidelines(page.sections),
        read_committees(page.sections, tree=tree, document=document),
        links,
        link_findings,
    )


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The forum with everything it announces; what has no field stays in the body."""
    plain = _plain_context(options)
    metadata = MetadataReader(document, tree=tree, rules=DateRules(plain, plain)).read()
    page = read_page_text(document, tree=tree, private=metadata.private)
    text = _read_text(page, metadata, tree=tree, document=document, options=options)
    people, private = without_addresses([*metadata.contributions, *text.committees.contributions])
    named = find_title(metadata.values.get("title", ""), page.sections, home=home_of(document, tree=tree))
    title = named.title
    event = replace(_event(metadata, text, title=title or PurePosixPath(document.path).stem), contributions=people)
    dropped = (*metadata.dropped, *page.dropped, *private, *relative_links(page.blocks))
    findings = _findings(document, metadata, text, named=named)
    return Reading(document, event, tuple(dict.fromkeys(findings)), dropped)


def _findings(
    document: SourceDocument, metadata: CallMetadata, text: _ForumText, *, named: EventTitle
) -> Iterator[Finding]:
    yield from document.findings
    yield from named.findings
    yield from metadata.findings
    for row in metadata.rows:
        yield from row.findings
    yield from text.dates.findings
    if metadata.start.date is None and text.dates.event is None:
        yield from text.event.findings
    yield from text.tracks.findings
    yield from text.link_findings
    yield from placeholder_findings(text.page)


def _event(metadata: CallMetadata, text: _ForumText, *, title: str) -> ImportedForum:
    """The event itself; `_with_offers` adds what only a forum has."""
    page = text.page
    start, end = event_days(metadata, text.dates, text.event)
    place = event_place(metadata, text.event)
    part_of_title, part_of_url = read_accompanied_event(page.blocks)
    known = {link.kind for link in text.links}
    awaited = [link for link in placeholder_links(page) if link.kind not in known]
    used = text.used | repeated_headings(page.sections, title)
    event = ImportedForum(
        title=title,
        short_title=metadata.values.get("short_title", ""),
        summary=metadata.values.get("summary", ""),
        body=body_of(page.sections, used=used, besides=metadata.rest),
        start=start,
        end=end,
        attendance_mode=text.event.attendance_mode,
        venue=place.venue,
        city=place.city,
        country=place.country,
        part_of_title=metadata.values.get("part_of", part_of_title),
        part_of_url=part_of_url,
        languages=tuple(metadata.languages),
        hero_image=metadata.hero_image,
        topics=tuple(metadata.topics) or _listed_topics(text.topics),
        is_listed=metadata.is_listed,
        links=(*metadata.links, *text.links, *awaited),
        dates=(*(row.date for row in metadata.rows), *text.dates.dates),
        sessions=text.programme.sessions,
        schedule_status=text.programme.status,
    )
    return _with_offers(event, text)


def _with_offers(event: ImportedForum, text: _ForumText) -> ImportedForum:
    sections = text.page.sections
    form = read_format(_format_text(text), [link for block in text.page.blocks for link in block.links])
    return replace(
        event,
        submission_guidelines="\n".join(block.html for block in to_body(text.guidelines) if block.kind == "rich_text"),
        template_name=form.template_name,
        template_url=form.template_url,
        max_pages=form.max_pages,
        columns=form.columns,
        font_size_pt=form.font_size_pt,
        selection_criteria=read_criteria(sections),
        open_to_teams=is_open_to_teams(" ".join(block.prose for block in text.page.blocks)),
        tracks=text.tracks.tracks,
        awards=read_awards(sections, tracks=text.tracks.tracks),
        grants=read_grants(sections),
    )


def _format_text(text: _ForumText) -> str:
    """What is said about the form of submissions: in the guidelines, else anywhere on the page."""
    blocks = text.guidelines or tuple(block for block in text.page.blocks if block.kind != "heading")
    return "\n".join(sentence for block in blocks for sentence, _line in sentences(block))
