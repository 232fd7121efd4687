"""Earlier values of deadlines, as a document shows them struck through, kept as changes of the dates."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any

from pages.models import DateChange
from pages.models.date_changes import find_deadline_change
from pages.models.publishing import content_saved
from pages.models.schedule import moment_from_json, moment_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.models import EventPage, ImportantDate

BEFORE_ALL = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
"""When a change was announced is not known; seen from here no value has passed."""


def record_history(page: EventPage, dates: Iterable[tuple[ImportantDate, list[dict[str, Any]]]]) -> list[DateChange]:
    """Write a change for each step from an earlier value to the next one, unless it is known already."""
    known = {
        (change.date_key, _value(change.old), _value(change.new)) for change in DateChange.objects.filter(event=page.pk)
    }
    changes = []
    for row, superseded in dates:
        values = [*superseded, moment_to_json(row.start)] if superseded else []
        for old, new in itertools.pairwise(values):
            step = (row.translation_key, _value(old), _value(new))
            if step not in known and step[1] != step[2]:
                known.add(step)
                changes.append(_change(page, row, old, new))
    if changes:
        DateChange.objects.bulk_create(changes)
        content_saved.send(sender=DateChange, page=page, is_moved=False)
    return changes


def _change(page: EventPage, row: ImportantDate, old: dict[str, Any], new: dict[str, Any]) -> DateChange:
    kind = find_deadline_change(moment_from_json(old), moment_from_json(new), now=BEFORE_ALL)
    return DateChange(
        event_id=page.pk, date_key=row.translation_key, label=row.label_shown, kind=kind, old=old, new=new
    )


def _value(moment: dict[str, Any]) -> tuple[Any, ...]:
    """What counts as the date: everything but the announced words."""
    return tuple(moment[name] for name in ("date", "time", "policy", "zone", "precision"))
