"""Publishes a talk many times, with and without the public calendar in turns; prints median milliseconds as JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time

import django

TURNS = 25


def publish_in_turns() -> dict[str, float]:
    """Median milliseconds of publishing a changed talk `with` and `without` the calendar."""
    from api import receivers  # noqa: PLC0415  # Django has to be set up before
    from pages.models import TalkPage  # noqa: PLC0415  # the same

    talk = TalkPage.objects.live().order_by("-starts_at").first()
    sync_page = receivers.sync_page
    taken: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(TURNS * len(taken)):
        name = "with" if number % 2 else "without"
        receivers.sync_page = sync_page if name == "with" else lambda _page, **_read: 0
        talk = TalkPage.objects.get(pk=talk.pk)
        talk.title = f"Talk {number}"
        started = time.perf_counter()
        talk.save_revision().publish()
        taken[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(publish_in_turns()))
