"""Putting invented events below a site's home page."""

from __future__ import annotations

import datetime as dt
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from pages.generation.cast import draw_uuid, store_cast
from pages.generation.changes import extensions
from pages.generation.events import Maker
from pages.generation.plan import Shares
from pages.generation.storing import place_below, store_pages
from pages.models import DateChange, EventIndexPage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.models import EventPage, HomePage

SERIES_IN_FOLDER = 50


@dataclass(frozen=True, slots=True)
class Generation:
    """What to invent: how many events, out of which seed, around which day."""

    count: int
    seed: int
    today: dt.date

    @property
    def slug(self) -> str:
        """The address of the folder that holds all of it."""
        return f"generated-{self.seed}"

    @property
    def now(self) -> dt.datetime:
        """The beginning of the day in UTC; nothing is published later."""
        return dt.datetime.combine(self.today, dt.time.min, dt.UTC)


@transaction.atomic
def generate(wanted: Generation, home: HomePage) -> None:
    """Store invented events below `home`, in a folder of their own."""
    draw = random.Random(wanted.seed)  # noqa: S311  # nothing here is secret
    shares = Shares.of(wanted.count)
    maker = Maker(draw, store_cast(draw, wanted.count), home.locale, wanted.now)
    top = add_folder(wanted, home, draw)
    series = [maker.series(number) for number in range(1, shares.series + 1)]
    folders = [maker.folder(number) for number in range(1, math.ceil(len(series) / SERIES_IN_FOLDER) + 1)]
    store_children_of(top, [*folders, *make_events(maker, shares)], draw=draw, now=wanted.now)
    for number, folder in enumerate(folders):
        group = series[number * SERIES_IN_FOLDER : (number + 1) * SERIES_IN_FOLDER]
        store_children_of(folder, group, draw=draw, now=wanted.now)
    for number, page in enumerate(series):
        store_children_of(page, maker.talks(page, shares.talks_of(number)), draw=draw, now=wanted.now)


def make_events(maker: Maker, shares: Shares) -> list[EventPage]:
    """The events that are neither series nor talks."""
    return [
        *(maker.forum(number) for number in range(1, shares.forums + 1)),
        *(maker.tutorial(number) for number in range(1, shares.tutorials + 1)),
        *(maker.call(number) for number in range(1, shares.calls + 1)),
    ]


def add_folder(wanted: Generation, home: HomePage, draw: random.Random) -> EventIndexPage:
    """The published folder that holds everything, beside what stands below `home` already."""
    folder = EventIndexPage(
        title=f"Generated events {wanted.seed}",
        slug=wanted.slug,
        translation_key=draw_uuid(draw),
        first_published_at=wanted.now,
        last_published_at=wanted.now,
    )
    home.add_child(instance=folder)
    return folder


def store_children_of(parent: Page, pages: Sequence[Page], *, draw: random.Random, now: dt.datetime) -> None:
    """Store pages as the only children of a page that is stored."""
    place_below(parent, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    store_pages(pages)
    DateChange.objects.bulk_create(extensions(pages, now=now, draw=draw))
