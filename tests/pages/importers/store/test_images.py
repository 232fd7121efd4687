"""Pictures that documents name."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import PIL.Image
import pytest
from wagtail.images.models import Image

from pages.importers.documents import ImportedImage
from pages.importers.store.column_values import Remarks
from pages.importers.store.images import Pictures

pytestmark = pytest.mark.django_db


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(width, height):
    """A PNG of a few bytes that unpacks to `width` × `height` pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def read(source, file=None):
    remarks = Remarks()
    digest = Pictures().read(ImportedImage(source, file, line=4), remarks=remarks)
    return digest, [(finding.code, finding.line) for finding in remarks.findings], remarks.notes


def test_picture_is_read_by_its_content(picture):
    image = picture("ada.png")

    digest, findings, _ = read(image.source, image.file)

    content = Path(image.file).read_bytes()
    assert digest == hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert findings == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"no picture", "ada.png"),
        (b"", "ada.png"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "ada.svg"),
        (huge_png(9000, 9000), "ada.png"),
        (huge_png(60000, 60000), "ada.png"),
        (huge_png(100, 100), "ada.png"),
    ],
)
def test_picture_that_cannot_be_shown_is_reported(tmp_path, content, name):
    file = tmp_path / name
    file.write_bytes(content)

    assert read(f"img/{name}", str(file)) == ("", [("image-unreadable", 4)], [f"picture: img/{name}"])


def test_picture_that_is_too_large_is_reported(picture, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    image = picture("ada.png")

    assert read(image.source, image.file)[1] == [("image-unreadable", 4)]


def test_picture_whose_file_vanished_is_reported_each_time(tmp_path):
    pictures, remarks = Pictures(), Remarks()
    for line in (1, 2):
        pictures.read(ImportedImage("ada.png", str(tmp_path / "ada.png"), line=line), remarks=remarks)

    assert [finding.line for finding in remarks.findings] == [1, 2]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("img/ada.png", "photo-missing"),
        ("https://example.org/ada.png", "photo-elsewhere"),
        ("//example.org/a.png", "photo-elsewhere"),
    ],
)
def test_picture_without_a_file_is_reported(source, code):
    assert read(source) == ("", [(code, 4)], [f"picture: {source}"])


def test_no_picture_is_no_finding():
    remarks = Remarks()

    assert (Pictures().read(None, remarks=remarks), remarks.findings) == ("", [])


def test_same_picture_is_stored_once(picture):
    pictures, remarks = Pictures(), Remarks()
    digests = [pictures.read(picture(name), remarks=remarks) for name in ("one.png", "two.png")]

    keys = {pictures.find(digest, title="Ada", alt="Ada at sea") for digest in digests}
    keys |= {again.find(digests[0], title="") for again in [Pictures()]}

    [image] = Image.objects.all()
    assert keys == {image.pk}
    assert (image.title, image.description, image.width) == ("Ada", "Ada at sea", 4)
    assert (image.file_hash, image.file_size) == (digests[0], image.file.size)


def test_stored_picture_has_the_suffix_of_its_content(tmp_path):
    file = tmp_path / "ada.png"
    PIL.Image.new("RGB", (2, 2)).save(file, format="JPEG")
    pictures = Pictures()

    key = pictures.find(pictures.read(ImportedImage("ada.png", str(file)), remarks=Remarks()), title="")

    image = Image.objects.get(pk=key)
    assert (image.title, image.file.name) == ("ada", "original_images/ada.jpg")


def test_discarded_pictures_leave_no_file(picture, settings):
    pictures, remarks = Pictures(), Remarks()
    pictures.find(pictures.read(picture("one.png"), remarks=remarks), title="One")
    stored = pictures.stored
    pictures.find(pictures.read(picture("two.png", "navy"), remarks=remarks), title="Two")

    pictures.discard(after=stored)

    assert [path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == ["one.png"]
    assert pictures.stored == 1
