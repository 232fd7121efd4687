"""A tutorial's text: title, presenters and abstract from labels, times from sentences, materials from links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, find_dates, unreadable_dates
from pages.importers.documents import (
    BodyBlock,
    Dropped,
    Finding,
    ImportedLink,
    ImportedPerson,
    ImportedSession,
)
from pages.importers.events.programme import Programme, read_programme
from pages.importers.people import read_people
from pages.importers.placeholders import is_placeholder
from pages.importers.talks.fields import field_of, fold_label
from pages.importers.talks.snippets import split_label
from pages.importers.talks.wording import clean_title, person_score, without_emphasis
from pages.importers.text.body_text import to_body, video_page
from pages.importers.text.links import link_kind, read_link
from pages.importers.text.markup import read_markup
from pages.importers.tutorials.schedule import THE_DAY, read_delivery, session_kind
from pages.moments import Moment, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.dates import DateReading
    from pages.importers.text.passages import Block, Line, Section

MATERIALS = frozenset({"slides", "recording", "code", "paper", "website", "registration", "join", "stream", "other"})
SECTION_KINDS = frozenset({"slides", "recording", "code", "paper"})
TUTORIAL = re.compile(
    r"\btutori(?:al|als|ais|el|els|en)\b|\b(?:mini-?course|short course|minicurso)\b|チュートリアル|教程", re.IGNORECASE
)
QUOTED_TITLE = re.compile(
    r"\*\*\s*[\"“«„](.{8,200}?)[\"”»“]\s*\*\*|[\"“«„]\s*\*\*(.{8,200}?)\*\*\s*[\"”»“]|\*\*\s*_(.{8,200}?)_\s*\*\*"
)
PEOPLE_HEADING = re.compile(
    r"\b(?:presenters?|speakers?|tutors?|organi[sz]ers?|instructors?|lecturers?|authors?|people|team|contributors?|"
    r"apresentador\w*)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“*])")
SUBJECT_END = re.compile(r"\s+(?:will|takes?|took|is|are|was|were|starts?|begins?|has been|runs?)\b", re.IGNORECASE)
LONGEST_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class TutorialText:
    """What the body of a tutorial's document says."""

    title: str = ""
    people: tuple[ImportedPerson, ...] = ()
    bios: tuple[str, ...] = ()
    abstract: str = ""
    sessions: tuple[ImportedSession, ...] = ()
    links: tuple[ImportedLink, ...] = ()
    delivery: tuple[str, ...] = ()
    body: tuple[BodyBlock, ...] = ()
    heading: str = ""
    words: str = ""
    has_headings: bool = False
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_text(body: str, *, first_line: int, context: DateContext) -> TutorialText:
    """The body; a page that holds more than the tutorial gives the tutorial's section the say."""
    markup = read_markup(body, first_line=first_line)
    sections = [section for section in markup.sections if section.title or section.blocks]
    own = tutorial_sections(sections)
    labelled, taken = _labelled(own)
    links, link_findings = _links(own)
    sessions, session_findings = _sessions(own, context)
    programme = _programme(own, sessions, context)
    if len(programme.sessions) > 1:
        sessions = list(programme.sessions)
        taken |= {id(block) for block in programme.used}
    people = [*_people_of_headings(own), *read_people("\n".join(labelled.get("speaker", [])))]
    kept = [block for section in sections for block in section.all_blocks if id(block) not in taken]
    words = "\n".join(line.text for section in own for block in section.blocks for line in block.lines)
    return TutorialText(
        title=next(iter(labelled.get("title", [])), "") or _quoted_title(own),
        people=tuple(people),
        bios=tuple(labelled.get("bio", [])),
        abstract="\n\n".join(labelled.get("abstract", [])),
        sessions=tuple(sessions),
        links=links,
        delivery=read_delivery(words),
        body=to_body(kept),
        heading=next((it.title for it in sections if it.level == 1 or TUTORIAL.search(it.title)), ""),
        words=words,
        has_headings=any(section.title for section in sections),
        findings=(*link_findings, *session_findings),
        dropped=markup.dropped,
    )


def tutorial_sections(sections: list[Section]) -> list[Section]:
    """The sections below a heading "Tutorial", where there is one beside others; else all."""
    for number, section in enumerate(sections):
        others = [it for it in sections if it.title and it is not section]
        if others and fold_label(section.title) in {"tutorial", "the tutorial", "minicurso", "short course"}:
            return [section, *_below(sections[number + 1 :], section.level)]
    return sections


def _below(sections: list[Section], level: int) -> Iterator[Section]:
    """Sections up to the next heading of the level, or all when headings are used for their size alone."""
    for section in sections:
        is_person = person_score(section.title) > 0 and (" " in section.title or not section.title.isascii())
        if section.level < level or (section.level == level and not is_person):
            return
        yield section


def _labelled(sections: Iterable[Section]) -> tuple[dict[str, list[str]], set[int]]:
    """The texts behind labels such as "**Title**:", by field, and the blocks that they fill."""
    found: dict[str, list[str]] = {}
    taken: set[int] = set()
    for section in sections:
        for block in section.blocks:
            for line in block.lines if block.kind == "paragraph" else ():
                field = _labelled_line(line)
                if field is not None:
                    found.setdefault(field[0], []).append(field[1])
                    taken.add(id(block))
        under = _field_of_heading(section.title)
        texts = [block.markdown for block in section.blocks if block.kind == "paragraph"]
        if under and texts and under not in found:
            found[under] = ["\n\n".join(texts)]
            taken.update(id(block) for block in section.all_blocks if block.kind in {"paragraph", "heading"})
    return found, taken


def _labelled_line(line: Line) -> tuple[str, str] | None:
    label, value = split_label(line.markdown) or ("", "")
    name = {"title": "title", "abstract": "abstract", "bio": "bio", "speaker": "speaker"}.get(_field(label), "")
    if not name or not value or is_placeholder(without_emphasis(value)):
        return None
    return name, clean_title(value) if name == "title" else value


def _field(label: str) -> str:
    return field_of(label) or ""


def _field_of_heading(title: str) -> str | None:
    return {"abstract": "abstract"}.get(_field(title))


def _people_of_headings(sections: Iterable[Section]) -> Iterator[ImportedPerson]:
    """People named as headings, or listed below a heading such as "Presenters"."""
    for section in sections:
        if PEOPLE_HEADING.fullmatch(section.title.strip(" :")) or PEOPLE_HEADING.match(section.title):
            for block in section.blocks:
                for entry in block.items or block.lines:
                    yield from _named(entry.markdown, entry.line)
        elif person_score(section.title) > 1:
            yield from read_people(without_emphasis(section.title), line=section.line)


def _named(text: str, line: int) -> list[ImportedPerson]:
    people = read_people(text, line=line) if len(without_emphasis(text)) < LONGEST_SUBJECT * 2 else []
    return [replace(person, email="") for person in people]


def _quoted_title(sections: Iterable[Section]) -> str:
    for section in sections:
        for block in section.blocks:
            found = QUOTED_TITLE.search(block.markdown) if TUTORIAL.search(block.markdown) else None
            if found:
                return clean_title(next(group for group in found.groups() if group))
    return ""


def _links(sections: Iterable[Section]) -> tuple[tuple[ImportedLink, ...], tuple[Finding, ...]]:
    links: dict[str, ImportedLink] = {}
    findings: list[Finding] = []
    for section in sections:
        by_heading = link_kind(section.title, None)
        for block in section.blocks:
            for link, found in _block_links(block, by_heading if by_heading in SECTION_KINDS else ""):
                if link.url and link.url not in links:
                    links[link.url] = link
                    findings += found
    return tuple(links.values()), tuple(findings)


def _block_links(block: Block, by_heading: str) -> Iterator[tuple[ImportedLink, tuple[Finding, ...]]]:
    page = video_page(block.url) if block.kind == "embed" else ""
    if page:
        yield ImportedLink("recording", page, "Video", line=block.line), ()
    for anchor in block.links:
        link, findings = read_link(anchor.label, anchor.url, anchor.line)
        is_vague = link.kind in {"other", "paper", "website"}
        kind = by_heading if by_heading and is_vague else link.kind
        if kind in MATERIALS - {"other"}:
            yield replace(link, kind=kind), findings


def _sessions(sections: Iterable[Section], context: DateContext) -> tuple[list[ImportedSession], list[Finding]]:
    """A session for each sentence that says when the tutorial, or a part of it, takes place."""
    sessions: list[ImportedSession] = []
    findings: list[Finding] = []
    for section in sections:
        for block in section.blocks:
            for sentence in SENTENCE.split(block.markdown) if block.kind in {"paragraph", "list"} else ():
                if not THE_DAY.search(sentence) and not (TUTORIAL.search(sentence) and re.search(r"\d", sentence)):
                    continue
                readings = find_dates(sentence, context=context, line=block.line)
                words = without_emphasis(sentence)
                sessions += [_session(words, it, block.line) for it in readings if it.start.date]
                findings += [it for reading in readings for it in reading.findings]
                findings += unreadable_dates(sentence, context=context, line=block.line)
    exact = [it for it in sessions if it.start.precision is Precision.MINUTE]
    return exact or sessions, findings


def _programme(sections: list[Section], sessions: list[ImportedSession], context: DateContext) -> Programme:
    """The programme below its heading, on the day and in the zone that the sentences name."""
    first = next((it.start for it in sessions if it.start.date), Moment())
    zoned = replace(context, zone=first.zone or context.zone)
    return read_programme(sections, context=zoned, day=first.date)


def _session(words: str, reading: DateReading, line: int) -> ImportedSession:
    subject = SUBJECT_END.split(words, maxsplit=1)[0].strip()
    subject = re.sub(r"^(?:the|a|an|our|this|that|der|die|das|le|la|o)\s+", "", subject, flags=re.IGNORECASE)
    title = subject[:1].upper() + subject[1:] if 0 < len(subject) <= LONGEST_SUBJECT else None
    kind = session_kind(title or words)
    return ImportedSession(kind=kind, title=title, start=reading.start, end=reading.end, line=line)
