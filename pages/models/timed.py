"""Dated rows: what an editor enters of a start and an end, and the instants derived from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pages import moments
from pages.choices import Precision
from pages.models.fields import TimeZoneField
from pages.moments import Moment, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years an event can have; far outside of them there are dates without an instant in UTC."""


MOST_DAYS = 3660
"""The longest distance in days between things that depend on each other: ten years."""


USUAL_MINUTES = 60
"""How long a talk or programme item is where nothing says it."""


def check_distance(row: models.Model, bounds: dict[str, int]) -> None:
    """Refuse numbers in fields that are further from zero than the field's bound."""
    too_far = [name for name, most in bounds.items() if abs(getattr(row, name) or 0) > most]
    if too_far:
        raise ValidationError({name: ValidationError(_("That is too far away."), "too_far") for name in too_far})


def check_year(row: models.Model, name: str) -> None:
    """Refuse a date, in the field with this name, in a year that no event has."""
    date = getattr(row, name)
    if date is not None and not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValidationError({name: say_impossible_year()})


def say_impossible_year() -> ValidationError:
    """That no event is in a year."""
    message = _("The year is not between %(first)s and %(last)s.")
    return ValidationError(message, "impossible_year", {"first": FIRST_YEAR, "last": LAST_YEAR})


class TimedModel(models.Model):
    """A start and perhaps an end in local time, with the UTC bounds derived from them.

    `starts_at` and `ends_at` are the bounds between which the thing is on (half open); they are derived at each save
    and again by `manage.py derive_instants` after an update of the time-zone database.
    """

    start_date = models.DateField(_("date"), null=True, blank=True, help_text=_("Empty: to be announced."))
    start_time = models.TimeField(
        _("time"), null=True, blank=True, help_text=_("Local time in the time zone. Empty: a whole day.")
    )
    end_date = models.DateField(_("end date"), null=True, blank=True, help_text=_("Only if it is another day."))
    end_time = models.TimeField(_("end time"), null=True, blank=True)
    time_zone = TimeZoneField(_("time zone"), help_text=_("Type a city, for example “London”."))
    date_precision = models.CharField(
        _("precision"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("Choose “Month only” where the day is not known yet. Otherwise it follows from date and time."),
    )
    dates_as_announced = models.CharField(
        _("dates as announced"),
        max_length=500,
        blank=True,
        help_text=_("The organisers’ own words, where they say more than the date."),
    )
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def zone(self) -> str:
        """The IANA zone the times are in, inherited where none is given; empty when nothing says one."""
        return self.time_zone

    @property
    def usual_minutes_assumed(self) -> int | None:
        """The length assumed where no end is announced; None: until the end of the day."""
        return None

    @property
    def start(self) -> Moment:
        """The announced start."""
        return self._moment(self.start_date, self.start_time, self.dates_as_announced)

    @property
    def end(self) -> Moment | None:
        """The announced end; None when there is none."""
        if self.end_date is None and self.end_time is None:
            return None
        return self._moment(self.end_date or self.start_date, self.end_time, "")

    @property
    def span(self) -> Span:
        """From the announced start to the announced or assumed end."""
        return Span(self.start, self.end, self.usual_minutes_assumed)

    def _moment(self, date: dt.date | None, time: dt.time | None, announced_as: str) -> Moment:
        zone = self.zone if self.zone in moments.time_zones() else None
        if date is not None and self.date_precision == Precision.MONTH:
            return Moment.at(date, None, zone, precision=moments.Precision.MONTH, announced_as=announced_as)
        return Moment.at(date, time, zone, announced_as=announced_as)

    def derive_instants(self) -> None:
        """Set the precision and the UTC bounds from what is entered."""
        if self.start_date is None:
            self.date_precision = Precision.TBD
        elif self.date_precision != Precision.MONTH:
            self.date_precision = Precision.MINUTE if self.start_time else Precision.DAY
        self.starts_at, self.ends_at = self.span.begins, self.span.ends

    def clean(self) -> None:
        """Refuse what would corrupt a calendar: an end before the start, and years that no event has."""
        super().clean()
        errors = dict(self._time_errors())
        if errors:
            raise ValidationError(errors)

    def _time_errors(self) -> Iterator[tuple[str, Any]]:
        for name in ("start_date", "end_date"):
            date = getattr(self, name)
            if date is not None and not FIRST_YEAR <= date.year <= LAST_YEAR:
                yield name, say_impossible_year()
                return
        if self.start_date is None:
            return
        end_date = self.end_date or self.start_date
        if end_date < self.start_date:
            yield "end_date", ValidationError(_("The end is before the start."), "end_before_start")
        elif end_date == self.start_date and self.start_time and self.end_time and self.end_time < self.start_time:
            message = _("The end is before the start. If it ends after midnight, give the end date as well.")
            yield "end_time", ValidationError(message, "end_before_start")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with freshly derived instants."""
        self.derive_instants()
        super().save(*args, **kwargs)
