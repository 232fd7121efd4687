"""Reads conference calls for papers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.calls.metadata import CallMetadata, MetadataReader
from pages.importers.calls.paper_categories import read_paper_categories
from pages.importers.calls.review_terms import (
    read_anonymity,
    read_edition,
    read_languages,
    read_policies,
    rejects_wrong_format,
)
from pages.importers.calls.titles import find_short_title, find_title, home_of
from pages.importers.calls.topics import TopicList, read_topics
from pages.importers.dates import DateContext
from pages.importers.dates.important_dates import DateFacts, read_important_dates
from pages.importers.dates.order import order_findings
from pages.importers.dates.rows import DateRules
from pages.importers.dates.sentences import sentences
from pages.importers.dates.years import infer_year
from pages.importers.documents import (
    Finding,
    ImportedCallForPapers,
    ImportedContribution,
    ImportedDate,
    Reading,
)
from pages.importers.events.facts import EventFacts, event_days, event_place, read_accompanied_event, read_event_facts
from pages.importers.people.committees import Committees, read_committees, without_addresses
from pages.importers.text.page_text import (
    PageText,
    body_of,
    placeholder_findings,
    placeholder_links,
    read_links,
    read_page_text,
    relative_links,
    repeated_headings,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import ImportedLink, ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree
    from pages.importers.text.passages import Block, Section

SIGNS = (
    (
        0.35,
        re.compile(
            (
                r"\bcall for (?:papers?|contributions?|submissions?|participation|proposals|tutorials|workshops)\b|"
                r"\bcfp\b|征稿|chamada (?:de|para|por) \w+|appel à \w+|convocatoria|llamad[ao] (?:a|de|para) \w+|"
                r"call für|beitragsaufruf"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        0.25,
        re.compile(
            r"important dates?|submission deadline|notification of accept|acceptance notif|camera[- ]ready|重要日期|"
            r"datas importantes|fechas importantes|dates importantes|wichtige termine",
            re.IGNORECASE,
        ),
    ),
    (
        0.2,
        re.compile(
            r"topics (?:of|include)|areas of interest|not (?:be )?limited to|征稿范围|t[óo]picos|temas de inter[ée]s|"
            r"thèmes|themen",
            re.IGNORECASE,
        ),
    ),
    (
        0.15,
        re.compile(
            (
                r"\b(?:papers?|manuscripts?|submissions?) (?:must|should|will|are|can|may)\b|double[- ]blind|"
                r"page limit|"
                r"\d+ pages"
            ),
            re.IGNORECASE,
        ),
    ),
)
KEYS_OF_CALLS = frozenset(
    {"shorttitle", "only-for-homework", "accept-chinese-submission", "short_title", "submission_deadline"}
)


@dataclass(frozen=True, slots=True)
class _CallText:
    """What the text of a call gives, part by part."""

    page: PageText
    dates: DateFacts
    event: EventFacts
    topics: TopicList
    committees: Committees
    links: tuple[ImportedLink, ...]
    findings: tuple[Finding, ...]


def resembles(document: SourceDocument) -> float:
    """How much the document looks like a call for papers, from 0 to 1."""
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    text = f"{metadata.get('title') or ''}\n{document.body}"
    score = sum(weight for weight, pattern in SIGNS if pattern.search(text))
    named = re.search(
        r"(?:^|[/_-])(?:cfp|call)", PurePosixPath(document.path).with_suffix("").as_posix(), re.IGNORECASE
    )
    return min(1.0, score + (0.2 if named else 0.0) + (0.2 if KEYS_OF_CALLS & {str(key) for key in metadata} else 0.0))


def _texts(blocks: Iterable[Block]) -> list[tuple[str, int]]:
    return [(block.prose, block.line) for block in blocks if block.kind in {"heading", "paragraph", "quote"}]


def _headings(sections: Iterable[Section]) -> list[tuple[str, int]]:
    return [(section.title, section.line) for section in sections if section.title]


def _languages_accepted(metadata: CallMetadata, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*metadata.languages, *read_languages(text)]))


def _plain_context(options: ReadingOptions) -> DateContext:
    return DateContext(zone=options.time_zone, year=options.year, language=options.language)


def _read_text(
    page: PageText, metadata: CallMetadata, *, tree: SourceTree, document: SourceDocument, options: ReadingOptions
) -> _CallText:
    plain = _plain_context(options)
    words = [
        *(str(metadata.values.get(key, "")) for key in ("title", "short_title")),
        *(it.prose for it in page.blocks),
    ]
    likely = infer_year(document, tree=tree, options=options, texts=words)
    dates = read_important_dates(page.sections, plain=plain, likely=likely)
    years = (it.start.date.year for it in dates.dates if it.start.date)
    context = replace(plain, year=plain.year or next(years, likely.year if likely else None))
    links, findings = read_links(page.blocks)
    return _CallText(
        page,
        dates,
        read_event_facts(page.sections, context=context),
        read_topics(page.sections),
        read_committees(page.sections, tree=tree, document=document),
        links,
        findings,
    )


def _awaited_links(text: _CallText) -> Iterator[ImportedLink]:
    known = {link.kind for link in text.links}
    return (link for link in placeholder_links(text.page) if link.kind not in known)


def _used(text: _CallText, title: str) -> set[Block]:
    """The blocks that are wholly in fields, with headings that only repeat the title."""
    repeated = repeated_headings(text.page.sections, title)
    repeated |= {it.heading for it in text.page.sections if it.heading and _is_call_heading(it)}
    return {*text.dates.used, *text.topics.used, *text.committees.used, *repeated}


def _is_call_heading(section: Section) -> bool:
    return (
        not section.blocks and re.fullmatch(r"call for papers?|cfp", section.title.strip(), re.IGNORECASE) is not None
    )


def _merged_dates(metadata: CallMetadata, text: _CallText) -> tuple[ImportedDate, ...]:
    known = {(date.kind, date.start.date) for date in text.dates.dates}
    return (
        *(row.date for row in metadata.rows if (row.date.kind, row.date.start.date) not in known),
        *text.dates.dates,
    )


def _contributions(metadata: CallMetadata, text: _CallText) -> list[ImportedContribution]:
    """Everybody once for each role; who stands in the front matter comes first."""
    people: dict[tuple[str, str], ImportedContribution] = {}
    for contribution in (*metadata.contributions, *text.committees.contributions):
        people.setdefault((contribution.role, contribution.person.name.casefold()), contribution)
    return list(people.values())


def _edition(metadata: CallMetadata, title: str, page: PageText) -> tuple[int | None, tuple[Finding, ...]]:
    said = metadata.values.get("edition", "")
    number = re.match(r"\d{1,3}(?!\d)", said)
    if number:
        return int(number.group()), ()
    return read_edition([(title, 1), *_headings(page.sections), *_texts(page.blocks)[:6]])


def read(document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
    """The call with everything it announces; what has no field stays in the body, what is private is left out."""
    plain = _plain_context(options)
    metadata = MetadataReader(document, tree=tree, rules=DateRules(plain, plain)).read()
    page = read_page_text(document, tree=tree, private=metadata.private)
    text = _read_text(page, metadata, tree=tree, document=document, options=options)
    named = find_title(metadata.values.get("title", ""), page.sections, home=home_of(document, tree=tree))
    title = named.title
    edition, edition_findings = _edition(metadata, title, page)
    people, private = without_addresses(_contributions(metadata, text))
    dates = _merged_dates(metadata, text)
    event = replace(
        _event(metadata, text, title=title or PurePosixPath(document.path).stem),
        edition=edition,
        contributions=people,
        dates=dates,
    )
    findings = [
        *document.findings,
        *named.findings,
        *metadata.findings,
        *(it for row in metadata.rows for it in row.findings),
        *edition_findings,
        *text.dates.findings,
        *(text.event.findings if event.start == text.event.start else ()),
        *order_findings(dates, event_start=event.start),
        *text.topics.findings,
        *text.findings,
        *placeholder_findings(page),
    ]
    dropped = (*metadata.dropped, *page.dropped, *private, *relative_links(page.blocks))
    return Reading(document, event, tuple(dict.fromkeys(findings)), dropped)


def _event(metadata: CallMetadata, text: _CallText, *, title: str) -> ImportedCallForPapers:
    page = text.page
    said = [sentence for block in page.blocks if block.kind != "heading" for sentence, _line in sentences(block)]
    prose = "\n".join(said)
    place = event_place(metadata, text.event)
    start, end = event_days(metadata, text.dates, text.event)
    part_of_title, part_of_url = read_accompanied_event(page.blocks)
    return ImportedCallForPapers(
        title=title,
        short_title=metadata.values.get("short_title") or find_short_title(title),
        summary=metadata.values.get("summary", ""),
        body=body_of(page.sections, used=_used(text, title), besides=metadata.rest),
        start=start,
        end=end,
        attendance_mode=text.event.attendance_mode,
        venue=place.venue,
        city=place.city,
        country=place.country,
        part_of_title=metadata.values.get("part_of", part_of_title),
        part_of_url=part_of_url,
        hero_image=metadata.hero_image,
        topics=tuple(metadata.topics) or text.topics.topics,
        is_listed=metadata.is_listed,
        links=(*metadata.links, *text.links, *_awaited_links(text)),
        topics_open_ended=text.topics.is_open_ended,
        paper_categories=read_paper_categories(page.sections),
        languages_accepted=_languages_accepted(metadata, prose),
        anonymity=read_anonymity(prose),
        policies=read_policies(said),
        rejects_wrong_format=rejects_wrong_format(said),
    )
