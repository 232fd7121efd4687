"""`manage.py derive_instants`: the UTC instants again, after an update of the time-zone database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.db import transaction

from pages.models import EventPage, ImportantDate, Session
from pages.models.publishing import instants_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Dated = EventPage | ImportantDate | Session


class Command(BaseCommand):
    """Derive the instants of every event, date and programme row from what was entered."""

    help = "Derives all UTC instants again from the local times entered. Run it after updating the tzdata package."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Store the bounds that differ, and nothing else: no revision, no date change."""
        changed = derive(dated_things())
        instants_derived.send(sender=type(self))
        self.stdout.write(f"{changed} changed")


def dated_things() -> Iterator[Dated]:
    """Every event with its rows, which take from it what they leave empty."""
    for page in EventPage.objects.specific().iterator(chunk_size=500):
        yield page
        yield from page.important_dates.all()
        yield from page.sessions.all()


def derive(rows: Iterable[Dated]) -> int:
    """Derive the instants of `rows` and store those that differ; the number of these."""
    changed = 0
    for row in rows:
        bounds = (row.starts_at, row.ends_at)
        row.derive_instants()
        if (row.starts_at, row.ends_at) != bounds:
            model = EventPage if isinstance(row, EventPage) else type(row)
            model.objects.filter(pk=row.pk).update(starts_at=row.starts_at, ends_at=row.ends_at)
            changed += 1
    return changed
