"""Files that speakers send: known by their content, and portraits without what the camera wrote into them."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import PIL.Image
import PIL.ImageOps

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MEGABYTE = 1024 * 1024
MOST_PORTRAIT_BYTES = 10 * MEGABYTE
MOST_PIXELS = 40_000_000
MOST_SLIDES_BYTES = 50 * MEGABYTE
MOST_REQUEST_BYTES = MOST_PORTRAIT_BYTES + MOST_SLIDES_BYTES + 2 * MEGABYTE
"""Both files and the texts."""

PICTURES = {"JPEG": (".jpg", "image/jpeg"), "PNG": (".png", "image/png"), "WEBP": (".webp", "image/webp")}
PDF = (".pdf", "application/pdf")
PPTX = (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
ODP = (".odp", "application/vnd.oasis.opendocument.presentation")
PLAIN_MODES = frozenset({"L", "RGB", "RGBA"})
PICTURE_ERRORS = (OSError, EOFError, ValueError, SyntaxError, Warning, PIL.Image.DecompressionBombError, struct.error)
ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, struct.error)
"""What the readers raise for damaged files."""

HEAD_BYTES = 1024
"""How far into a file "%PDF-" may stand (ISO 32000-1, annex H)."""


class UploadError(ValueError):
    """A file that is not taken; `code` and the file's `name` make the words of `Words.errors`."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(code)
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it is kept: `name` is the speaker's own, with the suffix of what it is."""

    name: str
    content_type: str
    data: bytes


def read_portrait(upload: UploadedFile) -> ReadFile:
    """The picture, upright and written anew, without any metadata; raises `UploadError`."""
    name, data = _read(upload, most=MOST_PORTRAIT_BYTES, kind="portrait")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture_format, clean = _write_anew(data, name=name)
    except UploadError:
        raise
    except PICTURE_ERRORS as error:
        raise UploadError("portrait_format", name) from error
    suffix, content_type = PICTURES[picture_format]
    return ReadFile(_with_suffix(name, suffix), content_type, clean)


def _write_anew(data: bytes, *, name: str) -> tuple[str, bytes]:
    """The format and the bytes of the picture's first frame; raises `UploadError` for one that is too large."""
    with PIL.Image.open(io.BytesIO(data), formats=list(PICTURES)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise UploadError("portrait_size", name)
        picture_format = str(picture.format)
        profile = picture.info.get("icc_profile") if picture.mode in PLAIN_MODES else None
        upright = PIL.ImageOps.exif_transpose(picture)
    plain = _in_plain_mode(upright)
    plain.info = {}
    buffer = io.BytesIO()
    plain.save(buffer, picture_format, quality=90, **({"icc_profile": profile} if profile else {}))
    return picture_format, buffer.getvalue()


def _in_plain_mode(picture: PIL.Image.Image) -> PIL.Image.Image:
    if picture.mode in PLAIN_MODES:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def read_slides(upload: UploadedFile) -> ReadFile:
    """The slides as they are; raises `UploadError`."""
    name, data = _read(upload, most=MOST_SLIDES_BYTES, kind="slides")
    suffix, content_type = PDF if b"%PDF-" in data[:HEAD_BYTES] else _find_office_format(data, name=name)
    return ReadFile(_with_suffix(name, suffix), content_type, data)


def _find_office_format(data: bytes, *, name: str) -> tuple[str, str]:
    """Suffix and type of a presentation in a ZIP archive; raises `UploadError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
            mimetype = _read_mimetype(archive) if "mimetype" in parts else ""
    except ARCHIVE_ERRORS as error:
        raise UploadError("slides_format", name) from error
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise UploadError("slides_macros", name)
    if mimetype == ODP[1]:
        return ODP
    if {"[Content_Types].xml", "ppt/presentation.xml"} <= parts:
        return PPTX
    raise UploadError("slides_format", name)


def _read_mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as part:
        return part.read(100).decode("ascii", "replace").strip()


def _read(upload: UploadedFile, *, most: int, kind: str) -> tuple[str, bytes]:
    name = PurePath(upload.name or kind).name.replace("\x00", "")[:200]
    if (upload.size or 0) > most:
        raise UploadError(f"{kind}_size", name)
    data = upload.read()
    if not data:
        raise UploadError("empty_file", name)
    return name, data


def _with_suffix(name: str, suffix: str) -> str:
    path = PurePath(name)
    same = {".jpeg": ".jpg"}.get(path.suffix.lower(), path.suffix.lower()) == suffix
    return name if same else f"{path.stem or 'file'}{suffix}"
