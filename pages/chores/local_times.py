"""What a local time means on a given day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pages.choices import Weekday
from pages.moments import to_instant

if TYPE_CHECKING:
    from pages.moments import Moment


def name_weekday(date: dt.date) -> str:
    """The day of the week, in the language of the moment."""
    return str(Weekday.choices[date.weekday()][1])


def weekday_value(date: dt.date) -> str:
    """The day of the week as a value of `Weekday`."""
    return Weekday.values[date.weekday()]


def describe_offset(moment: Moment) -> str:
    """The distance to UTC at a moment, such as "UTC+1" or "UTC−3:30"; empty without a time and a zone."""
    zone = moment.tzinfo
    if moment.date is None or moment.time is None or zone is None:
        return ""
    offset = dt.datetime.combine(moment.date, moment.time, zone).utcoffset() or dt.timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"


def describe_doubt(moment: Moment) -> str:
    """What is odd about a local time on the day the clocks change; empty on all other days."""
    zone = moment.tzinfo
    if moment.date is None or moment.time is None or zone is None:
        return ""
    local = dt.datetime.combine(moment.date, moment.time, zone)
    meant = to_instant(moment.date, moment.time, zone).astimezone(zone)
    if meant.replace(tzinfo=None, fold=0) != local.replace(tzinfo=None):
        message = _("The clocks go forward: this time does not exist on that day and counts as %(time)s.")
        return message % {"time": meant.strftime("%H:%M")}
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return _("The clocks go back: this time comes twice on that day; the first one counts.")
    return ""
