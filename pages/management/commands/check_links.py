"""`manage.py check_links`: which addresses on public pages lead nowhere any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from pages.link_checks.addresses import gather
from pages.link_checks.rounds import ROUND_OF_COMMAND, make_round, make_visitor
from pages.link_checks.verdicts import FAILURES_UNTIL_DEAD

if TYPE_CHECKING:
    import argparse

    from pages.models import LinkCheck


class Command(BaseCommand):
    """Visit the addresses that are due, and print how each visit went as it ends."""

    help = (
        "Visits the addresses on public pages that are due: those that were there once a week, others daily. "
        "Addresses with passcodes are left alone. What is not found on three days becomes a finding of its pages."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument("--all", action="store_true", help="visit them all, also those that are not due")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: one object in each line")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Gather the addresses, and visit them."""
        known, visited = gather(now=timezone.now()), 0
        write = self.write_json if options["format"] == "json" else self.write_text
        for check in make_round(make_visitor(), limits=ROUND_OF_COMMAND, is_early=options["all"]):
            write(check)
            visited += 1
        if options["format"] == "text":
            self.stdout.write(f"{visited} of {known} addresses visited.")

    def write_text(self, check: LinkCheck) -> None:
        """One line: how it went, and the address."""
        said = [str(check.status or check.fault)]
        if check.dead_since:
            said.append("dead")
        elif check.failures:
            said.append(f"not found on {check.failures} of {FAILURES_UNTIL_DEAD} days")
        if check.moved_to:
            said.append(f"moved to {check.moved_to}")
        self.stdout.write(f"{check.url}: {', '.join(said)}")

    def write_json(self, check: LinkCheck) -> None:
        """One line with everything that is known of the address."""
        values = {
            "url": check.url,
            "status": check.status,
            "fault": check.fault or None,
            "failures": check.failures,
            "deadSince": check.dead_since and check.dead_since.isoformat(),
            "movedTo": check.moved_to or None,
        }
        self.stdout.write(json.dumps(values, ensure_ascii=False))
