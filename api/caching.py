"""How long an answer holds: the content version, the next moment at which it changes by itself, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F

from api.published.models import ContentVersion

if TYPE_CHECKING:
    import datetime as dt


def bump_version() -> None:
    """Raise the content version, in the transaction that changes what the public may read."""
    if not ContentVersion.objects.update(number=F("number") + 1):
        ContentVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def read_version() -> int:
    """The content version."""
    return ContentVersion.objects.values_list("number", flat=True).first() or 0


@dataclass
class Lifetime:
    """Collects, while an answer is made, until when it holds and which objects and lists it shows."""

    now: dt.datetime
    until: dt.datetime | None = None
    tags: set[str] = field(default_factory=set)

    def ends(self, *instants: dt.datetime | None) -> None:
        """Let the answer hold no longer than until the first of `instants` that is still ahead."""
        for instant in instants:
            if instant is not None and instant > self.now and (self.until is None or instant < self.until):
                self.until = instant

    def shows(self, *tags: str) -> None:
        """Name objects and lists that the answer depends on."""
        self.tags.update(tags)
