"""Calendars (RFC 5545, 7986) put together from VEVENTs that were rendered when their entries were published."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.encoding import iri_to_uri
from icalendar import Calendar, vText, vUri

from api.ledger.ical_text import one_line, text_property

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.feeds.formats import Channel

PRODUCT = "-//Colloquium//Feeds 1.0//EN"
REFRESH_AFTER = "PT6H"
END = b"END:VCALENDAR\r\n"


def render_calendar(channel: Channel, events: Sequence[bytes]) -> bytes:
    """A calendar of VEVENTs as they were rendered; the bytes are those the library would write."""
    head = make_calendar(channel).to_ical(sorted=False).removesuffix(END)
    return b"".join((head, *events, END))


def make_calendar(channel: Channel) -> Calendar:
    """The VCALENDAR without components.

    It has no UID, by which some clients take the whole calendar for one item, and no METHOD, so that it is no
    invitation. Names stand in it twice: by RFC 7986 and as older clients know them.
    """
    name = text_property(one_line(channel.title))
    description = text_property(channel.description)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("last-modified", channel.updated_at.astimezone(dt.UTC))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("description", description)
    calendar.add("x-wr-caldesc", description)
    calendar.add("url", vUri(iri_to_uri(channel.home_url)))
    calendar.add("source", vUri(channel.self_url), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vText(REFRESH_AFTER), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH_AFTER))
    if channel.colour:
        calendar.add("color", channel.colour)
    if channel.time_zone:
        calendar.add("x-wr-timezone", vText(channel.time_zone))
    return calendar
