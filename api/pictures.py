"""Pictures in named sizes: which there are, and how those of many images are read at once.

Renditions are Wagtail's, known by their filter specs. Reading takes those that exist and makes none; `api.renditions`
makes them after an image was saved.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from wagtail.images import get_image_model
from wagtail.images.models import Filter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.core.files.storage import Storage

LONGEST_SIDE = 16_383
"""In pixels; the most that WebP can hold."""
IMAGE_COLUMNS = (
    "pk",
    "file",
    "title",
    "description",
    "width",
    "height",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
    "collection_id",
)
RENDITION_COLUMNS = ("image_id", "filter_spec", "focal_point_key", "file", "width", "height")


class Format(StrEnum):
    """Encodings, best first."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpeg"


class Preset(StrEnum):
    """Named sets of a crop and widths."""

    AVATAR = "avatar"
    CARD = "card"
    HERO = "hero"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a preset cuts out: its widths in pixels, the sides of the crop (None: uncut), and its `sizes` attribute."""

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None
    sizes: str

    def shape(self, width: int) -> str:
        """Wagtail's filter for a width, without a format."""
        if self.ratio is None:
            return f"width-{width}"
        across, down = self.ratio
        return f"fill-{width}x{width * down // across}"

    def find_widths(self, width: int, height: int) -> tuple[int, ...]:
        """The widths an image of this size has pixels for, at least one; none where a side would be too long."""
        across, down = self.ratio or (width, height)
        available = min(width, height * across // down)
        widths = tuple(it for it in self.widths if it <= available) or self.widths[:1]
        return tuple(it for it in widths if min(it, available) * down // across <= LONGEST_SIDE)


FRAMES = {
    Preset.AVATAR: Frame((96, 192, 384), (1, 1), "6rem"),
    Preset.CARD: Frame((400, 800, 1200), (16, 9), "(min-width: 64rem) 25rem, (min-width: 40rem) 50vw, 100vw"),
    Preset.HERO: Frame((800, 1600, 2400), None, "100vw"),
    Preset.CONTENT: Frame((400, 800, 1600), None, "(min-width: 50rem) 50rem, 100vw"),
}


class Source(TypedDict):
    """One `<source>` of a `<picture>`."""

    type: str
    srcSet: str


class Responsive(TypedDict):
    """What a `<picture>` is made of; addresses are absolute, `width` and `height` those of `src` in pixels."""

    src: str
    width: int
    height: int
    sizes: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class StoredRendition:
    """A file that was made of an image; sides in pixels."""

    file: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """The absolute address."""
        return absolute_url(rendition_storage(), self.file)


@dataclass(frozen=True, slots=True)
class PictureRow:
    """An image as it is stored, and the renditions read with it by their specs; sides and focal point in pixels."""

    key: int
    file: str
    title: str
    description: str
    width: int
    height: int
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None
    collection_id: int
    renditions: Mapping[str, StoredRendition] = field(default_factory=dict)

    @property
    def alt(self) -> str:
        """The image's own alternative text, as Wagtail tells it."""
        return self.description or self.title

    @property
    def url(self) -> str:
        """The absolute address of the original file."""
        return absolute_url(image_storage(), self.file)

    @property
    def focal_point(self) -> dict[str, float] | None:
        """The middle of the focal point as fractions of width and height; None where none is set."""
        if self.focal_point_x is None or self.focal_point_y is None or not self.width or not self.height:
            return None
        return {"x": min(self.focal_point_x / self.width, 1.0), "y": min(self.focal_point_y / self.height, 1.0)}

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG, which fits every size as it is."""
        return self.file.lower().endswith(".svg")

    def expected_shapes(self) -> list[str]:
        """The filters, without formats, that all presets ask of this image."""
        if self.is_drawing or not self.width or not self.height:
            return []
        shapes = (
            frame.shape(width) for frame in FRAMES.values() for width in frame.find_widths(self.width, self.height)
        )
        return list(dict.fromkeys(shapes))

    def missing_specs(self) -> list[str]:
        """The specs of the renditions that are still to be made, provided that all presets were read."""
        return [
            spec for shape in self.expected_shapes() for spec in specs_of(shape, Format) if spec not in self.renditions
        ]


def specs_of(shape: str, formats: Iterable[Format]) -> list[str]:
    """Wagtail's filter specs of a shape in each of `formats`."""
    return [f"{shape}|format-{it}" for it in formats]


def absolute_url(storage: Storage, file: str) -> str:
    """The absolute address of a stored file."""
    url = storage.url(file)
    return f"{settings.WAGTAILADMIN_BASE_URL}{url}" if url.startswith("/") else url


@functools.cache
def image_storage() -> Storage:
    """Where originals are kept."""
    return get_image_model()._meta.get_field("file").storage  # noqa: SLF001  # Django documents it


@functools.cache
def rendition_storage() -> Storage:
    """Where renditions are kept."""
    return get_image_model().get_rendition_model()._meta.get_field("file").storage  # noqa: SLF001  # Django documents it


def read_pictures(keys: Iterable[int], *, presets: Collection[Preset] = ()) -> dict[int, PictureRow]:
    """The images with these keys, with the renditions of `presets`: one statement each, whatever the number.

    Nothing is said about who may see them: the caller asks the rule about `collection_id`.
    """
    wanted = set(keys)
    images = get_image_model().objects.filter(pk__in=wanted).values_list(*IMAGE_COLUMNS) if wanted else ()
    rows = {image[0]: PictureRow(*image) for image in images}
    return attach_renditions(rows.values(), presets=presets) if presets else rows


def attach_renditions(rows: Iterable[PictureRow], *, presets: Collection[Preset]) -> dict[int, PictureRow]:
    """The rows by key with the stored renditions of `presets`, cut around their present focal points: one statement."""
    by_key = {row.key: row for row in rows}
    found: dict[int, dict[str, StoredRendition]] = {key: {} for key in by_key}
    focal_keys = {key: {"", focal_point_key(row)} for key, row in by_key.items()}
    for key, spec, focal_key, *columns in read_renditions(by_key.keys(), presets=presets):
        if focal_key in focal_keys[key]:
            found[key][spec] = StoredRendition(*columns)
    return {key: replace(row, renditions=found[key]) for key, row in by_key.items()}


def read_renditions(keys: Collection[int], *, presets: Collection[Preset]) -> Iterable[tuple[Any, ...]]:
    """`RENDITION_COLUMNS` of the stored renditions of images for presets, those for earlier focal points included."""
    shapes = {FRAMES[preset].shape(width) for preset in presets for width in FRAMES[preset].widths}
    specs = [spec for shape in sorted(shapes) for spec in specs_of(shape, Format)]
    model = get_image_model().get_rendition_model()
    rows = model.objects.filter(image_id__in=keys, filter_spec__in=specs) if keys else model.objects.none()
    return rows.values_list(*RENDITION_COLUMNS)


def focal_point_key(image: Any) -> str:
    """What Wagtail keeps with each cropped rendition, to know around which focal point it was cut."""
    return crop_filter().get_cache_key(image)


@functools.cache
def crop_filter() -> Filter:
    """A filter that follows the focal point; which size it has makes no difference to its key."""
    return Filter(FRAMES[Preset.AVATAR].shape(1))


def responsive(row: PictureRow, *, preset: Preset, formats: Collection[Format] = tuple(Format)) -> Responsive | None:
    """What a `<picture>` shows of an image read with `preset`; None as long as no rendition has been made.

    `src` is the widest JPEG, whichever `formats` are asked for; an SVG is shown as it is.
    """
    sizes = FRAMES[preset].sizes
    if row.is_drawing:
        return {"src": row.url, "width": row.width, "height": row.height, "sizes": sizes, "sources": []}
    by_format = {it: find_candidates(row, preset=preset, encoding=it) for it in Format}
    fallback = next((found[-1] for found in reversed(by_format.values()) if found), None)
    if fallback is None:
        return None
    sources = [to_source(it, found) for it, found in by_format.items() if it in formats and found]
    return {
        "src": fallback.url,
        "width": fallback.width,
        "height": fallback.height,
        "sizes": sizes,
        "sources": sources,
    }


def find_candidates(row: PictureRow, *, preset: Preset, encoding: Format) -> list[StoredRendition]:
    """The stored renditions of a preset in one format, each width once, the narrowest first."""
    specs = widest_first(preset, encoding)
    found = {it.width: it for it in map(row.renditions.get, specs) if it}
    return [found[width] for width in sorted(found)]


@functools.cache
def widest_first(preset: Preset, encoding: Format) -> tuple[str, ...]:
    """The filter specs of a preset in one format."""
    frame = FRAMES[preset]
    return tuple(spec for width in reversed(frame.widths) for spec in specs_of(frame.shape(width), [encoding]))


def to_source(encoding: Format, renditions: Iterable[StoredRendition]) -> Source:
    """The `<source>` of one format."""
    return {"type": f"image/{encoding}", "srcSet": ", ".join(f"{it.url} {it.width}w" for it in renditions)}
