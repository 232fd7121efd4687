from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image as Pixels
from PIL import ImageCms
from wagtail.images.models import Image

from api.caching import read_version
from api.pictures import Preset, read_pictures
from api.renditions import UnreadablePictureError, make_renditions, render, render_image, schedule_rendering
from api.renditions import store as keep

pytestmark = pytest.mark.django_db

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)


def store(pixels: Pixels.Image, kind: str = "PNG", *, columns: dict | None = None, **options) -> Image:
    data = io.BytesIO()
    pixels.save(data, kind, **options)
    file = ContentFile(data.getvalue(), f"hall.{kind.lower()}")
    return Image.objects.create(title="Hall", file=file, **(columns or {}))


def two_halves(left, right, size=(40, 40), mode="RGB") -> Pixels.Image:
    pixels = Pixels.new(mode, size, left)
    pixels.paste(right, (size[0] // 2, 0, *size))
    return pixels


def focal_point(x: int, y: int, side: int) -> dict[str, int]:
    return {"focal_point_x": x, "focal_point_y": y, "focal_point_width": side, "focal_point_height": side}


def rendition(image: Image, spec: str) -> Pixels.Image:
    with image.renditions.get(filter_spec=spec).open_file() as file:
        pixels = Pixels.open(file)
        pixels.load()
        return pixels


def is_near(pixel, colour) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


def damage(image: Image) -> None:
    Path(image.file.path).write_bytes(b"\xff\xd8\xff\xe0 no picture")


def missing(image: Image) -> list[str]:
    return read_pictures([image.pk], presets=Preset)[image.pk].missing_specs()


def test_all_sizes_and_formats_of_an_image_are_made():
    image = store(Pixels.new("RGB", (850, 500)))

    made = make_renditions(image.pk)

    shapes = {
        "fill-96x96": (96, 96),
        "fill-192x192": (192, 192),
        "fill-384x384": (384, 384),
        "fill-400x225": (400, 225),
        "fill-800x450": (800, 450),
        "width-800": (800, 470),
        "width-400": (400, 235),
    }
    stored = {it.filter_spec: (it.width, it.height) for it in image.renditions.all()}
    assert stored == {f"{shape}|format-{it}": size for shape, size in shapes.items() for it in ("avif", "webp", "jpeg")}
    assert made == len(stored)
    assert {rendition(image, f"width-400|format-{it}").format for it in ("avif", "webp", "jpeg")} == {
        "AVIF",
        "WEBP",
        "JPEG",
    }


def test_second_run_makes_nothing_and_leaves_the_version():
    image = store(Pixels.new("RGB", (40, 40)))
    make_renditions(image.pk)
    version = read_version()

    assert make_renditions(image.pk) == 0
    assert read_version() == version


def test_making_renditions_raises_the_version():
    image = store(Pixels.new("RGB", (40, 40)))
    version = read_version()

    make_renditions(image.pk)

    assert read_version() > version


def test_image_that_is_gone_lacks_nothing():
    assert make_renditions(0) == 0


def test_portrait_is_cut_around_the_focal_point():
    image = store(two_halves(RED, BLUE, (400, 100)), columns=focal_point(350, 50, 60))

    make_renditions(image.pk)

    pixels = rendition(image, "fill-96x96|format-jpeg")
    assert pixels.size == (96, 96)
    assert is_near(pixels.getpixel((4, 48)), BLUE)


def test_new_focal_point_replaces_what_was_cut_and_keeps_the_rest(django_capture_on_commit_callbacks):
    image = store(two_halves(RED, BLUE, (400, 100)), columns=focal_point(350, 50, 60))
    make_renditions(image.pk)
    uncut = set(image.renditions.filter(focal_point_key="").values_list("pk", flat=True))
    cut = {Path(it.file.path) for it in image.renditions.exclude(focal_point_key="")}
    Image.objects.filter(pk=image.pk).update(**focal_point(50, 50, 60))

    with django_capture_on_commit_callbacks(execute=True):
        make_renditions(image.pk)

    assert set(image.renditions.filter(focal_point_key="").values_list("pk", flat=True)) == uncut
    assert is_near(rendition(image, "fill-96x96|format-jpeg").getpixel((90, 48)), RED)
    assert not any(path.exists() for path in cut)
    assert missing(image) == []


def test_renditions_go_with_their_image(django_capture_on_commit_callbacks):
    image = store(Pixels.new("RGB", (40, 40)))
    make_renditions(image.pk)
    paths = [Path(it.file.path) for it in image.renditions.all()]

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not any(path.exists() for path in paths)


def test_transparency_is_kept_or_becomes_white():
    image = store(two_halves((255, 0, 0, 255), (0, 0, 0, 0), mode="RGBA"))

    make_renditions(image.pk)

    corner = (35, 20)
    for encoding in ("webp", "avif"):
        assert rendition(image, f"width-400|format-{encoding}").getpixel(corner)[3] == 0
    assert is_near(rendition(image, "width-400|format-jpeg").getpixel(corner), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA"])
def test_every_kind_of_pixels_can_be_rendered(mode):
    source = two_halves(WHITE, BLACK).convert("P" if mode == "PA" else mode)
    options = {"transparency": 0} if mode == "PA" else {}
    image = store(source, **options)

    make_renditions(image.pk)

    assert missing(image) == []


def test_grey_of_sixteen_bits_keeps_its_shades():
    grey = Pixels.frombytes("I;16", (40, 40), (32_896).to_bytes(2, "little") * 1600)
    image = store(grey)

    make_renditions(image.pk)

    assert is_near(rendition(image, "width-400|format-jpeg").getpixel((20, 20)), (128, 128, 128))


def test_photo_for_print_gets_the_colours_of_screens():
    image = store(Pixels.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG")

    make_renditions(image.pk)

    pixels = rendition(image, "width-400|format-jpeg")
    assert pixels.mode == "RGB"
    assert is_near(pixels.getpixel((20, 20)), RED)


@pytest.mark.parametrize("profile", [b"damaged", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_profile_that_says_nothing_is_passed_over(profile):
    image = store(Pixels.new("RGB", (40, 40), RED), "JPEG", icc_profile=profile)

    make_renditions(image.pk)

    assert is_near(rendition(image, "width-400|format-jpeg").getpixel((20, 20)), RED)


def test_turned_photo_is_rendered_upright():
    exif = Pixels.Exif()
    exif[0x0112] = 6
    image = store(two_halves(RED, BLUE, (80, 40)), "JPEG", exif=exif)

    make_renditions(image.pk)

    pixels = rendition(image, "width-400|format-jpeg")
    assert pixels.size == (40, 80)
    assert is_near(pixels.getpixel((20, 10)), RED)


def test_renditions_tell_nothing_but_pixels():
    exif = Pixels.Exif()
    exif[0x010E] = "zq7x at home"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = store(Pixels.new("RGB", (40, 40)), "JPEG", exif=exif, comment=b"zq7x comment", icc_profile=profile)
    assert b"zq7x" in Path(image.file.path).read_bytes()

    make_renditions(image.pk)

    for made in image.renditions.all():
        assert b"zq7x" not in Path(made.file.path).read_bytes()
        assert not rendition(image, made.filter_spec).getexif()


def test_animation_shows_its_first_frame():
    image = store(Pixels.new("RGB", (40, 40), RED), "GIF", save_all=True, append_images=[Pixels.new("RGB", (40, 40))])

    make_renditions(image.pk)

    assert {getattr(rendition(image, f"width-400|format-{it}"), "n_frames", 1) for it in ("avif", "webp", "jpeg")} == {
        1
    }
    assert is_near(rendition(image, "width-400|format-jpeg").getpixel((20, 20)), RED)


def test_damaged_file_is_named():
    image = store(Pixels.new("RGB", (40, 40)))
    damage(image)

    with pytest.raises(UnreadablePictureError, match="original_images/hall"):
        make_renditions(image.pk)

    assert image.renditions.count() == 0


def test_file_that_ends_too_early_is_unreadable():
    image = store(two_halves(RED, BLUE, (300, 300)), "JPEG")
    path = Path(image.file.path)
    path.write_bytes(path.read_bytes()[:1200])

    with pytest.raises(UnreadablePictureError):
        make_renditions(image.pk)


def test_task_logs_a_damaged_file(caplog):
    image = store(Pixels.new("RGB", (40, 40)))
    damage(image)

    with caplog.at_level(logging.WARNING, logger="api.renditions"):
        render_image.enqueue(image.pk)

    assert [record.getMessage().split(":")[0] for record in caplog.records] == [f"Image {image.pk} cannot be rendered"]


def test_saved_image_is_rendered_when_its_transaction_ends(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        image = store(Pixels.new("RGB", (40, 40)))
    assert len(missing(image)) == 12

    for callback in callbacks:
        callback()

    assert missing(image) == []


def test_damaged_file_does_not_keep_its_image_from_being_saved(django_capture_on_commit_callbacks):
    image = store(Pixels.new("RGB", (40, 40)))
    damage(image)
    image.title = "Great hall"

    with django_capture_on_commit_callbacks(execute=True):
        image.save()

    assert Image.objects.values_list("title", flat=True).get() == "Great hall"
    assert image.renditions.count() == 0


def test_editor_who_replaces_the_file_gets_new_renditions(admin_client, django_capture_on_commit_callbacks):
    image = store(Pixels.new("RGB", (40, 40), RED))
    make_renditions(image.pk)
    upload = io.BytesIO()
    Pixels.new("RGB", (40, 40), BLUE).save(upload, "PNG")
    form = {"title": "Hall", "collection": image.collection_id, "file": ContentFile(upload.getvalue(), "hall.png")}

    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/images/{image.pk}/", form)

    image.refresh_from_db()
    assert missing(image) == []
    assert is_near(rendition(image, "fill-96x96|format-jpeg").getpixel((20, 20)), BLUE)


@pytest.mark.parametrize(("fields", "count"), [(["file_size"], 0), (["focal_point_x"], 1), (["file"], 1), (None, 1)])
def test_only_what_changes_the_picture_has_it_rendered(django_capture_on_commit_callbacks, fields, count):
    image = store(Pixels.new("RGB", (40, 40)))

    with django_capture_on_commit_callbacks() as callbacks:
        schedule_rendering(image, update_fields=fields)

    assert len(callbacks) == count


def test_rendition_that_another_process_made_meanwhile_is_kept(settings):
    image = store(Pixels.new("RGB", (40, 40)))
    made = list(render(image, missing(image)))
    make_renditions(image.pk)
    before = sorted(settings.MEDIA_ROOT.rglob("*"))
    rows = set(image.renditions.values_list("pk", "file"))

    for rendition_made in made:
        keep(image, rendition_made)

    assert set(image.renditions.values_list("pk", "file")) == rows
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before


def test_long_name_of_a_file_is_cut():
    data = io.BytesIO()
    Pixels.new("RGB", (40, 40)).save(data, "PNG")
    image = Image.objects.create(title="Hall", file=ContentFile(data.getvalue(), f"{'a' * 80}.png"))

    make_renditions(image.pk)

    names = {it.filter_spec: it.file.name for it in image.renditions.all()}
    assert names["width-400|format-jpeg"] == f"images/{'a' * 34}.width-400.format-jpeg.jpg"
    assert {len(Path(name).name) for name in names.values()} == {60}


def run_command(*arguments: str) -> tuple[str, str]:
    output, errors = io.StringIO(), io.StringIO()
    call_command("render_images", *arguments, stdout=output, stderr=errors)
    return output.getvalue(), errors.getvalue()


def test_command_makes_what_is_missing():
    images = [store(Pixels.new("RGB", (40, 40))) for _ in range(2)]
    make_renditions(images[0].pk)

    assert run_command() == ("12 renditions made of 1 images.\n", "")
    assert run_command() == ("0 renditions made of 0 images.\n", "")
    assert run_command("--check") == ("No renditions are missing.\n", "")


def test_command_counts_what_is_missing_and_makes_nothing():
    image = store(Pixels.new("RGB", (40, 40)))

    with pytest.raises(CommandError) as error:
        run_command("--check")

    assert str(error.value) == "12 renditions of 1 images are missing; run manage.py render_images."
    assert image.renditions.count() == 0


def test_command_names_damaged_files_and_goes_on():
    broken, sound = (store(Pixels.new("RGB", (40, 40))) for _ in range(2))
    damage(broken)

    output, errors = run_command()

    assert output == "12 renditions made of 1 images.\n"
    assert errors.startswith(f"Image {broken.pk} (Hall) cannot be rendered: original_images/hall")
    assert missing(sound) == []
