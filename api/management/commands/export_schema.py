"""Write the committed contract of the GraphQL API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from api.graphql.schema import print_sdl

if TYPE_CHECKING:
    from argparse import ArgumentParser

CONTRACT = Path(__file__).resolve().parents[2] / "schema.graphql"


class Command(BaseCommand):
    """Writes api/schema.graphql, or checks that it is fresh."""

    help = "Write api/schema.graphql; with --check, only say whether it is fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="Fail when the file differs; write nothing.")

    def handle(self, **options: Any) -> None:
        """Write or compare; raises `CommandError` for a stale file."""
        sdl = print_sdl()
        if not options["check"]:
            CONTRACT.write_text(sdl, encoding="utf-8")
        elif not CONTRACT.exists() or CONTRACT.read_text(encoding="utf-8") != sdl:
            raise CommandError("api/schema.graphql is stale; run `make schema`.")
