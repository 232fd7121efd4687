"""Write the committed contract of the GraphQL API, and hold it to what was released."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.graphql import contract
from api.graphql.schema import print_sdl

if TYPE_CHECKING:
    from argparse import ArgumentParser

CONTRACT = Path(__file__).resolve().parents[2] / "schema.graphql"
RELEASED = CONTRACT.with_name("schema.released.graphql")


class Command(BaseCommand):
    """Writes api/schema.graphql, checks it, or keeps it as the schema of a release."""

    help = "Write api/schema.graphql; with --check, only say whether it is fresh and breaks nothing that was released."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check or --release."""
        modes = parser.add_mutually_exclusive_group()
        modes.add_argument(
            "--check",
            action="store_true",
            help="Fail when the file differs from the code or breaks what was released; write nothing.",
        )
        modes.add_argument(
            "--release",
            action="store_true",
            help="After the same check, write api/schema.released.graphql, which later schemas are compared with.",
        )

    def handle(self, **options: Any) -> None:
        """Write or compare; raises `CommandError` for a stale file and for a broken promise."""
        sdl = print_sdl()
        if not (options["check"] or options["release"]):
            CONTRACT.write_text(sdl, encoding="utf-8")
            return
        if not CONTRACT.exists() or CONTRACT.read_text(encoding="utf-8") != sdl:
            raise CommandError("api/schema.graphql is stale; run `make schema`.")
        check_deprecations(sdl)
        self._compare(sdl)
        if options["release"]:
            check_notices(sdl)
            RELEASED.write_text(sdl, encoding="utf-8")

    def _compare(self, sdl: str) -> None:
        """Compare with the last release, and print what may surprise clients."""
        comparison = contract.compare(find_released(sdl), sdl, today=timezone.localdate())
        for change in comparison.dangerous:
            self.stderr.write(self.style.WARNING(f"Clients may be surprised: {change}"))
        if comparison.breaking:
            raise CommandError("\n- ".join(["This breaks clients; deprecate it first:", *comparison.breaking]))


def find_released(sdl: str) -> str:
    """The schema of the last release; the given one before the first."""
    return RELEASED.read_text(encoding="utf-8") if RELEASED.exists() else sdl


def check_deprecations(sdl: str) -> None:
    """Raise `CommandError` for deprecations that do not say when the part goes."""
    unclear = contract.find_unclear_deprecations(sdl)
    if unclear:
        raise CommandError("\n- ".join(["End the reason of a deprecation with “Removal: YYYY-MM-DD”:", *unclear]))


def check_notices(sdl: str) -> None:
    """Raise `CommandError` for deprecations that a release would announce too late."""
    short = contract.find_short_notices(find_released(sdl), sdl, today=timezone.localdate())
    if short:
        raise CommandError("\n- ".join(["Announce a removal at least six months ahead:", *short]))
