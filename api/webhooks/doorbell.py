"""Tells public sites at once that there is something new, so that they need not wait until they ask next.

A ring says “look now” and no more. It is never repeated: a site that has missed one finds out when it asks.
"""

from __future__ import annotations

import base64
import datetime as dt
import functools
import logging
import threading
import uuid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from api.caching import name_version, read_version
from api.webhooks.models import EventType
from api.webhooks.payload import sign, write
from api.webhooks.sending import Answer, send
from pages.outgoing.requests import Fault
from pages.outgoing.targets import RefusedTargetError, find_target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

LOOKS_SECONDS = 0.2
"""How often the content version is read."""

WAKES_SECONDS = 1
"""How often a bell that has nothing to tell sees whether it should end."""

PAUSE_AFTER_ERROR = 5
TIMEOUT = 2.0
"""Seconds that a site gets to answer."""


def find_secret() -> str:
    """The secret that rings are signed with, as Standard Webhooks writes them: the UTF-8 bytes of `SITE_SECRET`."""
    return f"whsec_{base64.b64encode(settings.SITE_SECRET.encode()).decode()}"


class Doorbell:
    """Watches the content version, and rings at each URL when it has moved: one ring at a time, and one after the last.

    Changes from before the first look are not told. Ends with `stopping`.
    """

    def __init__(self, urls: Sequence[str], *, stopping: threading.Event) -> None:
        self.stopping = stopping
        self.moved = threading.Condition()
        self.number: int | None = None
        self.bells = [Bell(url) for url in urls]
        works: list[Callable[[], None]] = [functools.partial(self._serve, bell) for bell in self.bells]
        self.threads = [
            threading.Thread(target=work, name=f"doorbell-{number}", daemon=True)
            for number, work in enumerate([self._watch, *works] if urls else [])
        ]

    def start(self) -> None:
        """Begin to watch."""
        for thread in self.threads:
            thread.start()

    def _watch(self) -> None:
        """Read the version again and again; a database that does not answer is asked again."""
        while not self.stopping.is_set():
            try:
                self._look(read_version(fresh=True))
            except Error:
                logger.exception("The content version cannot be read")
                close_old_connections()
                self.stopping.wait(PAUSE_AFTER_ERROR)
            self.stopping.wait(LOOKS_SECONDS)
        connections.close_all()

    def _look(self, number: int) -> None:
        """Wake the bells if the version has moved."""
        with self.moved:
            if self.number is None:
                for bell in self.bells:
                    bell.told = number
            if self.number != number:
                self.number = number
                self.moved.notify_all()

    def _serve(self, bell: Bell) -> None:
        """Ring for the newest version until it is the one that was told."""
        while not self.stopping.is_set():
            with self.moved:
                self.moved.wait_for(lambda: self.number != bell.told, timeout=WAKES_SECONDS)
                number = self.number
            if number is not None and number != bell.told:
                bell.ring(number, at=timezone.now())


class Bell:
    """One site, and the content version it was `told` of; of an outage, its beginning and its end are logged."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.told: int | None = None
        self.is_silent = False

    def ring(self, number: int, *, at: dt.datetime) -> None:
        """Tell the site of a content version, whether it hears or not."""
        self.told = number
        answer = self._post(write_ring(number, at=at), at=at)
        if not answer.is_success and not self.is_silent:
            reason = answer.status or answer.fault
            logger.warning("The site at %s is not told of changes, and will ask by itself: %s", self.host, reason)
        elif answer.is_success and self.is_silent:
            logger.info("The site at %s is told of changes again", self.host)
        self.is_silent = not answer.is_success

    @property
    def host(self) -> str:
        """The part of the URL that may stand in a log."""
        return urlsplit(self.url).hostname or self.url

    def _post(self, body: str, *, at: dt.datetime) -> Answer:
        try:
            target = find_target(self.url, is_ours=True)
        except RefusedTargetError as error:
            return Answer(milliseconds=0, fault=Fault.REFUSED, excerpt=str(error))
        headers = sign(f"ring_{uuid.uuid4().hex}", body, secrets=[find_secret()], at=at)
        return send(target, body=body.encode(), headers=headers, timeout=TIMEOUT)


def write_ring(number: int, *, at: dt.datetime) -> str:
    """The body that tells of a content version."""
    return write(EventType.CHANGED, data={"version": name_version(number)}, at=at)
