"""Where answers are kept: in the memory of each process, and in the cache that processes share, if there is one."""

from __future__ import annotations

import hashlib
import json
import logging
import math
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import orjson
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.cache.backends.base import BaseCache

logger = logging.getLogger(__name__)

ANSWERS_KEPT_SECONDS = 3600
LARGEST_BODY = 2_000_000
"""Bytes of a body that is kept."""

MEMORY_BYTES = 32 * 1024 * 1024
"""What the answers in the memory of one process may take together."""

FORMAT = 3
"""Version of what stands in the shared cache; entries of another one are never read."""

OUTAGE_RESTS_SECONDS = 5
"""How long the shared cache is left alone after it failed."""

OUTAGE_LOGGED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with what is known about it: `until` in seconds since 1970, the `cost` in points.

    `modified` is when it last changed, in whole seconds since 1970; None where that is not told. Other caches than ours
    ask before they give an answer that `must_revalidate`.
    """

    body: bytes
    etag: str
    until: float | None
    tags: tuple[str, ...]
    version: int
    cost: int
    modified: int | None = None
    must_revalidate: bool = False


FIELDS = tuple(field.name for field in fields(Answer))


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer and the second since 1970 from which it is of no use."""

    answer: Answer
    expires: float

    def holds(self, *, version: int, now: float) -> bool:
        """Whether the answer may be given for this content version at this time."""
        return self.answer.version == version and now < self.expires

    def weight(self) -> int:
        """Bytes of memory, roughly."""
        return len(self.answer.body) + sum(map(len, self.answer.tags)) + 60 * len(self.answer.tags) + 1000


class Memory:
    """Answers in this process; of more than `most` bytes, those not asked for the longest go."""

    def __init__(self, *, most: int) -> None:
        self.most = most
        self.weight = 0
        self.kept: OrderedDict[str, Kept] = OrderedDict()
        self.lock = threading.Lock()

    def find(self, key: str) -> Kept | None:
        """What is kept for a key."""
        with self.lock:
            kept = self.kept.get(key)
            if kept is not None:
                self.kept.move_to_end(key)
        return kept

    def keep(self, key: str, kept: Kept) -> None:
        """Keep an answer instead of the one before."""
        with self.lock:
            before = self.kept.pop(key, None)
            self.weight += kept.weight() - (before.weight() if before else 0)
            self.kept[key] = kept
            while self.weight > self.most:
                self.weight -= self.kept.popitem(last=False)[1].weight()

    def forget(self) -> None:
        """Drop everything."""
        with self.lock:
            self.kept.clear()
            self.weight = 0


class Outage:
    """When the shared cache failed last, and when that was last said, on the monotonic clock."""

    def __init__(self) -> None:
        self.failed = self.said = -math.inf

    def lasts(self) -> bool:
        """Whether the shared cache is left alone."""
        return time.monotonic() - self.failed < OUTAGE_RESTS_SECONDS

    def begins(self, error: Exception) -> None:
        """Leave the shared cache alone for a while."""
        self.failed = time.monotonic()
        if self.failed - self.said >= OUTAGE_LOGGED_SECONDS:
            self.said = self.failed
            logger.warning("The shared cache does not answer; answers are made anew: %s", error)

    def ends(self) -> None:
        """Ask the shared cache again."""
        self.failed = self.said = -math.inf


MEMORY = Memory(most=MEMORY_BYTES)
OUTAGE = Outage()


def find_answer(key: str, *, version: int, now: float) -> Answer | None:
    """The kept answer, if it is of this content version and still holds `now`, in seconds since 1970."""
    kept = MEMORY.find(key)
    if kept is not None and kept.holds(version=version, now=now):
        return kept.answer
    shared = find_shared(key)
    if shared is None or not shared.holds(version=version, now=now):
        return None
    MEMORY.keep(key, shared)
    return shared.answer


def find_shared(key: str) -> Kept | None:
    """What another process has kept for a key."""
    entry = ask_shared(lambda cache: cache.get(shared_key(key), version=FORMAT))
    return None if entry is None else Kept(Answer(*entry[1:]), expires=entry[0])


def keep_answer(key: str, answer: Answer) -> None:
    """Keep an answer as long as it holds, an hour at most, unless it is very large."""
    now = time.time()
    latest = now + ANSWERS_KEPT_SECONDS
    expires = latest if answer.until is None else min(answer.until, latest)
    if expires <= now or len(answer.body) > LARGEST_BODY:
        return
    MEMORY.keep(key, Kept(answer, expires))
    # Values of Python's own types survive in the cache when a class of ours is renamed.
    entry = (expires, *(getattr(answer, name) for name in FIELDS))
    ask_shared(lambda cache: cache.set(shared_key(key), entry, timeout=math.ceil(expires - now), version=FORMAT))


def forget_answers() -> None:
    """Drop the answers in the memory of this process."""
    MEMORY.forget()
    OUTAGE.ends()


def answer_key(  # noqa: PLR0913  # all that tells two answers apart
    *, schema: str, site: str, document: str, operation: str, variables: Any, extra: str = ""
) -> str:
    """A key for the answer to a request, the same however the JSON values in `variables` are ordered.

    Variables nested too deeply to be compared get a key that is never found again.
    """
    return hashlib.blake2b(canonical([schema, site, document, operation, variables, extra]), digest_size=32).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, in which different values never look the same."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return canonical_at_length(value)
    # Numbers that are infinite, or none at all, are written as null.
    return canonical_at_length(value) if b"null" in text else text


def canonical_at_length(value: Any) -> bytes:
    """The same for numbers of any size and texts of any code points."""
    try:
        return json.dumps(value, sort_keys=True).encode()
    except RecursionError:
        return secrets.token_bytes()


def shared_key(key: str) -> str:
    """The key in the cache that processes share."""
    return f"answer:{key}"


def ask_shared(question: Callable[[BaseCache], Any]) -> Any:
    """What the shared cache says; None when there is none, or when it does not answer."""
    cache = caches["default"]
    if isinstance(cache, LocMemCache) or OUTAGE.lasts():
        return None
    try:
        return question(cache)
    except (RedisError, OSError) as error:
        OUTAGE.begins(error)
        return None
