"""Whether the address of a link is shown, and if not, why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pages.choices import LinkAccess

if TYPE_CHECKING:
    import datetime as dt

    from pages.models import Link


class LinkAvailability(StrEnum):
    """Whether a link's address is shown, and if not, why."""

    AVAILABLE = "available"
    TO_BE_ANNOUNCED = "to_be_announced"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REGISTERED_ONLY = "registered_only"
    MEMBERS_ONLY = "members_only"
    PRIVATE = "private"


CLOSED_ACCESS = {
    LinkAccess.PRIVATE: LinkAvailability.PRIVATE,
    LinkAccess.MEMBERS: LinkAvailability.MEMBERS_ONLY,
    LinkAccess.REGISTERED: LinkAvailability.REGISTERED_ONLY,
}


def is_shown(access: str) -> bool:
    """Whether a link is in any answer, with or without its address."""
    return access != LinkAccess.PRIVATE


def is_open(access: str) -> bool:
    """Whether the address of a link is for everybody, at its time."""
    return access not in CLOSED_ACCESS


def link_availability(link: Link, now: dt.datetime) -> LinkAvailability:
    """Whether the address of `link` may be shown at `now`."""
    return find_availability(
        now,
        access=LinkAccess(link.access),
        has_address=bool(link.url),
        is_held_back=link.visible_from_minutes is not None,
        visible_from=link.visible_from,
        visible_until=link.visible_until,
    )


def find_availability(  # noqa: PLR0913  # all that the rule asks of a link
    now: dt.datetime,
    *,
    access: LinkAccess,
    has_address: bool,
    is_held_back: bool,
    visible_from: dt.datetime | None,
    visible_until: dt.datetime | None,
) -> LinkAvailability:
    """Whether an address may be shown at `now`; one that is held back until an unknown time is not shown yet."""
    if access in CLOSED_ACCESS:
        return CLOSED_ACCESS[access]
    if not has_address:
        return LinkAvailability.TO_BE_ANNOUNCED
    if is_held_back and (visible_from is None or now < visible_from):
        return LinkAvailability.NOT_YET
    if visible_until is not None and now >= visible_until:
        return LinkAvailability.EXPIRED
    return LinkAvailability.AVAILABLE
