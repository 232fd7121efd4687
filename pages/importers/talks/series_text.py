"""What the page of a series says besides its talks: the group, its organisers, its links, its title and state."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.documents import BodyBlock, Dropped, Finding, ImportedContribution, ImportedLink
from pages.importers.people import read_contribution
from pages.importers.placeholders import is_placeholder
from pages.importers.talks.fields import fold_label
from pages.importers.talks.snippets import TIME_LINK
from pages.importers.text.body_text import to_body
from pages.importers.text.links import read_link
from pages.importers.text.markup import read_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Anchor, Block, Item, Line, Section

ROLES = (
    (
        "programme_committee",
        re.compile(
            r"\b(?:program(?:me)?|scientific|steering|advisory) (?:committee|board)\b|"
            r"comité scientifique",
            re.IGNORECASE,
        ),
    ),
    (
        "organiser",
        re.compile(
            r"\borgani[sz](?:ers?|ing|ed by|ation team|ing (?:committee|team))\b|\bfounders?\b|"
            r"\bco-?ordinators?\b|\bteam\b|"
            r"\bmaintainers?\b|organisat(?:eurs?|rices?|oren?)|organizador(?:es)?|組織|主催|组织者|^contacts?$",
            re.IGNORECASE,
        ),
    ),
)
SERIES_LINKS = frozenset(
    {
        "mailing_list",
        "chat",
        "video_channel",
        "calendar",
        "social",
        "registration",
        "join",
        "stream",
        "previous_edition",
    }
)
PAUSED = re.compile(r"\b(?:on hiatus|paused|suspended|taking a break|on a break|interrupted|en pause)\b", re.IGNORECASE)
ENDED = re.compile(
    r"\b(?:seminar|series|group|colloquium|webinar)s? (?:has|have) (?:now )?(?:ended|concluded|finished|"
    r"been discontinued)|"
    r"\bis (?:now )?(?:over|discontinued|archived)\b|no longer (?:active|running|take)",
    re.IGNORECASE,
)
SERIES_WORDS = re.compile(
    r"seminars?|colloqui\w+|talks?|series|webinars?|reading group|lectures?|meetup|séminaires?|seminare?|セミナー|"
    r"コロキウム|研究会|讲座",
    re.IGNORECASE,
)
EMPTY_LABELS = frozenset({"", "link", "here", "this link", "html", "ics", "page", "url", "click here", "this", "web"})
LABELLED = re.compile(r"^\W*([^:：\[\]()]{3,40}?)\s*[*_]*\s*[:：]\s*[*_]*\s*(.+)$", re.DOTALL)
ORGANISED_BY = re.compile(
    r"\b(?P<label>organi[sz]ed by|organisé par|organisiert von)\s+(?P<names>.+?)(?:\.(?=\s|$)|$)", re.IGNORECASE
)
STRONG = re.compile(r"\*\*([^*]{6,120})\*\*")


@dataclass(frozen=True, slots=True)
class SeriesText:
    """The page without its talks. `texts` are its paragraphs and items in words, for a look at the usual times."""

    about: tuple[BodyBlock, ...] = ()
    body: tuple[BodyBlock, ...] = ()
    contributions: tuple[ImportedContribution, ...] = ()
    links: tuple[ImportedLink, ...] = ()
    headings: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    place: str = ""
    status: str = "active"
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_series_text(body: str, *, first_line: int) -> SeriesText:
    """The series' own text in `body`, from which the talks' lines have been taken."""
    markup = read_markup(body, first_line=first_line)
    sections = [it for it in markup.sections if it.title or it.blocks]
    people = [it for section in sections for it in _people(section)]
    kept = [section for section in sections if not _is_people_list(section)]
    links, findings = _links(sections)
    lead, rest = _split_lead(kept)
    rest, emptied = _without_empty(rest)
    texts = tuple(line.text for section in sections for block in section.blocks for line in block.lines)
    whole = "\n".join(texts)
    return SeriesText(
        about=to_body(_without_link_lines(lead)),
        body=to_body(_without_link_lines([block for section in rest for block in section.all_blocks])),
        contributions=tuple(replace(it, person=replace(it.person, email="")) for it in people),
        links=links,
        headings=tuple(section.title for section in sections if section.title),
        names=tuple(_series_names(sections)),
        texts=texts,
        place=_place(texts),
        status="paused" if PAUSED.search(whole) else "ended" if ENDED.search(whole) else "active",
        findings=findings,
        dropped=(
            *markup.dropped,
            *emptied,
            *(Dropped("e-mail address", "it is private", it.person.line) for it in people if it.person.email),
        ),
    )


def _split_lead(sections: list[Section]) -> tuple[list[Block], list[Section]]:
    """The text before the first heading, or below the first one if none comes before; then the rest."""
    if not sections:
        return [], []
    first = sections[0]
    if first.level == 0 or any(block.kind == "paragraph" for block in first.blocks):
        return list(first.blocks), sections[1:]
    return [], sections


def _without_empty(sections: list[Section]) -> tuple[list[Section], list[Dropped]]:
    """The sections without headings below which nothing is left."""
    kept: list[Section] = []
    dropped: list[Dropped] = []
    deeper = 0
    for section in reversed(sections):
        if _without_link_lines(section.blocks) or deeper > section.level:
            kept.insert(0, section)
            deeper = section.level
        else:
            dropped.append(Dropped(f"heading “{section.title}”", "nothing is left below it", section.line))
    return kept, dropped


def _without_link_lines(blocks: Iterable[Block]) -> list[Block]:
    """Blocks without paragraphs that are nothing but links of the series, which are fields."""
    kept = [block for block in blocks if not _is_link_line(block)]
    return kept if any(block.kind != "rule" for block in kept) else []


def _is_link_line(block: Block) -> bool:
    if block.kind != "paragraph" or not block.links:
        return False
    words = block.prose
    for anchor in block.links:
        words = words.replace(anchor.label, "", 1)
    are_fields = all(_kind(anchor, "") in SERIES_LINKS for anchor in block.links)
    return are_fields and len(re.findall(r"\w+", words)) <= 3  # noqa: PLR2004  # "Google Calendar:" names what the links are


def _kind(anchor: Anchor, context: str) -> str:
    link, _findings = read_link(f"{context} {anchor.label}", anchor.url, anchor.line)
    return link.kind


def _links(sections: Iterable[Section]) -> tuple[tuple[ImportedLink, ...], tuple[Finding, ...]]:
    links: dict[str, ImportedLink] = {}
    findings: list[Finding] = []
    for section in sections:
        for block in section.blocks:
            for anchor in block.links:
                link, found = _series_link(anchor, block)
                if link and link.url and link.url not in links:
                    links[link.url] = link
                    findings += found
    return tuple(links.values()), tuple(findings)


def _series_link(anchor: Anchor, block: Block) -> tuple[ImportedLink | None, tuple[Finding, ...]]:
    if TIME_LINK.search(anchor.url) or anchor.url.startswith("mailto:"):
        return None, ()
    link, findings = read_link(anchor.label, anchor.url, anchor.line)
    if link.kind not in SERIES_LINKS:
        return None, ()
    label = link.label
    if fold_label(label) in EMPTY_LABELS:
        words = _words_before(anchor, block)
        label = f"{words} ({label})" if words else label
    return replace(link, label=label), findings


def _words_before(anchor: Anchor, block: Block) -> str:
    """The words right before a link that says nothing itself, such as "Google Calendar: html"."""
    line = next((it.text for it in block.lines if it.line == anchor.line), "")
    before = line.partition(anchor.label)[0].rstrip(" :[(")
    words = re.split(r"[.;,:\[\]()]", before)[0].strip()
    words = re.sub(r"(?:\s+(?:by|using|via|through|at|with|this|the|here|on|from))+$", "", words)
    return words if 0 < len(words) <= 40 else ""  # noqa: PLR2004  # longer ones are sentences


def role_of(label: str) -> str | None:
    """The role of the people listed below a heading or behind a label; None for other ones."""
    return next((role for role, pattern in ROLES if pattern.search(label)), None)


def _is_people_list(section: Section) -> bool:
    """True for a section of organisers that holds nothing but their list."""
    if role_of(section.title) is None or not section.blocks:
        return False
    filled = [block for block in section.blocks if block.kind != "rule"]
    return all(block.kind == "list" for block in filled) and len(list(_people(section))) == sum(
        len(it.items) for it in filled
    )


def _people(section: Section) -> Iterator[ImportedContribution]:
    role = role_of(section.title)
    for block in section.blocks:
        if role and block.kind == "list":
            yield from _each(block.items, role)
        elif role and block.kind == "paragraph" and len(section.title) < 60:  # noqa: PLR2004
            yield from _each([line for line in block.lines if len(line.text) < 120 and "." not in line.text[-1:]], role)  # noqa: PLR2004
        elif block.kind in {"paragraph", "list"}:
            yield from _labelled_people(block)


def _each(items: Iterable[Item | Line], role: str) -> Iterator[ImportedContribution]:
    for item in items:
        contribution = read_contribution(item.markdown, role=role, line=item.line)
        if contribution and not is_placeholder(contribution.person.name) and "@" not in contribution.person.name:
            yield contribution


def _labelled_people(block: Block) -> Iterator[ImportedContribution]:
    """People behind a label in running text: "**Organiser:** [Name](https://…)"."""
    for line in block.lines:
        found = LABELLED.match(line.markdown) or ORGANISED_BY.search(line.markdown)
        role = role_of(found[1]) if found and len(found[1].split()) <= 4 else None  # noqa: PLR2004  # longer ones are sentences
        if found is None or role is None:
            continue
        for part in re.split(r"\s*;\s*|\s+and\s+|,\s+(?=\[)", found[2]):
            contribution = read_contribution(part, role=role, line=line.line)
            if contribution:
                yield contribution


def _place(texts: Iterable[str]) -> str:
    for text in texts:
        found = re.match(r"\W*(?:location|venue|where|place|room|lieu|ort)\W*[:：]\s*(.+)", text, re.IGNORECASE)
        if found and not is_placeholder(found[1]):
            return found[1].strip(" *")
    return ""


def _series_names(sections: Iterable[Section]) -> Iterator[str]:
    """Phrases that may be the name of the series: a strong one in the text before a heading."""
    for section in sections:
        for block in section.blocks:
            for found in STRONG.finditer(block.markdown):
                if SERIES_WORDS.search(found[1]) and ":" not in found[1]:
                    yield re.sub(r"\s+", " ", found[1]).strip()
