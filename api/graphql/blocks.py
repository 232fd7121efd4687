"""Body text: one type for each kind of block, read from the stored form without a statement per picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from wagtail.blocks import RichTextBlock
from wagtail.images.blocks import ImageBlock

from api.graphql.scalars import URL
from api.graphql.types import RichText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphene import ResolveInfo
    from wagtail.blocks import Block as WagtailBlock
    from wagtail.blocks import StreamValue

    from api.graphql.loading import Reading


@dataclass(frozen=True, slots=True)
class BlockValue:
    """A block of a body as it is stored."""

    id: str | None
    block: WagtailBlock
    value: Any


class Block(graphene.Interface):
    """A part of body text."""

    id = graphene.String(description="Identifier within the page; null for a block that has none.")

    @classmethod
    def resolve_type(cls, value: BlockValue, _info: ResolveInfo) -> Any:
        """The type of the block."""
        return find_block_type(type(value.block))


class TextBlock(graphene.ObjectType):
    """Running text."""

    class Meta:
        interfaces = (Block,)

    content = graphene.Field(RichText, required=True, description="The text.")

    @staticmethod
    def resolve_content(block: BlockValue, info: ResolveInfo) -> Any:
        """The text."""
        return info.context.rich_text(block.value or " ")


class VideoBlock(graphene.ObjectType):
    """A video on another site."""

    class Meta:
        interfaces = (Block,)

    url = graphene.Field(URL, required=True, description="Address of the video’s page.")

    @staticmethod
    def resolve_url(block: BlockValue, _info: ResolveInfo) -> str:
        """The address."""
        return block.value


class TableBlock(graphene.ObjectType):
    """A table of plain text."""

    class Meta:
        interfaces = (Block,)

    caption = graphene.String(description="Caption; null when there is none.")
    has_header_row = graphene.Boolean(required=True, description="Whether the first row holds headings.")
    has_header_column = graphene.Boolean(required=True, description="Whether the first column holds headings.")
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        required=True,
        description="Cells, row by row; an empty cell is an empty string.",
    )

    @staticmethod
    def resolve_caption(block: BlockValue, _info: ResolveInfo) -> str | None:
        """The caption."""
        return block.value.get("table_caption") or None

    @staticmethod
    def resolve_has_header_row(block: BlockValue, _info: ResolveInfo) -> bool:
        """Whether there is a row of headings."""
        return bool(block.value.get("first_row_is_table_header"))

    @staticmethod
    def resolve_has_header_column(block: BlockValue, _info: ResolveInfo) -> bool:
        """Whether there is a column of headings."""
        return bool(block.value.get("first_col_is_header"))

    @staticmethod
    def resolve_rows(block: BlockValue, _info: ResolveInfo) -> list[list[str]]:
        """The cells."""
        return [[str(cell) if cell is not None else "" for cell in row] for row in block.value.get("data") or []]


BLOCK_TYPES: dict[type, Any] = {}
"""The type for each class of blocks; those of structs come from what the classes declare."""


def find_block_type(block_class: type) -> Any:
    """The type of a class of blocks; None for a class that the schema does not show."""
    return next((BLOCK_TYPES[base] for base in block_class.__mro__ if base in BLOCK_TYPES), None)


def read_blocks(stream: StreamValue) -> Iterator[BlockValue]:
    """The blocks of a body that the schema shows."""
    for raw in stream.raw_data:
        block = stream.stream_block.child_blocks.get(raw["type"])
        if block is not None and find_block_type(type(block)) is not None and raw["value"] not in (None, ""):
            yield BlockValue(raw.get("id"), block, raw["value"])


def load_bodies(rows: list[Any], _arguments: Mapping[str, Any], reading: Reading) -> list[Any]:
    """Read the pictures and link targets of the bodies of many pages."""
    values = [
        value for row in rows for block in read_blocks(row.body) for value in leaf_values(block.block, block.value)
    ]
    reading.load_images(image_key(value) for block, value in values if isinstance(block, ImageBlock))
    reading.targets.load(value for block, value in values if isinstance(block, RichTextBlock))
    return []


def leaf_values(block: WagtailBlock, value: Any) -> Iterator[tuple[WagtailBlock, Any]]:
    """The values in a block with the blocks they belong to."""
    children = getattr(block, "child_blocks", {}) if not isinstance(block, ImageBlock) else {}
    if not children:
        yield block, value
        return
    for name, child in children.items():
        if value.get(name) is not None:
            yield from leaf_values(child, value[name])


def image_key(value: Any) -> int:
    """The key of the image in the stored form of an `ImageBlock`."""
    key = value.get("image") if isinstance(value, dict) else value
    return key if isinstance(key, int) else 0


def block_picture(value: Any, reading: Reading) -> Any:
    """The picture of an `ImageBlock` with the words that stand for it there."""
    key = image_key(value)
    reading.load_images([key])
    image = reading.images[key]
    if not isinstance(value, dict):
        return reading.picture(image)
    return reading.picture(image, "" if value.get("decorative") else value.get("alt_text") or "")
