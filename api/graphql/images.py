"""Pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene

from api.graphql.pictures import ImageFormat, ImagePreset, ResponsiveImage
from api.graphql.scalars import URL
from api.graphql.types import FocalPoint
from api.pictures import Format, Preset, responsive

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PictureValue


class Image(graphene.ObjectType):
    """A picture. Reading it never writes."""

    alt = graphene.String(required=True, description="Alternative text; empty only when the picture is decorative.")
    width = graphene.Int(required=True, description="Width of the original in pixels.")
    height = graphene.Int(required=True, description="Height of the original in pixels.")
    focal_point = graphene.Field(FocalPoint, description="What cropping should keep; null when not marked.")
    url = graphene.Field(URL, required=True, description="Address of the original file.")

    responsive = graphene.Field(
        ResponsiveImage,
        preset=graphene.Argument(ImagePreset, required=True, description="Crop and widths."),
        formats=graphene.List(graphene.NonNull(ImageFormat), description="Only these encodings; null: all."),
        description="The picture in the sizes of a preset; null until they have been made.",
    )

    @staticmethod
    def resolve_responsive(
        picture: PictureValue, info: ResolveInfo, preset: Any, formats: list[Any] | None = None
    ) -> Any:
        """The sizes that are stored."""
        wanted = Preset(preset.value)
        row = info.context.sized(picture.row, wanted)
        chosen = tuple(Format) if formats is None else [Format(it.value) for it in formats]
        return responsive(row, preset=wanted, formats=chosen) if row is not None else None

    @staticmethod
    def resolve_width(picture: PictureValue, _info: ResolveInfo) -> int:
        """The stored width."""
        return picture.row.width

    @staticmethod
    def resolve_height(picture: PictureValue, _info: ResolveInfo) -> int:
        """The stored height."""
        return picture.row.height

    @staticmethod
    def resolve_focal_point(picture: PictureValue, _info: ResolveInfo) -> Any:
        """The marked point."""
        return picture.row.focal_point

    @staticmethod
    def resolve_url(picture: PictureValue, _info: ResolveInfo) -> str:
        """The address of the file."""
        return picture.row.url
