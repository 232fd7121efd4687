"""Times as speakers read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import formats

from pages.moments import Precision

if TYPE_CHECKING:
    from pages.completion.wording.words import Words
    from pages.models import TalkPage


def describe_start(talk: TalkPage, words: Words) -> str:
    """The start of a talk in the zone of its series, in the active language."""
    moment = talk.start
    if moment.date is None:
        return words.no_date
    if moment.precision is Precision.MONTH:
        return formats.date_format(moment.date, words.month_format)
    date = formats.date_format(moment.date, words.date_format)
    return f"{date}, {moment.time:%H:%M} ({moment.zone})" if moment.time and moment.zone else date


def describe_instant(instant: dt.datetime, words: Words) -> str:
    """An instant in UTC, in the active language."""
    utc = instant.astimezone(dt.UTC)
    return f"{formats.date_format(utc, words.date_format)}, {utc:%H:%M}"
