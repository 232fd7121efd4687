"""Extensions of deadlines, as publishing a page again would have recorded them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pages.choices import DateChangeKind, ImportantDateKind
from pages.generation.plan import moment_between
from pages.generation.storing import held_rows
from pages.models import CallForPapersPage, DateChange
from pages.models.schedule import moment_to_json
from pages.moments import Moment

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    from pages.models import EventPage, ImportantDate

ONE_IN_EXTENDED = 3
EXTENDABLE_KINDS = frozenset({ImportantDateKind.ABSTRACT, ImportantDateKind.SUBMISSION})


def extensions(pages: Iterable[EventPage], *, now: dt.datetime, draw: random.Random) -> Iterator[DateChange]:
    """What moved the deadlines of some calls for papers; the rows name stored pages, and are not stored."""
    for page in pages:
        if isinstance(page, CallForPapersPage) and draw.randrange(ONE_IN_EXTENDED) == 0:
            for row in held_rows(page, "important_dates"):
                yield from extension(page, row, now=now, draw=draw)


def extension(page: EventPage, row: ImportantDate, *, now: dt.datetime, draw: random.Random) -> Iterator[DateChange]:
    """A deadline that was a week earlier when the page was published first, and was announced anew before that day."""
    old = earlier(row.start, dt.timedelta(days=7))
    last = min(page.last_published_at, old.earliest or now)
    if row.kind not in EXTENDABLE_KINDS or page.first_published_at >= last:
        return
    yield DateChange(
        event_id=page.pk,
        date_key=row.translation_key,
        label=row.label_shown,
        kind=DateChangeKind.EXTENDED,
        old=moment_to_json(old),
        new=moment_to_json(row.start),
        announced_at=moment_between(draw, page.first_published_at, last),
    )


def earlier(moment: Moment, distance: dt.timedelta) -> Moment:
    """The same announcement for a day before."""
    date = moment.date - distance if moment.date else None
    return Moment(date, moment.time, moment.policy, moment.zone, moment.precision, moment.announced_as)
