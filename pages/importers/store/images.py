"""Pictures that documents name: checked, stored once, and taken away again when an import is undone."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import PIL.Image
from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.images.models import Image
from wagtail.models import Collection

from pages.importers.documents import ImportedImage, Severity

if TYPE_CHECKING:
    from pages.importers.store.column_values import Remarks

SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
MOST_PIXELS = 40_000_000


class UnreadableImageError(ValueError):
    """The file is no picture of a kind that can be shown, or too large."""


class Pictures:
    """The pictures of one run. A picture is known by the SHA-1 of its file, as Wagtail keeps it.

    New ones are stored in `collection`, without one in that of the whole site.
    """

    def __init__(self, collection: Collection | None = None) -> None:
        self._collection = collection
        self._files: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._keys: dict[str, int] = {}
        self._stored: list[str] = []
        self.made: list[int] = []

    def read(self, image: ImportedImage | None, *, remarks: Remarks) -> str:
        """The hash of a picture's file; empty, with a finding, when there is none that can be used."""
        if image is None:
            return ""
        if image.file is None:
            _report_missing(image, remarks=remarks)
            return ""
        try:
            return self._read_file(image.file)
        except UnreadableImageError as error:
            remarks.add(
                "image-unreadable", f"The picture {Path(image.file).name} is not used: {error}.", line=image.line
            )
            remarks.keep("picture", image.source)
            return ""

    def _read_file(self, file: str) -> str:
        if file in self._errors:
            raise UnreadableImageError(self._errors[file])
        if file not in self._digests:
            try:
                data = read_picture(Path(file))
            except UnreadableImageError as error:
                self._errors[file] = str(error)
                raise
            self._digests[file] = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            self._files.setdefault(self._digests[file], file)
        return self._digests[file]

    def known(self, digest: str) -> int | None:
        """The key of the stored picture with this hash; None when there is none."""
        if digest not in self._keys:
            same = Image.objects.filter(file_hash=digest).order_by("pk").values_list("pk", flat=True)
            key = same.filter(collection=self._collection).first() or same.first()
            if key is None:
                return None
            self._keys[digest] = key
        return self._keys[digest]

    def find(self, digest: str, *, title: str, alt: str = "") -> int:
        """The key of the picture with this hash; it is stored now if it was not."""
        key = self.known(digest)
        if key is None:
            key = self._keys[digest] = self._store(digest, title=title, alt=alt)
        return key

    def _store(self, digest: str, *, title: str, alt: str) -> int:
        path = Path(self._files[digest])
        data = read_picture(path)
        name = path.stem + SUFFIXES[picture_format(data)]
        image = Image(
            collection=self._collection or Collection.get_first_root_node(),
            title=(title or alt or path.stem)[:255],
            description=alt[:255],
            file=ContentFile(data, name=name),
            file_hash=digest,
            file_size=len(data),
        )
        image.save()
        self._stored.append(image.file.name)
        self.made.append(int(image.pk))
        return int(image.pk)

    @property
    def stored(self) -> int:
        """How many files this run has written so far."""
        return len(self._stored)

    def discard(self, *, after: int = 0) -> None:
        """Delete the files written after the first `after` ones; their rows have been rolled back."""
        storage = Image._meta.get_field("file").storage  # noqa: SLF001  # Django documents it
        for name in self._stored[after:]:
            storage.delete(name)
        del self._stored[after:]
        del self.made[after:]
        self._keys.clear()


def _report_missing(image: ImportedImage, *, remarks: Remarks) -> None:
    if "://" in image.source or image.source.startswith("//"):
        message = "A picture on another site is not fetched; its address is in the editors’ notes."
        remarks.add("photo-elsewhere", message, line=image.line, severity=Severity.HINT)
    else:
        name = PurePosixPath(image.source).name
        remarks.add("photo-missing", f"There is no file for the picture {name}.", line=image.line)
    remarks.keep("picture", image.source)


def read_picture(path: Path) -> bytes:
    """The content of a picture that can be shown; raises `UnreadableImageError`."""
    try:
        if path.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise UnreadableImageError("the file is too large")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableImageError("the file cannot be read") from error
    picture_format(data, must_decode=True)
    return data


def picture_format(data: bytes, *, must_decode: bool = False) -> str:
    """The format by the content, whatever the name says; raises `UnreadableImageError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with PIL.Image.open(io.BytesIO(data), formats=list(SUFFIXES)) as picture:
                _check_size(picture)
                if must_decode:
                    picture.load()
                return str(picture.format)
    except UnreadableImageError:
        raise
    except (OSError, ValueError, SyntaxError, Warning, PIL.Image.DecompressionBombError) as error:
        raise UnreadableImageError("it is no picture in a known format, or damaged") from error


def _check_size(picture: PIL.Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise UnreadableImageError("it has too many pixels")
