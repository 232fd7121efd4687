"""`manage.py render_pages`: the documents of published pages, after an update of this software."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from api.published.store import find_all, find_stale, rewrite

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Write the documents that are missing or of an older form, and remove those of pages that are not public."""

    help = "Writes the documents of published pages that are missing or of another format, and removes orphans."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the options."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--all", action="store_true", help="Render every published page again.")
        choice.add_argument("--check", action="store_true", help="Write nothing; fail if a document would be written.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write a few pages per transaction, so that editors can go on publishing."""
        keys = list(find_all() if options["all"] else find_stale())
        if not options["check"]:
            self.stdout.write(f"{rewrite(keys)} of {len(keys)} documents changed")
        elif keys:
            raise CommandError(f"{len(keys)} documents are stale; run manage.py render_pages.")
        else:
            self.stdout.write("All documents are current.")
