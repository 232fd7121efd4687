"""Makes the renditions of all presets after an image was saved: it is decoded once, cut once per size, and encoded."""

from __future__ import annotations

import functools
import io
import logging
import struct
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import PIL.Image
from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task
from PIL import ImageCms, ImageOps
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from api.caching import bump_version
from api.pictures import Format, Preset, focal_point_key, read_pictures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from wagtail.images.models import AbstractImage

    from api.pictures import PictureRow

logger = logging.getLogger(__name__)

CHUNK = 200
"""Images that are looked through at once."""

OPTIONS: dict[Format, dict[str, Any]] = {
    # Speed 8 of 0 to 10 takes a quarter of the time of 6, the default, for files 6 % larger.
    Format.AVIF: {"quality": 61, "speed": 8},
    Format.WEBP: {"quality": 80},
    Format.JPEG: {"quality": 76, "optimize": True, "progressive": True},
}
"""How Pillow encodes; the qualities are Wagtail's."""
SUFFIXES = {Format.AVIF: "avif", Format.WEBP: "webp", Format.JPEG: "jpg"}
DAMAGES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    struct.error,
    PIL.Image.DecompressionBombError,
)
"""What Willow and Pillow raise over files they cannot read."""
IMAGE_FIELDS = frozenset({"file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"})
"""Columns of an image that its renditions depend on."""


class UnreadablePictureError(ValueError):
    """The file of an image is missing, damaged or of an unknown kind."""


@dataclass(frozen=True, slots=True)
class MadeRendition:
    """A rendition that is to be stored: its filter spec, its size in pixels, and its file."""

    spec: str
    size: tuple[int, int]
    data: bytes


def schedule_rendering(image: AbstractImage, *, update_fields: Collection[str] | None = None) -> None:
    """Have an image that is being saved rendered once it is, unless `update_fields` tells that nothing changes."""
    if update_fields is None or IMAGE_FIELDS & set(update_fields):
        transaction.on_commit(functools.partial(render_image.enqueue, image.pk), robust=True)


@task()
def render_image(key: int) -> int:
    """Make what an image lacks; a file that cannot be read is logged. Returns how many renditions were made."""
    try:
        return make_renditions(key)
    except UnreadablePictureError as error:
        logger.warning("Image %s cannot be rendered: %s", key, error)
        return 0


def make_renditions(key: int) -> int:
    """Make what an image lacks and remove what was cut around an earlier focal point; returns how many were made.

    Raises `UnreadablePictureError`. An image that is gone lacks nothing.
    """
    image = get_image_model().objects.filter(pk=key).first()
    if image is None:
        return 0
    missing = read_pictures([key], presets=Preset)[key].missing_specs()
    for made in render(image, missing):
        store(image, made)
    with transaction.atomic():
        outdated = image.renditions.exclude(focal_point_key__in=["", focal_point_key(image)])
        if outdated.delete()[0] or missing:
            bump_version()
    return len(missing)


def render(image: AbstractImage, specs: Iterable[str]) -> Iterator[MadeRendition]:
    """Renditions of an image to be stored; raises `UnreadablePictureError`, before the first if the file is damaged."""
    pixels = None
    for shape, group in groupby(specs, key=lambda spec: spec.partition("|")[0]):
        pixels = pixels or read_pixels(image)
        part = cut(pixels, image, Filter(shape))
        yield from (MadeRendition(spec, part.size, encode(part, Format(spec.rpartition("-")[2]))) for spec in group)


def read_pixels(image: AbstractImage) -> PIL.Image.Image:
    """The first frame of an image's file, upright, in sRGB, as RGB or RGBA, and without what else the file tells."""
    try:
        with image.open_file() as file, PIL.Image.open(file) as opened:
            opened.load()
            pixels = to_rgb(ImageOps.exif_transpose(opened))
    except DAMAGES as error:
        raise UnreadablePictureError(f"{image.file.name}: {error}") from error
    pixels.info.clear()
    return pixels


def to_rgb(pixels: PIL.Image.Image) -> PIL.Image.Image:
    """The same picture as RGB, or RGBA where parts are transparent, in sRGB."""
    mode = "RGBA" if pixels.has_transparency_data else "RGB"
    profile = pixels.info.get("icc_profile")
    if pixels.mode.startswith("I"):
        pixels = pixels.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    elif pixels.mode not in {"L", "RGB", "CMYK"}:
        pixels = pixels.convert(mode)
    return to_srgb(pixels, profile, mode=mode) if profile else pixels.convert(mode)


def to_srgb(pixels: PIL.Image.Image, profile: bytes, *, mode: str) -> PIL.Image.Image:
    """The same colours in sRGB; as they are where the profile is damaged or for another kind of picture."""
    target = ImageCms.createProfile("sRGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(pixels, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return pixels.convert(mode)
    return converted or pixels


def cut(pixels: PIL.Image.Image, image: AbstractImage, shape: Filter) -> PIL.Image.Image:
    """The part that a filter takes out, in the filter's size."""
    transform = shape.get_transform(image, pixels.size)
    rect = transform.get_rect().round()
    box = (max(rect.left, 0), max(rect.top, 0), min(rect.right, pixels.width), min(rect.bottom, pixels.height))
    return pixels.resize(transform.size, PIL.Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def encode(pixels: PIL.Image.Image, encoding: Format) -> bytes:
    """A picture as a file; what is transparent gets white in JPEG."""
    if encoding is Format.JPEG and pixels.mode == "RGBA":
        flat = PIL.Image.new("RGB", pixels.size, "white")
        flat.paste(pixels, mask=pixels.getchannel("A"))
        pixels = flat
    file = io.BytesIO()
    pixels.save(file, encoding.name, **OPTIONS[encoding])
    return file.getvalue()


def store(image: AbstractImage, made: MadeRendition) -> None:
    """Keep a rendition as Wagtail does, unless another process was first."""
    model = image.get_rendition_model()
    field = model._meta.get_field("file")  # noqa: SLF001  # Django documents it
    key = Filter(made.spec).get_cache_key(image)
    name = field.generate_filename(model(image=image), file_name(image, made.spec, key=key))
    stored = field.storage.save(name, ContentFile(made.data), max_length=field.max_length)
    width, height = made.size
    _, is_new = image.renditions.get_or_create(
        filter_spec=made.spec,
        focal_point_key=key,
        defaults={"file": stored, "width": width, "height": height},
    )
    if not is_new:
        field.storage.delete(stored)


def file_name(image: AbstractImage, spec: str, *, key: str) -> str:
    """Wagtail's name for the file of a rendition, of at most 60 characters."""
    encoding = Format(spec.rpartition("-")[2])
    ending = ".".join(filter(None, [key, spec.replace("|", "."), SUFFIXES[encoding]]))
    return f"{PurePosixPath(image.file.name).stem[: 59 - len(ending)]}.{ending}"


def find_incomplete() -> Iterator[PictureRow]:
    """The images that lack renditions, read a few hundred at a time."""
    keys = list(get_image_model().objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = read_pictures(keys[start : start + CHUNK], presets=Preset)
        yield from (rows[key] for key in sorted(rows) if rows[key].missing_specs())
