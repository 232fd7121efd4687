"""StreamField blocks of body text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from grapple.helpers import register_streamfield_block
from grapple.models import GraphQLImage, GraphQLString
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = [
    "h2",
    "h3",
    "h4",
    "bold",
    "italic",
    "superscript",
    "subscript",
    "code",
    "ol",
    "ul",
    "hr",
    "link",
    "document-link",
    "blockquote",
]
PLAIN_TEXT_FEATURES = ["bold", "italic", "superscript", "subscript", "code", "ol", "ul", "link"]


@register_streamfield_block
class CodeBlock(blocks.StructBlock):
    """A listing in a fixed-width font."""

    language = blocks.CharBlock(required=False, help_text=_("For example “python”."))
    code = blocks.TextBlock()

    graphql_fields = [
        GraphQLString("language", description="Language of the listing such as `python`; null when not said."),
        GraphQLString("code", required=True, description="The listing."),
    ]

    class Meta:
        icon = "code"


@register_streamfield_block
class FigureBlock(blocks.StructBlock):
    """A picture with its caption and source."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False)
    credit = blocks.CharBlock(required=False, help_text=_("Who made the picture, and its licence."))

    graphql_fields = [
        GraphQLImage("image", description="The picture; null when it is not public."),
        GraphQLString("caption", description="Caption; null when there is none."),
        GraphQLString("credit", description="Who made the picture, and its licence; null when not said."),
    ]

    class Meta:
        icon = "image"


class BodyBlock(blocks.StreamBlock):
    """Body text of every page."""

    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, help_text=_("Formulas may be written as $…$."))
    figure = FigureBlock()
    video = EmbedBlock(help_text=_("Address of a video, for example on YouTube or Vimeo."), icon="media")
    table = TableBlock()
    code = CodeBlock()

    class Meta:
        required = False
