"""The people, organisations, topics and pictures that invented events share."""

from __future__ import annotations

import hashlib
import io
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.images import ImageFile
from django.utils.text import slugify
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Collection

from pages.generation import words
from pages.models import Organisation, Person, Topic

if TYPE_CHECKING:
    import random
    from typing import Any

PEOPLE_PER_EVENT = 8
LEAST_PEOPLE, LEAST_ORGANISATIONS = 20, 6
PORTRAITS = 6
PORTRAIT_SIZE = 480


@dataclass(frozen=True, slots=True)
class Cast:
    """What events draw from; all of it is stored."""

    people: list[Person]
    topics: list[Topic]


def draw_uuid(draw: random.Random) -> uuid.UUID:
    """A UUID of version 4 out of the seed."""
    return uuid.UUID(int=draw.getrandbits(128), version=4)


def store_cast(draw: random.Random, count: int) -> Cast:
    """Make what `count` events share."""
    organisations = Organisation.objects.bulk_create(
        make_organisation(draw) for _ in range(max(LEAST_ORGANISATIONS, count // 50))
    )
    portraits = [store_portrait(draw, number) for number in range(PORTRAITS)]
    people = Person.objects.bulk_create(
        make_person(draw, organisations, portraits) for _ in range(max(LEAST_PEOPLE, count // PEOPLE_PER_EVENT))
    )
    return Cast(people, store_topics(draw))


def make_organisation(draw: random.Random) -> Organisation:
    """A university somewhere."""
    city, country, _zone = draw.choice(words.PLACES)
    kind = draw.choice(("University of {}", "{} Institute of Technology", "{} Research Centre"))
    name = kind.format(f"{city} {draw.choice(words.FAMILY_NAMES)}")
    slug = slugify(name)
    return Organisation(uid=draw_uuid(draw), name=name, country=country, url=f"https://{slug}.example.org")


def make_person(draw: random.Random, organisations: list[Organisation], portraits: list[Any]) -> Person:
    """Somebody, most of the time with a portrait; a few may not be shown."""
    given, family = words.person_name(draw)
    return Person(
        uid=draw_uuid(draw),
        name=f"{given} {family}",
        sort_name=f"{family}, {given}",
        honorific=draw.choice(("", "", "", "Dr.", "Prof.")),
        homepage=f"https://people.example.org/{slugify(family)}-{draw.randrange(10**6)}",
        photo=draw.choice((*portraits, None, None, None, None)),
        bio=words.rich_text(draw, 1),
        affiliation=draw.choice(organisations),
        is_public=draw.randrange(50) != 0,
    )


def store_topics(draw: random.Random) -> list[Topic]:
    """The topics; those that the site has under the same address already are taken as they are."""
    made = {slugify(name): Topic(uid=draw_uuid(draw), name=name, slug=slugify(name)) for name in words.SUBJECTS}
    found = Topic.objects.in_bulk(made, field_name="slug")
    Topic.objects.bulk_create(topic for slug, topic in made.items() if slug not in found)
    return [found.get(slug, topic) for slug, topic in made.items()]


def store_portrait(draw: random.Random, number: int) -> Any:
    """A drawn face as a stored image."""
    content = paint_face(draw)
    image = get_image_model()(
        title=f"Portrait {number + 1}",
        description=f"Drawing of a face, number {number + 1}",
        collection=Collection.get_first_root_node(),
        file=ImageFile(io.BytesIO(content), name=f"portrait-{number + 1}.jpg"),
        file_size=len(content),
        file_hash=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
    )
    return get_image_model().objects.bulk_create([image])[0]


def paint_face(draw: random.Random) -> bytes:
    """A face of two colours as a JPEG."""
    canvas = Canvas.new("RGB", (PORTRAIT_SIZE, PORTRAIT_SIZE), draw_colour(draw))
    pen = ImageDraw.Draw(canvas)
    skin = draw_colour(draw)
    pen.ellipse((120, 70, 360, 330), fill=skin)
    pen.ellipse((40, 340, 440, 700), fill=skin)
    file = io.BytesIO()
    canvas.save(file, "JPEG", quality=85)
    return file.getvalue()


def draw_colour(draw: random.Random) -> tuple[int, int, int]:
    """A colour."""
    return draw.randrange(256), draw.randrange(256), draw.randrange(256)
