"""A site in which everything that the API knows of changes sooner or later."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from PIL import Image as Pixels
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Locale, Page

from api.declarations import type_name
from api.ids import global_id
from pages.models import EventPage, HomePage, Organisation, Person, Topic
from tests.factories import (
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def drawing(colour: str) -> ContentFile:
    """The file of a small picture."""
    data = io.BytesIO()
    Pixels.new("RGB", (8, 6), colour).save(data, "PNG")
    return ContentFile(data.getvalue(), f"{colour}.png")


def picture(title: str) -> Image:
    """An image whose cards have renditions."""
    return Image.objects.create(title=title, description=title, file=drawing("navy"))


def build_site(home: HomePage) -> None:
    """Events of all types with what hangs on them, at times some hours apart after `NOW`."""
    Collection.get_first_root_node().add_child(name="Private")
    photo, hero = picture("ada"), picture("harbour")
    file = Document.objects.create(title="Plan", file=ContentFile(b"plan", "plan.txt"))
    ada = PersonFactory(name="Ada Marsh", photo=photo, affiliation=OrganisationFactory(name="Harbour University"))
    bo = PersonFactory(name="Bo Reed")
    topic = TopicFactory(name="Knots", broader=TopicFactory(name="Ropes"))
    folder = EventIndexFactory(parent=home, title="Folder", slug="folder", show_in_menus=True)
    passing = StandardPageFactory(
        parent=home, title="Harbour notice", slug="notice", show_in_menus=True, expire_at=NOW + 100 * HOUR
    )
    forum = ForumFactory(
        parent=folder,
        title="Harbour Forum",
        slug="forum",
        time_zone="Europe/Oslo",
        start_date=dt.date(2027, 6, 14),
        start_time=dt.time(9),
        end_date=dt.date(2027, 6, 15),
        end_time=dt.time(17),
        topics=[topic],
        hero_image=hero,
        expire_at=NOW + 700 * HOUR,
        contributions=[ContributionFactory(person=ada), ContributionFactory(person=bo, role="chair")],
        links=list(windows()),
        important_dates=list(deadlines()),
        sessions=list(programme(ada)),
        body=[
            ("text", link_to("page", passing.pk) + link_to("document", file.pk)),
            ("figure", {"image": hero, "caption": "", "credit": ""}),
        ],
    )
    TutorialFactory(parent=home, title="Knots", slug="knots", part_of=EventPage.objects.get(pk=forum.pk))
    ForumFactory(parent=home, title="Called off", slug="called-off", status="cancelled")
    ForumFactory(parent=home, title="Some day", slug="some-day", start_date=None, important_dates=[later_deadline()])
    build_series(home, bo)
    StandardPageFactory(parent=forum, title="Travel", slug="travel")
    coming = ForumFactory(
        parent=home, title="Harbour Days", slug="days", published=False, go_live_at=NOW + 150 * HOUR + HOUR / 2
    )
    coming.save_revision().publish()
    Redirect.objects.create(old_path="/old", redirect_page=passing)
    Locale.objects.get_or_create(language_code="zh-hans")


def link_to(kind: str, key: int) -> str:
    """Rich text with a link to an object of the site."""
    return f'<p><a linktype="{kind}" id="{key}">{kind}</a></p>'


def windows() -> Iterator[object]:
    """Links that are shown in part of the time."""
    yield LinkFactory(kind="website")
    yield LinkFactory(kind="stream", visible_from_minutes=-90, visible_until_minutes=45, note="Bring a rope.")
    yield LinkFactory(kind="recording", visible_from_minutes=300)
    yield LinkFactory(kind="registration", url="", visible_until_minutes=-2000)
    yield LinkFactory(kind="chat", access="registered", visible_from_minutes=-10)


def deadlines() -> Iterator[object]:
    """Dates of all policies and precisions."""
    day = dt.date(2027, 6, 4)
    yield ImportantDateFactory(label="Anywhere", start_date=day, zone_policy="aoe")
    yield ImportantDateFactory(label="Floating", start_date=day + dt.timedelta(1), zone_policy="floating")
    yield ImportantDateFactory(
        label="Instant", start_date=day + dt.timedelta(2), start_time=dt.time(18, 30), zone_policy="zone"
    )
    yield ImportantDateFactory(label="Month", start_date=dt.date(2027, 6, 1), date_precision="month")
    yield ImportantDateFactory(
        label="Period", kind="abstract", start_date=day + dt.timedelta(3), end_date=day + dt.timedelta(5)
    )
    yield ImportantDateFactory(
        label="Counted", kind="notification", start_date=None, days=3, relation="after", relative_to="Instant"
    )
    yield ImportantDateFactory(label="Unknown", kind="registration", start_date=None)


def later_deadline() -> object:
    """A deadline between those of the other forum."""
    return ImportantDateFactory(label="Elsewhere", start_date=dt.date(2027, 6, 5), start_time=dt.time(7))


def programme(speaker: Person) -> Iterator[object]:
    """Programme items with and without an end."""
    first = SessionFactory(
        title="Opening", start_date=dt.date(2027, 6, 14), start_time=dt.time(9, 15), end_time=dt.time(10, 10)
    )
    first.speakers = [speaker]
    yield first
    dinner = SessionFactory(title="Dinner", start_date=dt.date(2027, 6, 15))
    dinner.speakers = [speaker, PersonFactory(name="Cy Post")]
    yield dinner
    yield SessionFactory(title="Later")


def build_series(home: HomePage, speaker: Person) -> None:
    """Two series; what their talks leave empty they take from them."""
    series = SeriesFactory(parent=home, title="Harbour Seminar", slug="seminar", usual_minutes=50)
    SeriesFactory(parent=home, title="Other Seminar", slug="other", time_zone="Asia/Tokyo", usual_minutes=45)
    for number in range(2):
        TalkFactory(
            parent=series,
            title=f"Talk {number}",
            slug=f"talk-{number}",
            start_date=dt.date(2027, 6, 3 + 14 * number),
            contributions=[ContributionFactory(person=speaker)],
        )
    TalkFactory(parent=series, title="Short-lived", slug="short", expire_at=NOW + 30 * HOUR)
    TalkFactory(parent=series, title="Unlisted", slug="unlisted", is_listed=False, start_date=dt.date(2027, 6, 2))


def public_paths() -> list[str]:
    """The paths of all pages, public or not, and some more."""
    root = HomePage.objects.first()
    below = Page.objects.filter(path__startswith=root.path, locale=root.locale).order_by("path")
    paths = [url_path.removeprefix(root.url_path.rstrip("/")) for url_path in below.values_list("url_path", flat=True)]
    return [*paths, "/old/", "/nothing/"]


def global_ids() -> list[str]:
    """The ids of all pages, dates, sessions and snippets."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    rows = [row for page in EventPage.objects.specific() for row in (*page.important_dates.all(), *page.sessions.all())]
    found = [*Page.objects.filter(depth__gt=1).specific(), *rows]
    for model in (Person, Organisation, Topic):
        found += model.objects.all()
    return [global_id(row, type_name=type_name(type(row)), language_codes=codes) for row in found]


def edit(page: Page, **values: object) -> Page:
    """Publish new values of a page."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)
