"""A document's body as sections of blocks, whatever mixture of Markdown and HTML it is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from pages.importers.text.body_text import to_body
from pages.importers.text.inline_text import BLOCK_TAGS, InlineReader, own_line
from pages.importers.text.markdown_source import BLANK_MARK, take_out, to_html
from pages.importers.text.passages import Anchor, Block, Cell, Item, Line, Passage, Picture, Row, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bs4.element import PageElement

    from pages.importers.documents import Dropped

__all__ = [
    "Anchor",
    "Block",
    "Cell",
    "Item",
    "Line",
    "Markup",
    "Passage",
    "Picture",
    "Row",
    "Section",
    "read_markup",
    "read_sections",
    "to_body",
]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ANY_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})[^<>]{0,2000}>")
VOID_TAGS = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed", "track", "p", "li"}
)
DEEPEST = 150
LONGEST_HEADING = 120
LONGEST_BOLD_HEADING = 80
BARE_URL = re.compile(r"https?://[^\s<>\"'）)\]，。]+[^\s<>\"'）)\]，。.,;:!?]")
BOLD_HEADING = re.compile(r"[*\s]*\*\*([^*]+)\*\*[*\s:：]*")
NOT_A_HEADING = re.compile(r"\d{4}|~~|\]\(|[.!?。]$")


@dataclass(frozen=True, slots=True)
class Markup:
    """A read body: its sections and what was left out of them."""

    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...]


def _link_bare_addresses(soup: BeautifulSoup) -> None:
    for text in list(soup.find_all(string=BARE_URL)):
        if isinstance(text, PreformattedString) or text.find_parent(["a", "code", "pre"]):
            continue
        pieces: list[PageElement] = []
        position = 0
        for match in BARE_URL.finditer(text):
            link = soup.new_tag("a", href=match.group())
            link.string = match.group()
            pieces += [NavigableString(text[position : match.start()]), link]
            position = match.end()
        text.replace_with(*pieces, NavigableString(text[position:]))


def _mark_leading_blanks(soup: BeautifulSoup) -> None:
    for link in soup.find_all("a", href=True):
        address = str(link["href"])
        trimmed = address.removeprefix(BLANK_MARK).lstrip()
        if trimmed != address:
            link["href"], link["data-blank"] = trimmed, "1"


def _depth(html: str) -> int:
    """How deep the tags of the HTML are nested, at most."""
    depth = deepest = 0
    for tag in ANY_TAG.finditer(html):
        if tag["name"].lower() not in VOID_TAGS:
            depth = max(0, depth - 1) if tag["slash"] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _parse(html: str) -> BeautifulSoup:
    """The tree of the HTML; of HTML that is nested deeper than any page the words alone."""
    if _depth(html) > DEEPEST:
        html = ANY_TAG.sub(" ", html)
    soup = BeautifulSoup(html, "html.parser")
    _mark_leading_blanks(soup)
    _link_bare_addresses(soup)
    return soup


def _is_block(tag: Tag) -> bool:
    return tag.name in BLOCK_TAGS or (tag.name != "a" and tag.find(BLOCK_TAGS) is not None)


def _html(nodes: Iterable[PageElement]) -> str:
    return "".join(
        node.decode() if isinstance(node, Tag) else str(node.output_ready("minimal"))
        for node in nodes
        if isinstance(node, Tag) or (isinstance(node, NavigableString) and not isinstance(node, PreformattedString))
    )


def _paragraph(nodes: list[PageElement], line: int) -> Iterator[Block]:
    reader = InlineReader(line)
    for node in nodes:
        reader.read(node)
    lines = reader.finish()
    if lines or reader.images:
        yield Block(
            kind="paragraph" if lines else "image",
            line=lines[0].line if lines else reader.images[0].line,
            lines=lines,
            html=_html(nodes),
            links=tuple(reader.links),
            images=tuple(reader.images),
        )


def _heading(element: Tag, line: int) -> Iterator[Block]:
    for block in _paragraph(list(element.children), line):
        is_heading = block.kind == "paragraph" and len(block.prose) <= LONGEST_HEADING
        yield replace(block, kind="heading", level=HEADINGS[element.name]) if is_heading else block


def _item(element: Tag, line: int) -> Item:
    reader = InlineReader(line, skip_lists=True)
    reader.read_children(element)
    nested = [it for it in element.find_all(["ul", "ol"]) if it.find_parent("li") is element]
    return Item(
        line=line,
        lines=reader.finish(),
        html=element.decode_contents(),
        links=tuple(reader.links),
        images=tuple(reader.images),
        items=tuple(item for it in nested for item in _items(it, own_line(it, line))),
    )


def _items(element: Tag, line: int) -> tuple[Item, ...]:
    return tuple(_item(it, own_line(it, line)) for it in element.find_all("li", recursive=False))


def _list(element: Tag, line: int) -> Iterator[Block]:
    reader = InlineReader(line)
    reader.read_children(element)
    yield Block(
        kind="list",
        line=line,
        lines=reader.finish(),
        html=element.decode(),
        links=tuple(reader.links),
        images=tuple(reader.images),
        items=_items(element, line),
    )


def _cell(element: Tag, line: int) -> Cell:
    reader = InlineReader(own_line(element, line))
    reader.read_children(element)
    return Cell(
        line=own_line(element, line),
        lines=reader.finish(),
        html=element.decode_contents(),
        links=tuple(reader.links),
        images=tuple(reader.images),
        is_header=element.name == "th",
    )


def _table(element: Tag, line: int) -> Iterator[Block]:
    rows = [
        Row(tuple(_cell(cell, own_line(row, line)) for cell in row.find_all(["td", "th"])), own_line(row, line))
        for row in element.find_all("tr")
        if row.find_parent("table") is element
    ]
    filled = tuple(row for row in rows if any(cell.lines or cell.images for cell in row.cells))
    cells = [cell for row in filled for cell in row.cells]
    if filled:
        yield Block(
            kind="table",
            line=line,
            lines=tuple(it for cell in cells for it in cell.lines),
            html=element.decode(),
            links=tuple(link for cell in cells for link in cell.links),
            images=tuple(image for cell in cells for image in cell.images),
            rows=filled,
        )


def _quote(element: Tag, line: int) -> Iterator[Block]:
    inner = element.find_all(True, recursive=False)
    if inner and all(it.name in {"ul", "ol"} for it in inner):
        for it in inner:
            yield from _list(it, own_line(it, line))
        return
    for block in _paragraph(list(element.children), line):
        yield replace(block, kind="quote", html=element.decode())


def _code(element: Tag, line: int) -> Iterator[Block]:
    inner = element.find("code")
    classes = inner.get_attribute_list("class") if isinstance(inner, Tag) else []
    language = next((str(name).removeprefix("language-") for name in classes if name), "")
    lines = element.get_text().rstrip("\n").split("\n")
    yield Block(
        kind="code",
        line=line,
        lines=tuple(Line(text, text, line + number) for number, text in enumerate(lines)),
        language=language,
    )


def _embed(element: Tag, line: int) -> Iterator[Block]:
    if source := str(element.get("src") or ""):
        yield Block(kind="embed", line=line, url=source)


def _rule(_element: Tag, line: int) -> Iterator[Block]:
    yield Block(kind="rule", line=line)


READERS = {
    **dict.fromkeys(HEADINGS, _heading),
    "ul": _list,
    "ol": _list,
    "table": _table,
    "blockquote": _quote,
    "pre": _code,
    "iframe": _embed,
    "hr": _rule,
}


def _blocks(element: Tag, line: int) -> Iterator[Block]:
    """The blocks of a container; loose text between them makes paragraphs."""
    pending: list[PageElement] = []
    begin = line
    for child in element.children:
        if isinstance(child, Tag) and _is_block(child):
            yield from _paragraph(pending, begin)
            pending = []
            line = own_line(child, line)
            yield from READERS.get(child.name, _blocks)(child, line)
            line = begin = line + child.get_text().count("\n")
        else:
            pending.append(child)
            line = own_line(child, line) + child.get_text().count("\n")
    yield from _paragraph(pending, begin)


def _as_bold_heading(block: Block, level: int) -> Block:
    """The block as a heading below `level` when it is nothing but one short bold phrase."""
    match = BOLD_HEADING.fullmatch(block.markdown) if block.kind == "paragraph" else None
    title = match.group(1).strip() if match else ""
    if not title or len(title) > LONGEST_BOLD_HEADING or NOT_A_HEADING.search(block.markdown.strip("* ")):
        return block
    return replace(block, kind="heading", level=max(level, 1) + 1)


def _sections(blocks: Iterable[Block], *, first_line: int, bold_headings: bool) -> Iterator[Section]:
    section = Section("", 0, first_line)
    level = 0
    for given in blocks:
        block = _as_bold_heading(given, level) if bold_headings else given
        if block.kind != "heading":
            section = replace(section, blocks=(*section.blocks, block))
            continue
        if section.heading or section.blocks:
            yield section
        level = block.level if block is given else level
        section = Section(block.prose, block.level, block.line, heading=block)
    yield section


def read_markup(body: str, *, first_line: int = 1, bold_headings: bool = False) -> Markup:
    """The sections of a body and what was left out of them.

    With `bold_headings` a paragraph that is nothing but one short bold phrase begins a section too.
    """
    text, dropped = take_out(body, first_line=first_line)
    blocks = _blocks(_parse(to_html(text, first_line=first_line)), first_line)
    return Markup(tuple(_sections(blocks, first_line=first_line, bold_headings=bold_headings)), dropped)


def read_sections(body: str, *, first_line: int = 1, bold_headings: bool = False) -> tuple[Section, ...]:
    """The sections of a body."""
    return read_markup(body, first_line=first_line, bold_headings=bold_headings).sections
