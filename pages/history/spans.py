"""From one moment to another, in as few words as say it: "from 5 to 12 November 2017"."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pages.moments import Precision
from pages.panels import describe_moment

if TYPE_CHECKING:
    from pages.moments import Moment


def describe_move(old: Moment, new: Moment) -> str:
    """From `old` to `new`; what both share is said once."""
    if old.date is None or new.date is None or not are_alike(old, new):
        return _("from %(old)s to %(new)s") % {"old": describe_moment(old), "new": describe_moment(new)}
    if old.date == new.date:
        return describe_times(old, new)
    if old.time != new.time:
        return _("from %(old)s to %(new)s") % {"old": describe_with_time(old), "new": describe_with_time(new)}
    return describe_days(old.date, new.date)


def are_alike(old: Moment, new: Moment) -> bool:
    """Whether both are days, or both are times, in the same zone."""
    shape = (old.precision, old.policy, old.zone)
    return shape == (new.precision, new.policy, new.zone) and old.precision in {Precision.DAY, Precision.MINUTE}


def describe_days(old: dt.date, new: dt.date) -> str:
    """From one day to another."""
    if old.year != new.year:
        begins = formats.date_format(old, pgettext("format of a day with its year", "j F Y"))
    elif old.month != new.month:
        begins = formats.date_format(old, pgettext("format of a day before one in another month", "j F"))
    else:
        begins = formats.date_format(old, pgettext("format of a day before one in the same month", "j"))
    return _("from %(old)s to %(new)s") % {"old": begins, "new": describe_day(new)}


def describe_day(day: dt.date) -> str:
    """A day in full: "12 November 2017"."""
    return formats.date_format(day, pgettext("format of a day with its year", "j F Y"))


def describe_with_time(moment: Moment) -> str:
    """A day and its time, without the zone: "12 November 2017, 16:00"."""
    assert moment.date is not None  # noqa: S101  # callers have looked
    time = f", {formats.time_format(moment.time, 'H:i')}" if moment.time else ""
    return f"{describe_day(moment.date)}{time}"


def describe_times(old: Moment, new: Moment) -> str:
    """From one time of a day to another."""
    assert new.date is not None  # noqa: S101  # callers have looked
    words = {
        "old": formats.time_format(old.time, "H:i") if old.time else "",
        "new": formats.time_format(new.time, "H:i") if new.time else "",
        "day": describe_day(new.date),
    }
    return _("from %(old)s to %(new)s on %(day)s") % words


def describe_announcement(at: dt.datetime, *, beside: dt.date | None) -> str:
    """The local day of an instant; only its number in the month of the day that is named `beside` it."""
    day = timezone.localtime(at).date()
    if beside is not None and (day.year, day.month) == (beside.year, beside.month):
        return formats.date_format(day, pgettext("format of a day in a month that was just named", "\\t\\h\\e jS"))
    return describe_day(day)
