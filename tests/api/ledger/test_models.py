from __future__ import annotations

import pytest

from api.ledger.models import CalendarEntry, RemovalReason
from api.ledger.selection import page_types
from pages.choices import EventStatus, ImportantDateKind, SessionKind
from pages.occurrences import OccurrenceKind


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("kind", list(OccurrenceKind)),
        ("date_kind", [*ImportantDateKind.values, *SessionKind.values]),
        ("type_name", page_types().values()),
        ("status", EventStatus.values),
        ("removal_reason", RemovalReason.values),
    ],
)
def test_column_takes_every_value_of_its_vocabulary(column, values):
    field = CalendarEntry._meta.get_field(column)  # noqa: SLF001  # Django's documented way to ask a model

    # SQLite, which most tests run on, takes longer values too.
    assert max(map(len, values)) <= field.max_length
