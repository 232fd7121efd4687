"""`manage.py generate_events`: invented events in any number, to measure a machine with."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from wagtail.models import Page

from pages.generation.loading import Generation, generate
from pages.management.commands.import_documents import check_database, find_parent
from pages.models import EventPage

if TYPE_CHECKING:
    import argparse

MOST_EVENTS = 1_000_000


class Command(BaseCommand):
    """Invent events below the home page of the default site."""

    help = (
        "Stores invented events with people, links, deadlines and programmes, to measure a machine with. The same "
        "seed and day always give the same content. Refuses a database that has events, unless --force is given."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument("--count", type=int, default=10_000, metavar="N", help="number of events (default: 10000)")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed gives other content")
        parser.add_argument(
            "--around",
            type=dt.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day around which the events lie, a third of them after it (default: today)",
        )
        parser.add_argument("--force", action="store_true", help="also into a database that has events")

    def handle(self, *_args: Any, count: int, seed: int, around: dt.date | None, force: bool, **_options: Any) -> None:
        """Check the arguments, and store the events."""
        wanted = Generation(check_count(count), seed, around or timezone.now().date())
        check_database()
        check_content(wanted, force=force)
        home = find_parent(None)
        try:
            generate(wanted, home)
        except IntegrityError as error:
            raise CommandError(f"People or topics of seed {seed} are there already. Choose another --seed.") from error
        self.stdout.write(
            f"{count} events are below {home.url_path}{wanted.slug}/.\n"
            "Run render_pages to publish them, update_index to find them by words, and rebuild_references_index to see "
            "in the admin where people and pictures are used."
        )


def check_count(count: int) -> int:
    """The number of events, if it is possible."""
    if not 1 <= count <= MOST_EVENTS:
        raise CommandError(f"The number of events must be between 1 and {MOST_EVENTS}.")
    return count


def check_content(wanted: Generation, *, force: bool) -> None:
    """Refuse a database that has events, and one that has these very events."""
    if Page.objects.filter(slug=wanted.slug).exists():
        raise CommandError(f"The events of seed {wanted.seed} are there already. Choose another --seed.")
    if EventPage.objects.exists() and not force:
        raise CommandError("The database has events. Use an empty one, or --force to add to them.")
