"""Body text: one type for each kind of block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from api.graphql.scalars import URL
from api.graphql.types import RichText

if TYPE_CHECKING:
    from graphene import ResolveInfo


class Block(graphene.Interface):
    """A part of body text."""

    id = graphene.String(description="Identifier within the page; null for a block that has none.")

    @classmethod
    def resolve_type(cls, block: dict[str, Any], _info: ResolveInfo) -> Any:
        """The type of the block."""
        return BLOCK_TYPES[block["__typename"]]


class TextBlock(graphene.ObjectType):
    """Running text."""

    class Meta:
        interfaces = (Block,)

    content = graphene.Field(RichText, required=True, description="The text.")

    @staticmethod
    def resolve_content(block: dict[str, Any], info: ResolveInfo) -> Any:
        """The text."""
        return info.context.rich_text(block["content"])


class VideoBlock(graphene.ObjectType):
    """A video on another site."""

    class Meta:
        interfaces = (Block,)

    url = graphene.Field(URL, required=True, description="Address of the video’s page.")


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


LEAF_BLOCK_TYPES: dict[str, Any] = {"TextBlock": TextBlock, "VideoBlock": VideoBlock, "TableBlock": TableBlock}
"""Types of blocks that are declared here, not with the block."""

BLOCK_TYPES: dict[str, Any] = {}
"""The type of each kind of block by its name; those of structs come from what the classes declare."""
