"""What a request has read so far: values of many rows at a time, so that no statement is sent per row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Count, Value
from django.db.models.functions import Length, Substr
from django.db.models.query import prefetch_related_objects
from wagtail.images import get_image_model
from wagtail.models import Page

from api.rich_text import LinkTargets, RichTextValue
from api.graphql.types import Breadcrumb, Picture
from pages.choices import SeriesStatus
from pages.models import DateChange, EventPage, SeminarSeriesPage, TalkPage
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from wagtail.query import PageQuerySet

    from api.visibility import Visibility


class PlannedField(graphene.Field):
    """A field that says how to read what it needs for many rows at once.

    `load(rows, arguments, reading)` reads it and returns the rows that the field leads to.
    """

    def __init__(self, *args: Any, load: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.load = load


class Batch:
    """Values computed for many rows at once, kept for the request by primary key."""

    def __init__(self, compute: Callable[[list[Any]], Mapping[Any, Any]]) -> None:
        self.compute = compute
        self.values: dict[Any, Any] = {}

    def load(self, rows: Iterable[Any]) -> None:
        """Compute the values of the rows that have none."""
        missing = {row.pk: row for row in rows if row.pk not in self.values}
        if missing:
            self.values.update(dict.fromkeys(missing))
            self.values.update(self.compute(list(missing.values())))

    def __getitem__(self, row: Any) -> Any:
        self.load([row])
        return self.values[row.pk]


class Reading:
    """The context of one GraphQL request."""

    def __init__(self, visibility: Visibility) -> None:
        self.visibility = visibility
        self.targets = LinkTargets(visibility)
        self.specific_parents = Batch(self._read_specific_parents)
        self.series_phases = Batch(self._read_series_phases)
        self.translations = Batch(self._read_translations)
        self.breadcrumbs = Batch(self._read_breadcrumbs)
        self.date_changes = Batch(self._read_date_changes)
        self.talks: dict[str, Batch] = {}
        self.images: dict[int, Any] = {}

    def rich_text(self, source: str | None) -> RichTextValue | None:
        """Rich text out of its stored form; None for an empty one."""
        return RichTextValue(source, self.targets) if source else None

    def load_images(self, keys: Iterable[int]) -> None:
        """Read the images with these keys."""
        unknown = {key for key in keys if key not in self.images}
        found = get_image_model().objects.in_bulk(unknown) if unknown else {}
        self.images.update({key: found.get(key) for key in unknown})

    def picture(self, image: Any, alt: str | None = None) -> Picture | None:
        """A picture to show; None where there is none or it is hidden."""
        if image is None or not self.visibility.admits(image):
            return None
        return Picture.of(image) if alt is None else Picture(image, alt)

    def phase(self, event: EventPage) -> Phase:
        """The phase of an event; that of a series follows from its public talks."""
        if isinstance(event, SeminarSeriesPage) and not event.is_called_off:
            return self.series_phases[event]
        return EventPage.find_phase(event, self.visibility.now)

    def _read_specific_parents(self, events: list[Any]) -> dict[int, Any]:
        keys = {event.part_of_id for event in events if event.part_of_id}
        rows = {row.pk: row for row in EventPage.objects.filter(pk__in=keys).specific()} if keys else {}
        return {event.pk: rows.get(event.part_of_id) for event in events}

    def _read_series_phases(self, series: list[Any]) -> dict[int, Phase]:
        talks = talks_of(self.visibility, [row.path for row in series])
        found = defaultdict(set)
        rows = talks.with_phase(self.visibility.now).order_by().values_list("series_path", "phase_now").distinct()
        for path, phase in rows:
            found[path].add(Phase(phase))
        return {row.pk: series_phase(row, found[row.path]) for row in series}

    def _read_translations(self, pages: list[Any]) -> dict[int, list[Any]]:
        keys = {page.translation_key for page in pages}
        found = defaultdict(list)
        for row in self.visibility.pages(Page).filter(translation_key__in=keys).order_by("locale_id", "pk").specific():
            found[row.translation_key].append(row)
        return {page.pk: self._shown_versions(page, found[page.translation_key]) for page in pages}

    def _shown_versions(self, page: Any, versions: list[Any]) -> list[Any]:
        """The other versions of a page; an unlisted one is shown by unlisted ones only."""
        is_listed = self.visibility.is_listed
        return [row for row in versions if row.pk != page.pk and (is_listed(row) or not is_listed(page))]

    def _read_breadcrumbs(self, pages: list[Any]) -> dict[int, list[Breadcrumb]]:
        paths = {path for page in pages for path in ancestor_paths(page.path)}
        rows = {row.path: row for row in self.visibility.pages(Page).filter(path__in=paths)}
        return {
            page.pk: self._crumbs(rows[path] for path in ancestor_paths(page.path) if path in rows) for page in pages
        }

    def _crumbs(self, pages: Iterable[Page]) -> list[Breadcrumb]:
        return [Breadcrumb(page.title, self.visibility.public_path(page)) for page in pages]

    def _read_date_changes(self, events: list[Any]) -> dict[int, list[DateChange]]:
        found = defaultdict(list)
        by_key = {event.pk: event for event in events}
        for change in DateChange.objects.filter(event_id__in=by_key):
            change.event = by_key[change.event_id]
            found[change.event_id].append(change)
        return {event.pk: found[event.pk] for event in events}


def ancestor_paths(path: str) -> list[str]:
    """The tree paths above `path`, from the top down."""
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]


def talks_of(visibility: Visibility, series_paths: Sequence[str]) -> PageQuerySet:
    """The public talks that series list, annotated with the tree path of the series."""
    talks = visibility.pages(TalkPage).filter(is_listed=True)
    return talks.annotate(series_path=parent_path()).filter(series_path__in=series_paths)


def parent_path() -> Substr:
    """The tree path of a page's parent, as SQL."""
    return Substr("path", 1, Length("path") - Value(Page.steplen))


def series_phase(series: SeminarSeriesPage, phases: set[Phase]) -> Phase:
    """The phase of a series that is not called off, from those of its talks."""
    if series.series_status == SeriesStatus.ENDED:
        return Phase.PAST
    order = (Phase.LIVE, Phase.UPCOMING, Phase.PAST)
    return next((phase for phase in order if phase in phases), Phase.UNSCHEDULED)


def load_series(talks: Iterable[TalkPage]) -> None:
    """Give each talk the series it inherits from."""
    missing = [talk for talk in talks if "series" not in talk.__dict__]
    paths = {talk.path[: -Page.steplen] for talk in missing}
    found = {series.path: series for series in SeminarSeriesPage.objects.filter(path__in=paths)} if paths else {}
    for talk in missing:
        talk.series = found.get(talk.path[: -Page.steplen])


def attach_events(rows: list[Any]) -> None:
    """Give each child row the page of its concrete type that it belongs to."""
    events = EventPage.objects.filter(pk__in={row.event_id for row in rows}).specific()
    found = {event.pk: event for event in events}
    for row in rows:
        row.event = found[row.event_id]
    load_series(event for event in found.values() if isinstance(event, TalkPage))


def related(*paths: str) -> Any:
    """A loader that reads relations; the first one is where the field leads."""

    def load(rows: list[Any], _arguments: Mapping[str, Any], _reading: Reading) -> list[Any]:
        prefetch_related_objects(rows, *paths)
        return [target for row in rows for target in targets_of(row, paths[0])]

    return load


def targets_of(row: Any, name: str) -> list[Any]:
    """The rows a relation of `row` leads to, as read before."""
    value = getattr(row, name, None)
    if value is None:
        return []
    return list(value.all()) if hasattr(value, "all") else [value]


def batched(name: str) -> Any:
    """A loader that fills the batch called `name`; leads to the rows in it."""

    def load(rows: list[Any], _arguments: Mapping[str, Any], reading: Reading) -> list[Any]:
        batch: Batch = getattr(reading, name)
        batch.load(rows)
        values = [batch[row] for row in rows]
        return [item for value in values for item in (value if isinstance(value, list) else [value])]

    return load


def count_by_series(talks: QuerySet[Any]) -> dict[str, int]:
    """How many of `talks` each series has, by its tree path."""
    return dict(talks.order_by().values("series_path").annotate(total=Count("pk")).values_list("series_path", "total"))
