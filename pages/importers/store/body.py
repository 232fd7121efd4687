"""Imported text as the database keeps it: rich text of fields, and body blocks as a stream."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pages.importers.documents import BodyBlock
from pages.importers.text.body_text import sanitise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKUP = re.compile(
    r"</?(?:p|br|ul|ol|li|a|b|i|s|em|strong|del|code|sup|sub|blockquote|h[1-6]|hr|div|span)\b[^>]*>", re.IGNORECASE
)
_BLOCK = re.compile(r"<(?:p|ul|ol|h[2-4]|blockquote|hr)\b")
_HEADING = re.compile(r"<h[2-4]>(.*?)</h[2-4]>", re.DOTALL)

PictureReader = Callable[[BodyBlock], str]
"""Gives the hash of the picture that a block names; empty when there is none to show."""

StreamItem = dict[str, Any]
"""One block of a stream without its id; a picture is named by its hash until it is stored."""


def rich_text(text: str) -> str:
    """Rich text as stored: sanitised HTML, or paragraphs made of plain text."""
    text = text.strip()
    if not text:
        return ""
    if not _MARKUP.search(text):
        return _paragraphs(html.unescape(text))
    clean = sanitise(text)
    return clean if not clean or _BLOCK.match(clean) else f"<p>{clean}</p>"


def field_text(text: str) -> str:
    """Rich text for a field that has no headings, quotations or rules: they become bold, plain and nothing."""
    stored = _HEADING.sub(r"<p><b>\1</b></p>", rich_text(text))
    stored = re.sub(r"<blockquote>\s*(?=<p>)|(?<=</p>)\s*</blockquote>|<hr/?>", "", stored)
    return re.sub(r"<(/?)blockquote>", r"<\1p>", stored)


def _paragraphs(text: str) -> str:
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def to_stream(blocks: Iterable[BodyBlock], *, pictures: PictureReader) -> list[StreamItem]:
    """Body blocks as stream items; neighbouring rich text is one item. `pictures` gives the hash of a picture."""
    stream: list[StreamItem] = []
    for item in (item for block in blocks for item in _items(block, pictures=pictures)):
        if stream and item["type"] == stream[-1]["type"] == "text":
            stream[-1] = {"type": "text", "value": f"{stream[-1]['value']}\n{item['value']}"}
        else:
            stream.append(item)
    return stream


def _items(block: BodyBlock, *, pictures: PictureReader) -> Iterator[StreamItem]:
    match block.kind:
        case "rich_text":
            text = rich_text(block.html or block.text)
            yield from [{"type": "text", "value": text}] if text else []
        case "embed":
            yield {"type": "video", "value": block.url}
        case "code":
            yield {"type": "code", "value": {"language": block.language, "code": block.text}}
        case "table":
            yield {"type": "table", "value": _table(block)}
        case _:
            yield from _figure(block, pictures=pictures)


def _table(block: BodyBlock) -> dict[str, Any]:
    width = max((len(row) for row in block.rows), default=0)
    return {
        "data": [[*row, *[""] * (width - len(row))] for row in block.rows],
        "first_row_is_table_header": block.has_header,
        "first_col_is_header": False,
        "table_header_choice": "row" if block.has_header else "neither",
        "table_caption": "",
    }


def _figure(block: BodyBlock, *, pictures: PictureReader) -> Iterator[StreamItem]:
    """A figure; a picture that cannot be used leaves its alternative text, and its link when it is on another site."""
    digest = pictures(block)
    if digest:
        described = {"image": digest, "alt_text": block.text[:255], "decorative": not block.text}
        yield {"type": "figure", "value": {"image": described, "caption": "", "credit": ""}}
    elif block.text or "://" in block.url:
        words = html.escape(block.text or block.url)
        link = f'<a href="{html.escape(block.url)}">{words}</a>' if "://" in block.url else words
        yield {"type": "text", "value": sanitise(f"<p>{link}</p>")}


def with_stored_pictures(stream: Iterable[StreamItem], *, find: Callable[[str, str], int]) -> list[StreamItem]:
    """The stream with the keys of its pictures; `find` gives the key for a hash and an alternative text."""
    return [_with_stored_picture(item, find=find) for item in stream]


def _with_stored_picture(item: StreamItem, *, find: Callable[[str, str], int]) -> StreamItem:
    if item["type"] != "figure":
        return item
    picture = item["value"]["image"]
    key = find(picture["image"], picture["alt_text"])
    return {**item, "value": {**item["value"], "image": {**picture, "image": key}}}


def without_ids(value: Any) -> Any:
    """A stream's stored value without the ids of its blocks, for comparison."""
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    return value
