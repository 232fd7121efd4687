"""A page as checks look at it: its values and rows, its texts, and when it is on. Nothing here asks the database."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any

from pages import moments
from pages.checks.rows import held, relations_of, rows_of
from pages.checks.surroundings import SeriesFacts
from pages.checks.texts import Text, page_texts
from pages.choices import CALLED_OFF_STATUSES, Precision, Weekday
from pages.models import TalkPage
from pages.models.timed import FIRST_YEAR, LAST_YEAR, USUAL_MINUTES
from pages.moments import Moment, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.checks.surroundings import PersonFacts, Surroundings
    from pages.models import EventPage


class Subject:
    """What the checks of one page share."""

    def __init__(self, page: EventPage, surroundings: Surroundings) -> None:
        self.page: Any = page
        self.relations = _relations(type(page))
        """The relations of the page's type that checks read, with their models."""
        self.surroundings = surroundings
        self.now = surroundings.now
        self._rows: dict[str, Sequence[Any]] = {}

    def rows(self, name: str) -> Sequence[Any]:
        """The rows of a relation in editorial order; none where the page's type has no such relation."""
        if name not in self._rows:
            self._rows[name] = rows_of(self.page, name, self.surroundings.rows) if name in self.relations else ()
        return self._rows[name]

    @functools.cached_property
    def texts(self) -> tuple[Text, ...]:
        """The public texts."""
        return tuple(page_texts(self))

    @functools.cached_property
    def topics(self) -> list[str]:
        """The names of the page's topics."""
        topics = held(self.page, "topics")
        if topics is None:
            return list(self.surroundings.topics.get(self.page.pk, ()))
        return [topic.name for topic in topics]

    @functools.cached_property
    def today(self) -> dt.date:
        """The day that it is everywhere on Earth or was yesterday: dates before it are past for everybody."""
        return self.now.astimezone(moments.ANYWHERE_ON_EARTH).date()

    @functools.cached_property
    def series(self) -> SeriesFacts:
        """What a talk takes from its series; the usual values for other pages."""
        if not isinstance(self.page, TalkPage):
            return SeriesFacts()
        series = self.page.__dict__.get("series")
        if series is not None:
            weekdays = Weekday.values
            weekday = weekdays.index(series.cadence_weekday) if series.cadence_weekday in weekdays else None
            return SeriesFacts(series.time_zone, series.usual_minutes, weekday)
        return self.surroundings.series.get((self.page.path or "")[: -TalkPage.steplen], SeriesFacts())

    @functools.cached_property
    def time_zone(self) -> str | None:
        """The IANA zone of the event's times, that of the series where a talk has none; None when there is none."""
        zone = self.page.time_zone or self.series.time_zone
        return zone if zone in moments.time_zones() else None

    @property
    def start_date(self) -> dt.date | None:
        """The day of the start, if it is a year that events have and the day is known."""
        return usual_day(self.page.start_date) if self.page.date_precision != Precision.MONTH else None

    @functools.cached_property
    def span(self) -> Span:
        """From the announced start to the announced or assumed end; both unknown where they are impossible."""
        page = self.page
        start = Moment.at(self.start_date, page.start_time, self.time_zone)
        end_date = usual_day(page.end_date) or (self.start_date if page.end_time else None)
        end = Moment.at(end_date, page.end_time, self.time_zone) if end_date else None
        minutes = (page.minutes or self.series.usual_minutes or USUAL_MINUTES) if self.is_talk else None
        return Span(start, end, minutes)

    @property
    def is_talk(self) -> bool:
        """Whether it is a talk of a series."""
        return isinstance(self.page, TalkPage)

    @property
    def is_called_off(self) -> bool:
        """Whether it is cancelled or postponed."""
        return self.page.status in CALLED_OFF_STATUSES

    @functools.cached_property
    def is_over(self) -> bool:
        """Whether it has taken place."""
        ends = self.span.ends
        return ends is not None and ends <= self.now and not self.is_called_off

    def person(self, contribution: Any) -> PersonFacts | None:
        """The record of a contribution's person; None where none is chosen."""
        return self.surroundings.people.get(contribution.person_id)


@functools.cache
def _relations(page_type: type[EventPage]) -> dict[str, Any]:
    return {name: model for name, model, _key in relations_of(page_type)}


def usual_day(date: dt.date | None) -> dt.date | None:
    """The day, if its year is one that an event can have."""
    return date if date is not None and FIRST_YEAR <= date.year <= LAST_YEAR else None
