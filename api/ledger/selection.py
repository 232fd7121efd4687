"""Which entries of the public calendar a feed or a mirror holds: a closed set of filters, in any combination."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import get_page_models

from api.declarations import type_name
from api.ledger.models import CalendarEntry
from pages.choices import ImportantDateKind
from pages.models import EventPage, Topic
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.visibility import Visibility

MOST_VALUES = 20
"""Values of one filter."""
INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class UnknownFilterError(ValueError):
    """A filter has a name or a value that there is not; `name` is the filter's, the message says what there is."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Entries of a site. Each field narrows it to any of its values; an empty one does not.

    `types` are GraphQL types of pages, `kinds` those of occurrences and of dates, `topics` slugs, `languages` codes,
    `series` the uids of series, `people` the uids of persons, `page` the uid of an event with what belongs to it.
    `within` are the kinds of occurrences of a feed that holds no others.
    Without languages, each thing stands in it once, in its preferred language.
    """

    site_id: int | None
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    page: str | None = None
    within: tuple[str, ...] = ()

    def entries(self, now: dt.datetime) -> QuerySet[CalendarEntry]:
        """The live entries at `now`."""
        return CalendarEntry.objects.filter(self.condition(), is_live(now))

    def condition(self) -> Q:
        """The condition of matching the filters, live or not."""
        found = Q(site=self.site_id) & (Q(language__in=self.languages) if self.languages else Q(is_preferred=True))
        if self.types:
            found &= Q(type_name__in=self.types)
        if self.within:
            found &= Q(kind__in=self.within)
        if self.kinds:
            found &= Q(kind__in=self.kinds) | Q(kind=OccurrenceKind.DEADLINE, date_kind__in=self.kinds)
        if self.series:
            found &= Q(parent_uid__in=self.series) | Q(uid__in=self.series)
        if self.page:
            found &= Q(parent_uid=self.page) | Q(uid=self.page)
        return found & listed_in("topics", self.topics) & listed_in("people", self.people)

    def digest(self) -> str:
        """A name for this selection, the same in each process."""
        values = {it.name: getattr(self, it.name) for it in fields(self)}
        return hashlib.blake2b(orjson.dumps(values, option=orjson.OPT_SORT_KEYS), digest_size=8).hexdigest()


def is_live(now: dt.datetime) -> Q:
    """The condition of being public at `now`."""
    return Q(removed_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))


def listed_in(column: str, values: Iterable[str]) -> Q:
    """The condition that a column of values between commas has one of `values`."""
    condition = Q()
    for value in values:
        condition |= Q(**{f"{column}__contains": f",{value},"})
    return condition


def filter_value(type_or_kind: str) -> str:
    """How a type or kind is written in an address: `call-for-papers` for `CallForPapers`."""
    return INNER_CAPITAL.sub("-", type_or_kind).lower().replace("_", "-")


def type_words(name: str) -> str:
    """A type or kind as people read it: `Call for papers` for `CallForPapers`."""
    return filter_value(name).replace("-", " ").capitalize()


@functools.cache
def page_types() -> dict[str, str]:
    """The GraphQL types of event pages by how they are written in addresses."""
    models = [model for model in get_page_models() if issubclass(model, EventPage) and model is not EventPage]
    return {filter_value(name): name for name in sorted(type_name(model) for model in models)}


KINDS = {filter_value(kind): kind for kind in (*(it.value for it in OccurrenceKind), *ImportantDateKind.values)}
"""Kinds of entries and of dates by how they are written in addresses."""


def choose(name: str, values: Sequence[str], choices: Mapping[str, str]) -> tuple[str, ...]:
    """What the values mean that a filter was given; raises `UnknownFilterError`."""
    unknown = [value for value in values if value not in choices]
    if unknown:
        raise UnknownFilterError(name, f"{name} has no value “{unknown[0]}”; it has {', '.join(choices)}.")
    return tuple(sorted({choices[value] for value in values}))


def choose_types(values: Sequence[str], _visibility: Visibility) -> tuple[str, ...]:
    """GraphQL types of pages."""
    return choose("type", values, page_types())


def choose_kinds(values: Sequence[str], _visibility: Visibility) -> tuple[str, ...]:
    """Kinds of occurrences and dates."""
    return choose("kind", values, KINDS)


def choose_languages(values: Sequence[str], _visibility: Visibility) -> tuple[str, ...]:
    """One language of the site: in two, the same thing would stand in a feed twice."""
    if len(values) > 1:
        raise UnknownFilterError("language", "language takes one value.")
    return choose("language", values, {code: code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES})


def choose_topics(values: Sequence[str], _visibility: Visibility) -> tuple[str, ...]:
    """Slugs of topics."""
    known = set(Topic.objects.filter(slug__in=values).values_list("slug", flat=True))
    return tuple(sorted(set(require("topic", values, known))))


def choose_series(values: Sequence[str], visibility: Visibility) -> tuple[str, ...]:
    """The uids of listed series, each given by its slug, one that it had before, or its uid."""
    rows = visibility.listed_documents().filter(type_name="SeminarSeries")
    uids = [UUID(value) for value in values if is_uid(value)]
    found = rows.filter(Q(page__slug__in=values) | Q(page__translation_key__in=uids))
    by_name: dict[str, str] = {}
    for slug, key in found.order_by("page__path").values_list("page__slug", "page__translation_key"):
        by_name.setdefault(slug, str(key))
        by_name[str(key)] = str(key)
    for value in set(values) - by_name.keys():
        former = find_former(value, rows, visibility)
        if former is not None:
            by_name[value] = str(former)
    return tuple(sorted({by_name[value] for value in require("series", values, by_name.keys())}))


def find_former(slug: str, rows: QuerySet[PublishedPage], visibility: Visibility) -> UUID | None:
    """The translation key of the page among `rows` that stood under a slug before; None when there is none."""
    if visibility.site is None:
        return None
    left = Redirect.get_for_site(visibility.site).filter(old_path__endswith=f"/{slug}")
    pages = rows.filter(page__in=left.values("redirect_page"))
    return pages.order_by("page__path").values_list("page__translation_key", flat=True).first()


def choose_people(values: Sequence[str], visibility: Visibility) -> tuple[str, ...]:
    """The uids of public persons, each given by its ORCID iD or its uid."""
    uids = [UUID(value) for value in values if is_uid(value)]
    rows = visibility.people().filter(Q(uid__in=uids) | Q(orcid__in=values))
    by_name = {name: str(uid) for uid, orcid in rows.values_list("uid", "orcid") for name in (str(uid), orcid) if name}
    return tuple(sorted({by_name[value] for value in require("person", values, by_name.keys())}))


def require(name: str, values: Sequence[str], known: Iterable[str]) -> Sequence[str]:
    """The values, all of which must be known; raises `UnknownFilterError`."""
    unknown = [value for value in values if value not in set(known)]
    if unknown:
        raise UnknownFilterError(name, f"{name} has no value “{unknown[0]}”.")
    return values


def is_uid(text: str) -> bool:
    """Whether a text is a UUID as it stands in ids and addresses."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


FILTERS: dict[str, tuple[str, Callable[[Sequence[str], Visibility], tuple[str, ...]]]] = {
    "type": ("types", choose_types),
    "topic": ("topics", choose_topics),
    "language": ("languages", choose_languages),
    "series": ("series", choose_series),
    "person": ("people", choose_people),
    "kind": ("kinds", choose_kinds),
}
"""The filters in addresses: the field of `Selection` and what reads its values."""


def select(
    visibility: Visibility,
    filters: Mapping[str, Sequence[str]],
    *,
    page: str | None = None,
    within: tuple[str, ...] = (),
) -> Selection:
    """The selection of a site by filters, each with the values given for it; raises `UnknownFilterError`.

    `page` is the uid of an event, `within` are the kinds of a feed that holds no others.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for name, values in filters.items():
        if name not in FILTERS:
            raise UnknownFilterError(name, f"There is no parameter “{name}”; there are {', '.join(FILTERS)}.")
        if not values or len(values) > MOST_VALUES or not all(values):
            raise UnknownFilterError(name, f"{name} takes between 1 and {MOST_VALUES} values, none of them empty.")
        field, choose_values = FILTERS[name]
        chosen[field] = choose_values([value.replace("\0", "�") for value in values], visibility)
    return Selection(site_id=visibility.site.pk if visibility.site else None, page=page, within=within, **chosen)
