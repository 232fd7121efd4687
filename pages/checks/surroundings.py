"""What checks know besides the page itself: plain values, gathered for many pages at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

RowsByName = Mapping[str, Sequence[Any]]
"""Child rows in editorial order, by the name of their relation."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What a person's record says."""

    pk: int
    name: str
    affiliation: str = ""
    homepage: str = ""
    orcid: str = ""
    photo: int | None = None
    has_bio: bool = False


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """A stored picture: `file` is the name of its file without folders, `digest` tells equal files."""

    pk: int
    title: str
    description: str
    file: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What talks take from their series; `weekday` is 0 for Monday, None without a usual day."""

    time_zone: str = ""
    usual_minutes: int = 60
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class EditionDate:
    """A date of another edition of an event, by what it is: "start_date" or a kind and label of an important date."""

    key: str
    date: dt.date
    title: str


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What visits to an address have shown; `moved_to` is where its page says to have gone for good."""

    is_dead: bool
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything the checks of some pages need beyond these.

    `rows` and `topics` hold, by the page's key, what a stored page does not carry itself; `former_dates` the dates that
    it was announced for before. `series` is by the path of the series. `same_people` holds, by a person's key, other
    records with the same ORCID or home page; `same_photos` other people with the same picture, by the picture's key;
    `known_names` the people by name among the names that titles of the pages hold. `sessions_with_speakers` are keys of
    programme items. `editions` are the dates of other editions by the page's key, `visits` what was found
    at addresses that need attention.
    """

    now: dt.datetime
    rows: Mapping[int, RowsByName] = field(default_factory=dict)
    topics: Mapping[int, Sequence[str]] = field(default_factory=dict)
    former_dates: Mapping[int, frozenset[dt.date]] = field(default_factory=dict)
    series: Mapping[str, SeriesFacts] = field(default_factory=dict)
    people: Mapping[int, PersonFacts] = field(default_factory=dict)
    same_people: Mapping[int, Sequence[PersonFacts]] = field(default_factory=dict)
    same_photos: Mapping[int, Sequence[PersonFacts]] = field(default_factory=dict)
    known_names: Mapping[str, PersonFacts] = field(default_factory=dict)
    images: Mapping[int, ImageFacts] = field(default_factory=dict)
    sessions_with_speakers: frozenset[int] = frozenset()
    editions: Mapping[int, Sequence[EditionDate]] = field(default_factory=dict)
    visits: Mapping[str, VisitFacts] = field(default_factory=dict)
