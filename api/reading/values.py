"""Pages and pictures as a request holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pages.choices import CALLED_OFF_STATUSES

if TYPE_CHECKING:
    import datetime as dt

COLUMNS = (
    "page_id",
    "type_name",
    "page__path",
    "page__url_path",
    "page__locale_id",
    "page__translation_key",
    "page__expire_at",
    "series_id",
    "status",
    "has_ended",
    "is_listed",
    "starts_at",
    "ends_at",
    "document",
)
"""What is read of a page, in the order of the fields of `PageValue`."""


@dataclass(slots=True, eq=False)
class PageValue:
    """A page that the public may see: the columns the visibility rule asks about, and the document.

    `peers` are the pages that are shown with it, `keys` the values by which its list was sorted. A draft brings its
    `texts` along; those of other pages are read when they are asked for.
    """

    pk: int
    type_name: str
    path: str
    url_path: str
    locale_id: int
    translation_key: Any
    expire_at: dt.datetime | None
    series_id: int | None
    status: str
    has_ended: bool
    is_listed: bool
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    document: dict[str, Any]
    keys: tuple[Any, ...] = ()
    peers: list[PageValue] = field(default_factory=list)
    texts: dict[str, Any] | None = None
    live: bool = True
    alias_of_id: int | None = None

    @property
    def is_called_off(self) -> bool:
        """Whether it is cancelled or postponed."""
        return self.status in CALLED_OFF_STATUSES


@dataclass(frozen=True, slots=True)
class PictureValue:
    """A picture with the words that stand for it at the place that shows it."""

    row: Any
    alt: str
