"""Until when an answer holds by itself, and what it shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class Lifetime:
    """Collects, while an answer is made, until when it holds and which objects and lists it shows.

    The answer holds from `now` until just before `until`; without `until`, as long as the content version. One that
    `must_revalidate` is given by no other cache than ours without asking.
    """

    now: dt.datetime
    until: dt.datetime | None = None
    tags: set[str] = field(default_factory=set)
    must_revalidate: bool = False

    def ends(self, *instants: dt.datetime | None) -> None:
        """Let the answer hold no longer than until the first of `instants` that is still ahead."""
        for instant in instants:
            if instant is not None and instant > self.now and (self.until is None or instant < self.until):
                self.until = instant

    def shows(self, *tags: str) -> None:
        """Name objects (`Forum:42`) and lists (`Forum`) that the answer depends on; no commas, no spaces."""
        self.tags.update(tags)

    def seconds(self, most: int) -> int:
        """Whole seconds for which the answer still holds, `most` at most."""
        return most if self.until is None else max(0, min(most, (self.until - self.now) // dt.timedelta(seconds=1)))
