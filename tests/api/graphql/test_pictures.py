from __future__ import annotations

import graphene

from api.graphql.pictures import ImageFormat, ImagePreset, ResponsiveImage
from api.pictures import Format, Preset

ANSWER = {
    "src": "http://localhost/media/hall.jpg",
    "width": 800,
    "height": 450,
    "sizes": "100vw",
    "sources": [{"type": "image/avif", "srcSet": "http://localhost/media/hall.avif 800w"}],
}


class Query(graphene.ObjectType):
    responsive = graphene.Field(
        ResponsiveImage, preset=ImagePreset(required=True), formats=graphene.List(graphene.NonNull(ImageFormat))
    )

    @staticmethod
    def resolve_responsive(_root, _info, preset, formats):
        assert (Preset(preset.value), [Format(it.value) for it in formats]) == (Preset.CARD, [Format.AVIF])
        return ANSWER


def test_responsive_image_is_read_from_its_value():
    schema = graphene.Schema(Query)

    result = schema.execute(
        "{ responsive(preset: CARD, formats: [AVIF]) { src width height sizes sources { type srcSet } } }"
    )

    assert result.errors is None
    assert result.data == {"responsive": ANSWER}


def test_presets_and_formats_are_those_that_are_made():
    types = graphene.Schema(Query).graphql_schema.type_map

    values = {
        name: {it: value.value.value for it, value in types[name].values.items()}
        for name in ("ImagePreset", "ImageFormat")
    }

    assert values == {
        "ImagePreset": {member.name: member.value for member in Preset},
        "ImageFormat": {member.name: member.value for member in Format},
    }
    assert all(value.description for name in values for value in types[name].values.values())
