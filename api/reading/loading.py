"""What a request has read so far: documents and what they name, read for many at a time and only when asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import orjson
from wagtail.models import Page

from api.caching import Lifetime
from api.declarations import read_declarations
from api.pictures import attach_renditions, read_pictures
from api.published.models import EVENT_KINDS, PublishedPage
from api.published.timetable import Timetable, kept_timetable
from api.published.values import read_instant, write_value
from api.reading.snippets import read_snippets
from api.reading.values import COLUMNS, PageValue, PictureValue
from api.rich_text import LinkTargets, RichTextValue
from api.visibility import LinkAvailability, find_availability
from pages.choices import LinkAccess
from pages.models import Organisation, SiteSettings, Topic
from pages.occurrences import Phase, find_phase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from api.pictures import PictureRow, Preset
    from api.visibility import Visibility

PERSON_KEYS = re.compile(r'"person":(\d+)|"speakers":\[([\d,]+)\]')
IMAGE_KEYS = re.compile(r'"image":(\d+)')
"""Keys in the JSON of documents. In text of editors a quotation mark is escaped, so it cannot pass for a key."""


class Pool:
    """Values by key; all that are wanted are read at once when the first of them is asked for."""

    def __init__(self, read: Callable[[Collection[Any]], Mapping[Any, Any]]) -> None:
        self.read = read
        self.wanted: set[Any] = set()
        self.values: dict[Any, Any] = {}

    def want(self, keys: Iterable[Any]) -> None:
        """Read these keys as well when the next one has to be read."""
        self.wanted.update(keys)

    def look_again(self) -> None:
        """Forget what was not found: more may be shown by now."""
        self.values = {key: value for key, value in self.values.items() if value is not None}

    def __getitem__(self, key: Any) -> Any:
        if key not in self.values:
            missing = {it for it in (*self.wanted, key) if it not in self.values}
            self.wanted.clear()
            found = self.read(missing)
            self.values.update({**dict.fromkeys(missing), **found})
        return self.values[key]


class Reading:
    """What one request may see and has read: the context of GraphQL, and of every feed of a page.

    Where it `is_private`, the answer is for whoever asked, and for nobody else.
    """

    def __init__(self, visibility: Visibility, *, version: int | None = None) -> None:
        self.visibility = visibility
        self.version = version
        now = visibility.now
        self.timetable = Timetable(now) if version is None else kept_timetable.find(version, now)
        self.lifetime = Lifetime(now)
        self.lifetime.ends(visibility.grounds.next_expiry(now))
        self.targets = LinkTargets(visibility)
        self.pages = Pool(self._read_pages)
        self.texts = Pool(self._read_texts)
        self.people = Pool(lambda keys: read_snippets(visibility.people(), keys, self))
        self.organisations = Pool(lambda keys: read_snippets(Organisation.objects.all(), keys, self))
        self.topics = Pool(lambda keys: read_snippets(Topic.objects.all(), keys, self))
        self.images = Pool(self._read_images)
        self.renditions: dict[Preset, Pool] = {}
        self.translations = Pool(self._read_translations)
        self.breadcrumbs = Pool(self._read_breadcrumbs)
        self.namesakes = Pool(self._read_namesakes)
        self.talks: dict[str, Pool] = {}
        self.is_private = False
        self.drafts: dict[int, PageValue] = {}

    @property
    def site(self) -> dict[str, Any] | None:
        """What the editors say of the site; None before there is one."""
        stored = self.visibility.grounds.site_settings
        if stored is None:
            return None
        return {it.key: write_value(getattr(stored, it.source)) for it in read_declarations(SiteSettings)}

    def take(self, rows: QuerySet[PublishedPage], *sort_columns: str) -> list[PageValue]:
        """Read the documents of `rows`, which the visibility rule has chosen."""
        return self.adopt(list(rows.values_list(*COLUMNS, *sort_columns)))

    def adopt(self, rows: list[tuple[Any, ...]]) -> list[PageValue]:
        """The pages in rows of `COLUMNS` and sort keys, which are shown."""
        found = self._parse(rows)
        self._show(found)
        return found

    def _parse(self, rows: list[tuple[Any, ...]]) -> list[PageValue]:
        size = len(COLUMNS)
        found = [PageValue(*row[: size - 1], orjson.loads(row[size - 1]), row[size:]) for row in rows]  # type: ignore[call-arg]  # mypy counts a slice of an open tuple as endless
        for row in rows:
            self._want(row[size - 1])
        return found

    def _show(self, pages: list[PageValue]) -> None:
        for page in pages:
            page.peers = pages
            self.pages.values[page.pk] = page
        self.pages.values.update(self.drafts)
        self._want_for(pages)
        self.lifetime.shows(*(page.document["id"] for page in pages))

    def admit(self, draft: PageValue) -> None:
        """Show a draft with its texts in this request, in place of the page as it is published."""
        self.version = None
        self.visibility.admit_draft(draft)
        self.pages.look_again()
        self.drafts[draft.pk] = draft
        for values in (draft.document, draft.texts):
            self._want(orjson.dumps(values).decode())
        self._show([draft])

    def long_texts(self, page: PageValue) -> dict[str, Any]:
        """The running text and child rows of a page, by their keys in the schema."""
        texts: dict[str, Any] = self.texts[page.pk] if page.texts is None else page.texts
        return texts

    def _want(self, raw: str) -> None:
        for person, speakers in PERSON_KEYS.findall(raw):
            self.people.want([int(person)] if person else map(int, speakers.split(",")))
        self.images.want(map(int, IMAGE_KEYS.findall(raw)))
        if "linktype" in raw:
            self.targets.want(raw)

    def _want_for(self, pages: list[PageValue]) -> None:
        keys = [page.pk for page in pages]
        self.texts.want(keys)
        self.translations.want(page.translation_key for page in pages)
        self.breadcrumbs.want(path for page in pages for path in ancestor_paths(page.path))
        for page in pages:
            self.topics.want(page.document.get("topics", ()))
            self.namesakes.want([page.document["slug"]])
            self.pages.want(key for key in (page.document.get("partOf"), page.series_id) if key)

    def _read_pages(self, keys: Collection[int]) -> dict[int, PageValue]:
        return {page.pk: page for page in self.take(self.visibility.documents().filter(pk__in=keys))}

    def _read_texts(self, keys: Collection[int]) -> dict[int, dict[str, Any]]:
        rows = PublishedPage.objects.filter(pk__in=keys).values_list("page_id", "texts")
        found: dict[int, dict[str, Any]] = {key: {} for key in keys}  # One that was just withdrawn has none.
        for key, raw in rows:
            self._want(raw)
            found[key] = orjson.loads(raw)
        return found

    def rich_text(self, value: dict[str, Any] | str | None) -> Any:
        """Rich text to show, out of a document or as it is stored; None for an empty one."""
        source = value.get("source") if isinstance(value, dict) else value
        return RichTextValue(source, self.targets) if source else value or None

    def picture(self, value: Mapping[str, Any] | None) -> Any:
        """The picture at a place of a document; None where there is none or it is hidden."""
        row = self.images[value["image"]] if value else None
        if row is None:
            return None
        alt = value["alt"] if value and value["alt"] is not None else row.alt
        return PictureValue(row, alt)

    def _read_images(self, keys: Collection[int]) -> dict[int, Any]:
        hidden = self.visibility.private_collections
        return {key: row for key, row in read_pictures(keys).items() if row.collection_id not in hidden}

    def sized(self, row: PictureRow, preset: Preset) -> PictureRow | None:
        """An image with its renditions of a preset, read for all images of the answer at once."""
        if preset not in self.renditions:
            images = self.images.values
            self.renditions[preset] = Pool(
                lambda keys: attach_renditions([images[key] for key in keys if images.get(key)], presets=[preset])
            )
        self.renditions[preset].want(self.images.values)
        return self.renditions[preset][row.key]

    def phase(self, page: PageValue) -> Phase:
        """The phase of an event; that of a series follows from its public talks."""
        now = self.visibility.now
        if page.type_name == "SeminarSeries" and not page.is_called_off:
            return self._series_phase(page)
        self.lifetime.ends(page.starts_at, page.ends_at)
        return find_phase(begins=page.starts_at, ends=page.ends_at, status=page.status, now=now)

    def _series_phase(self, series: PageValue) -> Phase:
        times = None if series.has_ended else self.timetable.series_times(self.visibility).get(series.pk)
        if times is None:
            return Phase.PAST if series.has_ended else Phase.UNSCHEDULED
        self.lifetime.ends(times.next_start, times.next_end)
        return times.phase

    def _read_translations(self, keys: Collection[Any]) -> dict[Any, list[PageValue]]:
        found = defaultdict(list)
        rows = self.visibility.documents().filter(page__translation_key__in=keys).order_by("page__locale_id", "pk")
        pages = self._parse(list(rows.values_list(*COLUMNS)))
        self._show([page for page in pages if self.visibility.is_listed(page)])
        for page in pages:
            found[page.translation_key].append(page)
        return found

    def _read_namesakes(self, slugs: Collection[str]) -> dict[str, list[tuple[str, str]]]:
        found = defaultdict(list)
        rows = self.visibility.listed_documents().filter(page__slug__in=slugs, kind__in=EVENT_KINDS)
        columns = ("page__slug", "page__translation_key", "page__locale__language_code")
        for slug, key, language in rows.order_by("page__path").values_list(*columns):
            found[slug].append((str(key), language))
        return found

    def versions(self, page: PageValue) -> list[PageValue]:
        """The other versions of a page; an unlisted one is shown by unlisted ones only."""
        is_listed = self.visibility.is_listed
        others = [row for row in self.translations[page.translation_key] or () if row.pk != page.pk]
        if is_listed(page):
            return [row for row in others if is_listed(row)]
        self._show([row for row in others if not is_listed(row)])
        return others

    def _read_breadcrumbs(self, paths: Collection[str]) -> dict[str, dict[str, str]]:
        rows = self.visibility.pages(Page).filter(path__in=paths).values_list("path", "url_path", "title", named=True)
        return {row.path: {"title": row.title, "path": self.visibility.public_path(row)} for row in rows}

    def crumbs(self, page: PageValue) -> list[dict[str, str]]:
        """The public ancestors of a page, from the top down."""
        found = [self.breadcrumbs[path] for path in ancestor_paths(page.path)]
        return [crumb for crumb in found if crumb is not None]

    def availability(self, link: Mapping[str, Any]) -> LinkAvailability:
        """Whether the address of a link may be shown now."""
        return find_availability(
            self.visibility.now,
            access=LinkAccess(link["access"]),
            has_address=link["url"] is not None,
            is_held_back=link["isHeldBack"],
            visible_from=self._until(link["visibleFrom"]),
            visible_until=self._until(link["visibleUntil"]),
        )

    def _until(self, text: str | None) -> dt.datetime | None:
        instant = read_instant(text)
        self.lifetime.ends(instant)
        return instant


def ancestor_paths(path: str) -> list[str]:
    """The tree paths above `path`, from the top down."""
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
