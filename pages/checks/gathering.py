"""What the checks of many pages need, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.images import get_image_model

from pages.checks.dead_links import gather_visits
from pages.checks.editions import gather_editions
from pages.checks.names import bare_address, candidates
from pages.checks.rows import held, relations_of, rows_of
from pages.checks.surroundings import ImageFacts, PersonFacts, SeriesFacts, Surroundings
from pages.choices import Weekday
from pages.models import DateChange, EventPage, Person, SeminarSeriesPage, Session, TalkPage
from pages.models.schedule import moment_from_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from pages.checks.surroundings import RowsByName

STEP = SeminarSeriesPage.steplen
PERSON_FIELDS = ("pk", "name", "affiliation__name", "homepage", "orcid", "photo_id", "bio")


def gather(pages: Sequence[EventPage], *, now: dt.datetime) -> Surroundings:
    """Everything that checks of these pages need beyond what the page objects hold; `now` is aware.

    The pages are of their specific types, stored, drafts or unsaved. The number of queries does not depend on theirs.
    """
    rows = _gather_rows(pages)
    own_people = _people(Q(pk__in=_row_keys(pages, rows, "person_id")))
    photos = {*_row_keys(pages, rows, "photo_id"), *(person.photo for person in own_people if person.photo)}
    known = _people(_twins(own_people) | Q(photo_id__in=photos) | Q(name__in=_typed_names(pages, rows)))
    return Surroundings(
        now=now,
        rows=rows,
        topics=_gather_topics(pages),
        former_dates=_gather_former_dates(pages),
        series=_gather_series(pages),
        people={person.pk: person for person in own_people},
        same_people=_find_twins(own_people, known),
        same_photos=_by_photo(known),
        known_names={person.name: person for person in known},
        images=_gather_images(photos),
        sessions_with_speakers=_gather_sessions_with_speakers(rows),
        editions=gather_editions(pages),
        visits=gather_visits(pages, rows=rows, now=now),
    )


def _gather_rows(pages: Sequence[EventPage]) -> dict[int, dict[str, list[Any]]]:
    """The stored rows of the pages that do not hold them, by the page's key and the relation."""
    asked: dict[str, list[int]] = defaultdict(list)
    models = {}
    for page in pages:
        for name, model, key in relations_of(type(page)):
            if held(page, name) is None:
                asked[name].append(page.pk)
                models[name] = (model, key)
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, (model, key) in models.items():
        for row in model.objects.filter(**{f"{key}__in": asked[name]}).order_by(key, "sort_order", "pk"):
            found[getattr(row, f"{key}_id")][name].append(row)
    return found


def _row_keys(pages: Iterable[EventPage], rows: Mapping[int, RowsByName], name: str) -> set[int]:
    return {
        key for page in pages for row in rows_of(page, "contributions", rows) if (key := getattr(row, name)) is not None
    }


def _people(condition: Q) -> list[PersonFacts]:
    values = Person.objects.filter(condition).order_by("pk").values_list(*PERSON_FIELDS)
    return [
        PersonFacts(pk, name, affiliation or "", homepage, orcid, photo, bool(bio))
        for pk, name, affiliation, homepage, orcid, photo, bio in values
    ]


def _twins(people: Iterable[PersonFacts]) -> Q:
    """Records with the same ORCID, or with the same home page written in another way."""
    orcids = {person.orcid for person in people if person.orcid}
    addresses = {
        f"{scheme}://{prefix}{bare}{end}"
        for person in people
        if (bare := bare_address(person.homepage))
        for scheme in ("http", "https")
        for prefix in ("", "www.")
        for end in ("", "/")
    }
    return Q(orcid__in=orcids) | Q(homepage__in=addresses)


def _find_twins(people: Iterable[PersonFacts], known: Collection[PersonFacts]) -> dict[int, list[PersonFacts]]:
    """Other records by a person's key; addresses shared by people of different names tell nothing."""
    groups: dict[str, list[PersonFacts]] = defaultdict(list)
    for person in known:
        for key in _identities(person):
            groups[key].append(person)
    return {
        person.pk: twins
        for person in people
        if (twins := [it for key in _identities(person) for it in groups[key] if it.pk != person.pk])
    }


def _identities(person: PersonFacts) -> Iterator[str]:
    if person.orcid:
        yield f"orcid {person.orcid}"
    if person.homepage:
        yield f"homepage {bare_address(person.homepage)}"


def _by_photo(people: Iterable[PersonFacts]) -> dict[int, list[PersonFacts]]:
    found: dict[int, list[PersonFacts]] = defaultdict(list)
    for person in people:
        if person.photo is not None:
            found[person.photo].append(person)
    return found


def _typed_names(pages: Iterable[EventPage], rows: Mapping[int, RowsByName]) -> set[str]:
    """What may be names of people in titles of the pages and of their programmes."""
    titles = {
        title for page in pages for title in [page.title, *(row.title for row in rows_of(page, "sessions", rows))]
    }
    return {name for title in titles for name in candidates(title or "")}


def _gather_images(keys: Collection[int]) -> dict[int, ImageFacts]:
    values = (
        get_image_model().objects.filter(pk__in=keys).values_list("pk", "title", "description", "file", "file_hash")
    )
    return {
        pk: ImageFacts(pk, title, description, PurePosixPath(file or "").name, digest)
        for pk, title, description, file, digest in values
    }


def _gather_topics(pages: Iterable[EventPage]) -> dict[int, list[str]]:
    """The names of the stored topics of the pages that do not hold them, by name."""
    keys = [page.pk for page in pages if held(page, "topics") is None]
    found: dict[int, list[str]] = defaultdict(list)
    links = EventPage.topics.through.objects.filter(eventpage__in=keys).order_by("topic__name", "topic")
    for page, name in links.values_list("eventpage_id", "topic__name"):
        found[page].append(name)
    return found


def _gather_former_dates(pages: Iterable[EventPage]) -> dict[int, frozenset[dt.date]]:
    found: dict[int, set[dt.date]] = defaultdict(set)
    keys = [page.pk for page in pages if page.pk is not None]
    for page, old in DateChange.objects.filter(event__in=keys).order_by().values_list("event_id", "old"):
        date = moment_from_json(old).date
        if date is not None:
            found[page].add(date)
    return {page: frozenset(dates) for page, dates in found.items()}


def _gather_series(pages: Iterable[EventPage]) -> dict[str, SeriesFacts]:
    paths = {page.path[:-STEP] for page in pages if isinstance(page, TalkPage) and page.path}
    values = SeminarSeriesPage.objects.filter(path__in=paths).order_by()
    return {
        path: SeriesFacts(zone, minutes, Weekday.values.index(weekday) if weekday in Weekday.values else None)
        for path, zone, minutes, weekday in values.values_list("path", "time_zone", "usual_minutes", "cadence_weekday")
    }


def _gather_sessions_with_speakers(rows: Mapping[int, RowsByName]) -> frozenset[int]:
    sessions = [row.pk for by_name in rows.values() for row in by_name.get("sessions", ())]
    links = Session.speakers.through.objects.filter(session__in=sessions).order_by()
    return frozenset(links.values_list("session_id", flat=True))
