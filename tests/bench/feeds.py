"""What feeds and the change log cost, beside a bare view that returns the same bytes, and what the calendar adds."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.bench.measuring import WrongAnswerError, measure
from tests.bench.operations import Request
from tests.bench.report import Ratio
from tests.bench.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.comparing import Measured
    from tests.bench.server import Server

FEEDS = {
    "Calendar": "/feeds/events.ics",
    "JsonFeed": "/feeds/deadlines.json",
    "ChangeLog": "/feeds/changes.json?limit=500",
}
ARCHIVE = "/feeds/archive.ics"
KEPT_SHARE, KNOWN_SHARE = 0.5, 0.7
ARCHIVE_CPU, PUBLISHING = 100, 30
"""Milliseconds: of CPU for an archive of 10,000 entries, and that publishing may take longer for the calendar."""


def view_of(path: str) -> Request:
    """The bare view that returns the bytes of a feed."""
    return Request(f"/bench/bytes/feed?{urlencode({'path': path})}")


def measure_feeds(server: Server, measured: Measured, *, seconds: float) -> None:
    """Measure all feeds, kept and known, beside bare views."""
    for name, path in FEEDS.items():
        if Request(path).send(server).body != view_of(path).send(server).body:
            raise WrongAnswerError(f"{path} and its reference differ.")
        for variant, request, is_known in (
            ("API kept", Request(path), False),
            ("bytes", view_of(path), False),
            ("API 304", Request(path), True),
            ("bytes 304", view_of(path), True),
        ):
            measured.figures[name, variant] = measure(server, request, seconds=seconds, is_known=is_known)
    measured.figures["Archive", "API"] = measure(server, Request(ARCHIVE), seconds=seconds)


def ratios_of_feeds(server: Server, measured: Measured) -> Iterator[Ratio]:
    """The ratios, and the CPU time of an archive."""
    for name in FEEDS:
        kept, stored = measured.figures[name, "API kept"], measured.figures[name, "bytes"]
        known, stored_known = measured.figures[name, "API 304"], measured.figures[name, "bytes 304"]
        meaning = f"{name}: requests/s, kept feed / bare view of the same bytes"
        yield Ratio(meaning, kept.rate / stored.rate, KEPT_SHARE, is_floor=True)
        yield Ratio(f"{name}: requests/s, 304 / bare 304", known.rate / stored_known.rate, KNOWN_SHARE, is_floor=True)
    entries = Request(ARCHIVE).send(server).body.count(b"BEGIN:VEVENT")
    cpu = measured.figures["Archive", "API"].cpu / entries * 10_000
    yield Ratio(f"Archive: CPU ms for 10,000 entries, measured with {entries}", cpu, ARCHIVE_CPU)


def measure_publishing(environment: dict[str, str]) -> Ratio:
    """How many milliseconds longer publishing a talk takes with the calendar."""
    command = [sys.executable, "-m", "tests.bench.publishing"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stderr}")
    found = json.loads(done.stdout)
    meaning = f"Publishing a talk: ms more with the calendar ({found['without']:.0f} ms without)"
    return Ratio(meaning, found["with"] - found["without"], PUBLISHING)
