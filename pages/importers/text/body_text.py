"""From read blocks to body text: sanitised rich text with headings from h2, tables, embeds, pictures and listings."""

from __future__ import annotations

import html
import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import nh3

from pages.importers.documents import BodyBlock
from pages.importers.text.links import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Block

ALLOWED_TAGS = {
    "h2",
    "h3",
    "h4",
    "p",
    "ul",
    "ol",
    "li",
    "a",
    "b",
    "i",
    "s",
    "code",
    "sup",
    "sub",
    "blockquote",
    "hr",
    "br",
}
SAME_MEANING = {"strong": "b", "em": "i", "del": "s", "strike": "s"}
FIRST_LEVEL = 2
LAST_LEVEL = 4
VIDEO_PAGES = {
    "www.youtube.com": "https://www.youtube.com/watch?v={}",
    "youtube.com": "https://www.youtube.com/watch?v={}",
    "www.youtube-nocookie.com": "https://www.youtube.com/watch?v={}",
    "player.vimeo.com": "https://vimeo.com/{}",
    "player.bilibili.com": "https://www.bilibili.com/video/{}",
}


def sanitise(text: str) -> str:
    """The HTML with only the tags and links that body text may have."""
    for tag, same in SAME_MEANING.items():
        text = re.sub(rf"<(/?){tag}\b", rf"<\1{same}", text, flags=re.IGNORECASE)
    clean = nh3.clean(
        text,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        url_relative="deny",
    )
    return re.sub(r"<a>(.*?)</a>", r"\1", clean, flags=re.DOTALL).strip()


def video_page(source: str) -> str:
    """The page of a video whose player has the address `source`; empty for anything that is no known player."""
    address = split_address("https:" + source if source.startswith("//") else source)
    page = VIDEO_PAGES.get(address.netloc.lower(), "")
    name = next(iter(parse_qs(address.query).get("bvid", [])), "") or address.path.rstrip("/").rpartition("/")[2]
    return page.format(name) if page and name and address.scheme in {"http", "https"} else ""


def _heading_levels(blocks: Iterable[Block]) -> dict[int, int]:
    """The levels in use, in order, become h2, h3 and h4."""
    used = sorted({block.level for block in blocks if block.kind == "heading"})
    return {level: min(FIRST_LEVEL + rank, LAST_LEVEL) for rank, level in enumerate(used)}


def _rich_text(block: Block, levels: dict[int, int]) -> str:
    if block.kind == "rule":
        return "<hr>"
    if block.kind == "heading":
        return sanitise(f"<h{levels[block.level]}>{block.html.strip()}</h{levels[block.level]}>") if block.prose else ""
    if block.kind in {"list", "quote"}:
        return sanitise(block.html)
    text = sanitise(block.html)
    return f"<p>{text}</p>" if re.sub(r"<br>|\s|&nbsp;", "", text) else ""


def _pictures(block: Block) -> Iterator[BodyBlock]:
    for image in block.images:
        yield BodyBlock("image", url=image.source, text=image.alt, line=image.line)


def _table(block: Block) -> BodyBlock:
    rows = tuple(tuple(cell.prose for cell in row.cells) for row in block.rows)
    return BodyBlock("table", rows=rows, has_header=bool(block.rows) and block.rows[0].is_header, line=block.line)


def _embed(block: Block) -> BodyBlock:
    page = video_page(block.url)
    if page:
        return BodyBlock("embed", url=page, line=block.line)
    address = html.escape(block.url)
    return BodyBlock("rich_text", html=sanitise(f'<p><a href="{address}">{address}</a></p>'), line=block.line)


def _body_blocks(block: Block, levels: dict[int, int]) -> Iterator[BodyBlock]:
    if block.kind == "table":
        yield _table(block)
    elif block.kind == "embed":
        yield _embed(block)
    elif block.kind == "code":
        yield BodyBlock("code", text=block.text, language=block.language, line=block.line)
    elif text := _rich_text(block, levels):
        yield BodyBlock("rich_text", html=text, line=block.line)
    yield from _pictures(block)


def _joined(blocks: list[BodyBlock]) -> BodyBlock:
    return BodyBlock("rich_text", html="\n".join(block.html for block in blocks), line=blocks[0].line)


def to_body(blocks: Iterable[Block]) -> tuple[BodyBlock, ...]:
    """The blocks as body text, in order; neighbouring rich text is one block."""
    given = tuple(blocks)
    levels = _heading_levels(given)
    pieces = [piece for block in given for piece in _body_blocks(block, levels)]
    body: list[BodyBlock] = []
    for is_rich_text, group in itertools.groupby(pieces, key=lambda piece: piece.kind == "rich_text"):
        neighbours = list(group)
        body += [_joined(neighbours)] if is_rich_text else neighbours
    return tuple(body)
