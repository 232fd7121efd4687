"""How often a speaker's page may be asked for in a minute."""

from __future__ import annotations

import functools
import logging
import time

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

logger = logging.getLogger(__name__)

MEMORY = "memory://"
ATTEMPT_SECONDS = 0.5
"""How long the shared counter may take."""

MOST_READS = RateLimitItemPerMinute(120)
"""Requests from one network address."""

MOST_WRITES = RateLimitItemPerMinute(20)
"""Forms and files sent with one link."""


@functools.cache
def counter_at(url: str) -> FixedWindowRateLimiter:
    """The counter at a Redis URL, or in this process's memory."""
    waits = {"socket_timeout": ATTEMPT_SECONDS, "socket_connect_timeout": ATTEMPT_SECONDS} if url != MEMORY else {}
    return FixedWindowRateLimiter(storage_from_string(url, wrap_exceptions=True, **waits))


def find_wait(item: RateLimitItemPerMinute, client: str) -> int:
    """Count a request; 0, or the whole seconds that the client has to wait. Nobody waits for a counter that fails."""
    counter = counter_at(settings.RATES_URL)
    try:
        if counter.hit(item, "completion", client):
            return 0
        ends = counter.get_window_stats(item, "completion", client).reset_time
    except StorageError as error:
        logger.warning("The counter of requests does not answer; nobody is limited: %s", error)
        return 0
    return max(1, int(ends - time.time()) + 1)
