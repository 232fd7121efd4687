from __future__ import annotations

import contextlib
import io

import pytest
from django.core.files.base import ContentFile
from django.db import InternalError, OperationalError, connection, transaction
from PIL import Image as Pixels
from wagtail.images.models import Image

from api.pictures import FRAMES, Format, Preset, read_pictures, responsive
from api.renditions import make_renditions

pytestmark = pytest.mark.django_db

MEDIA = "http://localhost:8000/media"


@pytest.fixture(autouse=True)
def known_address(settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"


def store(width: int, height: int, **columns) -> Image:
    data = io.BytesIO()
    Pixels.new("RGB", (width, height), "teal").save(data, "PNG")
    return Image.objects.create(title="Hall", file=ContentFile(data.getvalue(), "hall.png"), **columns)


def read(image: Image, preset: Preset):
    return read_pictures([image.pk], presets=[preset])[image.pk]


@pytest.mark.parametrize(
    ("preset", "size", "widths"),
    [
        (Preset.AVATAR, (4000, 3000), (96, 192, 384)),
        (Preset.AVATAR, (4000, 192), (96, 192)),
        (Preset.AVATAR, (50, 50), (96,)),
        (Preset.CARD, (1200, 675), (400, 800, 1200)),
        (Preset.CARD, (1200, 674), (400, 800)),
        (Preset.HERO, (2399, 10), (800, 1600)),
        (Preset.HERO, (10, 10), (800,)),
        (Preset.CONTENT, (1600, 16_383), (400, 800, 1600)),
        (Preset.CONTENT, (1600, 20_000), (400, 800)),
        (Preset.CONTENT, (100, 20_000), ()),
    ],
)
def test_frame_takes_the_widths_that_an_image_has_pixels_for(preset, size, widths):
    assert FRAMES[preset].find_widths(*size) == widths


def test_shapes_are_wagtail_filters():
    shapes = {preset: [frame.shape(width) for width in frame.widths] for preset, frame in FRAMES.items()}

    assert shapes == {
        Preset.AVATAR: ["fill-96x96", "fill-192x192", "fill-384x384"],
        Preset.CARD: ["fill-400x225", "fill-800x450", "fill-1200x675"],
        Preset.HERO: ["width-800", "width-1600", "width-2400"],
        Preset.CONTENT: ["width-400", "width-800", "width-1600"],
    }


def test_picture_tells_what_is_stored():
    image = store(40, 20, description="The hall", focal_point_x=30, focal_point_y=5)

    row = read_pictures([image.pk])[image.pk]

    assert (row.key, row.width, row.height, row.alt) == (image.pk, 40, 20, "The hall")
    assert row.focal_point == {"x": 0.75, "y": 0.25}
    assert row.url == f"{MEDIA}/{image.file.name}"
    assert row.collection_id == image.collection_id


def test_picture_without_description_and_focal_point_tells_its_title():
    image = store(40, 20)

    row = read_pictures([image.pk])[image.pk]

    assert (row.alt, row.focal_point) == ("Hall", None)


def test_responsive_offers_each_format_with_each_width_once():
    image = store(900, 600)
    make_renditions(image.pk)

    answer = responsive(read(image, Preset.CARD), preset=Preset.CARD)

    stem = f"{MEDIA}/images/hall.2e16d0ba"
    assert answer == {
        "src": f"{stem}.fill-800x450.format-jpeg.jpg",
        "width": 800,
        "height": 450,
        "sizes": "(min-width: 64rem) 25rem, (min-width: 40rem) 50vw, 100vw",
        "sources": [
            {
                "type": f"image/{name}",
                "srcSet": ", ".join(
                    f"{stem}.fill-{size}.format-{name}{suffix} {width}w"
                    for size, width in [("400x225", 400), ("800x450", 800)]
                ),
            }
            for name, suffix in [("avif", ".avif"), ("webp", ".webp"), ("jpeg", ".jpg")]
        ],
    }


def test_responsive_offers_the_formats_asked_for_best_first():
    image = store(900, 600)
    make_renditions(image.pk)

    answer = responsive(read(image, Preset.HERO), preset=Preset.HERO, formats=[Format.WEBP, Format.AVIF])

    assert [source["type"] for source in answer["sources"]] == ["image/avif", "image/webp"]
    assert answer["src"].endswith(".width-800.format-jpeg.jpg")


def test_responsive_is_null_until_renditions_are_made():
    image = store(900, 600)

    assert responsive(read(image, Preset.CARD), preset=Preset.CARD) is None


def test_responsive_of_a_small_image_is_as_wide_as_the_image():
    image = store(60, 40)
    make_renditions(image.pk)

    answer = responsive(read(image, Preset.HERO), preset=Preset.HERO, formats=[Format.JPEG])

    assert (answer["width"], answer["height"]) == (60, 40)
    assert answer["sources"] == [{"type": "image/jpeg", "srcSet": f"{answer['src']} 60w"}]


def test_responsive_names_a_width_once_where_two_files_have_it():
    image = store(2400, 40)
    make_renditions(image.pk)
    image.renditions.filter(filter_spec__startswith="width-").update(width=700)

    answer = responsive(read(image, Preset.HERO), preset=Preset.HERO, formats=[Format.JPEG])

    assert answer["sources"] == [{"type": "image/jpeg", "srcSet": f"{answer['src']} 700w"}]


def test_responsive_leaves_out_what_was_cut_around_an_earlier_focal_point():
    image = store(900, 600)
    make_renditions(image.pk)
    columns = dict.fromkeys(["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"], 50)
    Image.objects.filter(pk=image.pk).update(**columns)

    assert responsive(read(image, Preset.AVATAR), preset=Preset.AVATAR) is None
    assert responsive(read(image, Preset.HERO), preset=Preset.HERO)["width"] == 800


def test_drawing_is_shown_as_it_is():
    image = store(900, 600)
    Image.objects.filter(pk=image.pk).update(file="original_images/plan.SVG")

    row = read(image, Preset.CARD)

    assert row.missing_specs() == []
    assert responsive(row, preset=Preset.CARD) == {
        "src": f"{MEDIA}/original_images/plan.SVG",
        "width": 900,
        "height": 600,
        "sizes": "(min-width: 64rem) 25rem, (min-width: 40rem) 50vw, 100vw",
        "sources": [],
    }


@pytest.mark.parametrize(("presets", "statements"), [([], 1), ([Preset.AVATAR], 2), (list(Preset), 2)])
@pytest.mark.parametrize("size", [1, 4])
def test_any_number_of_pictures_costs_the_same_statements(django_assert_num_queries, presets, statements, size):
    keys = [store(30, 30).pk for _ in range(size)]

    with django_assert_num_queries(statements):
        rows = read_pictures(keys, presets=presets)
        answers = [responsive(row, preset=preset) for row in rows.values() for preset in presets]

    assert len(rows) == size
    assert set(answers) <= {None}


def test_no_pictures_cost_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_pictures([], presets=[Preset.CARD]) == {}


def test_unknown_key_is_left_out():
    assert read_pictures([0], presets=[Preset.CARD]) == {}


@contextlib.contextmanager
def read_only():
    """PostgreSQL forgets the ban with the savepoint."""
    is_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            if is_sqlite:
                cursor.execute("PRAGMA query_only=OFF")


def test_reading_writes_nothing(settings):
    image = store(900, 600)
    make_renditions(image.pk)
    files = sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())

    with read_only():
        answers = [responsive(read(image, preset), preset=preset) for preset in Preset]

    assert [answer["width"] for answer in answers] == [384, 800, 800, 800]
    assert sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()) == files


def test_read_only_connection_takes_no_rendition():
    image = store(900, 600)

    with pytest.raises((OperationalError, InternalError)), transaction.atomic(), read_only():
        make_renditions(image.pk)
