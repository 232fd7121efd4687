"""Make the renditions that the API offers of each image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from api.renditions import UnreadablePictureError, find_incomplete, make_renditions

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from api.pictures import PictureRow


class Command(BaseCommand):
    """Makes missing renditions, or counts them."""

    help = "Make the renditions that images lack; with --check, only count them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="Fail when renditions are missing; make none.")

    def handle(self, **options: Any) -> None:
        """Make or count; raises `CommandError` for missing renditions when asked to check."""
        rows = list(find_incomplete())
        if not options["check"]:
            made = [self._make(row) for row in rows]
            self.stdout.write(f"{sum(made)} renditions made of {sum(map(bool, made))} images.")
        elif rows:
            missing = sum(len(row.missing_specs()) for row in rows)
            raise CommandError(f"{missing} renditions of {len(rows)} images are missing; run manage.py render_images.")
        else:
            self.stdout.write("No renditions are missing.")

    def _make(self, row: PictureRow) -> int:
        try:
            return make_renditions(row.key)
        except UnreadablePictureError as error:
            self.stderr.write(f"Image {row.key} ({row.title}) cannot be rendered: {error}")
            return 0
