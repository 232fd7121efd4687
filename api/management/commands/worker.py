"""`manage.py worker`: the process beside the server."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from api.webhooks.upkeep import count_overdue
from api.webhooks.worker import Crew

if TYPE_CHECKING:
    from argparse import ArgumentParser

THREADS = 4


class Command(BaseCommand):
    """Send webhooks, publish and withdraw pages at their time, until SIGTERM or SIGINT."""

    help = "Sends webhooks, and publishes and withdraws pages at their time. Ends gracefully on SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many at a time, for whom, and whether only to look."""
        parser.add_argument("--threads", type=int, default=THREADS, help="Requests at a time (default: 4).")
        parser.add_argument("--parent", type=int, help="End when the parent is no longer the process with this id.")
        parser.add_argument("--check", action="store_true", help="Only fail if webhooks are overdue by five minutes.")

    def handle(self, *_args: Any, threads: int, parent: int | None, check: bool, **_options: Any) -> None:
        """Run until asked to end; a thread that has died makes the command fail, so that it is started again."""
        if check:
            self._check()
            return
        if threads < 1:
            raise CommandError("At least one thread is needed.")
        crew = Crew(threads=threads, parent=parent)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: crew.stop())
        if not crew.run():
            raise CommandError("A thread of the worker has ended.")

    def _check(self) -> None:
        """Fail when messages wait that should have been sent."""
        overdue = count_overdue()
        if overdue:
            raise CommandError(f"Overdue webhooks: {overdue}. Does a worker run?")
        self.stdout.write("No webhook is overdue.")
