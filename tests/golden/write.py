"""Writes the golden files of feeds anew: `python -m tests.golden.write`. Read the difference before you commit it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FEEDS = Path(__file__).resolve().parent / "feeds"
SCHEMAS = Path(__file__).resolve().parent / "schemas"


def documents() -> Iterator[tuple[str, bytes]]:
    """The names of the golden files with what stands in them now."""
    from api.feeds.formats import FORMATS  # noqa: PLC0415  # as a command, only after Django has been set up
    from api.feeds.schedule import render_schedule  # noqa: PLC0415  # the same
    from api.feeds.syndication import render_changes  # noqa: PLC0415  # the same
    from api.ledger.ical import render_event  # noqa: PLC0415  # the same
    from tests.api.feeds import entries, programmes  # noqa: PLC0415  # the same

    items = entries.all_items()
    events = [text for text in map(render_event, items) if text]
    for extension, rendering in FORMATS.items():
        channel = entries.channel(self_url=f"{entries.FEEDS}/events.{extension}")
        yield f"events.{extension}", rendering.render(channel, events if rendering.is_calendar else items)
    url = f"{entries.FEEDS}/changes.atom"
    channel = entries.channel(self_url=url, alternates={})
    changed = [entries.find_item("moved"), entries.find_item("cancelled")]
    yield (
        "changes.atom",
        render_changes(channel, changed, tombstones=entries.tombstones(), next_url=f"{url}?cursor=eyJ2IjoxfQ"),
    )
    yield "schedule.xml", render_schedule(programmes.CONFERENCE, programmes.programme())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    for name, document in documents():
        (FEEDS / name).write_bytes(document)
