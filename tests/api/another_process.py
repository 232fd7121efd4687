"""A process of the server that test_mutations.py starts: it answers commands on standard input, one JSON a line."""

from __future__ import annotations

import json
import sys
import time

import django

LONGEST_WATCH = 30
QUERY = "{ events { nodes { title } } }"


def rename(title: str) -> float:
    """Publish the only event under another title; gives the time after its commit."""
    from pages.models import EventPage  # noqa: PLC0415  # after django.setup()

    page = EventPage.objects.get().specific
    page.title = title
    page.save_revision().publish()
    return time.monotonic()


def watch(title: str) -> list[tuple[float, bool, str]]:
    """Ask again and again, each second time for no old answer, until both have the title.

    Gives of each request when it began, whether it wanted no old answer, and the title it got.
    """
    seen: list[tuple[float, bool, str]] = []
    until = time.monotonic() + LONGEST_WATCH
    while time.monotonic() < until and [it[2] for it in seen[-2:]] != [title, title]:
        for is_fresh in (False, True):
            began = time.monotonic()
            seen.append((began, is_fresh, ask(is_fresh=is_fresh)))
        if len(seen) == 2:
            say("watching")
    return seen


def ask(*, is_fresh: bool) -> str:
    """The title that a client gets."""
    from django.test import Client  # noqa: PLC0415  # after django.setup()

    headers = {"Cache-Control": "no-cache"} if is_fresh else {}
    response = Client(SERVER_NAME="localhost").get("/graphql", {"query": QUERY}, headers=headers)
    [event] = response.json()["data"]["events"]["nodes"]
    return str(event["title"])


def say(value: object) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


def main() -> None:
    """Obey until there are no more commands."""
    django.setup()
    say("ready")
    for line in sys.stdin:
        command, title = json.loads(line)
        say({"rename": rename, "watch": watch}[command](title))


if __name__ == "__main__":
    main()
