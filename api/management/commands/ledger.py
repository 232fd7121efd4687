"""`manage.py ledger`: compare the public calendar with the pages, make it anew, forget old removals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.ledger.changes import TOMBSTONES_KEPT, prune
from api.ledger.repair import compare, rebuild, reconcile

if TYPE_CHECKING:
    from argparse import ArgumentParser

LEAST_DAYS = TOMBSTONES_KEPT.days
"""How long mirrors may stay away without having to begin again."""


class Command(BaseCommand):
    """Look after the rows from which feeds and the change log are made."""

    help = (
        "reconcile: compares the feeds' entries with the pages and repairs them (--check: only tells). "
        "rebuild: writes all entries again and lets every mirror begin anew. "
        "prune: forgets what was removed more than 180 days ago (--days: more)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what to do."""
        parser.add_argument("action", choices=["reconcile", "rebuild", "prune"])
        parser.add_argument("--check", action="store_true", help="With reconcile: change nothing, fail on differences.")
        parser.add_argument("--days", type=int, default=LEAST_DAYS, help="With prune: the age of what is forgotten.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what was found."""
        if options["check"] and options["action"] != "reconcile":
            raise CommandError("Only reconcile knows --check.")
        match options["action"]:
            case "reconcile":
                self._reconcile(check=options["check"])
            case "rebuild":
                self.stdout.write(f"{rebuild()} entries written; mirrors begin anew.")
            case "prune":
                self._prune(days=options["days"])

    def _reconcile(self, *, check: bool) -> None:
        found = compare() if check else reconcile()
        if check and found:
            raise CommandError(f"{found} entries differ from the pages; run `manage.py ledger reconcile`.")
        self.stdout.write(f"{found} entries differed from the pages." if found else "All entries are as the pages are.")

    def _prune(self, *, days: int) -> None:
        if days < LEAST_DAYS:
            raise CommandError(f"Removals are kept for at least {LEAST_DAYS} days.")
        try:
            before = timezone.now() - dt.timedelta(days=days)
        except OverflowError as error:
            raise CommandError("There was no calendar so many days ago.") from error
        self.stdout.write(f"{prune(before)} removals forgotten.")
