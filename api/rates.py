"""How much each client may ask for in a minute, counted in points; what an answer costs is for its surface to say."""

from __future__ import annotations

import functools
import logging
import math
import time
from typing import TYPE_CHECKING, cast

from django.conf import settings
from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

if TYPE_CHECKING:
    from limits.storage import SlidingWindowCounterSupport

logger = logging.getLogger(__name__)

WINDOW_SECONDS = 60
ATTEMPT_SECONDS = 0.5
"""How long the shared counter may take; one that takes longer delays the clients it should protect."""

REST_SECONDS = 5
"""How long the shared counter is left alone after it failed."""


class RateLimited(Exception):  # noqa: N818  # what it says of the client
    """The client has to wait `seconds` before it may ask for as much as this again."""

    def __init__(self, *, seconds: int, most: int) -> None:
        super().__init__(f"At most {most} points a minute; wait {seconds} seconds.")
        self.seconds = seconds
        self.most = most


class Counter:
    """Points spent in a sliding minute, in Redis or in this process's memory."""

    def __init__(self, url: str) -> None:
        self.storage = storage_from_string(
            url,
            wrap_exceptions=True,
            **({"socket_timeout": ATTEMPT_SECONDS, "socket_connect_timeout": ATTEMPT_SECONDS} if url != MEMORY else {}),
        )
        self.limiter = SlidingWindowCounterRateLimiter(self.storage)
        self.rests_until = -math.inf

    def spend(self, client: str, points: int, *, most: int) -> int:
        """Count the points of a client; 0, or the whole seconds it has to wait when they are too many.

        While the counter cannot be reached, nobody waits.
        """
        if time.monotonic() < self.rests_until:
            return 0
        item = RateLimitItemPerMinute(most)
        try:
            if self.limiter.hit(item, client, cost=points):
                return 0
            counted = cast("SlidingWindowCounterSupport", self.storage)
            window = counted.get_sliding_window(item.key_for(client), item.get_expiry())
        except StorageError as error:
            self.rests_until = time.monotonic() + REST_SECONDS
            logger.warning("The counter of points does not answer; nobody is limited: %s", error)
            return 0
        return find_wait(window, room=most - points)


MEMORY = "memory://"


@functools.cache
def counter_at(url: str) -> Counter:
    """The counter at a Redis URL, or in memory."""
    return Counter(url)


def forget_spending() -> None:
    """Give each client its whole minute again."""
    counter_at(settings.RATES_URL).storage.reset()


def spend(client: str, points: int, *, most: int) -> None:
    """Count points of a client against `most` in a minute, 0 for no limit; raises `RateLimited`.

    What costs more than a whole minute's points is counted as these.
    """
    wait = counter_at(settings.RATES_URL).spend(client, min(points, most), most=most) if most else 0
    if wait:
        raise RateLimited(seconds=wait, most=most)


def rate_headers(limited: RateLimited) -> dict[str, str]:
    """When the client may ask again (draft-ietf-httpapi-ratelimit-headers-10)."""
    return {
        "Retry-After": str(limited.seconds),
        "RateLimit": f'"points";r=0;t={limited.seconds}',
        "RateLimit-Policy": f'"points";q={limited.most};w={WINDOW_SECONDS}',
    }


def find_wait(window: tuple[int, float, int, float], *, room: int) -> int:
    """Whole seconds, at least 1, until no more than `room` points are counted.

    `window` holds the points of the minute before and the seconds these still count, and the points of this minute
    and the seconds it takes until they count no longer. The former fade evenly.
    """
    before, fading, current, lasting = window
    if before and current <= room:
        seconds = fading - (room + 1 - current) * WINDOW_SECONDS / before
    elif current:
        seconds = lasting - min(1, (room + 1) / current) * WINDOW_SECONDS
    else:
        seconds = 0
    return max(1, math.floor(seconds) + 1)
