"""A document's text as every reader of events needs it: without private words, and with what is left for the body."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pages.importers.documents import BodyBlock, Dropped, Finding, ImportedLink, Severity
from pages.importers.placeholders import is_placeholder
from pages.importers.text.links import is_relative, link_kind, read_link
from pages.importers.text.markup import read_markup, to_body
from pages.importers.text.passages import Anchor, Block, Section
from pages.importers.text.private_words import take_out_private_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree

NAMING_TAG = re.compile(r"\{%-?\s*include\s+\S+\s+name=\"([^\"\n]+)\"\s*-?%\}")
LISTING_TAG = re.compile(
    r"\{%-?\s*(?:for\s+\w+\s+in\s+site\.data\.(?:important[-_])?(?:dates|deadlines)\b[^%\n]{0,80}|"
    r"include\s+[\w/.-]*dates?[\w-]*\.(?:html|md)[^%\n]{0,80})%\}"
)
"""A template tag that lists the dates of a data file."""
LABEL_KEYS = ("name", "label", "info", "title", "event", "what", "description")
DATE_FILES = ("important-dates", "important_dates", "dates", "deadlines")
PAGE_LINKS = frozenset(
    {
        *("registration", "submission", "template", "mailing_list", "chat", "video_channel", "calendar", "social"),
        *("previous_edition", "join", "stream", "slides", "website"),
    }
)
"""Kinds of links that a page lists; others stay where they are in the text."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A line or paragraph such as "[TBD]". `before` is the line before it, or the heading above a paragraph."""

    text: str
    before: str
    line: int
    is_paragraph: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """The sections of a document, without lines of placeholders, and what was taken out of them."""

    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]
    placeholders: tuple[Placeholder, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks in order, headings included."""
        return tuple(block for section in self.sections for block in section.all_blocks)


def _take_out_private(body: str, first_line: int, private: Collection[str]) -> tuple[str, list[Dropped]]:
    """The body without private words and without the values of private front matter, `private`."""
    body, found = take_out_private_words(body, first_line=first_line)
    dropped = list(found)
    for text in private:
        lines = [first_line + body.count("\n", 0, it.start()) for it in re.finditer(re.escape(text), body)]
        dropped += [Dropped("private number", "private", line) for line in lines]
        body = body.replace(text, "")
    return body, dropped


def _announced_dates(document: SourceDocument, tree: SourceTree) -> dict[str, str]:
    """Dates by their names in the site's data files of dates."""
    files = [it for name in DATE_FILES for it in tree.data(name, document=document)]
    return {label: date for it in files for label, date in _named_dates(it.metadata)}


def _named_dates(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        label = next((value[key] for key in LABEL_KEYS if isinstance(value.get(key), str)), "")
        if label and isinstance(value.get("date"), str):
            status = " (tentative)" if str(value.get("status")).lower() == "tentative" else ""
            yield label, value["date"] + status
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from _named_dates(inner)


def _fill_in_dates(body: str, *, document: SourceDocument, tree: SourceTree) -> str:
    """The body with dates of data files in place of the template tags that name one or list all."""
    if not NAMING_TAG.search(body) and not LISTING_TAG.search(body):
        return body
    dates = _announced_dates(document, tree)
    has_own = isinstance(document.metadata, dict) and "dates" in document.metadata
    listed = {} if has_own else dates
    rows = "".join(f"<li>{html.escape(f'{label}: ')}{date}</li>" for label, date in listed.items())
    body = LISTING_TAG.sub(f"<ul>{rows}</ul>".replace("\\", r"\\"), body, count=1) if rows else body
    return NAMING_TAG.sub(lambda tag: f"{tag[1]}: {dates[tag[1]]}" if tag[1] in dates else tag[0], body)


def read_page_text(document: SourceDocument, *, tree: SourceTree, private: Collection[str] = ()) -> PageText:
    """The document's sections, bold headings included, without private numbers and addresses."""
    filled = _fill_in_dates(document.body, document=document, tree=tree)
    body, dropped = _take_out_private(filled, document.body_line, private)
    markup = read_markup(body, first_line=document.body_line, bold_headings=True)
    sections = tuple(
        replace(section, blocks=tuple(_without_placeholder_lines(block) for block in section.blocks))
        for section in markup.sections
    )
    return PageText(sections, (*dropped, *markup.dropped), tuple(_placeholders(markup.sections)))


def _placeholders(sections: Iterable[Section]) -> Iterator[Placeholder]:
    for section in sections:
        for block in section.blocks:
            if block.kind != "paragraph" or not block.lines:
                continue
            if is_placeholder(block.prose):
                yield Placeholder(block.prose, section.title, block.line, is_paragraph=True)
                continue
            before = ""
            for line in block.lines:
                if is_placeholder(line.text):
                    yield Placeholder(line.text, before or section.title, line.line, is_paragraph=False)
                before = line.text


def _without_placeholder_lines(block: Block) -> Block:
    """A paragraph without those of its lines that say nothing yet."""
    if block.kind != "paragraph" or is_placeholder(block.prose):
        return block
    kept = tuple(line for line in block.lines if not is_placeholder(line.text))
    if len(kept) == len(block.lines):
        return block
    pieces = [piece for piece in block.html.split("\n") if not is_placeholder(re.sub(r"<[^>]*>", "", piece))]
    return replace(block, lines=kept, html="\n".join(pieces))


def _context(link: Anchor, block: Block) -> str:
    """What a link is called: its label, or the words before a bare address."""
    if not link.label.startswith(("http://", "https://")):
        return link.label
    line = next((it.text for it in block.lines if it.line == link.line), "")
    before = line.partition(link.label)[0].strip(" :：-–(")
    return before if 0 < len(before) <= 60 else link.label  # noqa: PLR2004  # longer ones are sentences


def read_links(blocks: Iterable[Block]) -> tuple[tuple[ImportedLink, ...], tuple[Finding, ...]]:
    """The links that belong to the page as a whole, once each, and empty or blank-led ones reported."""
    links: dict[tuple[str, str | None], ImportedLink] = {}
    findings: list[Finding] = []
    for block in blocks:
        for anchor in block.links:
            address = anchor.url.strip()
            if address.startswith(("mailto:", "#")) or is_relative(address):
                continue
            label = _context(anchor, block)
            link, found = read_link(label, anchor.url, anchor.line)
            is_listed = link_kind(label, anchor.url) in PAGE_LINKS
            findings += [finding for finding in found if is_listed or finding.code != "link-insecure"]
            if is_listed and (link.url or not address):
                links.setdefault((link.kind, link.url), link)
    return tuple(links.values()), tuple(findings)


def relative_links(blocks: Iterable[Block]) -> Iterator[Dropped]:
    """The links inside the old site, whose words stay and whose addresses mean nothing elsewhere."""
    for block in blocks:
        for anchor in block.links:
            address = anchor.url.strip()
            if is_relative(address) and not address.startswith("#"):
                yield Dropped(f"address of the link “{anchor.label}”", "leads to a page of the old site", anchor.line)


def _is_left(block: Block, used: Collection[Block]) -> bool:
    return block not in used and not (block.kind == "paragraph" and not block.images and is_placeholder(block.prose))


AWAITED = (
    ("submission", r"submi|proposals?\b|deadline|\bdue\b", "the address of the submission site"),
    ("registration", r"regist|sign[- ]?up", "the address for registration"),
    ("join", r"\bjoin\b|zoom|online", "the address of the meeting"),
)
"""What a placeholder after such words probably stands for."""


def _awaited(placeholder: Placeholder) -> tuple[str, str]:
    found = ((kind, name) for kind, pattern, name in AWAITED if re.search(pattern, placeholder.before, re.IGNORECASE))
    return next(found, ("", "something still to be announced"))


def placeholder_links(page: PageText) -> tuple[ImportedLink, ...]:
    """The links that lines of placeholders in a text probably stand for, announced and without an address."""
    links = []
    for placeholder in page.placeholders:
        kind, _name = _awaited(placeholder)
        if kind and not placeholder.is_paragraph:
            links.append(ImportedLink(kind, None, line=placeholder.line))
    return tuple(dict.fromkeys(links))


def placeholder_findings(page: PageText) -> Iterator[Finding]:
    """One finding for each line or paragraph that is nothing but "to be announced"."""
    for placeholder in page.placeholders:
        where = "under" if placeholder.is_paragraph else "after"
        message = f"“{placeholder.text}” {where} “{placeholder.before}” was left out."
        if not placeholder.is_paragraph:
            message += f" It probably stands for {_awaited(placeholder)[1]}."
        yield Finding("placeholder-left-empty", Severity.WARNING, message, placeholder.line)


def _same_words(first: str, second: str) -> bool:
    return (
        re.sub(r"\W+", "", without_edition(first)).casefold() == re.sub(r"\W+", "", without_edition(second)).casefold()
    )


def without_edition(title: str) -> str:
    """The title without "The 3rd" before it."""
    return re.sub(r"^(?:the )?\d{1,3}\s?(?:st|nd|rd|th)\s+", "", title.strip(), flags=re.IGNORECASE)


def repeated_headings(sections: Iterable[Section], title: str) -> set[Block]:
    """The headings that say only the title again."""
    return {section.heading for section in sections if section.heading and _same_words(section.title, title)}


def body_of(
    sections: Iterable[Section], *, used: Collection[Block], besides: Iterable[tuple[str, str]] = ()
) -> tuple[BodyBlock, ...]:
    """What is in no field, in order. A heading goes with the last of its blocks; `besides` are names with texts."""
    kept: list[Block] = []
    for section in sections:
        left = [block for block in section.blocks if _is_left(block, used)]
        heading = [section.heading] if section.heading and section.heading not in used else []
        if left or not section.blocks:
            kept += heading + left
    while kept and kept[0].kind == "rule":
        kept.pop(0)
    while kept and kept[-1].kind == "rule":
        kept.pop()
    extra = tuple(_named_text(name, text) for name, text in besides)
    return (*to_body(kept), *extra)


def _named_text(name: str, text: str) -> BodyBlock:
    return BodyBlock("rich_text", html=f"<p><b>{html.escape(name)}</b>: {html.escape(text)}</p>")
