"""Pictures in named sizes, as `api.pictures.responsive` tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene

from api.graphql.enums import build_enum
from api.graphql.scalars import URL
from api.pictures import Format, Preset

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.pictures import Source

ImagePreset = build_enum(
    "ImagePreset",
    Preset,
    {
        "AVATAR": "Square around the focal point: 96, 192 and 384 pixels.",
        "CARD": "16:9 around the focal point: 400, 800 and 1,200 pixels wide.",
        "HERO": "Uncut, for the head of a page: 800, 1,600 and 2,400 pixels wide.",
        "CONTENT": "Uncut, for running text: 400, 800 and 1,600 pixels wide.",
    },
    "Named sets of a crop and widths. No picture is made wider than its original.",
)
ImageFormat = build_enum(
    "ImageFormat",
    Format,
    {
        "AVIF": "AVIF; keeps transparency.",
        "WEBP": "WebP; keeps transparency.",
        "JPEG": "JPEG; transparent parts are white.",
    },
    "Encodings, best first.",
)


class ImageSource(graphene.ObjectType):
    """One `<source>` of a `<picture>`."""

    type = graphene.String(required=True, description="MIME type.")
    src_set = graphene.String(
        required=True, description="`srcset` attribute: absolute addresses with their widths, each width once."
    )

    @staticmethod
    def resolve_src_set(source: Source, _info: ResolveInfo) -> str:
        """The attribute."""
        return source["srcSet"]


class ResponsiveImage(graphene.ObjectType):
    """Attributes for `<picture>` and the `<img>` in it. Of an animated picture, the first frame."""

    src = graphene.Field(
        URL, required=True, description="For `<img src>`: the widest JPEG, whichever formats are asked for."
    )
    width = graphene.Int(required=True, description="Width of `src` in pixels.")
    height = graphene.Int(required=True, description="Height of `src` in pixels.")
    sizes = graphene.String(required=True, description="`sizes` attribute that goes with the preset.")
    sources = graphene.List(
        graphene.NonNull(ImageSource),
        required=True,
        description="One entry per format asked for, best first; empty for a drawing (SVG), which fits every size.",
    )
