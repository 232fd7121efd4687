"""Sample communities: documents and pictures whose dates follow the day on which they are loaded.

The documents below `documents/` are what volunteers would keep by hand, with placeholders where a date stands:

    {{ day:-21|%e %B %Y }}         three weeks ago
    {{ wednesday:+0|%Y%m%d }}      the next Wednesday, today included
    {{ wednesday:-1|%B %D }}       the last Wednesday before today
    {{ month:+3|%B 14th, %Y }}     the 14th of the month that is three months away

The name before the colon says what is counted: days, weeks (by naming the weekday) or months (giving the first of the
month). After the bar stands a format of `strftime` in which `%e` is the day without padding (`5`) and `%D` the day with
its ordinal ending (`5th`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import shutil
from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"

PLACEHOLDER = re.compile(r"\{\{ (?P<unit>[a-z]+):(?P<count>[+-]\d+)\|(?P<pattern>[^{}]+) \}\}")

WEEKDAYS = [name.lower() for name in calendar.day_name]

ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def render(today: dt.date, target: Path) -> Path:
    """Write the sample documents as of `today`, with their pictures, below `target`; returns `target`."""
    for source in sorted(path for path in DOCUMENTS.rglob("*") if path.is_file()):
        copy = target / source.relative_to(DOCUMENTS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            copy.write_text(fill_in(source.read_text(encoding="utf-8"), today=today), encoding="utf-8")
        else:
            shutil.copyfile(source, copy)
    return target


def fill_in(text: str, *, today: dt.date) -> str:
    """`text` with every placeholder replaced; raises ValueError for an unknown unit."""
    return PLACEHOLDER.sub(
        lambda match: write_date(find_day(match["unit"], int(match["count"]), today=today), match["pattern"]), text
    )


def find_day(unit: str, count: int, *, today: dt.date) -> dt.date:
    """The day that lies `count` days, weeks or months from `today`; raises ValueError for an unknown unit."""
    if unit == "day":
        return today + dt.timedelta(days=count)
    if unit == "month":
        years, month = divmod(today.month - 1 + count, 12)
        return dt.date(today.year + years, month + 1, 1)
    days_ahead = (WEEKDAYS.index(unit) - today.weekday()) % 7
    return today + dt.timedelta(days=days_ahead, weeks=count)


def write_date(day: dt.date, pattern: str) -> str:
    """`day` in words, by a format of `strftime` in which `%e` is `5` and `%D` is `5th`."""
    ordinal = f"{day.day}{ORDINAL_ENDINGS.get(day.day, 'th')}"
    return day.strftime(pattern.replace("%D", ordinal).replace("%e", str(day.day)))
