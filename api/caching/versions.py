"""The content version: a number that rises in each transaction that changes what the public may read."""

from __future__ import annotations

import functools
import hashlib
import time
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from api.published.models import ContentVersion

ROOT = Path(__file__).resolve().parents[2]
VERSION_HOLDS_SECONDS = 0.05
"""How long a process goes on with the version it read."""
NUMBER_SQL = "SELECT number FROM api_contentversion WHERE id = 1"
"""Asked for so often that what the ORM takes to write it would be felt."""


class VersionMemory:
    """The version as this process read it last."""

    def __init__(self) -> None:
        self.forgotten = object()
        self.held: tuple[float, int] | None = None

    def find(self) -> int | None:
        """The version, if it was read only just."""
        held = self.held
        if held is not None and time.monotonic() - held[0] < VERSION_HOLDS_SECONDS:
            return held[1]
        return None

    def read(self) -> int:
        """The version in the database; not kept if `forget` was called while it was read."""
        forgotten, started = self.forgotten, time.monotonic()
        number = stored_number()
        self.held = (started, number)
        if self.forgotten is not forgotten:
            self.held = None
        return number

    def forget(self) -> None:
        """Have the version read again."""
        self.forgotten = object()
        self.held = None


VERSION = VersionMemory()


def bump_version() -> None:
    """Raise the content version, in the transaction that changes what the public may read.

    Numbers follow the clock, so that one which was rolled back, or which a restored backup does not know, never comes
    to mean other content. Until the transaction ends, others that raise the version wait.
    """
    if not raise_number() and not ContentVersion.objects.get_or_create(pk=1, defaults={"number": clock_number()})[1]:
        raise_number()
    VERSION.forget()
    transaction.on_commit(VERSION.forget)


def read_version(*, fresh: bool = False) -> int:
    """The content version, at most `VERSION_HOLDS_SECONDS` old, or `fresh` (RFC 9111, section 5.2.1.4).

    Within a transaction it is always read and never remembered: nobody else may see what this one has written.
    """
    if connection.in_atomic_block:
        return stored_number()
    known = None if fresh else VERSION.find()
    return VERSION.read() if known is None else known


def forget_version() -> None:
    """Have this process read the content version again."""
    VERSION.forget()


def name_version(number: int) -> str:
    """The content version as others know it: of another release, which may answer otherwise, it is another one."""
    return f"{release_digest()[:8]}-{number:x}"


@functools.cache
def release_digest() -> str:
    """What tells the answers of one release from those of another: a digest of all the code that makes them."""
    found = hashlib.sha256()
    for path in (*sorted(ROOT.glob("api/**/*.py")), *sorted(ROOT.glob("pages/**/*.py")), *ROOT.glob("uv.lock")):
        found.update(path.read_bytes())
    return found.hexdigest()


def stored_number() -> int:
    """The number in the database, 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER_SQL)
        row = cursor.fetchone()
    return row[0] if row else 0


def raise_number() -> int:
    """Raise the number by one at least; how many rows there were."""
    return ContentVersion.objects.filter(pk=1).update(number=Greatest(F("number") + 1, Value(clock_number())))


def clock_number() -> int:
    """Microseconds since 1970."""
    return time.time_ns() // 1000
