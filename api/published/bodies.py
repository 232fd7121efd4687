"""Body text as JSON: each block with the name of its type, out of the form it is stored in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.blocks import RichTextBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

from api.declarations import read_declarations, type_name
from api.published.values import write_value
from api.rich_text import write_rich_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from wagtail.blocks import Block, StreamValue


def write_body(stream: StreamValue) -> list[dict[str, Any]]:
    """The blocks of a body that the schema shows."""
    children = stream.stream_block.child_blocks
    written = (
        write_block(children[raw["type"]], raw.get("id"), raw["value"])
        for raw in stream.raw_data
        if raw["type"] in children and raw["value"] not in (None, "")
    )
    return [block for block in written if block is not None]


def write_block(block: Block, key: str | None, value: Any) -> dict[str, Any] | None:
    """A block; None for a class that the schema does not show."""
    for kind, (name, write) in LEAF_BLOCKS.items():
        if isinstance(block, kind):
            return {"__typename": name, "id": key, **write(value)}
    if "graphql_fields" not in vars(type(block)):
        return None
    return {"__typename": type_name(type(block)), "id": key, **write_struct(block, value)}


def write_struct(block: Block, value: dict[str, Any]) -> dict[str, Any]:
    """The declared fields of a struct."""
    fields = {}
    for declaration in read_declarations(type(block)):
        child = block.child_blocks[declaration.source]
        written = write_leaf(child, value.get(declaration.source))
        fields[declaration.key] = "" if written is None and declaration.is_required else written
    return fields


def write_leaf(block: Block, value: Any) -> Any:
    """The value of a field of a struct."""
    if isinstance(block, ImageBlock):
        return write_picture(value)
    return write_rich_text(value) if isinstance(block, RichTextBlock) else write_value(value)


def write_picture(value: Any) -> dict[str, Any] | None:
    """The image of an `ImageBlock` with the words that stand for it there; null words: the image's own."""
    key = value.get("image") if isinstance(value, dict) else value
    if not isinstance(key, int):
        return None
    alt = ("" if value.get("decorative") else value.get("alt_text") or "") if isinstance(value, dict) else None
    return {"image": key, "alt": alt}


def write_table(value: dict[str, Any]) -> dict[str, Any]:
    """A table of plain text."""
    return {
        "caption": value.get("table_caption") or None,
        "hasHeaderRow": bool(value.get("first_row_is_table_header")),
        "hasHeaderColumn": bool(value.get("first_col_is_header")),
        "rows": [[str(cell) if cell is not None else "" for cell in row] for row in value.get("data") or []],
    }


LEAF_BLOCKS: dict[type, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    RichTextBlock: ("TextBlock", lambda value: {"content": write_rich_text(value or " ")}),
    EmbedBlock: ("VideoBlock", lambda value: {"url": value}),
    TableBlock: ("TableBlock", write_table),
}
"""Blocks with a type of their own: its name, and how its fields are written."""
