"""Files that speakers send."""

from __future__ import annotations

import io
import zipfile

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pages.completion.uploads import MOST_PORTRAIT_BYTES, UploadError, read_portrait, read_slides
from tests.pages.completion.conftest import PDF, make_picture

OFFICE = {"[Content_Types].xml": b"", "ppt/presentation.xml": b""}
ODP = {"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b""}


def make_archive(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("picture_format", "name", "kept"),
    [
        ("JPEG", "me.JPEG", ("me.JPEG", "image/jpeg")),
        ("PNG", "me.png", ("me.png", "image/png")),
        ("WEBP", "me.webp", ("me.webp", "image/webp")),
        ("PNG", "../../me.php", ("me.png", "image/png")),
        ("PNG", ".htaccess", (".htaccess.png", "image/png")),
    ],
)
def test_a_picture_is_what_its_content_says(picture_format, name, kept):
    read = read_portrait(make_picture(picture_format=picture_format, name=name))

    assert (read.name, read.content_type) == kept
    assert PIL.Image.open(io.BytesIO(read.data)).format == picture_format


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGBA"])
def test_pictures_of_any_mode_are_written_anew(mode):
    buffer = io.BytesIO()
    picture_format = "JPEG" if mode == "CMYK" else "PNG"
    PIL.Image.new(mode, (4, 4)).save(buffer, picture_format)

    read = read_portrait(SimpleUploadedFile("x", buffer.getvalue()))

    assert PIL.Image.open(io.BytesIO(read.data)).size == (4, 4)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"no picture", "portrait_format"),
        (b"GIF89a" + bytes(40), "portrait_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "portrait_format"),
        (make_picture(size=(400, 400)).read()[:300], "portrait_format"),
        (bytes(MOST_PORTRAIT_BYTES + 1), "portrait_size"),
    ],
)
def test_other_files_are_no_portraits(content, code):
    with pytest.raises(UploadError) as refused:
        read_portrait(SimpleUploadedFile("me.jpg", content))

    assert (refused.value.code, refused.value.name) == (code, "me.jpg")


def test_a_picture_of_too_many_pixels_is_not_decoded():
    buffer = io.BytesIO()
    PIL.Image.new("1", (8000, 6000)).save(buffer, "PNG")

    with pytest.raises(UploadError) as refused:
        read_portrait(SimpleUploadedFile("me.png", buffer.getvalue()))

    assert refused.value.code == "portrait_size"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "talk.pdf"),
        (make_archive(OFFICE), "talk.pptx"),
        (make_archive(ODP), "talk.odp"),
    ],
)
def test_slides_are_known_by_their_content(content, name):
    read = read_slides(SimpleUploadedFile("talk.exe", content))

    assert (read.name, read.data) == (name, content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ program", "slides_format"),
        (b"PK\x03\x04 broken", "slides_format"),
        (make_archive({"word/document.xml": b""}), "slides_format"),
        (make_archive(OFFICE | {"ppt/vbaProject.bin": b""}), "slides_macros"),
        (b"", "empty_file"),
    ],
)
def test_other_files_are_no_slides(content, code):
    with pytest.raises(UploadError) as refused:
        read_slides(SimpleUploadedFile("talk.pptx", content))

    assert refused.value.code == code
