"""What an import wrote, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that was made or changed, with the keys of its latest versions before and after.

    `record` is the key of its `ImportedDocument`, `content` what that held before; both None when it was not there.
    """

    page: int
    is_new: bool
    before: int | None
    after: int | None
    had_changes: bool
    record: int | None = None
    content: dict[str, Any] | None = None


@dataclass(slots=True)
class Journal:
    """The pages an import changed, in order, and the keys of people, organisations, topics and pictures it made."""

    pages: list[PageChange] = field(default_factory=list)
    made: dict[str, list[int]] = field(default_factory=dict)
