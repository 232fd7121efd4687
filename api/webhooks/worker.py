"""The process that tells others of changes, publishes and withdraws pages at their time, and keeps the tables small."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import Error, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from api.webhooks.doorbell import Doorbell
from api.webhooks.upkeep import prune, sweep
from pages.attention.refresh import refresh_everything
from pages.background import BACKEND
from pages.completion.retention import forget_answers
from pages.intake.jobs import tidy_imports
from pages.link_checks.tasks import ask_for_visits, gather_links

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

ROUND_SECONDS = 60
LONGEST_STOP = 30
"""Seconds that the requests under way get to end; their messages are sent again if they do not."""

PAUSE_AFTER_ERROR = 5


class Crew:
    """Threads that send, and the round that is made once a minute in the thread that calls `run`.

    `parent`: the process without which this one ends too.
    """

    def __init__(self, *, threads: int, parent: int | None = None) -> None:
        self.parent = parent
        self.stopping = threading.Event()
        self.workers = [make_worker() for _ in range(threads)]
        self.doorbell = Doorbell(settings.SITE_HOOK_URLS, stopping=self.stopping)
        self.senders = [
            threading.Thread(target=self._send, args=[worker], name=f"sender-{number}", daemon=True)
            for number, worker in enumerate(self.workers)
        ]

    @property
    def threads(self) -> list[threading.Thread]:
        """All threads that run until `stop`."""
        return [*self.senders, *self.doorbell.threads]

    def stop(self) -> None:
        """End once the requests under way have."""
        self.stopping.set()
        for worker in self.workers:
            worker.running = False

    def run(self) -> bool:
        """Work until `stop`; False if a thread has ended by itself, so that the process has to be started again."""
        for thread in self.senders:
            thread.start()
        self.doorbell.start()
        rounds = 0
        while not self.stopping.is_set() and all(thread.is_alive() for thread in self.threads):
            close_old_connections()
            make_round(rounds)
            close_old_connections()
            rounds += 1
            self._wait(ROUND_SECONDS)
        is_asked_to = self.stopping.is_set()
        self.stop()
        until = time.monotonic() + LONGEST_STOP
        for thread in self.threads:
            thread.join(max(until - time.monotonic(), 0))
        return is_asked_to

    def _wait(self, seconds: float) -> None:
        """Wait for the next round, for `stop`, for the end of the parent or of a thread."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and all(thread.is_alive() for thread in self.threads):
            if self.parent is not None and os.getppid() != self.parent:
                self.stop()
            if self.stopping.wait(1):
                return

    def _send(self, worker: Worker) -> None:
        """Run tasks until `stop`; a database that does not answer is asked again."""
        while not self.stopping.is_set():
            try:
                worker.run()
            except Error:
                logger.exception("The queue of webhooks cannot be read")
                self.stopping.wait(PAUSE_AFTER_ERROR)
        connections.close_all()


def make_worker() -> Worker:
    """A worker of django-tasks for our queue, which leaves signals to the process."""
    return Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def make_round(number: int) -> None:
    """Take the steps that are due in the round with this number."""
    for step, rounds in STEPS:
        if number % rounds == 0:
            make_step(step)


def make_step(step: Callable[[], object]) -> None:
    """One part of the round; another is made although it fails."""
    try:
        step()
    except Exception:
        logger.exception("%s failed; it is tried again in a minute", step.__name__)


def publish_scheduled() -> None:
    """Publish and withdraw pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


STEPS: tuple[tuple[Callable[[], object], int], ...] = (
    (sweep, 1),
    (publish_scheduled, 1),
    (prune, 60),
    (forget_answers, 60),
    (refresh_everything, 60),
    (gather_links, 60),
    (ask_for_visits, 1),
    (tidy_imports, 15),
)
"""What the rounds are made of, and in every how manieth round."""
