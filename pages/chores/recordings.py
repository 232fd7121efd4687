"""A stream that was watched live and can be watched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.choices import LinkKind

if TYPE_CHECKING:
    from pages.models import EventPage, Link


def find_stream(page: EventPage) -> Link | None:
    """The first stream with an address that could become the recording; None also where there is a recording."""
    links = page.links.all()
    if any(link.kind == LinkKind.RECORDING and link.url for link in links):
        return None
    return next((link for link in links if link.kind == LinkKind.STREAM and link.url), None)


def turn_stream_into_recording(page: EventPage) -> bool:
    """Make the stream of the page object in hand its recording; False, and nothing done, where there is none to turn.

    It is shown from now on for ever, to those who could watch the stream. A recording that is to be announced takes
    the stream's address instead, and keeps what else is said about it. Nothing is stored.
    """
    stream = find_stream(page)
    if stream is None:
        return False
    awaited = next((link for link in page.links.all() if link.kind == LinkKind.RECORDING), None)
    recording = awaited or stream
    if awaited is not None:
        awaited.url, awaited.access, awaited.label = stream.url, stream.access, awaited.label or stream.label
        page.links.remove(stream)
    recording.kind = LinkKind.RECORDING
    recording.visible_from_minutes = recording.visible_until_minutes = recording.expires_on = None
    # A stored page reads its rows anew each time until they are put in place of those stored.
    page.links.add(recording)
    return True
